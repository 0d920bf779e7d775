package org.libxmpp

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.withTimeoutOrNull
import java.io.File
import java.nio.channels.Selector
import java.security.SecureRandom

/** The session has ended, and not because the app asked for it. */
class ClosedException(val reason: Reason) : Exception(reasonText(reason))

/** A request of [Client.ask] came to nothing: it was refused, or there is no answer. */
class RequestException(val result: AnswerResult) : Exception(textOf(result))

/**
 * A client for one account. It connects as soon as it is made. What is wrong before the first
 * session ends it; from then on it comes back by itself.
 *
 * ```kotlin
 * Client("romeo@example.org", password).use { client ->
 *     client.events.collect { event -> println(event) }
 * }
 * ```
 *
 * The calls never wait, may come from any thread, and throw [CallException] if they are refused;
 * then nothing has changed. [configure] changes what `clientConfig` gives.
 *
 * Its thread is a daemon: it keeps no program alive. A client that nobody holds, collects or waits
 * for any more is closed when the garbage is collected; do not count on when that is.
 *
 * Whom it trusts is up to the platform, as for every program on it, and the name in the certificate
 * must be the account's domain. If `SSL_CERT_FILE` is set, the authorities in that file are trusted
 * instead. Set [Config.trust] to roots of your own, [verify] to decide by yourself, or make it
 * `null` to be asked by [Event.VerifyCertificate].
 */
class Client(
    account: Jid,
    password: String? = null,
    verify: ((Event.VerifyCertificate) -> Boolean)? = ::platformTrusts,
    configure: Config.() -> Unit = {},
) : Commands,
    AutoCloseable {
    private val config = configOf(account, password, configure)
    private val engine = Engine(config, seed())
    private val selector = Selector.open()
    internal val mailbox = Mailbox(config.limits, selector::wakeup)
    private val requests = Requests(engine)

    // The engine's own word on an answer that is late comes first, unless it is held behind events
    // that nobody takes.
    private val patience =
        config.timeouts.requestMs.coerceAtMost(Int.MAX_VALUE.toULong()).toLong() + 1_000
    private val driver =
        Driver(engine, selector, mailbox, requests, config.limits, verify)

    init {
        UniffiLib.CLEANER.register(this, driver::forget) // so the driver must not know the client
        driver.start()
    }

    /**
     * What happens. There is one collector: a second one is an error. An event counts as handled,
     * and may be acknowledged to the server, when the collector is done with it. The flow goes on
     * over [Event.Offline] and [Event.Online], ends when the session does because the app asked for
     * it, and throws [ClosedException] if it ends otherwise. Who stops collecting closes the
     * client.
     */
    val events: Flow<Event> = flow {
        mailbox.open()
        try {
            while (true) emit(mailbox.next() ?: break)
        } finally {
            mailbox.abandon()
            closeStream()
        }
    }

    /** Sends a message; what becomes of it, events tell by the token. */
    fun send(message: Message): Token = call { engine.send(AnyStanza.Message(message)) }

    /** Sends a presence. */
    fun send(presence: Presence): Token = call { engine.send(AnyStanza.Presence(presence)) }

    /** Sends a stanza that no type here has; [ElementBuilder] makes one. */
    fun sendElement(stanza: Element): Token = call { engine.send(AnyStanza.Xml(stanza)) }

    /** Sends a chat message. */
    fun say(recipient: Jid, body: String): Token =
        send(Message(recipient = recipient, kind = MessageKind.CHAT, body = body))

    /**
     * Answers a message by a text, as a rule its own. Nothing is sent, and `null` comes back, if no
     * answer is due: to errors, to delayed messages, to those of the own account and to those
     * without a text.
     */
    fun reply(message: Message, body: String? = message.body): Token? =
        body?.let { org.libxmpp.reply(message, it) }?.let(::send)

    /** Asks somebody and waits for the answer: the payload, if there is one. */
    suspend fun ask(request: Iq): Element? {
        val (id, answer) = call { requests.ask(request) }
        try {
            withTimeoutOrNull(patience) { answer.join() }
            if (!answer.isCompleted) throw RequestException(AnswerResult.Timeout)
            return answer.await()
        } finally {
            if (!answer.isCompleted) call { requests.giveUp(id) }
        }
    }

    /** Answers [Event.Request] with a result. */
    fun answer(id: IncomingId, payload: Element? = null) = call { engine.answer(id, payload) }

    /** Answers [Event.Request] with an error; [stanzaError] makes one. */
    fun answerError(id: IncomingId, error: StanzaError) = call { engine.answerError(id, error) }

    override fun command(asked: Command): CommandId = call { engine.command(asked) }

    /** Takes back what waits to be sent; `false` if it is too late. */
    fun cancel(token: Token): Boolean = call { engine.cancel(token) }

    /** Answers [Event.NeedCredentials]. */
    fun provide(password: String) = call { engine.provide(secretOf(password)) }

    /** Answers [Event.VerifyCertificate], if the client was made without `verify`. */
    fun trust(conn: ConnId, verdict: Verdict) = call { engine.trust(conn, verdict) }

    /** The stanza of the event that the collector has in its hands, whole. */
    fun element(): ElementView? = engine.element(mailbox.taken)

    /** Ends everything in good order, without waiting for it; the events end behind it. */
    fun closeStream() = call { engine.closeStream() }

    /** Ends everything at once. */
    fun abort() = call { engine.abort() }

    /**
     * Ends everything in good order, and waits for it; the engine sets the bound. It need not wait
     * for the collector, who may still take what there is.
     */
    override fun close() {
        mailbox.abandon()
        closeStream()
        driver.join()
    }

    private fun <T> call(call: () -> T): T = call().also { driver.wake() }
}

private fun configOf(account: Jid, password: String?, configure: Config.() -> Unit): Config {
    val config = clientConfig(account)
    config.credentials = password?.let(::secretOf)
    config.reconnect = Reconnect.ONCE_ONLINE
    System.getenv("SSL_CERT_FILE")?.let { config.trust = Trust.Roots(rootsOf(File(it))) }
    config.configure()
    config.handled = HandledMode.EXPLICIT // a queue stands between
    return config
}

private fun secretOf(password: String) = Secret.Password(HiddenText(password))

private fun seed() = ByteArray(32).also { SecureRandom().nextBytes(it) }.direct()

private fun textOf(result: AnswerResult): String = when (result) {
    is AnswerResult.Error -> stanzaErrorText(result.error)
    else -> "no answer: $result"
}
