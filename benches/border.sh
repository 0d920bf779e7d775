#!/usr/bin/env bash
# Measures what the border to C adds to an event: `benches/border.sh`. A message arrives and its body
# is read, in Rust and in C, both built as the library is installed; instructions under callgrind.
# Needs a C compiler and valgrind.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

main() {
    made=$(mktemp -d) # not local: the trap runs when this function is over
    trap 'rm -r "$made"' EXIT
    local target rust c
    target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
    cargo build --quiet --profile installed -p libxmpp
    cargo build --quiet --profile installed -p xmpp-benches --bin events
    cc -O2 -std=c99 -Wall -Wextra -Werror -Iffi/c/include benches/c/events.c \
        "$target/installed/libxmpp.a" -lpthread -ldl -lm -o "$made/events"
    message >"$made/message"
    rust=$(per_event "$target/installed/events")
    c=$(per_event "$made/events")
    table "$rust" "$c" >benches/records/border.md
    cat benches/records/border.md
}

# A chat message of 417 octets, the line feed between two included.
message() {
    local body
    body=$(printf 'x%.0s' {1..247})
    printf '%s' "<message from='juliet@capulet.example/balcony' to='romeo@localhost/a' type='chat'" \
        " id='m0000001' xml:lang='en'><body>$body</body>" \
        "<request xmlns='urn:xmpp:receipts'/></message>"
    echo
}

# Instructions an event: the difference of two runs is free of what happens once.
per_event() {
    echo $((($(instructions "$1" 4800) - $(instructions "$1" 1600)) / 3200))
}

instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" <"$made/message" 2>&1 |
        awk '/Collected :/ { found = $4 } /messages/ { right = $1 } END { if (!found || right != wanted) exit 1; print found }' \
            wanted="$2"
}

table() {
    printf '# What the border to C adds\n\nWritten by `benches/border.sh`, on %s with %s.\n\n' \
        "$(uname -m)" "$(rustc --version | cut -d' ' -f1,2)"
    printf 'A chat message of %s octets arrives, 16 of them at once, and its body is read.\n\n' \
        "$(wc -c <"$made/message")"
    printf '| | instructions an event |\n|---|---|\n| Rust | %s |\n| C | %s |\n| the border | %s |\n' \
        "$1" "$2" $(($2 - $1))
}

main
