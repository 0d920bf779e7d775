import Foundation

/// What came of reading.
enum Received {
  /// So many octets are in the buffer.
  case octets(Int)
  /// The peer has closed its side, or the connection is lost.
  case end(ConnectFailure?)
  case nothing
}

/// An established connection and what is to be written on it.
///
/// It belongs to one thread at a time.
final class Socket: @unchecked Sendable {
  let conn: ConnId
  let descriptor: Int32
  /// Octets since the connection's beginning.
  private(set) var written: UInt64 = 0
  private var pending = Data()
  private var isEnded = false
  /// A write has failed. Reading tells why, and what the peer said before that.
  private var isBroken = false

  /// How long what is still to be written may take once a connection is given up, in milliseconds.
  private static let linger: Int32 = 5000

  init(conn: ConnId, descriptor: Int32) {
    self.conn = conn
    self.descriptor = descriptor
  }

  func queue(_ octets: Data) {
    if !isBroken { pending += octets }
  }

  /// What to poll for; nothing if it need not be polled.
  func interest(reads: Bool) -> Int16 {
    Int16((reads && !isEnded ? POLLIN : 0) | (pending.isEmpty ? 0 : POLLOUT))
  }

  /// Writes what the system takes without waiting; whether that was something.
  func write() -> Bool {
    guard !pending.isEmpty else { return false }
    let count = pending.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, quietly) }
    if count > 0 {
      written += UInt64(count)
      pending = count == pending.count ? Data() : pending.dropFirst(count)
    } else if count < 0 && !isTransient(errno) {
      isBroken = true
      pending = Data()
    }
    return count > 0
  }

  func read(_ buffer: inout Data) -> Received {
    guard !isEnded else { return .nothing }
    let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
    if count > 0 { return .octets(count) }
    let error = errno
    if count < 0 && isTransient(error) { return .nothing }
    isEnded = true
    return .end(count == 0 ? nil : describe(error))
  }

  /// Writes what is left, within a bounded time, and closes.
  func finish() {
    while write() {}
    if pending.isEmpty { return close() }
    Thread.detachNewThread { [self] in
      var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      while !pending.isEmpty && poll(&polled, 1, Socket.linger) > 0 { _ = write() }
      close()
    }
  }

  private func close() {
    shutdown(descriptor, Int32(SHUT_WR))
    Foundation.close(descriptor)
  }
}

/// No signal where the peer is gone.
#if os(Linux)
  private let quietly = Int32(MSG_NOSIGNAL)
#else
  private let quietly: Int32 = 0
#endif

private func isTransient(_ error: Int32) -> Bool {
  [EAGAIN, EWOULDBLOCK, EINTR].contains(error)
}

func describe(_ error: Int32) -> ConnectFailure {
  switch error {
  case ECONNREFUSED: .Refused
  case ETIMEDOUT: .TimedOut
  case EHOSTUNREACH, ENETUNREACH: .Unreachable
  case ECONNRESET, ECONNABORTED, EPIPE: .Reset
  default: .Other(reason: String(cString: strerror(error)))
  }
}
