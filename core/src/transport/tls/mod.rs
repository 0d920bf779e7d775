//! The private seam behind which TLS stands: `Setup` is what thousands of connections share,
//! `Session` is the TLS of one of them. Nothing outside this folder names a TLS library.
//!
//! A `Session` only turns octets into octets: `read` takes some from the lane and appends what
//! they say, `write` appends records; `drain` appends what TLS itself has to say, alerts included.

mod absent;
pub(crate) use absent::{Session, Setup, name_matches};
