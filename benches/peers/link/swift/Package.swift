// swift-tools-version: 6.0
// LIBXMPP_SWIFT is the folder that bindings/swift/package.sh has filled.
import PackageDescription

let package = Package(
  name: "client",
  platforms: [.macOS(.v13)],
  dependencies: [.package(name: "LibXMPP", path: Context.environment["LIBXMPP_SWIFT"]!)],
  targets: [
    .executableTarget(name: "client", dependencies: [.product(name: "LibXMPP", package: "LibXMPP")])
  ],
  swiftLanguageModes: [.v6]
)
