//! A complete XMPP client as a pure state machine: bytes, answers and the time go in; bytes,
//! questions and events come out. No socket, clock, thread or entropy source inside.

#[macro_use]
pub mod declare;
#[rustfmt::skip]
pub mod declared;
mod chance;
pub mod limits;
mod outbox;
pub mod time;

pub mod xml;
pub mod jid;
pub mod stanza;
pub mod payload;
pub mod sasl;
pub mod transport;
mod stream;
mod dial;
mod session;
mod negotiate;
pub mod xep;
#[cfg(feature = "accept")]
pub mod accept;
