//! The stanzas that the server writes itself.

use xmpp_engine::jid::Jid;
use xmpp_engine::payload::{DateTime, Delay};
use xmpp_engine::stanza::{Payload, StanzaCondition, StanzaError};
use xmpp_engine::xml::{BuildError, Element, ElementBuilder, ns};

/// The error that answers a stanza, from the one it was meant for, to its sender.
pub(crate) fn error(stanza: &Element, condition: StanzaCondition) -> Result<Element, BuildError> {
    let root = stanza.root();
    let mut error = Element::builder(root.name(), ns::CLIENT);
    error.attr("type", "error").attr_opt("id", root.attr("id"));
    error.attr_opt("to", root.attr("from")).attr_opt("from", root.attr("to"));
    StanzaError::new(condition).write(&mut error);
    error.build()
}

/// The result that answers an IQ; `fill` writes into the opened `<iq/>`.
pub(crate) fn result(
    iq: &Element,
    fill: impl FnOnce(&mut ElementBuilder),
) -> Result<Element, BuildError> {
    let root = iq.root();
    let mut result = Element::builder("iq", ns::CLIENT);
    result.attr("type", "result").attr_opt("id", root.attr("id"));
    result.attr_opt("to", root.attr("from")).attr_opt("from", root.attr("to"));
    fill(&mut result);
    result.build()
}

/// A presence of this type without content.
pub(crate) fn presence(from: &Jid, to: &Jid, kind: &str) -> Result<Element, BuildError> {
    let mut presence = Element::builder("presence", ns::CLIENT);
    presence.attr("from", from.as_str()).attr("to", to.as_str()).attr("type", kind);
    presence.build()
}

/// The stanza with other addresses.
pub(crate) fn readdressed(stanza: &Element, from: &Jid, to: &Jid) -> Result<Element, BuildError> {
    stanza.with_attrs(&[("from", Some(from.as_str())), ("to", Some(to.as_str()))])
}

/// The message with a stamp that says since when it waits (XEP-0203), unless it has one already.
pub(crate) fn delayed(message: &Element, by: &Jid, unix_ms: u64) -> Result<Element, BuildError> {
    let root = message.root();
    if root.child("delay", ns::DELAY).is_some() {
        return Ok(message.clone());
    }
    let mut copy = Element::builder(root.name(), root.namespace());
    for attr in root.attrs() {
        copy.attr_ns(attr.namespace, attr.name, attr.value);
    }
    let stamp = DateTime { unix_ms: i64::try_from(unix_ms).unwrap_or(i64::MAX) };
    let delay = Delay { by: Some(by.clone()), stamp, reason: None };
    copy.append_content(root).append(delay.to_element()?.root()).build()
}
