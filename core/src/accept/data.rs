//! What goes into and comes out of the receiving role. Nothing here is declared for other
//! languages: the receiving role is for Rust programs.

use std::fmt;

use crate::declare::Octets;
use crate::jid::Jid;
use crate::limits::Limits;
use crate::stanza::Stanza;
use crate::stream::{StreamCondition, StreamError};
use crate::transport::{TlsInfo, TransportFault};

/// How TLS comes to a received connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptTls {
    /// By STARTTLS, and no login before it.
    Required,
    /// By STARTTLS, for those who want it: the mechanisms are offered without it too.
    Optional,
    /// With the first octet (XEP-0368).
    Direct,
    /// Never: for tests and for links that do not leave the machine.
    Plain,
}

/// What one received stream offers and bears.
#[derive(Clone, Debug)]
pub struct AcceptConfig {
    /// The domain served here; a stream to another one ends with `host-unknown`.
    pub domain: String,
    /// How TLS comes.
    pub tls: AcceptTls,
    /// SASL mechanisms in the order they are offered. Those in `-PLUS` are left out while the
    /// connection has nothing to bind to.
    pub mechanisms: Vec<String>,
    /// Whether the types of channel binding are announced (XEP-0440).
    pub announce_bindings: bool,
    /// Whether the session request of RFC 3921 is offered, as optional.
    pub session: bool,
    /// Whether stream management is offered (XEP-0198, without resumption).
    pub stream_management: bool,
    /// Milliseconds in which the client must take each step of its login.
    pub step_timeout_ms: u64,
    /// Milliseconds for which a closed stream waits for the client's closing tag, and a connection
    /// for the client to read its end.
    pub close_timeout_ms: u64,
    /// Logins that may fail on one connection; the last one ends it (RFC 6120 6.4.5 advises 2 to
    /// 5).
    pub login_attempts: u32,
    /// Bounds of everything kept.
    pub limits: Limits,
}

impl AcceptConfig {
    /// For a domain and mechanisms, with STARTTLS required and everything offered.
    pub fn new(domain: &str, mechanisms: &[&str]) -> AcceptConfig {
        AcceptConfig {
            domain: domain.to_owned(),
            tls: AcceptTls::Required,
            mechanisms: mechanisms.iter().map(|&name| name.to_owned()).collect(),
            announce_bindings: true,
            session: true,
            stream_management: true,
            step_timeout_ms: 30_000,
            close_timeout_ms: 5_000,
            login_attempts: 5,
            limits: Limits::default(),
        }
    }
}

/// What `poll` asks of the driver.
#[derive(Clone, Debug, PartialEq)]
pub enum AcceptOutput {
    /// Write these octets, in this order; report them by `transmitted`.
    Transmit {
        /// The octets.
        bytes: Vec<u8>,
    },
    /// Close the connection.
    Disconnect,
    /// Something for the program that runs the server.
    Event {
        /// What happened.
        event: AcceptEvent,
    },
    /// Always the last: sleep until there is input, or until then.
    Wait {
        /// On the monotonic clock in milliseconds.
        until: Option<u64>,
        /// Whether to read from the socket meanwhile.
        read: bool,
    },
}

/// What the server hears of a stream.
#[derive(Clone, Debug, PartialEq)]
pub enum AcceptEvent {
    /// TLS stands.
    Secured {
        /// What it is.
        tls: TlsInfo,
    },
    /// A question: the client wants to log in. Answer by `challenge`, `succeed` or `refuse`.
    Authenticate {
        /// One of the offered mechanisms.
        mechanism: String,
        /// The initial response, which may be empty; absent if there was none.
        initial: Option<Octets>,
    },
    /// A question: the client's answer to a challenge. Answer as above.
    Response {
        /// The decoded data.
        data: Octets,
    },
    /// The client gave up the exchange that was going on.
    Aborted,
    /// A question: the client wants an address. Answer by `bind` or `refuse_bind`.
    Bind {
        /// The resource it would like.
        resource: Option<String>,
    },
    /// A stanza of the bound client; its sender is the bound address.
    Stanza {
        /// The stanza.
        stanza: Stanza,
    },
    /// The client has acknowledged the next so many stanzas.
    Acked {
        /// How many.
        stanzas: u32,
    },
    /// The stream is over; nothing comes after this.
    Closed {
        /// Why.
        reason: AcceptEnd,
    },
}

/// Why a received stream is over.
#[derive(Clone, Debug, PartialEq)]
pub enum AcceptEnd {
    /// Both sides closed it, or `abort` did.
    Finished,
    /// The connection ended without a word.
    Lost,
    /// The client broke a rule, took too long, or the server called `fail`.
    Failed {
        /// The condition of the stream error that was sent.
        condition: StreamCondition,
    },
    /// The client sent a stream error.
    PeerError {
        /// The error.
        error: StreamError,
    },
    /// TLS failed.
    Transport {
        /// How.
        fault: TransportFault,
    },
}

/// A mistake of the program that runs the server. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptError {
    /// There is no such question open.
    NotAsked,
    /// Stanzas flow only once an address is bound, and no longer after `close`.
    NotBound,
    /// The client reads too slowly: more would wait than the limits allow.
    Full,
}

impl fmt::Display for AcceptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AcceptError::NotAsked => "there is no such question open",
            AcceptError::NotBound => "no address is bound to the stream",
            AcceptError::Full => "too many stanzas wait for the client",
        })
    }
}

impl std::error::Error for AcceptError {}

/// The server's answer to a question, kept until the next `poll`.
#[derive(Debug)]
pub(super) enum Answer {
    Challenge(Vec<u8>),
    Succeed { account: Jid, additional: Option<Vec<u8>> },
    Refuse(String),
    Bind(Jid),
    RefuseBind(crate::stanza::StanzaError),
}
