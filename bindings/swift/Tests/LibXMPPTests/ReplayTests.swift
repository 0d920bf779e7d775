import Foundation
import XCTest

@testable import LibXMPP

/// Every transcript through the border: the engine, as Swift hears it, says what it says in Rust.
final class ReplayTests: XCTestCase {
  /// How many fields transcripts reach: more with each one for a new event, never fewer. What else is
  /// declared stands in stanzas, or in faults that no transcript can bring about.
  private let leastReached = 119

  func testEveryTranscriptIsPlayedAsWritten() throws {
    let files = try transcripts()
    var sum = Tally()
    for file in files {
      for most in [Int.max, 1] {
        let (tally, difference) = try play(file, most: most)
        XCTAssertNil(difference, "\(difference ?? "")\n^ \(file.path)")
        sum += tally
      }
    }
    print("files=\(files.count) events=\(sum.events) outputs=\(sum.outputs) octets=\(sum.octets)")
    XCTAssertGreaterThan(files.count, 300)
    XCTAssertGreaterThan(sum.events, 1000)
  }

  /// A field that is damaged on its way makes the play fail in which it was seen first.
  func testADamagedFieldIsFound() throws {
    let whole = Glue()
    for file in try transcripts() {
      whole.playing = file.path
      _ = try play(file, glue: whole)
    }
    let waits = try transcripts().filter { try String(contentsOf: $0, encoding: .utf8).contains("- waits") }
    for (field, file) in whole.reached {
      // What stands at the end of a step is seen where the transcript asks for it.
      let files = field.hasPrefix("Step.") ? waits : [URL(fileURLWithPath: file)]
      let isFound = try files.contains { try play($0, glue: Glue(chosen: field)).1 != nil }
      XCTAssertTrue(isFound, "\(field) is damaged, and \(file) passes")
    }
    XCTAssertGreaterThanOrEqual(whole.reached.count, leastReached)
    print("fields=\(whole.reached.count)")
  }

  private func play(_ file: URL, most: Int = .max, glue: Glue = Glue()) throws -> (Tally, String?) {
    let script = try Script(file, in: folder())
    let stage = try Stage(script, most: most, glue: glue)
    var at = 0
    while at < script.lines.count {
      var end = at + 1
      while end < script.lines.count, script.lines[end].isOneAct(with: script.lines[end - 1]) { end += 1 }
      try stage.act(script.lines[at..<end])
      if let difference = stage.difference() {
        return (stage.tally, "\(difference)\n^ at line \(script.lines[at].number)")
      }
      at = end
    }
    return (stage.tally, nil)
  }

  private func folder() throws -> URL { try testsFolder().appendingPathComponent("transcripts") }

  private func transcripts() throws -> [URL] {
    let all = FileManager.default.enumerator(at: try folder(), includingPropertiesForKeys: nil)
    let files = all?.compactMap { $0 as? URL }.filter { $0.pathExtension == "txt" } ?? []
    return files.sorted { $0.path < $1.path }
  }
}

/// The folder `tests` of the checkout, which the tests of all languages share.
func testsFolder() throws -> URL {
  guard let path = ProcessInfo.processInfo.environment["XMPP_TESTS"] else {
    throw Fault("XMPP_TESTS does not name the folder of the shared tests")
  }
  return URL(fileURLWithPath: path)
}
