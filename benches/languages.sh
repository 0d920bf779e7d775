#!/usr/bin/env bash
# Measures what a message costs a client in Python, Swift and Kotlin, beside slixmpp and in one run:
# `benches/languages.sh`. Needs PyPI for maturin and slixmpp; Maven and a JDK for Kotlin; for Swift the
# Debian that `tests/run --install swift` keeps. What is missing is left out, loudly. The first build
# takes ten minutes of CPU time, most of it for what the canned server is built with (benches/link.sh).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tests/run.d/lib/debian_root.bash
readonly SLIXMPP=1.17.0 MATURIN=1.16.0
readonly ROOT=${XDG_CACHE_HOME:-$HOME/.cache}/libxmpp/swift-1

main() {
    target=$(target_of Cargo.toml)
    made=$target/languages
    (cd benches/peers && cargo build --quiet --release -p xmpp-link --bin link)
    local link clients=() reads=() kotlin=
    link=$(target_of benches/peers/Cargo.toml)/release/link
    rm -rf "$made"
    mkdir -p "$made"
    python
    swift
    kotlin
    {
        printf '# Clients in Python, Swift and Kotlin side by side\n\nWritten by `benches/languages.sh`, on %s with %s.\n' \
            "$(uname -m)" "$("$made/venv/bin/python" --version)"
        printf 'Messages come in one burst; `benches/README.md` tells what bounds their cost.\n\n```\n'
        "$link" --messages 10000 --rounds 5 "${clients[@]}"
        printf '```\n\nThe same, if at most so many messages are read at once:\n\n```\n'
        "$link" --messages 10000 --rounds 5 --receiving "${reads[@]}" | tail -n +2
        printf '```\n\nMilliseconds to import the package for Python beyond `import asyncio`: %s.\n' "$(import_ms)"
        [[ -z $kotlin ]] || warm
    } >benches/records/languages.md
    cat benches/records/languages.md
}

target_of() {
    cargo metadata --format-version 1 --no-deps --manifest-path "$1" |
        sed 's/.*"target_directory":"\([^"]*\)".*/\1/'
}

python() {
    python3 -m venv "$made/venv"
    "$made/venv/bin/pip" install --quiet "maturin==$MATURIN" "slixmpp==$SLIXMPP"
    PATH=$made/venv/bin:$PATH bindings/python/build "$made/wheels"
    "$made/venv/bin/pip" install --quiet "$made"/wheels/libxmpp-*.whl
    measure Python "$made/venv/bin/python benches/python/client_libxmpp.py"
    clients+=("slixmpp $SLIXMPP=$made/venv/bin/python benches/python/client_slixmpp.py")
}

# Adds a client in a language.
measure() {
    local messages
    clients+=("libxmpp ($1)=$2")
    for messages in 1 16 64; do
        reads+=("$1, $messages a read=$2 --at-once $messages")
    done
}

# The median of nine.
import_ms() {
    for _ in {1..9}; do
        "$made/venv/bin/python" -c 'import asyncio, time; start = time.perf_counter_ns()
import libxmpp; print((time.perf_counter_ns() - start) // 1_000_000)'
    done | sort -n | sed -n 5p
}

swift() {
    [[ -d $ROOT ]] || { echo "Swift is left out: there is no $ROOT" >&2; return 0; }
    local package=$made/swift/package build=$made/swift/build
    local SHARE_READ=("$PWD") SHARE_WRITE=("$made")
    cargo build --quiet --package xmpp-uniffi # of which the stripped one does not tell what is in it
    bindings/swift/package.sh "$target/debug/xmpp-bindgen" "$target/debug/libxmpp_foreign.so" "$package"
    cp "$target/installed/libxmpp_foreign.so" "$package/lib/"
    in_debian_root "$ROOT" HOME=/root LIBXMPP_SWIFT="$package" \
        swift build --quiet --configuration release --package-path "$PWD/benches/peers/link/swift" \
        --scratch-path "$build" -Xlinker "-L$package/lib" -Xlinker -rpath -Xlinker "$package/lib" >&2
    measure Swift "$ROOT/usr/lib64/ld-linux-x86-64.so.2 --library-path \
$ROOT/usr/lib/x86_64-linux-gnu:$ROOT/usr/libexec/swift/lib/swift/linux:$package/lib $build/release/client"
}

kotlin() {
    command -v mvn >/dev/null || { echo "Kotlin is left out: there is no Maven" >&2; return 0; }
    bindings/kotlin/build "$made/kotlin"
    local maven=$made/kotlin/maven
    kotlin="java -cp $maven/test-classes:$maven/classes:$(<"$made/kotlin/classpath.txt") org.libxmpp.benches.ReceiveKt"
}

# What starts cold is mostly compiling: Kotlin tells what the second half of many messages costs.
warm() {
    local messages
    printf '\nKotlin when it is warm, the second half of 200,000 messages:\n\n```\n'
    printf '%-24s %9s %9s\n' '' receiving sending
    # shellcheck disable=SC2046 # the figures
    printf '%-24s %9s %9s\n' 'libxmpp (Kotlin)' $(second_halves "$kotlin")
    for messages in 1 16 64; do
        printf '%-24s %9s\n' "Kotlin, $messages a read" \
            "$(second_halves "$kotlin --at-once $messages" --receiving)"
    done
    printf '```\n'
}

# The median of three each way.
second_halves() {
    "$link" --messages 200000 --rounds 3 "${@:2}" "Kotlin=$1" 2>&1 >/dev/null | sed -n 's/^warm: //p' |
        while mapfile -n 3 -t three && ((${#three[@]})); do
            printf '%s\n' "${three[@]}" | sort -n | sed -n 2p
        done
}

main
