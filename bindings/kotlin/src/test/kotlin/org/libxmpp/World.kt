package org.libxmpp

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import java.io.File
import kotlin.time.Duration.Companion.seconds

internal const val ROMEO = "romeo@localhost"
internal const val JULIET = "juliet@localhost"

internal val PING = Iq(kind = IqKind.GET, payload = "<ping xmlns='urn:xmpp:ping'/>")

/** The test server as a child: it ends with the test, or before. */
internal class Server(vararg options: String, password: String = "secret") : AutoCloseable {
    private val child = ProcessBuilder(
        System.getenv("XMPP_TEST_SERVER"),
        "--account",
        "romeo:$password",
        "--account",
        "juliet:$password",
        "--until-stdin-closes",
        *options,
    ).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    private val told = child.inputReader().readLine()
    val port = Regex("\"port\":(\\d+)").find(told)!!.groupValues[1].toUShort()
    val authority = File(Regex("\"ca_file\":\"([^\"]*)\"").find(told)!!.groupValues[1])

    fun client(
        account: Jid = ROMEO,
        password: String? = "secret",
        verify: ((Event.VerifyCertificate) -> Boolean)? = ::platformTrusts,
        configure: Config.() -> Unit = {},
    ) = Client(account, password, verify) {
        trust = Trust.Roots(rootsOf(authority))
        dial = Dial.Host("127.0.0.1", port, false)
        configure()
    }

    override fun close() {
        child.outputStream.close()
        child.waitFor()
    }
}

/** A play with a server, which ends within a minute. */
internal fun play(vararg options: String, play: suspend CoroutineScope.(Server) -> Unit) =
    Server(*options).use { server -> runBlocking { withTimeout(60.seconds) { play(server) } } }

/** A client whose events are taken one by one, until the play is over. */
internal suspend fun heard(client: Client, play: suspend CoroutineScope.(ReceiveChannel<Event>) -> Unit) =
    client.use {
        coroutineScope {
            val events = Channel<Event>()
            val taking = launch { client.events.collect { events.send(it) }; events.close() }
            play(events)
            taking.cancel()
        }
    }

/** The same, from when it is online. */
internal suspend fun online(client: Client, play: suspend CoroutineScope.(Client, ReceiveChannel<Event>) -> Unit) =
    heard(client) { events ->
        events.until<Event.Online>()
        play(client, events)
    }

/** How a client ends that never comes in. */
internal suspend fun end(client: Client): String =
    client.use { runCatching { client.events.collect() }.exceptionOrNull()!!.message!! }

internal suspend inline fun <reified T : Event> ReceiveChannel<Event>.until(): T {
    for (event in this) if (event is T) return event
    error("no ${T::class.simpleName} before the end")
}

internal suspend fun ReceiveChannel<Event>.body() = until<Event.Message>().stanza.body
