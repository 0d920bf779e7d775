import Foundation

@testable import LibXMPP

/// What a play begins with: from the `=` lines of a transcript to a config.
struct Settings {
  var config: Config
  var seed: UInt8 = 7
  /// `transmitted` is said by the transcript.
  var isManual = false
  /// Reads are never cut.
  var isWhole = false

  struct Unknown: Error {
    let setting: String
  }

  init(_ script: Script) throws {
    config = try clientConfig(account: "romeo@example.org")
    config.tls = .host
    for line in script.lines where line.sign == "=" { try take(line.text) }
  }

  private mutating func take(_ text: String) throws {
    switch text {
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
    default: try takeValue(Words(text))
    }
  }

  private mutating func takeValue(_ words: Words) throws {
    switch words.verb {
    case "account": config.account = words.rest
    case "password": config.credentials = .password(password: SecretText(text: words.rest))
    case "seed": seed = UInt8(words.rest)!
    case "dial": config.dial = dial(words.rest)
    case "tls": config.tls = ["engine": .engine, "plain": .plain, "host": .host][words.rest]!
    case "claim": config.claims.append(words.rest)
    case "limit": try setLimit(Words(words.rest))
    default: throw Unknown(setting: words.verb)
    }
  }

  /// `host:port`, or `direct host:port`.
  private func dial(_ place: String) -> Dial {
    let words = Words(place)
    let parts = (words.verb == "direct" ? words.rest : place).split(separator: ":")
    return .host(
      host: parts.dropLast().joined(separator: ":"), port: UInt16(parts.last!)!,
      directTls: words.verb == "direct")
  }

  private mutating func setLimit(_ words: Words) throws {
    if let path = small[words.verb] {
      config.limits[keyPath: path] = UInt32(words.rest)!
    } else if let path = large[words.verb] {
      config.limits[keyPath: path] = UInt64(words.rest)!
    } else {
      throw Unknown(setting: words.verb)
    }
  }
}

private var small: [String: WritableKeyPath<Limits, UInt32>] {
  [
    "queued_stanzas": \.queuedStanzas, "unacked_stanzas": \.unackedStanzas,
    "pending_iqs": \.pendingIqs,
    "pending_requests": \.pendingRequests, "held_events": \.heldEvents,
    "scram_iterations": \.scramIterations,
    "xml.depth": \.xml.depth, "xml.stanza_bytes": \.xml.stanzaBytes, "xml.nodes": \.xml.nodes,
    "xml.attributes": \.xml.attributes, "xml_before_login.depth": \.xmlBeforeLogin.depth,
    "xml_before_login.stanza_bytes": \.xmlBeforeLogin.stanzaBytes,
    "xml_before_login.nodes": \.xmlBeforeLogin.nodes,
    "xml_before_login.attributes": \.xmlBeforeLogin.attributes,
  ]
}

private var large: [String: WritableKeyPath<Limits, UInt64>] {
  [
    "received_bytes": \.receivedBytes, "in_flight_bytes": \.inFlightBytes,
    "queued_bytes": \.queuedBytes,
    "held_bytes": \.heldBytes,
  ]
}

/// The first word of a text, and what is behind the space behind it.
struct Words {
  let verb: String
  let rest: String

  init(_ text: String) {
    verb = String(text.prefix { $0 != " " })
    rest = String(text.dropFirst(verb.count + 1))
  }
}
