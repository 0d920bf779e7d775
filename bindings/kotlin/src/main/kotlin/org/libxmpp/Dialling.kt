package org.libxmpp

import java.net.ConnectException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.NoRouteToHostException
import java.net.SocketTimeoutException
import java.net.UnknownHostException
import java.nio.channels.SelectionKey
import java.nio.channels.Selector
import java.nio.channels.SocketChannel
import kotlin.concurrent.thread

/** How long an address may be silent before the next one is tried, too (RFC 8305 section 8). */
private const val HEAD_START_MS = 250L

/** A connection that is being made, on a thread of its own: names are resolved by waiting. */
internal class Dialling(
    val conn: ConnId,
    private val host: String,
    private val port: Int,
    private val done: (Result<SocketChannel>) -> Unit,
) {
    /** Why the last address failed. */
    private var cause: Exception = UnknownHostException(host)

    private var givenUp = false

    private val work = thread(isDaemon = true, name = "libxmpp dial") {
        settle(runCatching { race(InetAddress.getAllByName(host).iterator()) })
    }

    @Synchronized
    private fun settle(dialled: Result<SocketChannel>) {
        if (givenUp) dialled.onSuccess { it.close() } else done(dialled)
    }

    /** From now on it is not told any more how it went, and nothing is left of it. */
    @Synchronized
    fun giveUp(): Dialling? {
        givenUp = true
        work.interrupt()
        return null
    }

    /** Tries one address after the other, and takes the first that answers (RFC 8305 section 5). */
    private fun race(addresses: Iterator<InetAddress>) = Selector.open().use { selector ->
        val tried = ArrayList<SocketChannel>()
        var won: SocketChannel? = null
        try {
            while (won == null) {
                if (addresses.hasNext()) {
                    tried.add(begin(addresses.next(), selector))
                } else if (selector.keys().isEmpty()) {
                    throw cause
                }
                await(selector, addresses.hasNext())
                won = selector.selectedKeys().firstOrNull(::isThere)?.channel() as SocketChannel?
                selector.selectedKeys().clear()
            }
            won.socket().tcpNoDelay = true // stanzas are small and people wait for them
            won
        } finally {
            tried.filter { it !== won }.forEach { it.close() }
        }
    }

    private fun begin(address: InetAddress, selector: Selector): SocketChannel {
        val channel = SocketChannel.open()
        channel.configureBlocking(false)
        channel.register(selector, SelectionKey.OP_CONNECT)
        try {
            channel.connect(InetSocketAddress(address, port))
        } catch (refused: Exception) {
            cause = refused
            channel.close()
        }
        return channel
    }

    private fun await(selector: Selector, more: Boolean) {
        selector.selectNow() // forgets what was closed
        when {
            selector.keys().isEmpty() -> return
            more -> selector.select(HEAD_START_MS)
            else -> selector.select()
        }
        if (Thread.interrupted()) throw InterruptedException("given up")
    }

    private fun isThere(key: SelectionKey): Boolean = try {
        (key.channel() as SocketChannel).finishConnect()
    } catch (failed: Exception) {
        cause = failed
        key.channel().close()
        false
    }
}

/** What the engine calls it. */
internal fun failureOf(cause: Throwable): ConnectFailure = when (cause) {
    is UnknownHostException -> ConnectFailure.NoAddress()
    is NoRouteToHostException -> ConnectFailure.Unreachable()
    is SocketTimeoutException -> ConnectFailure.TimedOut()
    is ConnectException -> ConnectFailure.Refused()
    else -> when (val words = cause.message.orEmpty()) {
        "Connection reset", "Connection reset by peer", "Broken pipe" -> ConnectFailure.Reset()
        else -> ConnectFailure.Other(words.ifEmpty { cause.toString() })
    }
}
