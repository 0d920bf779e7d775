package org.libxmpp

import kotlinx.coroutines.CompletableDeferred

/** Requests whose answers somebody waits for. */
internal class Requests(private val engine: Engine) {
    private val waiting = HashMap<RequestId, CompletableDeferred<Element?>>()

    @Synchronized // the answer must not come before it is known who waits
    fun ask(request: Iq): Pair<RequestId, CompletableDeferred<Element?>> {
        val id = engine.ask(request)
        return id to CompletableDeferred<Element?>().also { waiting[id] = it }
    }

    /** The answer will still come, and is nobody's event. */
    @Synchronized
    fun giveUp(id: RequestId) {
        if (id in waiting) engine.cancelRequest(id)
    }

    /** Whether somebody waited for it. */
    @Synchronized
    fun answered(event: Event.Answer): Boolean {
        val answer = waiting.remove(event.request) ?: return false
        return when (val result = event.result) {
            is AnswerResult.Result -> answer.complete(result.payload)
            else -> answer.completeExceptionally(RequestException(result))
        } || true
    }

    val isAnyWaiting: Boolean @Synchronized get() = waiting.isNotEmpty()

    @Synchronized
    fun fail(cause: Throwable) = waiting.values.forEach { it.completeExceptionally(cause) }
}
