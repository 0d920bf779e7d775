//! Messages (RFC 6121 section 5).

use std::borrow::Cow;

use super::address::{Addresses, StanzaFault, addresses, view};
use super::payload::Payload;
use crate::declare::choice;
use crate::jid::Jid;
use crate::xml::{BuildError, Element, ElementBuilder, ElementRef, ns};

choice! {
    /// The types of RFC 6121 section 5.2.2.
    #[derive(Copy, Eq)]
    pub enum MessageKind {
        /// One to one, in a conversation.
        Chat,
        /// An error in answer to an earlier message.
        Error,
        /// In a room.
        Groupchat,
        /// An alert without an answer expected.
        Headline,
        /// By itself.
        Normal,
    }
}

impl MessageKind {
    const NAMES: [(MessageKind, &'static str); 5] = [
        (MessageKind::Chat, "chat"),
        (MessageKind::Error, "error"),
        (MessageKind::Groupchat, "groupchat"),
        (MessageKind::Headline, "headline"),
        (MessageKind::Normal, "normal"),
    ];

    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(kind, _)| *kind == self).map_or("normal", |(_, name)| name)
    }

    /// An unknown type counts as `normal` (RFC 6121 section 5.2.2).
    fn from_name(name: Option<&str>) -> MessageKind {
        let found = Self::NAMES.iter().find(|(_, known)| Some(*known) == name);
        found.map_or(MessageKind::Normal, |(kind, _)| *kind)
    }
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    element: Element,
    addresses: Addresses,
    kind: MessageKind,
}

view!(Message);

impl Message {
    /// The message in `element`.
    ///
    /// # Errors
    /// It is no message, or an address in it is not a JID.
    pub fn from_element(element: Element) -> Result<Message, StanzaFault> {
        let addresses = addresses(&element, "message")?;
        let kind = MessageKind::from_name(element.attr("type"));
        Ok(Message { element, addresses, kind })
    }

    /// A chat message to somebody.
    pub fn chat(recipient: Jid) -> MessageBuilder {
        MessageBuilder::new(Some(recipient), MessageKind::Chat)
    }

    /// A message of any kind.
    pub fn to(recipient: Jid, kind: MessageKind) -> MessageBuilder {
        MessageBuilder::new(Some(recipient), kind)
    }

    /// What kind of message it is.
    pub fn kind(&self) -> MessageKind {
        self.kind
    }

    /// The text: the one without a language, or else the first.
    pub fn body(&self) -> Option<Cow<'_, str>> {
        self.text_of("body")
    }

    /// All texts with their languages.
    pub fn bodies(&self) -> impl Iterator<Item = (Option<&str>, Cow<'_, str>)> {
        self.texts("body").map(|body| (body.lang(), body.text()))
    }

    /// The subject: the one without a language, or else the first.
    pub fn subject(&self) -> Option<Cow<'_, str>> {
        self.text_of("subject")
    }

    /// The conversation that it belongs to (RFC 6121 section 5.2.5).
    pub fn thread(&self) -> Option<Cow<'_, str>> {
        self.text_of("thread")
    }

    /// The beginning of an answer: to the sender, of the same kind, in the same conversation; in a
    /// room to the room. `None` for what nobody should answer by a program: errors, messages
    /// without a sender or from our own account, and delayed ones, which may have been answered
    /// long ago.
    pub fn reply(&self) -> Option<MessageBuilder> {
        let sender = self.sender()?;
        let own = self.recipient().is_some_and(|recipient| recipient.same_bare(sender));
        let delayed = self.element.child("delay", ns::DELAY).is_some();
        if self.kind == MessageKind::Error || own || delayed {
            return None;
        }
        let recipient = match self.kind {
            MessageKind::Groupchat => sender.bare(),
            _ => sender.clone(),
        };
        let mut reply = MessageBuilder::new(Some(recipient), self.kind);
        if let Some(thread) = self.thread() {
            reply = reply.thread(&thread);
        }
        Some(reply)
    }

    fn texts(&self, name: &'static str) -> impl Iterator<Item = ElementRef<'_>> {
        self.element.children().filter(move |child| child.is(name, ns::CLIENT))
    }

    fn text_of(&self, name: &'static str) -> Option<Cow<'_, str>> {
        let plain = self.texts(name).find(|child| child.lang().is_none());
        plain.or_else(|| self.texts(name).next()).map(|child| child.text())
    }
}

/// A message that is being written.
pub struct MessageBuilder {
    out: ElementBuilder,
    recipient: Option<Jid>,
    kind: MessageKind,
}

impl MessageBuilder {
    fn new(recipient: Option<Jid>, kind: MessageKind) -> MessageBuilder {
        let mut out = Element::builder("message", ns::CLIENT);
        out.attr_opt("to", recipient.as_ref().map(Jid::as_str)).attr("type", kind.name());
        MessageBuilder { out, recipient, kind }
    }

    /// An id of the app's own; else the engine gives one.
    pub fn id(mut self, id: &str) -> MessageBuilder {
        self.out.attr("id", id);
        self
    }

    /// The text.
    pub fn body(self, body: &str) -> MessageBuilder {
        self.part("body", body)
    }

    /// The subject.
    pub fn subject(self, subject: &str) -> MessageBuilder {
        self.part("subject", subject)
    }

    /// The conversation that it belongs to.
    pub fn thread(self, thread: &str) -> MessageBuilder {
        self.part("thread", thread)
    }

    fn part(mut self, name: &str, text: &str) -> MessageBuilder {
        self.out.open(name, ns::CLIENT).text(text).close();
        self
    }

    /// Any payload.
    pub fn payload<P: Payload>(mut self, payload: &P) -> MessageBuilder {
        self.out.open(P::NAME, P::NAMESPACE);
        payload.write(&mut self.out);
        self.out.close();
        self
    }

    /// Any element.
    pub fn element(mut self, element: &Element) -> MessageBuilder {
        self.out.append(element.root());
        self
    }

    /// The message.
    ///
    /// # Errors
    /// A text has characters that XML cannot carry, or an attribute came behind an element.
    pub fn build(mut self) -> Result<Message, BuildError> {
        let addresses = Addresses { sender: None, recipient: self.recipient };
        Ok(Message { element: self.out.build()?, addresses, kind: self.kind })
    }
}
