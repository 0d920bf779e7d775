//! Every payload comes back from its own XML, and reads what its specification shows.

use super::*;
use crate::jid::Jid;
use crate::stanza::{Payload, PayloadError};
use crate::xml::{Element, ns};
use proptest::prelude::*;

/// What is read of an element with these attributes and this text.
fn read<P: Payload>(attrs: &[(&str, &str)], text: &str) -> Result<P, PayloadError> {
    let mut out = Element::builder(P::NAME, P::NAMESPACE);
    for (name, value) in attrs {
        out.attr(name, value);
    }
    P::parse(out.text(text).build().expect("sound").root())
}

#[test]
fn examples_of_the_specifications() {
    let attrs = [("from", "capulet.com"), ("stamp", "2002-09-10T23:08:25Z")];
    let delay: Delay = read(&attrs, "Offline Storage").expect("example 2 of XEP-0203");
    assert_eq!(delay.by, Jid::new("capulet.com").ok());
    assert_eq!(delay.stamp.to_string(), "2002-09-10T23:08:25Z");
    assert_eq!(delay.reason.as_deref(), Some("Offline Storage"));
    let id: StanzaId =
        read(&[("id", "5f3dbc5e"), ("by", "room@muc.xmpp.org")], "").expect("XEP-0359");
    assert_eq!((id.id.as_str(), id.by.as_str()), ("5f3dbc5e", "room@muc.xmpp.org"));
    let received: ReceiptReceived = read(&[("id", "richard2-4.1.247")], "").expect("XEP-0184");
    assert_eq!(received.id, "richard2-4.1.247");
    assert_eq!(read::<ReceiptRequest>(&[], ""), Ok(ReceiptRequest {}));
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    let missing = |part: &str| Some(PayloadError::Missing { part: part.into() });
    let invalid = |part: &str| Some(PayloadError::Invalid { part: part.into() });
    assert_eq!(read::<Delay>(&[], "").err(), missing("stamp"));
    assert_eq!(read::<Delay>(&[("stamp", "20020910T23:08:25")], "").err(), invalid("stamp"));
    assert_eq!(read::<StanzaId>(&[("id", "1")], "").err(), missing("by"));
    assert_eq!(read::<StanzaId>(&[("id", "1"), ("by", "@")], "").err(), invalid("by"));
    assert_eq!(read::<OriginId>(&[], "").err(), missing("id"));
    assert_eq!(read::<ReceiptReceived>(&[], "").err(), missing("id"));
    let other = ReceiptRequest {}.to_element().expect("sound");
    let unexpected = PayloadError::Unexpected { element: "request".into() };
    assert_eq!(ReceiptReceived::parse(other.root()), Err(unexpected));
    let foreign = Element::builder("delay", ns::RECEIPTS).build().expect("sound");
    assert!(Delay::parse(foreign.root()).is_err());
}

/// Whether a payload comes back from its XML.
fn comes_back<P: Payload + PartialEq>(payload: &P) -> bool {
    let element = payload.to_element().expect("no character is beyond XML");
    P::parse(element.root()).as_ref() == Ok(payload)
}

/// Texts that XML can carry, with much of what it must escape.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~\t\n\r]{0,12}", "[\u{85}\u{A0}-\u{D7FF}\u{E000}-\u{FFFD}<>&'\"]{0,8}"]
}

fn jid() -> impl Strategy<Value = Jid> {
    "([a-z]{1,5}@)?[a-z]{1,5}(/[ -~à-ü]{1,5})?"
        .prop_filter_map("an address", |t| Jid::received(&t).ok())
}

fn moment() -> impl Strategy<Value = DateTime> {
    (-62_135_596_800_000i64..253_402_300_800_000).prop_map(|unix_ms| DateTime { unix_ms })
}

proptest! {
    #[test]
    fn every_payload_comes_back(by in jid(), id in text(), stamp in moment(), reason in text()) {
        // An empty text is none.
        let reason = Some(reason).filter(|reason| !reason.is_empty());
        let all = [
            comes_back(&Delay { by: Some(by.clone()), stamp, reason }),
            comes_back(&Delay { by: None, stamp, reason: None }),
            comes_back(&StanzaId { id: id.clone(), by }),
            comes_back(&OriginId { id: id.clone() }),
            comes_back(&ReceiptReceived { id }),
            comes_back(&ReceiptRequest {}),
        ];
        prop_assert_eq!(all, [true; 6]);
    }
}
