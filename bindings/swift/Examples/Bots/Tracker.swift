import Foundation

/// What people work at, and the file that remembers it. Neither network nor clock is here;
/// tests/chats/README.md says what holds for the tracker of every language.
///
/// Texts are octets of UTF-8: two names are one only if all their code points are the same, while a
/// `String` counts others as equal, too.
public struct Tracker {
  typealias Text = [UInt8]

  private static let day: Int64 = 86_400
  private static let longestName = 100
  private static let help = """
    start NAME - I count the time for NAME from now on
    stop - I stop counting
    today - the times since 00:00 UTC
    week - the times since Monday 00:00 UTC
    help - this text
    """

  private let file: String
  /// The notes of all people, sorted by time, as they stand in the file.
  private var notes: [Note] = []

  /// Reads the file, if there is one. Throws `Damaged`, or the system's error.
  public init(file: String) throws {
    self.file = file
    let lines = try content(of: file).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if index == lines.count - 1 && line.isEmpty { break }
      guard let note = Note(line: Text(line)), index < lines.count - 1 else {
        throw Damaged(line: index + 1)
      }
      notes.insert(note)
    }
  }

  /// The reply to what `person`, a bare address, said at `at`, in seconds since 1970. Throws if the
  /// file cannot be written; then nothing was noted.
  public mutating func answer(_ person: String, _ text: String, at: Int64) throws -> String {
    let (command, name) = parsed(Text(text.utf8))
    let person = Text(person.utf8)
    let today = at - at % Tracker.day
    let monday = today - (today / Tracker.day + 3) % 7 * Tracker.day  // 1970 began with a Thursday
    switch (String(decoding: command, as: UTF8.self), name.isEmpty) {
    case ("start", true): return "What shall I start? Say: start NAME"
    case ("start", false) where name.count > Tracker.longestName: return "That name is too long."
    case ("start", false): return try start(person, name, at)
    case ("stop", true): return try stop(person, at)
    case ("today", true): return times("Today", person, from: today, to: at)
    case ("week", true): return times("This week", person, from: monday, to: at)
    default: return Tracker.help
    }
  }

  private mutating func start(_ person: Text, _ name: Text, _ at: Int64) throws -> String {
    var reply = "Started \(shown(name))."
    if let (running, since) = running(person, at) {
      if running == name { return "\(shown(name)) is running already." }
      reply = "Stopped \(shown(running)) after \(duration(at - since)). \(reply)"
    }
    try add(Note(at: at, person: person, name: name))
    return reply
  }

  private mutating func stop(_ person: Text, _ at: Int64) throws -> String {
    guard let (running, since) = running(person, at) else { return "Nothing is running." }
    try add(Note(at: at, person: person, name: nil))
    return "Stopped \(shown(running)) after \(duration(at - since))."
  }

  /// How long each name ran between two times.
  private func times(_ title: String, _ person: Text, from: Int64, to at: Int64) -> String {
    let seen = seen(person, at)
    var seconds: [Text: Int64] = [:]
    for (note, end) in zip(seen, seen.dropFirst().map(\.at) + [at]) {
      if let name = note.name { seconds[name, default: 0] += max(0, end - max(note.at, from)) }
    }
    let running = running(person, at)?.name
    let told = seconds.filter { $0.value > 0 || $0.key == running }
    let lines = told.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
      "\n\(shown($0.key)) \(duration($0.value))" + ($0.key == running ? ", running" : "")
    }
    return "\(title):" + (lines.isEmpty ? " nothing." : lines.joined())
  }

  /// What ran at that time, and since when.
  private func running(_ person: Text, _ at: Int64) -> (name: Text, since: Int64)? {
    guard let last = seen(person, at).last, let name = last.name else { return nil }
    return (name, last.at)
  }

  /// The person's notes up to that time.
  private func seen(_ person: Text, _ at: Int64) -> [Note] {
    notes.filter { $0.person == person && $0.at <= at }
  }

  /// Writes the file anew and puts it in the old one's place, so that a crash loses neither.
  private mutating func add(_ note: Note) throws {
    var notes = self.notes
    notes.insert(note)
    let new = URL(fileURLWithPath: file + ".new")
    try Data(notes.flatMap(\.line)).write(to: new)
    let written = try FileHandle(forWritingTo: new)
    try written.synchronize()
    try written.close()
    guard rename(new.path, file) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    self.notes = notes
  }
}

/// A line of the file is damaged.
public struct Damaged: Error, CustomStringConvertible {
  let line: Int
  public var description: String { "line \(line) is damaged" }
}

/// What a person told: a start with a name, or a stop. It lasts until the person's next note.
private struct Note {
  let at: Int64
  let person: Tracker.Text
  let name: Tracker.Text?

  init(at: Int64, person: Tracker.Text, name: Tracker.Text?) {
    (self.at, self.person, self.name) = (at, person, name)
  }

  /// The note that would be written as that very line, which comes without its line feed.
  init?(line: Tracker.Text) {
    let parts = line.split(separator: space, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[1].isEmpty, String(validating: line, as: UTF8.self) != nil,
      let date = try? Date(shown(Tracker.Text(parts[0])), strategy: .iso8601)
    else { return nil }
    let (command, name) = parsed(Tracker.Text(parts[2]))
    let isStart = command == Tracker.Text("start".utf8) && !name.isEmpty
    guard isStart || command == Tracker.Text("stop".utf8) else { return nil }
    self.init(
      at: Int64(date.timeIntervalSince1970.rounded(.down)), person: Tracker.Text(parts[1]),
      name: isStart ? name : nil)
    guard self.line.dropLast() == line[...] else { return nil }
  }

  /// As it stands in the file.
  var line: Tracker.Text {
    let time = Date(timeIntervalSince1970: TimeInterval(at)).formatted(.iso8601)
    let told = name.map { Tracker.Text("start ".utf8) + $0 } ?? Tracker.Text("stop".utf8)
    return Tracker.Text("\(time) ".utf8) + person + [space] + told + [UInt8(ascii: "\n")]
  }
}

extension [Note] {
  /// Puts a note behind those of its time and of earlier ones.
  fileprivate mutating func insert(_ note: Note) {
    insert(note, at: (lastIndex { $0.at <= note.at } ?? -1) + 1)
  }
}

private let space = UInt8(ascii: " ")

/// Nothing if there is no such file.
private func content(of file: String) throws -> Data {
  do {
    return try Data(contentsOf: URL(fileURLWithPath: file))
  } catch CocoaError.fileReadNoSuchFile {
    return Data()
  }
}

/// The first word in small letters, and the others.
private func parsed(_ text: Tracker.Text) -> (command: Tracker.Text, name: Tracker.Text) {
  let words = text.split { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
  let small = words.first.map { $0.map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 } } ?? []
  return (small, Tracker.Text(words.dropFirst().joined(separator: [space])))
}

private func shown(_ text: Tracker.Text) -> String { String(decoding: text, as: UTF8.self) }

private func duration(_ seconds: Int64) -> String {
  "\(seconds / 3600) h " + String(format: "%02lld min", seconds / 60 % 60)
}
