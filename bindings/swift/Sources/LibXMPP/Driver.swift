import Foundation

/// A request that somebody waits for.
final class Asked: @unchecked Sendable {
  // All under the driver's lock.
  fileprivate var id: RequestId?
  fileprivate var continuation: CheckedContinuation<AnswerResult, any Error>?
  fileprivate var isGivenUp = false
}

/// Runs an engine on a thread of its own: executes what it puts out, feeds it what happens. What
/// the program calls only stores; the bell then makes the engine run.
final class Driver: @unchecked Sendable {
  let engine: Engine
  let inbox: Inbox
  private let bell: Bell
  private let judge: Judge?

  private let lock = NSLock()
  private var asked: [RequestId: Asked] = [:]
  private var dialled: [(ConnId, Dialled)] = []
  private var isAbandoned = false
  /// The engine has met a bug of its own.
  private var isGone = false

  // Of the thread alone.
  private var isOver = false
  private var dialling: Dialling?
  private var socket: Socket?
  private var buffer: Data
  private var wantsRead = false
  private var sleepsUntil: UInt64?

  private static let mostRead: UInt64 = 16 * 1024

  init(config: Config, judge: Judge?) throws {
    var config = config
    config.handled = .explicit
    engine = try Engine(config: config, seed: randomSeed())
    bell = try Bell()
    inbox = Inbox(bell: bell)
    self.judge = judge
    // While the engine wants to be read for it has room for half of its limit.
    buffer = Data(count: Int(max(1, min(Driver.mostRead, config.limits.receivedBytes / 2))))
  }

  func start() {
    let thread = Thread { self.run() }
    thread.name = "xmpp"
    thread.start()
  }

  // What the program does.

  /// Makes a call, after which the engine has to run.
  func call<T>(_ body: (Engine) throws -> T) throws -> T {
    defer { bell.ring() }
    return try body(engine)
  }

  /// The same for a call that cannot be refused: an engine that is gone would not live through it.
  @discardableResult
  func tell<T>(_ body: (Engine) -> T) -> T? {
    if lock.withLock({ isGone }) { return nil }
    defer { bell.ring() }
    return body(engine)
  }

  func ask(
    _ request: Iq, _ asked: Asked, _ continuation: CheckedContinuation<AnswerResult, any Error>
  ) {
    do {
      try lock.withLock {
        if asked.isGivenUp { throw CancellationError() }
        let id = try engine.ask(request: request)
        (asked.id, asked.continuation) = (id, continuation)
        self.asked[id] = asked
      }
      bell.ring()
    } catch {
      continuation.resume(throwing: error)
    }
  }

  /// The answer is of no interest any more; it will still come.
  func giveUp(_ asked: Asked) {
    let (id, continuation) = lock.withLock {
      asked.isGivenUp = true
      defer { asked.continuation = nil }
      return (asked.id, asked.continuation)
    }
    guard let id, let continuation else { return }
    _ = tell { $0.cancelRequest(request: id) }
    continuation.resume(throwing: CancellationError())
  }

  /// Nobody takes events any more: none that comes is acknowledged.
  func abandon() {
    lock.withLock { isAbandoned = true }
    tell { $0.closeStream() }
  }

  // What the thread does.

  private func run() {
    do {
      var received: Received = .nothing
      while try step(received) {
        received = listen()
      }
    } catch {
      lock.withLock { isGone = true }
      inbox.put(0, .closed(reason: .DriverGone))
    }
    end()
  }

  /// Tells the engine what happened and lets it run until it waits; `false` at its end.
  private func step(_ received: Received) throws -> Bool {
    var (conn, count) = feed(received)
    var isMore = true
    while isMore && !isOver {
      let isUnbounded = lock.withLock { isAbandoned || !asked.isEmpty }
      let most = try inbox.tell(engine, isUnbounded: isUnbounded)
      let (mono, unix) = now()
      let step = try engine.step(
        monoMs: mono, unixMs: unix, conn: conn, octets: buffer.prefix(count), most: UInt32(most))
      (conn, count) = (nil, 0)
      step.outputs.forEach(carryOut)
      isMore = try flush() || step.more
      (wantsRead, sleepsUntil) = (step.read, step.waitUntil)
      inbox.announce()
    }
    return !isOver
  }

  private func feed(_ received: Received) -> (ConnId?, Int) {
    guard let conn = socket?.conn else { return (nil, 0) }
    switch received {
    case .octets(let count): return (conn, count)
    case .end(nil): engine.eof(conn: conn)
    case .end(let failure?): engine.failed(conn: conn, failure: failure)
    case .nothing: break
    }
    return (nil, 0)
  }

  private func carryOut(_ output: Output) {
    switch output {
    case .event(let seq, let event): deliver(seq, event)
    case .transmit(let conn, let octets): if socket?.conn == conn { socket?.queue(octets) }
    case .connect(let conn, let target): connect(conn, target)
    case .disconnect(let conn): disconnect(conn)
    case .startTls, .wait: break  // nobody asks this host for TLS, and a step does not wait
    }
  }

  private func deliver(_ seq: UInt64, _ event: Event) {
    switch event {
    case .answer(let request, let result):
      let waiting = lock.withLock { asked.removeValue(forKey: request) }
      guard let waiting else { break }
      inbox.pass(seq)
      settle(waiting, result)
      return
    case .verifyCertificate(let conn, let domain, let chain, let nameMatches):
      guard let judge else { break }
      DispatchQueue.global().async {
        let accepts = judge(chain, domain, nameMatches)
        self.tell { $0.trust(conn: conn, verdict: accepts ? .accept : .refuse) }
      }
      return
    case .closed: isOver = true
    default: break
    }
    if !lock.withLock({ isAbandoned }) { inbox.put(seq, event) }
  }

  private func settle(_ waiting: Asked, _ result: AnswerResult) {
    let continuation = lock.withLock {
      defer { waiting.continuation = nil }
      return waiting.continuation
    }
    continuation?.resume(returning: result)
  }

  /// Takes the place of an earlier dial, if there is one: the engine has given that up.
  private func connect(_ conn: ConnId, _ target: Target) {
    dialling?.giveUp()
    dialling = Dialling(conn, target) { [weak self] result in
      guard let self else { return result.drop() }
      self.lock.withLock { self.dialled.append((conn, result)) }
      self.bell.ring()
    }
  }

  private func takeDialled() {
    let ended = lock.withLock {
      defer { dialled = [] }
      return dialled
    }
    for (conn, result) in ended {
      guard dialling?.conn == conn else {
        result.drop()
        continue
      }
      dialling = nil
      switch result {
      case .success(let descriptor):
        socket = Socket(conn: conn, descriptor: descriptor)
        engine.connected(conn: conn, tls: nil)
      case .failure(let failure): engine.failed(conn: conn, failure: failure)
      }
    }
  }

  private func disconnect(_ conn: ConnId) {
    if dialling?.conn == conn {
      dialling?.giveUp()
      dialling = nil
    }
    if socket?.conn == conn {
      socket?.finish()
      socket = nil
    }
  }

  /// Writes what the system takes; whether that was something.
  private func flush() throws -> Bool {
    guard let socket, socket.write() else { return false }
    try engine.transmitted(conn: socket.conn, total: socket.written)
    return true
  }

  /// Waits for the network, the program or the time.
  private func listen() -> Received {
    let interest = socket?.interest(reads: wantsRead) ?? 0
    var polled = [
      pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: interest == 0 ? -1 : socket!.descriptor, events: interest, revents: 0),
    ]
    let timeout = sleepsUntil.map { Int32(clamping: Int64(clamping: $0) - Int64(now().mono)) }
    poll(&polled, 2, timeout.map { max(0, $0) } ?? -1)
    if polled[0].revents != 0 { bell.silence() }
    takeDialled()
    guard polled[1].revents != 0, wantsRead, let socket else { return .nothing }
    return socket.read(&buffer)
  }

  private func end() {
    dialling?.giveUp()
    socket?.finish()
    socket = nil
    let left = lock.withLock {
      defer { asked = [:] }
      return asked.values
    }
    for waiting in left { settle(waiting, .offline) }
    takeDialled()
    inbox.end()
  }
}

private func randomSeed() -> Data { Data((0..<32).map { _ in UInt8.random(in: 0...255) }) }

/// The engine's two clocks in milliseconds. The first counts the sleep of the machine.
private func now() -> (mono: UInt64, unix: UInt64) {
  #if os(Linux)
    let clock = CLOCK_BOOTTIME
  #else
    let clock = CLOCK_MONOTONIC
  #endif
  var mono = timespec()
  clock_gettime(clock, &mono)
  var unix = timespec()
  clock_gettime(CLOCK_REALTIME, &unix)
  return (milliseconds(mono), milliseconds(unix))
}

private func milliseconds(_ time: timespec) -> UInt64 {
  UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000
}

/// Wakes a thread that polls.
final class Bell: @unchecked Sendable {
  let descriptor: Int32
  private let rope: Int32
  private let lock = NSLock()
  private var isRung = false

  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
    (descriptor, rope) = (ends[0], ends[1])
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
  }

  deinit {
    close(descriptor)
    close(rope)
  }

  func ring() {
    lock.withLock {
      if !isRung { write(rope, "!", 1) }
      isRung = true
    }
  }

  func silence() {
    lock.withLock {
      var octet: UInt8 = 0
      read(descriptor, &octet, 1)
      isRung = false
    }
  }
}
