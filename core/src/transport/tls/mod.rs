//! The private seam behind which TLS stands: `Setup` is what thousands of connections share,
//! `Session` is the TLS of one of them. Nothing outside this folder names a TLS library.
//!
//! A `Session` only turns octets into octets: `read` takes some from the lane and appends what
//! they say, `write` appends records; `drain` appends what TLS itself has to say, alerts included.

#[cfg(not(feature = "tls"))]
mod absent;
#[cfg(feature = "tls")]
mod fault;
#[cfg(feature = "tls")]
mod session;
#[cfg(feature = "tls")]
mod setup;

#[cfg(not(feature = "tls"))]
pub(super) use absent::{Session, Setup, name_matches};
#[cfg(feature = "tls")]
pub(super) use {
    session::Session,
    setup::{Setup, name_matches},
};
