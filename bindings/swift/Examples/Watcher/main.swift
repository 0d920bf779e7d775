// Shows the contact list at each login and then who comes and goes.
// watcher ACCOUNT [HOST [PORT]]; the password is in XMPP_PASSWORD.
import Bots
import Foundation
import LibXMPP

let (told, env) = (CommandLine.arguments, ProcessInfo.processInfo.environment)
let port = UInt16(told.count > 3 ? told[3] : "5222")
guard told.count > 1, let port, let password = env["XMPP_PASSWORD"] else {
  print("XMPP_PASSWORD=.. watcher ACCOUNT [HOST [PORT]]")
  exit(2)
}
do {
  let place = told.count > 2 ? Dial.host(told[2], port) : .names
  let client = try Client(account: told[1], password: password, dial: place)
  try await watch(client) { print($0) }
} catch {
  Client.exit(withError: error)
}
