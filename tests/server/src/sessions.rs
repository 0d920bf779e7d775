//! Bound addresses and who of them is there.

use std::collections::BTreeSet;

use xmpp_engine::jid::Jid;
use xmpp_engine::xml::Element;

use crate::server::{ConnectionId, Server};

/// One bound address.
pub(crate) struct Session {
    pub(crate) jid: Jid,
    /// The last presence it broadcast, while it is available.
    pub(crate) presence: Option<Element>,
    pub(crate) priority: i8,
    /// It has asked for the roster, and is told of changes.
    pub(crate) interested: bool,
    /// Those to whom it has sent its presence directly.
    pub(crate) directed: BTreeSet<Jid>,
}

impl Session {
    pub(crate) fn new(jid: Jid) -> Session {
        Session { jid, presence: None, priority: 0, interested: false, directed: BTreeSet::new() }
    }

    pub(crate) fn is_available(&self) -> bool {
        self.presence.is_some()
    }
}

impl Server {
    /// The connection bound to this full address.
    pub(crate) fn session_at(&self, full: &Jid) -> Option<ConnectionId> {
        self.select(|session| session.jid == *full).first().copied()
    }

    /// All bound resources of an account.
    pub(crate) fn resources(&self, bare: &Jid) -> Vec<ConnectionId> {
        self.select(|session| session.jid.same_bare(bare))
    }

    /// Those that are available.
    pub(crate) fn available(&self, bare: &Jid) -> Vec<ConnectionId> {
        self.select(|session| session.is_available() && session.jid.same_bare(bare))
    }

    /// Those that want to hear of the roster.
    pub(crate) fn interested(&self, bare: &Jid) -> Vec<ConnectionId> {
        self.select(|session| session.interested && session.jid.same_bare(bare))
    }

    pub(crate) fn session(&self, conn: ConnectionId) -> Option<&Session> {
        self.connections.get(&conn)?.session.as_ref()
    }

    pub(crate) fn session_mut(&mut self, conn: ConnectionId) -> Option<&mut Session> {
        self.connections.get_mut(&conn)?.session.as_mut()
    }

    /// Whether the bare address is an account's, or that of an anonymous user who is here.
    pub(crate) fn is_account(&self, bare: &Jid) -> bool {
        bare.node().is_some_and(|node| self.accounts.contains(node))
            || !self.resources(bare).is_empty()
    }

    pub(crate) fn is_local(&self, jid: &Jid) -> bool {
        jid.domain() == self.domain.domain()
    }

    fn select(&self, wanted: impl Fn(&Session) -> bool) -> Vec<ConnectionId> {
        let fits = |session: &Option<Session>| session.as_ref().is_some_and(&wanted);
        let chosen = self.connections.iter().filter(|(_, connection)| fits(&connection.session));
        chosen.map(|(conn, _)| *conn).collect()
    }
}
