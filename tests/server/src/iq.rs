//! Where requests go, and which of them the server answers itself: the roster (RFC 6121 2), ping
//! (XEP-0199) and service discovery (XEP-0030).

use xmpp_engine::jid::Jid;
use xmpp_engine::stanza::StanzaCondition;
use xmpp_engine::xml::{Element, ElementBuilder, ns};

use crate::reply;
use crate::server::{ConnectionId, Server};

impl Server {
    pub(crate) fn route_iq(&mut self, conn: ConnectionId, iq: &Element) {
        let Some(own) = self.session(conn).map(|session| session.jid.bare()) else { return };
        let to = match iq.root().attr("to").map(Jid::received) {
            None => own.clone(),
            Some(Ok(to)) => to,
            Some(Err(_)) => return self.bounce(iq, StanzaCondition::JidMalformed),
        };
        if !self.is_local(&to) {
            self.bounce(iq, StanzaCondition::RemoteServerNotFound);
        } else if to.resource().is_some() {
            match self.session_at(&to) {
                Some(other) => drop(self.deliver(other, iq.clone())),
                None => self.bounce(iq, StanzaCondition::ServiceUnavailable),
            }
        } else if to == own {
            self.own_request(conn, &own, iq);
        } else if to.node().is_none() {
            self.server_request(iq);
        } else {
            self.bounce(iq, StanzaCondition::ServiceUnavailable);
        }
    }

    /// A request to the sender's own account, which the server answers for it.
    fn own_request(&mut self, conn: ConnectionId, own: &Jid, iq: &Element) {
        match request(iq) {
            Some(("get", ns::ROSTER, "query")) => self.roster_get(conn, own, iq),
            Some(("set", ns::ROSTER, "query")) => self.roster_set(own, iq),
            Some(("get", ns::PING, "ping")) => self.send_back(iq, reply::result(iq, |_| {})),
            Some(("get", ns::DISCO_INFO, "query")) => {
                let info = |out: &mut ElementBuilder| disco_info(("account", "registered"), out);
                self.send_back(iq, reply::result(iq, info));
            }
            Some(("get", ns::DISCO_ITEMS, "query")) => self.no_items(iq),
            _ => self.bounce(iq, StanzaCondition::ServiceUnavailable),
        }
    }

    /// A request to the server.
    fn server_request(&mut self, iq: &Element) {
        match request(iq) {
            Some(("get", ns::PING, "ping")) => self.send_back(iq, reply::result(iq, |_| {})),
            Some(("get", ns::DISCO_INFO, "query")) => {
                let info = |out: &mut ElementBuilder| disco_info(("server", "im"), out);
                self.send_back(iq, reply::result(iq, info));
            }
            Some(("get", ns::DISCO_ITEMS, "query")) => self.no_items(iq),
            _ => self.bounce(iq, StanzaCondition::ServiceUnavailable),
        }
    }

    fn no_items(&mut self, iq: &Element) {
        let answer = reply::result(iq, |out| {
            out.open("query", ns::DISCO_ITEMS);
        });
        self.send_back(iq, answer);
    }
}

/// Type of the IQ, namespace and name of its payload.
fn request(iq: &Element) -> Option<(&str, &str, &str)> {
    let root = iq.root();
    let payload = root.children().next()?;
    Some((root.attr("type")?, payload.namespace(), payload.name()))
}

fn disco_info((category, kind): (&str, &str), out: &mut ElementBuilder) {
    let info = ns::DISCO_INFO;
    out.open("query", info);
    out.open("identity", info).attr("category", category).attr("type", kind).close();
    for feature in [info, ns::DISCO_ITEMS, ns::PING, ns::ROSTER, "msgoffline"] {
        out.open("feature", info).attr("var", feature).close();
    }
    out.close();
}
