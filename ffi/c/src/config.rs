//! The parts of the config that C fills in another way than its declaration says.

use crate::arguments::jid;
use crate::error::Refusal;
use crate::errors::XMPP_ERR_VALUE;
use crate::handle::Handle;
use crate::input::{count, flag};
use crate::text::xmpp_str;
use ::xmpp_engine::Config;
use ::xmpp_engine::declared::{Dial, DiscoIdentity, Secret, Trust};

pub use crate::roots::xmpp_roots;

/// The ports of RFC 6120 section 14.7 and of XEP-0368.
const STARTTLS_PORT: u16 = 5222;
const DIRECT_TLS_PORT: u16 = 5223;

/// The defaults for an account.
pub fn account(text: xmpp_str) -> Result<Config, Refusal> {
    let address = jid(text)?;
    Ok(Config::client(address.as_str())?)
}

/// What the account is logged in with, if it is told beforehand.
pub fn credentials(password: xmpp_str, anonymous: i32) -> Result<Option<Secret>, Refusal> {
    match (password.get_opt()?, flag(anonymous, false)?) {
        (Some(password), _) => Ok(Some(Secret::password(password))),
        (None, true) => Ok(Some(Secret::Anonymous)),
        (None, false) => Ok(None),
    }
}

/// Where to connect.
pub fn dial(host: xmpp_str, port: u64, direct_tls: i32) -> Result<Dial, Refusal> {
    if host.get_opt()?.is_none() && (port, direct_tls) != (0, 0) {
        return Err(Refusal::new(XMPP_ERR_VALUE, "port and direct_tls say nothing without a host"));
    }
    let direct_tls = flag(direct_tls, false)?;
    let port = count(port, if direct_tls { DIRECT_TLS_PORT } else { STARTTLS_PORT })?;
    Ok(match host.owned_opt()? {
        Some(host) => Dial::Host { host, port, direct_tls },
        None => Dial::Names,
    })
}

/// Whom to trust.
///
/// # Safety
/// `roots` is NULL or a handle.
pub unsafe fn trust(roots: *const xmpp_roots) -> Result<Trust, Refusal> {
    // SAFETY: the caller's promise.
    match unsafe { roots.as_ref() } {
        None => Ok(Trust::Ask),
        roots => Ok(Trust::Roots { roots: Handle::look(roots)?.0.clone() }),
    }
}

/// What kind of client this is.
pub fn identity(
    identity: &mut DiscoIdentity,
    category: xmpp_str,
    kind: xmpp_str,
    name: xmpp_str,
) -> Result<(), Refusal> {
    if let Some(category) = category.owned_opt()? {
        identity.category = category;
    }
    if let Some(kind) = kind.owned_opt()? {
        identity.kind = kind;
    }
    identity.name = name.owned_opt()?;
    Ok(())
}
