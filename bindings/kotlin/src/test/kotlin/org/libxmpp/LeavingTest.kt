package org.libxmpp

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Test
import java.io.File
import java.nio.file.Files
import kotlin.concurrent.thread

/** Who leaves takes everything along, and need not wait for anybody. */
class LeavingTest {
    @Test
    fun `a cancelled scope leaves no thread and no socket`() = play { server ->
        onlineAndCancelled(server) // Java keeps one socket for itself from the first use on
        val (threads, sockets) = threads() to sockets()
        onlineAndCancelled(server)
        assertEquals(threads, threads())
        assertEquals(emptySet<String>(), sockets() - sockets)
    }

    private suspend fun CoroutineScope.onlineAndCancelled(server: Server) {
        val (threads, sockets) = threads() to sockets()
        val isOnline = CompletableDeferred<Unit>()
        val scope = launch {
            val client = server.client()
            client.events.collect { if (it is Event.Online) isOnline.complete(Unit) }
        }
        isOnline.await()
        if (File("/proc/self/fd").exists()) assertNotEquals(sockets, sockets())
        scope.cancelAndJoin()
        (threads() - threads).forEach { it.join(LONGEST_MS) }
    }

    @Test
    fun `a client that is cancelled while it dials leaves nothing either`() = play { server ->
        val threads = threads()
        val scope = launch {
            server.client { dial = Dial.Host("127.0.0.1", server.port, false) }.events.collect {}
        }
        while (threads() == threads) yield()
        scope.cancelAndJoin()
        (threads() - threads).forEach { it.join(LONGEST_MS) }
        assertEquals(threads, threads())
    }

    @Test
    fun `clients that are closed at every point of their dialling leave no socket`() = play { server ->
        server.client().close() // Java keeps one socket for itself from the first use on
        val sockets = sockets()
        repeat(60) { point ->
            server.client().use {
                val until = System.nanoTime() + point * 50_000
                while (System.nanoTime() < until) Thread.onSpinWait()
            }
        }
        threads().forEach { it.join(LONGEST_MS) }
        assertEquals(emptySet<String>(), sockets() - sockets)
    }

    @Test
    fun `a client that nobody has any more leaves nothing either`() = play { server ->
        val threads = threads()
        forget(server)
        assertNotEquals(threads, threads())
        while (threads() != threads) {
            System.gc()
            yield()
        }
    }

    private fun forget(server: Server) {
        server.client()
    }

    @Test
    fun `closing ends although nobody takes the events that wait`() = play { server ->
        online(server.client(JULIET)) { juliet, _ ->
            val romeo = server.client()
            romeo.events.collect { event ->
                if (event !is Event.Online) return@collect
                repeat(300) { juliet.say(ROMEO, "$it") }
                juliet.ask(PING)
                romeo.ask(PING) // whose answer is behind them
                val closing = thread(isDaemon = true) { romeo.close() }
                closing.join(LONGEST_MS)
                assertFalse(closing.isAlive)
            }
        }
    }

    private fun threads() =
        Thread.getAllStackTraces().keys.filter { it.name.startsWith("libxmpp") }.toSet()

    /** The sockets of this process; where there is no `/proc`, there are none to compare. */
    private fun sockets(): Set<String> = File("/proc/self/fd").listFiles().orEmpty()
        .mapNotNull { runCatching { "${Files.readSymbolicLink(it.toPath())}" }.getOrNull() }
        .filter { it.startsWith("socket:") }.toSet()

    private companion object {
        const val LONGEST_MS = 20_000L
    }
}
