//! What must hold for any octets. Each module is one target of the fuzzer and has one function
//! `check`, which panics if something does not hold; `cargo test` replays the corpus through them.

pub mod border;
pub mod element_accessors;
mod input;
pub mod jid;
pub mod oracle;
mod rules;
pub mod sasl_server_messages;
pub mod session;
mod stream;
mod world;
pub mod xml_differential;
pub mod xml_roundtrip;

/// A target: its name, and what must hold.
pub type Target = (&'static str, fn(&[u8]));

/// All targets, by the names that their corpora have.
pub const TARGETS: [Target; 7] = [
    ("border", border::check),
    ("element_accessors", element_accessors::check),
    ("jid", jid::check),
    ("sasl_server_messages", sasl_server_messages::check),
    ("session", session::check),
    ("xml_differential", xml_differential::check),
    ("xml_roundtrip", xml_roundtrip::check),
];
