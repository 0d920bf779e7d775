import Foundation

@testable import LibXMPP

/// What an engine has said, or has to say, since the last comparison.
struct Said: Equatable, CustomStringConvertible {
  var outputs: [String] = []
  var events: [String] = []
  var octets: [UInt64: [UInt8]] = [:]

  var description: String {
    let octets = octets.sorted { $0.key < $1.key }.map { conn, octets in
      ">\(conn) " + String(decoding: octets, as: UTF8.self).debugDescription
    }
    return (outputs + octets + events).joined(separator: "\n")
  }
}

/// An engine and the world around it: what it says is noted as the lines of transcripts, made from
/// what has crossed the border.
final class Stage {
  let engine: Engine
  var said = Said()
  /// The `Wait` that stood last.
  private(set) var wait = ""
  private(set) var tally = Tally()
  private let canonical: Canonical
  private let isManual: Bool
  /// Octets of a read.
  private let most: Int
  private var expected = Said()
  private var (mono, unix): (UInt64, UInt64) = (1000, 1_790_000_000_000)
  private var newest: UInt64 = 0
  private var totals: [UInt64: UInt64] = [:]
  /// Given back: nothing may be written to them any more.
  private var gone: Set<UInt64> = []

  init(_ script: Script, most: Int, glue: Glue) throws {
    let settings = try Settings(script)
    engine = try Engine(config: settings.config, seed: settings.seed)
    canonical = Canonical(glue: glue)
    isManual = settings.isManual
    self.most = settings.isWhole ? Int.max : most
    try run()
  }

  /// The lines from one that is not the engine's to before the next.
  func act(_ lines: ArraySlice<Line>) throws {
    var read: [UInt8] = []
    for (line, next) in zip(lines, lines.dropFirst().map(Optional.some) + [nil]) {
      switch line.sign {
      case "<":
        read += line.octets
        if next?.sign == "<", next?.conn == line.conn { continue }
        try receive(line.conn ?? newest, read)
        read = []
      case "+": pass(line.text)
      case "-": try call(line.text)
      default: break
      }
    }
    try run()
    for line in lines where line.isEngines { expect(line) }
  }

  /// What differs between what is said and what the file says. Both are forgotten.
  func difference() -> String? {
    defer { (said, expected) = (Said(), Said()) }
    return said == expected ? nil : "-- expected\n\(expected)\n-- said\n\(said)"
  }

  /// Octets that arrive, in reads of no more than `most`, between which the engine runs.
  private func receive(_ conn: UInt64, _ octets: [UInt8]) throws {
    var rest = octets[...]
    while !rest.isEmpty {
      do {
        try run((conn, Data(rest.prefix(most))))
      } catch let refused as CallError {
        note(refused)
      }
      rest = rest.dropFirst(most)
    }
  }

  /// Runs the engine until it waits for input or for a later time; one output a step, since a
  /// transcript's `transmitted` follows each of them.
  private func run(_ read: (UInt64, Data)? = nil) throws {
    var read = read
    while true {
      let step = try engine.step(
        monoMs: mono, unixMs: unix, conn: read?.0, octets: read?.1 ?? Data(), most: 1)
      read = nil
      try step.outputs.forEach(note)
      if !step.more, step.waitUntil.map({ $0 > mono }) ?? true {
        wait = "* " + canonical.braces(
          "Wait", canonical.option("Step.wait_until", step.waitUntil, canonical.number)
            .map { $0.replacing("wait_until", with: "until") },
          canonical.field("Step.read", step.read, canonical.flag))
        return
      }
    }
  }

  /// `+30s`, `+250ms`.
  private func pass(_ text: String) {
    let inSeconds = !text.hasSuffix("ms")
    let ms = UInt64(text.prefix { $0.isNumber })! * (inSeconds ? 1000 : 1)
    (mono, unix) = (mono + ms, unix + ms)
  }

  private func note(_ output: Output) throws {
    switch output {
    case .transmit(let conn, let bytes): try note(conn, bytes)
    case .event(let seq, let event): note(seq, event)
    case .connect(let conn, _):
      newest = conn
      said.outputs.append("* " + canonical.output(output))
    case .disconnect(let conn):
      gone.insert(conn)
      said.outputs.append("* " + canonical.output(output))
    default: said.outputs.append("* " + canonical.output(output))
    }
  }

  private func note(_ seq: UInt64, _ event: Event) {
    let bearsStanza = engine.element(seq: seq) != nil
    let seq = bearsStanza ? canonical.glue.handOn("Output.Event.seq", seq)! : seq
    let stanza = engine.element(seq: seq)
    said.events.append("! " + canonical.event(event, stanza?.xml() ?? "?"))
    if let stanza, !Records(glue: canonical.glue).agree(event, stanza) {
      said.events.append("the record says something else")
    }
  }

  private func note(_ conn: UInt64, _ octets: Data) throws {
    if gone.contains(conn) { said.outputs.append("* Transmit behind Disconnect") }
    let octets = canonical.glue.handOn("Output.Transmit.bytes", octets) ?? Data()
    said.octets[conn, default: []] += octets
    totals[conn, default: 0] += UInt64(octets.count)
    if !isManual { try engine.transmitted(conn: conn, total: totals[conn]!) }
  }

  func note(_ refused: CallError) {
    said.outputs.append("* Err " + canonical.refusal(refused))
  }

  /// One line of the engine, as it stands in the file.
  private func expect(_ line: Line) {
    switch line.sign {
    case ">": expected.octets[line.conn ?? newest, default: []] += line.octets
    case "!": expected.events.append("! " + line.text)
    default: expected.outputs.append("* " + line.text)
    }
    tally.count(line)
  }
}

/// How many lines were compared.
struct Tally {
  var (events, outputs, octets) = (0, 0, 0)

  mutating func count(_ line: Line) {
    switch line.sign {
    case ">": octets += line.octets.count
    case "!": events += 1
    default: outputs += 1
    }
  }

  static func += (sum: inout Tally, more: Tally) {
    sum.events += more.events
    sum.outputs += more.outputs
    sum.octets += more.octets
  }
}
