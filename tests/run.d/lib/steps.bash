# What the steps of tests/run share. Sourced, never run.

# Prints what is missing if a command is not on the path: need_command ejabberdctl ejabberd
need_command() {
    command -v "$1" >/dev/null || echo "$1 is missing (Debian package $2)"
}

# Prints what is missing if pkg-config does not know a library: need_library libuv libuv1-dev
need_library() {
    pkg-config --exists "$1" 2>/dev/null || echo "the library $1 is missing (Debian package $2)"
}

# Prints the folder where cargo puts what it builds.
built_by_cargo() {
    cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/'
}

# Installs Debian packages. No daemon is started by them, and the machine's own
# policy-rc.d is put back whatever happens.
apt_install() {
    [[ $(id -u) == 0 ]] || { echo "apt needs root" >&2; return 1; }
    (
        policy=/usr/sbin/policy-rc.d saved=$(mktemp -d)
        [[ ! -e $policy ]] || cp -a "$policy" "$saved/"
        trap 'rm -f "$policy"; [[ ! -e $saved/policy-rc.d ]] || cp -a "$saved/policy-rc.d" "$policy"; rm -r "$saved"' EXIT
        rm -f "$policy"
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
        apt-get update -q
        DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$@"
    )
}

# Builds what the languages stand on: the library below their modules, and what generates those. One
# way for all, since steps run beside each other: another set of packages would have other features,
# and another library in the same place.
build_for_languages() {
    cargo build --quiet --package xmpp-uniffi
    cargo build --quiet --package xmpp-bindgen
    build_partners
}

# Builds a server to log in to, and who talks to bots.
build_partners() {
    cargo build --quiet --package xmpp-test-server
    cargo build --quiet --package xmpp-interop --bin bots
}

# Logs in to one real server in every way it offers: interop prosody
interop() {
    cargo run --quiet --package xmpp-interop --bin interop -- --server "$1"
}
