// The canonical lines of transcripts (core/src/declare.rs tells their form), made from what has
// crossed the border.
// Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations.

import Foundation

@testable import LibXMPP

/// Hands every field on; damages the one that is chosen, and notes which were there to damage, and
/// while what was played.
final class Glue {
  let chosen: String?
  var reached: [String: String] = [:]
  var playing = ""

  init(chosen: String? = nil) {
    self.chosen = chosen
  }

  func handOn<T>(_ path: String, _ value: T?) -> T? {
    guard let value, value is Bool || !isAbsent(value) else { return value }
    reached[path] = reached[path] ?? playing
    return path == chosen ? damaged(value) as? T : value
  }

  /// Another value of the type; absent where there is none to be made up.
  private func damaged(_ value: Any) -> Any? {
    switch value {
    case let value as Bool: !value
    case let value as UInt16: value + 1
    case let value as UInt32: value + 1
    case let value as UInt64: value + 1
    case let value as Int32: value + 1
    case let value as Int64: value + 1
    case let value as String: value + "x"
    case let value as Data: value.dropLast()
    default: nil
    }
  }
}

private func isAbsent(_ value: Any) -> Bool {
  switch value {
  case let value as Bool: !value
  case let value as Data: value.isEmpty
  case let value as [Any]: value.isEmpty
  default: false
  }
}

struct Canonical {
  let glue: Glue

  func braces(_ name: String, _ fields: String?...) -> String {
    name + "{" + fields.compactMap { $0 }.joined(separator: " ") + "}"
  }

  func option<T>(_ path: String, _ value: T?, _ write: (T) -> String) -> String? {
    glue.handOn(path, value).map { named(path, write($0)) }
  }

  func field<T>(_ path: String, _ value: T, _ write: (T) -> String) -> String? {
    guard let value = glue.handOn(path, value), !isAbsent(value) else { return nil }
    return named(path, write(value))
  }

  private func named(_ path: String, _ value: String) -> String {
    path.split(separator: ".").last! + "=" + value
  }

  func many<T>(_ write: @escaping (T) -> String) -> ([T]) -> String {
    { "[" + $0.map(write).joined(separator: " ") + "]" }
  }

  func flag(_ value: Bool) -> String { value ? "true" : "false" }

  func number(_ value: some BinaryInteger) -> String { String(value) }

  func octets(_ value: Data) -> String {
    "x\"" + value.map { String(format: "%02x", $0) }.joined() + "\""
  }

  func secret(_ value: HiddenText) -> String { "\"***\"" }

  func text(_ value: String) -> String {
    "\"" + value.unicodeScalars.map(escaped).joined() + "\""
  }

  private func escaped(_ character: Unicode.Scalar) -> String {
    switch character {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case _ where character.value < 0x20: String(format: "\\u%04x", character.value)
    default: String(character)
    }
  }
