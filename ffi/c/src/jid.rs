//! Addresses (RFC 7622).

use crate::error::xmpp_error_info;
use crate::guard::attempt;
use crate::handle::{Handle, Held};
use crate::text::xmpp_str;
use ::xmpp_engine::Jid;

impl Held for Jid {
    const NAME: &'static str = "xmpp_jid";
    const MARK: u64 = 0x786d_7070_6a69_6421;
}

pub type xmpp_jid = Handle<Jid>;

/// Reads an address that a person has typed, strictly, and brings it into its normal form. Free it
/// with xmpp_jid_free. NULL if it is none: XMPP_ERR_JID_..
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_jid_parse(
    text: xmpp_str,
    error: *mut xmpp_error_info,
) -> *mut xmpp_jid {
    let made = attempt(|| Ok(Handle::give(Jid::new(text.get("an address")?)?)));
    // SAFETY: the caller's struct has the size that it says.
    unsafe { xmpp_error_info::tell(error, made) }.unwrap_or(std::ptr::null_mut())
}

/// The same for an address that a server has passed on: what it has let through is not refused for
/// its characters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_jid_parse_received(
    text: xmpp_str,
    error: *mut xmpp_error_info,
) -> *mut xmpp_jid {
    let made = attempt(|| Ok(Handle::give(Jid::received(text.get("an address")?)?)));
    // SAFETY: the caller's struct has the size that it says.
    unsafe { xmpp_error_info::tell(error, made) }.unwrap_or(std::ptr::null_mut())
}

/// Frees an address. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_jid_free(jid: *mut xmpp_jid) {
    // SAFETY: it came from `xmpp_jid_parse`.
    let _ = unsafe { Handle::free(jid) };
}

fn look<'a>(jid: Option<&'a xmpp_jid>, part: impl FnOnce(&'a Jid) -> Option<&'a str>) -> xmpp_str {
    xmpp_str::of_opt(Handle::look(jid).ok().and_then(part))
}

/// The whole address in its normal form; lent until it is freed.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_jid_full(jid: Option<&xmpp_jid>) -> xmpp_str {
    look(jid, |jid| Some(jid.as_str()))
}

/// The address without the resource; lent until it is freed.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_jid_barepart(jid: Option<&xmpp_jid>) -> xmpp_str {
    look(jid, |jid| {
        let behind = jid.resource().map_or(0, |resource| resource.len() + 1);
        jid.as_str().get(..jid.as_str().len() - behind)
    })
}

/// What stands before the `@`, absent if there is none; lent until it is freed.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_jid_localpart(jid: Option<&xmpp_jid>) -> xmpp_str {
    look(jid, Jid::node)
}

/// The domain; lent until it is freed.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_jid_domainpart(jid: Option<&xmpp_jid>) -> xmpp_str {
    look(jid, |jid| Some(jid.domain()))
}

/// What stands behind the `/`, absent if there is none; lent until it is freed.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_jid_resourcepart(jid: Option<&xmpp_jid>) -> xmpp_str {
    look(jid, Jid::resource)
}

/// Whether two texts are addresses, received or typed, of one account: alike but for the resource.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_jid_same_account(one: xmpp_str, other: xmpp_str) -> bool {
    let same = attempt(|| {
        let (one, other) = (one.get("an address")?, other.get("an address")?);
        Ok(Jid::received(one)?.same_bare(&Jid::received(other)?))
    });
    same.unwrap_or(false)
}
