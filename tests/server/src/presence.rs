//! Who sees whom: broadcasts, probes and directed presence (RFC 6121 section 4).

use xmpp_engine::jid::Jid;
use xmpp_engine::stanza::StanzaCondition;
use xmpp_engine::xml::{Element, ns};

use crate::reply;
use crate::server::{ConnectionId, Server};

impl Server {
    pub(crate) fn route_presence(&mut self, conn: ConnectionId, presence: &Element) {
        let Some(own) = self.session(conn).map(|session| session.jid.bare()) else { return };
        let root = presence.root();
        let to = match root.attr("to").map(Jid::received) {
            None => return self.broadcast_presence(conn, presence),
            Some(Ok(to)) => to,
            Some(Err(_)) => return self.bounce(presence, StanzaCondition::JidMalformed),
        };
        if !self.is_local(&to) {
            return self.bounce(presence, StanzaCondition::RemoteServerNotFound);
        }
        match (root.attr("type"), to.bare()) {
            (None | Some("unavailable"), _) => self.directed_presence(conn, &to, presence),
            (Some("error"), _) => self.presence_to(&to, presence),
            (Some("subscribe"), bare) if bare != own => self.subscribe(&own, &bare, presence),
            (Some("subscribed"), bare) => self.subscribed(&own, &bare),
            (Some("unsubscribe"), bare) => self.unsubscribe(&own, &bare),
            (Some("unsubscribed"), bare) => self.unsubscribed(&own, &bare),
            // Clients do not probe, and are not asked to.
            _ => {}
        }
    }

    fn broadcast_presence(&mut self, conn: ConnectionId, presence: &Element) {
        match presence.root().attr("type") {
            None => self.now_available(conn, presence),
            Some("unavailable") => self.now_unavailable(conn, presence),
            _ => {}
        }
    }

    fn now_available(&mut self, conn: ConnectionId, presence: &Element) {
        let Some(session) = self.session_mut(conn) else { return };
        let had_priority = session.is_available().then_some(session.priority);
        session.priority = priority(presence);
        session.presence = Some(presence.clone());
        let (full, takes_messages) = (session.jid.clone(), session.priority >= 0);
        self.tell_subscribers(&full, presence);
        if had_priority.is_none() {
            self.show_everything(conn, &full.bare());
        }
        if takes_messages && had_priority.is_none_or(|before| before < 0) {
            self.deliver_kept(conn, &full.bare());
        }
    }

    /// What a client that has just come is shown: who is there, and who asks.
    fn show_everything(&mut self, conn: ConnectionId, own: &Jid) {
        let Some(roster) = self.rosters.get(own) else { return self.show_presences(conn, own) };
        let (seen, requests) = (roster.subscriptions(), roster.requests());
        self.show_presences(conn, own);
        for contact in seen {
            self.show_presences(conn, &contact);
        }
        for request in requests {
            self.deliver(conn, request);
        }
    }

    /// Shows one client the presence of all other resources of an account.
    pub(crate) fn show_presences(&mut self, conn: ConnectionId, bare: &Jid) {
        let Some(viewer) = self.session(conn).map(|session| session.jid.clone()) else { return };
        for other in self.available(bare) {
            let Some(session) = self.session(other).filter(|_| other != conn) else { continue };
            let Some(presence) = &session.presence else { continue };
            if let Ok(presence) = reply::readdressed(presence, &session.jid, &viewer) {
                self.deliver(conn, presence);
            }
        }
    }

    fn now_unavailable(&mut self, conn: ConnectionId, presence: &Element) {
        let Some(session) = self.session_mut(conn) else { return };
        let full = session.jid.clone();
        let was_available = session.presence.take().is_some();
        let directed = std::mem::take(&mut session.directed);
        if was_available {
            self.tell_subscribers(&full, presence);
        }
        for jid in directed {
            if let Ok(presence) = reply::readdressed(presence, &full, &jid) {
                self.presence_to(&jid, &presence);
            }
        }
    }

    /// The stream is over: if the client has not said that it goes, the server does.
    pub(crate) fn end_session(&mut self, conn: ConnectionId) {
        let Some(full) = self.session(conn).map(|session| session.jid.clone()) else { return };
        if let Ok(presence) = reply::presence(&full, &full.bare(), "unavailable") {
            self.now_unavailable(conn, &presence);
        }
        if let Some(connection) = self.connections.get_mut(&conn) {
            connection.session = None;
        }
        let bare = full.bare();
        if !self.is_account(&bare) {
            self.rosters.remove(&bare);
            self.offline.take(&bare);
        }
    }

    /// Sends a presence to the account's own resources and to all that are subscribed to it.
    fn tell_subscribers(&mut self, full: &Jid, presence: &Element) {
        let bare = full.bare();
        let mut audience = vec![bare.clone()];
        audience.extend(self.rosters.get(&bare).map(|r| r.subscribers()).unwrap_or_default());
        for jid in audience {
            self.show(full, &jid, presence);
        }
    }

    fn show(&mut self, full: &Jid, to: &Jid, presence: &Element) {
        let Ok(presence) = reply::readdressed(presence, full, to) else { return };
        for conn in self.available(to) {
            if self.session(conn).is_some_and(|session| session.jid != *full) {
                self.deliver(conn, presence.clone());
            }
        }
    }

    /// Tells `viewer` that all resources of `bare` are gone, since it may not see them any more.
    pub(crate) fn hide(&mut self, bare: &Jid, viewer: &Jid) {
        for conn in self.available(bare) {
            let Some(full) = self.session(conn).map(|session| session.jid.clone()) else {
                continue;
            };
            if let Ok(gone) = reply::presence(&full, viewer, "unavailable") {
                self.show(&full, viewer, &gone);
            }
        }
    }

    fn directed_presence(&mut self, conn: ConnectionId, to: &Jid, presence: &Element) {
        if let Some(session) = self.session_mut(conn) {
            match presence.root().attr("type") {
                None => session.directed.insert(to.clone()),
                Some(_) => session.directed.remove(to),
            };
        }
        self.presence_to(to, presence);
    }

    /// A presence to one resource, or to all that are available.
    fn presence_to(&mut self, to: &Jid, presence: &Element) {
        let receivers = match to.is_bare() {
            true => self.available(to),
            false => self.session_at(to).into_iter().collect(),
        };
        for conn in receivers {
            self.deliver(conn, presence.clone());
        }
    }
}

fn priority(presence: &Element) -> i8 {
    let priority = presence.root().child("priority", ns::CLIENT);
    priority.and_then(|priority| priority.text().trim().parse().ok()).unwrap_or(0)
}
