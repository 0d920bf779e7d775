//! Stanza errors (RFC 6120 section 8.3).

use std::fmt;

use crate::declare::{choice, record};
use crate::jid::Jid;
use crate::xml::{Element, ElementBuilder, ElementRef, ns};

choice! {
    /// What the sender can do about an error (RFC 6120 section 8.3.2).
    #[derive(Copy, Eq)]
    pub enum StanzaErrorKind {
        /// Log in first.
        Auth,
        /// Nothing.
        Cancel,
        /// Go on: it was only a warning.
        Continue,
        /// Change what was sent.
        Modify,
        /// Wait and try again.
        Wait,
    }
}

impl StanzaErrorKind {
    const NAMES: [(StanzaErrorKind, &'static str); 5] = [
        (StanzaErrorKind::Auth, "auth"),
        (StanzaErrorKind::Cancel, "cancel"),
        (StanzaErrorKind::Continue, "continue"),
        (StanzaErrorKind::Modify, "modify"),
        (StanzaErrorKind::Wait, "wait"),
    ];

    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(kind, _)| *kind == self).map_or("cancel", |(_, name)| name)
    }

    fn from_name(name: Option<&str>) -> Option<StanzaErrorKind> {
        Self::NAMES.iter().find(|(_, known)| Some(*known) == name).map(|(kind, _)| *kind)
    }
}

choice! {
    /// The defined conditions of RFC 6120 section 8.3.3.
    #[derive(Eq)]
    pub enum StanzaCondition {
        /// The stanza cannot be processed.
        BadRequest,
        /// Something of that name is there already.
        Conflict,
        /// It is not offered.
        FeatureNotImplemented,
        /// The sender may not.
        Forbidden,
        /// The recipient can no longer be reached under this address.
        Gone,
        /// The server failed by itself.
        InternalServerError,
        /// The thing asked for is not there.
        ItemNotFound,
        /// An address is malformed.
        JidMalformed,
        /// The recipient does not accept what was sent.
        NotAcceptable,
        /// Nobody may.
        NotAllowed,
        /// The sender has to log in first.
        NotAuthorized,
        /// A local policy was broken.
        PolicyViolation,
        /// The recipient is not there just now.
        RecipientUnavailable,
        /// The recipient is to be reached elsewhere for a while.
        Redirect,
        /// The sender has to register first.
        RegistrationRequired,
        /// The recipient's server is not there.
        RemoteServerNotFound,
        /// The recipient's server did not answer in time.
        RemoteServerTimeout,
        /// There are no resources left for it.
        ResourceConstraint,
        /// The recipient does not offer it.
        ServiceUnavailable,
        /// The sender has to subscribe first.
        SubscriptionRequired,
        /// None of the others; see the application's condition.
        UndefinedCondition,
        /// The stanza came at a moment when it was not expected.
        UnexpectedRequest,
        /// A condition that RFC 6120 does not know.
        Unknown {
            /// The element's name as received.
            name: String,
        },
    }
}

/// Names on the wire, and the kind that usually goes with each.
const CONDITIONS: &[(StanzaCondition, &str, StanzaErrorKind)] = &[
    (StanzaCondition::BadRequest, "bad-request", StanzaErrorKind::Modify),
    (StanzaCondition::Conflict, "conflict", StanzaErrorKind::Cancel),
    (StanzaCondition::FeatureNotImplemented, "feature-not-implemented", StanzaErrorKind::Cancel),
    (StanzaCondition::Forbidden, "forbidden", StanzaErrorKind::Auth),
    (StanzaCondition::Gone, "gone", StanzaErrorKind::Cancel),
    (StanzaCondition::InternalServerError, "internal-server-error", StanzaErrorKind::Cancel),
    (StanzaCondition::ItemNotFound, "item-not-found", StanzaErrorKind::Cancel),
    (StanzaCondition::JidMalformed, "jid-malformed", StanzaErrorKind::Modify),
    (StanzaCondition::NotAcceptable, "not-acceptable", StanzaErrorKind::Modify),
    (StanzaCondition::NotAllowed, "not-allowed", StanzaErrorKind::Cancel),
    (StanzaCondition::NotAuthorized, "not-authorized", StanzaErrorKind::Auth),
    (StanzaCondition::PolicyViolation, "policy-violation", StanzaErrorKind::Modify),
    (StanzaCondition::RecipientUnavailable, "recipient-unavailable", StanzaErrorKind::Wait),
    (StanzaCondition::Redirect, "redirect", StanzaErrorKind::Modify),
    (StanzaCondition::RegistrationRequired, "registration-required", StanzaErrorKind::Auth),
    (StanzaCondition::RemoteServerNotFound, "remote-server-not-found", StanzaErrorKind::Cancel),
    (StanzaCondition::RemoteServerTimeout, "remote-server-timeout", StanzaErrorKind::Wait),
    (StanzaCondition::ResourceConstraint, "resource-constraint", StanzaErrorKind::Wait),
    (StanzaCondition::ServiceUnavailable, "service-unavailable", StanzaErrorKind::Cancel),
    (StanzaCondition::SubscriptionRequired, "subscription-required", StanzaErrorKind::Auth),
    (StanzaCondition::UndefinedCondition, "undefined-condition", StanzaErrorKind::Modify),
    (StanzaCondition::UnexpectedRequest, "unexpected-request", StanzaErrorKind::Wait),
];

impl StanzaCondition {
    /// The condition's name on the wire.
    pub fn name(&self) -> &str {
        match self {
            StanzaCondition::Unknown { name } => name,
            _ => self.row().map_or("undefined-condition", |(_, name, _)| name),
        }
    }

    /// The condition with this name on the wire.
    pub fn from_name(name: &str) -> StanzaCondition {
        let found = CONDITIONS.iter().find(|(_, known, _)| *known == name);
        found.map_or_else(
            || StanzaCondition::Unknown { name: name.to_owned() },
            |(condition, ..)| condition.clone(),
        )
    }

    fn row(&self) -> Option<&'static (StanzaCondition, &'static str, StanzaErrorKind)> {
        CONDITIONS.iter().find(|(condition, ..)| condition == self)
    }
}

record! {
    /// Why a stanza came to nothing (RFC 6120 section 8.3).
    pub struct StanzaError {
        /// What the sender can do about it.
        pub kind: StanzaErrorKind,
        /// The defined condition.
        pub condition: StanzaCondition,
        /// The other side's own words.
        pub text: Option<String>,
        /// Who says so, if it is not the recipient itself.
        pub by: Option<Jid>,
        /// The new address, of `gone` and `redirect` alone.
        pub new_address: Option<String>,
        /// The application-specific condition (RFC 6120 section 8.3.4).
        pub application: Option<Element>,
    }
}

impl StanzaError {
    /// An error with a condition alone, of the kind that usually goes with it.
    pub fn new(condition: StanzaCondition) -> StanzaError {
        let kind = condition.row().map_or(StanzaErrorKind::Cancel, |(_, _, kind)| *kind);
        StanzaError { kind, condition, text: None, by: None, new_address: None, application: None }
    }

    /// `bad-request`: what was sent makes no sense.
    pub fn bad_request() -> StanzaError {
        StanzaError::new(StanzaCondition::BadRequest)
    }

    /// `service-unavailable`: it is not offered here, or not to this sender.
    pub fn service_unavailable() -> StanzaError {
        StanzaError::new(StanzaCondition::ServiceUnavailable)
    }

    /// `item-not-found`: there is no such thing.
    pub fn item_not_found() -> StanzaError {
        StanzaError::new(StanzaCondition::ItemNotFound)
    }

    /// `internal-server-error`: the fault is ours.
    pub fn internal_server_error() -> StanzaError {
        StanzaError::new(StanzaCondition::InternalServerError)
    }

    /// The error in a stanza of type `error`. One without an `<error/>`, or without a condition, as
    /// some servers send, is `undefined-condition`.
    pub fn of(stanza: ElementRef<'_>) -> StanzaError {
        let error = stanza.child("error", stanza.namespace());
        error.map_or_else(|| StanzaError::new(StanzaCondition::UndefinedCondition), Self::parse)
    }

    /// Reads an `<error/>`. Of several texts the first counts.
    pub fn parse(element: ElementRef<'_>) -> StanzaError {
        let defined = |child: &ElementRef<'_>| child.namespace() == ns::STANZAS;
        let mut conditions = element.children().filter(defined);
        let condition = conditions.find(|child| child.name() != "text");
        let name = condition.map_or("undefined-condition", |condition| condition.name());
        let error = StanzaError::new(StanzaCondition::from_name(name));
        let address = condition.filter(|_| error.has_new_address());
        let text = element.child("text", ns::STANZAS);
        StanzaError {
            kind: StanzaErrorKind::from_name(element.attr("type")).unwrap_or(error.kind),
            text: text.map(|text| text.text().into_owned()),
            by: element.attr("by").and_then(|by| Jid::received(by).ok()),
            new_address: address
                .map(|address| address.text().trim().to_owned())
                .filter(|address| !address.is_empty()),
            application: element.children().find(|child| !defined(child)).map(|it| it.to_owned()),
            ..error
        }
    }

    fn has_new_address(&self) -> bool {
        matches!(self.condition, StanzaCondition::Gone | StanzaCondition::Redirect)
    }

    /// Appends the `<error/>` to the element that is open.
    pub fn write(&self, out: &mut ElementBuilder) {
        out.open("error", ns::CLIENT).attr("type", self.kind.name());
        out.attr_opt("by", self.by.as_ref().map(Jid::as_str));
        out.open(self.condition.name(), ns::STANZAS);
        if let Some(address) = self.new_address.as_ref().filter(|_| self.has_new_address()) {
            out.text(address);
        }
        out.close();
        if let Some(text) = &self.text {
            out.open("text", ns::STANZAS).text(text).close();
        }
        if let Some(application) = &self.application {
            out.append(application.root());
        }
        out.close();
    }
}

impl std::error::Error for StanzaError {}

impl fmt::Display for StanzaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.condition.name())?;
        match &self.text {
            Some(text) => write!(f, " ({text})"),
            None => Ok(()),
        }
    }
}
