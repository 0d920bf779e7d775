// Receives or sends so many messages: client [--at-once N] receive|send PORT MESSAGES. At most N are
// read at once.
import LibXMPP

let arguments = CommandLine.arguments
let told = Array(arguments.suffix(4))
guard told.count == 4, let port = UInt16(told[2]), let messages = Int(told[3]) else {
  fatalError("client receive|send PORT MESSAGES")
}
var config = try clientConfig(account: "localhost")
config.credentials = .anonymous
config.dial = .host(host: "127.0.0.1", port: port, directTls: false)
config.tls = .plain
config.reconnect = .never
config.allowAlias = true
// A read is at most half of what may wait.
if arguments[1] == "--at-once", let most = UInt64(arguments[2]) { config.limits.receivedBytes = most * 834 }
let client = try Client(config: config)
var (octets, count, left) = (0, 0, told[1] == "send" ? messages : 0)
do {
  for try await event in client.events {
    switch event {
    case .message(_, let message):
      octets += message.body?.utf8.count ?? 0
      count += 1
    case .online, .writable: try sendMore()
    default: break
    }
  }
} catch is Reason {}  // the server has ended the stream
guard told[1] == "send" ? left == 0 : count == messages else {
  fatalError("only \(count) came, \(left) are left")
}

/// As many as there is room for.
@MainActor func sendMore() throws {
  let text = String(repeating: "x", count: 310)
  while left > 0 {
    do { try client.say(text, to: "juliet@capulet.example/balcony") } catch CallError.Send(.Full) { return }
    left -= 1
  }
}
