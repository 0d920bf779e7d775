//! Somebody else's IQ requests that wait for the app's answer. Only what is needed to answer is
//! kept, not the request itself.

use super::ids::IncomingId;
use super::timers::Timers;
use crate::jid::Jid;
use crate::stanza::{Iq, StanzaError};
use crate::time::Deadline;
use crate::xml::{BuildError, Element, ns};
use std::collections::BTreeMap;

/// Octets of an id that are remembered, and said again. Ids are 36 octets at most in practice; this
/// bounds what a flood of requests makes us keep and write.
pub(super) const ID_BYTES: usize = 4096;

/// Requests that wait for the app.
#[derive(Debug)]
pub(crate) struct Requests {
    waiting: BTreeMap<IncomingId, Asker>,
    timers: Timers<IncomingId>,
    limit: usize,
    last: u64,
}

/// Whom to answer, and under which id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asker {
    pub(crate) sender: Option<Jid>,
    pub(crate) id: String,
}

impl Asker {
    pub(crate) fn of(iq: &Iq) -> Asker {
        Asker { sender: iq.sender().cloned(), id: iq.id().unwrap_or_default().to_owned() }
    }

    pub(crate) fn has_long_id(&self) -> bool {
        self.id.len() > ID_BYTES
    }

    /// The stanza that answers: with a result's payload, or an error.
    pub(crate) fn answered(
        &self,
        answer: Result<Option<Element>, StanzaError>,
    ) -> Result<Element, BuildError> {
        let kind = if answer.is_ok() { "result" } else { "error" };
        let mut iq = Element::builder("iq", ns::CLIENT);
        iq.attr("type", kind).attr("id", &self.id);
        iq.attr_opt("to", self.sender.as_ref().map(Jid::as_str));
        match &answer {
            Ok(Some(payload)) => drop(iq.append(payload.root())),
            Ok(None) => {}
            Err(error) => error.write(&mut iq),
        }
        iq.build()
    }
}

impl Requests {
    pub(crate) fn new(limit: usize) -> Requests {
        Requests { waiting: BTreeMap::new(), timers: Timers::new(), limit, last: 0 }
    }

    /// Waits for the app's answer for `timeout_ms` from the next [`arm`](Requests::arm) on. `None`
    /// if too many wait already: refuse it.
    pub(crate) fn insert(&mut self, asker: Asker, timeout_ms: u64) -> Option<IncomingId> {
        if self.waiting.len() >= self.limit || asker.has_long_id() {
            return None;
        }
        self.last += 1;
        let id = IncomingId::from_value(self.last);
        self.timers.start(id, timeout_ms);
        self.waiting.insert(id, asker);
        Some(id)
    }

    pub(crate) fn get(&self, id: IncomingId) -> Option<&Asker> {
        self.waiting.get(&id)
    }

    /// Ends a request.
    pub(crate) fn end(&mut self, id: IncomingId) {
        self.timers.stop(&id);
        self.waiting.remove(&id);
    }

    /// Ends the next request whose time is over.
    pub(crate) fn expired(&mut self, mono_ms: u64) -> Option<Asker> {
        let id = self.timers.expired(mono_ms)?;
        self.waiting.remove(&id)
    }

    /// Forgets all: the stream they came over has ended.
    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
        self.timers = Timers::new();
    }

    pub(crate) fn arm(&mut self, mono_ms: u64) {
        self.timers.arm(mono_ms);
    }

    pub(crate) fn deadline(&self) -> Deadline {
        self.timers.deadline()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asker(id: &str) -> Asker {
        Asker { sender: None, id: id.to_owned() }
    }

    #[test]
    fn a_request_is_answered_once_or_expires() {
        let mut requests = Requests::new(9);
        let a = requests.insert(asker("a"), 10).expect("room");
        let b = requests.insert(asker("b"), 10).expect("room");
        requests.arm(0);
        assert_eq!(requests.get(a), Some(&asker("a")));
        requests.end(a);
        assert_eq!(requests.get(a), None);
        assert_eq!(requests.expired(10), Some(asker("b")));
        assert_eq!(requests.get(b), None);
        assert_eq!(requests.expired(10), None);
    }

    #[test]
    fn they_are_bounded_and_ids_are_not_used_again() {
        let mut requests = Requests::new(1);
        assert_eq!(requests.insert(asker(&"x".repeat(ID_BYTES + 1)), 10), None);
        let a = requests.insert(asker("a"), 10).expect("room");
        assert_eq!(requests.insert(asker("b"), 10), None);
        requests.clear();
        assert_eq!(requests.deadline(), None);
        assert_ne!(requests.insert(asker("b"), 10), Some(a));
    }
}
