import Bots
import Foundation
import XCTest

@testable import LibXMPP

/// The time tracker and the watcher.
final class ChatTests: XCTestCase {
  private let chats = URL(
    fileURLWithPath: ProcessInfo.processInfo.environment["LIBXMPP_CHATS"] ?? "?")

  /// A file of a folder of its own that goes with the test.
  private func place() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
    return folder.appendingPathComponent("times")
  }

  func testTheTrackerPlaysTheChatOfAllLanguages() throws {
    let script = try String(
      contentsOf: chats.appendingPathComponent("tracker.txt"), encoding: .utf8)
    let player = try Player(place())
    let replies = try player.play(script)
    XCTAssert(replies > 50, "\(replies)")
  }

  func testALineThatIsNoTextIsDamaged() throws {
    let file = try place()
    try (Data("2026-03-02T09:00:00Z romeo@example.org start ".utf8) + [0xff, 0x0a]).write(to: file)
    XCTAssertThrowsError(try Tracker(file: file.path)) {
      XCTAssertEqual("\($0)", "line 1 is damaged")
    }
  }

  func testNothingIsNotedIfTheFileCannotBeWritten() throws {
    let folder = try place().deletingLastPathComponent().appendingPathComponent("later")
    var tracker = try Tracker(file: folder.appendingPathComponent("times").path)
    XCTAssertThrowsError(try tracker.answer(romeo, "start report", at: 0))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    XCTAssertEqual(try tracker.answer(romeo, "start report", at: 0), "Started report.")
  }

  func testTheWatcherShowsContactsAndWhoComesAndGoes() async throws {
    try await played { server in
      let setUp = try await server.online()
      let set = try setUp.roster.set(juliet, name: "Juliet")
      try await setUp.until { if case .roster(.done(set)) = $0 { () } else { nil } }
      let watcher = try server.client("\(romeo)/watcher")
      let (lines, shows) = AsyncStream.makeStream(of: String.self)
      let watching = Task { try await watch(watcher) { shows.yield($0) } }
      var shown = lines.makeAsyncIterator()
      let (count, contact) = (await shown.next(), await shown.next())
      XCTAssertEqual([count, contact], ["1 contacts", "\(juliet) Juliet"])
      let other = try await server.online("\(romeo)/other")
      try other.send(.presence(stanza: Presence(kind: .available, show: .dnd, status: "busy")))
      while let line = await shown.next(), line != "\(romeo)/other is dnd busy" {}
      other.close()
      while let line = await shown.next(), line != "\(romeo)/other is offline " {}
      watcher.close()
      try await watching.value
    }
  }
}

/// Plays a script to a tracker: tests/chats/README.md tells its lines.
private final class Player {
  private let file: URL
  private var tracker: Tracker?
  private var now: Int64 = 0
  /// A reply that was not looked at yet, or an error.
  private var said: String?
  private var failed: String?
  private var replies = 0

  init(_ file: URL) throws {
    self.file = file
    tracker = try Tracker(file: file.path)
  }

  func play(_ script: String) throws -> Int {
    let lines = script.split(separator: "\n").filter { !$0.hasPrefix("#") }
    var rest = lines[...]
    while let sign = rest.first?.first {
      let one = "@<*!".contains(sign)
      let group = one ? rest.prefix(1) : rest.prefix { $0.first == sign }
      rest = rest.dropFirst(group.count)
      try take(sign, group.map { unescaped($0.unicodeScalars.dropFirst(2)) })
    }
    isHeard()
    return replies
  }

  private func take(_ sign: Character, _ lines: [String]) throws {
    if sign != ">" && sign != "!" { isHeard() }
    switch sign {
    case "@": now = Int64(try Date(lines[0], strategy: .iso8601).timeIntervalSince1970)
    case "<": try say(lines[0])
    case ">":
      same(said, lines.joined(separator: "\n"))
      said = nil
      replies += 1
    case "|": same(try String(contentsOf: file, encoding: .utf8), lines.map { $0 + "\n" }.joined())
    case "+": try Data(lines.joined().utf8).write(to: file)
    case "*": restart()
    case "!":
      same(failed, lines[0])
      failed = nil
    default: XCTFail("an unknown line: \(sign)")
    }
  }

  private func say(_ line: String) throws {
    let parts = line.unicodeScalars.split(
      separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    let text = parts.count == 2 ? String(parts[1]) : ""
    said = try tracker?.answer(String(parts[0]), text, at: now)
    XCTAssertNotNil(said, "no tracker runs")
  }

  private func restart() {
    tracker = nil
    do {
      tracker = try Tracker(file: file.path)
    } catch {
      failed = "\(error)"
    }
  }

  /// Each reply and each failure is looked at.
  private func isHeard() {
    XCTAssertNil(said)
    XCTAssertNil(failed)
  }

  /// Code point by code point.
  private func same(_ is: String?, _ expected: String) {
    XCTAssertEqual(
      `is`.map { Array($0.utf8) }, Array(expected.utf8), "\(`is` ?? "nothing") is not \(expected)")
  }

  private func unescaped(_ text: Substring.UnicodeScalarView) -> String {
    var (plain, rest) = (String.UnicodeScalarView(), text)
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let letter = rest.popFirst() else {
        plain.append(scalar)
        continue
      }
      switch letter {
      case "n": plain.append("\n")
      case "r": plain.append("\r")
      case "t": plain.append("\t")
      case "u":
        let digits = String(rest.dropFirst().prefix { $0 != "}" })
        plain.append(Unicode.Scalar(UInt32(digits, radix: 16)!)!)
        rest = rest.dropFirst(digits.count + 2)
      default: plain.append(letter)
      }
    }
    return String(plain)
  }
}
