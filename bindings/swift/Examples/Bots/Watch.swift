import LibXMPP

/// Hands out a line for each thing seen, until the session ends.
public func watch(_ client: Client, _ show: (String) -> Void) async throws {
  for try await event in client.events {
    switch event {
    case .offline(let reason, _): show("\(reason); trying again")
    case .roster(.received(_, let items, _)):
      show("\(items.count) contacts")
      for item in items { show("\(item.jid) \(item.name ?? "")") }
    case .presence(let presence): if let line = seen(presence) { show(line) }
    default: break
    }
  }
}

private func seen(_ presence: Presence) -> String? {
  guard let sender = presence.sender else { return nil }
  let status = presence.status ?? ""
  switch presence.kind {
  case .available: return "\(sender) is \(presence.show.map { "\($0)" } ?? "online") \(status)"
  case .unavailable: return "\(sender) is offline \(status)"
  default: return nil
  }
}
