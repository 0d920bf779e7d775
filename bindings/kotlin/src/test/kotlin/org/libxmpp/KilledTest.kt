package org.libxmpp

import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.io.File
import java.nio.file.Path

/** A program that is killed between an event's arrival and its being taken. */
class KilledTest {
    @Test
    fun `what it had in its hands is delivered again`() = killed("in its hands")

    @Test
    fun `what it had not taken is delivered again`() = killed("in its hands", "arrived, not taken")

    private fun killed(vararg said: String) = play { server ->
        online(server.client(JULIET)) { juliet, _ ->
            said.forEach { juliet.say(ROMEO, it) }
            juliet.ask(PING)
        }
        val program = hanging(server)
        try {
            assertEquals("in its hands", program.inputReader().readLine())
        } finally {
            program.destroyForcibly().waitFor()
        }
        online(server.client()) { _, events ->
            assertEquals(said.toList(), said.map { events.body() })
        }
    }

    private fun hanging(server: Server): Process {
        val java = "${Path.of(System.getProperty("java.home"), "bin", "java")}"
        val classes = System.getProperty("java.class.path")
        val where = listOf("${server.port}", "${server.authority}")
        return ProcessBuilder(listOf(java, "-cp", classes, "org.libxmpp.KilledTestKt") + where)
            .redirectError(ProcessBuilder.Redirect.INHERIT).start()
    }
}

/** Takes messages up to the first, prints that, and does not come to an end with it. */
fun main(arguments: Array<String>) = runBlocking {
    val (port, authority) = arguments
    val client = Client(ROMEO, "secret") {
        dial = Dial.Host("127.0.0.1", port.toUShort(), false)
        trust = Trust.Roots(rootsOf(File(authority)))
    }
    client.events.collect { event ->
        if (event !is Event.Message) return@collect
        client.ask(PING) // what the server had to say behind it has arrived, too
        println(event.stanza.body)
        awaitCancellation()
    }
}
