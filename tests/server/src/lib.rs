//! An XMPP server in memory, for development and tests only: it serves one domain on loopback,
//! forgets everything when it ends, and makes faults on purpose.
//!
//! It knows accounts, rosters and subscriptions, presence, messages and requests between
//! resources (RFC 6121), messages for those who are away (XEP-0160, XEP-0203), ping (XEP-0199),
//! service discovery of itself (XEP-0030), stream management without resumption (XEP-0198) and
//! SCRAM with channel binding (XEP-0440). It has no other servers to talk to.
//!
//! Over sockets, from a test:
//!
//! ```
//! use xmpp_test_server::{RunningServer, ServerConfig};
//!
//! let config = ServerConfig::with_account("romeo", "secret").account("juliet", "secret");
//! let server = RunningServer::start(config)?;
//! let port = server.ports().starttls; // on 127.0.0.1, for the domain localhost
//! let trusted = server.ca_der();
//! # assert!(port > 0 && !trusted.is_empty());
//! # Ok::<(), xmpp_test_server::ServerError>(())
//! ```
//!
//! In memory, on time of the test's own, [`Server`] is driven by hand: [`Server::connect`],
//! [`Server::receive`], [`Server::poll`] until it says [`ServerOutput::Wait`].

mod accounts;
mod config;
mod contacts;
mod iq;
mod login;
mod messages;
mod offline;
mod presence;
mod reply;
mod roster;
mod sasl;
mod server;
mod sessions;
mod socket;
mod tls;

pub use config::{Conflict, Faults, ServerConfig};
pub use sasl::MECHANISMS;
pub use server::{ConnectionId, Server, ServerOutput};
pub use socket::{Ports, RunningServer};

use std::fmt;
use xmpp_engine::jid::Jid;

/// Why a server cannot be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerError {
    /// The domain is not one.
    BadDomain {
        /// The domain.
        domain: String,
    },
    /// An account's name is not one.
    BadAccount {
        /// The name.
        node: String,
    },
    /// The certificates could not be made.
    Tls {
        /// What failed.
        reason: String,
    },
    /// A socket or file could not be opened.
    Io {
        /// What the system says.
        reason: String,
    },
}

impl ServerError {
    fn io(error: &std::io::Error) -> ServerError {
        ServerError::Io { reason: error.to_string() }
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServerError::BadDomain { domain } => write!(f, "{domain} is not a domain"),
            ServerError::BadAccount { node } => write!(f, "{node} is not a name for an account"),
            ServerError::Tls { reason } => write!(f, "no certificate: {reason}"),
            ServerError::Io { reason } => f.write_str(reason),
        }
    }
}

impl std::error::Error for ServerError {}

fn prepared_domain(domain: &str) -> Result<Jid, ServerError> {
    let jid = Jid::new(domain).ok().filter(|jid| jid.node().is_none() && jid.is_bare());
    jid.ok_or_else(|| ServerError::BadDomain { domain: domain.to_owned() })
}
