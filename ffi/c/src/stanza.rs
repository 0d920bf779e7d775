//! Stanzas, seen: what every message, presence and IQ has, and what each kind has of its own. All
//! texts and records are lent as long as the event that the stanza came with.

use std::borrow::Cow;

use crate::element::xmpp_element;
use crate::error::{Refusal, xmpp_error_info};
use crate::guard::{Out, attempt, give, has, read};
use crate::lent::{View, xmpp_iq, xmpp_message, xmpp_presence};
use crate::number::Numbered;
use crate::opaque::xmpp_stanza_error;
use crate::text::xmpp_str;
use ::xmpp_engine::stanza::PayloadError;

/// Lends a text; one that had to be put together is kept with the event.
#[inline]
fn text<T>(view: &View<T>, what: usize, text: Option<Cow<'_, str>>) -> xmpp_str {
    match text {
        None => xmpp_str::ABSENT,
        Some(Cow::Borrowed(text)) => xmpp_str::of(text),
        Some(Cow::Owned(text)) => xmpp_str::of(view.keep(what, || text)),
    }
}

/// Lends a payload, which is kept with the event. `error` tells malformed from absent.
///
/// # Safety
/// `error` is NULL or has the size that it says.
pub unsafe fn payload<T, P: 'static>(
    stanza: Option<&View<T>>,
    error: *mut xmpp_error_info,
    get: impl FnOnce(&T) -> Result<Option<P>, PayloadError>,
) -> Option<&P> {
    let found = attempt(|| match stanza {
        None => Ok(None),
        Some(view) => match view.keep(0, || get(view.get())) {
            Ok(payload) => Ok(payload.as_ref()),
            Err(error) => Err(Refusal::from(error.clone())),
        },
    });
    // SAFETY: the caller's promise.
    unsafe { xmpp_error_info::tell(error, found) }.flatten()
}

/// Who sent the message. Absent for what the server itself says.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_message_sender(message: Option<&xmpp_message>) -> xmpp_str {
    read(message, |view| xmpp_str::of_opt(view.get().sender().map(|jid| jid.as_str())))
}

/// Whom the message is for. Absent for the own account.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_message_recipient(message: Option<&xmpp_message>) -> xmpp_str {
    read(message, |view| xmpp_str::of_opt(view.get().recipient().map(|jid| jid.as_str())))
}

/// The message's id, which is the sender's. Absent if it has none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_message_id(message: Option<&xmpp_message>) -> xmpp_str {
    read(message, |view| xmpp_str::of_opt(view.get().id()))
}

/// What kind of message it is: one of XMPP_MESSAGE_KIND_.., 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_message_kind(message: Option<&xmpp_message>) -> i32 {
    read(message, |view| view.get().kind().number())
}

/// The text: the one without a language, or else the first. Absent if there is none, as in receipts.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_message_body(message: Option<&xmpp_message>) -> xmpp_str {
    read(message, |view| text(view, 1, view.get().body()))
}

/// The subject: the one without a language, or else the first. Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_message_subject(message: Option<&xmpp_message>) -> xmpp_str {
    read(message, |view| text(view, 2, view.get().subject()))
}

/// The conversation that the message belongs to. Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_message_thread(message: Option<&xmpp_message>) -> xmpp_str {
    read(message, |view| text(view, 3, view.get().thread()))
}

/// Whether this message may be answered by a program: not errors, not our own, not delayed ones.
/// What xmpp_engine_reply answers.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_message_may_reply(message: Option<&xmpp_message>) -> bool {
    read(message, |view| view.get().reply().is_some())
}

/// The error, if the message is one: why an earlier message of ours came to nothing. Else NULL.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_message_error(message: Option<&xmpp_message>) -> Option<&xmpp_stanza_error> {
    read(message, |view| view.keep(0, || view.get().error()).as_ref())
}

/// The whole message, with everything in it that no function here knows. It is written to `out`;
/// false for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_message_element(
    message: Option<&xmpp_message>,
    out: Out<xmpp_element>,
) -> bool {
    give(out, has(message, |view| Some(xmpp_element::of(view.get().element().root()))))
}

/// Who sent the presence. Absent for what the server itself says.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_presence_sender(presence: Option<&xmpp_presence>) -> xmpp_str {
    read(presence, |view| xmpp_str::of_opt(view.get().sender().map(|jid| jid.as_str())))
}

/// Whom the presence is for. Absent for the own account.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_presence_recipient(presence: Option<&xmpp_presence>) -> xmpp_str {
    read(presence, |view| xmpp_str::of_opt(view.get().recipient().map(|jid| jid.as_str())))
}

/// The presence's id. Absent if it has none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_presence_id(presence: Option<&xmpp_presence>) -> xmpp_str {
    read(presence, |view| xmpp_str::of_opt(view.get().id()))
}

/// What the presence says: one of XMPP_PRESENCE_KIND_.., 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_presence_kind(presence: Option<&xmpp_presence>) -> i32 {
    read(presence, |view| view.get().kind().number())
}

/// How available the sender is: one of XMPP_SHOW_.., or 0 for "simply there".
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_presence_show(presence: Option<&xmpp_presence>) -> i32 {
    read(presence, |view| view.get().show().map_or(0, |show| show.number()))
}

/// What the sender says about it. Absent if nothing.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_presence_status(presence: Option<&xmpp_presence>) -> xmpp_str {
    read(presence, |view| text(view, 1, view.get().status()))
}

/// The priority of the sender's resource, from -128 to 127; 0 if there is none to read.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_presence_priority(presence: Option<&xmpp_presence>) -> i32 {
    read(presence, |view| view.get().priority())
}

/// The error, if the presence is one. Else NULL.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_presence_error(
    presence: Option<&xmpp_presence>,
) -> Option<&xmpp_stanza_error> {
    read(presence, |view| view.keep(0, || view.get().error()).as_ref())
}

/// The whole presence. It is written to `out`; false for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_presence_element(
    presence: Option<&xmpp_presence>,
    out: Out<xmpp_element>,
) -> bool {
    give(out, has(presence, |view| Some(xmpp_element::of(view.get().element().root()))))
}

/// Who sent the IQ. Absent for what the server itself says.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_iq_sender(iq: Option<&xmpp_iq>) -> xmpp_str {
    read(iq, |view| xmpp_str::of_opt(view.get().sender().map(|jid| jid.as_str())))
}

/// Whom the IQ is for. Absent for the own account.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_iq_recipient(iq: Option<&xmpp_iq>) -> xmpp_str {
    read(iq, |view| xmpp_str::of_opt(view.get().recipient().map(|jid| jid.as_str())))
}

/// The IQ's id, which is the sender's.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_iq_id(iq: Option<&xmpp_iq>) -> xmpp_str {
    read(iq, |view| xmpp_str::of_opt(view.get().id()))
}

/// What kind of IQ it is: one of XMPP_IQ_KIND_.., 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_iq_kind(iq: Option<&xmpp_iq>) -> i32 {
    read(iq, |view| view.get().kind().number())
}

/// What the IQ carries: of a request its only child. It is written to `out`; false if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_iq_payload(iq: Option<&xmpp_iq>, out: Out<xmpp_element>) -> bool {
    give(out, has(iq, |view| view.get().payload().map(xmpp_element::of)))
}

/// The whole IQ. It is written to `out`; false for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_iq_element(iq: Option<&xmpp_iq>, out: Out<xmpp_element>) -> bool {
    give(out, has(iq, |view| Some(xmpp_element::of(view.get().element().root()))))
}
