#!/usr/bin/env bash
# Instructions per octet of every XML parser we are measured beside, under callgrind:
# `benches/instructions.sh [--json FILE] [CORPUS...]`.
#
# Each reads one and two megabytes; the difference is free of what happens once. Unlike times,
# these numbers are the same on a busy machine. Needs valgrind; what is missing of the peers is
# left out, see benches/README.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

main() {
    local json='' corpus reader
    [[ ${1-} != --json ]] || { json=$2; shift 2; }
    (($#)) || set -- chat tiny deep big
    cargo build --quiet --release --manifest-path peers/Cargo.toml --bin read_once
    program=$(target)/release/read_once
    mapfile -t readers < <("$program")
    printf '%-20s' 'instructions/octet' && printf '%10s' "$@" && echo
    for reader in "${readers[@]}"; do
        printf '%-20s' "$reader"
        for corpus; do
            row "$reader" "$corpus"
        done
        echo
    done
    [[ -z $json ]] || record >"$json"
}

target() {
    cargo metadata --format-version 1 --no-deps --manifest-path peers/Cargo.toml |
        sed 's/.*"target_directory":"\([^"]*\)".*/\1/'
}

rows=()

row() {
    local one two per_octet
    one=$(counted "$1" "$2" 1000000)
    two=$(counted "$1" "$2" 2000000)
    per_octet=$(awk '{ printf "%.1f", ($3 - $1) / ($4 - $2) }' <<<"$one $two")
    printf '%10s' "$per_octet"
    rows+=("{\"corpus\": \"$2\", \"reader\": \"$1\", \"instructions_per_octet\": $per_octet}")
}

# Octets of the corpus and instructions of reading it: "instructions octets".
counted() {
    local log
    log=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null \
        --toggle-collect='read_once::measured*' "$program" "$@" 2>&1)
    awk '/Collected :/ { instructions = $4 } /^[0-9]+$/ { octets = $1 }
        END { if (!instructions || !octets) exit 1; print instructions, octets }' <<<"$log"
}

# In the form of `parsers --json`: one row a line.
record() {
    local last=$((${#rows[@]} - 1))
    printf '{"what": "instructions per octet", "rows": [\n'
    ((last == 0)) || printf '%s,\n' "${rows[@]:0:last}"
    printf '%s\n]}\n' "${rows[last]}"
}

main "$@"
