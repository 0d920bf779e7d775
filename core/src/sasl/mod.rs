//! SASL (RFC 4422), the client's side: which mechanism, what it says, and what the server must
//! prove. Pure data in and out: the octets of channel bindings and all texts are handed in.
//!
//! SCRAM with SHA-1, SHA-256 and SHA-512, with and without channel binding (RFC 5802, RFC 7677);
//! PLAIN (RFC 4616); ANONYMOUS (RFC 4505); channel-binding types announced by the server
//! (XEP-0440: SASL Channel-Binding Type Capability (version 1.0.0)); protection of the announcement
//! against a man in the middle (`downgrade.rs`).
//!
//! Left out: authorization as somebody else (the authzid is never sent); `tls-unique`, which
//! TLS 1.3 does not have.
//!
//! ```text
//! choose(offer, policy, verified_tls, secret) -> Choice
//! choice.start(user, cached, limits)          -> Mechanism
//! initial(chance) -> challenge(..)* -> [slice() while Deriving] -> success(..) -> new_keys()
//! ```

mod choose;
mod downgrade;
mod error;
mod hash;
mod plain;
mod scram;
mod scram_message;
mod secret;
#[cfg(test)]
mod tests;
mod wire;

pub use choose::SaslPolicy;
pub use error::{SaslCondition, SaslError, ScramFault};
pub use hash::ScramHash;
pub use secret::{Secret, SecretText};

pub(crate) use choose::{ChannelBindings, Offer, choose};
pub(crate) use wire::{decode, encode_initial, encode_response};

use crate::chance::Chance;

/// One login by one mechanism. After an error every further step fails.
pub(crate) trait Mechanism: Send {
    /// The name as registered: `SCRAM-SHA-256-PLUS`.
    fn name(&self) -> &'static str;

    /// The initial response; `None` if the mechanism waits for a challenge first.
    fn initial(&mut self, chance: &mut Chance) -> Option<Vec<u8>>;

    /// Takes a challenge of the server.
    fn challenge(&mut self, data: &[u8]) -> Result<Step, SaslError>;

    /// Goes on after [`Step::Deriving`] by one bounded piece; `None` if nothing is being derived.
    fn slice(&mut self) -> Option<Step> {
        None
    }

    /// Takes the server's word that the login succeeded, with the data that came along. `Ok` only
    /// if the server has proved what this mechanism lets it prove.
    fn success(&mut self, additional: Option<&[u8]>) -> Result<(), SaslError>;

    /// After success: keys that were derived for this login and save the work next time.
    fn new_keys(&self) -> Option<Secret> {
        None
    }
}

/// What follows a challenge.
#[derive(Debug, PartialEq)]
pub(crate) enum Step {
    /// Send this, which may be empty.
    Respond(Vec<u8>),
    /// A key is being derived: call [`Mechanism::slice`] in the next poll.
    Deriving,
}
