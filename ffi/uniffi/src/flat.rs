//! Stanzas as flat records: what most programs want of one, read once. The whole, with what no field
//! here has, is `Engine.element`.

use xmpp_engine::declared::{
    Delay, Element, Iq, IqKind, Jid, Message, MessageKind, OriginId, Presence, PresenceKind,
    ReceiptReceived, ReceiptRequest, Show, Stanza, StanzaError, StanzaFault, StanzaId,
};
use xmpp_engine::stanza::Payload;

use crate::refused::CallError;

/// A message. Payloads that are malformed count as absent.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct FlatMessage {
    /// Who sent it; absent for what the server itself says. Of what came alone.
    #[uniffi(default)]
    pub sender: Option<Jid>,
    /// Whom it is for. What is sent has one.
    #[uniffi(default)]
    pub recipient: Option<Jid>,
    /// What kind of message it is.
    pub kind: MessageKind,
    /// Its id. What is sent without one is given one.
    #[uniffi(default)]
    pub id: Option<String>,
    /// The text: the one without a language, or else the first.
    #[uniffi(default)]
    pub body: Option<String>,
    /// The subject: the one without a language, or else the first.
    #[uniffi(default)]
    pub subject: Option<String>,
    /// The conversation that it belongs to (RFC 6121 section 5.2.5).
    #[uniffi(default)]
    pub thread: Option<String>,
    /// Since when it was kept, and by whom (XEP-0203).
    #[uniffi(default)]
    pub delay: Option<Delay>,
    /// The id that the sender gave to it for good (XEP-0359).
    #[uniffi(default)]
    pub origin_id: Option<String>,
    /// The ids that servers and rooms gave to it (XEP-0359). Of what came alone.
    #[uniffi(default)]
    pub stanza_ids: Vec<StanzaId>,
    /// Whether the sender asks for a receipt (XEP-0184).
    #[uniffi(default)]
    pub wants_receipt: bool,
    /// The id of the message that has arrived, if this is a receipt (XEP-0184).
    #[uniffi(default)]
    pub receipt_for: Option<String>,
    /// Why an earlier message came to nothing, if the kind is `Error`. Of what came alone.
    #[uniffi(default)]
    pub error: Option<StanzaError>,
    /// Further payloads. Of what is sent alone.
    #[uniffi(default)]
    pub payloads: Vec<Element>,
}

impl From<&Message> for FlatMessage {
    fn from(message: &Message) -> FlatMessage {
        FlatMessage {
            sender: message.sender().cloned(),
            recipient: message.recipient().cloned(),
            kind: message.kind(),
            id: message.id().map(str::to_owned),
            body: message.body().map(Into::into),
            subject: message.subject().map(Into::into),
            thread: message.thread().map(Into::into),
            delay: message.get().ok().flatten(),
            origin_id: message.get().ok().flatten().map(|origin: OriginId| origin.id),
            stanza_ids: all(message.element()),
            wants_receipt: matches!(message.get::<ReceiptRequest>(), Ok(Some(_))),
            receipt_for: message.get().ok().flatten().map(|receipt: ReceiptReceived| receipt.id),
            error: message.error(),
            payloads: Vec::new(),
        }
    }
}

/// Every payload of a type that can be read.
fn all<P: Payload>(stanza: &Element) -> Vec<P> {
    let payloads = stanza.children().filter(|child| child.is(P::NAME, P::NAMESPACE));
    payloads.filter_map(|payload| P::parse(payload).ok()).collect()
}

impl TryFrom<FlatMessage> for Message {
    type Error = CallError;

    fn try_from(flat: FlatMessage) -> Result<Message, CallError> {
        let mut message = Message::to(flat.recipient.ok_or(CallError::NoRecipient)?, flat.kind);
        if let Some(id) = &flat.id {
            message = message.id(id);
        }
        if let Some(subject) = &flat.subject {
            message = message.subject(subject);
        }
        if let Some(body) = &flat.body {
            message = message.body(body);
        }
        if let Some(thread) = &flat.thread {
            message = message.thread(thread);
        }
        if let Some(delay) = &flat.delay {
            message = message.payload(delay);
        }
        if let Some(id) = flat.origin_id {
            message = message.payload(&OriginId { id });
        }
        if flat.wants_receipt {
            message = message.payload(&ReceiptRequest {});
        }
        if let Some(id) = flat.receipt_for {
            message = message.payload(&ReceiptReceived { id });
        }
        let message =
            flat.payloads.iter().fold(message, |message, payload| message.element(payload));
        Ok(message.build()?)
    }
}

impl FlatMessage {
    /// The message as it came: what is sent has no sender of its own, and always a recipient.
    pub(crate) fn received(self) -> Result<Message, CallError> {
        let (sender, recipient) = (self.sender.clone(), self.recipient.clone());
        let addressed = recipient.clone().or_else(|| sender.clone());
        let message = Message::try_from(FlatMessage { recipient: addressed, ..self })?;
        let came = [("from", sender.as_ref()), ("to", recipient.as_ref())];
        let came = came.map(|(name, jid)| (name, jid.map(Jid::as_str)));
        Ok(Message::from_element(message.into_element().with_attrs(&came)?)?)
    }
}

/// A presence. Payloads that are malformed count as absent.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct FlatPresence {
    /// Who sent it. Of what came alone.
    #[uniffi(default)]
    pub sender: Option<Jid>,
    /// Whom it is for; absent for everybody who may see it, of which the kinds are `Available` and
    /// `Unavailable` alone.
    #[uniffi(default)]
    pub recipient: Option<Jid>,
    /// What it says.
    pub kind: PresenceKind,
    /// Its id. What is sent without one is given one.
    #[uniffi(default)]
    pub id: Option<String>,
    /// How available the sender is; absent for "simply there".
    #[uniffi(default)]
    pub show: Option<Show>,
    /// What the sender says about it.
    #[uniffi(default)]
    pub status: Option<String>,
    /// The priority of the sender's resource; 0 if there is none to read.
    #[uniffi(default = 0)]
    pub priority: i8,
    /// Since when it was kept, and by whom (XEP-0203).
    #[uniffi(default)]
    pub delay: Option<Delay>,
    /// Why an earlier presence came to nothing, if the kind is `Error`. Of what came alone.
    #[uniffi(default)]
    pub error: Option<StanzaError>,
    /// Further payloads. Of what is sent alone.
    #[uniffi(default)]
    pub payloads: Vec<Element>,
}

impl From<&Presence> for FlatPresence {
    fn from(presence: &Presence) -> FlatPresence {
        FlatPresence {
            sender: presence.sender().cloned(),
            recipient: presence.recipient().cloned(),
            kind: presence.kind(),
            id: presence.id().map(str::to_owned),
            show: presence.show(),
            status: presence.status().map(Into::into),
            priority: i8::try_from(presence.priority()).unwrap_or_default(),
            delay: presence.get().ok().flatten(),
            error: presence.error(),
            payloads: Vec::new(),
        }
    }
}

impl TryFrom<FlatPresence> for Presence {
    type Error = CallError;

    fn try_from(flat: FlatPresence) -> Result<Presence, CallError> {
        let mut presence = match (flat.recipient, flat.kind) {
            (Some(recipient), kind) => Presence::to(recipient, kind),
            (None, PresenceKind::Available) => Presence::available(),
            (None, PresenceKind::Unavailable) => Presence::unavailable(),
            (None, _) => return Err(CallError::NoRecipient),
        };
        if let Some(id) = &flat.id {
            presence = presence.id(id);
        }
        if let Some(show) = flat.show {
            presence = presence.show(show);
        }
        if let Some(status) = &flat.status {
            presence = presence.status(status);
        }
        if flat.priority != 0 {
            presence = presence.priority(flat.priority);
        }
        if let Some(delay) = &flat.delay {
            presence = presence.payload(delay);
        }
        let payloads = flat.payloads.iter();
        Ok(payloads.fold(presence, |presence, payload| presence.element(payload)).build()?)
    }
}

/// An info/query.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct FlatIq {
    /// Who sent it. Of what came alone.
    #[uniffi(default)]
    pub sender: Option<Jid>,
    /// Whom it is for; absent for the own account.
    #[uniffi(default)]
    pub recipient: Option<Jid>,
    /// What kind of IQ it is. What is asked is `Get` or `Set`.
    pub kind: IqKind,
    /// Its id. What is sent without one is given one.
    #[uniffi(default)]
    pub id: Option<String>,
    /// What it carries: of a request the only child, of a result the first one, if any.
    #[uniffi(default)]
    pub payload: Option<Element>,
    /// Why the request came to nothing, if the kind is `Error`. Of what came alone.
    #[uniffi(default)]
    pub error: Option<StanzaError>,
}

impl From<&Iq> for FlatIq {
    fn from(iq: &Iq) -> FlatIq {
        FlatIq {
            sender: iq.sender().cloned(),
            recipient: iq.recipient().cloned(),
            kind: iq.kind(),
            id: iq.id().map(str::to_owned),
            payload: iq.payload().map(|payload| payload.to_owned()),
            error: iq.error(),
        }
    }
}

impl TryFrom<FlatIq> for Iq {
    type Error = CallError;

    fn try_from(flat: FlatIq) -> Result<Iq, CallError> {
        let payload = flat.payload.ok_or(StanzaFault::BadIq)?;
        let mut iq = match flat.kind {
            IqKind::Get => Iq::get_request(&payload),
            IqKind::Set => Iq::set_request(&payload),
            _ => return Err(StanzaFault::BadType.into()),
        };
        if let Some(recipient) = flat.recipient {
            iq = iq.to(recipient);
        }
        if let Some(id) = &flat.id {
            iq = iq.id(id);
        }
        Ok(iq.build()?)
    }
}

/// A stanza of any kind, to be sent.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum AnyStanza {
    /// A message.
    Message {
        /// The message.
        stanza: Message,
    },
    /// A presence.
    Presence {
        /// The presence.
        stanza: Presence,
    },
    /// Any stanza, as XML.
    Xml {
        /// The whole.
        element: Element,
    },
}

impl From<Stanza> for AnyStanza {
    fn from(stanza: Stanza) -> AnyStanza {
        match stanza {
            Stanza::Message(stanza) => AnyStanza::Message { stanza },
            Stanza::Presence(stanza) => AnyStanza::Presence { stanza },
            Stanza::Iq(stanza) => AnyStanza::Xml { element: stanza.into_element() },
        }
    }
}

impl TryFrom<AnyStanza> for Stanza {
    type Error = CallError;

    fn try_from(stanza: AnyStanza) -> Result<Stanza, CallError> {
        Ok(match stanza {
            AnyStanza::Message { stanza } => Stanza::Message(stanza),
            AnyStanza::Presence { stanza } => Stanza::Presence(stanza),
            AnyStanza::Xml { element } => Stanza::from_element(element)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carried::element;
    use xmpp_engine::declared::{DateTime, StanzaCondition};

    fn jid(text: &str) -> Jid {
        Jid::new(text).expect("an address")
    }

    fn message() -> FlatMessage {
        FlatMessage {
            sender: None,
            recipient: Some(jid("juliet@example.org")),
            kind: MessageKind::Chat,
            id: Some("a1".to_owned()),
            body: Some("but soft".to_owned()),
            subject: Some("light".to_owned()),
            thread: Some("window".to_owned()),
            delay: Some(Delay { by: None, stamp: DateTime { unix_ms: 0 }, reason: None }),
            origin_id: Some("o1".to_owned()),
            stanza_ids: Vec::new(),
            wants_receipt: true,
            receipt_for: Some("a0".to_owned()),
            error: None,
            payloads: Vec::new(),
        }
    }

    #[test]
    fn what_is_sent_reads_as_it_was_written() {
        let written = Message::try_from(message()).expect("a message");
        assert_eq!(FlatMessage::from(&written), message());

        let presence = FlatPresence {
            sender: None,
            recipient: None,
            kind: PresenceKind::Available,
            id: Some("p1".to_owned()),
            show: Some(Show::Away),
            status: Some("in the garden".to_owned()),
            priority: -5,
            delay: message().delay,
            error: None,
            payloads: Vec::new(),
        };
        let written = Presence::try_from(presence.clone()).expect("a presence");
        assert_eq!(FlatPresence::from(&written), presence);

        let (recipient, payload) = (Some(jid("b@c/d")), element("<q xmlns='urn:q'/>").ok());
        let (kind, id) = (IqKind::Set, Some("i1".to_owned()));
        let iq = FlatIq { sender: None, recipient, kind, id, payload, error: None };
        let written = Iq::try_from(iq.clone()).expect("a request");
        assert_eq!(FlatIq::from(&written), iq);
    }

    #[test]
    fn further_payloads_are_written() {
        let payloads = vec![element("<active xmlns='urn:states'/>").expect("an element")];
        let written = Message::try_from(FlatMessage { payloads, ..message() }).expect("a message");
        assert!(written.element().child("active", "urn:states").is_some());
    }

    #[test]
    fn what_servers_add_is_read() {
        let xml = "<message from='a@b/c' type='error'>\
            <stanza-id xmlns='urn:xmpp:sid:0' id='1' by='b'/><stanza-id xmlns='urn:xmpp:sid:0'/>\
            <stanza-id xmlns='urn:xmpp:sid:0' id='2' by='room@b'/><error type='cancel'>\
            <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>";
        let read = Message::from_element(element(xml).expect("an element")).expect("a message");
        let flat = FlatMessage::from(&read);
        let ids: Vec<_> = flat.stanza_ids.iter().map(|given| given.id.as_str()).collect();
        assert_eq!((flat.sender, ids), (Some(jid("a@b/c")), vec!["1", "2"]));
        assert_eq!(flat.error.map(|error| error.condition), Some(StanzaCondition::ItemNotFound));
    }

    #[test]
    fn what_cannot_be_sent_is_refused() {
        let fault = |result: Result<Message, CallError>| result.err();
        let nobody = FlatMessage { recipient: None, ..message() };
        assert_eq!(fault(nobody.try_into()), Some(CallError::NoRecipient));
        let odd = FlatMessage { body: Some("\0".to_owned()), ..message() };
        assert!(matches!(fault(odd.try_into()), Some(CallError::Text { .. })));
        let iq = |kind, payload| FlatIq {
            sender: None,
            recipient: None,
            kind,
            id: None,
            payload,
            error: None,
        };
        let empty = Iq::try_from(iq(IqKind::Get, None)).err();
        assert_eq!(empty, Some(StanzaFault::BadIq.into()));
        let result = Iq::try_from(iq(IqKind::Result, element("<a/>").ok())).err();
        assert_eq!(result, Some(StanzaFault::BadType.into()));
    }
}
