//! What the app decides beforehand. Plain data, so that every language can fill it in.

use crate::declare::{choice, record, settings};
use crate::dial::Dial;
use crate::jid::{Jid, JidError};
use crate::limits::Limits;
use crate::payload::disco::DiscoIdentity;
use crate::sasl::{SaslPolicy, Secret};
use crate::session::UnackedPolicy;
use crate::stream::LoginStep;
use crate::transport::{TlsMode, Trust};

choice! {
    /// Whether the engine dials again after a connection was lost or could not be made.
    #[derive(Copy, Eq)]
    pub enum Reconnect {
        /// Yes, with growing pauses, unless the cause would come again at once for ever: a refused
        /// password, or another client that takes the same resource.
        Always,
        /// No: every end is final. For scripts.
        Never,
        /// As always, once it was online; until then every end is final. For bots: one that is
        /// started with a wrong password or address ends and can say why.
        OnceOnline,
    }
}

choice! {
    /// When an event counts as handled by the app. Only stanzas whose events were handled are
    /// acknowledged to the server (XEP-0198); the others it will deliver again.
    #[derive(Copy, Eq)]
    pub enum HandledMode {
        /// At the next `poll`: for a program that acts on each event inside the loop.
        Implicit,
        /// When the program calls `handled`: for everything that puts a queue between.
        Explicit,
    }
}

settings! {
    /// How long the engine waits, in milliseconds.
    #[derive(Copy, Eq)]
    pub struct Timeouts {
        /// For the driver's connection.
        pub connect_ms: u64 = 30_000,
        /// For the TLS handshake.
        pub tls_ms: u64 = 30_000,
        /// For the app's verdict on a certificate: a person may have to read it.
        pub trust_ms: u64 = 120_000,
        /// For the app's credentials. When it is over the connection is given back, and the
        /// question stays.
        pub credentials_ms: u64 = 120_000,
        /// For each answer of the server while logging in.
        pub answer_ms: u64 = 30_000,
        /// For the answer to a request of ours.
        pub request_ms: u64 = 60_000,
        /// For the app's answer to somebody's request; then the engine answers with an error.
        pub incoming_request_ms: u64 = 60_000,
        /// For the server's acknowledgement once it was asked for (XEP-0198), and for the next of our
        /// octets to be transmitted.
        pub ack_ms: u64 = 60_000,
        /// For a word of the server. Behind such a silence it is asked for one (XEP-0198), or white
        /// space is sent, so that a link that died unseen is noticed, and routers on the way do not
        /// forget it: five minutes is what the more forgetful of them allow.
        pub idle_ms: u64 = 300_000,
        /// For the end of everything after `close`.
        pub close_ms: u64 = 5_000,
    }
}

impl Timeouts {
    /// How long a step of the login may take.
    pub(crate) fn of(&self, step: LoginStep) -> u64 {
        match step {
            LoginStep::Connect => self.connect_ms,
            LoginStep::Tls => self.tls_ms,
            LoginStep::Trust => self.trust_ms,
            LoginStep::Credentials => self.credentials_ms,
            LoginStep::Ack | LoginStep::Write => self.ack_ms,
            LoginStep::Close => self.close_ms,
            _ => self.answer_ms,
        }
    }
}

record! {
    /// Everything an engine is told when it is made. [`Config::client`] fills in what most want;
    /// the rest is changed field by field.
    pub struct Config {
        /// The account, `user@domain`, or a domain alone for an anonymous login. With a resource,
        /// that resource is asked for; else the server chooses one.
        pub account: Jid,
        /// How we prove who we are. Absent, as by default: the app is asked by an event.
        pub credentials: Option<Secret>,
        /// Where to connect. Default: the domain, port 5222.
        pub dial: Dial,
        /// Who brings the TLS. Default: the engine.
        pub tls: TlsMode,
        /// Who decides on the server's certificate. Default: the app, by an event.
        pub trust: Trust,
        /// Which ways to log in are good enough.
        pub sasl: SaslPolicy,
        /// Bounds of everything that could grow.
        pub limits: Limits,
        /// How long to wait.
        pub timeouts: Timeouts,
        /// Whether to dial again. Default: always.
        pub reconnect: Reconnect,
        /// What becomes of stanzas that the server did not acknowledge before a connection was lost.
        /// Default: they end as unsure.
        pub unacked: UnackedPolicy,
        /// When an event counts as handled. Default: at the next `poll`.
        pub handled: HandledMode,
        /// Use stream management where the server has it (XEP-0198). Default: yes.
        pub stream_management: bool,
        /// Fetch the roster and send initial presence at each login. Default: yes.
        pub announce: bool,
        /// Namespaces of IQ requests that the app answers itself; each is announced as a feature.
        pub claims: Vec<String>,
        /// What kind of client this is (XEP-0030). Default: `client`, `pc`, no name.
        pub identity: DiscoIdentity,
        /// The preferred language of the server's words, such as `en`.
        pub lang: Option<String>,
        /// Accept a bound address of another account than the one that logged in. Default: no.
        pub allow_alias: bool,
        /// Give an event for each element on the wire. Default: no.
        pub wire: bool,
    }
}

impl Config {
    /// A client for the account `jid`: TLS required and verified, stream management on, roster and
    /// presence sent at login, reconnecting. Trust is [`Trust::Ask`] until roots are given.
    ///
    /// ```
    /// let mut config = xmpp_engine::Config::client("romeo@example.org")?;
    /// config.credentials = Some(xmpp_engine::Secret::password("secret"));
    /// # Ok::<(), xmpp_engine::JidError>(())
    /// ```
    ///
    /// # Errors
    /// The address is not a JID (RFC 7622).
    pub fn client(jid: &str) -> Result<Config, JidError> {
        Ok(Config {
            account: Jid::new(jid)?,
            credentials: None,
            dial: Dial::Names,
            tls: TlsMode::Engine,
            trust: Trust::Ask,
            sasl: SaslPolicy::default(),
            limits: Limits::default(),
            timeouts: Timeouts::default(),
            reconnect: Reconnect::Always,
            unacked: UnackedPolicy::Drop,
            handled: HandledMode::Implicit,
            stream_management: true,
            announce: true,
            claims: Vec::new(),
            identity: DiscoIdentity {
                category: "client".to_owned(),
                kind: "pc".to_owned(),
                name: None,
            },
            lang: None,
            allow_alias: false,
            wire: false,
        })
    }

    /// Answers IQ requests in this namespace with the app: announces it as a feature, and turns
    /// such requests into [`Event::Request`](crate::Event::Request).
    pub fn claim(&mut self, namespace: &str) -> &mut Config {
        self.claims.push(namespace.to_owned());
        self
    }
}
