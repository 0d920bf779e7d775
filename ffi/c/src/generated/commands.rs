//! What an app can ask of extensions.
//!
//! Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations.

use crate::arguments;
use crate::engine::{command, xmpp_engine};
use crate::guard::Out;
use crate::text::xmpp_str;
use ::xmpp_engine::declared::*;

/// Asks what an entity is and can do.
/// `to`: Whom to ask; the own account if absent. May be absent (`ptr` NULL).
/// `node`: The node to ask about. May be absent (`ptr` NULL).
///
/// The command's id, which the events about it name, is written to `out`, which may be NULL.
/// Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_disco_info(
    engine: Option<&mut xmpp_engine>,
    to: xmpp_str,
    node: xmpp_str,
    out: Out<u64>,
) -> i32 {
    command(engine, out, || {
        let command =
            DiscoCommand::Info { to: arguments::jid_opt(to)?, node: arguments::owned_opt(node)? };
        Ok(Command::Disco { command })
    })
}

/// Asks what belongs to an entity.
/// `to`: Whom to ask; the own account if absent. May be absent (`ptr` NULL).
/// `node`: The node to ask about. May be absent (`ptr` NULL).
///
/// The command's id, which the events about it name, is written to `out`, which may be NULL.
/// Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_disco_items(
    engine: Option<&mut xmpp_engine>,
    to: xmpp_str,
    node: xmpp_str,
    out: Out<u64>,
) -> i32 {
    command(engine, out, || {
        let command =
            DiscoCommand::Items { to: arguments::jid_opt(to)?, node: arguments::owned_opt(node)? };
        Ok(Command::Disco { command })
    })
}

/// Pings somebody; the answer is a `PingEvent`.
/// `to`: Whom to ping; the own server if absent. May be absent (`ptr` NULL).
///
/// The command's id, which the events about it name, is written to `out`, which may be NULL.
/// Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_ping_send(
    engine: Option<&mut xmpp_engine>,
    to: xmpp_str,
    out: Out<u64>,
) -> i32 {
    command(engine, out, || {
        let command = PingCommand::Send { to: arguments::jid_opt(to)? };
        Ok(Command::Ping { command })
    })
}

/// Fetches the whole list.
///
/// The command's id, which the events about it name, is written to `out`, which may be NULL.
/// Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_roster_fetch(engine: Option<&mut xmpp_engine>, out: Out<u64>) -> i32 {
    command(engine, out, || {
        let command = RosterCommand::Fetch;
        Ok(Command::Roster { command })
    })
}

/// Adds a contact, or changes its name and groups.
/// `jid`: The contact's bare address.
/// `name`: A name for it. May be absent (`ptr` NULL).
/// `groups`: Groups it is in. There are `groups_count` of them.
///
/// The command's id, which the events about it name, is written to `out`, which may be NULL.
/// Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_engine_roster_set(
    engine: Option<&mut xmpp_engine>,
    jid: xmpp_str,
    name: xmpp_str,
    groups: *const xmpp_str,
    groups_count: usize,
    out: Out<u64>,
) -> i32 {
    command(engine, out, || {
        let command = RosterCommand::Set { jid: arguments::jid(jid)?, name: arguments::owned_opt(name)?, groups: // SAFETY: the caller gives as many as it says.
            unsafe { arguments::texts(groups, groups_count)? },  };
        Ok(Command::Roster { command })
    })
}

/// Removes a contact, and both subscriptions with it.
/// `jid`: The contact's bare address.
///
/// The command's id, which the events about it name, is written to `out`, which may be NULL.
/// Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_roster_remove(
    engine: Option<&mut xmpp_engine>,
    jid: xmpp_str,
    out: Out<u64>,
) -> i32 {
    command(engine, out, || {
        let command = RosterCommand::Remove { jid: arguments::jid(jid)? };
        Ok(Command::Roster { command })
    })
}

/// Asks to see a contact's presence.
/// `jid`: The contact.
///
/// The command's id, which the events about it name, is written to `out`, which may be NULL.
/// Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_roster_subscribe(
    engine: Option<&mut xmpp_engine>,
    jid: xmpp_str,
    out: Out<u64>,
) -> i32 {
    command(engine, out, || {
        let command = RosterCommand::Subscribe { jid: arguments::jid(jid)? };
        Ok(Command::Roster { command })
    })
}

/// Lets a contact see our presence.
/// `jid`: The contact.
///
/// The command's id, which the events about it name, is written to `out`, which may be NULL.
/// Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_roster_approve(
    engine: Option<&mut xmpp_engine>,
    jid: xmpp_str,
    out: Out<u64>,
) -> i32 {
    command(engine, out, || {
        let command = RosterCommand::Approve { jid: arguments::jid(jid)? };
        Ok(Command::Roster { command })
    })
}

/// Refuses a contact, or stops letting it see our presence.
/// `jid`: The contact.
///
/// The command's id, which the events about it name, is written to `out`, which may be NULL.
/// Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_roster_deny(
    engine: Option<&mut xmpp_engine>,
    jid: xmpp_str,
    out: Out<u64>,
) -> i32 {
    command(engine, out, || {
        let command = RosterCommand::Deny { jid: arguments::jid(jid)? };
        Ok(Command::Roster { command })
    })
}

/// Stops seeing a contact's presence.
/// `jid`: The contact.
///
/// The command's id, which the events about it name, is written to `out`, which may be NULL.
/// Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_roster_unsubscribe(
    engine: Option<&mut xmpp_engine>,
    jid: xmpp_str,
    out: Out<u64>,
) -> i32 {
    command(engine, out, || {
        let command = RosterCommand::Unsubscribe { jid: arguments::jid(jid)? };
        Ok(Command::Roster { command })
    })
}
