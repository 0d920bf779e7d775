// A time tracker: people tell it over chat what they work at.
// tracker ACCOUNT FILE [HOST [PORT]]; the password is in XMPP_PASSWORD.
import Bots
import Foundation
import LibXMPP

let (told, env) = (CommandLine.arguments, ProcessInfo.processInfo.environment)
let port = UInt16(told.count > 4 ? told[4] : "5222")
guard told.count > 2, let port, let password = env["XMPP_PASSWORD"] else {
  print("XMPP_PASSWORD=.. tracker ACCOUNT FILE [HOST [PORT]]")
  exit(2)
}
do {
  let place = told.count > 3 ? Dial.host(told[3], port) : .names
  let tracker = try Tracker(file: told[2])
  try await track(Client(account: told[1], password: password, dial: place), tracker)
} catch {
  Client.exit(withError: error)
}
