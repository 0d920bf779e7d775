import Foundation
import XCTest

@testable import LibXMPP

/// What only a misbehaving network shows.
final class SocketTests: XCTestCase {
  /// A socket of ours, and the descriptor of its peer.
  private func pair() -> (Socket, Int32) {
    var ends: [Int32] = [0, 0]
    XCTAssertEqual(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends), 0)
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    return (Socket(conn: 1, descriptor: ends[0]), ends[1])
  }

  func testLastWordsAreHeardThoughAWriteFails() {
    let (ours, peer) = pair()
    send(peer, "why", 3, 0)
    close(peer)
    ours.queue(Data("too late".utf8))
    XCTAssertFalse(ours.write())
    XCTAssertEqual(ours.interest(reads: false), 0)
    var buffer = Data(count: 10)
    guard case .octets(3) = ours.read(&buffer) else { return XCTFail("nothing was heard") }
    XCTAssertEqual(buffer.prefix(3), Data("why".utf8))
    guard case .end = ours.read(&buffer) else { return XCTFail("it goes on") }
    ours.finish()
  }

  func testWhatDoesNotFitIsWrittenLaterEvenIfTheConnectionIsGivenUp() {
    let (ours, peer) = pair()
    ours.queue(Data(count: 1_000_000))
    XCTAssert(ours.write())
    XCTAssert(ours.written < 1_000_000)
    ours.finish()
    var (heard, buffer) = (0, [UInt8](repeating: 0, count: 65536))
    while true {
      var polled = pollfd(fd: peer, events: Int16(POLLIN), revents: 0)
      XCTAssertEqual(poll(&polled, 1, 10_000), 1)
      let count = recv(peer, &buffer, buffer.count, 0)
      if count <= 0 { break }
      heard += count
    }
    XCTAssertEqual(heard, 1_000_000)
    close(peer)
  }

  /// Somebody who listens on loopback.
  private func listener(_ backlog: Int32 = 8) throws -> (Int32, Address) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let octets = try withUnsafeMutableBytes(of: &address) { raw in
      let generic = raw.assumingMemoryBound(to: sockaddr.self).baseAddress!
      guard bind(descriptor, generic, size) == 0, listen(descriptor, backlog) == 0,
        getsockname(descriptor, generic, &size) == 0
      else { throw POSIXError(.EADDRINUSE) }
      return Data(raw)
    }
    return (descriptor, Address(family: AF_INET, octets: octets))
  }

  func testASilentAddressDoesNotKeepTheNextOneBack() throws {
    // Its queue is full: who knocks hears nothing, as from an address that is dead.
    let (silent, dead) = try listener(0)
    let (listening, alive) = try listener()
    var knocking: [Int32] = []
    for _ in 0..<4 {
      let knock = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      _ = fcntl(knock, F_SETFL, O_NONBLOCK)
      _ = dead.octets.withUnsafeBytes {
        connect(knock, $0.assumingMemoryBound(to: sockaddr.self).baseAddress!, socklen_t($0.count))
      }
      knocking.append(knock)
    }
    defer { for descriptor in knocking + [silent, listening] { close(descriptor) } }
    let connected = try race([dead, alive]).get()
    XCTAssertEqual(peer(of: connected), alive.octets)
    close(connected)
  }

  func testAnAddressThatRefusesMakesRoomForTheNextAndTheLastCauseIsTold() throws {
    let (gone, refusing) = try listener()
    close(gone)
    let (listening, alive) = try listener()
    defer { close(listening) }
    let connected = try race([refusing, alive]).get()
    XCTAssertEqual(peer(of: connected), alive.octets)
    close(connected)
    XCTAssertEqual(race([refusing, refusing]), .failure(.Refused))
    XCTAssertEqual(race([]), .failure(.NoAddress))
  }

  private func peer(of descriptor: Int32) -> Data {
    var (address, size) = (sockaddr_in(), socklen_t(MemoryLayout<sockaddr_in>.size))
    return withUnsafeMutableBytes(of: &address) {
      getpeername(descriptor, $0.assumingMemoryBound(to: sockaddr.self).baseAddress!, &size)
      return Data($0)
    }
  }
}
