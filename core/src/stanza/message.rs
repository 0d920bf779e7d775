//! Messages (RFC 6121 section 5).

use std::borrow::Cow;

use super::address::{Addresses, StanzaFault, addresses, finished, view};
use super::payload::{Payload, write_inside};
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
        Message::to(recipient, MessageKind::Chat)
    }

    /// A message of any kind.
    pub fn to(recipient: Jid, kind: MessageKind) -> MessageBuilder {
        let content = Element::builder("message", ns::CLIENT);
        MessageBuilder { content, recipient, kind, id: None }
    }

    /// What kind of message it is.
    pub fn kind(&self) -> MessageKind {
        self.kind
    }

    /// The text: the one without a language, or else the first.
    pub fn body(&self) -> Option<Cow<'_, str>> {
        self.text_of("body")
    }

    /// All texts with their languages; a text without one has that of the message.
    pub fn bodies(&self) -> impl Iterator<Item = (Option<&str>, Cow<'_, str>)> {
        let lang = self.element.lang();
        self.texts("body").map(move |body| (body.lang().or(lang), body.text()))
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
    /// room to the room. `None` for what no program should answer: errors, messages without a
    /// sender or from our own account, and delayed ones, which may have been answered long ago.
    ///
    /// The own account is known by the recipient. A room sends our own messages back under our
    /// nickname there, which only the app knows.
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
        let reply = Message::to(recipient, self.kind);
        Some(match self.thread() {
            Some(thread) => reply.thread(&thread),
            None => reply,
        })
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
    content: ElementBuilder,
    recipient: Jid,
    kind: MessageKind,
    id: Option<String>,
}

impl MessageBuilder {
    /// An id of the app's own; else the engine gives one.
    pub fn id(mut self, id: &str) -> MessageBuilder {
        self.id = Some(id.to_owned());
        self
    }

    /// Another kind of message.
    pub fn kind(mut self, kind: MessageKind) -> MessageBuilder {
        self.kind = kind;
        self
    }

    /// The text.
    pub fn body(self, body: &str) -> MessageBuilder {
        self.part("body", None, body)
    }

    /// The text in a further language, named as in BCP 47: `de`.
    pub fn body_in(self, lang: &str, body: &str) -> MessageBuilder {
        self.part("body", Some(lang), body)
    }

    /// The subject.
    pub fn subject(self, subject: &str) -> MessageBuilder {
        self.part("subject", None, subject)
    }

    /// The conversation that it belongs to.
    pub fn thread(self, thread: &str) -> MessageBuilder {
        self.part("thread", None, thread)
    }

    fn part(mut self, name: &str, lang: Option<&str>, text: &str) -> MessageBuilder {
        self.content.open(name, ns::CLIENT);
        if let Some(lang) = lang {
            self.content.attr_ns(ns::XML, "lang", lang);
        }
        self.content.text(text).close();
        self
    }

    /// Any payload.
    pub fn payload<P: Payload>(mut self, payload: &P) -> MessageBuilder {
        write_inside(payload, &mut self.content);
        self
    }

    /// Any element.
    pub fn element(mut self, element: &Element) -> MessageBuilder {
        self.content.append(element.root());
        self
    }

    /// The message.
    ///
    /// # Errors
    /// A text or the id has characters that XML cannot carry.
    pub fn build(mut self) -> Result<Message, BuildError> {
        let (recipient, kind, id) = (&self.recipient, self.kind, self.id.as_deref());
        let element = finished(&mut self.content, Some(recipient), Some(kind.name()), id)?;
        let addresses = Addresses { sender: None, recipient: Some(self.recipient) };
        Ok(Message { element, addresses, kind })
    }
}
