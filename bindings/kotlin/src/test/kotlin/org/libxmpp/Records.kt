package org.libxmpp

private const val CLIENT = "jabber:client"

/** Whether the flat record of a stanza says what the stanza itself does. */
internal class Records(private val glue: Glue) {
    fun agree(event: Event, stanza: ElementView): Boolean = when (event) {
        is Event.Message -> message(event.stanza, stanza)
        is Event.Presence -> presence(event.stanza, stanza)
        is Event.Request -> iq(event.stanza, stanza)
        else -> false
    }

    private fun message(record: Message, stanza: ElementView) =
        field("Message.sender", record.sender, stanza.attribute("from")) &&
            field("Message.recipient", record.recipient, stanza.attribute("to")) &&
            field("Message.id", record.id, stanza.attribute("id")) &&
            field("Message.kind", record.kind, messageKind(stanza.attribute("type"))) &&
            field("Message.body", record.body, text(stanza, "body")) &&
            field("Message.subject", record.subject, text(stanza, "subject")) &&
            field("Message.thread", record.thread, text(stanza, "thread")) &&
            field("Message.delay", record.delay != null, stanza.child("delay", "urn:xmpp:delay") != null)

    /** One that is unknown counts as normal (RFC 6121 section 5.2.2). */
    private fun messageKind(type: String?) =
        MessageKind.entries.firstOrNull { it.name.lowercase() == type } ?: MessageKind.NORMAL

    private fun presence(record: Presence, stanza: ElementView) =
        field("Presence.sender", record.sender, stanza.attribute("from")) &&
            field("Presence.recipient", record.recipient, stanza.attribute("to")) &&
            field("Presence.id", record.id, stanza.attribute("id")) &&
            field("Presence.kind", record.kind.name.lowercase(), stanza.attribute("type") ?: "available") &&
            field("Presence.show", record.show?.name?.lowercase(), text(stanza, "show")) &&
            field("Presence.status", record.status, text(stanza, "status")) &&
            field("Presence.priority", record.priority.toInt(), text(stanza, "priority")?.toInt() ?: 0)

    private fun iq(record: Iq, stanza: ElementView) =
        field("Iq.sender", record.sender, stanza.attribute("from")) &&
            field("Iq.recipient", record.recipient, stanza.attribute("to")) &&
            field("Iq.id", record.id, stanza.attribute("id")) &&
            field("Iq.kind", record.kind.name.lowercase(), stanza.attribute("type")) &&
            field("Iq.payload", record.payload, stanza.children().firstOrNull()?.xml())

    private fun <T : Any> field(path: String, record: T?, stanza: T?) = glue.handOn(path, record) == stanza

    private fun text(stanza: ElementView, name: String) = stanza.child(name, CLIENT)?.text()
}
