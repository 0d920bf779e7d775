# The whole corpus of the fuzzer through the checks that it drives; cargo test replays a sample.
# The fuzzer itself needs nightly Rust and time: fuzz/README.md.
needs() { :; }
install() { :; }
run() { FUZZ_CORPUS=all cargo test --quiet --package xmpp-fuzz-checks; }
