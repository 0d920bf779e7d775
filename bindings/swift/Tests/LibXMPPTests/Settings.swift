import Foundation

@testable import LibXMPP

/// What a play begins with, from the `=` lines of a transcript.
struct Settings {
  var config: Config
  var seed = Data(repeating: 7, count: 32)
  /// `transmitted` is said by the transcript.
  var isManual = false
  /// Reads are never cut.
  var isWhole = false

  init(_ script: Script) throws {
    config = try clientConfig(account: "romeo@example.org")
    config.tls = .host
    for line in script.lines where line.sign == "=" {
      let (key, value) = firstWord(line.text)
      guard try set(key) || set(key, value) else { throw Fault("a setting is unknown: \(key)") }
    }
  }

  /// A setting without a value.
  private mutating func set(_ key: String) -> Bool {
    switch key {
    case "anonymous": config.credentials = .anonymous
    case "allow-plain": config.sasl.allowPlain = true
    case "require-binding": config.sasl.requireChannelBinding = true
    case "allow-alias": config.allowAlias = true
    case "wire": config.wire = true
    case "explicit": config.handled = .explicit
    case "no-sm": config.streamManagement = false
    case "no-announce": config.announce = false
    case "no-reconnect": config.reconnect = .never
    case "reconnect-once-online": config.reconnect = .onceOnline
    case "resend": config.unacked = .resend
    case "manual": isManual = true
    case "whole": isWhole = true
    default: return false
    }
    return true
  }

  private mutating func set(_ key: String, _ value: String) throws -> Bool {
    switch key {
    case "account": config.account = value
    case "password": config.credentials = .password(password: SecretText(text: value))
    case "seed": seed = Data(repeating: UInt8(value)!, count: 32)
    case "dial": config.dial = dial(value)
    case "tls": config.tls = try tlsMode(value)
    case "claim": config.claims.append(value)
    case "limit": return setLimit(value)
    default: return false
    }
    return true
  }

  private mutating func setLimit(_ text: String) -> Bool {
    let (name, value) = firstWord(text)
    let parts = name.split(separator: ".")
    switch parts.first {
    case "xml" where parts.count == 2: return setLimit(\.xml, String(parts[1]), UInt32(value)!)
    case "xml_before_login": return setLimit(\.xmlBeforeLogin, String(parts[1]), UInt32(value)!)
    default: break
    }
    switch name {
    case "received_bytes": config.limits.receivedBytes = UInt64(value)!
    case "in_flight_bytes": config.limits.inFlightBytes = UInt64(value)!
    case "queued_stanzas": config.limits.queuedStanzas = UInt32(value)!
    case "queued_bytes": config.limits.queuedBytes = UInt64(value)!
    case "unacked_stanzas": config.limits.unackedStanzas = UInt32(value)!
    case "pending_iqs": config.limits.pendingIqs = UInt32(value)!
    case "pending_requests": config.limits.pendingRequests = UInt32(value)!
    case "held_events": config.limits.heldEvents = UInt32(value)!
    case "held_bytes": config.limits.heldBytes = UInt64(value)!
    case "scram_iterations": config.limits.scramIterations = UInt32(value)!
    default: return false
    }
    return true
  }

  private mutating func setLimit(
    _ xml: WritableKeyPath<Limits, XmlLimits>, _ name: String, _ value: UInt32
  ) -> Bool {
    switch name {
    case "depth": config.limits[keyPath: xml].depth = value
    case "stanza_bytes": config.limits[keyPath: xml].stanzaBytes = value
    case "nodes": config.limits[keyPath: xml].nodes = value
    case "attributes": config.limits[keyPath: xml].attributes = value
    default: return false
    }
    return true
  }
}

/// `host:port`, or `direct host:port`.
private func dial(_ text: String) -> Dial {
  let (first, rest) = firstWord(text)
  let place = first == "direct" ? rest : text
  let colon = place.lastIndex(of: ":")!
  let port = UInt16(place[place.index(after: colon)...])!
  return .host(host: String(place[..<colon]), port: port, directTls: first == "direct")
}

private func tlsMode(_ value: String) throws -> TlsMode {
  switch value {
  case "host": .host
  case "engine": .engine
  case "plain": .plain
  default: throw Fault("no such way to have TLS: \(value)")
  }
}
