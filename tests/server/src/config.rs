//! What a test server is told to be, and which faults it makes on purpose.

use crate::sasl::MECHANISMS;
use xmpp_engine::accept::AcceptConfig;

/// A test server's settings. All of them have defaults; add accounts to have something to log in
/// to.
#[derive(Clone)]
pub struct ServerConfig {
    /// The domain served; `localhost` by default.
    pub domain: String,
    /// The name in the certificate; the domain by default. With another one, no client that looks
    /// may log in.
    pub certificate_name: Option<String>,
    /// Name and password of each account.
    pub accounts: Vec<(String, String)>,
    /// SASL mechanisms offered, in this order; the SCRAM ones with and without -PLUS by default.
    pub mechanisms: Vec<String>,
    /// Whether the types of channel binding are announced (XEP-0440). Some servers that offer
    /// -PLUS do not.
    pub announce_bindings: bool,
    /// Rounds that SCRAM asks for.
    pub scram_iterations: u32,
    /// Whether stream management is offered.
    pub stream_management: bool,
    /// Whether the login is offered without TLS too, on the port for STARTTLS.
    pub tls_optional: bool,
    /// What happens when a client asks for a resource that is taken.
    pub conflict: Conflict,
    /// Messages kept for an account that is offline; further ones are refused.
    pub offline_messages: usize,
    /// Milliseconds in which a client must take each step of its login.
    pub step_timeout_ms: u64,
    /// What goes wrong on purpose.
    pub faults: Faults,
}

/// Whose is a resource that two clients ask for (RFC 6120 7.7.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The new client's; the old one's stream ends with `conflict`.
    Replace,
    /// The old client's; the new one is told `conflict`.
    Refuse,
    /// Both go on, the new one under another name.
    Rename,
}

/// Faults on purpose; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Loses each N-th message that has a body, counted over all connections.
    pub drop_every: Option<u32>,
    /// Cuts a connection, without closing the stream, behind its N-th stanza in either direction.
    pub cut_after: Option<u32>,
    /// Accepts connections, reads, and never says a word.
    pub mute: bool,
}

impl Default for ServerConfig {
    fn default() -> Self {
        let scram = MECHANISMS.iter().filter(|name| name.starts_with("SCRAM"));
        ServerConfig {
            domain: "localhost".to_owned(),
            certificate_name: None,
            accounts: Vec::new(),
            mechanisms: scram.map(|&name| name.to_owned()).collect(),
            announce_bindings: true,
            scram_iterations: 4096,
            stream_management: true,
            tls_optional: false,
            conflict: Conflict::Replace,
            offline_messages: 1000,
            step_timeout_ms: 30_000,
            faults: Faults::default(),
        }
    }
}

impl ServerConfig {
    /// The defaults with one account.
    pub fn with_account(node: &str, password: &str) -> ServerConfig {
        ServerConfig::default().account(node, password)
    }

    /// Adds an account.
    pub fn account(mut self, node: &str, password: &str) -> ServerConfig {
        self.accounts.push((node.to_owned(), password.to_owned()));
        self
    }

    pub(crate) fn accept(&self) -> AcceptConfig {
        AcceptConfig {
            mechanisms: self.mechanisms.clone(),
            announce_bindings: self.announce_bindings,
            stream_management: self.stream_management,
            step_timeout_ms: self.step_timeout_ms,
            ..AcceptConfig::new(&self.domain, &[])
        }
    }
}
