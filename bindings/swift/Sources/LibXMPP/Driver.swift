import Foundation

/// Runs an engine: executes what it puts out, feeds it what happens. What the program calls only
/// stores, from whatever thread; the poller then makes the engine run.
///
/// An actor on a thread of its own, which waits for the socket.
actor Driver {
  private typealias Asking = CheckedContinuation<AnswerResult, any Error>

  nonisolated let inbox: Inbox
  private nonisolated let engine: Engine
  private nonisolated let poller: Poller
  private let judge: Judge?

  /// Who waits for an answer; nobody any more, if that was given up.
  private var asking: [RequestId: Asking?] = [:]
  private var isAbandoned = false
  private var isOver = false
  private var dialling: Dialling?
  private var socket: Socket?
  private var buffer: Data
  /// While the program waits for an answer, which may stand behind events that it does not take
  /// meanwhile: what the engine would hold, and the news of all that may be sent.
  private let roomWhileAsking: Int
  /// Octets received, how many of them before what waits for the program, and how many more may be.
  private var received: UInt64 = 0
  private var heard: UInt64 = 0
  private let mostHeard: UInt64
  /// The engine's own word on an answer that is late comes first, unless it is held behind events that
  /// nobody takes.
  private let patience: Duration
  private var wantsRead = false
  private var sleepsUntil: UInt64?

  private static let mostRead: UInt64 = 16 * 1024

  /// Why a config fails that leaves TLS to this driver.
  private static let noTls = ConnectFailure.Tls(reason: "this driver has none of its own")

  nonisolated var unownedExecutor: UnownedSerialExecutor { poller.asUnownedSerialExecutor() }

  init(config: Config, shared: Shared?, judge: Judge?) throws {
    var config = config
    config.handled = .explicit
    engine = try Driver.engine(config, shared)
    poller = try Poller()
    inbox = Inbox(ring: poller.ring)
    self.judge = judge
    roomWhileAsking = Int(config.limits.heldEvents) + 2 * Int(config.limits.queuedStanzas)
    mostHeard = config.limits.heldBytes
    patience = .milliseconds(min(config.timeouts.requestMs, UInt64(UInt32.max))) + .seconds(1)
    // While the engine wants to be read for it has room for half of its limit.
    buffer = Data(count: Int(max(1, min(Driver.mostRead, config.limits.receivedBytes / 2))))
    poller.start()
  }

  deinit { poller.stop() }

  private static func engine(_ config: Config, _ shared: Shared?) throws -> Engine {
    let seed = Data((0..<32).map { _ in UInt8.random(in: 0...255) })
    guard let shared else { return try Engine(config: config, seed: seed) }
    return try Engine.withShared(config: config, seed: seed, shared: shared)
  }

  // What the program does.

  /// Makes a call, after which the engine has to run.
  nonisolated func call<T>(_ body: (Engine) throws -> T) rethrows -> T {
    defer { poller.ring() }
    return try body(engine)
  }

  func ask(_ request: Iq) async throws -> AnswerResult {
    try Task.checkCancellation()
    let id = try call { try $0.ask(request: request) }
    let expiry = Task {
      try await Task.sleep(for: patience)
      giveUp(id, .success(.timeout))
    }
    defer { expiry.cancel() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { asking[id] = $0 }
    } onCancel: {
      Task { await giveUp(id, .failure(CancellationError())) }
    }
  }

  /// Ends it. The answer is of no interest any more; it will still come.
  private func giveUp(_ id: RequestId, _ end: Result<AnswerResult, any Error>) {
    guard let waiting = asking[id] else { return }
    asking.updateValue(nil, forKey: id)
    _ = call { $0.cancelRequest(request: id) }
    waiting?.resume(with: end)
  }

  /// Nobody takes events any more: none that comes is acknowledged.
  func abandon() {
    isAbandoned = true
    call { $0.closeStream() }
  }

  // What the driver does.

  func run() async {
    do {
      var received = Received.nothing
      while try step(received) { received = await listen() }
    } catch {
      inbox.put(0, .closed(reason: .DriverGone), at: received)
    }
    end()
  }

  /// Tells the engine what happened and lets it run until it waits; `false` at its end.
  private func step(_ received: Received) throws -> Bool {
    var (conn, count) = feed(received)
    heard = inbox.count == 0 ? self.received : max(heard, inbox.takenAt)
    self.received += UInt64(count)
    var isMore = true
    while isMore && !isOver {
      let most = try inbox.tell(engine, room: room)
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

  /// How many events may wait for the program.
  private var room: Int {
    if isAbandoned { return .max }
    return asking.isEmpty || received - heard > mostHeard ? Inbox.room : roomWhileAsking
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
    case .startTls(let conn, _): engine.failed(conn: conn, failure: Driver.noTls)
    case .wait: break  // a step does not wait
    }
  }

  private func deliver(_ seq: UInt64, _ event: Event) {
    switch event {
    case .answer(let request, let result):
      guard let waiting = asking.removeValue(forKey: request) else { break }
      inbox.pass(seq)
      waiting?.resume(returning: result)
      return
    case .verifyCertificate(let conn, let domain, let chain, let nameMatches):
      guard let judge else { break }
      DispatchQueue.global().async {
        let accepts = judge(chain, domain, nameMatches)
        self.call { $0.trust(conn: conn, verdict: accepts ? .accept : .refuse) }
      }
      return
    case .closed: isOver = true
    default: break
    }
    if !isAbandoned { inbox.put(seq, event, at: received) }
  }

  /// Takes the place of an earlier dial, if there is one: the engine has given that up.
  private func connect(_ conn: ConnId, _ target: Target) {
    dialling?.giveUp()
    dialling = Dialling(conn, target) { result in Task { await self.dialled(conn, result) } }
  }

  private func dialled(_ conn: ConnId, _ result: Dialled) {
    guard dialling?.conn == conn else { return result.drop() }
    dialling = nil
    switch result {
    case .success(let descriptor):
      socket = Socket(conn: conn, descriptor: descriptor)
      call { $0.connected(conn: conn, tls: nil) }
    case .failure(let failure):
      call { $0.failed(conn: conn, failure: failure) }
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
  private func listen() async -> Received {
    let interest = socket?.interest(reads: wantsRead) ?? 0
    let isReady = await poller.wait(
      for: interest, on: socket?.descriptor ?? -1, until: sleepsUntil)
    guard isReady, wantsRead, let socket else { return .nothing }
    return socket.read(&buffer)
  }

  private func end() {
    isOver = true
    dialling?.giveUp()
    dialling = nil
    socket?.finish()
    socket = nil
    for waiting in asking.values { waiting?.resume(returning: .offline) }
    asking = [:]
    inbox.end()
  }
}
