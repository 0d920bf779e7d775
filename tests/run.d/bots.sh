# The echo bot of every language, with our own server and with Prosody: it echoes, accepts a
# subscription, survives a restart, and ends in words where it cannot log in.
needs() { need_command prosody prosody; }
install() { apt_install prosody; }
run() {
    local server target
    cargo build --quiet --package xmpp-tokio --example echo
    target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
    for server in embedded prosody; do
        cargo run --quiet --package xmpp-interop --bin bots -- --server "$server" rust -- \
            "$target/debug/examples/echo" '{account}' '{host}' '{port}'
    done
}
