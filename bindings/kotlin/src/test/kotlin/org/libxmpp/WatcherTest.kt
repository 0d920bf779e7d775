package org.libxmpp

import kotlinx.coroutines.flow.first
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.libxmpp.examples.seen

/** What the example shows of contacts. */
class WatcherTest {
    @Test
    fun `shows the contacts and what changes`() = play { server ->
        val shown = ArrayList<String>()
        server.client().use { romeo ->
            romeo.events.first { event ->
                if (event is Event.Online) romeo.roster.set(JULIET, "Juliet")
                shown.addAll(seen(event))
                "changed: $JULIET Juliet" in shown
            }
        }
        assertTrue("0 contacts" in shown || "1 contacts" in shown, "$shown")
    }

    @Test
    fun `shows who comes and goes`() {
        val here = Presence(sender = "$JULIET/balcony", kind = PresenceKind.AVAILABLE)
        val shown = listOf(
            here,
            here.copy(show = Show.AWAY, status = "asleep"),
            here.copy(kind = PresenceKind.UNAVAILABLE),
        )
            .flatMap { seen(Event.Presence(it)) }
        val who = "$JULIET/balcony is"
        assertEquals(listOf("$who online", "$who away asleep", "$who offline"), shown)
        assertEquals(emptyList<String>(), seen(Event.Writable))
    }
}
