//! From an open transport to a bound resource (RFC 6120 sections 4 to 7), one file per step.
//!
//! ```text
//!            +----------------- STARTTLS: open anew behind TLS -----------------+
//!            v                                                                  |
//! Open: AwaitHeader -> AwaitFeatures -> AwaitProceed -> AwaitTls ---------------+
//!            ^               |
//!            |               +--> AwaitCredentials -> Authenticating --+
//!            |               |                                         |
//!            |               +--> AwaitBound -> AwaitSession -> Done   |
//!            +----------------- SASL: open anew behind login ----------+
//! ```
//!
//! A state is a struct named after what it waits for. It consumes itself and gives the state
//! that follows; what has to be done goes into the [`Outbox`]. Nothing here touches the
//! transport, the clock or the app.

pub(crate) mod bind;
pub(crate) mod features;
pub(crate) mod open;
pub(crate) mod sasl;
pub(crate) mod starttls;

use crate::chance::Chance;
use crate::jid::Jid;
use crate::limits::Limits;
use crate::outbox::Outbox;
use crate::sasl::{ChannelBindings, SaslPolicy, Secret};
use crate::stream::header::PeerHeader;
use crate::stream::reason::Fault;
use crate::stream::{LoginStep, StreamCondition};
use crate::xml::{BuildError, Element};

use crate::declare::choice;
use bind::{AwaitBound, AwaitSession};
use features::Features;
use open::{AwaitFeatures, AwaitHeader};
use sasl::{Authenticating, AwaitCredentials};
use starttls::{AwaitProceed, AwaitTls};

choice! {
    /// Why credentials are asked for.
    #[derive(Copy, Eq)]
    pub enum CredentialsWhy {
        /// The config carries none.
        Missing,
        /// The server refused those that were given.
        Refused,
    }
}

/// What a state wants done, in order.
pub(crate) enum Effect {
    /// Write one element.
    Send(Element),
    /// Open the stream, or open it anew.
    Open,
    /// Go over to TLS: the server said `<proceed/>`.
    StartTls,
    /// Ask the app for credentials.
    NeedCredentials { mechanisms: Vec<String>, why: CredentialsWhy },
    /// The server has proved itself and accepted us. The keys spare the derivation next time.
    Authenticated { keys: Option<Secret> },
    /// The address is ours; the session begins.
    Bound { jid: Jid, features: Features },
}

/// What the states may look at.
pub(crate) struct Setting<'a> {
    /// The account; a resource in it is asked for.
    pub account: &'a Jid,
    /// Whether the stream has to be inside TLS before anything is said.
    pub tls_required: bool,
    /// TLS is up and the server's certificate verified, by us, the host or the app.
    pub secured: bool,
    /// Credentials, if there are any.
    pub secret: Option<&'a Secret>,
    /// Keys of an earlier login with them.
    pub keys: Option<&'a Secret>,
    /// They were given on being asked, and will be asked for again if the server refuses them.
    pub ask_again: bool,
    pub policy: &'a SaslPolicy,
    pub bindings: ChannelBindings,
    pub limits: &'a Limits,
    /// Whether a bound address of another account is accepted.
    pub allow_alias: bool,
    pub chance: &'a mut Chance,
}

/// The one listener of a stream that is being negotiated.
pub(crate) enum Negotiation {
    Header(AwaitHeader),
    Features(AwaitFeatures),
    Proceed(AwaitProceed),
    Tls(AwaitTls),
    Credentials(AwaitCredentials),
    Login(Box<Authenticating>),
    Bound(AwaitBound),
    Session(AwaitSession),
    Done,
}

impl Negotiation {
    /// The stream is to be opened; on direct TLS this is called behind the handshake.
    pub(crate) fn start(out: &mut Outbox<Effect>) -> Negotiation {
        out.push(Effect::Open);
        Negotiation::Header(AwaitHeader { authenticated: false })
    }

    /// What the state waits for.
    pub(crate) fn step(&self) -> LoginStep {
        match self {
            Negotiation::Header(_) => LoginStep::Header,
            Negotiation::Features(_) => LoginStep::Features,
            Negotiation::Proceed(_) => LoginStep::StartTls,
            Negotiation::Tls(_) => LoginStep::Tls,
            Negotiation::Credentials(_) => LoginStep::Credentials,
            Negotiation::Login(_) => LoginStep::Login,
            Negotiation::Bound(_) | Negotiation::Session(_) | Negotiation::Done => LoginStep::Bind,
        }
    }

    /// The peer's header came.
    pub(crate) fn header(self, header: PeerHeader) -> Result<Negotiation, Fault> {
        match self {
            Negotiation::Header(state) => state.header(header),
            _ => Err(open::second_header()),
        }
    }

    /// One element came.
    pub(crate) fn element(
        self,
        element: Element,
        setting: &mut Setting<'_>,
        out: &mut Outbox<Effect>,
    ) -> Result<Negotiation, Fault> {
        match self {
            Negotiation::Features(state) => state.element(element, setting, out),
            Negotiation::Proceed(state) => state.element(element, out),
            Negotiation::Login(state) => state.element(element, setting, out),
            Negotiation::Bound(state) => state.element(element, setting, out),
            Negotiation::Session(state) => state.element(element, out),
            other => Err(Fault::unexpected(&element, other.step())),
        }
    }

    /// TLS is up behind STARTTLS: the stream is opened anew.
    pub(crate) fn secured(self, out: &mut Outbox<Effect>) -> Negotiation {
        match self {
            Negotiation::Tls(AwaitTls) => Negotiation::start(out),
            other => other,
        }
    }

    /// The app gave credentials; they are in the setting.
    pub(crate) fn credentials(
        self,
        setting: &mut Setting<'_>,
        out: &mut Outbox<Effect>,
    ) -> Result<Negotiation, Fault> {
        match self {
            Negotiation::Credentials(state) => state.provided(setting, out),
            other => Ok(other),
        }
    }

    /// Goes on with the derivation of a key, by a slice; `false` if there is none to do.
    pub(crate) fn derive(&mut self, out: &mut Outbox<Effect>) -> Result<bool, Fault> {
        match self {
            Negotiation::Login(state) => state.derive(out),
            _ => Ok(false),
        }
    }
}

/// What we build ourselves can be written; a failure here is a bug of ours and ends the stream.
fn unwritable(error: BuildError) -> Fault {
    Fault::peer(StreamCondition::UndefinedCondition, error.to_string())
}
