// swift-tools-version: 6.0
// Not complete without the generated files: `package.sh` puts them and this into a folder.
import PackageDescription

#if os(macOS)
  let foreign = Target.binaryTarget(name: "xmpp_foreignFFI", path: "xmpp_foreign.xcframework")
#else
  let foreign = Target.systemLibrary(name: "xmpp_foreignFFI")
#endif

let package = Package(
  name: "LibXMPP",
  platforms: [.macOS(.v14), .iOS(.v17)],
  products: [.library(name: "LibXMPP", targets: ["LibXMPP"])],
  targets: [
    foreign,
    .target(
      name: "LibXMPP",
      dependencies: ["xmpp_foreignFFI"],
      linkerSettings: [.linkedLibrary("xmpp_foreign", .when(platforms: [.linux]))]
    ),
    .executableTarget(name: "echo", dependencies: ["LibXMPP"], path: "Examples/Echo"),
    .target(name: "Bots", dependencies: ["LibXMPP"], path: "Examples/Bots"),
    .executableTarget(name: "tracker", dependencies: ["Bots"], path: "Examples/Tracker"),
    .executableTarget(name: "watcher", dependencies: ["Bots"], path: "Examples/Watcher"),
    .executableTarget(name: "hangs", dependencies: ["LibXMPP"], path: "Tests/Hangs"),
    .testTarget(name: "LibXMPPTests", dependencies: ["LibXMPP", "Bots", "hangs"]),
  ],
  swiftLanguageModes: [.v6]
)
