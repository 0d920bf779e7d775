# The echo bot of every language, with our own server and with Prosody: it echoes, accepts a
# subscription, survives a restart, and ends in words where it cannot log in.
needs() { need_command prosody prosody; need_command cc gcc; }
install() { apt_install prosody gcc libc6-dev; }

run() {
    local built
    built=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
    cargo build --quiet --package xmpp-tokio --example echo
    cargo build --quiet --package libxmpp
    in_c echo ffi/c/posix/xmpp_posix.c
    in_c echo_bare
    talk_to rust "$built/debug/examples/echo"
    talk_to c "$built/debug/echo_c"
    talk_to c-bare "$built/debug/echo_bare_c"
}

# Compiles an example in C, with what it needs beside libxmpp: in_c NAME SOURCE..
in_c() {
    cc -std=c99 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror -pedantic -Iffi/c/include -Iffi/c/posix \
        "ffi/c/examples/$1.c" "${@:2}" "$built/debug/libxmpp.a" -lm -o "$built/debug/${1}_c"
}

# Has one bot talked to: talk_to NAME PROGRAM
talk_to() {
    local server
    for server in embedded prosody; do
        cargo run --quiet --package xmpp-interop --bin bots -- --server "$server" "$1" -- \
            "$2" '{account}' '{host}' '{port}'
    done
}
