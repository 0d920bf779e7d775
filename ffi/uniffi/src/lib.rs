//! The engine for Python, Kotlin and Swift: one library, of which `ffi/bindgen` makes one module for
//! each of them. What the core declares is replayed (`remote`) and not written again; by hand are
//! the types that are views or wipe themselves (`carried`, `flat`), and the calls (`engine`).
//!
//! The shells of the languages stand above: sockets, clocks, their ways to wait. So there are no
//! callbacks here and nothing asynchronous; and no object stands in a record, since every one of
//! them would cost a call to be freed. What is refused is an exception of its own type; our own bug
//! is caught at this border, and every call behind it fails.
#![allow(unsafe_code)] // what uniffi's macros write

mod carried;
mod element;
mod engine;
mod flat;
mod helpers;
mod hidden;
mod refused;
mod remote;
mod shelf;

pub use element::{ElementBuilder, ElementView};
pub use engine::{Engine, Shared, Step};
pub use flat::{AnyStanza, FlatIq, FlatMessage, FlatPresence};
pub use helpers::{
    client_config, jid, reason_text, reply, roots_from_pem, stanza_error, stanza_error_text,
};
pub use hidden::HiddenText;
pub use refused::{CallError, PemError};

uniffi::setup_scaffolding!();
