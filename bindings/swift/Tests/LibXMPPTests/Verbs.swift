import Foundation

@testable import LibXMPP

/// The `-` lines of a transcript: what the driver and the app call.
extension Stage {
  struct UnknownVerb: Error {
    let line: String
  }

  func call(_ text: String) throws {
    let words = Words(text)
    try noting {
      if try callDriver(words) || callApp(words) || callCommand(words) { return }
      throw UnknownVerb(line: text)
    }
  }

  private func callDriver(_ words: Words) throws -> Bool {
    let more = Words(words.rest)
    guard let conn = ConnId(more.verb) else { return false }
    switch words.verb {
    case "connected": engine.connected(conn: conn, tls: more.rest.isEmpty ? nil : tls(more.rest))
    // The engine wants to be told something: by default, that nothing is known.
    case "secured": engine.secured(conn: conn, tls: tls(more.rest))
    case "failed": engine.failed(conn: conn, failure: failure(Words(more.rest)))
    case "eof": engine.eof(conn: conn)
    case "transmitted": try engine.transmitted(conn: conn, total: UInt64(more.rest)!)
    case "trust": engine.trust(conn: conn, verdict: more.rest == "accept" ? .accept : .refuse)
    default: return false
    }
    return true
  }

  private func tls(_ text: String) -> TlsInfo {
    TlsInfo(
      version: nil, exporter: nil, leaf: nil, chain: [], verified: text == "verified", alpn: nil)
  }

  private func failure(_ words: Words) -> ConnectFailure {
    let failures: [String: ConnectFailure] = [
      "NoAddress": .NoAddress, "Refused": .Refused, "Unreachable": .Unreachable,
      "TimedOut": .TimedOut,
      "Reset": .Reset,
    ]
    return failures[words.verb] ?? .Tls(reason: words.rest)
  }

  private func callApp(_ words: Words) throws -> Bool {
    let (rest, more) = (words.rest, Words(words.rest))
    switch words.verb {
    case "waits": noteLastWait()
    case "provide": engine.provide(secret: .password(password: SecretText(text: rest)))
    case "send": _ = try engine.send(stanza: .xml(element: rest))
    case "ask": _ = try engine.askElement(request: rest)
    case "answer" where more.rest.hasPrefix("error "):
      guard more.rest == "error not-allowed" else { return false }
      try engine.answerError(id: IncomingId(more.verb)!, error: stanzaError(condition: .notAllowed))
    case "answer":
      try engine.answer(id: IncomingId(more.verb)!, payload: more.rest.isEmpty ? nil : more.rest)
    case "cancel": if !engine.cancel(token: Token(rest)!) { noteTooLate() }
    case "cancel-request": if !engine.cancelRequest(request: RequestId(rest)!) { noteTooLate() }
    case "handled": try engine.handled(seq: UInt64(rest)!)
    case "hold": engine.holdEvents(hold: rest == "on")
    case "close": engine.closeStream()
    case "abort": engine.abort()
    case "poll": break
    default: return false
    }
    return true
  }

  private func callCommand(_ words: Words) throws -> Bool {
    let more = Words(words.rest)
    let to = more.verb.isEmpty ? nil : more.verb
    switch words.verb {
    case "ping": try ping.send(to: to)
    case "info": try disco.info(to: to)
    case "items": try disco.items(to: to)
    case "fetch": try roster.fetch()
    case "set": try roster.set(more.verb, name: more.rest.isEmpty ? nil : more.rest)
    case "remove": try roster.remove(more.verb)
    case "subscribe": try roster.subscribe(more.verb)
    case "approve": try roster.approve(more.verb)
    case "deny": try roster.deny(more.verb)
    case "unsubscribe": try roster.unsubscribe(more.verb)
    default: return false
    }
    return true
  }
}

extension Stage {
  private struct Caller: Commands {
    let engine: Engine
    func command(_ asked: Command) throws -> CommandId { try engine.command(asked: asked) }
  }

  private var ping: Ping { Caller(engine: engine).ping }
  private var disco: Disco { Caller(engine: engine).disco }
  private var roster: Roster { Caller(engine: engine).roster }
}
