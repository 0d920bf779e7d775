# The package for Swift, in Debian 13 for its compiler: formatted, built without a warning, its
# tests, its bots talked to, and a program built beside it as the README tells. The bots are run here, by
# the loader and with the libraries of that Debian.
. tests/run.d/lib/debian_root.bash

recipe=1 # of the folder with Debian: to be raised when a change here or in lib should make it anew
cache=${XDG_CACHE_HOME:-$HOME/.cache}/libxmpp
root=$cache/swift-$recipe

needs() {
    need_debian_root "$root"
    need_command prosody prosody
}

install() {
    command -v debootstrap >/dev/null || apt_install debootstrap
    command -v prosody >/dev/null || apt_install prosody
    make_debian_root "$root" trixie '' swiftlang libc6-dev libstdc++-14-dev
    find "$cache" -maxdepth 1 -name 'swift-*' ! -name "swift-$recipe" ! -name "swift-$recipe.*" \
        -exec rm -rf {} +
}

run() {
    target=$(built_by_cargo)
    built=$target/debug
    package=$target/swift/LibXMPP
    products=$target/swift/build-$recipe
    mkdir -p "$products"
    build_for_languages
    bindings/swift/package.sh "$built/xmpp-bindgen" "$built/libxmpp_foreign.so" "$package"
    is_formatted
    compiles
    passes
    talks
    serves_others
    few_lines
}

is_formatted() {
    local SHARE_READ=("$PWD") SHARE_WRITE=()
    in_debian_root "$root" /usr/libexec/swift/bin/swift-format lint --strict --recursive bindings/swift
}

# A warning is as good as an error. What is not compiled again does not warn again, so the log of
# a failure stays until its cause is gone.
compiles() {
    in_package swift build --build-tests 2>&1 | tee "$products/log"
    if grep -F 'warning:' "$products/log"; then
        rm -rf "$products"
        return 1
    fi
}

passes() {
    in_package timeout 600 swift test --skip-build 2>&1 | tee "$products/log"
    # A run that finds no tests is no success.
    grep -E 'Executed [1-9][0-9]* tests, with 0 failures' "$products/log" >/dev/null
}

talks() {
    local server
    here echo
    here tracker
    for server in embedded prosody; do
        "$built/bots" --server $server swift -- "$products/here/echo" '{account}' '{host}' '{port}'
        "$built/bots" --tracker $server swift-tracker -- "$products/here/tracker" \
            '{account}' '{file}' '{host}' '{port}'
    done
}

# Builds a program beside the package, by what the README shows: its files and its flags.
serves_others() {
    local readme=bindings/swift/README.md bot=$target/swift/bot flags
    flags=$(grep '^export FLAGS=' $readme)
    mkdir -p "$bot/Sources/bot"
    shown '// swift-tools-version' $readme >"$bot/Package.swift"
    shown 'import Foundation' $readme >"$bot/Sources/bot/main.swift"
    tail -n +2 bindings/swift/Examples/Echo/main.swift | cmp - "$bot/Sources/bot/main.swift"
    in_swift "$package" bash -euc 'eval "$1" && cd ../bot && swift build $FLAGS' flags "$flags"
}

# The echo bot has twelve lines, imports and what is not code apart.
few_lines() {
    local lines
    lines=$(grep -cvE '^(import |//|$)' bindings/swift/Examples/Echo/main.swift)
    echo "Echo has $lines lines, at most 12 are allowed"
    ((lines <= 12))
}

# Prints the block of a README that begins so: shown BEGINNING FILE
shown() {
    awk -v first="$1" '/^```$/ { on = 0 } index($0, first) == 1 { on = 1 } on' "$2"
}

# Writes a script that runs a program of the package on this machine.
here() {
    mkdir -p "$products/here"
    printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' "$root/usr/lib64/ld-linux-x86-64.so.2" \
        "$root/usr/lib/x86_64-linux-gnu:$root/usr/libexec/swift/lib/swift/linux:$package/lib" \
        "$products/debug/$1" >"$products/here/$1"
    chmod +x "$products/here/$1"
}

# Runs a command of Swift's on the package.
in_package() {
    in_swift "$package" "$@" --scratch-path "$products" \
        -Xlinker "-L$package/lib" -Xlinker -rpath -Xlinker "$package/lib"
}

# Runs a command in a folder where Swift is: in_swift FOLDER COMMAND..
in_swift() {
    local SHARE_READ=("$PWD" "$built") SHARE_WRITE=("$target/swift")
    in_debian_root "$root" HOME=/root LIBXMPP_TEST_SERVER="$built/xmpp-test-server" \
        LIBXMPP_TRANSCRIPTS="$PWD/tests/transcripts" LIBXMPP_CHATS="$PWD/tests/chats" \
        bash -c 'cd "$1" && shift && "$@"' folder "$@"
}
