#if !canImport(Network)
  import Foundation

  /// How long an address may be silent before the next one is tried beside it (RFC 8305 section 8),
  /// in milliseconds; and how soon it is noticed that nobody wants the connection any more.
  private let headStart: Int32 = 250

  /// An address of a host.
  struct Address {
    let family: Int32
    let octets: Data
  }

  /// Resolves and connects.
  func dial(_ target: Target, isGivenUp: () -> Bool) -> Dialled {
    race(addresses(of: target.host, target.port), isGivenUp: isGivenUp)
  }

  private func addresses(of host: String, _ port: UInt16) -> [Address] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0 else { return [] }
    defer { freeaddrinfo(found) }
    return sequence(first: found, next: { $0?.pointee.ai_next }).compactMap { $0?.pointee }.map {
      Address(family: $0.ai_family, octets: Data(bytes: $0.ai_addr, count: Int($0.ai_addrlen)))
    }
  }

  /// Tries one address after the other, the next one as soon as the last has failed or has been silent
  /// for a while: a dead address must not use up the time for all. The first that answers is taken.
  func race(_ addresses: [Address], isGivenUp: () -> Bool = { false }) -> Dialled {
    var rest = addresses[...]
    var tries: [Int32] = []
    var failure = ConnectFailure.NoAddress
    defer { for descriptor in tries { close(descriptor) } }
    while !isGivenUp() {
      if let next = rest.popFirst() {
        switch begin(next) {
        case .success(let descriptor): tries.append(descriptor)
        case .failure(let refused): failure = refused
        }
      }
      if tries.isEmpty && rest.isEmpty { return .failure(failure) }
      for (descriptor, error) in ended(tries) {
        tries.removeAll { $0 == descriptor }
        if error == 0 { return .success(descriptor) }
        close(descriptor)
        failure = describe(error)
      }
    }
    return .failure(failure)
  }

  /// Those of the tries that have ended, each with its error or 0.
  private func ended(_ tries: [Int32]) -> [(Int32, Int32)] {
    guard !tries.isEmpty else { return [] }
    var polled = tries.map { pollfd(fd: $0, events: Int16(POLLOUT), revents: 0) }
    poll(&polled, nfds_t(polled.count), headStart)
    return polled.filter { $0.revents != 0 }.map { ($0.fd, pendingError(of: $0.fd)) }
  }

  private func pendingError(of descriptor: Int32) -> Int32 {
    var error: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno
  }

  /// Begins to connect.
  private func begin(_ address: Address) -> Dialled {
    let descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return .failure(describe(errno)) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY)  // stanzas are small and people wait for them
    let result = address.octets.withUnsafeBytes {
      connect(
        descriptor, $0.assumingMemoryBound(to: sockaddr.self).baseAddress!, socklen_t($0.count))
    }
    if result == 0 || errno == EINPROGRESS { return .success(descriptor) }
    defer { close(descriptor) }
    return .failure(describe(errno))
  }

  private func set(_ descriptor: Int32, _ level: Int32, _ option: Int32) {
    var on: Int32 = 1
    setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
  }
#endif
