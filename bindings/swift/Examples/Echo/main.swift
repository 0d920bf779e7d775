// The echo bot: echo ACCOUNT [HOST [PORT]]; the password is in XMPP_PASSWORD.
import Foundation
import LibXMPP

let (told, env) = (CommandLine.arguments, ProcessInfo.processInfo.environment)
let port = UInt16(told.count > 3 ? told[3] : "5222")
guard told.count > 1, let port, let password = env["XMPP_PASSWORD"] else {
  print("XMPP_PASSWORD=.. echo ACCOUNT [HOST [PORT]]")
  exit(2)
}
do {
  let place = told.count > 2 ? Dial.host(told[2], port) : .names
  let client = try Client(account: told[1], password: password, dial: place)
  for try await news in client.events {
    if case .message(_, let it) = news, let body = it.body { try client.reply(to: it, body) }
    guard case .presence(let it) = news, it.kind == .subscribe, let by = it.sender else { continue }
    try client.roster.approve(by)
  }
} catch {
  Client.exit(withError: error)
}
