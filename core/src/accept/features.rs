//! What the server's side of a login writes: its header, features and errors.

use crate::stanza::StanzaError;
use crate::stream::{StreamCondition, StreamError};
use crate::xml::{BuildError, Element, ns, write_element, write_header};

/// The XML declaration and the server's stream header.
pub(super) fn header(domain: &str, to: Option<&str>, id: &str) -> Result<Vec<u8>, BuildError> {
    let mut header = Element::builder("stream", ns::STREAMS);
    header.attr("from", domain).attr("id", id).attr("version", "1.0");
    let header = header.attr_opt("to", to).attr_ns(ns::XML, "lang", "en").build()?;
    let mut octets = Vec::with_capacity(256);
    write_header(header.root(), ns::CLIENT, &mut octets);
    Ok(octets)
}

/// The octets that an element takes on the wire.
pub(super) fn size(element: &Element) -> u64 {
    let mut octets = Vec::new();
    write_element(element.root(), ns::CLIENT, &mut octets);
    octets.len() as u64
}

/// What is offered before the login.
pub(super) struct Offer<'a> {
    /// STARTTLS, and whether it is required.
    pub(super) starttls: Option<bool>,
    pub(super) mechanisms: &'a [String],
    /// Types of channel binding (XEP-0440).
    pub(super) bindings: &'a [&'static str],
}

impl Offer<'_> {
    pub(super) fn element(&self) -> Result<Element, BuildError> {
        let mut features = Element::builder("features", ns::STREAMS);
        if let Some(required) = self.starttls {
            features.open("starttls", ns::TLS);
            if required {
                features.open("required", ns::TLS).close();
            }
            features.close();
        }
        if !self.mechanisms.is_empty() {
            features.open("mechanisms", ns::SASL);
            for name in self.mechanisms {
                features.open("mechanism", ns::SASL).text(name).close();
            }
            features.close();
        }
        if !self.bindings.is_empty() {
            features.open("sasl-channel-binding", ns::SASL_CB);
            for kind in self.bindings {
                features.open("channel-binding", ns::SASL_CB).attr("type", kind).close();
            }
            features.close();
        }
        features.build()
    }
}

/// What is offered behind the login.
pub(super) fn after_login(session: bool, stream_management: bool) -> Result<Element, BuildError> {
    let mut features = Element::builder("features", ns::STREAMS);
    features.open("bind", ns::BIND).close();
    if session {
        features.open("session", ns::SESSION).open("optional", ns::SESSION).close().close();
    }
    if stream_management {
        features.open("sm", ns::SM).close();
    }
    features.build()
}

/// `<stream:error/>` (RFC 6120 section 4.9).
pub(super) fn stream_error(error: &StreamError) -> Result<Element, BuildError> {
    let mut element = Element::builder("error", ns::STREAMS);
    element.open(error.condition.name(), ns::STREAM_ERRORS);
    if let (StreamCondition::SeeOtherHost, Some(host)) = (&error.condition, &error.other_host) {
        element.text(host);
    }
    element.close();
    if let Some(text) = &error.text {
        element.open("text", ns::STREAM_ERRORS).text(text).close();
    }
    if let Some(application) = &error.application {
        element.append(application.root());
    }
    element.build()
}

/// An element of SASL with this text.
pub(super) fn sasl(name: &str, text: &str) -> Result<Element, BuildError> {
    Element::builder(name, ns::SASL).text(text).build()
}

/// `<failure/>` of SASL (RFC 6120 section 6.5).
pub(super) fn sasl_failure(condition: &str) -> Result<Element, BuildError> {
    Element::builder("failure", ns::SASL).open(condition, ns::SASL).close().build()
}

/// The result of a bind or session request.
pub(super) fn iq_result(id: &str, bound: Option<&str>) -> Result<Element, BuildError> {
    let mut iq = Element::builder("iq", ns::CLIENT);
    iq.attr("type", "result").attr("id", id);
    if let Some(jid) = bound {
        iq.open("bind", ns::BIND).open("jid", ns::BIND).text(jid);
    }
    iq.build()
}

/// The error of a bind request.
pub(super) fn iq_error(id: &str, error: &StanzaError) -> Result<Element, BuildError> {
    let mut iq = Element::builder("iq", ns::CLIENT);
    iq.attr("type", "error").attr("id", id);
    error.write(&mut iq);
    iq.build()
}
