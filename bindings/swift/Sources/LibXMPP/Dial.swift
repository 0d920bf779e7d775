import Foundation

/// How a dial ended: with a descriptor, which does not block and is the taker's to close.
typealias Dialled = Result<Int32, ConnectFailure>

extension Dialled {
  /// For a dial that nobody wants any more.
  func drop() {
    if case .success(let descriptor) = self { close(descriptor) }
  }
}

/// A connection that is being made, on a thread of its own: to resolve a name blocks.
final class Dialling: @unchecked Sendable {
  let conn: ConnId
  private let lock = NSLock()
  private var isGivenUp = false

  init(_ conn: ConnId, _ target: Target, then: @escaping @Sendable (Dialled) -> Void) {
    self.conn = conn
    Thread.detachNewThread { [self] in
      let dialled = dial(target) { lock.withLock { isGivenUp } }
      lock.withLock { isGivenUp } ? dialled.drop() : then(dialled)
    }
  }

  func giveUp() { lock.withLock { isGivenUp = true } }
}
