//! Arguments of C as values of the engine.

use crate::error::Refusal;
use crate::text::{values, xmpp_str};
use ::xmpp_engine::Jid;

/// An address that has to be there.
pub fn jid(text: xmpp_str) -> Result<Jid, Refusal> {
    Ok(Jid::new(text.get("an address")?)?)
}

/// An address, if there is one.
pub fn jid_opt(text: xmpp_str) -> Result<Option<Jid>, Refusal> {
    Ok(text.get_opt()?.map(Jid::new).transpose()?)
}

/// A copy of a text that has to be there.
pub fn owned(text: xmpp_str) -> Result<String, Refusal> {
    Ok(text.get("a text")?.to_owned())
}

/// A copy of a text, if there is one.
pub fn owned_opt(text: xmpp_str) -> Result<Option<String>, Refusal> {
    text.owned_opt()
}

/// Copies of a list of texts.
///
/// # Safety
/// `list` has `count` texts.
pub unsafe fn texts(list: *const xmpp_str, count: usize) -> Result<Vec<String>, Refusal> {
    // SAFETY: the caller's promise.
    let list = unsafe { values(list, count)? };
    list.iter().map(|text| owned(*text)).collect()
}
