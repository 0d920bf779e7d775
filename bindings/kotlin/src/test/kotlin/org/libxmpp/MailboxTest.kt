package org.libxmpp

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What waits for the collector. */
class MailboxTest {
    private val mailbox = Mailbox(clientConfig(ROMEO).limits) {}

    @Test
    fun `nobody need keep a flood that comes while the client closes`() {
        mailbox.abandon()
        repeat(FLOOD) { mailbox.put(it.toULong(), Event.Writable) }
        mailbox.put(FLOOD.toULong(), Event.Closed(Reason.Requested()))
        assertTrue(taken() in 1..FLOOD / 10)
        assertTrue(mailbox.done < FLOOD.toULong() / 10u) // what was not kept is not handled
    }

    @Test
    fun `what came before is there when the client has closed`() {
        repeat(10) { mailbox.put(it.toULong(), Event.Writable) }
        mailbox.abandon()
        mailbox.put(10uL, Event.Writable)
        mailbox.put(11uL, Event.Closed(Reason.Requested()))
        assertEquals(11, taken())
    }

    /** How many events there are until the end. */
    private fun taken(): Int = generateSequence { runBlocking { mailbox.next() } }.count()

    private companion object {
        const val FLOOD = 100_000
    }
}
