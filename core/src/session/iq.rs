//! Our IQ requests that wait for an answer (RFC 6120 8.2.3). Each ends exactly once.
//!
//! An answer is one by its id AND its sender: ids are seen by others and can be guessed, so an
//! answer from a stranger is none. Who may answer (RFC 6120 8.1.2.1, 10.3.3; only our own server
//! can send us stanzas without a sender, and it puts the sender's full JID on what other resources
//! send):
//!
//! | sent to | answered by |
//! |---|---|
//! | nobody, or the own bare JID | no sender, own bare JID, own full JID, own domain |
//! | the own domain | no sender, own domain |
//! | anybody else | exactly that JID |

use super::ids::Token;
use super::timers::Timers;
use crate::jid::Jid;
use crate::time::Deadline;
use std::collections::BTreeMap;

/// Requests that wait, by id. `O` is who hears of the end.
#[derive(Debug)]
pub(crate) struct IqTable<O> {
    waiting: BTreeMap<String, Request<O>>,
    timers: Timers<String>,
    limit: usize,
}

/// A request that waits.
#[derive(Debug)]
pub(crate) struct Request<O> {
    pub(crate) to: Option<Jid>,
    pub(crate) owner: O,
    /// The stanza it was sent as.
    pub(crate) token: Token,
}

impl<O: PartialEq> IqTable<O> {
    pub(crate) fn new(limit: usize) -> IqTable<O> {
        IqTable { waiting: BTreeMap::new(), timers: Timers::new(), limit }
    }

    /// Waits for the answer to the request `id`, which is not waiting yet, for `timeout_ms` from
    /// the next [`arm`](IqTable::arm) on.
    pub(crate) fn insert(&mut self, id: &str, request: Request<O>, timeout_ms: u64) {
        self.timers.start(id.to_owned(), timeout_ms);
        self.waiting.insert(id.to_owned(), request);
    }

    /// The owner of the request that `sender` answers with `id`, which thereby ends; `own` is our
    /// full JID. `None`: no answer to anything of ours.
    pub(crate) fn answered(&mut self, id: &str, sender: Option<&Jid>, own: &Jid) -> Option<O> {
        let request = self.waiting.get(id)?;
        may_answer(request.to.as_ref(), sender, own)
            .then(|| self.end(id))
            .flatten()
            .map(|r| r.owner)
    }

    /// Ends the first request that `which` is true of. Linear: for rare use.
    pub(crate) fn end_where(&mut self, which: impl Fn(&Request<O>) -> bool) -> Option<Request<O>> {
        let id = self.waiting.iter().find(|(_, request)| which(request))?.0.clone();
        self.end(&id)
    }

    /// Ends the next request whose time is over.
    pub(crate) fn expired(&mut self, mono_ms: u64) -> Option<Request<O>> {
        let id = self.timers.expired(mono_ms)?;
        self.waiting.remove(&id)
    }

    /// Ends the next request, whichever.
    pub(crate) fn end_any(&mut self) -> Option<Request<O>> {
        let id = self.waiting.first_key_value()?.0.clone();
        self.end(&id)
    }

    pub(crate) fn arm(&mut self, mono_ms: u64) {
        self.timers.arm(mono_ms);
    }

    pub(crate) fn deadline(&self) -> Deadline {
        self.timers.deadline()
    }

    pub(crate) fn contains(&self, id: &str) -> bool {
        self.waiting.contains_key(id)
    }

    pub(crate) fn is_full(&self) -> bool {
        self.waiting.len() >= self.limit
    }

    fn end(&mut self, id: &str) -> Option<Request<O>> {
        self.timers.stop(&id.to_owned());
        self.waiting.remove(id)
    }
}

/// Whether a stanza of `sender` can answer a request sent to `to`; see the table above.
fn may_answer(to: Option<&Jid>, sender: Option<&Jid>, own: &Jid) -> bool {
    let (account, server) = (own.bare(), own.domain_jid());
    match to {
        Some(to) if *to == server => sender.is_none_or(|sender| *sender == server),
        Some(to) if *to != account => sender == Some(to),
        _ => sender.is_none_or(|sender| [&account, own, &server].contains(&sender)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jid(text: &str) -> Jid {
        Jid::new(text).expect("a JID")
    }

    fn table() -> IqTable<u32> {
        IqTable::new(3)
    }

    fn request(to: Option<&str>, owner: u32) -> Request<u32> {
        Request { to: to.map(jid), owner, token: Token::first(owner) }
    }

    const OWN: &str = "romeo@example.net/orchard";

    #[test]
    fn who_may_answer() {
        let (bare, domain, other) =
            ("romeo@example.net", "example.net", "juliet@example.com/balcony");
        let strangers = ["romeo@example.net/other", "juliet@example.com", "example.com", "rome.o"];
        let cases = [
            (None, vec!["", bare, OWN, domain]),
            (Some(bare), vec!["", bare, OWN, domain]),
            (Some(domain), vec!["", domain]),
            (Some(other), vec![other]),
            (Some(OWN), vec![OWN]),
            (Some("juliet@example.com"), vec!["juliet@example.com"]),
            (Some("conference.example.net"), vec!["conference.example.net"]),
        ];
        let senders = ["", bare, OWN, domain, other, "conference.example.net"];
        for (to, answerers) in cases {
            for sender in senders.iter().chain(&strangers) {
                let mut table = table();
                table.insert("i", request(to, 7), 1);
                let from = (!sender.is_empty()).then(|| jid(sender));
                let want = answerers.contains(sender).then_some(7);
                let got = table.answered("i", from.as_ref(), &jid(OWN));
                assert_eq!(got, want, "to {to:?}, from {sender:?}");
                assert_eq!(table.contains("i"), want.is_none());
            }
        }
    }

    #[test]
    fn the_id_counts_as_well() {
        let mut table = table();
        table.insert("i", request(None, 1), 1);
        assert_eq!(table.answered("j", None, &jid(OWN)), None);
        assert_eq!(table.answered("i", None, &jid(OWN)), Some(1));
        assert_eq!(table.answered("i", None, &jid(OWN)), None, "once only");
    }

    #[test]
    fn a_request_ends_in_time() {
        let mut table = table();
        table.insert("a", request(None, 1), 10);
        table.insert("b", request(None, 2), 5);
        table.arm(100);
        assert_eq!(table.deadline(), Some(105));
        assert!(table.expired(104).is_none());
        let expired = |table: &mut IqTable<u32>| table.expired(110).map(|request| request.owner);
        assert_eq!(expired(&mut table), Some(2));
        assert_eq!(table.answered("a", None, &jid(OWN)), Some(1));
        assert_eq!(expired(&mut table), None);
        assert_eq!(table.deadline(), None);
    }

    #[test]
    fn requests_end_by_owner_and_all_together() {
        let mut table = table();
        for (id, owner) in [("a", 1), ("b", 2), ("c", 3)] {
            table.insert(id, request(None, owner), 10);
        }
        assert!(table.is_full());
        assert!(table.end_where(|request| request.owner == 2).is_some());
        assert!(table.end_where(|request| request.owner == 2).is_none());
        let rest = std::iter::from_fn(|| table.end_any()).map(|request| request.owner);
        assert_eq!(rest.collect::<Vec<_>>(), [1, 3]);
    }
}
