import Foundation
import XCTest

@testable import LibXMPP

/// Every transcript played through the border: what the engine says is made into lines here, from
/// the fields that came across, and compared with the lines in the files.
final class TranscriptTests: XCTestCase {
  private let folder = URL(
    fileURLWithPath: ProcessInfo.processInfo.environment["LIBXMPP_TRANSCRIPTS"] ?? "?")

  private func transcripts() throws -> [String] {
    let all = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return all.filter { $0.hasSuffix(".txt") }.sorted()
  }

  func testEachIsPlayedAsWritten() throws {
    let (files, glue) = (try transcripts(), Glue())
    XCTAssert(files.count > 100, "\(files.count)")
    var lines = 0
    for file in files {
      for most in [Int.max, 1] {
        let play = try Play(file, in: folder, most: most, glue)
        if let fault = try play.fault() { XCTFail("\(file), reads of \(most), \(fault)") }
        lines += play.compared
      }
    }
    XCTAssert(lines > 1000, "\(lines)")
  }

  /// How many fields transcripts reach: more with each one for a new event, never fewer.
  private let reached = 119

  func testEachFieldThatIsDamagedIsSeen() throws {
    let glue = Glue()
    for file in try transcripts() {
      glue.playing = file
      _ = try Play(file, in: folder, most: .max, glue).fault()
    }
    XCTAssert(glue.reached.count >= reached, "\(glue.reached.count)")
    for (field, file) in glue.reached {
      let play = try Play(file, in: folder, most: .max, Glue(chosen: field))
      XCTAssertNotNil(try play.fault(), "\(field), damaged in \(file), is not seen")
    }
  }
}

/// One play of one file, with reads of at most so many octets.
private final class Play {
  private let script: Script
  private let stage: Stage
  private let most: Int
  /// Lines of the engine that were compared.
  private(set) var compared = 0

  init(_ file: String, in folder: URL, most: Int, _ glue: Glue) throws {
    script = try Script(file, in: folder)
    let settings = try Settings(script)
    self.most = settings.isWhole ? .max : most
    stage = try Stage(settings, glue)
  }

  /// Plays to the end; what is wrong, if something is.
  func fault() throws -> String? {
    for act in script.acts {
      try play(act)
      let expected = expected(act)
      if stage.said != expected {
        return "at line \(act.first!.number):\n-- expected\n\(expected)\n-- said\n\(stage.said)"
      }
      stage.said = Said()
    }
    return nil
  }

  private func play(_ act: ArraySlice<Script.Line>) throws {
    var read = Data()
    for (index, line) in zip(act.indices, act) {
      switch line.sign {
      case "<":
        read += line.octets
        let next = act.dropFirst(index + 1 - act.startIndex).first
        if next?.sign == "<" && next?.conn == line.conn { continue }
        try receive(line.conn ?? stage.newest, read)
        read = Data()
      case "+": stage.pass(milliseconds(line.text))
      case "-": try stage.call(line.text)
      default: break
      }
    }
    try stage.run()
  }

  /// `30s`, `250ms`.
  private func milliseconds(_ text: String) -> UInt64 {
    text.hasSuffix("ms") ? UInt64(text.dropLast(2))! : UInt64(text.dropLast())! * 1000
  }

  /// Octets that arrive, in reads between which the engine runs.
  private func receive(_ conn: ConnId, _ octets: Data) throws {
    var rest = octets
    while !rest.isEmpty {
      let count = min(most, rest.count)
      try stage.noting { try stage.run(conn, Data(rest.prefix(count))) }
      rest = rest.dropFirst(count)
    }
  }

  private func expected(_ act: ArraySlice<Script.Line>) -> Said {
    var said = Said()
    for line in act {
      switch line.sign {
      case ">": said.octets[line.conn ?? stage.newest, default: Data()] += line.octets
      case "!": said.events.append("! " + line.text)
      case "*": said.outputs.append("* " + line.text)
      default: continue
      }
      compared += 1
    }
    return said
  }
}
