//! RFC 6121: The contact list, subscriptions and initial presence (sections 2 to 4).
//!
//! Fetches the roster at each new session, hears pushes (from the own account only), changes
//! contacts and subscriptions on request. Roster versioning and the full table of subscription
//! states are left out.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::context::invalid;
use super::{CommandError, Context, Extension};
use crate::declare::{choice, commands};
use crate::jid::Jid;
use crate::session::{AnswerResult, CommandId};
use crate::stanza::{Iq, IqKind, Payload, Presence, PresenceKind, StanzaError, TextValue, payload};
use crate::xml::{Element, ElementRef, ns};

payload! {
    /// A name under which a contact is sorted (RFC 6121 section 2.1.2.6).
    pub struct RosterGroup = "group" in ns::ROSTER {
        /// The name.
        pub name: String = text,
    }
}

choice! {
    /// Who sees whose presence (RFC 6121 section 2.1.2.5).
    #[derive(Copy, Eq)]
    pub enum RosterSubscription {
        /// Nobody: `none`, or something that is not known here.
        Neither,
        /// We see theirs: `to`.
        To,
        /// They see ours: `from`.
        From,
        /// Each the other's: `both`.
        Both,
        /// The contact is to go: `remove`.
        Remove,
    }
}

impl TextValue for RosterSubscription {
    fn from_text(text: &str) -> Option<Self> {
        Some(match text {
            "to" => RosterSubscription::To,
            "from" => RosterSubscription::From,
            "both" => RosterSubscription::Both,
            "remove" => RosterSubscription::Remove,
            _ => RosterSubscription::Neither, // others are to be ignored
        })
    }

    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            RosterSubscription::Neither => "none",
            RosterSubscription::To => "to",
            RosterSubscription::From => "from",
            RosterSubscription::Both => "both",
            RosterSubscription::Remove => "remove",
        })
    }
}

payload! {
    /// A contact (RFC 6121 section 2.1.2).
    pub struct RosterItem = "item" in ns::ROSTER {
        /// The contact's bare address.
        pub jid: Jid = attr("jid"),
        /// The name that the user gave.
        pub name: Option<String> = attr_opt("name"),
        /// Who sees whose presence.
        pub subscription: Option<RosterSubscription> = attr_opt("subscription"),
        /// `subscribe` while our request waits for the contact's answer.
        pub pending: Option<String> = attr_opt("ask"),
        /// Groups that the contact is in.
        pub groups: Vec<RosterGroup> = children,
    }
}

payload! {
    /// The contact list, or a change to it (RFC 6121 section 2.1.1).
    pub struct RosterQuery = "query" in ns::ROSTER {
        /// The list's version, where the server has them.
        pub version: Option<String> = attr_opt("ver"),
        /// Contacts.
        pub items: Vec<RosterItem> = children,
    }
}

commands! {
    /// What an app can ask about its contacts.
    pub enum RosterCommand {
        /// Fetches the whole list.
        Fetch,
        /// Adds a contact, or changes its name and groups.
        Set {
            /// The contact's bare address.
            jid: Jid,
            /// A name for it.
            name: Option<String>,
            /// Groups it is in.
            groups: Vec<String>,
        },
        /// Removes a contact, and both subscriptions with it.
        Remove {
            /// The contact's bare address.
            jid: Jid,
        },
        /// Asks to see a contact's presence.
        Subscribe {
            /// The contact.
            jid: Jid,
        },
        /// Lets a contact see our presence.
        Approve {
            /// The contact.
            jid: Jid,
        },
        /// Refuses a contact, or stops letting it see our presence.
        Deny {
            /// The contact.
            jid: Jid,
        },
        /// Stops seeing a contact's presence.
        Unsubscribe {
            /// The contact.
            jid: Jid,
        },
    }
}

choice! {
    /// What the app hears about its contacts.
    pub enum RosterEvent {
        /// The whole list.
        Received {
            /// The command that asked for it; absent for the one that is fetched at each login.
            command: Option<CommandId>,
            /// All contacts.
            items: Vec<RosterItem>,
            /// The list's version, where the server has them.
            version: Option<String>,
        },
        /// A contact is new, or has changed.
        Changed {
            /// As it is now.
            item: RosterItem,
        },
        /// A contact is gone.
        Removed {
            /// Its address.
            jid: Jid,
        },
        /// The server has done what a command asked.
        Done {
            /// The command.
            command: CommandId,
        },
        /// What a command, or the fetch at login, asked for was not done.
        Failed {
            /// The command; absent for the fetch at login.
            command: Option<CommandId>,
            /// What came instead; a result here could not be read.
            result: AnswerResult,
        },
    }
}

/// The extension.
#[derive(Default)]
pub(crate) struct Roster {
    /// Commands that wait for the server's answer: whether they fetch the list. Bounded by the
    /// table of requests.
    waiting: BTreeMap<u64, bool>,
}

/// The key of the fetch at login. Commands count from one.
const AT_LOGIN: u64 = 0;

impl Extension for Roster {
    type Command = RosterCommand;

    fn owns(&self) -> &'static [(&'static str, &'static str)] {
        &[("query", ns::ROSTER)]
    }

    /// The list is asked for before the presence is sent, so that no contact's presence comes
    /// before its name (RFC 6121 section 2.2).
    fn online(&mut self, context: &mut Context<'_>) {
        if context.own().announce {
            let _ = self.ask(AT_LOGIN, IqKind::Get, Vec::new(), context);
            if let Ok(presence) = Presence::available().build() {
                context.send(presence.into_element());
            }
        }
    }

    fn offline(&mut self) {
        self.waiting.clear();
    }

    fn request(
        &mut self,
        iq: &Iq,
        query: ElementRef<'_>,
        context: &mut Context<'_>,
    ) -> Result<Option<Element>, StanzaError> {
        if iq.kind() != IqKind::Set || !from_own_account(iq.sender(), context) {
            return Err(StanzaError::service_unavailable());
        }
        // Exactly one (RFC 6121 section 2.1.6), or one stanza would make thousands of events.
        let mut items = query.children().filter(|child| child.is("item", ns::ROSTER));
        let (Some(item), None) = (items.next(), items.next()) else {
            return Err(StanzaError::bad_request());
        };
        let item = RosterItem::parse(item).map_err(|_| StanzaError::bad_request())?;
        let gone = item.subscription == Some(RosterSubscription::Remove);
        context.emit(match gone {
            true => RosterEvent::Removed { jid: item.jid },
            false => RosterEvent::Changed { item },
        });
        Ok(None)
    }

    fn command(
        &mut self,
        id: CommandId,
        command: RosterCommand,
        context: &mut Context<'_>,
    ) -> Result<(), CommandError> {
        use RosterCommand as Command;
        let id = id.value();
        match command {
            Command::Fetch => self.ask(id, IqKind::Get, Vec::new(), context),
            Command::Set { jid, name, groups } => {
                let groups = groups.into_iter().map(|name| RosterGroup { name }).collect();
                self.ask(id, IqKind::Set, vec![contact(jid, name, groups, None)], context)
            }
            Command::Remove { jid } => {
                let item = contact(jid, None, Vec::new(), Some(RosterSubscription::Remove));
                self.ask(id, IqKind::Set, vec![item], context)
            }
            Command::Subscribe { jid } => subscription(jid, PresenceKind::Subscribe, context),
            Command::Approve { jid } => subscription(jid, PresenceKind::Subscribed, context),
            Command::Deny { jid } => subscription(jid, PresenceKind::Unsubscribed, context),
            Command::Unsubscribe { jid } => subscription(jid, PresenceKind::Unsubscribe, context),
        }
    }

    fn reply(&mut self, key: u64, result: AnswerResult, context: &mut Context<'_>) {
        let command = (key != AT_LOGIN).then(|| CommandId::from_value(key));
        let fetches = self.waiting.remove(&key).unwrap_or(false);
        context.emit(match (fetches, &result, command) {
            (true, AnswerResult::Result { .. }, _) => received(command, result),
            (false, AnswerResult::Result { .. }, Some(command)) => RosterEvent::Done { command },
            _ => RosterEvent::Failed { command, result },
        });
    }
}

impl Roster {
    fn ask(
        &mut self,
        key: u64,
        kind: IqKind,
        items: Vec<RosterItem>,
        context: &mut Context<'_>,
    ) -> Result<(), CommandError> {
        context.ask(key, kind, None, &RosterQuery { version: None, items })?;
        self.waiting.insert(key, kind == IqKind::Get);
        Ok(())
    }
}

/// A server without a roster may answer with nothing.
fn received(command: Option<CommandId>, result: AnswerResult) -> RosterEvent {
    match result.payload().map(RosterQuery::parse) {
        None => RosterEvent::Received { command, items: Vec::new(), version: None },
        Some(Ok(RosterQuery { items, version })) => {
            RosterEvent::Received { command, items, version }
        }
        Some(Err(_)) => RosterEvent::Failed { command, result },
    }
}

/// A push counts only from our own account: anybody else could put contacts into the list
/// (RFC 6121 section 2.1.6).
fn from_own_account(sender: Option<&Jid>, context: &Context<'_>) -> bool {
    sender.is_none_or(|sender| *sender == context.own().jid.bare())
}

fn contact(
    jid: Jid,
    name: Option<String>,
    groups: Vec<RosterGroup>,
    subscription: Option<RosterSubscription>,
) -> RosterItem {
    RosterItem { jid: jid.bare(), name, subscription, pending: None, groups }
}

/// Subscriptions are between accounts: the address is made bare (RFC 6121 section 3.1.1).
fn subscription(
    jid: Jid,
    kind: PresenceKind,
    context: &mut Context<'_>,
) -> Result<(), CommandError> {
    let presence = Presence::to(jid.bare(), kind).build().map_err(invalid)?;
    context.send(presence.into_element());
    Ok(())
}
