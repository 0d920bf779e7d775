//! Presence (RFC 6121 sections 3 and 4).

use std::borrow::Cow;

use super::address::{Addresses, StanzaFault, addresses, finished, view};
use super::payload::{Payload, write_inside};
use crate::declare::choice;
use crate::jid::Jid;
use crate::xml::{BuildError, Element, ElementBuilder, ns};

choice! {
    /// The types of RFC 6121 section 4.7.1; `Available` has none on the wire.
    #[derive(Copy, Eq)]
    pub enum PresenceKind {
        /// The sender is there.
        Available,
        /// An error in answer to an earlier presence.
        Error,
        /// Asks for the present presence; between servers.
        Probe,
        /// Asks to see the recipient's presence.
        Subscribe,
        /// Lets the recipient see the sender's presence.
        Subscribed,
        /// The sender is gone.
        Unavailable,
        /// Stops seeing the recipient's presence.
        Unsubscribe,
        /// Stops letting the recipient see the sender's presence.
        Unsubscribed,
    }
}

impl PresenceKind {
    const NAMES: [(PresenceKind, Option<&'static str>); 8] = [
        (PresenceKind::Available, None),
        (PresenceKind::Error, Some("error")),
        (PresenceKind::Probe, Some("probe")),
        (PresenceKind::Subscribe, Some("subscribe")),
        (PresenceKind::Subscribed, Some("subscribed")),
        (PresenceKind::Unavailable, Some("unavailable")),
        (PresenceKind::Unsubscribe, Some("unsubscribe")),
        (PresenceKind::Unsubscribed, Some("unsubscribed")),
    ];

    fn name(self) -> Option<&'static str> {
        Self::NAMES.iter().find(|(kind, _)| *kind == self).and_then(|(_, name)| *name)
    }

    fn from_name(name: Option<&str>) -> Option<PresenceKind> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

choice! {
    /// How available somebody is (RFC 6121 section 4.7.2.1).
    #[derive(Copy, Eq)]
    pub enum Show {
        /// Away for a while.
        Away,
        /// Eager to chat.
        Chat,
        /// Not to be disturbed.
        Dnd,
        /// Away for a long while.
        Xa,
    }
}

impl Show {
    const NAMES: [(Show, &'static str); 4] =
        [(Show::Away, "away"), (Show::Chat, "chat"), (Show::Dnd, "dnd"), (Show::Xa, "xa")];
}

/// A presence.
#[derive(Clone, Debug, PartialEq)]
pub struct Presence {
    element: Element,
    addresses: Addresses,
    kind: PresenceKind,
}

view!(Presence);

impl Presence {
    /// The presence in `element`.
    ///
    /// # Errors
    /// It is no presence, its type is unknown, or an address in it is not a JID.
    pub fn from_element(element: Element) -> Result<Presence, StanzaFault> {
        let addresses = addresses(&element, "presence")?;
        let kind = PresenceKind::from_name(element.attr("type")).ok_or(StanzaFault::BadType)?;
        Ok(Presence { element, addresses, kind })
    }

    /// We are there, for everybody who may see it.
    pub fn available() -> PresenceBuilder {
        PresenceBuilder::new(None, PresenceKind::Available)
    }

    /// We are gone, for everybody who saw us.
    pub fn unavailable() -> PresenceBuilder {
        PresenceBuilder::new(None, PresenceKind::Unavailable)
    }

    /// A presence for somebody in particular.
    pub fn to(recipient: Jid, kind: PresenceKind) -> PresenceBuilder {
        PresenceBuilder::new(Some(recipient), kind)
    }

    /// What it says.
    pub fn kind(&self) -> PresenceKind {
        self.kind
    }

    /// How available the sender is; absent for "simply there".
    pub fn show(&self) -> Option<Show> {
        let text = self.element.child("show", ns::CLIENT)?.text();
        Show::NAMES.iter().find(|(_, name)| *name == text.trim()).map(|(show, _)| *show)
    }

    /// What the sender says about it.
    pub fn status(&self) -> Option<Cow<'_, str>> {
        Some(self.element.child("status", ns::CLIENT)?.text())
    }

    /// The priority of the sender's resource, from -128 to 127; 0 if there is none to read.
    pub fn priority(&self) -> i32 {
        let priority = self.element.child("priority", ns::CLIENT);
        let number = priority.and_then(|priority| priority.text().trim().parse::<i8>().ok());
        i32::from(number.unwrap_or(0))
    }
}

/// A presence that is being written.
pub struct PresenceBuilder {
    content: ElementBuilder,
    recipient: Option<Jid>,
    kind: PresenceKind,
    id: Option<String>,
}

impl PresenceBuilder {
    fn new(recipient: Option<Jid>, kind: PresenceKind) -> PresenceBuilder {
        let content = Element::builder("presence", ns::CLIENT);
        PresenceBuilder { content, recipient, kind, id: None }
    }

    /// An id of the app's own; else the engine gives one.
    pub fn id(mut self, id: &str) -> PresenceBuilder {
        self.id = Some(id.to_owned());
        self
    }

    /// How available we are.
    pub fn show(self, show: Show) -> PresenceBuilder {
        let name = Show::NAMES.iter().find(|(known, _)| *known == show).map(|(_, name)| *name);
        self.part("show", name.unwrap_or_default())
    }

    /// What we say about it.
    pub fn status(self, status: &str) -> PresenceBuilder {
        self.part("status", status)
    }

    /// The priority of this resource, from -128 to 127; below zero it gets no messages by itself.
    pub fn priority(self, priority: i8) -> PresenceBuilder {
        self.part("priority", &priority.to_string())
    }

    fn part(mut self, name: &str, text: &str) -> PresenceBuilder {
        self.content.open(name, ns::CLIENT).text(text).close();
        self
    }

    /// Any payload.
    pub fn payload<P: Payload>(mut self, payload: &P) -> PresenceBuilder {
        write_inside(payload, &mut self.content);
        self
    }

    /// Any element.
    pub fn element(mut self, element: &Element) -> PresenceBuilder {
        self.content.append(element.root());
        self
    }

    /// The presence.
    ///
    /// # Errors
    /// A text or the id has characters that XML cannot carry.
    pub fn build(mut self) -> Result<Presence, BuildError> {
        let (recipient, kind, id) = (self.recipient.as_ref(), self.kind, self.id.as_deref());
        let element = finished(&mut self.content, recipient, kind.name(), id)?;
        let addresses = Addresses { sender: None, recipient: self.recipient };
        Ok(Presence { element, addresses, kind })
    }
}
