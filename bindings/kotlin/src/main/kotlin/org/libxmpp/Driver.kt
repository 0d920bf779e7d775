package org.libxmpp

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.Selector
import java.nio.channels.SocketChannel
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.concurrent.thread

/** Octets read at once, at most. */
private const val READ_BYTES = 32_768uL

/** Outputs that one call brings back. */
private const val BATCH = 64u

/** Why a config fails that leaves TLS to this driver. */
private val NO_TLS = ConnectFailure.Tls("this driver has none of its own")

/** How long what is left may take to be written once a connection is given up. */
private const val LINGER_MS = 5_000L

/** The thread that steps the engine, does what it says, and feeds it what happens. */
internal class Driver(
    private val engine: Engine,
    private val selector: Selector,
    private val mailbox: Mailbox,
    private val requests: Requests,
    private val limits: Limits,
    private val verify: ((Event.VerifyCertificate) -> Boolean)?,
) {
    private val tasks = ConcurrentLinkedQueue<() -> Unit>()

    // While the engine wants to be read for, it has room for half of its limit.
    private val buffer = minOf(READ_BYTES, limits.receivedBytes / 2u).toInt()
        .let { ByteBuffer.allocateDirect(maxOf(it, 1)) }
    private val worker = Thread(::run, "libxmpp").apply { isDaemon = true }
    private var dial: Dialling? = null
    private var link: Link? = null
    private val leaving = ArrayList<Link>()
    private var holds = false
    private var told = 0uL // is handled
    private var received = 0uL // octets
    private var heard = 0uL // of them, before what waits for the app
    private var over = false

    fun start() = worker.start()

    fun wake() {
        selector.wakeup()
    }

    /** Ends in good order what nobody has in hands any more. */
    fun forget() {
        mailbox.abandon()
        engine.closeStream()
        wake()
    }

    fun join() {
        if (Thread.currentThread() !== worker) worker.join()
    }

    private fun run() {
        var cause: Throwable? = null
        try {
            var pause = step(null, EMPTY)
            while (!over) pause = sleep(pause)
        } catch (bug: Throwable) {
            cause = bug
        } finally {
            finish(cause)
        }
    }

    private fun finish(cause: Throwable?) {
        if (cause != null) engine.abort()
        dial = dial?.giveUp()
        carryOutTasks() // what was dialled and not told is closed
        link?.let { leave(it) }
        while (leaving.isNotEmpty()) {
            selector.select(LINGER_MS / 10)
            selector.selectedKeys().clear()
            finishLeaving()
        }
        selector.close()
        val gone = ClosedException(Reason.DriverGone()).apply { cause?.let(::initCause) }
        requests.fail(gone)
        mailbox.end(cause?.let { gone })
    }

    /** Runs the engine until it waits; the last step says for what. */
    private fun step(conn: ConnId?, octets: ByteBuffer): Step {
        var step = stepOnce(conn, octets)
        while (step.more) step = stepOnce(null, EMPTY)
        return step
    }

    private fun stepOnce(conn: ConnId?, octets: ByteBuffer): Step {
        heard = if (mailbox.size == 0) received else maxOf(heard, mailbox.takenAt)
        received += octets.remaining().toULong()
        val isSmall = received - heard <= limits.heldBytes
        val hold = !mailbox.hasRoom(requests.isAnyWaiting && isSmall)
        if (hold != holds) engine.holdEvents(hold)
        holds = hold
        val done = mailbox.done
        if (done != told) engine.handled(done)
        told = done
        val step = engine.step(monoMs(), System.currentTimeMillis().toULong(), conn, octets, BATCH)
        step.outputs.forEach(::carryOut)
        return step
    }

    private fun carryOut(output: Output) {
        when (output) {
            is Output.Connect -> connect(output)
            is Output.Transmit -> link?.takeIf { it.conn == output.conn }?.write(output.bytes)
            is Output.Disconnect -> disconnect(output.conn)
            is Output.Event -> hear(output.seq, output.event)
            is Output.StartTls -> engine.failed(output.conn, NO_TLS)
            is Output.Wait -> {} // a step does not wait
        }
    }

    private fun hear(seq: ULong, event: Event) {
        over = over || event is Event.Closed
        val isTaken = when (event) {
            is Event.VerifyCertificate -> verify?.let { decide(event, it) } != null
            is Event.Answer -> requests.answered(event)
            else -> false
        }
        mailbox.put(seq, event.takeUnless { isTaken }, received)
    }

    /** Off this thread, since a platform may ask the network. */
    private fun decide(
        event: Event.VerifyCertificate,
        verify: (Event.VerifyCertificate) -> Boolean,
    ) {
        thread(isDaemon = true, name = "libxmpp trust") {
            val accepts = runCatching { event.nameMatches && verify(event) }.getOrDefault(false)
            engine.trust(event.conn, if (accepts) Verdict.ACCEPT else Verdict.REFUSE)
            wake()
        }
    }

    private fun connect(output: Output.Connect) {
        dial?.giveUp()
        dial = Dialling(output.conn, output.target.host, output.target.port.toInt()) { dialled ->
            tasks.add { dialled(output.conn, dialled) }
            wake()
        }
    }

    private fun dialled(conn: ConnId, dialled: Result<SocketChannel>) {
        if (dial?.conn != conn) { // it was given up meanwhile
            dialled.onSuccess { it.close() }
            return
        }
        dial = null
        val channel = dialled.getOrElse { return engine.failed(conn, failureOf(it)) }
        link = Link(conn, channel, selector)
        engine.connected(conn, null)
    }

    private fun disconnect(conn: ConnId) {
        if (dial?.conn == conn) dial = dial?.giveUp()
        link?.takeIf { it.conn == conn }?.let { leave(it) }
    }

    private fun leave(gone: Link) {
        link = null
        gone.leave(monoMs() + LINGER_MS.toULong())
        if (!gone.isDone(monoMs())) leaving.add(gone)
    }

    private fun finishLeaving() = leaving.removeIf { it.isDone(monoMs()) }

    /** Waits for the network, a call or the time, and tells the engine. */
    private fun sleep(pause: Step): Step {
        link?.await(pause.read)
        val now = monoMs()
        val until = pause.waitUntil
        val isDue = until != null && until <= now
        when {
            isDue || tasks.isNotEmpty() || link?.hasNews == true -> selector.selectNow()
            leaving.isNotEmpty() -> selector.select(LINGER_MS / 10)
            until == null -> selector.select()
            else -> selector.select((until - now).toLong().coerceAtMost(MINUTE_MS))
        }
        selector.selectedKeys().clear()
        carryOutTasks()
        finishLeaving()
        return link?.let { serve(it) } ?: step(null, EMPTY)
    }

    private fun carryOutTasks() = generateSequence { tasks.poll() }.forEach { it() }

    private fun serve(link: Link): Step {
        link.flush()
        link.unreported { total -> engine.transmitted(link.conn, total) }
        try {
            val count = link.read(buffer)
            if (count > 0) return step(link.conn, buffer)
            if (count < 0) engine.eof(link.conn)
        } catch (lost: IOException) {
            engine.failed(link.conn, failureOf(lost))
        }
        return step(null, EMPTY)
    }

    private companion object {
        val EMPTY: ByteBuffer = ByteBuffer.allocateDirect(0)

        /** The clock of a sleep may not count a machine's own: look at it now and then. */
        const val MINUTE_MS = 60_000L

        fun monoMs() = (System.nanoTime() / 1_000_000).toULong()
    }
}
