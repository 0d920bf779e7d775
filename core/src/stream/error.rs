//! Stream errors: RFC 6120 section 4.9.

use std::borrow::Cow;
use std::fmt;

use crate::declare::{choice, record};
use crate::xml::{BuildError, Element, ElementRef, ns};

choice! {
    /// The defined conditions of RFC 6120 section 4.9.3.
    #[derive(Eq)]
    pub enum StreamCondition {
        /// The XML cannot be processed.
        BadFormat,
        /// A namespace prefix is missing or unknown.
        BadNamespacePrefix,
        /// Another stream of the same account has taken this one's place.
        Conflict,
        /// The peer had nothing from us for too long.
        ConnectionTimeout,
        /// The domain is no longer served there.
        HostGone,
        /// The domain is not served there.
        HostUnknown,
        /// An address is missing or malformed.
        ImproperAddressing,
        /// The server failed by itself.
        InternalServerError,
        /// A sender's address is not the authenticated one.
        InvalidFrom,
        /// The stream's or the content's namespace is wrong.
        InvalidNamespace,
        /// The XML is invalid for a server that validates.
        InvalidXml,
        /// The action needs a login first.
        NotAuthorized,
        /// The XML is not well-formed.
        NotWellFormed,
        /// A local policy was broken, such as a size limit.
        PolicyViolation,
        /// A further server could not be reached.
        RemoteConnectionFailed,
        /// The stream is to be opened anew.
        Reset,
        /// The server has no resources left for this stream.
        ResourceConstraint,
        /// XML that XMPP forbids: a comment, a DTD, a processing instruction.
        RestrictedXml,
        /// The server asks to connect elsewhere.
        SeeOtherHost,
        /// The server is shutting down.
        SystemShutdown,
        /// None of the others; see the application's condition.
        UndefinedCondition,
        /// An encoding other than UTF-8.
        UnsupportedEncoding,
        /// A mandatory feature is not supported.
        UnsupportedFeature,
        /// An element that the receiver does not expect at this place.
        UnsupportedStanzaType,
        /// A version of XMPP that the receiver does not support.
        UnsupportedVersion,
        /// A condition that RFC 6120 does not know.
        Other {
            /// The element's name as received.
            name: String,
        },
    }
}

/// Names on the wire; `Other` carries its own.
const NAMES: &[(StreamCondition, &str)] = &[
    (StreamCondition::BadFormat, "bad-format"),
    (StreamCondition::BadNamespacePrefix, "bad-namespace-prefix"),
    (StreamCondition::Conflict, "conflict"),
    (StreamCondition::ConnectionTimeout, "connection-timeout"),
    (StreamCondition::HostGone, "host-gone"),
    (StreamCondition::HostUnknown, "host-unknown"),
    (StreamCondition::ImproperAddressing, "improper-addressing"),
    (StreamCondition::InternalServerError, "internal-server-error"),
    (StreamCondition::InvalidFrom, "invalid-from"),
    (StreamCondition::InvalidNamespace, "invalid-namespace"),
    (StreamCondition::InvalidXml, "invalid-xml"),
    (StreamCondition::NotAuthorized, "not-authorized"),
    (StreamCondition::NotWellFormed, "not-well-formed"),
    (StreamCondition::PolicyViolation, "policy-violation"),
    (StreamCondition::RemoteConnectionFailed, "remote-connection-failed"),
    (StreamCondition::Reset, "reset"),
    (StreamCondition::ResourceConstraint, "resource-constraint"),
    (StreamCondition::RestrictedXml, "restricted-xml"),
    (StreamCondition::SeeOtherHost, "see-other-host"),
    (StreamCondition::SystemShutdown, "system-shutdown"),
    (StreamCondition::UndefinedCondition, "undefined-condition"),
    (StreamCondition::UnsupportedEncoding, "unsupported-encoding"),
    (StreamCondition::UnsupportedFeature, "unsupported-feature"),
    (StreamCondition::UnsupportedStanzaType, "unsupported-stanza-type"),
    (StreamCondition::UnsupportedVersion, "unsupported-version"),
];

impl StreamCondition {
    /// The condition's name on the wire.
    pub fn name(&self) -> &str {
        match self {
            StreamCondition::Other { name } => name,
            known => NAMES
                .iter()
                .find(|(condition, _)| condition == known)
                .map_or("undefined-condition", |(_, name)| name),
        }
    }

    /// The condition with this name on the wire.
    pub fn from_name(name: &str) -> StreamCondition {
        NAMES.iter().find(|(_, known)| *known == name).map_or_else(
            || StreamCondition::Other { name: name.to_owned() },
            |(condition, _)| condition.clone(),
        )
    }
}

impl fmt::Display for StreamCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

record! {
    /// An error that ends a stream (RFC 6120 section 4.9).
    pub struct StreamError {
        /// The defined condition.
        pub condition: StreamCondition,
        /// The peer's own words.
        pub text: Option<String>,
        /// Where to go instead, of `see-other-host`.
        pub other_host: Option<String>,
        /// The application-specific condition (RFC 6120 section 4.9.4).
        pub application: Option<Element>,
    }
}

impl StreamError {
    /// An error with a condition alone.
    pub fn new(condition: StreamCondition) -> StreamError {
        StreamError { condition, text: None, other_host: None, application: None }
    }

    /// Reads `<stream:error/>`. One that names no condition, as some servers send, is
    /// `undefined-condition`.
    pub(crate) fn parse(error: ElementRef<'_>) -> StreamError {
        let mut parsed = StreamError::new(StreamCondition::UndefinedCondition);
        for child in error.children() {
            match (child.namespace(), child.name()) {
                (ns::STREAM_ERRORS, "text") => parsed.text = non_empty(child.text()),
                (ns::STREAM_ERRORS, name) => {
                    parsed.condition = StreamCondition::from_name(name);
                    parsed.other_host = non_empty(child.text())
                        .filter(|_| parsed.condition == StreamCondition::SeeOtherHost);
                }
                _ => parsed.application = Some(child.to_owned()),
            }
        }
        parsed
    }

    /// `<stream:error/>` as it is written.
    pub(crate) fn to_element(&self) -> Result<Element, BuildError> {
        let mut out = Element::builder("error", ns::STREAMS);
        out.open(self.condition.name(), ns::STREAM_ERRORS);
        out.text(self.other_host.as_deref().unwrap_or_default()).close();
        if let Some(text) = &self.text {
            out.open("text", ns::STREAM_ERRORS).text(text).close();
        }
        if let Some(application) = &self.application {
            out.append(application.root());
        }
        out.build()
    }
}

impl From<StreamCondition> for StreamError {
    fn from(condition: StreamCondition) -> StreamError {
        StreamError::new(condition)
    }
}

fn non_empty(text: Cow<'_, str>) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.condition)?;
        match &self.text {
            Some(text) => write!(f, " ({text})"),
            None => Ok(()),
        }
    }
}
