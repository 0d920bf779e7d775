//! A complete XMPP client as a pure state machine: bytes, answers and the time go in; bytes,
//! questions and events come out. No socket, clock, thread or entropy source inside.

pub mod declare;
#[rustfmt::skip]
pub mod declared;
mod chance;
pub mod limits;
mod outbox;
pub mod time;

#[cfg(feature = "accept")]
pub mod accept;
pub mod dial;
pub mod jid;
mod negotiate;
pub mod payload;
pub mod sasl;
mod session;
pub mod stanza;
mod stream;
pub mod transport;
pub mod xep;
pub mod xml;
