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
pub mod session;
pub mod stanza;
pub mod stream;
pub mod transport;
pub mod xep;
pub mod xml;

mod engine;
mod event;

pub use engine::{Config, Engine, HandledMode, InputError, Output, Reconnect, Timeouts};
pub use event::{Event, MessageOrigin, SessionKind, WireDirection};
pub use jid::{Jid, JidError};
pub use limits::Limits;
pub use sasl::Secret;
pub use stream::Reason;
pub use time::Now;
