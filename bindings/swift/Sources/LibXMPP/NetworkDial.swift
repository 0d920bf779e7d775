#if canImport(Network)
  import Foundation
  import Network
  import Security

  /// The platform's own judgement: the chain by its trust function, the name by that and the engine.
  public let platformJudge: Judge? = { chain, domain, nameMatches in
    let certificates = chain.compactMap { SecCertificateCreateWithData(nil, $0 as CFData) }
    let policy = SecPolicyCreateSSL(true, domain as CFString)
    var trust: SecTrust?
    guard nameMatches, !chain.isEmpty, certificates.count == chain.count,
      SecTrustCreateWithCertificates(certificates as CFArray, policy, &trust) == errSecSuccess,
      let trust
    else { return false }
    return SecTrustEvaluateWithError(trust, nil)
  }

  /// Resolves and connects by Network.framework, which knows proxies, VPN on demand and cellular
  /// networks. The driver has one end of a pair of sockets; the other end's octets go to and fro.
  func dial(_ target: Target, isGivenUp: () -> Bool) -> Dialled {
    guard let port = NWEndpoint.Port(rawValue: target.port) else { return .failure(.NoAddress) }
    let options = NWProtocolTCP.Options()
    options.noDelay = true  // stanzas are small and people wait for them
    let connection = NWConnection(
      host: NWEndpoint.Host(target.host), port: port, using: NWParameters(tls: nil, tcp: options))
    let settled = Settled()
    connection.stateUpdateHandler = { state in
      switch state {
      case .ready: settled.settle(nil)
      case .waiting(let error), .failed(let error): settled.settle(describe(error))
      default: break
      }
    }
    connection.start(queue: DispatchQueue(label: "xmpp"))
    while !settled.wait(milliseconds: 250) {
      if isGivenUp() { settled.settle(.TimedOut) }
    }
    if let failure = settled.failure {
      connection.cancel()
      return .failure(failure)
    }
    return Pump.joined(to: connection)
  }

  private func describe(_ error: NWError) -> ConnectFailure {
    switch error {
    case .posix(let code): describe(code.rawValue)
    case .dns: .NoAddress
    default: .Other(reason: error.localizedDescription)
    }
  }

  /// The first that is said of a connection.
  private final class Settled: @unchecked Sendable {
    private let lock = NSLock()
    private let semaphore = DispatchSemaphore(value: 0)
    private var isSettled = false
    private(set) var failure: ConnectFailure?

    func settle(_ failure: ConnectFailure?) {
      lock.withLock {
        guard !isSettled else { return }
        (isSettled, self.failure) = (true, failure)
        semaphore.signal()
      }
    }

    func wait(milliseconds: Int) -> Bool {
      semaphore.wait(timeout: .now() + .milliseconds(milliseconds)) == .success
    }
  }

  /// Carries octets between a connection and one end of a pair of sockets, until both have ended.
  private final class Pump: Sendable {
    private let connection: NWConnection
    private let end: Int32

    private init(_ connection: NWConnection, _ end: Int32) {
      self.connection = connection
      self.end = end
    }

    deinit {
      close(end)
      connection.cancel()
    }

    /// The other end, for the driver.
    static func joined(to connection: NWConnection) -> Dialled {
      var ends: [Int32] = [0, 0]
      guard socketpair(AF_UNIX, SOCK_STREAM, 0, &ends) == 0 else {
        return .failure(describe(errno))
      }
      var on: Int32 = 1
      for end in ends {
        setsockopt(end, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      }
      _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
      let pump = Pump(connection, ends[1])
      Thread.detachNewThread { pump.sendAll() }
      Thread.detachNewThread { pump.receiveAll() }
      return .success(ends[0])
    }

    /// What the driver writes, one piece after the other.
    private func sendAll() {
      var buffer = [UInt8](repeating: 0, count: 16384)
      let sent = DispatchSemaphore(value: 0)
      while true {
        let count = read(end, &buffer, buffer.count)
        guard count > 0 else { break }
        connection.send(
          content: Data(buffer[..<count]), completion: .contentProcessed { _ in sent.signal() })
        sent.wait()
      }
      connection.send(
        content: nil, isComplete: true, completion: .contentProcessed { _ in sent.signal() })
      sent.wait()
    }

    /// What the peer sends; that it has ended, or is lost, is an end for the driver.
    private func receiveAll() {
      let received = DispatchSemaphore(value: 0)
      let piece = Piece()
      repeat {
        connection.receive(minimumIncompleteLength: 1, maximumLength: 16384) {
          octets, _, isComplete, error in
          piece.put(octets ?? Data(), isLast: isComplete || error != nil)
          received.signal()
        }
        received.wait()
      } while piece.written(to: end)
      shutdown(end, SHUT_WR)
    }
  }

  /// What came at once.
  private final class Piece: @unchecked Sendable {
    private var octets = Data()
    private var isLast = false

    func put(_ octets: Data, isLast: Bool) { (self.octets, self.isLast) = (octets, isLast) }

    /// Whether there may be more.
    func written(to end: Int32) -> Bool {
      while !octets.isEmpty {
        let count = octets.withUnsafeBytes { write(end, $0.baseAddress, $0.count) }
        guard count > 0 else { return false }
        octets = octets.dropFirst(count)
      }
      return !isLast
    }
  }
#endif
