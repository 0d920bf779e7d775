// For a test that kills it: hangs ACCOUNT PORT CA-FILE takes messages up to the first, prints that,
// and does not come to an end with it.
import Foundation
import LibXMPP

let told = CommandLine.arguments
let place = Dial.host("127.0.0.1", UInt16(told[2])!)
let config = try Config(account: told[1], password: "secret", dial: place, trust: .file(told[3]))
let client = try Client(config: config)
// A loop at the top that is left makes room for the next one.
for try await event in client.events { if case .online = event { break } }
for try await event in client.events {
  guard case .message(_, let message) = event else { continue }
  // What the server had to say behind it has arrived, too.
  _ = try await client.ask(Iq(kind: .get, payload: "<ping xmlns='urn:xmpp:ping'/>"))
  FileHandle.standardOutput.write(Data("\(message.body ?? "")\n".utf8))
  try await Task.sleep(for: .seconds(600))
}
