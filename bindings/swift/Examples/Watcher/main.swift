// Shows the contact list at each login and then who comes and goes.
// watcher ACCOUNT [HOST PORT]; the password is in XMPP_PASSWORD.
import Bots
import Foundation
import LibXMPP

let (told, env) = (CommandLine.arguments, ProcessInfo.processInfo.environment)
let place = told.count > 3 ? Dial.host(told[2], UInt16(told[3])!) : .names
do {
  let client = try Client(account: told[1], password: env["XMPP_PASSWORD"], dial: place)
  try await watch(client) { print($0) }
} catch {
  Client.exit(withError: error)
}
