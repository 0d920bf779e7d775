//! Where messages go (RFC 6121 section 8, in its essentials).

use xmpp_engine::jid::Jid;
use xmpp_engine::stanza::StanzaCondition;
use xmpp_engine::xml::{BuildError, Element, ns};

use crate::reply;
use crate::server::{ConnectionId, Server};

impl Server {
    pub(crate) fn route_message(&mut self, message: &Element) {
        if self.is_lost(message) {
            return;
        }
        let root = message.root();
        // A message to nobody is one to the sender's own account (RFC 6120 10.3.1).
        let to = root.attr("to").or(root.attr("from")).map(Jid::received);
        let Some(Ok(to)) = to else {
            return self.bounce(message, StanzaCondition::JidMalformed);
        };
        let to = if root.attr("to").is_none() { to.bare() } else { to };
        if !self.is_local(&to) {
            self.bounce(message, StanzaCondition::RemoteServerNotFound);
        } else if !self.is_account(&to.bare()) {
            self.bounce(message, StanzaCondition::ServiceUnavailable);
        } else {
            self.message_to_account(&to, message);
        }
    }

    /// Delivers again what an ended stream may not have carried, now to the whole account.
    pub(crate) fn redeliver(&mut self, message: &Element) {
        let to = message.root().attr("to").map(Jid::received);
        if let Some(Ok(to)) = to {
            self.message_to_account(&to.bare(), message);
        }
    }

    fn message_to_account(&mut self, to: &Jid, message: &Element) {
        if let Some(conn) = self.session_at(to) {
            self.deliver(conn, message.clone());
            return;
        }
        let kind = message.root().attr("type").unwrap_or("normal");
        match (kind, to.is_bare()) {
            ("error", _) | ("headline", false) => {}
            ("groupchat", _) | ("normal", false) => {
                self.bounce(message, StanzaCondition::ServiceUnavailable);
            }
            ("headline", true) => self.spread(self.willing(to), message),
            _ => self.message_to_best(&to.bare(), message),
        }
    }

    /// A message for whoever of the account is most there, or later.
    fn message_to_best(&mut self, bare: &Jid, message: &Element) {
        let willing = self.willing(bare);
        let priority = |conn: &ConnectionId| self.session(*conn).map(|session| session.priority);
        let highest = willing.iter().filter_map(priority).max();
        let best: Vec<_> =
            willing.iter().copied().filter(|conn| priority(conn) == highest).collect();
        if best.is_empty() { self.keep(bare, message) } else { self.spread(best, message) }
    }

    fn keep(&mut self, bare: &Jid, message: &Element) {
        let stamped = reply::delayed(message, &self.domain, self.now.unix_ms);
        let limit = self.config.offline_messages;
        if !stamped.is_ok_and(|message| self.offline.keep(bare, message, limit)) {
            self.bounce(message, StanzaCondition::ServiceUnavailable);
        }
    }

    /// Hands out what was kept while the account was not there.
    pub(crate) fn deliver_kept(&mut self, conn: ConnectionId, bare: &Jid) {
        for message in self.offline.take(bare) {
            self.deliver(conn, message);
        }
    }

    fn spread(&mut self, to: Vec<ConnectionId>, stanza: &Element) {
        for conn in to {
            self.deliver(conn, stanza.clone());
        }
    }

    /// Available resources that take messages to the account: those whose priority is not
    /// negative.
    fn willing(&self, bare: &Jid) -> Vec<ConnectionId> {
        let mut willing = self.available(bare);
        willing.retain(|conn| self.session(*conn).is_some_and(|session| session.priority >= 0));
        willing
    }

    /// Sends an error back; errors are not answered (RFC 6120 8.3.1).
    pub(crate) fn bounce(&mut self, stanza: &Element, condition: StanzaCondition) {
        let root = stanza.root();
        if matches!(root.attr("type"), Some("error" | "result")) {
            return;
        }
        self.send_back(stanza, reply::error(stanza, condition));
    }

    /// Sends an answer to the sender of a stanza, if that is still there.
    pub(crate) fn send_back(&mut self, stanza: &Element, answer: Result<Element, BuildError>) {
        let sender = stanza.root().attr("from").map(Jid::received);
        if let (Some(Ok(sender)), Ok(answer)) = (sender, answer)
            && let Some(conn) = self.session_at(&sender)
        {
            self.deliver(conn, answer);
        }
    }

    /// Whether this is the message that is to be lost on purpose.
    fn is_lost(&mut self, message: &Element) -> bool {
        let Some(every) = self.config.faults.drop_every else { return false };
        if message.root().child("body", ns::CLIENT).is_none() {
            return false;
        }
        self.messages += 1;
        every > 0 && self.messages.is_multiple_of(u64::from(every))
    }
}
