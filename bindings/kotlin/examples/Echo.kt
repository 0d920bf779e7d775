// The echo bot of the README: echo ACCOUNT [HOST PORT]; the password is in XMPP_PASSWORD.
package org.libxmpp.examples

import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.runBlocking
import org.libxmpp.Client
import org.libxmpp.Dial
import org.libxmpp.Event
import org.libxmpp.PresenceKind
import kotlin.system.exitProcess

fun main(arguments: Array<String>) = runBlocking {
    val client = Client(arguments[0], System.getenv().getValue("XMPP_PASSWORD")) {
        arguments.getOrNull(1)?.let { dial = Dial.Host(it, arguments[2].toUShort(), false) }
    }
    client.events.catch { System.err.println(it.message); exitProcess(1) }.collect { event ->
        if (event is Event.Message) client.reply(event.stanza)
        if (event is Event.Presence && event.stanza.kind == PresenceKind.SUBSCRIBE) {
            client.roster.approve(event.stanza.sender!!)
        }
    }
}
