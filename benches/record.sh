#!/usr/bin/env bash
# Measures the XML parsers anew and writes what the READMEs quote: `benches/record.sh`. Takes some
# minutes; best on a machine that does nothing else. Needs what benches/README.md names.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

main() {
    {
        printf '# XML parsers side by side\n\n'
        printf 'Written by `benches/record.sh`; `benches/README.md` says how to read it.\n\n```\n'
        cargo run --quiet --release --manifest-path peers/Cargo.toml --bin parsers -- \
            --json records/parsers.json
        echo
        ./instructions.sh --json records/instructions.json
        echo
        cargo run --quiet --release --manifest-path peers/Cargo.toml --bin addresses
        printf '```\n'
    } >records/parsers.md
    cargo run --quiet --release -p xmpp-benches --bin picture -- \
        records/parsers.json records/instructions.json >records/parsers.svg
    cat records/parsers.md
}

main
