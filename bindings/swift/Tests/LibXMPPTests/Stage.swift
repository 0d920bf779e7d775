import Foundation

@testable import LibXMPP

/// What an engine has said, or has to say, since the last comparison.
struct Said: Equatable, CustomStringConvertible {
  var outputs: [String] = []
  var events: [String] = []
  var octets: [ConnId: Data] = [:]

  var description: String {
    let written = octets.sorted { $0.key < $1.key }.map {
      ">\($0) \(String(decoding: $1, as: UTF8.self))"
    }
    return (outputs + written + events).joined(separator: "\n")
  }
}

/// An engine and the world around it: what it says is noted as the lines of transcripts.
final class Stage {
  let engine: Engine
  let canonical: Canonical
  private let isManual: Bool
  private var mono: UInt64 = 1000
  private var unix: UInt64 = 1_790_000_000_000
  private(set) var newest: ConnId = 0
  private var totals: [ConnId: UInt64] = [:]
  /// Given back: nothing may be written to it any more.
  private var gone: Set<ConnId> = []
  private var last = Step(outputs: [], waitUntil: nil, read: false, more: false)
  var said = Said()

  init(_ settings: Settings, _ glue: Glue) throws {
    engine = try Engine(config: settings.config, seed: Data(repeating: settings.seed, count: 32))
    canonical = Canonical(glue: glue)
    isManual = settings.isManual
    try run()
  }

  func pass(_ milliseconds: UInt64) {
    mono += milliseconds
    unix += milliseconds
  }

  /// Lets the engine run until it waits for input or for a later time. One output at a time: what
  /// it gave counts as handled before the next, as in a loop over `poll`.
  func run(_ conn: ConnId? = nil, _ octets: Data = Data()) throws {
    var step = try engine.step(monoMs: mono, unixMs: unix, conn: conn, octets: octets, most: 1)
    while true {
      for output in step.outputs { try note(output) }
      last = step
      if !step.more && step.waitUntil.map({ $0 > mono }) ?? true { return }
      step = try engine.step(monoMs: mono, unixMs: unix, conn: nil, octets: Data(), most: 1)
    }
  }

  private func note(_ output: Output) throws {
    switch output {
    case .event(let seq, let event): noteEvent(seq, event)
    case .transmit(let conn, let octets): try noteTransmit(conn, octets)
    default:
      if case .connect(let conn, _) = output { newest = conn }
      if case .disconnect(let conn) = output { gone.insert(conn) }
      said.outputs.append("* " + canonical.output(output))
    }
  }

  private func noteEvent(_ seq: UInt64, _ event: Event) {
    let stanza = engine.element(seq: seq)
    said.events.append("! " + canonical.event(event, stanza?.xml() ?? ""))
    if let stanza, !Records(glue: canonical.glue).agree(event, stanza) {
      said.events.append("the record says something else")
    }
  }

  private func noteTransmit(_ conn: ConnId, _ octets: Data) throws {
    let glue = canonical.glue
    let conn = glue.handOn("Transmit.conn", conn) ?? 0
    if gone.contains(conn) { said.outputs.append("* Transmit behind Disconnect") }
    said.octets[conn, default: Data()] += glue.handOn("Transmit.bytes", octets) ?? Data()
    totals[conn, default: 0] += UInt64(octets.count)
    if !isManual { try? engine.transmitted(conn: conn, total: totals[conn]!) }
  }

  /// Makes a call, and notes a refusal.
  func noting(_ call: () throws -> Void) throws {
    do {
      try call()
    } catch let refused as CallError {
      said.outputs.append("* Err " + canonical.refusal(refused))
    }
  }

  /// What `false` means.
  func noteTooLate() { said.outputs.append("* Err TooLate") }

  func noteLastWait() {
    let line = canonical.braces(
      "* Wait", canonical.option("Step.until", last.waitUntil, canonical.number),
      canonical.field("Step.read", last.read, canonical.flag))
    said.outputs.append(line)
  }
}
