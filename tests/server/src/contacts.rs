//! Rosters and subscriptions: what changes on both sides, and who is told (RFC 6121 sections 2
//! and 3). Both accounts are here, so that what a server would send to the other one is a call.

use xmpp_engine::jid::Jid;
use xmpp_engine::stanza::StanzaCondition;
use xmpp_engine::xml::{Element, ElementBuilder, ns};

use crate::reply;
use crate::roster::{Contact, RosterChange, write_item};
use crate::server::{ConnectionId, Server};

impl Server {
    pub(crate) fn roster_get(&mut self, conn: ConnectionId, own: &Jid, iq: &Element) {
        if let Some(session) = self.session_mut(conn) {
            session.interested = true;
        }
        let roster = self.rosters.entry(own.clone()).or_default();
        let answer = reply::result(iq, |out| {
            out.open("query", ns::ROSTER);
            roster.write(out);
        });
        self.send_back(iq, answer);
    }

    pub(crate) fn roster_set(&mut self, own: &Jid, iq: &Element) {
        let query = iq.root().children().next();
        let Some(change) = query.and_then(RosterChange::parse) else {
            return self.bounce(iq, StanzaCondition::BadRequest);
        };
        if change.jid == *own {
            return self.bounce(iq, StanzaCondition::NotAllowed);
        }
        if change.remove {
            return self.roster_remove(own, &change.jid, iq);
        }
        let contact = self.contact(own, &change.jid);
        (contact.name, contact.groups, contact.listed) = (change.name, change.groups, true);
        self.send_back(iq, reply::result(iq, |_| {}));
        self.push(own, &change.jid);
    }

    fn roster_remove(&mut self, own: &Jid, jid: &Jid, iq: &Element) {
        let listed = self.rosters.get(own).and_then(|roster| roster.get(jid));
        if !listed.is_some_and(|contact| contact.listed) {
            return self.bounce(iq, StanzaCondition::ItemNotFound);
        }
        self.unsubscribe(own, jid);
        self.unsubscribed(own, jid);
        self.rosters.entry(own.clone()).or_default().remove(jid);
        self.send_back(iq, reply::result(iq, |_| {}));
        self.push_with(own, |query| {
            query.open("item", ns::ROSTER).attr("jid", jid.as_str());
            query.attr("subscription", "remove").close();
        });
    }

    /// `user` asks to see the presence of `jid`.
    pub(crate) fn subscribe(&mut self, user: &Jid, jid: &Jid, stanza: &Element) {
        let contact = self.contact(user, jid);
        if !contact.to {
            (contact.ask, contact.listed) = (true, true);
            self.push(user, jid);
        }
        if !self.is_account(jid) {
            return self.denied(user, jid);
        }
        let theirs = self.contact(jid, user);
        if theirs.from {
            return self.granted(user, jid);
        }
        let Ok(request) = reply::readdressed(stanza, user, jid) else { return };
        if theirs.request.replace(request.clone()).is_none() {
            self.tell(jid, &request);
        }
    }

    /// `user` allows `jid` to see its presence.
    pub(crate) fn subscribed(&mut self, user: &Jid, jid: &Jid) {
        let contact = self.contact(user, jid);
        // An approval that was not asked for would be a pre-approval, which is not offered.
        if contact.request.take().is_some() {
            (contact.from, contact.listed) = (true, true);
            self.push(user, jid);
            self.granted(jid, user);
        }
    }

    /// `user` wants to see the presence of `jid` no more.
    pub(crate) fn unsubscribe(&mut self, user: &Jid, jid: &Jid) {
        let contact = self.contact(user, jid);
        if std::mem::take(&mut contact.to) | std::mem::take(&mut contact.ask) {
            self.push(user, jid);
        }
        if !self.is_account(jid) {
            return;
        }
        let theirs = self.contact(jid, user);
        let asked = theirs.request.take().is_some();
        if std::mem::take(&mut theirs.from) {
            self.hide(jid, user);
            self.tell_kind(user, jid, "unsubscribe");
            self.push(jid, user);
        } else if asked {
            self.tell_kind(user, jid, "unsubscribe");
        }
    }

    /// `user` does not allow `jid` to see its presence, or not any more.
    pub(crate) fn unsubscribed(&mut self, user: &Jid, jid: &Jid) {
        let contact = self.contact(user, jid);
        let asked = contact.request.take().is_some();
        let seen = std::mem::take(&mut contact.from);
        if seen {
            self.push(user, jid);
            self.hide(user, jid);
        }
        if seen || asked {
            self.denied(jid, user);
        }
    }

    /// `user` has been allowed to see `jid`.
    fn granted(&mut self, user: &Jid, jid: &Jid) {
        let contact = self.contact(user, jid);
        if !std::mem::take(&mut contact.ask) {
            return;
        }
        contact.to = true;
        self.tell_kind(jid, user, "subscribed");
        self.push(user, jid);
        for conn in self.available(user) {
            self.show_presences(conn, jid);
        }
    }

    /// `user` may not see `jid`, or not any more.
    fn denied(&mut self, user: &Jid, jid: &Jid) {
        if !self.is_account(user) {
            return;
        }
        let contact = self.contact(user, jid);
        if std::mem::take(&mut contact.to) | std::mem::take(&mut contact.ask) {
            self.tell_kind(jid, user, "unsubscribed");
            self.push(user, jid);
        }
    }

    fn contact(&mut self, user: &Jid, jid: &Jid) -> &mut Contact {
        self.rosters.entry(user.clone()).or_default().entry(jid)
    }

    fn tell_kind(&mut self, from: &Jid, to: &Jid, kind: &str) {
        if let Ok(presence) = reply::presence(from, to, kind) {
            self.tell(to, &presence);
        }
    }

    /// Gives a subscription stanza to an account's available resources. One that is not there
    /// finds the outcome in its roster, and requests when it comes.
    fn tell(&mut self, bare: &Jid, presence: &Element) {
        for conn in self.available(bare) {
            self.deliver(conn, presence.clone());
        }
    }

    /// Tells an account's clients what has become of a contact (RFC 6121 2.1.6).
    fn push(&mut self, user: &Jid, jid: &Jid) {
        let contact = self.contact(user, jid).clone();
        if contact.listed {
            self.push_with(user, |query| write_item(jid, &contact, query));
        }
    }

    fn push_with(&mut self, user: &Jid, item: impl Fn(&mut ElementBuilder)) {
        for conn in self.interested(user) {
            let id = self.draw_name();
            let Some(to) = self.session(conn).map(|session| session.jid.to_string()) else {
                continue;
            };
            let mut push = Element::builder("iq", ns::CLIENT);
            push.attr("type", "set").attr("id", &id).attr("to", &to).open("query", ns::ROSTER);
            item(&mut push);
            if let Ok(push) = push.build() {
                self.deliver(conn, push);
            }
        }
    }
}
