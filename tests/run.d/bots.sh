# The echo bot of every language, with our own server and with Prosody: it echoes, accepts a
# subscription, survives a restart, and ends in words where it cannot log in. The time tracker, too,
# which keeps its times. Languages with a step of their own do the same there.
needs() {
    need_command prosody prosody
    need_command gcc gcc
    need_command pkg-config pkg-config
    need_library glib-2.0 libglib2.0-dev
    need_library openssl libssl-dev
    need_library libuv libuv1-dev
}
install() {
    apt_install prosody gcc libc6-dev pkg-config libglib2.0-dev libssl-dev libuv1-dev
}

run() {
    built=$(built_by_cargo)/debug
    cargo build --quiet --package xmpp-interop --bin bots
    cargo build --quiet --package xmpp-tokio --example echo --example tracker
    cargo build --quiet --package libxmpp
    talk_to rust "$built/examples/echo"
    for server in embedded prosody; do
        "$built/bots" --tracker $server rust-tracker -- "$built/examples/tracker" '{account}' '{file}' '{host}' '{port}'
    done
    talk_to_c echo
    talk_to_c echo_bare
    talk_to_c echo_glib glib-2.0
    talk_to_c echo_openssl openssl
    talk_to_c echo_uv libuv
    # Nobody comes in here whose login is not bound to the TLS connection.
    talk binding "c-echo, bound" "$built/echo_c"
    talk binding "c-echo_openssl, bound" "$built/echo_openssl_c"
}

# Compiles an example in C, and has it talked to: talk_to_c NAME LIBRARY..
talk_to_c() {
    # shellcheck disable=SC2046
    gcc -std=c99 -Wall -Wextra -Werror -pedantic -Iffi/c/include -Iffi/c/posix "ffi/c/examples/$1.c" \
        ffi/c/posix/xmpp_posix.c "$built/libxmpp.a" $([[ $# == 1 ]] || pkg-config --cflags --libs "${@:2}") \
        -lpthread -ldl -lm -o "$built/${1}_c"
    talk_to "c-$1" "$built/${1}_c"
}

# Has one bot talked to with both servers: talk_to NAME PROGRAM
talk_to() {
    talk embedded "$@"
    talk prosody "$@"
}

# talk SERVER NAME PROGRAM
talk() {
    "$built/bots" --server "$1" "$2" -- "$3" '{account}' '{host}' '{port}'
}
