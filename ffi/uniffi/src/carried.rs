//! The types that no declaration replays, one conversion each. What is refused here is refused at
//! the call that the value was given to, as [`CallError`].

use xmpp_engine::declared::{Element, Iq, Jid, Message, Octets, Presence, SecretText, Stanza};
use xmpp_engine::limits::XmlLimits;
use xmpp_engine::xml::{Parser, XmlItem};

use crate::flat::{AnyStanza, FlatIq, FlatMessage, FlatPresence};
use crate::hidden::HiddenText;
use crate::refused::CallError;

uniffi::custom_type!(
    /// Octets of any kind: a certificate, what goes over the wire.
    Octets, Vec<u8>, {
        remote,
        lower: |octets| octets.0,
        try_lift: |octets| Ok(Octets(octets)),
    }
);

uniffi::custom_type!(
    /// A secret text, which shows as three stars wherever a value is printed.
    SecretText, HiddenText, {
        remote,
        lower: |secret| HiddenText::from(secret),
        try_lift: |hidden| Ok(SecretText::from(hidden)),
    }
);

// What came in an event can be given back as it came, even a nickname that only the server likes:
// what a person has typed is checked by `jid`.
uniffi::custom_type!(
    /// An address as text. What a person has typed is checked by `jid` first.
    Jid, String, {
        remote,
        lower: |jid| jid.as_str().to_owned(),
        try_lift: |text| Ok(Jid::received(&text).map_err(CallError::from)?),
    }
);

uniffi::custom_type!(
    /// An element as XML, with the declarations of all its namespaces.
    Element, String, {
        remote,
        lower: |element| element.to_string(),
        try_lift: |xml| Ok(element(&xml)?),
    }
);

uniffi::custom_type!(
    /// A message as a record.
    Message, FlatMessage, {
        remote,
        lower: |message| FlatMessage::from(&message),
        try_lift: |flat| Ok(Message::try_from(flat)?),
    }
);

uniffi::custom_type!(
    /// A presence as a record.
    Presence, FlatPresence, {
        remote,
        lower: |presence| FlatPresence::from(&presence),
        try_lift: |flat| Ok(Presence::try_from(flat)?),
    }
);

uniffi::custom_type!(
    /// An info/query as a record.
    Iq, FlatIq, {
        remote,
        lower: |iq| FlatIq::from(&iq),
        try_lift: |flat| Ok(Iq::try_from(flat)?),
    }
);

uniffi::custom_type!(
    /// A stanza of any kind.
    Stanza, AnyStanza, {
        remote,
        lower: |stanza| AnyStanza::from(stanza),
        try_lift: |stanza| Ok(Stanza::try_from(stanza)?),
    }
);

/// What stands in front of an element that is read.
const HEADER: &[u8] = b"<stream:stream xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";

/// The element in a text, and nothing else. Without a declaration it is in `jabber:client`, as in a
/// stream.
pub(crate) fn element(xml: &str) -> Result<Element, CallError> {
    let mut parser = Parser::new(XmlLimits::default());
    parser.feed(HEADER);
    parser.next()?;
    let taken = parser.feed(xml.as_bytes());
    match parser.next()? {
        XmlItem::Element(element) if xml[taken..].trim().is_empty() => Ok(element),
        _ => Err(CallError::NoElement),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xmpp_engine::xml::ns;

    #[test]
    fn an_element_is_read_as_in_a_stream() {
        let ping = element("<ping xmlns='urn:xmpp:ping'/>").expect("an element");
        assert!(ping.is("ping", "urn:xmpp:ping"));
        let message = element("<message><body>a</body></message>\n").expect("an element");
        assert!(message.is("message", ns::CLIENT));
        assert_eq!(element(&message.to_string()), Ok(message));
    }

    #[test]
    fn what_is_not_one_element_is_refused() {
        for xml in ["", " ", "text", "<a>", "<a/><b/>", "<a/>text", "</stream:stream>"] {
            assert!(element(xml).is_err(), "{xml}");
        }
        assert!(matches!(element("<a></b>"), Err(CallError::Xml { .. })));
    }
}
