import Foundation

/// The events of a client, for one consumer at a time: a second one is thrown `SecondConsumer`.
///
/// An event is handled when the next one is taken: only then is its stanza acknowledged to the
/// server, and what a program that was killed had not finished comes again. The sequence goes on
/// over `offline` and `online`, ends at the end that the program asked for, and throws the `Reason`
/// of any other. A cancelled task is thrown `CancellationError`, and nothing is lost.
public struct Events: AsyncSequence, Sendable {
  public typealias Element = Event

  let client: Client

  public func makeAsyncIterator() -> Iterator { Iterator(seat: Seat(client)) }

  /// Takes one event after the other. When it is gone, another one may go on.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let seat: Seat

    public mutating func next() async throws -> Event? { try await next(isolation: nil) }

    // Mutating, though nothing is changed: Swift 6.0 forgets to destroy what is not, behind a loop that
    // stands in top-level code, and the next loop would not be the only one.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Event? {
      guard seat.isOnly else { throw SecondConsumer() }
      let inbox = seat.client.inbox
      while true {
        switch inbox.take() {
        case .event(.closed(.Requested)), .event(.closed(.Aborted)), .end: return nil
        case .event(.closed(let reason)): throw reason
        case .event(let event): return event
        case .nothing: try await inbox.wait(isolation: actor)
        }
      }
    }
  }

  /// Where the consumer sits.
  fileprivate final class Seat: Sendable {
    let client: Client
    let isOnly: Bool

    init(_ client: Client) {
      self.client = client
      isOnly = client.inbox.enter()
    }

    deinit { if isOnly { client.inbox.leave() } }
  }
}

/// The events have a consumer already.
public struct SecondConsumer: Error, Told {
  public var description: String { "the events have a consumer already" }
}

/// From the driver's thread to the consumer.
final class Inbox: @unchecked Sendable {
  /// How many events may wait. Small: what waits here is not handled, and memory is the engine's
  /// business.
  static let room = 16

  enum Taken {
    case event(Event)
    case nothing
    case end
  }

  private struct Waiting {
    let seq: UInt64
    /// What is handled with it.
    var upTo: UInt64
    /// How many octets had been received when it came.
    let at: UInt64
    let event: Event
  }

  /// Tells the driver that it has something to do.
  private let ring: @Sendable () -> Void
  private let lock = NSLock()
  private var events: [Waiting] = []
  /// How many of them are taken already.
  private var head = 0
  private var taken = Waiting(seq: 0, upTo: 0, at: 0, event: .writable)
  /// Up to which number the program is done, and the engine knows.
  private var done: UInt64 = 0
  private var told: UInt64 = 0
  private var held = false
  private var over = false
  private var hasConsumer = false
  private var waiter: CheckedContinuation<Void, any Error>?

  init(ring: @escaping @Sendable () -> Void) { self.ring = ring }

  // The consumer's side.

  /// Whether the caller is the only consumer.
  func enter() -> Bool {
    lock.withLock {
      defer { hasConsumer = true }
      return !hasConsumer
    }
  }

  func leave() { lock.withLock { hasConsumer = false } }

  var takenLast: UInt64 { lock.withLock { taken.seq } }

  /// How many octets had been received when the event came that was taken last.
  var takenAt: UInt64 { lock.withLock { taken.at } }

  /// How many events wait.
  var count: Int { lock.withLock { events.count - head } }

  /// The next event; who asks for it is done with the one before. Nothing for a cancelled task, which
  /// is told so by `wait`.
  func take() -> Taken {
    let (event, rings): (Taken, Bool) = lock.withLock {
      done = taken.upTo
      let isEmpty = head == events.count
      if isEmpty || Task.isCancelled {
        return (isEmpty && over ? .end : .nothing, held || done != told)
      }
      taken = events[head]
      head += 1
      if head == events.count {
        events.removeAll(keepingCapacity: true)
        head = 0
      }
      return (.event(taken.event), false)
    }
    if rings { ring() }
    return event
  }

  /// Waits until there is something to take.
  func wait(isolation: isolated (any Actor)?) async throws {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let settled: Result<Void, any Error>? = lock.withLock {
          if Task.isCancelled { return .failure(CancellationError()) }
          if !events.isEmpty || over { return .success(()) }
          waiter = continuation
          return nil
        }
        if let settled { continuation.resume(with: settled) }
      }
    } onCancel: {
      wake(.failure(CancellationError()))
    }
  }

  private func wake(_ result: Result<Void, any Error>) {
    let waiter = lock.withLock {
      defer { self.waiter = nil }
      return self.waiter
    }
    waiter?.resume(with: result)
  }

  // The driver's side.

  /// Tells the engine what the program is done with, and whether it keeps up; gives how many more
  /// may come at once.
  func tell(_ engine: Engine, room: Int) throws -> Int {
    let (done, isNew, space, turns) = lock.withLock {
      let space = min(Inbox.room, max(0, room - (events.count - head)))
      defer { (told, held) = (self.done, space == 0) }
      return (self.done, self.done != told, space, held != (space == 0))
    }
    if isNew { try engine.handled(seq: done) }
    if turns { engine.holdEvents(hold: space == 0) }
    return max(1, space)
  }

  /// Adds an event; `announce` tells of it.
  func put(_ seq: UInt64, _ event: Event, at received: UInt64) {
    lock.withLock { events.append(Waiting(seq: seq, upTo: seq, at: received, event: event)) }
  }

  /// Something that the program got by another way: it is handled with what came before it.
  func pass(_ seq: UInt64) {
    lock.withLock {
      if head < events.count {
        events[events.count - 1].upTo = seq
      } else {
        taken.upTo = seq
        if waiter != nil { done = seq }
      }
    }
  }

  func announce() {
    if lock.withLock({ head < events.count }) { wake(.success(())) }
  }

  /// Nothing comes any more.
  func end() {
    lock.withLock { over = true }
    wake(.success(()))
  }
}
