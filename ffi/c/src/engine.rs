//! The engine itself.

use crate::arguments::{jid, jid_opt};
use crate::element::{given, xmpp_element};
use crate::error::{Refusal, xmpp_error_info};
use crate::errors::{XMPP_ERR_EMPTY, XMPP_ERR_SIZE};
use crate::guard::{Out, attempt, give, null};
use crate::handle::{Handle, Held};
use crate::input::{nested, sized};
use crate::lent::xmpp_message;
use crate::number::{chosen, unknown};
use crate::numbers::*;
use crate::output::{Loan, xmpp_now, xmpp_output};
use crate::shared::{taken, xmpp_shared};
use crate::structs::{xmpp_config, xmpp_tls_info};
use crate::text::{xmpp_octets, xmpp_str};
use ::xmpp_engine::declared::*;
use ::xmpp_engine::xml::ElementRef;
use ::xmpp_engine::{Engine, Now};

/// An engine and what it has lent. The loan has a place of its own: pointers into it stay good while
/// the engine is used.
pub struct Machine {
    engine: Engine,
    loan: Box<Loan>,
}

impl Held for Machine {
    const NAME: &'static str = "xmpp_engine";
    const MARK: u64 = 0x786d_7070_656e_6769;
}

pub type xmpp_engine = Handle<Machine>;

/// An engine for the account of `config`. `seed` are 32 octets of the system's random source, never
/// used twice. With `shared` it trusts what that was made of, and `config->roots` is not looked at;
/// else `shared` is NULL. Nothing of what is given is kept. Free it with xmpp_engine_free.
///
/// NULL if something is wrong: an address (XMPP_ERR_JID_..), roots of which none can be used
/// (XMPP_ERR_SHARED_..), a seed of another length (XMPP_ERR_SIZE), a number that stands for nothing
/// (XMPP_ERR_VALUE).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_engine_new(
    config: *const xmpp_config,
    seed: *const u8,
    seed_length: usize,
    shared: Option<&xmpp_shared>,
    error: *mut xmpp_error_info,
) -> *mut xmpp_engine {
    let made = attempt(|| {
        // SAFETY: the caller's struct has the size that it says.
        let config = unsafe { sized(config)? };
        let seed = seed_of(xmpp_octets { ptr: seed, len: seed_length })?;
        let engine = match shared {
            Some(_) => Engine::with_shared(config, taken(shared)?, seed),
            None => Engine::new(config, seed)?,
        };
        Ok(Handle::give(Machine { engine, loan: Box::default() }))
    });
    // SAFETY: as above.
    unsafe { xmpp_error_info::tell(error, made) }.unwrap_or(std::ptr::null_mut())
}

fn seed_of(seed: xmpp_octets) -> Result<[u8; 32], Refusal> {
    let octets = seed.get()?.ok_or_else(|| null("the seed"))?;
    octets.try_into().map_err(|_| Refusal::new(XMPP_ERR_SIZE, "a seed has 32 octets"))
}

/// Frees an engine at once, without a word to the server: xmpp_engine_close first, and poll until
/// XMPP_EVENT_CLOSED, for a good end. What it has lent is not good any more. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_engine_free(engine: *mut xmpp_engine) {
    // SAFETY: it came from `xmpp_engine_new`.
    let _ = unsafe { Handle::free(engine) };
}

/// Why the last call with this engine was refused, in one sentence; absent if it was not. Lent until
/// the next call.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_error(engine: Option<&xmpp_engine>) -> xmpp_str {
    let refusal = engine.and_then(Handle::last_refusal);
    xmpp_str::of_opt(refusal.map(|refusal| refusal.text.as_str()))
}

/// What comes next: the only place where the engine runs, and where time enters. It never blocks.
/// Call it until it says XMPP_OUT_WAIT; then sleep, and call it again after every input and at the
/// time that it named. Everything that the poll before has lent is taken back.
///
/// Errors: XMPP_ERR_NULL, XMPP_ERR_POISONED; then `out` is all zeros.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_poll(
    engine: Option<&mut xmpp_engine>,
    now: xmpp_now,
    out: Out<xmpp_output>,
) -> i32 {
    let Some(out) = out else { return input(engine, |_| Err(null("the output"))) };
    let out = out.write(xmpp_output::NONE);
    input(engine, |machine| {
        machine.loan.end();
        let now = Now { mono_ms: now.mono_ms, unix_ms: now.unix_ms };
        let output = machine.engine.poll(now);
        machine.loan.lend(output, out);
        Ok(())
    })
}

/// One input.
fn input(
    engine: Option<&mut xmpp_engine>,
    work: impl FnOnce(&mut Machine) -> Result<(), Refusal>,
) -> i32 {
    Handle::status(engine, work)
}

/// One command; its id goes to `out`.
pub fn command(
    engine: Option<&mut xmpp_engine>,
    out: Out<u64>,
    make: impl FnOnce() -> Result<Command, Refusal>,
) -> i32 {
    input(engine, |machine| {
        let id = machine.engine.command(make()?)?;
        give(out, Some(id.value()));
        Ok(())
    })
}

/// Octets from a connection, in their order. They are copied.
///
/// Errors: XMPP_ERR_INPUT_FULL if too much waits, which cannot happen while the program obeys
/// `read` of XMPP_OUT_WAIT and reads at most 64 KiB at once; then nothing was taken.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_receive(
    engine: Option<&mut xmpp_engine>,
    conn: u64,
    bytes: *const u8,
    length: usize,
) -> i32 {
    input(engine, |machine| {
        let octets = xmpp_octets { ptr: bytes, len: length }.get()?;
        match octets {
            Some(octets) => Ok(machine.engine.receive(ConnId::from_value(conn), octets)?),
            None if length == 0 => Ok(()),
            None => Err(null("the octets")),
        }
    })
}

/// The peer has closed its side of a connection: read() gave 0.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_eof(engine: Option<&mut xmpp_engine>, conn: u64) -> i32 {
    input(engine, |machine| {
        machine.engine.eof(ConnId::from_value(conn));
        Ok(())
    })
}

/// A connection could not be made, or is lost. `failure` is one of XMPP_CONNECT_FAILURE_..; `reason`
/// says more, for XMPP_CONNECT_FAILURE_TLS and XMPP_CONNECT_FAILURE_OTHER, and may be absent.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_failed(
    engine: Option<&mut xmpp_engine>,
    conn: u64,
    failure: i32,
    reason: xmpp_str,
) -> i32 {
    input(engine, |machine| {
        let reason = reason.owned_opt()?.unwrap_or_else(|| "unknown".to_owned());
        let failure = match failure {
            XMPP_CONNECT_FAILURE_NO_ADDRESS => ConnectFailure::NoAddress,
            XMPP_CONNECT_FAILURE_REFUSED => ConnectFailure::Refused,
            XMPP_CONNECT_FAILURE_UNREACHABLE => ConnectFailure::Unreachable,
            XMPP_CONNECT_FAILURE_TIMED_OUT => ConnectFailure::TimedOut,
            XMPP_CONNECT_FAILURE_RESET => ConnectFailure::Reset,
            XMPP_CONNECT_FAILURE_TLS => ConnectFailure::Tls { reason },
            XMPP_CONNECT_FAILURE_OTHER => ConnectFailure::Other { reason },
            other => return Err(unknown(i64::from(other))),
        };
        machine.engine.failed(ConnId::from_value(conn), failure);
        Ok(())
    })
}

/// The connection of XMPP_OUT_CONNECT is there. `tls` is NULL, unless the program has made TLS on it
/// already.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_engine_connected(
    engine: Option<&mut xmpp_engine>,
    conn: u64,
    tls: *const xmpp_tls_info,
) -> i32 {
    input(engine, |machine| {
        // SAFETY: the caller's struct has the size that it says.
        let tls = unsafe { nested(tls)? };
        machine.engine.connected(ConnId::from_value(conn), tls);
        Ok(())
    })
}

/// TLS is up, in answer to XMPP_OUT_START_TLS. What was received before this call counts as clear
/// text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_engine_secured(
    engine: Option<&mut xmpp_engine>,
    conn: u64,
    tls: *const xmpp_tls_info,
) -> i32 {
    input(engine, |machine| {
        // SAFETY: the caller's struct has the size that it says.
        let tls = unsafe { sized(tls)? };
        machine.engine.secured(ConnId::from_value(conn), tls);
        Ok(())
    })
}

/// How many octets of XMPP_OUT_TRANSMIT were written on this connection since its beginning.
///
/// Errors: XMPP_ERR_INPUT_NEVER_GIVEN if it is more than was given out.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_transmitted(
    engine: Option<&mut xmpp_engine>,
    conn: u64,
    total: u64,
) -> i32 {
    input(engine, |machine| Ok(machine.engine.transmitted(ConnId::from_value(conn), total)?))
}

/// Answers XMPP_EVENT_VERIFY_CERTIFICATE: XMPP_VERDICT_ACCEPT or XMPP_VERDICT_REFUSE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_trust(
    engine: Option<&mut xmpp_engine>,
    conn: u64,
    verdict: i32,
) -> i32 {
    input(engine, |machine| {
        machine.engine.trust(ConnId::from_value(conn), chosen(verdict)?);
        Ok(())
    })
}

/// Answers XMPP_EVENT_NEED_CREDENTIALS with a password, or replaces the credentials for the next
/// login. It is copied, and wiped when it is not needed any more; wiping the program's own copy is
/// the program's.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_provide_password(
    engine: Option<&mut xmpp_engine>,
    password: xmpp_str,
) -> i32 {
    input(engine, |machine| {
        machine.engine.provide(Secret::password(password.get("the password")?));
        Ok(())
    })
}

/// The same for a temporary account without a password (RFC 4505).
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_provide_anonymous(engine: Option<&mut xmpp_engine>) -> i32 {
    input(engine, |machine| {
        machine.engine.provide(Secret::Anonymous);
        Ok(())
    })
}

/// The same with the keys of SCRAM that an earlier login has derived: `hash` is one of
/// XMPP_SCRAM_HASH_.., `keys` client key and server key as base64.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_provide_client_keys(
    engine: Option<&mut xmpp_engine>,
    hash: i32,
    salt: xmpp_octets,
    iterations: u32,
    keys: xmpp_str,
) -> i32 {
    input(engine, |machine| {
        let salt = salt.owned_opt()?.ok_or_else(|| null("the salt"))?;
        let (hash, keys) = (chosen(hash)?, keys.get("the keys")?.into());
        machine.engine.provide(Secret::ClientKeys { hash, salt, iterations, keys });
        Ok(())
    })
}

/// Sends a copy of a message or a presence; before the first session and between two it waits. An id
/// is given to it if it has none. Its token, which events name, is written to `token`, which may be
/// NULL.
///
/// Errors: XMPP_ERR_SEND_.. and XMPP_ERR_STANZA_.., by what is wrong with it. After
/// XMPP_ERR_SEND_FULL comes XMPP_EVENT_WRITABLE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_send(
    engine: Option<&mut xmpp_engine>,
    stanza: Option<&xmpp_element>,
    token: Out<u64>,
) -> i32 {
    input(engine, |machine| {
        let stanza = Stanza::from_element(given(stanza)?.to_owned())?;
        sent(machine, stanza, token)
    })
}

fn sent(machine: &mut Machine, stanza: Stanza, token: Out<u64>) -> Result<(), Refusal> {
    let sent = machine.engine.send(stanza)?;
    give(token, Some(sent.value()));
    Ok(())
}

/// Sends a chat message to somebody: the short way of xmpp_engine_send.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_send_message(
    engine: Option<&mut xmpp_engine>,
    recipient: xmpp_str,
    body: xmpp_str,
    token: Out<u64>,
) -> i32 {
    input(engine, |machine| {
        let message = Message::chat(jid(recipient)?).body(body.get("the body")?).build()?;
        sent(machine, message.into(), token)
    })
}

/// Answers a message: to its sender, of the same kind, in the same conversation; in a room to the
/// room.
///
/// Errors: as xmpp_engine_send; XMPP_ERR_EMPTY for what no program should answer (errors, messages
/// without a sender or from the own account, delayed ones): xmpp_message_may_reply tells beforehand.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_reply(
    engine: Option<&mut xmpp_engine>,
    message: Option<&xmpp_message>,
    body: xmpp_str,
    token: Out<u64>,
) -> i32 {
    input(engine, |machine| {
        let message = message.ok_or_else(|| null("the message"))?.get();
        let nothing = || Refusal::new(XMPP_ERR_EMPTY, "no program should answer this message");
        let reply = message.reply().ok_or_else(nothing)?;
        sent(machine, reply.body(body.get("the body")?).build()?.into(), token)
    })
}

/// Sends a copy of an IQ request. Its end is exactly one XMPP_EVENT_ANSWER with the id that is
/// written to `request`.
///
/// Errors: as xmpp_engine_send; also if too many requests wait for answers, or if it is no request.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_ask(
    engine: Option<&mut xmpp_engine>,
    iq: Option<&xmpp_element>,
    request: Out<u64>,
) -> i32 {
    input(engine, |machine| {
        let iq = asked(given(iq)?)?;
        give(request, Some(machine.engine.ask(iq)?.value()));
        Ok(())
    })
}

/// The IQ in an element. That an answer cannot be asked is the engine's to say.
fn asked(element: ElementRef<'_>) -> Result<Iq, StanzaFault> {
    match Iq::request(element.to_owned()) {
        Err(StanzaFault::BadType) => Iq::from_element(element.to_owned()),
        request => request,
    }
}

/// Asks for something (XMPP_IQ_KIND_GET), or for a change (XMPP_IQ_KIND_SET), with a copy of
/// `payload`: the short way of xmpp_engine_ask. `recipient` is absent for the own account.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_ask_for(
    engine: Option<&mut xmpp_engine>,
    kind: i32,
    recipient: xmpp_str,
    payload: Option<&xmpp_element>,
    request: Out<u64>,
) -> i32 {
    input(engine, |machine| {
        let payload = given(payload)?.to_owned();
        let iq = match chosen(kind)? {
            IqKind::Get => Iq::get_request(&payload),
            IqKind::Set => Iq::set_request(&payload),
            _ => return Err(unknown(i64::from(kind))),
        };
        let iq = match jid_opt(recipient)? {
            Some(recipient) => iq.to(recipient),
            None => iq,
        };
        give(request, Some(machine.engine.ask(iq.build()?)?.value()));
        Ok(())
    })
}

/// Answers XMPP_EVENT_REQUEST with a result: a copy of `payload`, which may be NULL for none.
///
/// Errors: XMPP_ERR_ANSWER_.., if it was answered before, its time is over, or the queue is full.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_answer(
    engine: Option<&mut xmpp_engine>,
    request: u64,
    payload: Option<&xmpp_element>,
) -> i32 {
    input(engine, |machine| {
        let payload = payload.map(|payload| given(Some(payload))).transpose()?;
        let payload = payload.map(|payload| payload.to_owned());
        Ok(machine.engine.answer(IncomingId::from_value(request), Ok(payload))?)
    })
}

/// Answers XMPP_EVENT_REQUEST with an error: `condition` is its name of RFC 6120 section 8.3.3, such
/// as `item-not-found`; `text`, for people, may be absent. Errors: as xmpp_engine_answer.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_answer_error(
    engine: Option<&mut xmpp_engine>,
    request: u64,
    condition: xmpp_str,
    text: xmpp_str,
) -> i32 {
    input(engine, |machine| {
        let condition = StanzaCondition::from_name(condition.get("the condition")?);
        let error = StanzaError { text: text.owned_opt()?, ..StanzaError::new(condition) };
        Ok(machine.engine.answer(IncomingId::from_value(request), Err(error))?)
    })
}

/// Takes a stanza back that waits in the queue: no event names it any more. Errors: XMPP_ERR_EMPTY if
/// none of this token waits.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_cancel(engine: Option<&mut xmpp_engine>, token: u64) -> i32 {
    input(engine, |machine| {
        found(
            machine.engine.cancel(Token::from_value(token)),
            "no stanza of this token waits to be written",
        )
    })
}

/// Gives up a request of xmpp_engine_ask: it ends as cancelled. Errors: XMPP_ERR_EMPTY if it has
/// ended.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_cancel_request(
    engine: Option<&mut xmpp_engine>,
    request: u64,
) -> i32 {
    input(engine, |machine| {
        let request = RequestId::from_value(request);
        found(machine.engine.cancel_request(request), "the request has ended")
    })
}

fn found(there: bool, text: &str) -> Result<(), Refusal> {
    if there { Ok(()) } else { Err(Refusal::new(XMPP_ERR_EMPTY, text)) }
}

/// Every event up to this number is handled: the stanzas they came from may be acknowledged to the
/// server. Needed if the config says XMPP_HANDLED_MODE_EXPLICIT.
///
/// Errors: XMPP_ERR_INPUT_NEVER_HAPPENED for a number that was never given out.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_handled(engine: Option<&mut xmpp_engine>, seq: u64) -> i32 {
    input(engine, |machine| Ok(machine.engine.handled(seq)?))
}

/// Keeps events back for a program that cannot keep up, or lets them come again. The stream goes on;
/// when as many wait as the limits allow, XMPP_OUT_WAIT says not to read. Questions are never held.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_hold_events(engine: Option<&mut xmpp_engine>, hold: bool) -> i32 {
    input(engine, |machine| {
        machine.engine.hold_events(hold);
        Ok(())
    })
}

/// Ends everything in good order: what waits is written and, with stream management, acknowledged;
/// then the stream is closed. XMPP_EVENT_CLOSED comes at the end, in a few seconds at the latest.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_close(engine: Option<&mut xmpp_engine>) -> i32 {
    input(engine, |machine| {
        machine.engine.close();
        Ok(())
    })
}

/// Ends everything at once; XMPP_EVENT_CLOSED comes with the next poll.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_engine_abort(engine: Option<&mut xmpp_engine>) -> i32 {
    input(engine, |machine| {
        machine.engine.abort();
        Ok(())
    })
}
