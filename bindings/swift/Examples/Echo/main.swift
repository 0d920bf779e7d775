// The echo bot: echo ACCOUNT [HOST PORT]; the password is in XMPP_PASSWORD.
import Foundation
import LibXMPP

let (told, env) = (CommandLine.arguments, ProcessInfo.processInfo.environment)
let place = told.count > 3 ? Dial.host(told[2], UInt16(told[3])!) : .names
do {
  let client = try Client(account: told[1], password: env["XMPP_PASSWORD"] ?? "", dial: place)
  for try await news in client.events {
    if case .message(_, let it) = news, let body = it.body { try client.reply(to: it, body) }
    guard case .presence(let it) = news, it.kind == .subscribe, let by = it.sender else { continue }
    try client.roster.approve(by)
  }
} catch {
  Client.exit(withError: error)
}
