import Foundation

/// Decides on a certificate: the chain in DER, the server's own first, the domain that it has to be
/// valid for, and whether it names that. It may block.
public typealias Judge = @Sendable (_ chain: [Octets], _ domain: String, _ nameMatches: Bool) ->
  Bool

#if !canImport(Network)
  /// The platform's own judgement, where it has one.
  public let platformJudge: Judge? = nil
#endif

extension Trust {
  /// What the system trusts: the certificates of `SSL_CERT_FILE` or of the system's bundle; on
  /// Apple's systems, where there is no bundle, `ask`, which their own trust function answers.
  public static func system() throws -> Trust {
    if let named = ProcessInfo.processInfo.environment["SSL_CERT_FILE"] { return try file(named) }
    #if canImport(Network)
      return .ask
    #else
      let bundles = [
        "/etc/ssl/certs/ca-certificates.crt",  // Debian, Arch, Alpine
        "/etc/pki/tls/certs/ca-bundle.crt",  // Fedora
        "/etc/ssl/ca-bundle.pem",  // openSUSE
        "/etc/ssl/cert.pem",
      ]
      return try file(bundles.first(where: FileManager.default.isReadableFile) ?? bundles[0])
    #endif
  }

  /// The certificates of a PEM file alone, for a server with an authority of its own. Throws
  /// `NoCertificates`.
  public static func file(_ path: String) throws -> Trust {
    do {
      return .roots(roots: try rootsFromPem(pem: Data(contentsOf: URL(fileURLWithPath: path))))
    } catch {
      throw NoCertificates(path: path, cause: error)
    }
  }
}

/// A file that gives nobody to trust.
public struct NoCertificates: Error, Told {
  public let path: String
  /// A `CallError` if it could be read, else the system's error.
  public let cause: any Error

  public var description: String { "no certificates in '\(path)': \(cause.localizedDescription)" }
}
