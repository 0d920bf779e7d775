// Shows the contact list and then who comes and goes: watcher ACCOUNT [HOST PORT]; the password is
// in XMPP_PASSWORD.
package org.libxmpp.examples

import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.runBlocking
import org.libxmpp.Client
import org.libxmpp.Dial
import org.libxmpp.Event
import org.libxmpp.Presence
import org.libxmpp.PresenceKind
import org.libxmpp.RosterEvent
import org.libxmpp.RosterItem
import org.libxmpp.reasonText
import kotlin.system.exitProcess

fun main(arguments: Array<String>) = runBlocking {
    val client = Client(arguments[0], System.getenv().getValue("XMPP_PASSWORD")) {
        arguments.getOrNull(1)?.let { dial = Dial.Host(it, arguments[2].toUShort(), false) }
    }
    client.events.catch { System.err.println(it.message); exitProcess(1) }.collect { event ->
        seen(event).forEach(::println)
    }
}

/** A line for each thing that an event tells. */
fun seen(event: Event): List<String> = when (event) {
    is Event.Offline -> listOf("${reasonText(event.reason)}; trying again")
    is Event.Roster -> contacts(event.event)
    is Event.Presence -> listOfNotNull(presence(event.stanza))
    else -> emptyList()
}

private fun contacts(event: RosterEvent): List<String> = when (event) {
    is RosterEvent.Received -> listOf("${event.items.size} contacts") + event.items.map(::contact)
    is RosterEvent.Changed -> listOf("changed: ${contact(event.item)}")
    is RosterEvent.Removed -> listOf("removed: ${event.jid}")
    else -> emptyList()
}

private fun contact(item: RosterItem) = "${item.jid} ${item.name.orEmpty()}".trimEnd()

private fun presence(presence: Presence): String? {
    val state = when (presence.kind) {
        PresenceKind.AVAILABLE -> presence.show?.name?.lowercase() ?: "online"
        PresenceKind.UNAVAILABLE -> "offline"
        else -> return null
    }
    return "${presence.sender} is $state ${presence.status.orEmpty()}".trimEnd()
}
