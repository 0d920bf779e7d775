// The time tracker: people tell it over chat what they work at. tracker ACCOUNT FILE [HOST PORT];
// the password is in XMPP_PASSWORD.
package org.libxmpp.examples

import kotlinx.coroutines.runBlocking
import org.libxmpp.Client
import org.libxmpp.ClosedException
import org.libxmpp.Dial
import org.libxmpp.Event
import org.libxmpp.Message
import org.libxmpp.MessageKind
import org.libxmpp.PresenceKind
import org.libxmpp.reasonText
import java.io.IOException
import java.nio.file.Path
import kotlin.system.exitProcess

fun main(arguments: Array<String>) = runBlocking {
    try {
        val times = open(arguments[1])
        val client = Client(arguments[0], System.getenv().getValue("XMPP_PASSWORD")) {
            arguments.getOrNull(2)?.let { dial = Dial.Host(it, arguments[3].toUShort(), false) }
        }
        client.use { track(it, times) }
    } catch (damaged: IOException) {
        fail(damaged)
    } catch (closed: ClosedException) {
        fail(closed)
    }
}

private fun open(file: String) = try {
    Times(Path.of(file))
} catch (damaged: IOException) {
    throw IOException("$file: ${damaged.message}")
}

private fun fail(cause: Exception): Nothing {
    System.err.println(cause.message)
    exitProcess(1)
}

private suspend fun track(client: Client, times: Times) = client.events.collect { event ->
    when (event) {
        is Event.Offline -> System.err.println("${reasonText(event.reason)}; trying again")
        is Event.Message -> answer(client, times, event.stanza)
        is Event.Presence -> if (event.stanza.kind == PresenceKind.SUBSCRIBE) {
            client.roster.approve(event.stanza.sender!!)
        }
        else -> {}
    }
}

/** Answers what a person says; a message that comes late counts from when it was sent. */
private fun answer(client: Client, times: Times, said: Message) {
    val sender = said.sender ?: return
    val body = said.body ?: return
    val person = sender.substringBefore('/')
    val own = said.recipient?.substringBefore('/') == person
    if (own || said.kind != MessageKind.CHAT && said.kind != MessageKind.NORMAL) return
    val now = System.currentTimeMillis() / 1000
    val at = (said.delay?.let { Math.floorDiv(it.stamp.unixMs, 1000L) } ?: now).coerceIn(0, now)
    client.say(sender, times.answer(person, body, at))
}
