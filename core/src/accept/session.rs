//! A bound stream: stanzas in both directions, and stream management without resumption
//! (XEP-0198).

use super::acks::{Acks, Kept};
use super::{AcceptEnd, AcceptEvent, Acceptor, Fault, Step, features};
use crate::jid::Jid;
use crate::stanza::{Stanza, StanzaFault};
use crate::stream::{StreamCondition, StreamError};
use crate::time::{Deadline, due};
use crate::xml::{Element, ns};

impl Acceptor {
    pub(super) fn session_element(&mut self, element: Element) -> Result<(), Fault> {
        let root = element.root();
        match (root.namespace(), root.name()) {
            (ns::CLIENT, "message" | "presence" | "iq") => self.stanza(element),
            (ns::SM, "enable") => self.enable(),
            (ns::SM, "r") => self.report(),
            (ns::SM, "a") => self.acknowledged(&element),
            (ns::SM, "resume") => self.refuse_management("item-not-found"),
            (ns::STREAMS, "error") => {
                self.peer_error(StreamError::parse(root));
                Ok(())
            }
            _ => Err(StreamCondition::UnsupportedStanzaType.into()),
        }
    }

    /// A stanza is handed on under the bound address, whatever sender it names.
    fn stanza(&mut self, element: Element) -> Result<(), Fault> {
        let Step::Bound { jid } = &self.step else { return Ok(()) };
        if let Some(sender) = element.root().attr("from") {
            let own = Jid::received(sender).is_ok_and(|from| from == *jid || from == jid.bare());
            if !own {
                return Err(StreamCondition::InvalidFrom.into());
            }
        }
        let jid = jid.to_string();
        if let Some(acks) = &mut self.acks {
            acks.count_received();
        }
        if let Some(id) = session_request(&element) {
            return self.answer_session(id);
        }
        let stamped = element.with_attrs(&[("from", Some(&jid))]);
        let stanza = stamped.map_err(|_| StreamCondition::BadFormat)?;
        let stanza = Stanza::from_element(stanza).map_err(|fault| match fault {
            StanzaFault::BadAddress { .. } => StreamCondition::ImproperAddressing,
            _ => StreamCondition::BadFormat,
        })?;
        self.emit(AcceptEvent::Stanza { stanza });
        Ok(())
    }

    fn answer_session(&mut self, id: &str) -> Result<(), Fault> {
        let result = features::iq_result(id, None);
        let stanza = result.map_err(|_| StreamCondition::InternalServerError)?;
        self.send(stanza).map_err(|_| StreamCondition::ResourceConstraint.into())
    }

    fn enable(&mut self) -> Result<(), Fault> {
        if self.acks.is_some() || !self.config.stream_management {
            return self.refuse_management("unexpected-request");
        }
        self.acks = Some(Acks::default());
        self.write(Element::builder("enabled", ns::SM).build())
    }

    fn refuse_management(&mut self, condition: &str) -> Result<(), Fault> {
        let mut failed = Element::builder("failed", ns::SM);
        self.write(failed.open(condition, ns::STANZAS).close().build())
    }

    fn report(&mut self) -> Result<(), Fault> {
        let Some(acks) = &self.acks else {
            return Err(StreamCondition::UnsupportedStanzaType.into());
        };
        let h = acks.received().to_string();
        self.write(Element::builder("a", ns::SM).attr("h", &h).build())
    }

    fn acknowledged(&mut self, element: &Element) -> Result<(), Fault> {
        let h = element.root().attr("h").and_then(|h| h.parse().ok());
        let (Some(acks), Some(h)) = (&mut self.acks, h) else {
            return Err(StreamCondition::UnsupportedStanzaType.into());
        };
        let Ok(stanzas) = acks.acknowledge(h, self.now.mono_ms) else {
            let sent = acks.sent();
            return Err(Fault::Stream(too_high(h, sent)));
        };
        if stanzas > 0 {
            self.emit(AcceptEvent::Acked { stanzas });
        }
        self.ask_for_ack();
        Ok(())
    }

    fn peer_error(&mut self, error: StreamError) {
        self.stream.close(None, &mut self.transport);
        self.transport.close(&mut self.effects);
        self.over(AcceptEnd::PeerError { error });
    }

    pub(super) fn enqueue(&mut self, kept: Kept) {
        self.queued_bytes += kept.bytes;
        self.queue.push_back(kept);
    }

    /// Writes the next stanza, if there is room for it on the way.
    pub(super) fn write_one(&mut self) -> bool {
        let unacked = self.acks.as_ref().map_or(0, Acks::unacked);
        let room =
            self.transport.backlog() == 0 && unacked < self.config.limits.unacked_stanzas as usize;
        let Some(kept) = room.then(|| self.queue.pop_front()).flatten() else { return false };
        self.queued_bytes -= kept.bytes;
        self.stream.send(&kept.stanza, &mut self.transport);
        if let Some(acks) = &mut self.acks {
            acks.count_sent(kept);
        }
        self.ask_for_ack();
        true
    }

    /// Asks behind the last stanza that can be written now.
    fn ask_for_ack(&mut self) {
        let last = self.queue.is_empty() || self.acks_full();
        if last && self.acks.as_mut().is_some_and(Acks::ask) {
            // Cannot fail: the element is constant.
            let _ = self.write(Element::builder("r", ns::SM).build());
        }
    }

    /// When a client that acknowledged nothing new is asked again.
    pub(super) fn asks_again_at(&self) -> Deadline {
        let bound = matches!(self.step, Step::Bound { .. });
        self.acks.as_ref().filter(|_| bound).and_then(Acks::deadline)
    }

    pub(super) fn ask_again(&mut self) -> bool {
        let due = due(self.asks_again_at(), self.now.mono_ms);
        if due && self.acks.as_mut().is_some_and(|acks| acks.tick(self.now.mono_ms)) {
            self.ask_for_ack();
        }
        due
    }

    fn acks_full(&self) -> bool {
        let limit = self.config.limits.unacked_stanzas as usize;
        self.acks.as_ref().is_some_and(|acks| acks.unacked() >= limit)
    }
}

/// The id of the session request of RFC 3921, which means nothing any more.
fn session_request(element: &Element) -> Option<&str> {
    let root = element.root();
    let set = root.name() == "iq" && root.attr("type") == Some("set");
    root.attr("id").filter(|_| set && root.child("session", ns::SESSION).is_some())
}

/// The client acknowledges what was never sent (XEP-0198 section 4).
fn too_high(h: u32, sent: u32) -> StreamError {
    let application = Element::builder("handled-count-too-high", ns::SM)
        .attr("h", &h.to_string())
        .attr("send-count", &sent.to_string())
        .build();
    StreamError {
        application: application.ok(),
        ..StreamError::new(StreamCondition::UndefinedCondition)
    }
}
