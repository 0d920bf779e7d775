package org.libxmpp

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.getOrElse
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger

/**
 * How many events may wait for the app before the engine is told to hold the next ones. What waits
 * here is not handled, and memory is the engine's business.
 */
private const val ROOM = 16

/** From the driver's thread to the one collector. */
internal class Mailbox(limits: Limits, private val wake: () -> Unit) {
    private class Letter(val seq: ULong, val event: Event?, val at: ULong)

    // Without a bound of its own, since questions are never held; but there are few of them.
    private val letters = Channel<Letter>(Channel.UNLIMITED)
    private val waiting = AtomicInteger()
    private val isOpen = AtomicBoolean()

    // While the app waits for an answer, which may stand behind events that it does not take
    // meanwhile: what the engine would hold, and the news of all that may be sent.
    private val roomWhileAsking = (limits.heldEvents.toULong() + 2uL * limits.queuedStanzas)
        .coerceAtMost(Int.MAX_VALUE.toULong()).toInt()

    @Volatile private var abandoned = false
    private var isFull = false // of the driver's thread

    /** The number of the event that the collector has. */
    @Volatile var taken = 0uL
        private set

    /** How many octets had been received when it came. */
    @Volatile var takenAt = 0uL
        private set

    /** The number of the last that it is done with. The driver tells the engine, at its next step. */
    @Volatile var done = 0uL
        private set

    fun hasRoom(asking: Boolean) =
        abandoned || waiting.get() < if (asking) roomWhileAsking else ROOM

    val size get() = waiting.get()

    /**
     * Puts an event in; without one, what came with this number was for somebody else. What comes
     * while the client ends is held no more: what there is no room for is given up, and with it what
     * is behind it, since the last that is handled tells that those before are, too.
     */
    fun put(seq: ULong, event: Event?, received: ULong = 0uL) {
        isFull = isFull || abandoned && waiting.get() >= roomWhileAsking
        if (isFull && event !is Event.Closed) return
        if (event != null) waiting.incrementAndGet()
        letters.trySend(Letter(seq, event, received))
    }

    /** Nothing comes any more. */
    fun end(cause: Throwable?) = letters.close(cause)

    fun open() = check(isOpen.compareAndSet(false, true)) { "the events are collected already" }

    /** The next event; `null` behind the last. The one before it is handled. */
    suspend fun next(): Event? {
        while (true) {
            done = taken
            if (waiting.get() == 0) wake() // nothing else would soon make the driver tell
            val letter = letters.receiveCatching().getOrElse { cause ->
                throw cause ?: ClosedException(Reason.DriverGone())
            }
            taken = letter.seq
            takenAt = letter.at
            val event = letter.event ?: continue
            val left = waiting.decrementAndGet() + 1
            if (left == ROOM || left == roomWhileAsking) wake() // events were held
            if (event is Event.Closed) return endOf(event)
            return event
        }
    }

    private fun endOf(closed: Event.Closed): Event? = when (closed.reason) {
        is Reason.Requested, is Reason.Aborted -> null
        else -> throw ClosedException(closed.reason)
    }

    /** It ends, and need not wait for anybody who takes events: none is held. */
    fun abandon() {
        abandoned = true
    }
}
