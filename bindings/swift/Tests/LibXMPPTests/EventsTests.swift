import Foundation
import XCTest

@testable import LibXMPP

/// One consumer, a bounded buffer, what counts as handled, and how it ends.
final class EventsTests: XCTestCase {
  func testASecondConsumerIsAnError() async throws {
    try await played { server in
      let client = try await server.online()
      do {
        var first = client.events.makeAsyncIterator()
        let error = try await thrown { try await client.body() }
        XCTAssert(error is SecondConsumer)
        XCTAssertEqual("\(error)", "the events have a consumer already")
        XCTAssertEqual(error.localizedDescription, "\(error)")
        _ = try await first.next()
      }
      try client.say("for the next", to: romeo)
      let heard = try await client.body()
      XCTAssertEqual(heard, "for the next")
    }
  }

  func testASlowProgramHasFewEventsWaitingAndLosesNone() async throws {
    try await played { server in
      let (slow, fast) = (try await server.online(), try await server.online(juliet))
      for number in 0..<200 { try fast.say("\(number)", to: romeo) }
      _ = try await fast.ask(ping)
      var most = 0
      for number in 0..<200 {
        let heard = try await slow.body()
        XCTAssertEqual(heard, "\(number)")
        most = max(most, slow.inbox.count)
      }
      XCTAssert((2...Inbox.room).contains(most), "\(most)")
    }
  }

  func testAskingInTheMidstOfManyEventsDoesNotBlock() async throws {
    try await played { server in
      let (slow, fast) = (try await server.online(), try await server.online(juliet))
      for number in 0..<100 { try fast.say("\(number)", to: romeo) }
      for number in 0..<100 {
        let heard = try await slow.body()
        XCTAssertEqual(heard, "\(number)")
        _ = try await slow.ask(ping)
      }
    }
  }

  func testThereIsABoundWhileAnAnswerIsWaitedFor() async throws {
    try await played { server in
      let (slow, fast) = (
        try await server.online { ($0.limits.heldEvents, $0.limits.queuedStanzas) = (50, 20) },
        try await server.online("\(juliet)/a") { $0.claims = ["urn:example:silence"] }
      )
      let question = Iq(
        recipient: "\(juliet)/a", kind: .get, payload: "<a xmlns='urn:example:silence'/>")
      let asks = Task { try await slow.ask(question) }
      try await fast.until { if case .request = $0 { () } else { nil } }
      for number in 0..<200 { try fast.say("\(number)", to: romeo) }
      while slow.inbox.count < 90 { try await Task.sleep(for: .milliseconds(5)) }
      for number in 0..<200 {
        XCTAssertLessThanOrEqual(slow.inbox.count, 90 + 2)
        let heard = try await slow.body()
        XCTAssertEqual(heard, "\(number)")
      }
      asks.cancel()
    }
  }

  func testAskingBehindManyMessagesDoesNotBlock() async throws {
    try await played { server in
      let client = try await server.online {
        ($0.limits.heldEvents, $0.timeouts.requestMs) = (.max, .max)
      }
      for _ in 0..<2000 { try client.say("x", to: juliet) }
      try await client.ask(ping)
    }
  }

  func testAskingEndsThoughNobodyTakesTheEventsBeforeTheAnswer() async throws {
    try await played { server in
      let (busy, silent) = (
        try await server.online {
          ($0.limits.heldEvents, $0.limits.queuedStanzas) = (20, 20)
          $0.timeouts.requestMs = 200
        },
        try await server.online("\(juliet)/a") { $0.claims = ["urn:example:silence"] }
      )
      for number in 0..<200 { try silent.say("\(number)", to: romeo) }
      let question = Iq(
        recipient: "\(juliet)/a", kind: .get, payload: "<a xmlns='urn:example:silence'/>")
      let error = try await thrown { try await busy.ask(question) }
      XCTAssertEqual("\(error)", "no answer came in time")
      for number in 0..<200 {
        let heard = try await busy.body()
        XCTAssertEqual(heard, "\(number)")
      }
    }
  }

  func testWhoIsNeverDoneWithAllEventsCanAsk() async throws {
    try await played { server in
      let (busy, other) = (
        try await server.online { $0.limits.heldBytes = 128 * 1024 },
        try await server.online(juliet)
      )
      let large = String(repeating: "x", count: 4096)
      for _ in 0..<20 { try other.say(large, to: romeo) }
      for _ in 0..<50 {
        for _ in 0..<2 { try other.say(large, to: romeo) }
        for _ in 0..<2 { _ = try await busy.body() }
        try await other.ask(ping)
        try await busy.ask(ping)
      }
    }
  }

  func testLargeEventsAreBoundedByTheirOctetsWhileAnAnswerIsWaitedFor() async throws {
    try await played { server in
      let (slow, fast) = (
        try await server.online { $0.limits.heldBytes = 128 * 1024 },
        try await server.online("\(juliet)/a") { $0.claims = ["urn:example:silence"] }
      )
      let question = Iq(
        recipient: "\(juliet)/a", kind: .get, payload: "<a xmlns='urn:example:silence'/>")
      let asks = Task { try await slow.ask(question) }
      try await fast.until { if case .request = $0 { () } else { nil } }
      let large = String(repeating: "x", count: 4096)
      for _ in 0..<200 { try fast.say(large, to: romeo) }
      while slow.inbox.count <= Inbox.room { try await Task.sleep(for: .milliseconds(5)) }
      for _ in 0..<200 {
        XCTAssertLessThan(slow.inbox.count, 64)
        let heard = try await slow.body()
        XCTAssertEqual(heard, large)
      }
      asks.cancel()
    }
  }

  func testWhatAKilledProgramHadNotFinishedIsDeliveredAgain() async throws {
    for said in [["in its hands"], ["in its hands", "arrived, not taken"]] {
      try await played { server in
        do {
          let writer = try await server.online(juliet)
          for text in said { try writer.say(text, to: romeo) }
          _ = try await writer.ask(ping)
        }
        try killed(romeo, "\(server.port)", server.caFile, behind: said[0])
        let again = try await server.online()
        var heard: [String?] = []
        for _ in said { heard.append(try await again.body()) }
        XCTAssertEqual(heard, said)
      }
    }
  }

  func testTheEndThatWasAskedForEndsTheLoop() async throws {
    for ask in [{ $0.close() }, { $0.abort() }] as [@Sendable (Client) -> Void] {
      try await played { server in
        let client = try await server.online()
        ask(client)
        for try await event in client.events {
          if case .closed = event { XCTFail("it is the end itself") }
        }
        let late = try await thrown { try client.say("too late", to: romeo) }
        XCTAssertEqual("\(late)", "the session is closing")
      }
    }
  }

  func testAnotherEndIsThrownOnce() async throws {
    try await played { server in
      let first = try await server.online("\(romeo)/a")
      let second = try await server.online("\(romeo)/a")
      let error = try await thrown { for try await _ in first.events {} }
      XCTAssert("\(error)".contains("conflict"), "\(error)")
      for try await _ in first.events { XCTFail("it is over") }
      second.close()
    }
  }

  func testACancelledTaskLosesNothing() async throws {
    try await played { server in
      let client = try await server.online()
      let waits = Task { try await client.body() }
      waits.cancel()
      let error = try await thrown { try await waits.value }
      XCTAssert(error is CancellationError, "\(error)")
      try client.say("still there", to: romeo)
      let heard = try await client.body()
      XCTAssertEqual(heard, "still there")
    }
  }

  func testACancelledTaskTakesNothingThatWaits() async throws {
    try await played { server in
      let client = try await server.online()
      for number in 0..<2 { try client.say("\(number)", to: romeo) }
      _ = try await client.ask(ping)
      let takes = Task {
        while !Task.isCancelled { await Task.yield() }
        return try await client.body()
      }
      takes.cancel()
      let error = try await thrown { try await takes.value }
      XCTAssert(error is CancellationError, "\(error)")
      let heard = [try await client.body(), try await client.body()]
      XCTAssertEqual(heard, ["0", "1"])
    }
  }

  func testAClientThatGoesAwayLeavesNothingOpen() async throws {
    try await played { server in
      let before = openFiles()
      for comesIn in [true, false, true] {
        let client = try server.client()
        if comesIn { try await client.online() }
        withExtendedLifetime(client) { if comesIn { XCTAssertGreaterThan(driverThreads(), 0) } }
      }
      // The last words are said in the background.
      while openFiles() != before || driverThreads() != 0 {
        try await Task.sleep(for: .milliseconds(5))
      }
    }
  }

  func testAReplyGoesToTheSenderAndNeverInACircle() async throws {
    try await played { server in
      let (one, other) = (try await server.online(), try await server.online(juliet))
      try other.say("hark", to: romeo)
      var heard = try await one.message()
      let token = try one.reply(to: heard, "who is there?")
      XCTAssertNotNil(token)
      let answer = try await other.message()
      XCTAssertEqual([answer.body, answer.recipient], ["who is there?", heard.sender])
      heard.kind = .error
      XCTAssertNil(try one.reply(to: heard, "no"))
    }
  }
}

/// Kills the program `Hangs` when it has printed a line.
private func killed(_ arguments: String..., behind line: String) throws {
  let (process, output) = (Process(), Pipe())
  let here = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  process.executableURL = here.appendingPathComponent("hangs")
  process.arguments = arguments
  process.standardOutput = output
  try process.run()
  XCTAssertEqual(String(decoding: firstLine(of: output.fileHandleForReading), as: UTF8.self), line)
  kill(process.processIdentifier, SIGKILL)
  process.waitUntilExit()
}

/// Sockets and pipes, which are what a client opens; Swift's own timers come when it needs them.
private func openFiles() -> Int {
  names(in: "/proc/self/fd").filter { name in
    let file = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
    return file.map { $0.hasPrefix("socket:") || $0.hasPrefix("pipe:") } ?? false
  }.count
}

private func driverThreads() -> Int {
  names(in: "/proc/self/task").filter {
    (try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8)) == "xmpp\n"
  }.count
}

private func names(in folder: String) -> [String] {
  (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
}
