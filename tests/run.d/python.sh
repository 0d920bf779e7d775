# The engine in Python: the module is generated, imported, and logs in to the test server over a
# socket. The border itself is tested in Rust first.
needs() {
    need_command python3 python3
    command -v python3 >/dev/null || return 0
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
        echo "python3 is older than 3.10"
}
install() {
    apt_install python3
}

run() {
    made=$(mktemp -d) # not local: the trap runs when this function is over
    trap 'rm -r "$made"' EXIT
    built=$(built_by_cargo)/debug
    cargo test --quiet --package xmpp-uniffi
    cargo build --quiet --package xmpp-uniffi
    cargo build --quiet --package xmpp-bindgen
    cargo build --quiet --package xmpp-test-server
    stays_apart
    "$built/xmpp-bindgen" python "$built/libxmpp_foreign.so" "$made"
    cp "$built/libxmpp_foreign.so" "$made"
    PYTHONPATH=$made PYTHONDONTWRITEBYTECODE=1 timeout 60 \
        python3 -W error ffi/uniffi/tests/smoke.py "$built/xmpp-test-server"
}

# The core knows nothing of uniffi, and neither does the library for C.
stays_apart() {
    local package
    for package in xmpp-engine libxmpp; do
        if cargo tree --package $package --all-features --prefix none | grep ^uniffi; then return 1; fi
    done
}
