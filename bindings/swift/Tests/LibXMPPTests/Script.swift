import Foundation

/// One line of a transcript with a meaning; `tests/transcripts/README.md` tells the grammar.
struct Line {
  /// `=`, `<`, `>`, `!`, `*`, `+` or `-`.
  let sign: Character
  /// The connection of octets, if it is named.
  let conn: UInt64?
  /// Octets as they are, without escapes; else the line behind its sign.
  let octets: [UInt8]
  /// Each included piece has a number of its own.
  let file: Int
  let number: Int

  var text: String { String(decoding: octets, as: UTF8.self) }
  /// Whether the engine says it.
  var isEngines: Bool { ">!*".contains(sign) }

  /// Whether this, which follows `before`, belongs to the same act: a read is all the lines that
  /// follow one another in one file, and what the engine says belongs to what caused it.
  func isOneAct(with before: Line) -> Bool {
    let isOneRead = before.sign == "<" && sign == "<" && before.file == file
    return sign == "=" || isEngines || isOneRead
  }
}

/// A transcript as read from its file, with all that it includes.
struct Script {
  private(set) var lines: [Line] = []
  private var files = 0
  private let folder: URL

  init(_ file: URL, in folder: URL) throws {
    self.folder = folder
    try read(file)
  }

  private mutating func read(_ file: URL) throws {
    files += 1
    let own = files
    let text = [UInt8](try Data(contentsOf: file)).split(separator: 10, omittingEmptySubsequences: false)
    for (index, line) in text.enumerated() {
      guard let first = line.first, first != UInt8(ascii: "#") else { continue }
      let sign = Character(Unicode.Scalar(first))
      let rest = Array(line.dropFirst().drop { $0 == 32 })
      switch sign {
      case "&": try read(folder.appendingPathComponent(String(decoding: rest, as: UTF8.self)))
      case "<", ">": lines.append(octets(sign, line.dropFirst(), own, index + 1))
      case "=", "!", "*", "+", "-":
        lines.append(Line(sign: sign, conn: nil, octets: rest, file: own, number: index + 1))
      default: throw Fault("\(file.path):\(index + 1): no such line")
      }
    }
  }

  /// `2 octets` or ` octets`.
  private func octets(_ sign: Character, _ line: ArraySlice<UInt8>, _ file: Int, _ number: Int) -> Line {
    let conn = UInt64(String(decoding: line.prefix { (48...57).contains($0) }, as: UTF8.self))
    let rest = line.drop { (48...57).contains($0) }
    let octets = unescaped(rest.first == 32 ? rest.dropFirst() : rest)
    return Line(sign: sign, conn: conn, octets: octets, file: file, number: number)
  }
}

/// `\n`, `\r`, `\t`, `\\`, `\x00` and `\{70000*ab}` as what they stand for.
private func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
  var (out, text) = ([UInt8](), text)
  while let octet = text.popFirst() {
    guard octet == UInt8(ascii: "\\") else {
      out.append(octet)
      continue
    }
    switch Character(Unicode.Scalar(text.removeFirst())) {
    case "n": out.append(10)
    case "r": out.append(13)
    case "t": out.append(9)
    case "\\": out.append(octet)
    case "x":
      out.append(UInt8(String(decoding: text.prefix(2), as: UTF8.self), radix: 16)!)
      text = text.dropFirst(2)
    case "{":
      let parts = text.prefix { $0 != UInt8(ascii: "}") }.split(separator: UInt8(ascii: "*"), maxSplits: 1)
      let count = Int(String(decoding: parts[0], as: UTF8.self))!
      out += repeatElement(Array(parts[1]), count: count).joined()
      text = text.drop { $0 != UInt8(ascii: "}") }.dropFirst()
    case let other: preconditionFailure("an escape: \\\(other)")
    }
  }
  return out
}

/// What is wrong with a file, in words.
struct Fault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// A line's verb, and what is behind it.
func firstWord(_ text: some StringProtocol) -> (String, String) {
  let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
  return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
}
