// A time tracker: people tell it over chat what they work at.
// tracker ACCOUNT FILE [HOST PORT]; the password is in XMPP_PASSWORD.
import Bots
import Foundation
import LibXMPP

let (told, env) = (CommandLine.arguments, ProcessInfo.processInfo.environment)
let place = told.count > 4 ? Dial.host(told[3], UInt16(told[4])!) : .names
do {
  let tracker = try Tracker(file: told[2])
  try await track(Client(account: told[1], password: env["XMPP_PASSWORD"], dial: place), tracker)
} catch {
  Client.exit(withError: error)
}
