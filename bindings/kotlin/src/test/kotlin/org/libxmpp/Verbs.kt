package org.libxmpp

/** The `-` lines of a transcript: what the driver and the app call. */
internal class Verbs(private val engine: Engine) {
    /** Makes one call; `false` if there was nothing to take back any more. */
    fun call(line: String): Boolean {
        val words = line.split(' ')
        val rest = line.substringAfter(' ', "")
        val more = rest.substringAfter(' ', "")
        val number by lazy { words[1].toULong() }
        when (words[0]) {
            "poll" -> {}
            "connected" -> engine.connected(number, if (more.isEmpty()) null else tls(more))
            "secured" -> engine.secured(number, tls(more))
            "failed" -> engine.failed(number, failure(more))
            "eof" -> engine.eof(number)
            "transmitted" -> engine.transmitted(number, more.toULong())
            "trust" -> engine.trust(number, if (more == "accept") Verdict.ACCEPT else Verdict.REFUSE)
            "provide" -> engine.provide(Secret.Password(HiddenText(rest)))
            "send" -> engine.send(AnyStanza.Xml(rest))
            "ask" -> engine.askElement(rest)
            "answer" -> answer(number, more)
            "cancel" -> return engine.cancel(number)
            "cancel-request" -> return engine.cancelRequest(number)
            "handled" -> engine.handled(number)
            "hold" -> engine.holdEvents(rest == "on")
            "close" -> engine.closeStream()
            "abort" -> engine.abort()
            else -> command(words[0], words.getOrNull(1), words.drop(2).joinToString(" ").ifEmpty { null })
        }
        return true
    }

    private val commands = object : Commands {
        override fun command(asked: Command) = engine.command(asked)
    }

    private fun command(verb: String, jid: String?, name: String?) = when (verb) {
        "ping" -> commands.ping.send(jid)
        "info" -> commands.disco.info(jid)
        "items" -> commands.disco.items(jid)
        "fetch" -> commands.roster.fetch()
        "set" -> commands.roster.set(jid!!, name)
        "remove" -> commands.roster.remove(jid!!)
        "subscribe" -> commands.roster.subscribe(jid!!)
        "approve" -> commands.roster.approve(jid!!)
        "deny" -> commands.roster.deny(jid!!)
        "unsubscribe" -> commands.roster.unsubscribe(jid!!)
        else -> error("an unknown verb: $verb")
    }

    private fun tls(text: String) = TlsInfo(
        version = null,
        exporter = null,
        leaf = null,
        chain = emptyList(),
        verified = text == "verified",
        alpn = null,
    )

    private fun failure(text: String): ConnectFailure = when (text.substringBefore(' ')) {
        "NoAddress" -> ConnectFailure.NoAddress()
        "Refused" -> ConnectFailure.Refused()
        "Unreachable" -> ConnectFailure.Unreachable()
        "TimedOut" -> ConnectFailure.TimedOut()
        "Reset" -> ConnectFailure.Reset()
        "Tls" -> ConnectFailure.Tls(text.substringAfter(' '))
        else -> error("no such failure: $text")
    }

    private fun answer(id: IncomingId, text: String) = when {
        text.isEmpty() -> engine.answer(id, null)
        text.startsWith("error ") -> engine.answerError(id, stanzaError(condition(text.substringAfter(' '))))
        else -> engine.answer(id, text)
    }

    /** `item-not-found` is the object `ItemNotFound`. */
    private fun condition(name: String): StanzaCondition {
        val type = name.split('-').joinToString("") { it.replaceFirstChar(Char::uppercase) }
        val found = Class.forName("org.libxmpp.StanzaCondition$$type")
        return found.getField("INSTANCE").get(null) as StanzaCondition
    }
}
