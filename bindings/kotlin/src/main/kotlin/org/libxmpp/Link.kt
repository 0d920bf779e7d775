package org.libxmpp

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.SelectionKey
import java.nio.channels.Selector
import java.nio.channels.SocketChannel

/** One TCP connection that stands, and what is to be written on it. */
internal class Link(val conn: ConnId, private val channel: SocketChannel, selector: Selector) {
    private val key = channel.register(selector, 0)
    private val pending = ArrayDeque<ByteBuffer>()
    private var written = 0uL
    private var reported = 0uL
    private var reads = false
    private var ended = false
    private var deadline = ULong.MAX_VALUE

    fun write(octets: ByteArray) {
        pending.addLast(ByteBuffer.wrap(octets))
    }

    /** What the selector looks for. */
    fun await(read: Boolean) {
        reads = read && !ended
        flush()
        val interest = if (reads) SelectionKey.OP_READ else 0
        key.interestOps(interest or if (pending.isEmpty()) 0 else SelectionKey.OP_WRITE)
    }

    /** Writes what fits. Why it fails, reading tells, behind the last words of the server. */
    fun flush() {
        try {
            while (pending.isNotEmpty()) {
                written += channel.write(pending.first()).toULong()
                if (pending.first().hasRemaining()) return
                pending.removeFirst()
            }
        } catch (_: IOException) {
            pending.clear()
        }
    }

    /** Whether more was written than was told. */
    val hasNews get() = written > reported

    /** Tells how much was written since the beginning, if that is more than was told. */
    fun unreported(tell: (ULong) -> Unit) {
        if (hasNews) tell(written)
        reported = written
    }

    /** Fills the buffer anew; less than zero at the end, and then never again. */
    fun read(buffer: ByteBuffer): Int {
        if (!reads) return 0
        buffer.clear()
        try {
            return channel.read(buffer).also { ended = it < 0 }
        } catch (lost: IOException) {
            ended = true
            throw lost
        } finally {
            buffer.flip()
        }
    }

    /** It is given up: what is left is still written, for a while. */
    fun leave(until: ULong) {
        deadline = until
        ended = true
        await(false)
    }

    /** Whether it is closed, now that nothing is left or the time is over. */
    fun isDone(now: ULong): Boolean {
        flush()
        val done = pending.isEmpty() || now >= deadline
        if (done) channel.close()
        return done
    }
}
