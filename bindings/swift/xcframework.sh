#!/bin/sh
# On a Mac with Xcode and rustup: makes a complete package with an XCFramework for macOS, iOS and the
# simulator: xcframework.sh FOLDER
set -eu
folder=$1
here=$(cd "$(dirname "$0")" && pwd)
made=$(mktemp -d)
trap 'rm -r "$made"' EXIT
cd "$here/../.."
target=${CARGO_TARGET_DIR:-$PWD/target}

static() { # TARGET
    rustup target add "$1"
    cargo rustc --release --package xmpp-uniffi --target "$1" --crate-type staticlib
}

both() { # NAME TARGET TARGET: one library for two processors
    static "$2"
    static "$3"
    mkdir -p "$made/$1"
    lipo -create "$target/$2/release/libxmpp_foreign.a" "$target/$3/release/libxmpp_foreign.a" \
        -output "$made/$1/libxmpp_foreign.a"
}

cargo build --package xmpp-bindgen
cargo build --release --package xmpp-uniffi
"$here/package.sh" "$target/debug/xmpp-bindgen" "$target/release/libxmpp_foreign.dylib" "$folder"

static aarch64-apple-ios
both macos aarch64-apple-darwin x86_64-apple-darwin
both simulator aarch64-apple-ios-sim x86_64-apple-ios
headers=$folder/Sources/xmpp_foreignFFI
rm -rf "$folder/xmpp_foreign.xcframework"
xcodebuild -create-xcframework \
    -library "$target/aarch64-apple-ios/release/libxmpp_foreign.a" -headers "$headers" \
    -library "$made/macos/libxmpp_foreign.a" -headers "$headers" \
    -library "$made/simulator/libxmpp_foreign.a" -headers "$headers" \
    -output "$folder/xmpp_foreign.xcframework"
