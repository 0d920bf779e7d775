//! Messages for accounts that are not there (RFC 6121 8.5.2.2, XEP-0160).

use std::collections::BTreeMap;

use xmpp_engine::jid::Jid;
use xmpp_engine::xml::Element;

/// Messages by the bare address they wait for, oldest first, each with its stamp.
#[derive(Default)]
pub(crate) struct Offline(BTreeMap<Jid, Vec<Element>>);

impl Offline {
    /// Keeps a message; `false` if `limit` are kept already.
    pub(crate) fn keep(&mut self, bare: &Jid, message: Element, limit: usize) -> bool {
        let kept = self.0.entry(bare.clone()).or_default();
        let room = kept.len() < limit;
        if room {
            kept.push(message);
        }
        room
    }

    /// Hands out everything that waits for an account.
    pub(crate) fn take(&mut self, bare: &Jid) -> Vec<Element> {
        self.0.remove(bare).unwrap_or_default()
    }
}
