#!/usr/bin/env bash
# Measures what a message costs a client in Python, beside slixmpp and in one run: `benches/python.sh`.
# Needs maturin on the path, and PyPI for slixmpp. The first build takes ten minutes of CPU time, most of
# it for what the canned server is built with (benches/link.sh).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
readonly SLIXMPP=1.17.0

main() {
    made=$(mktemp -d) # not local: the trap runs when this function is over
    trap 'rm -r "$made"' EXIT
    local link ours clients
    (cd peers && cargo build --quiet --release -p xmpp-link --bin link)
    link=$(cd peers && cargo metadata --format-version 1 --no-deps |
        sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/release/link
    ../bindings/python/build "$made"
    python3 -m venv "$made/venv"
    "$made/venv/bin/pip" install --quiet "$made"/libxmpp-*.whl "slixmpp==$SLIXMPP"
    ours="$made/venv/bin/python python/client_libxmpp.py"
    clients=("libxmpp=$ours" "slixmpp $SLIXMPP=$made/venv/bin/python python/client_slixmpp.py")
    for messages in 1 16 64; do
        clients+=("libxmpp, $messages a read=$ours --at-once $messages")
    done
    {
        printf '# Clients in Python side by side\n\nWritten by `benches/python.sh`, on %s with %s.\n\n' \
            "$(uname -m)" "$("$made/venv/bin/python" --version)"
        printf '10,000 messages in one burst; `benches/README.md` tells what bounds them.\n\n```\n'
        "$link" --messages 10000 --rounds 5 "${clients[@]}"
        printf '```\n\nMilliseconds to import the package beyond `import asyncio`: %s.\n' "$(import_ms)"
    } >records/python.md
    cat records/python.md
}

# The median of nine.
import_ms() {
    for _ in {1..9}; do
        "$made/venv/bin/python" -c 'import asyncio, time; start = time.perf_counter_ns()
import libxmpp; print((time.perf_counter_ns() - start) // 1_000_000)'
    done | sort -n | sed -n 5p
}

main
