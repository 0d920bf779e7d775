//! One account's contacts and the state of their subscriptions (RFC 6121 sections 2 and 3 and
//! appendix A). Plain data: who is told of a change is decided elsewhere.

use std::collections::BTreeMap;

use xmpp_engine::jid::Jid;
use xmpp_engine::xml::{Element, ElementBuilder, ElementRef, ns};

/// Contacts by their bare addresses.
#[derive(Default)]
pub(crate) struct Roster {
    contacts: BTreeMap<Jid, Contact>,
}

/// What one account knows of another.
#[derive(Clone, Default)]
pub(crate) struct Contact {
    pub(crate) name: Option<String>,
    pub(crate) groups: Vec<String>,
    /// We see their presence.
    pub(crate) to: bool,
    /// They see ours.
    pub(crate) from: bool,
    /// We have asked to see theirs.
    pub(crate) ask: bool,
    /// They have asked to see ours, with this stanza.
    pub(crate) request: Option<Element>,
    /// Whether the contact is in the roster; one that has only asked is not.
    pub(crate) listed: bool,
}

impl Contact {
    pub(crate) fn subscription(&self) -> &'static str {
        match (self.to, self.from) {
            (false, false) => "none",
            (true, false) => "to",
            (false, true) => "from",
            (true, true) => "both",
        }
    }
}

impl Roster {
    pub(crate) fn get(&self, jid: &Jid) -> Option<&Contact> {
        self.contacts.get(jid)
    }

    /// The contact, new if need be.
    pub(crate) fn entry(&mut self, jid: &Jid) -> &mut Contact {
        self.contacts.entry(jid.clone()).or_default()
    }

    pub(crate) fn remove(&mut self, jid: &Jid) -> Option<Contact> {
        self.contacts.remove(jid)
    }

    /// Those who see our presence.
    pub(crate) fn subscribers(&self) -> Vec<Jid> {
        self.select(|contact| contact.from)
    }

    /// Those whose presence we see.
    pub(crate) fn subscriptions(&self) -> Vec<Jid> {
        self.select(|contact| contact.to)
    }

    /// Requests that are not answered yet.
    pub(crate) fn requests(&self) -> Vec<Element> {
        self.contacts.values().filter_map(|contact| contact.request.clone()).collect()
    }

    fn select(&self, wanted: impl Fn(&Contact) -> bool) -> Vec<Jid> {
        let chosen = self.contacts.iter().filter(|(_, contact)| wanted(contact));
        chosen.map(|(jid, _)| jid.clone()).collect()
    }

    /// Writes all items into an opened `<query/>`.
    pub(crate) fn write(&self, query: &mut ElementBuilder) {
        for (jid, contact) in self.contacts.iter().filter(|(_, contact)| contact.listed) {
            write_item(jid, contact, query);
        }
    }
}

/// Writes one `<item/>`.
pub(crate) fn write_item(jid: &Jid, contact: &Contact, query: &mut ElementBuilder) {
    query.open("item", ns::ROSTER);
    query.attr("jid", jid.as_str()).attr("subscription", contact.subscription());
    query.attr_opt("name", contact.name.as_deref());
    query.attr_opt("ask", contact.ask.then_some("subscribe"));
    for group in &contact.groups {
        query.open("group", ns::ROSTER).text(group).close();
    }
    query.close();
}

/// What a client asks its roster to become.
pub(crate) struct RosterChange {
    pub(crate) jid: Jid,
    pub(crate) remove: bool,
    pub(crate) name: Option<String>,
    pub(crate) groups: Vec<String>,
}

impl RosterChange {
    /// Reads the query of a roster set; `None` unless it holds exactly one good item.
    pub(crate) fn parse(query: ElementRef<'_>) -> Option<RosterChange> {
        let mut children = query.children();
        let item = children.next().filter(|item| item.is("item", ns::ROSTER))?;
        if children.next().is_some() {
            return None;
        }
        let groups = item.children().filter(|child| child.is("group", ns::ROSTER));
        Some(RosterChange {
            jid: Jid::received(item.attr("jid")?).ok()?.bare(),
            remove: item.attr("subscription") == Some("remove"),
            name: item.attr("name").filter(|name| !name.is_empty()).map(str::to_owned),
            groups: groups.map(|group| group.text().into_owned()).collect(),
        })
    }
}
