#!/usr/bin/env bash
# Measures how large libxmpp is as it is installed: `benches/size.sh`. Needs a C compiler; libstrophe
# (Debian package libstrophe-dev) is put beside it if it is installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

main() {
    made=$(mktemp -d) # not local: the trap runs when this function is over
    trap 'rm -r "$made"' EXIT
    local target record=benches/records/size.md
    target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
    make -s -C ffi/c install PREFIX="$made/tls" TARGET="$target"
    make -s -C ffi/c install PREFIX="$made/no_tls" TARGET="$target/without-tls" FEATURES=
    cc -O2 -I"$made/tls/include" ffi/c/examples/echo.c "$made"/tls/lib/libxmpp{_posix,}.a -lpthread -ldl -lm \
        -s -Wl,--gc-sections -o "$made/echo"
    cc -O2 -I"$made/tls/include" ffi/c/examples/parse.c "$made/tls/lib/libxmpp.a" -lpthread -ldl -lm \
        -s -Wl,--gc-sections -o "$made/parse"
    table >$record
    cat $record
}

table() {
    printf '# Sizes\n\nWritten by `benches/size.sh`, on %s with %s.\n\n' "$(uname -m)" "$(rustc --version | cut -d' ' -f1,2)"
    printf '| stripped | octets | needs beside libc | octets of that |\n|---|---|---|---|\n'
    row 'libxmpp.so, as it is installed' "$made/tls/lib/libxmpp.so"
    row 'libxmpp.so without TLS (`FEATURES=`)' "$made/no_tls/lib/libxmpp.so"
    row 'the echo bot with libxmpp.a in it' "$made/echo"
    row "the parser's example with libxmpp.a in it" "$made/parse"
    if pkg-config --exists libstrophe; then
        row "libstrophe.so $(pkg-config --modversion libstrophe)" "$(pkg-config --variable=libdir libstrophe)/libstrophe.so"
    fi
}

# One row: row NAME FILE
row() {
    local needed names='' sum=0 file
    needed=$(ldd "$2" | awk '$3 ~ /^\// { print $3 }' | grep -vE '/lib(c|m|dl|pthread)\.so' || true)
    for file in $needed; do
        names+="${names:+, }$(basename "$file" | sed 's/\.so.*//')"
        sum=$((sum + $(octets "$file")))
    done
    printf '| %s | %s | %s | %s |\n' "$1" "$(grouped "$(octets "$2")")" "$names" "$(grouped $sum)"
}

octets() { stat -L -c %s "$1"; }

grouped() { sed -E ':more; s/([0-9])([0-9]{3})($|,)/\1,\2\3/; t more' <<<"$1"; }

main
