//! Stanzas (RFC 6120 section 8) as typed views: a [`Message`], [`Presence`] or [`Iq`] owns its
//! [`Element`], knows who, whom, which and what kind, and reads the rest on
//! demand. What we do not know is never lost.

mod address;
mod error;
mod iq;
mod message;
pub(crate) mod payload;
mod presence;

pub use address::StanzaFault;
pub use error::{StanzaCondition, StanzaError, StanzaErrorKind};
pub use iq::{Iq, IqBuilder, IqKind};
pub use message::{Message, MessageBuilder, MessageKind};
pub(crate) use payload::payload;
pub use payload::{Payload, PayloadError, TextValue};
pub use presence::{Presence, PresenceBuilder, PresenceKind, Show};

use crate::declare::Render;
use crate::jid::Jid;
use crate::xml::Element;

/// Any of the three kinds.
#[derive(Clone, Debug, PartialEq)]
pub enum Stanza {
    /// A message.
    Message(Message),
    /// A presence.
    Presence(Presence),
    /// An info/query.
    Iq(Iq),
}

impl Stanza {
    /// The stanza in `element`, which is in the namespace `jabber:client`.
    ///
    /// # Errors
    /// It is no stanza, or its addresses or its type cannot be read.
    pub fn from_element(element: Element) -> Result<Stanza, StanzaFault> {
        match element.name() {
            "message" => Message::from_element(element).map(Stanza::Message),
            "presence" => Presence::from_element(element).map(Stanza::Presence),
            "iq" => Iq::from_element(element).map(Stanza::Iq),
            name => Err(StanzaFault::NoStanza { name: name.to_owned() }),
        }
    }

    /// The whole.
    pub fn element(&self) -> &Element {
        match self {
            Stanza::Message(stanza) => stanza.element(),
            Stanza::Presence(stanza) => stanza.element(),
            Stanza::Iq(stanza) => stanza.element(),
        }
    }

    /// Who sent it.
    pub fn sender(&self) -> Option<&Jid> {
        match self {
            Stanza::Message(stanza) => stanza.sender(),
            Stanza::Presence(stanza) => stanza.sender(),
            Stanza::Iq(stanza) => stanza.sender(),
        }
    }

    /// Whom it is for.
    pub fn recipient(&self) -> Option<&Jid> {
        match self {
            Stanza::Message(stanza) => stanza.recipient(),
            Stanza::Presence(stanza) => stanza.recipient(),
            Stanza::Iq(stanza) => stanza.recipient(),
        }
    }

    /// The whole, taken out.
    pub fn into_element(self) -> Element {
        match self {
            Stanza::Message(stanza) => stanza.into_element(),
            Stanza::Presence(stanza) => stanza.into_element(),
            Stanza::Iq(stanza) => stanza.into_element(),
        }
    }

    /// Its id.
    pub fn id(&self) -> Option<&str> {
        self.element().attr("id")
    }
}

impl Render for Stanza {
    fn render(&self, out: &mut String) {
        self.element().render(out);
    }
}

impl From<Message> for Stanza {
    fn from(stanza: Message) -> Stanza {
        Stanza::Message(stanza)
    }
}

impl From<Presence> for Stanza {
    fn from(stanza: Presence) -> Stanza {
        Stanza::Presence(stanza)
    }
}

impl From<Iq> for Stanza {
    fn from(stanza: Iq) -> Stanza {
        Stanza::Iq(stanza)
    }
}

#[cfg(test)]
mod tests;
