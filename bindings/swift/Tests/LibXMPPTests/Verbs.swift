import Foundation

@testable import LibXMPP

/// The `-` lines of a transcript: what the driver and the app call.
extension Stage {
  /// Makes one call and notes a refusal.
  func call(_ text: String) throws {
    let (verb, rest) = firstWord(text)
    do {
      guard try callDriver(verb, rest) || callApp(verb, rest) || callCommand(verb, rest) else {
        throw Fault("a verb is unknown: \(text)")
      }
    } catch let refused as CallError {
      note(refused)
    }
  }

  private func callDriver(_ verb: String, _ rest: String) throws -> Bool {
    let (first, rest) = firstWord(rest)
    let conn = UInt64(first) ?? 0
    switch verb {
    case "connected": engine.connected(conn: conn, tls: rest.isEmpty ? nil : tlsInfo(rest))
    case "secured": engine.secured(conn: conn, tls: tlsInfo(rest))
    case "failed": engine.failed(conn: conn, failure: try failure(rest))
    case "eof": engine.eof(conn: conn)
    case "transmitted": try engine.transmitted(conn: conn, total: UInt64(rest)!)
    case "trust": engine.trust(conn: conn, verdict: rest == "accept" ? .accept : .refuse)
    default: return false
    }
    return true
  }

  private func callApp(_ verb: String, _ rest: String) throws -> Bool {
    switch verb {
    case "provide": engine.provide(secret: .password(password: SecretText(text: rest)))
    case "send": _ = try engine.send(stanza: .xml(element: rest))
    case "ask": _ = try engine.askElement(request: rest)
    case "answer": try answer(rest)
    case "cancel": noteCancelled(engine.cancel(token: UInt64(rest)!))
    case "cancel-request": noteCancelled(engine.cancelRequest(request: UInt64(rest)!))
    case "handled": try engine.handled(seq: UInt64(rest)!)
    case "hold": engine.holdEvents(hold: rest == "on")
    case "close": engine.closeStream()
    case "abort": engine.abort()
    case "waits": said.outputs.append(wait)
    case "poll": break
    default: return false
    }
    return true
  }

  private func callCommand(_ verb: String, _ rest: String) throws -> Bool {
    let (jid, name) = firstWord(rest)
    let to = jid.isEmpty ? nil : jid
    let asked: Command
    switch verb {
    case "ping": asked = .ping(command: .send(to: to))
    case "info": asked = .disco(command: .info(to: to, node: nil))
    case "items": asked = .disco(command: .items(to: to, node: nil))
    case "fetch": asked = .roster(command: .fetch)
    case "set": asked = .roster(command: .set(jid: jid, name: name.isEmpty ? nil : name, groups: []))
    case "remove": asked = .roster(command: .remove(jid: jid))
    case "subscribe": asked = .roster(command: .subscribe(jid: jid))
    case "approve": asked = .roster(command: .approve(jid: jid))
    case "deny": asked = .roster(command: .deny(jid: jid))
    case "unsubscribe": asked = .roster(command: .unsubscribe(jid: jid))
    default: return false
    }
    _ = try engine.command(asked: asked)
    return true
  }

  private func answer(_ text: String) throws {
    let (request, rest) = firstWord(text)
    let id = UInt64(request)!
    switch firstWord(rest) {
    case ("error", "not-allowed"):
      try engine.answerError(id: id, error: stanzaError(condition: .notAllowed))
    case ("error", let other): throw Fault("a condition is unknown: \(other)")
    default: try engine.answer(id: id, payload: rest.isEmpty ? nil : rest)
    }
  }

  private func noteCancelled(_ isInTime: Bool) {
    if !isInTime { said.outputs.append("* Err TooLate") }
  }
}

/// TLS by the host.
private func tlsInfo(_ text: String) -> TlsInfo {
  TlsInfo(
    version: nil, exporter: nil, leaf: nil, chain: [], verified: text == "verified", alpn: nil)
}

private func failure(_ text: String) throws -> ConnectFailure {
  switch firstWord(text) {
  case ("NoAddress", _): .NoAddress
  case ("Refused", _): .Refused
  case ("Unreachable", _): .Unreachable
  case ("TimedOut", _): .TimedOut
  case ("Reset", _): .Reset
  case ("Tls", let reason): .Tls(reason: reason)
  default: throw Fault("a failure is unknown: \(text)")
  }
}
