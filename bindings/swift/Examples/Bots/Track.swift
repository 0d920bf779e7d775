import Foundation
import LibXMPP

/// Keeps the times of everybody who writes, until the session ends.
public func track(_ client: Client, _ tracker: Tracker) async throws {
  var tracker = tracker
  for try await event in client.events {
    switch event {
    case .message(_, let message): try answer(client, &tracker, message)
    case .presence(let presence) where presence.kind == .subscribe:
      if let sender = presence.sender { try client.roster.approve(sender) }
    default: break
    }
  }
}

/// Answers what a person says; a message that comes late counts from when it was sent.
private func answer(_ client: Client, _ tracker: inout Tracker, _ said: Message) throws {
  guard let sender = said.sender, let body = said.body, [.chat, .normal].contains(said.kind),
    said.recipient.map(bare) != bare(sender)
  else { return }
  let now = Int64(Date().timeIntervalSince1970)
  let sent = said.delay.map { $0.stamp.unixMs / 1000 } ?? now
  let reply = try tracker.answer(bare(sender), body, at: max(0, min(sent, now)))
  try client.say(reply, to: sender)
}

/// The address without its resource.
private func bare(_ jid: Jid) -> String { String(jid.unicodeScalars.prefix { $0 != "/" }) }
