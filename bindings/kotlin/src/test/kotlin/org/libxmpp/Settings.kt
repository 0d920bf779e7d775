package org.libxmpp

/** What a play begins with, from its `=` lines. */
internal class Settings(lines: List<Line>) {
    val config = clientConfig("romeo@example.org").apply { tls = TlsMode.HOST }
    var seed = ByteArray(32) { 7 }
        private set
    var manual = false
        private set
    var whole = false
        private set

    init {
        lines.filter { it.sign == '=' }.forEach { set(it.text) }
    }

    private fun set(line: String) {
        val (key, value) = "$line ".split(' ', limit = 2).map { it.trim() }
        with(config) {
            when (key) {
                "account" -> account = value
                "password" -> credentials = Secret.Password(HiddenText(value))
                "anonymous" -> credentials = Secret.Anonymous
                "seed" -> seed = ByteArray(32) { value.toInt().toByte() }
                "dial" -> dial = dialOf(value)
                "tls" -> tls = TlsMode.valueOf(value.uppercase())
                "allow-plain" -> sasl.allowPlain = true
                "require-binding" -> sasl.requireChannelBinding = true
                "allow-alias" -> allowAlias = true
                "wire" -> wire = true
                "explicit" -> handled = HandledMode.EXPLICIT
                "no-sm" -> streamManagement = false
                "no-announce" -> announce = false
                "no-reconnect" -> reconnect = Reconnect.NEVER
                "reconnect-once-online" -> reconnect = Reconnect.ONCE_ONLINE
                "resend" -> unacked = UnackedPolicy.RESEND
                "claim" -> claims = claims + value
                "limit" -> limit(value)
                "manual" -> manual = true
                "whole" -> whole = true
                else -> error("the setting $key is unknown")
            }
        }
    }

    private fun dialOf(value: String): Dial {
        val (host, port) = value.substringAfter("direct ").split(':')
        return Dial.Host(host, port.toUShort(), value.startsWith("direct "))
    }

    /** `xml.name 7`: the record is found by its name, and the field, too. */
    private fun limit(value: String) {
        val (path, number) = value.split(' ')
        val limits: Any = when (path.substringBefore('.', "")) {
            "xml" -> config.limits.xml
            "xml_before_login" -> config.limits.xmlBeforeLogin
            else -> config.limits
        }
        val field = limits.javaClass.getDeclaredField(camel(path.substringAfter('.')))
        field.isAccessible = true
        if (field.type == Int::class.java) {
            field.setInt(limits, number.toInt())
        } else {
            field.setLong(limits, number.toLong())
        }
    }

    private fun camel(name: String) = Regex("_(.)").replace(name) { it.groupValues[1].uppercase() }
}
