import Foundation

/// The thread of one driver, which is an actor on it: runs the actor's jobs and, while there are none,
/// waits for the network, the program and the time.
///
/// Not the pool of Swift's tasks, since a thread of that must not wait for a descriptor.
final class Poller: SerialExecutor, @unchecked Sendable {
  /// What the driver waits for.
  private struct Waiter {
    let descriptor: Int32
    let interest: Int16
    /// On the monotonic clock, in milliseconds.
    let until: UInt64?
    let continuation: CheckedContinuation<Bool, Never>
  }

  private let bell: Bell
  private let lock = NSLock()
  private var jobs: [UnownedJob] = []
  /// The program has done something since the driver last ran.
  private var isRung = false
  private var isAsleep = false
  private var isStopped = false
  // Of the thread alone.
  private var waiter: Waiter?

  init() throws { bell = try Bell() }

  func start() {
    let thread = Thread { self.work() }
    lock.withLock { thread.start() }
  }

  /// Makes the driver run: `wait` returns.
  func ring() { wake { isRung = true } }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    wake { jobs.append(job) }
  }

  /// Ends the thread; for a driver that is gone, and so has no jobs.
  func stop() { wake { isStopped = true } }

  private func wake(_ change: () -> Void) {
    lock.withLock {
      change()
      if isAsleep { bell.ring() }
      isAsleep = false
    }
  }

  /// Waits until something of `interest` is true of the descriptor, until somebody rings, or until the
  /// time; whether it was the first. For the driver alone.
  func wait(
    for interest: Int16, on descriptor: Int32, until: UInt64?,
    isolation: isolated (any Actor)? = #isolation
  ) async -> Bool {
    await withCheckedContinuation { continuation in
      waiter = Waiter(
        descriptor: interest == 0 ? -1 : descriptor, interest: interest, until: until,
        continuation: continuation)
    }
  }

  private func work() {
    // On Linux a thread takes no name before `start` is over, which is what the lock waits for.
    lock.withLock { Thread.current.name = "xmpp" }
    repeat {
      for job in takeJobs() { job.runSynchronously(on: asUnownedSerialExecutor()) }
      sleep()
    } while !lock.withLock { isStopped }
  }

  private func takeJobs() -> [UnownedJob] {
    lock.withLock {
      defer { jobs = [] }
      return jobs
    }
  }

  private func sleep() {
    let hasNothingToDo = lock.withLock {
      isAsleep = jobs.isEmpty && !isRung && !isStopped
      return isAsleep
    }
    var polled = [
      pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: waiter?.descriptor ?? -1, events: waiter?.interest ?? 0, revents: 0),
    ]
    poll(&polled, 2, hasNothingToDo ? timeout : 0)
    if polled[0].revents != 0 { bell.silence() }
    awake(isReady: polled[1].revents != 0)
  }

  private func awake(isReady: Bool) {
    let isRung = lock.withLock {
      defer { (self.isRung, isAsleep) = (false, false) }
      return self.isRung
    }
    guard let waiter, isReady || isRung || timeout == 0 else { return }
    self.waiter = nil
    waiter.continuation.resume(returning: isReady)
  }

  /// In the form of poll(2).
  private var timeout: Int32 {
    guard let until = waiter?.until else { return -1 }
    return Int32(clamping: max(0, Int64(clamping: until) - Int64(now().mono)))
  }
}

/// Wakes a thread that polls.
private final class Bell {
  let descriptor: Int32
  private let rope: Int32

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

  func ring() { write(rope, "!", 1) }

  func silence() {
    var octets: UInt64 = 0
    read(descriptor, &octets, 8)
  }
}

/// The engine's two clocks in milliseconds. The first counts the sleep of the machine.
func now() -> (mono: UInt64, unix: UInt64) {
  #if os(Linux)
    let clock = CLOCK_BOOTTIME
  #else
    let clock = CLOCK_MONOTONIC
  #endif
  return (milliseconds(clock), milliseconds(CLOCK_REALTIME))
}

private func milliseconds(_ clock: clockid_t) -> UInt64 {
  var time = timespec()
  clock_gettime(clock, &time)
  return UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000
}
