import Foundation
import XCTest

@testable import LibXMPP

/// Coming in, and why one does not.
final class LoginTests: XCTestCase {
  func testLogsInAndHearsItself() async throws {
    try await played { server in
      let client = try server.client("\(romeo)/garden")
      let jid = try await client.online()
      XCTAssertEqual(jid, "\(romeo)/garden")
      try client.say("but soft <&>", to: jid)
      let heard = try await client.message()
      XCTAssertEqual([heard.sender, heard.body], ["\(romeo)/garden", "but soft <&>"])
      let body = client.element()?.child(name: "body", namespace: "jabber:client")
      XCTAssertEqual(body?.text(), "but soft <&>")
      client.close()
      for try await event in client.events {
        if case .message = event { XCTFail("nobody has sent anything") }
      }
    }
  }

  func testAWrongPasswordIsTold() async throws {
    try await played { server in
      let wrong = try server.client {
        $0.credentials = .password(password: SecretText(text: "wrong"))
      }
      let reason = try await end(of: wrong)
      guard case .LoginFailed = reason else { return XCTFail("\(reason)") }
      XCTAssertEqual("\(reason)", "the server refuses the login: not-authorized")
      XCTAssertEqual(reason.localizedDescription, "\(reason)")
    }
  }

  func testACertificateForAnotherNameIsRefused() async throws {
    try await played("--certificate-name", "elsewhere.example") { server in
      let reason = try await end(of: server.client())
      guard case .TlsFailed = reason else { return XCTFail("\(reason)") }
      XCTAssert("\(reason)".contains("not valid for"), "\(reason)")
    }
  }

  func testAnUnknownAuthorityIsRefused() async throws {
    try await played { server in
      let other = try Server()
      defer { other.stop() }
      let reason = try await end(of: server.client { $0.trust = try .file(other.caFile) })
      XCTAssertEqual(reason, .TlsFailed(fault: .UnknownIssuer))
      XCTAssert("\(reason)".hasPrefix("the server's certificate"), "\(reason)")
    }
  }

  func testTLSOfTheDriversOwnIsRefused() async throws {
    try await played { server in
      let reason = try await end(of: server.client { $0.tls = .host })
      XCTAssert("\(reason)".contains("this driver has none of its own"), "\(reason)")
    }
  }

  func testTheSystemIsTrustedWithoutAWord() async throws {
    try await played { server in
      let other = try Server()
      defer { other.stop() }
      let place = Dial.host("127.0.0.1", server.port)
      defer { unsetenv("SSL_CERT_FILE") }
      setenv("SSL_CERT_FILE", server.caFile, 1)
      try await Client(account: romeo, password: "secret", dial: place).online()
      setenv("SSL_CERT_FILE", other.caFile, 1)
      let stranger = try Client(account: romeo, password: "secret", dial: place)
      guard case .TlsFailed = try await end(of: stranger) else {
        return XCTFail("it is not trusted")
      }
    }
  }

  func testAFileWithoutCertificatesIsNamed() async throws {
    for path in ["/nowhere/ca.pem", "/etc/passwd"] {
      let error = try await thrown { try Trust.file(path) }
      XCTAssert("\(error)".hasPrefix("no certificates in '\(path)': "), "\(error)")
      XCTAssertEqual(error.localizedDescription, "\(error)")
    }
  }

  func testClientsMayShareTheirTrust() async throws {
    try await played { server in
      // The system is not looked at.
      defer { unsetenv("SSL_CERT_FILE") }
      setenv("SSL_CERT_FILE", "/nowhere/ca.pem", 1)
      let shared = try Shared(trust: .file(server.caFile))
      for account in [romeo, juliet] {
        let place = Dial.host("127.0.0.1", server.port)
        let config = try Config(account: account, password: "secret", dial: place, trust: .ask)
        try await Client(config: config, shared: shared, judge: nil).online()
      }
    }
  }

  func testNobodyThereIsTold() async throws {
    try await played { server in
      let config = try server.config()
      server.stop()
      let reason = try await end(of: Client(config: config))
      XCTAssertEqual(reason, .ConnectFailed(failure: .Refused))
      XCTAssert("\(reason)".contains("refused"), "\(reason)")
    }
  }

  func testTheProgramMayJudgeCertificatesAndGiveThePasswordLater() async throws {
    try await played { server in
      let client = try server.client { ($0.trust, $0.credentials) = (.ask, nil) }
      for try await event in client.events {
        switch event {
        case .verifyCertificate(let conn, _, _, let nameMatches):
          client.trust(conn, nameMatches ? .accept : .refuse)
        case .needCredentials: client.provide(password: "secret")
        case .online: client.close()
        default: break
        }
      }
    }
  }

  func testAJudgeDecidesOnCertificates() async throws {
    try await played { server in
      let config = try server.config { $0.trust = .ask }
      let judge: Judge = { chain, domain, nameMatches in
        !chain.isEmpty && domain == "localhost" && nameMatches
      }
      try await Client(config: config, judge: judge).online()
      let strict = try Client(config: config) { _, _, _ in false }
      guard case .TlsFailed = try await end(of: strict) else { return XCTFail("it was refused") }
    }
  }

  func testACutAndTheWayBack() async throws {
    try await played("--cut-after", "12") { server in
      let client = try await server.online()
      for number in 0..<12 { try client.say("\(number)", to: romeo) }
      let reason = try await client.until {
        if case .offline(let reason, _) = $0 { reason } else { nil }
      }
      XCTAssertEqual("\(reason)", "the connection was lost")
      try await client.online()
    }
  }

  func testARestartAndTheWayBack() async throws {
    try await played { first in
      // Each run of the server has its own authority.
      let client = try Client(config: first.config { $0.trust = .ask }) { _, _, nameMatches in
        nameMatches
      }
      try await client.online()
      first.stop()
      try await client.until { if case .offline = $0 { () } else { nil } }
      let second = try Server(["--port", "\(first.port)"])
      defer { second.stop() }
      try await client.online()
      try client.say("again", to: romeo)
      let heard = try await client.body()
      XCTAssertEqual(heard, "again")
    }
  }
}

/// How a client ends that never comes in.
private func end(of client: Client) async throws -> Reason {
  let error = try await thrown {
    for try await event in client.events {
      if case .online = event { XCTFail("it came in") }
    }
  }
  return try XCTUnwrap(error as? Reason)
}
