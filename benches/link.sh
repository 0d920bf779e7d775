#!/usr/bin/env bash
# Measures what a message costs whole clients, in one run: `benches/link.sh`. Needs a C compiler;
# libstrophe (Debian package libstrophe-dev) is measured if it is installed. The first build takes ten
# minutes of CPU time, most of it for tokio-xmpp.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/peers"

main() {
    local built strict clients
    cargo build --quiet --release -p xmpp-link
    built=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
    # The library as it is installed.
    cargo build --quiet --profile installed --manifest-path ../../Cargo.toml -p libxmpp \
        --target-dir "$built/libxmpp"
    strict=(-O2 -std=c99 -Wall -Wextra -Werror)
    cc "${strict[@]}" -I../../ffi/c/include -I../../ffi/c/posix link/c/libxmpp.c \
        ../../ffi/c/posix/xmpp_posix.c "$built/libxmpp/installed/libxmpp.a" -lm -o "$built/client_libxmpp"
    clients=("libxmpp (C)=$built/client_libxmpp" "xmpp-tokio=$built/release/client_tokio")
    if pkg-config --exists libstrophe; then
        cc "${strict[@]}" link/c/libstrophe.c $(pkg-config --cflags --libs libstrophe) \
            -o "$built/client_libstrophe"
        clients+=("libstrophe $(pkg-config --modversion libstrophe)=$built/client_libstrophe")
    fi
    clients+=("tokio-xmpp 6=$built/release/client_tokio_xmpp")
    {
        printf '# Whole clients side by side\n\nWritten by `benches/link.sh`.\n\n```\n'
        "$built/release/link" "${clients[@]}"
        printf '```\n'
    } >../records/link.md
    cat ../records/link.md
}

main
