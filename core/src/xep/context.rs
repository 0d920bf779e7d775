//! The services an extension may use, and nothing else.

use super::{CommandError, ExtensionName, XepEvent};
use crate::jid::Jid;
use crate::outbox::Outbox;
use crate::payload::disco::DiscoIdentity;
use crate::stanza::{IqKind, Payload};
use crate::xml::Element;

/// What every extension may know of us.
pub(crate) struct Own {
    /// The bound address; the account's until one is bound.
    pub jid: Jid,
    /// Whether roster and initial presence are sent by themselves.
    pub announce: bool,
    /// What kind of client this is (XEP-0030).
    pub identity: DiscoIdentity,
    /// Every feature to announce, those the app claimed among them.
    pub features: Vec<String>,
}

/// What an extension knows a request of its own by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct XepKey {
    pub owner: ExtensionName,
    pub key: u64,
}

/// What an extension wants done, in order.
pub(crate) enum XepEffect {
    /// Send an IQ request; its end goes to the owner of `key`.
    Ask { key: XepKey, kind: IqKind, to: Option<Jid>, payload: Element },
    /// Send any stanza.
    Send(Element),
    /// Tell the app.
    Emit(XepEvent),
}

/// An extension's door to the rest.
pub(crate) struct Context<'a> {
    owner: ExtensionName,
    own: &'a Own,
    out: &'a mut Outbox<XepEffect>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        owner: ExtensionName,
        own: &'a Own,
        out: &'a mut Outbox<XepEffect>,
    ) -> Context<'a> {
        Context { owner, own, out }
    }

    pub(crate) fn own(&self) -> &'a Own {
        self.own
    }

    /// Sends an IQ request; `reply` hears of its end, exactly once, under the same key.
    pub(crate) fn ask(
        &mut self,
        key: u64,
        kind: IqKind,
        to: Option<Jid>,
        payload: &impl Payload,
    ) -> Result<(), CommandError> {
        let payload = payload.to_element().map_err(invalid)?;
        let key = XepKey { owner: self.owner, key };
        self.out.push(XepEffect::Ask { key, kind, to, payload });
        Ok(())
    }

    pub(crate) fn send(&mut self, stanza: Element) {
        self.out.push(XepEffect::Send(stanza));
    }

    pub(crate) fn emit(&mut self, event: impl Into<XepEvent>) {
        self.out.push(XepEffect::Emit(event.into()));
    }
}

/// What the writer refuses is the caller's mistake.
pub(crate) fn invalid(error: crate::xml::BuildError) -> CommandError {
    CommandError::Invalid { what: error.to_string() }
}
