import Foundation
import XCTest

@testable import LibXMPP

let romeo = "romeo@localhost"
let juliet = "juliet@localhost"
let ping = Iq(kind: .get, payload: "<ping xmlns='urn:xmpp:ping'/>")

/// The test server as a child.
final class Server: @unchecked Sendable {
  let port: UInt16
  let caFile: String
  private let process = Process()
  private let input = Pipe()

  private struct Told: Decodable {
    let port: UInt16
    let caFile: String
  }

  init(_ options: [String] = []) throws {
    let output = Pipe()
    let path = ProcessInfo.processInfo.environment["LIBXMPP_TEST_SERVER"]
    process.executableURL = URL(fileURLWithPath: try XCTUnwrap(path, "where the test server is"))
    let accounts = ["romeo", "juliet"].flatMap { ["--account", "\($0):secret"] }
    process.arguments = accounts + ["--until-stdin-closes"] + options
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let told = try decoder.decode(Told.self, from: firstLine(of: output.fileHandleForReading))
    (port, caFile) = (told.port, told.caFile)
  }

  func stop() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// A config for this server, in which something is changed.
  func config(_ account: String = romeo, _ change: (inout Config) throws -> Void = { _ in }) throws
    -> Config
  {
    var config = try clientConfig(account: account)
    config.credentials = .password(password: SecretText(text: "secret"))
    config.dial = .host("127.0.0.1", port)
    config.trust = try .file(caFile)
    config.reconnect = .onceOnline
    try change(&config)
    return config
  }

  func client(_ account: String = romeo, _ change: (inout Config) throws -> Void = { _ in }) throws
    -> Client
  {
    try Client(config: config(account, change), judge: nil)
  }

  /// A client that has come in.
  func online(_ account: String = romeo, _ change: (inout Config) throws -> Void = { _ in })
    async throws -> Client
  {
    let client = try client(account, change)
    try await client.online()
    return client
  }
}

func firstLine(of file: FileHandle) -> Data {
  var line = Data()
  while let octets = try? file.read(upToCount: 1), octets.first != UInt8(ascii: "\n"),
    !octets.isEmpty
  {
    line += octets
  }
  return line
}

extension Client {
  /// What `pick` makes of the next event of which it makes something.
  func until<T>(_ pick: (Event) throws -> T?) async throws -> T {
    for try await event in events {
      if let picked = try pick(event) { return picked }
    }
    throw Ended()
  }

  @discardableResult
  func online() async throws -> Jid {
    try await until { if case .online(let jid, _) = $0 { jid } else { nil } }
  }

  func message() async throws -> Message {
    try await until { if case .message(_, let message) = $0 { message } else { nil } }
  }

  func body() async throws -> String? { try await message().body }
}

/// The events ended before what was waited for.
struct Ended: Error {}

/// Runs a play with a server to its end, within a minute.
func played(_ options: String..., play: @escaping @Sendable (Server) async throws -> Void)
  async throws
{
  let server = try Server(options)
  defer { server.stop() }
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await play(server) }
    group.addTask {
      try await Task.sleep(for: .seconds(60))
      throw TooLate()
    }
    defer { group.cancelAll() }
    try await group.next()
  }
}

struct TooLate: Error {}

/// The error that this throws.
func thrown<T>(_ body: () async throws -> T) async throws -> any Error {
  do {
    let got = try await body()
    throw NothingThrown(got: "\(got)")
  } catch let nothing as NothingThrown {
    throw nothing
  } catch {
    return error
  }
}

struct NothingThrown: Error {
  let got: String
}
