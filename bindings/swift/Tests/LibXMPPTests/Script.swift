import Foundation

/// A transcript as read from its file, with all that it includes; tests/transcripts/README.md tells
/// the grammar.
struct Script {
  struct Line {
    let sign: Character
    /// Of octets, if it is named.
    var conn: UInt64?
    /// Octets as they are, without escapes; else the line behind its sign.
    var octets = Data()
    let number: Int
    /// Each included piece has a number of its own.
    let piece: Int

    var text: String { String(decoding: octets, as: UTF8.self) }
    /// Whether the engine says it.
    var isEngines: Bool { ">!*".contains(sign) }
  }

  struct Malformed: Error {
    let line: String
  }

  private(set) var lines: [Line] = []
  private var pieces = 0

  init(_ path: String, in folder: URL) throws {
    try read(path, in: folder)
  }

  private mutating func read(_ path: String, in folder: URL) throws {
    pieces += 1
    let piece = pieces
    let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
    let all = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, whole) in all.enumerated() {
      guard let sign = whole.first, sign != "#" else { continue }
      let rest = String(whole.dropFirst().drop { $0 == " " })
      if sign == "&" {
        try read(rest, in: folder)
        continue
      }
      guard "=<>!*+-".contains(sign) else { throw Malformed(line: "\(path): \(whole)") }
      var line = Line(sign: sign, number: index + 1, piece: piece)
      if sign == "<" || sign == ">" {
        let digits = whole.dropFirst().prefix { $0.isNumber }
        line.conn = UInt64(digits)
        line.octets = unescaped(whole.dropFirst(digits.count + 2).utf8)
      } else {
        line.octets = Data(rest.utf8)
      }
      lines.append(line)
    }
  }

  /// Lines that belong together: a read is all the lines that follow one another in one piece, and
  /// what the engine says belongs to what caused it.
  var acts: [ArraySlice<Line>] {
    var acts: [ArraySlice<Line>] = []
    var first = 0
    for end in lines.indices.dropFirst() {
      let (a, b) = (lines[end - 1], lines[end])
      let isOneRead = a.sign == "<" && b.sign == "<" && a.piece == b.piece
      if b.sign == "=" || b.isEngines || isOneRead { continue }
      acts.append(lines[first..<end])
      first = end
    }
    return acts + [lines[first...]]
  }
}

/// `\n`, `\x00`, `\{70000*ab}` as what they stand for.
private func unescaped(_ text: Substring.UTF8View) -> Data {
  var (octets, rest) = (Data(), text)
  while let octet = rest.popFirst() {
    guard octet == UInt8(ascii: "\\") else {
      octets.append(octet)
      continue
    }
    switch rest.popFirst().map(UnicodeScalar.init) {
    case "n": octets.append(UInt8(ascii: "\n"))
    case "r": octets.append(UInt8(ascii: "\r"))
    case "t": octets.append(UInt8(ascii: "\t"))
    case "x":
      octets.append(UInt8(String(rest.prefix(2))!, radix: 16)!)
      rest = rest.dropFirst(2)
    case "{":
      let (count, what) = (
        rest.prefix { $0 != UInt8(ascii: "*") }, rest.prefix { $0 != UInt8(ascii: "}") }
      )
      let repeated = Data(what.dropFirst(count.count + 1))
      for _ in 0..<Int(String(count)!)! { octets += repeated }
      rest = rest.dropFirst(what.count + 1)
    default: octets.append(UInt8(ascii: "\\"))
    }
  }
  return octets
}
