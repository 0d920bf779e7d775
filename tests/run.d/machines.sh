# The engine on machines that are not at hand: 64-bit ARM (NEON) and s390x (big-endian) under qemu,
# 32-bit x86 on this processor, and a build for WebAssembly. Debian testing has a compiler with a
# standard library for each, and what links and runs their programs.
. tests/run.d/lib/debian_root.bash

recipe=1 # of the folder with Debian: to be raised when a change here or in lib should make it anew
architectures='arm64 i386 s390x'
packages=(
    rustc cargo gcc qemu-user libstd-rust-dev-wasm32
    libstd-rust-dev:{arm64,i386,s390x}
    gcc-{aarch64,i686,s390x}-linux-gnu
    libc6-dev-{arm64,i386,s390x}-cross
)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/libxmpp
root=$cache/machines-$recipe
target=$cache/machines-target-$recipe
crates=${CARGO_HOME:-$HOME/.cargo}

needs() { need_debian_root "$root"; }

install() {
    command -v debootstrap >/dev/null || apt_install debootstrap
    make_debian_root "$root" testing "$architectures" "${packages[@]}"
    find "$cache" -maxdepth 1 -name 'machines-*' ! -name "machines-$recipe" \
        ! -name "machines-$recipe.*" ! -name "machines-target-$recipe" -exec rm -rf {} +
}

run() {
    cargo fetch --locked --quiet
    mkdir -p "$target"
    has_neon
    tests aarch64-unknown-linux-gnu --features accept
    tests i686-unknown-linux-gnu --features accept
    # Without TLS, because ring knows no big-endian machine.
    tests s390x-unknown-linux-gnu --no-default-features --features accept
    announce wasm32-unknown-unknown
    inside cargo build --frozen --target wasm32-unknown-unknown --package xmpp-engine --no-default-features
}

# Then it is core/src/xml/scan/neon.rs that is compiled and tested.
has_neon() {
    inside rustc --print cfg --target aarch64-unknown-linux-gnu |
        grep --line-regexp 'target_feature="neon"'
}

# Without the examples of the manual, for which all would have to be compiled once more.
tests() {
    announce "$1"
    inside cargo test --frozen --lib --package xmpp-engine --target "$@"
}

announce() { printf -- '-- %s (%s s so far)\n' "$1" "$SECONDS"; }

# The checkout is where it is outside: cargo tells one checkout from another by its path.
inside() {
    local SHARE_READ=("$PWD" "$crates") SHARE_WRITE=("$target")
    local settings=(
        HOME=/root
        CARGO_HOME="$crates"
        CARGO_TARGET_DIR="$target"
        CARGO_INCREMENTAL=0
        CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
        CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER='qemu-aarch64 -L /usr/aarch64-linux-gnu'
        CARGO_TARGET_I686_UNKNOWN_LINUX_GNU_LINKER=i686-linux-gnu-gcc
        CARGO_TARGET_S390X_UNKNOWN_LINUX_GNU_LINKER=s390x-linux-gnu-gcc
        CARGO_TARGET_S390X_UNKNOWN_LINUX_GNU_RUNNER='qemu-s390x -L /usr/s390x-linux-gnu'
    )
    in_debian_root "$root" "${settings[@]}" "$@"
}
