@testable import LibXMPP

/// Whether the flat record of a stanza says what the stanza itself does.
struct Records {
  let glue: Glue

  func agree(_ event: Event, _ stanza: ElementView) -> Bool {
    switch event {
    case .message(_, let record): message(record, stanza)
    case .presence(let record): presence(record, stanza)
    case .request(_, let record): iq(record, stanza)
    default: false
    }
  }

  private func message(_ record: Message, _ stanza: ElementView) -> Bool {
    // An unknown type means `normal` (RFC 6121 section 5.2.2).
    let kinds = ["chat", "error", "groupchat", "headline"]
    let kind = stanza.attribute(name: "type").flatMap { kinds.contains($0) ? $0 : nil } ?? "normal"
    let isDelayed = stanza.child(name: "delay", namespace: "urn:xmpp:delay") != nil
    return field("Message.sender", record.sender, stanza.attribute(name: "from"))
      && field("Message.recipient", record.recipient, stanza.attribute(name: "to"))
      && field("Message.id", record.id, stanza.attribute(name: "id"))
      && field("Message.kind", "\(record.kind)", kind)
      && field("Message.body", record.body, text(stanza, "body"))
      && field("Message.subject", record.subject, text(stanza, "subject"))
      && field("Message.thread", record.thread, text(stanza, "thread"))
      && field("Message.delay", record.delay != nil, isDelayed)
  }

  private func presence(_ record: Presence, _ stanza: ElementView) -> Bool {
    field("Presence.sender", record.sender, stanza.attribute(name: "from"))
      && field("Presence.recipient", record.recipient, stanza.attribute(name: "to"))
      && field("Presence.id", record.id, stanza.attribute(name: "id"))
      && field("Presence.kind", "\(record.kind)", stanza.attribute(name: "type") ?? "available")
      && field("Presence.show", record.show.map { "\($0)" }, text(stanza, "show"))
      && field("Presence.status", record.status, text(stanza, "status"))
      && field("Presence.priority", "\(record.priority)", text(stanza, "priority") ?? "0")
  }

  private func iq(_ record: Iq, _ stanza: ElementView) -> Bool {
    field("Iq.sender", record.sender, stanza.attribute(name: "from"))
      && field("Iq.recipient", record.recipient, stanza.attribute(name: "to"))
      && field("Iq.id", record.id, stanza.attribute(name: "id"))
      && field("Iq.kind", "\(record.kind)", stanza.attribute(name: "type"))
      && field("Iq.payload", record.payload, stanza.children().first?.xml())
  }

  private func field<T: Equatable>(_ path: String, _ record: T?, _ stanza: T?) -> Bool {
    glue.handOn(path, record) == stanza
  }

  private func text(_ stanza: ElementView, _ name: String) -> String? {
    stanza.child(name: name, namespace: "jabber:client")?.text()
  }
}
