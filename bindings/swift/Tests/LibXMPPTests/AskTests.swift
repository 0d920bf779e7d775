import Foundation
import XCTest

@testable import LibXMPP

/// Requests, and calls that are refused.
final class AskTests: XCTestCase {
  func testThePayloadOfAnAnswerComesBack() async throws {
    try await played { server in
      let client = try await server.online()
      let question = Iq(recipient: "localhost", kind: .get, payload: "<query xmlns='\(disco)'/>")
      let payload = try await client.ask(question)
      let told = try ElementView(xml: XCTUnwrap(payload))
      XCTAssertNotNil(told.child(name: "identity", namespace: disco))
      let nothing = try await client.ask(ping)
      XCTAssertNil(nothing)
    }
  }

  func testARefusalIsAnErrorWithItsCondition() async throws {
    try await played { server in
      let client = try await server.online()
      let unknown = Iq(recipient: "localhost", kind: .get, payload: "<a xmlns='urn:a'/>")
      let error = try await thrown { try await client.ask(unknown) }
      let failed = try XCTUnwrap(error as? AskFailed)
      guard case .error(let refusal) = failed.result else { return XCTFail("\(failed.result)") }
      XCTAssertEqual(refusal.condition, .serviceUnavailable)
      XCTAssertEqual("\(failed)", "service-unavailable")
      XCTAssertEqual(failed.localizedDescription, "\(failed)")
    }
  }

  func testRequestsOfOthersAreAnsweredByTheProgram() async throws {
    try await played { server in
      let one = try await server.online("\(romeo)/a") { $0.claims = ["urn:example:heat"] }
      let other = try await server.online(juliet)
      let question = Iq(
        recipient: "\(romeo)/a", kind: .get, payload: "<heat xmlns='urn:example:heat'/>")
      let warm = Task { try await other.ask(question) }
      try one.answer(try await one.request(), "<heat xmlns='urn:example:heat'>21</heat>")
      let payload = try await warm.value
      let told = try ElementView(xml: XCTUnwrap(payload))
      XCTAssertEqual(told.text(), "21")
      XCTAssertEqual("\(told)", told.xml())
      let cold = Task { try await other.ask(question) }
      try one.answer(try await one.request(), error: stanzaError(condition: .forbidden))
      let error = try await thrown { try await cold.value }
      XCTAssert("\(error)".contains("forbidden"), "\(error)")
    }
  }

  func testAnAnswerThatNeverComesEndsWithTheStream() async throws {
    try await played("--cut-after", "8") { server in
      let client = try await server.online()
      let error = try await thrown { while true { _ = try await client.ask(ping) } }
      XCTAssertEqual("\(error)", "the stream ended before an answer came")
    }
  }

  func testAskingCanBeGivenUp() async throws {
    try await played { server in
      let (client, silent) = (
        try await server.online(),
        try await server.online("\(juliet)/a") {
          $0.claims = ["urn:example:silence"]
        }
      )
      let question = Iq(
        recipient: "\(juliet)/a", kind: .get, payload: "<a xmlns='urn:example:silence'/>")
      let asks = Task { try await client.ask(question) }
      _ = try await silent.request()
      asks.cancel()
      let error = try await thrown { try await asks.value }
      XCTAssert(error is CancellationError, "\(error)")
      // Cancelled before it has begun.
      let early = Task {
        while !Task.isCancelled { await Task.yield() }
        return try await client.ask(question)
      }
      early.cancel()
      let earlier = try await thrown { try await early.value }
      XCTAssert(earlier is CancellationError, "\(earlier)")
      _ = try await client.ask(ping)
      try client.say("the answers of what was given up are no events", to: romeo)
      _ = try await client.until { (event: Event) -> Message? in
        if case .answer = event { XCTFail("\(event)") }
        if case .message(_, let message) = event { return message }
        return nil
      }
    }
  }

  func testARefusedCallIsTypedSaysWhyAndChangesNothing() async throws {
    try await played { server in
      let client = try await server.online()
      for (kind, text, call) in refused {
        let error = try await thrown { try call(client) }
        let refusal = try XCTUnwrap(error as? CallError, "\(error)")
        XCTAssertEqual(kindName(refusal), kind)
        if let text { XCTAssertEqual("\(refusal)", text) }
        XCTAssertFalse("\(refusal)".isEmpty)
        XCTAssertEqual(
          ["\(refusal)", refusal.localizedDescription], [refusal.text(), refusal.text()])
      }
      try client.say("good", to: romeo)
      let heard = try await client.body()
      XCTAssertEqual(heard, "good")
    }
  }

  func testNoSecretIsShown() throws {
    let config = try Config(account: romeo, password: "not to be seen")
    XCTAssertFalse("\(config)".contains("not to be seen"))
    XCTAssertFalse(String(reflecting: config).contains("not to be seen"))
    XCTAssert("\(config)".contains("***"))
  }
}

private let disco = "http://jabber.org/protocol/disco#info"

private let refused: [(String, String?, @Sendable (Client) throws -> Any?)] = [
  (
    "Address", "the local part of the address is empty",
    { _ in try Client(account: "@", password: "") }
  ),
  ("Address", nil, { try $0.say("x", to: "a@b@c") }),
  ("Address", nil, { _ in try jid(text: "a@b@c") }),
  ("Text", nil, { try $0.say("\0", to: romeo) }),
  ("Xml", nil, { try $0.send(.xml(element: "<a></b>")) }),
  ("Stanza", nil, { try $0.send(.xml(element: "<a xmlns='b'/>")) }),
  ("Pem", "there is no certificate in it", { _ in try rootsFromPem(pem: Data()) }),
  ("NoRecipient", "there is no recipient", { try $0.send(Message(kind: .chat, body: "x")) }),
  ("NoElement", "the text is not one element of XML", { try $0.send(.xml(element: "")) }),
  (
    "BadSeed", "a seed has 32 octets",
    { _ in try Engine(config: clientConfig(account: romeo), seed: Data()) }
  ),
  (
    "Stanza", "unknown type",
    { _ in
      let engine = try Engine(config: clientConfig(account: romeo), seed: Data(count: 32))
      return try engine.ask(request: Iq(kind: .result, payload: "<a xmlns='b'/>"))
    }
  ),
  ("Answer", nil, { try $0.answer(1) }),
]

/// The name of a case.
private func kindName(_ error: CallError) -> String {
  let bare: [CallError: String] = [
    .NoElement: "NoElement", .NoRecipient: "NoRecipient", .BadSeed: "BadSeed",
  ]
  return bare[error] ?? Mirror(reflecting: error).children.first?.label ?? ""
}

extension Client {
  fileprivate func request() async throws -> IncomingId {
    try await until { if case .request(let id, _) = $0 { id } else { nil } }
  }
}
