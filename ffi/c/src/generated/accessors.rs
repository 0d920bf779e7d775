//! Accessors of everything that an engine gives out.
//!
//! Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations.

use crate::element::xmpp_element;
use crate::error::xmpp_error_info;
use crate::guard::{Lent, Out, give, has, item, read};
use crate::number::Numbered;
use crate::opaque::*;
use crate::stanza::payload;
use crate::text::{xmpp_octets, xmpp_str};
use crate::words::sentence;
use ::xmpp_engine::declared::*;
use std::ffi::c_char;

/// The payload of a message: Says that a stanza was kept for a while (XEP-0203 section 3).
/// Lent as long as the message. NULL if there is none; or if it is malformed, which `error` tells
/// (XMPP_ERR_PAYLOAD_..; it may be NULL).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_message_delay(
    message: Option<&xmpp_message>,
    error: *mut xmpp_error_info,
) -> Option<&xmpp_delay> {
    // SAFETY: the caller's struct has the size that it says.
    unsafe { payload(message, error, |stanza| stanza.get::<Delay>()) }
}

/// The payload of a message: Asks the recipient to say that the message arrived (XEP-0184 section
/// 5).
/// Lent as long as the message. NULL if there is none; or if it is malformed, which `error` tells
/// (XMPP_ERR_PAYLOAD_..; it may be NULL).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_message_receipt_request(
    message: Option<&xmpp_message>,
    error: *mut xmpp_error_info,
) -> Option<&xmpp_receipt_request> {
    // SAFETY: the caller's struct has the size that it says.
    unsafe { payload(message, error, |stanza| stanza.get::<ReceiptRequest>()) }
}

/// The payload of a message: Says that a message arrived (XEP-0184 section 5).
/// Lent as long as the message. NULL if there is none; or if it is malformed, which `error` tells
/// (XMPP_ERR_PAYLOAD_..; it may be NULL).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_message_receipt_received(
    message: Option<&xmpp_message>,
    error: *mut xmpp_error_info,
) -> Option<&xmpp_receipt_received> {
    // SAFETY: the caller's struct has the size that it says.
    unsafe { payload(message, error, |stanza| stanza.get::<ReceiptReceived>()) }
}

/// The payload of a message: An id that a server or a room gave to a stanza (XEP-0359 section 3).
/// It means something only
/// if `by` is trusted to have said so.
/// Lent as long as the message. NULL if there is none; or if it is malformed, which `error` tells
/// (XMPP_ERR_PAYLOAD_..; it may be NULL).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_message_stanza_id(
    message: Option<&xmpp_message>,
    error: *mut xmpp_error_info,
) -> Option<&xmpp_stanza_id> {
    // SAFETY: the caller's struct has the size that it says.
    unsafe { payload(message, error, |stanza| stanza.get::<StanzaId>()) }
}

/// The payload of a message: An id that the sender gave to a stanza, and that survives on its way
/// (XEP-0359 section 3).
/// Lent as long as the message. NULL if there is none; or if it is malformed, which `error` tells
/// (XMPP_ERR_PAYLOAD_..; it may be NULL).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_message_origin_id(
    message: Option<&xmpp_message>,
    error: *mut xmpp_error_info,
) -> Option<&xmpp_origin_id> {
    // SAFETY: the caller's struct has the size that it says.
    unsafe { payload(message, error, |stanza| stanza.get::<OriginId>()) }
}

/// The payload of a presence: Says that a stanza was kept for a while (XEP-0203 section 3).
/// Lent as long as the presence. NULL if there is none; or if it is malformed, which `error` tells
/// (XMPP_ERR_PAYLOAD_..; it may be NULL).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_presence_delay(
    presence: Option<&xmpp_presence>,
    error: *mut xmpp_error_info,
) -> Option<&xmpp_delay> {
    // SAFETY: the caller's struct has the size that it says.
    unsafe { payload(presence, error, |stanza| stanza.get::<Delay>()) }
}

/// A host name in its ASCII form, or an IP address without brackets.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_target_host(target: Option<&xmpp_target>) -> xmpp_str {
    read(target, |target| {
        let host = &target.host;
        xmpp_str::of(host)
    })
}

/// The TCP port.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_target_port(target: Option<&xmpp_target>) -> u16 {
    read(target, |target| {
        let port = &target.port;
        *port
    })
}

/// When TLS begins. Of meaning to a host that brings the TLS: with `Direct` it may begin
/// at once and say so in `connected`.
/// One of XMPP_TLS_START_..; 0 if there is no such thing.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_target_tls(target: Option<&xmpp_target>) -> i32 {
    read(target, |target| {
        let tls = &target.tls;
        tls.number()
    })
}

/// The application protocol that a host which brings the TLS offers in it.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_target_alpn(target: Option<&xmpp_target>) -> xmpp_str {
    read(target, |target| {
        let alpn = &target.alpn;
        alpn.as_ref().map_or(Lent::absent(), |alpn| xmpp_str::of(alpn))
    })
}

/// Which session_kind it is: one of XMPP_SESSION_KIND_..; 0 for NULL. Numbers that this header does
/// not know may come from a newer library: pass over them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_session_kind_kind(session_kind: Option<&xmpp_session_kind>) -> i32 {
    read(session_kind, |session_kind| session_kind.number())
}

/// Which message_origin it is: one of XMPP_MESSAGE_ORIGIN_..; 0 for NULL. Numbers that this header
/// does not know may come from a newer library: pass over them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_message_origin_kind(message_origin: Option<&xmpp_message_origin>) -> i32 {
    read(message_origin, |message_origin| message_origin.number())
}

/// Which event it is: one of XMPP_EVENT_..; 0 for NULL. Numbers that this header does not know may
/// come from a newer library: pass over them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_kind(event: Option<&xmpp_event>) -> i32 {
    read(event, |event| event.get().number())
}

/// The bound address.
/// Of XMPP_EVENT_ONLINE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_online_jid(event: Option<&xmpp_event>) -> xmpp_str {
    read(event, |event| match event.get() {
        Event::Online { jid, .. } => xmpp_str::of(jid.as_str()),
        _ => Lent::absent(),
    })
}

/// Whether it is a new session.
/// Of XMPP_EVENT_ONLINE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_online_session(
    event: Option<&xmpp_event>,
) -> Option<&xmpp_session_kind> {
    read(event, |event| match event.get() {
        Event::Online { session, .. } => Some(session),
        _ => Lent::absent(),
    })
}

/// Why.
/// Of XMPP_EVENT_OFFLINE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_offline_reason(event: Option<&xmpp_event>) -> Option<&xmpp_reason> {
    read(event, |event| match event.get() {
        Event::Offline { reason, .. } => Some(reason),
        _ => Lent::absent(),
    })
}

/// When it dials again, on the monotonic clock in milliseconds. Absent while it
/// waits for the app, such as for credentials.
/// Of XMPP_EVENT_OFFLINE.
/// It is written to `out`; false, and nothing written, if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_offline_retry_at(event: Option<&xmpp_event>, out: Out<u64>) -> bool {
    give(
        out,
        has(event, |event| match event.get() {
            Event::Offline { retry_at, .. } => retry_at.as_ref().map(|retry_at| *retry_at),
            _ => None,
        }),
    )
}

/// Why.
/// Of XMPP_EVENT_CLOSED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_closed_reason(event: Option<&xmpp_event>) -> Option<&xmpp_reason> {
    read(event, |event| match event.get() {
        Event::Closed { reason, .. } => Some(reason),
        _ => Lent::absent(),
    })
}

/// By which way it came.
/// Of XMPP_EVENT_MESSAGE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_message_origin(
    event: Option<&xmpp_event>,
) -> Option<&xmpp_message_origin> {
    read(event, |event| match event.get() {
        Event::Message { origin, .. } => Some(origin),
        _ => Lent::absent(),
    })
}

/// The message.
/// Of XMPP_EVENT_MESSAGE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_message_stanza(event: Option<&xmpp_event>) -> Option<&xmpp_message> {
    read(event, |event| match event.get() {
        Event::Message { stanza, .. } => Some(event.view(stanza)),
        _ => Lent::absent(),
    })
}

/// The presence.
/// Of XMPP_EVENT_PRESENCE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_presence_stanza(event: Option<&xmpp_event>) -> Option<&xmpp_presence> {
    read(event, |event| match event.get() {
        Event::Presence { stanza, .. } => Some(event.view(stanza)),
        _ => Lent::absent(),
    })
}

/// Its id, for `answer`.
/// Of XMPP_EVENT_REQUEST.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_request_id(event: Option<&xmpp_event>) -> u64 {
    read(event, |event| match event.get() {
        Event::Request { id, .. } => id.value(),
        _ => Lent::absent(),
    })
}

/// The request.
/// Of XMPP_EVENT_REQUEST.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_request_stanza(event: Option<&xmpp_event>) -> Option<&xmpp_iq> {
    read(event, |event| match event.get() {
        Event::Request { stanza, .. } => Some(event.view(stanza)),
        _ => Lent::absent(),
    })
}

/// The request.
/// Of XMPP_EVENT_ANSWER.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_answer_request(event: Option<&xmpp_event>) -> u64 {
    read(event, |event| match event.get() {
        Event::Answer { request, .. } => request.value(),
        _ => Lent::absent(),
    })
}

/// What came of it.
/// Of XMPP_EVENT_ANSWER.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_answer_result(
    event: Option<&xmpp_event>,
) -> Option<&xmpp_answer_result> {
    read(event, |event| match event.get() {
        Event::Answer { result, .. } => Some(result),
        _ => Lent::absent(),
    })
}

/// The stanza.
/// Of XMPP_EVENT_WRITTEN.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_written_token(event: Option<&xmpp_event>) -> u64 {
    read(event, |event| match event.get() {
        Event::Written { token, .. } => token.value(),
        _ => Lent::absent(),
    })
}

/// The stanza.
/// Of XMPP_EVENT_ACKED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_acked_token(event: Option<&xmpp_event>) -> u64 {
    read(event, |event| match event.get() {
        Event::Acked { token, .. } => token.value(),
        _ => Lent::absent(),
    })
}

/// The stanza.
/// Of XMPP_EVENT_UNSURE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_unsure_token(event: Option<&xmpp_event>) -> u64 {
    read(event, |event| match event.get() {
        Event::Unsure { token, .. } => token.value(),
        _ => Lent::absent(),
    })
}

/// The stanza.
/// Of XMPP_EVENT_FAILED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_failed_token(event: Option<&xmpp_event>) -> u64 {
    read(event, |event| match event.get() {
        Event::Failed { token, .. } => token.value(),
        _ => Lent::absent(),
    })
}

/// Why.
/// Of XMPP_EVENT_FAILED.
/// One of XMPP_SEND_FAILURE_..; 0 if there is no such thing.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_failed_failure(event: Option<&xmpp_event>) -> i32 {
    read(event, |event| match event.get() {
        Event::Failed { failure, .. } => failure.number(),
        _ => Lent::absent(),
    })
}

/// The element's name.
/// Of XMPP_EVENT_DROPPED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_dropped_name(event: Option<&xmpp_event>) -> xmpp_str {
    read(event, |event| match event.get() {
        Event::Dropped { name, .. } => xmpp_str::of(name),
        _ => Lent::absent(),
    })
}

/// Who sent it, if that can be told.
/// Of XMPP_EVENT_DROPPED.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_dropped_sender(event: Option<&xmpp_event>) -> xmpp_str {
    read(event, |event| match event.get() {
        Event::Dropped { sender, .. } => {
            sender.as_ref().map_or(Lent::absent(), |sender| xmpp_str::of(sender.as_str()))
        }
        _ => Lent::absent(),
    })
}

/// Its id.
/// Of XMPP_EVENT_DROPPED.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_dropped_id(event: Option<&xmpp_event>) -> xmpp_str {
    read(event, |event| match event.get() {
        Event::Dropped { id, .. } => id.as_ref().map_or(Lent::absent(), |id| xmpp_str::of(id)),
        _ => Lent::absent(),
    })
}

/// What was wrong with it.
/// Of XMPP_EVENT_DROPPED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_dropped_what(event: Option<&xmpp_event>) -> xmpp_str {
    read(event, |event| match event.get() {
        Event::Dropped { what, .. } => xmpp_str::of(what),
        _ => Lent::absent(),
    })
}

/// The connection.
/// Of XMPP_EVENT_VERIFY_CERTIFICATE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_verify_certificate_conn(event: Option<&xmpp_event>) -> u64 {
    read(event, |event| match event.get() {
        Event::VerifyCertificate { conn, .. } => conn.value(),
        _ => Lent::absent(),
    })
}

/// The domain that the certificate has to be valid for.
/// Of XMPP_EVENT_VERIFY_CERTIFICATE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_verify_certificate_domain(event: Option<&xmpp_event>) -> xmpp_str {
    read(event, |event| match event.get() {
        Event::VerifyCertificate { domain, .. } => xmpp_str::of(domain),
        _ => Lent::absent(),
    })
}

/// The certificates, DER, the server's own first.
/// Of XMPP_EVENT_VERIFY_CERTIFICATE.
/// How many there are.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_verify_certificate_chain_count(event: Option<&xmpp_event>) -> usize {
    read(event, |event| match event.get() {
        Event::VerifyCertificate { chain, .. } => chain.len(),
        _ => Lent::absent(),
    })
}

/// The certificates, DER, the server's own first.
/// Of XMPP_EVENT_VERIFY_CERTIFICATE.
/// The one at `index`, from 0; absent beyond the last.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_verify_certificate_chain_at(
    event: Option<&xmpp_event>,
    index: usize,
) -> xmpp_octets {
    read(event, |event| match event.get() {
        Event::VerifyCertificate { chain, .. } => {
            item(chain, index, |item| xmpp_octets::of(&item.0))
        }
        _ => Lent::absent(),
    })
}

/// Whether the certificate names the domain. Platform trust functions do not
/// all check that.
/// Of XMPP_EVENT_VERIFY_CERTIFICATE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_verify_certificate_name_matches(event: Option<&xmpp_event>) -> bool {
    read(event, |event| match event.get() {
        Event::VerifyCertificate { name_matches, .. } => *name_matches,
        _ => Lent::absent(),
    })
}

/// What the server offers.
/// Of XMPP_EVENT_NEED_CREDENTIALS.
/// How many there are.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_need_credentials_mechanisms_count(
    event: Option<&xmpp_event>,
) -> usize {
    read(event, |event| match event.get() {
        Event::NeedCredentials { mechanisms, .. } => mechanisms.len(),
        _ => Lent::absent(),
    })
}

/// What the server offers.
/// Of XMPP_EVENT_NEED_CREDENTIALS.
/// The one at `index`, from 0; absent beyond the last.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_need_credentials_mechanisms_at(
    event: Option<&xmpp_event>,
    index: usize,
) -> xmpp_str {
    read(event, |event| match event.get() {
        Event::NeedCredentials { mechanisms, .. } => {
            item(mechanisms, index, |item| xmpp_str::of(item))
        }
        _ => Lent::absent(),
    })
}

/// Why they are needed.
/// Of XMPP_EVENT_NEED_CREDENTIALS.
/// One of XMPP_CREDENTIALS_WHY_..; 0 if there is no such thing.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_need_credentials_why(event: Option<&xmpp_event>) -> i32 {
    read(event, |event| match event.get() {
        Event::NeedCredentials { why, .. } => why.number(),
        _ => Lent::absent(),
    })
}

/// The connection.
/// Of XMPP_EVENT_WIRE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_wire_conn(event: Option<&xmpp_event>) -> u64 {
    read(event, |event| match event.get() {
        Event::Wire { conn, .. } => conn.value(),
        _ => Lent::absent(),
    })
}

/// Which way it went.
/// Of XMPP_EVENT_WIRE.
/// One of XMPP_WIRE_DIRECTION_..; 0 if there is no such thing.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_wire_direction(event: Option<&xmpp_event>) -> i32 {
    read(event, |event| match event.get() {
        Event::Wire { direction, .. } => direction.number(),
        _ => Lent::absent(),
    })
}

/// The element; what a session sends as it stands in the stream, whose namespace
/// is `jabber:client`.
/// Of XMPP_EVENT_WIRE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_wire_xml(event: Option<&xmpp_event>) -> xmpp_str {
    read(event, |event| match event.get() {
        Event::Wire { xml, .. } => xmpp_str::of(xml),
        _ => Lent::absent(),
    })
}

/// What happened.
/// Of XMPP_EVENT_DISCO.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_disco_event(event: Option<&xmpp_event>) -> Option<&xmpp_disco_event> {
    read(event, |event| match event.get() {
        Event::Disco { event, .. } => Some(event),
        _ => Lent::absent(),
    })
}

/// What happened.
/// Of XMPP_EVENT_PING.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_ping_event(event: Option<&xmpp_event>) -> Option<&xmpp_ping_event> {
    read(event, |event| match event.get() {
        Event::Ping { event, .. } => Some(event),
        _ => Lent::absent(),
    })
}

/// What happened.
/// Of XMPP_EVENT_ROSTER.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_event_roster_event(
    event: Option<&xmpp_event>,
) -> Option<&xmpp_roster_event> {
    read(event, |event| match event.get() {
        Event::Roster { event, .. } => Some(event),
        _ => Lent::absent(),
    })
}

/// Milliseconds since 1970-01-01T00:00:00Z; negative before. What lies beyond the years
/// 0001 to 9999 is written as the first or the last moment in them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_date_time_unix_ms(date_time: Option<&xmpp_date_time>) -> i64 {
    read(date_time, |date_time| {
        let unix_ms = &date_time.unix_ms;
        *unix_ms
    })
}

/// Who kept it.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_delay_by(delay: Option<&xmpp_delay>) -> xmpp_str {
    read(delay, |delay| {
        let by = &delay.by;
        by.as_ref().map_or(Lent::absent(), |by| xmpp_str::of(by.as_str()))
    })
}

/// When it was sent.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_delay_stamp(delay: Option<&xmpp_delay>) -> Option<&xmpp_date_time> {
    read(delay, |delay| {
        let stamp = &delay.stamp;
        Some(stamp)
    })
}

/// Why it was kept, in words.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_delay_reason(delay: Option<&xmpp_delay>) -> xmpp_str {
    read(delay, |delay| {
        let reason = &delay.reason;
        reason.as_ref().map_or(Lent::absent(), |reason| xmpp_str::of(reason))
    })
}

/// The category, such as `client`.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_identity_category(
    disco_identity: Option<&xmpp_disco_identity>,
) -> xmpp_str {
    read(disco_identity, |disco_identity| {
        let category = &disco_identity.category;
        xmpp_str::of(category)
    })
}

/// The type within the category, such as `bot`.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_identity_kind(
    disco_identity: Option<&xmpp_disco_identity>,
) -> xmpp_str {
    read(disco_identity, |disco_identity| {
        let kind = &disco_identity.kind;
        xmpp_str::of(kind)
    })
}

/// A name for people.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_identity_name(
    disco_identity: Option<&xmpp_disco_identity>,
) -> xmpp_str {
    read(disco_identity, |disco_identity| {
        let name = &disco_identity.name;
        name.as_ref().map_or(Lent::absent(), |name| xmpp_str::of(name))
    })
}

/// Its name (`var`), mostly a namespace.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_feature_name(disco_feature: Option<&xmpp_disco_feature>) -> xmpp_str {
    read(disco_feature, |disco_feature| {
        let name = &disco_feature.name;
        xmpp_str::of(name)
    })
}

/// The node asked about.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_info_node(disco_info: Option<&xmpp_disco_info>) -> xmpp_str {
    read(disco_info, |disco_info| {
        let node = &disco_info.node;
        node.as_ref().map_or(Lent::absent(), |node| xmpp_str::of(node))
    })
}

/// What the entity is.
/// How many there are.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_info_identities_count(disco_info: Option<&xmpp_disco_info>) -> usize {
    read(disco_info, |disco_info| {
        let identities = &disco_info.identities;
        identities.len()
    })
}

/// What the entity is.
/// The one at `index`, from 0; absent beyond the last.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_info_identities_at(
    disco_info: Option<&xmpp_disco_info>,
    index: usize,
) -> Option<&xmpp_disco_identity> {
    read(disco_info, |disco_info| {
        let identities = &disco_info.identities;
        identities.get(index)
    })
}

/// What it can do.
/// How many there are.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_info_features_count(disco_info: Option<&xmpp_disco_info>) -> usize {
    read(disco_info, |disco_info| {
        let features = &disco_info.features;
        features.len()
    })
}

/// What it can do.
/// The one at `index`, from 0; absent beyond the last.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_info_features_at(
    disco_info: Option<&xmpp_disco_info>,
    index: usize,
) -> Option<&xmpp_disco_feature> {
    read(disco_info, |disco_info| {
        let features = &disco_info.features;
        features.get(index)
    })
}

/// Its address.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_item_jid(disco_item: Option<&xmpp_disco_item>) -> xmpp_str {
    read(disco_item, |disco_item| {
        let jid = &disco_item.jid;
        xmpp_str::of(jid.as_str())
    })
}

/// Its node.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_item_node(disco_item: Option<&xmpp_disco_item>) -> xmpp_str {
    read(disco_item, |disco_item| {
        let node = &disco_item.node;
        node.as_ref().map_or(Lent::absent(), |node| xmpp_str::of(node))
    })
}

/// A name for people.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_item_name(disco_item: Option<&xmpp_disco_item>) -> xmpp_str {
    read(disco_item, |disco_item| {
        let name = &disco_item.name;
        name.as_ref().map_or(Lent::absent(), |name| xmpp_str::of(name))
    })
}

/// The node asked about.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_items_node(disco_items: Option<&xmpp_disco_items>) -> xmpp_str {
    read(disco_items, |disco_items| {
        let node = &disco_items.node;
        node.as_ref().map_or(Lent::absent(), |node| xmpp_str::of(node))
    })
}

/// What belongs to it.
/// How many there are.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_items_items_count(disco_items: Option<&xmpp_disco_items>) -> usize {
    read(disco_items, |disco_items| {
        let items = &disco_items.items;
        items.len()
    })
}

/// What belongs to it.
/// The one at `index`, from 0; absent beyond the last.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_items_items_at(
    disco_items: Option<&xmpp_disco_items>,
    index: usize,
) -> Option<&xmpp_disco_item> {
    read(disco_items, |disco_items| {
        let items = &disco_items.items;
        items.get(index)
    })
}

/// The id of the message that arrived.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_receipt_received_id(
    receipt_received: Option<&xmpp_receipt_received>,
) -> xmpp_str {
    read(receipt_received, |receipt_received| {
        let id = &receipt_received.id;
        xmpp_str::of(id)
    })
}

/// The id.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stanza_id_id(stanza_id: Option<&xmpp_stanza_id>) -> xmpp_str {
    read(stanza_id, |stanza_id| {
        let id = &stanza_id.id;
        xmpp_str::of(id)
    })
}

/// Who gave it.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stanza_id_by(stanza_id: Option<&xmpp_stanza_id>) -> xmpp_str {
    read(stanza_id, |stanza_id| {
        let by = &stanza_id.by;
        xmpp_str::of(by.as_str())
    })
}

/// The id.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_origin_id_id(origin_id: Option<&xmpp_origin_id>) -> xmpp_str {
    read(origin_id, |origin_id| {
        let id = &origin_id.id;
        xmpp_str::of(id)
    })
}

/// Which sasl_error it is: one of XMPP_SASL_ERROR_..; 0 for NULL. Numbers that this header does not
/// know may come from a newer library: pass over them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_sasl_error_kind(sasl_error: Option<&xmpp_sasl_error>) -> i32 {
    read(sasl_error, |sasl_error| sasl_error.number())
}

/// Writes what went wrong, in one sentence without a full stop, into `buffer`, as much as fits into
/// `size` octets, a final NUL included. Returns the octets of the whole sentence without the NUL,
/// as snprintf does: `buffer` may be NULL if `size` is 0. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_sasl_error_text(
    sasl_error: Option<&xmpp_sasl_error>,
    buffer: *mut c_char,
    size: usize,
) -> usize {
    // SAFETY: the caller's buffer has this size.
    unsafe { sentence(sasl_error, buffer, size) }
}

/// What the server offers.
/// Of XMPP_SASL_ERROR_NOT_OFFERED.
/// How many there are.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_sasl_error_not_offered_offered_count(
    sasl_error: Option<&xmpp_sasl_error>,
) -> usize {
    read(sasl_error, |sasl_error| match sasl_error {
        SaslError::NotOffered { offered, .. } => offered.len(),
        _ => Lent::absent(),
    })
}

/// What the server offers.
/// Of XMPP_SASL_ERROR_NOT_OFFERED.
/// The one at `index`, from 0; absent beyond the last.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_sasl_error_not_offered_offered_at(
    sasl_error: Option<&xmpp_sasl_error>,
    index: usize,
) -> xmpp_str {
    read(sasl_error, |sasl_error| match sasl_error {
        SaslError::NotOffered { offered, .. } => item(offered, index, |item| xmpp_str::of(item)),
        _ => Lent::absent(),
    })
}

/// What is wrong with it.
/// Of XMPP_SASL_ERROR_MALFORMED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_sasl_error_malformed_what(sasl_error: Option<&xmpp_sasl_error>) -> xmpp_str {
    read(sasl_error, |sasl_error| match sasl_error {
        SaslError::Malformed { what, .. } => xmpp_str::of(what),
        _ => Lent::absent(),
    })
}

/// The limit, in octets.
/// Of XMPP_SASL_ERROR_MESSAGE_TOO_LARGE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_sasl_error_message_too_large_limit(
    sasl_error: Option<&xmpp_sasl_error>,
) -> u32 {
    read(sasl_error, |sasl_error| match sasl_error {
        SaslError::MessageTooLarge { limit, .. } => *limit,
        _ => Lent::absent(),
    })
}

/// The rounds the server asked for.
/// Of XMPP_SASL_ERROR_ITERATIONS_OUT_OF_RANGE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_sasl_error_iterations_out_of_range_rounds(
    sasl_error: Option<&xmpp_sasl_error>,
) -> u64 {
    read(sasl_error, |sasl_error| match sasl_error {
        SaslError::IterationsOutOfRange { rounds, .. } => *rounds,
        _ => Lent::absent(),
    })
}

/// The highest number that is accepted.
/// Of XMPP_SASL_ERROR_ITERATIONS_OUT_OF_RANGE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_sasl_error_iterations_out_of_range_highest(
    sasl_error: Option<&xmpp_sasl_error>,
) -> u32 {
    read(sasl_error, |sasl_error| match sasl_error {
        SaslError::IterationsOutOfRange { highest, .. } => *highest,
        _ => Lent::absent(),
    })
}

/// The error.
/// Of XMPP_SASL_ERROR_SCRAM_REFUSED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_sasl_error_scram_refused_fault(
    sasl_error: Option<&xmpp_sasl_error>,
) -> Option<&xmpp_scram_fault> {
    read(sasl_error, |sasl_error| match sasl_error {
        SaslError::ScramRefused { fault, .. } => Some(fault),
        _ => Lent::absent(),
    })
}

/// The defined condition.
/// Of XMPP_SASL_ERROR_REFUSED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_sasl_error_refused_condition(
    sasl_error: Option<&xmpp_sasl_error>,
) -> Option<&xmpp_sasl_condition> {
    read(sasl_error, |sasl_error| match sasl_error {
        SaslError::Refused { condition, .. } => Some(condition),
        _ => Lent::absent(),
    })
}

/// The server's explanation.
/// Of XMPP_SASL_ERROR_REFUSED.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_sasl_error_refused_text(sasl_error: Option<&xmpp_sasl_error>) -> xmpp_str {
    read(sasl_error, |sasl_error| match sasl_error {
        SaslError::Refused { text, .. } => {
            text.as_ref().map_or(Lent::absent(), |text| xmpp_str::of(text))
        }
        _ => Lent::absent(),
    })
}

/// Which sasl_condition it is: one of XMPP_SASL_CONDITION_..; 0 for NULL. Numbers that this header
/// does not know may come from a newer library: pass over them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_sasl_condition_kind(sasl_condition: Option<&xmpp_sasl_condition>) -> i32 {
    read(sasl_condition, |sasl_condition| sasl_condition.number())
}

/// The name of the element; empty if there was none.
/// Of XMPP_SASL_CONDITION_UNDEFINED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_sasl_condition_undefined_name(
    sasl_condition: Option<&xmpp_sasl_condition>,
) -> xmpp_str {
    read(sasl_condition, |sasl_condition| match sasl_condition {
        SaslCondition::Undefined { name, .. } => xmpp_str::of(name),
        _ => Lent::absent(),
    })
}

/// Which scram_fault it is: one of XMPP_SCRAM_FAULT_..; 0 for NULL. Numbers that this header does
/// not know may come from a newer library: pass over them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_scram_fault_kind(scram_fault: Option<&xmpp_scram_fault>) -> i32 {
    read(scram_fault, |scram_fault| scram_fault.number())
}

/// The value.
/// Of XMPP_SCRAM_FAULT_UNDEFINED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_scram_fault_undefined_name(
    scram_fault: Option<&xmpp_scram_fault>,
) -> xmpp_str {
    read(scram_fault, |scram_fault| match scram_fault {
        ScramFault::Undefined { name, .. } => xmpp_str::of(name),
        _ => Lent::absent(),
    })
}

/// Which answer_result it is: one of XMPP_ANSWER_RESULT_..; 0 for NULL. Numbers that this header
/// does not know may come from a newer library: pass over them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_answer_result_kind(answer_result: Option<&xmpp_answer_result>) -> i32 {
    read(answer_result, |answer_result| answer_result.number())
}

/// What the answer carries, if anything.
/// Of XMPP_ANSWER_RESULT_RESULT.
/// It is written to `out`; false, and nothing written, if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_answer_result_result_payload(
    answer_result: Option<&xmpp_answer_result>,
    out: Out<xmpp_element>,
) -> bool {
    give(
        out,
        has(answer_result, |answer_result| match answer_result {
            AnswerResult::Result { payload, .. } => {
                payload.as_ref().map(|payload| xmpp_element::of(payload.root()))
            }
            _ => None,
        }),
    )
}

/// Why.
/// Of XMPP_ANSWER_RESULT_ERROR.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_answer_result_error_error(
    answer_result: Option<&xmpp_answer_result>,
) -> Option<&xmpp_stanza_error> {
    read(answer_result, |answer_result| match answer_result {
        AnswerResult::Error { error, .. } => Some(error),
        _ => Lent::absent(),
    })
}

/// Which stanza_condition it is: one of XMPP_STANZA_CONDITION_..; 0 for NULL. Numbers that this
/// header does not know may come from a newer library: pass over them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stanza_condition_kind(
    stanza_condition: Option<&xmpp_stanza_condition>,
) -> i32 {
    read(stanza_condition, |stanza_condition| stanza_condition.number())
}

/// The element's name as received.
/// Of XMPP_STANZA_CONDITION_UNKNOWN.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stanza_condition_unknown_name(
    stanza_condition: Option<&xmpp_stanza_condition>,
) -> xmpp_str {
    read(stanza_condition, |stanza_condition| match stanza_condition {
        StanzaCondition::Unknown { name, .. } => xmpp_str::of(name),
        _ => Lent::absent(),
    })
}

/// What the sender can do about it.
/// One of XMPP_STANZA_ERROR_KIND_..; 0 if there is no such thing.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stanza_error_kind(stanza_error: Option<&xmpp_stanza_error>) -> i32 {
    read(stanza_error, |stanza_error| {
        let kind = &stanza_error.kind;
        kind.number()
    })
}

/// The defined condition.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stanza_error_condition(
    stanza_error: Option<&xmpp_stanza_error>,
) -> Option<&xmpp_stanza_condition> {
    read(stanza_error, |stanza_error| {
        let condition = &stanza_error.condition;
        Some(condition)
    })
}

/// The other side's own words.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stanza_error_text(stanza_error: Option<&xmpp_stanza_error>) -> xmpp_str {
    read(stanza_error, |stanza_error| {
        let text = &stanza_error.text;
        text.as_ref().map_or(Lent::absent(), |text| xmpp_str::of(text))
    })
}

/// Who says so, if it is not the recipient itself.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stanza_error_by(stanza_error: Option<&xmpp_stanza_error>) -> xmpp_str {
    read(stanza_error, |stanza_error| {
        let by = &stanza_error.by;
        by.as_ref().map_or(Lent::absent(), |by| xmpp_str::of(by.as_str()))
    })
}

/// The new address, of `gone` and `redirect` alone.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stanza_error_new_address(
    stanza_error: Option<&xmpp_stanza_error>,
) -> xmpp_str {
    read(stanza_error, |stanza_error| {
        let new_address = &stanza_error.new_address;
        new_address.as_ref().map_or(Lent::absent(), |new_address| xmpp_str::of(new_address))
    })
}

/// The application-specific condition (RFC 6120 section 8.3.4).
/// It is written to `out`; false, and nothing written, if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stanza_error_application(
    stanza_error: Option<&xmpp_stanza_error>,
    out: Out<xmpp_element>,
) -> bool {
    give(
        out,
        has(stanza_error, |stanza_error| {
            let application = &stanza_error.application;
            application.as_ref().map(|application| xmpp_element::of(application.root()))
        }),
    )
}

/// Which stream_condition it is: one of XMPP_STREAM_CONDITION_..; 0 for NULL. Numbers that this
/// header does not know may come from a newer library: pass over them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stream_condition_kind(
    stream_condition: Option<&xmpp_stream_condition>,
) -> i32 {
    read(stream_condition, |stream_condition| stream_condition.number())
}

/// The element's name as received.
/// Of XMPP_STREAM_CONDITION_OTHER.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stream_condition_other_name(
    stream_condition: Option<&xmpp_stream_condition>,
) -> xmpp_str {
    read(stream_condition, |stream_condition| match stream_condition {
        StreamCondition::Other { name, .. } => xmpp_str::of(name),
        _ => Lent::absent(),
    })
}

/// The defined condition.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stream_error_condition(
    stream_error: Option<&xmpp_stream_error>,
) -> Option<&xmpp_stream_condition> {
    read(stream_error, |stream_error| {
        let condition = &stream_error.condition;
        Some(condition)
    })
}

/// The peer's own words.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stream_error_text(stream_error: Option<&xmpp_stream_error>) -> xmpp_str {
    read(stream_error, |stream_error| {
        let text = &stream_error.text;
        text.as_ref().map_or(Lent::absent(), |text| xmpp_str::of(text))
    })
}

/// Where to go instead, of `see-other-host`.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stream_error_other_host(
    stream_error: Option<&xmpp_stream_error>,
) -> xmpp_str {
    read(stream_error, |stream_error| {
        let other_host = &stream_error.other_host;
        other_host.as_ref().map_or(Lent::absent(), |other_host| xmpp_str::of(other_host))
    })
}

/// The application-specific condition (RFC 6120 section 4.9.4).
/// It is written to `out`; false, and nothing written, if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_stream_error_application(
    stream_error: Option<&xmpp_stream_error>,
    out: Out<xmpp_element>,
) -> bool {
    give(
        out,
        has(stream_error, |stream_error| {
            let application = &stream_error.application;
            application.as_ref().map(|application| xmpp_element::of(application.root()))
        }),
    )
}

/// Which reason it is: one of XMPP_REASON_..; 0 for NULL. Numbers that this header does not know
/// may come from a newer library: pass over them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_reason_kind(reason: Option<&xmpp_reason>) -> i32 {
    read(reason, |reason| reason.number())
}

/// Writes what went wrong, in one sentence without a full stop, into `buffer`, as much as fits into
/// `size` octets, a final NUL included. Returns the octets of the whole sentence without the NUL,
/// as snprintf does: `buffer` may be NULL if `size` is 0. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_reason_text(
    reason: Option<&xmpp_reason>,
    buffer: *mut c_char,
    size: usize,
) -> usize {
    // SAFETY: the caller's buffer has this size.
    unsafe { sentence(reason, buffer, size) }
}

/// What the driver reported.
/// Of XMPP_REASON_CONNECT_FAILED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_reason_connect_failed_failure(
    reason: Option<&xmpp_reason>,
) -> Option<&xmpp_connect_failure> {
    read(reason, |reason| match reason {
        Reason::ConnectFailed { failure, .. } => Some(failure),
        _ => Lent::absent(),
    })
}

/// What failed.
/// Of XMPP_REASON_TLS_FAILED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_reason_tls_failed_fault(
    reason: Option<&xmpp_reason>,
) -> Option<&xmpp_tls_fault> {
    read(reason, |reason| match reason {
        Reason::TlsFailed { fault, .. } => Some(fault),
        _ => Lent::absent(),
    })
}

/// What the server said.
/// Of XMPP_REASON_STREAM_ERROR.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_reason_stream_error_error(
    reason: Option<&xmpp_reason>,
) -> Option<&xmpp_stream_error> {
    read(reason, |reason| match reason {
        Reason::StreamError { error, .. } => Some(error),
        _ => Lent::absent(),
    })
}

/// The condition we sent.
/// Of XMPP_REASON_PEER_FAULT.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_reason_peer_fault_condition(
    reason: Option<&xmpp_reason>,
) -> Option<&xmpp_stream_condition> {
    read(reason, |reason| match reason {
        Reason::PeerFault { condition, .. } => Some(condition),
        _ => Lent::absent(),
    })
}

/// What was wrong, in words.
/// Of XMPP_REASON_PEER_FAULT.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_reason_peer_fault_what(reason: Option<&xmpp_reason>) -> xmpp_str {
    read(reason, |reason| match reason {
        Reason::PeerFault { what, .. } => xmpp_str::of(what),
        _ => Lent::absent(),
    })
}

/// What was wrong.
/// Of XMPP_REASON_LOGIN_FAILED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_reason_login_failed_error(
    reason: Option<&xmpp_reason>,
) -> Option<&xmpp_sasl_error> {
    read(reason, |reason| match reason {
        Reason::LoginFailed { error, .. } => Some(error),
        _ => Lent::absent(),
    })
}

/// What the server said.
/// Of XMPP_REASON_BIND_REFUSED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_reason_bind_refused_error(
    reason: Option<&xmpp_reason>,
) -> Option<&xmpp_stanza_error> {
    read(reason, |reason| match reason {
        Reason::BindRefused { error, .. } => Some(error),
        _ => Lent::absent(),
    })
}

/// The address it bound.
/// Of XMPP_REASON_WRONG_IDENTITY.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_reason_wrong_identity_jid(reason: Option<&xmpp_reason>) -> xmpp_str {
    read(reason, |reason| match reason {
        Reason::WrongIdentity { jid, .. } => xmpp_str::of(jid.as_str()),
        _ => Lent::absent(),
    })
}

/// What was waited for.
/// Of XMPP_REASON_TIMED_OUT.
/// One of XMPP_LOGIN_STEP_..; 0 if there is no such thing.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_reason_timed_out_step(reason: Option<&xmpp_reason>) -> i32 {
    read(reason, |reason| match reason {
        Reason::TimedOut { step, .. } => step.number(),
        _ => Lent::absent(),
    })
}

/// Which connect_failure it is: one of XMPP_CONNECT_FAILURE_..; 0 for NULL. Numbers that this
/// header does not know may come from a newer library: pass over them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_connect_failure_kind(connect_failure: Option<&xmpp_connect_failure>) -> i32 {
    read(connect_failure, |connect_failure| connect_failure.number())
}

/// Writes what went wrong, in one sentence without a full stop, into `buffer`, as much as fits into
/// `size` octets, a final NUL included. Returns the octets of the whole sentence without the NUL,
/// as snprintf does: `buffer` may be NULL if `size` is 0. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_connect_failure_text(
    connect_failure: Option<&xmpp_connect_failure>,
    buffer: *mut c_char,
    size: usize,
) -> usize {
    // SAFETY: the caller's buffer has this size.
    unsafe { sentence(connect_failure, buffer, size) }
}

/// What its library says.
/// Of XMPP_CONNECT_FAILURE_TLS.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_connect_failure_tls_reason(
    connect_failure: Option<&xmpp_connect_failure>,
) -> xmpp_str {
    read(connect_failure, |connect_failure| match connect_failure {
        ConnectFailure::Tls { reason, .. } => xmpp_str::of(reason),
        _ => Lent::absent(),
    })
}

/// What the system says.
/// Of XMPP_CONNECT_FAILURE_OTHER.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_connect_failure_other_reason(
    connect_failure: Option<&xmpp_connect_failure>,
) -> xmpp_str {
    read(connect_failure, |connect_failure| match connect_failure {
        ConnectFailure::Other { reason, .. } => xmpp_str::of(reason),
        _ => Lent::absent(),
    })
}

/// Which tls_fault it is: one of XMPP_TLS_FAULT_..; 0 for NULL. Numbers that this header does not
/// know may come from a newer library: pass over them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_tls_fault_kind(tls_fault: Option<&xmpp_tls_fault>) -> i32 {
    read(tls_fault, |tls_fault| tls_fault.number())
}

/// Writes what went wrong, in one sentence without a full stop, into `buffer`, as much as fits into
/// `size` octets, a final NUL included. Returns the octets of the whole sentence without the NUL,
/// as snprintf does: `buffer` may be NULL if `size` is 0. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_tls_fault_text(
    tls_fault: Option<&xmpp_tls_fault>,
    buffer: *mut c_char,
    size: usize,
) -> usize {
    // SAFETY: the caller's buffer has this size.
    unsafe { sentence(tls_fault, buffer, size) }
}

/// The domain of our JID.
/// Of XMPP_TLS_FAULT_NOT_VALID_FOR_NAME.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_tls_fault_not_valid_for_name_domain(
    tls_fault: Option<&xmpp_tls_fault>,
) -> xmpp_str {
    read(tls_fault, |tls_fault| match tls_fault {
        TlsFault::NotValidForName { domain, .. } => xmpp_str::of(domain),
        _ => Lent::absent(),
    })
}

/// What is wrong with it.
/// Of XMPP_TLS_FAULT_BAD_CERTIFICATE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_tls_fault_bad_certificate_reason(
    tls_fault: Option<&xmpp_tls_fault>,
) -> xmpp_str {
    read(tls_fault, |tls_fault| match tls_fault {
        TlsFault::BadCertificate { reason, .. } => xmpp_str::of(reason),
        _ => Lent::absent(),
    })
}

/// What is missing.
/// Of XMPP_TLS_FAULT_INCOMPATIBLE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_tls_fault_incompatible_reason(
    tls_fault: Option<&xmpp_tls_fault>,
) -> xmpp_str {
    read(tls_fault, |tls_fault| match tls_fault {
        TlsFault::Incompatible { reason, .. } => xmpp_str::of(reason),
        _ => Lent::absent(),
    })
}

/// Its name (RFC 8446 section 6), as in `HandshakeFailure`.
/// Of XMPP_TLS_FAULT_ALERT.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_tls_fault_alert_description(tls_fault: Option<&xmpp_tls_fault>) -> xmpp_str {
    read(tls_fault, |tls_fault| match tls_fault {
        TlsFault::Alert { description, .. } => xmpp_str::of(description),
        _ => Lent::absent(),
    })
}

/// Which rule.
/// Of XMPP_TLS_FAULT_PROTOCOL.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_tls_fault_protocol_reason(tls_fault: Option<&xmpp_tls_fault>) -> xmpp_str {
    read(tls_fault, |tls_fault| match tls_fault {
        TlsFault::Protocol { reason, .. } => xmpp_str::of(reason),
        _ => Lent::absent(),
    })
}

/// The domain.
/// Of XMPP_TLS_FAULT_BAD_DOMAIN.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_tls_fault_bad_domain_domain(tls_fault: Option<&xmpp_tls_fault>) -> xmpp_str {
    read(tls_fault, |tls_fault| match tls_fault {
        TlsFault::BadDomain { domain, .. } => xmpp_str::of(domain),
        _ => Lent::absent(),
    })
}

/// Which disco_event it is: one of XMPP_DISCO_EVENT_..; 0 for NULL. Numbers that this header does
/// not know may come from a newer library: pass over them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_event_kind(disco_event: Option<&xmpp_disco_event>) -> i32 {
    read(disco_event, |disco_event| disco_event.number())
}

/// The command that asked for it.
/// Of XMPP_DISCO_EVENT_INFO.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_event_info_command(disco_event: Option<&xmpp_disco_event>) -> u64 {
    read(disco_event, |disco_event| match disco_event {
        DiscoEvent::Info { command, .. } => command.value(),
        _ => Lent::absent(),
    })
}

/// The answer.
/// Of XMPP_DISCO_EVENT_INFO.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_event_info_info(
    disco_event: Option<&xmpp_disco_event>,
) -> Option<&xmpp_disco_info> {
    read(disco_event, |disco_event| match disco_event {
        DiscoEvent::Info { info, .. } => Some(info),
        _ => Lent::absent(),
    })
}

/// The command that asked for it.
/// Of XMPP_DISCO_EVENT_ITEMS.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_event_items_command(disco_event: Option<&xmpp_disco_event>) -> u64 {
    read(disco_event, |disco_event| match disco_event {
        DiscoEvent::Items { command, .. } => command.value(),
        _ => Lent::absent(),
    })
}

/// The answer.
/// Of XMPP_DISCO_EVENT_ITEMS.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_event_items_items(
    disco_event: Option<&xmpp_disco_event>,
) -> Option<&xmpp_disco_items> {
    read(disco_event, |disco_event| match disco_event {
        DiscoEvent::Items { items, .. } => Some(items),
        _ => Lent::absent(),
    })
}

/// The command that asked.
/// Of XMPP_DISCO_EVENT_FAILED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_event_failed_command(disco_event: Option<&xmpp_disco_event>) -> u64 {
    read(disco_event, |disco_event| match disco_event {
        DiscoEvent::Failed { command, .. } => command.value(),
        _ => Lent::absent(),
    })
}

/// What came instead; a result here could not be read.
/// Of XMPP_DISCO_EVENT_FAILED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_disco_event_failed_result(
    disco_event: Option<&xmpp_disco_event>,
) -> Option<&xmpp_answer_result> {
    read(disco_event, |disco_event| match disco_event {
        DiscoEvent::Failed { result, .. } => Some(result),
        _ => Lent::absent(),
    })
}

/// Which ping_event it is: one of XMPP_PING_EVENT_..; 0 for NULL. Numbers that this header does not
/// know may come from a newer library: pass over them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_ping_event_kind(ping_event: Option<&xmpp_ping_event>) -> i32 {
    read(ping_event, |ping_event| ping_event.number())
}

/// The command that asked for it.
/// Of XMPP_PING_EVENT_PONG.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_ping_event_pong_command(ping_event: Option<&xmpp_ping_event>) -> u64 {
    read(ping_event, |ping_event| match ping_event {
        PingEvent::Pong { command, .. } => command.value(),
        _ => Lent::absent(),
    })
}

/// Who was pinged.
/// Of XMPP_PING_EVENT_PONG.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_ping_event_pong_target(ping_event: Option<&xmpp_ping_event>) -> xmpp_str {
    read(ping_event, |ping_event| match ping_event {
        PingEvent::Pong { target, .. } => {
            target.as_ref().map_or(Lent::absent(), |target| xmpp_str::of(target.as_str()))
        }
        _ => Lent::absent(),
    })
}

/// What the other side answered instead of a result.
/// Of XMPP_PING_EVENT_PONG.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_ping_event_pong_error(
    ping_event: Option<&xmpp_ping_event>,
) -> Option<&xmpp_stanza_error> {
    read(ping_event, |ping_event| match ping_event {
        PingEvent::Pong { error, .. } => error.as_ref(),
        _ => Lent::absent(),
    })
}

/// The command that asked for it.
/// Of XMPP_PING_EVENT_LOST.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_ping_event_lost_command(ping_event: Option<&xmpp_ping_event>) -> u64 {
    read(ping_event, |ping_event| match ping_event {
        PingEvent::Lost { command, .. } => command.value(),
        _ => Lent::absent(),
    })
}

/// Who was pinged.
/// Of XMPP_PING_EVENT_LOST.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_ping_event_lost_target(ping_event: Option<&xmpp_ping_event>) -> xmpp_str {
    read(ping_event, |ping_event| match ping_event {
        PingEvent::Lost { target, .. } => {
            target.as_ref().map_or(Lent::absent(), |target| xmpp_str::of(target.as_str()))
        }
        _ => Lent::absent(),
    })
}

/// The name.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_group_name(roster_group: Option<&xmpp_roster_group>) -> xmpp_str {
    read(roster_group, |roster_group| {
        let name = &roster_group.name;
        xmpp_str::of(name)
    })
}

/// The contact's bare address.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_item_jid(roster_item: Option<&xmpp_roster_item>) -> xmpp_str {
    read(roster_item, |roster_item| {
        let jid = &roster_item.jid;
        xmpp_str::of(jid.as_str())
    })
}

/// The name that the user gave.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_item_name(roster_item: Option<&xmpp_roster_item>) -> xmpp_str {
    read(roster_item, |roster_item| {
        let name = &roster_item.name;
        name.as_ref().map_or(Lent::absent(), |name| xmpp_str::of(name))
    })
}

/// Who sees whose presence.
/// One of XMPP_ROSTER_SUBSCRIPTION_..; 0 if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_item_subscription(roster_item: Option<&xmpp_roster_item>) -> i32 {
    read(roster_item, |roster_item| {
        let subscription = &roster_item.subscription;
        subscription.as_ref().map_or(Lent::absent(), |subscription| subscription.number())
    })
}

/// `subscribe` while our request waits for the contact's answer.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_item_pending(roster_item: Option<&xmpp_roster_item>) -> xmpp_str {
    read(roster_item, |roster_item| {
        let pending = &roster_item.pending;
        pending.as_ref().map_or(Lent::absent(), |pending| xmpp_str::of(pending))
    })
}

/// Groups that the contact is in.
/// How many there are.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_item_groups_count(roster_item: Option<&xmpp_roster_item>) -> usize {
    read(roster_item, |roster_item| {
        let groups = &roster_item.groups;
        groups.len()
    })
}

/// Groups that the contact is in.
/// The one at `index`, from 0; absent beyond the last.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_item_groups_at(
    roster_item: Option<&xmpp_roster_item>,
    index: usize,
) -> Option<&xmpp_roster_group> {
    read(roster_item, |roster_item| {
        let groups = &roster_item.groups;
        groups.get(index)
    })
}

/// Which roster_event it is: one of XMPP_ROSTER_EVENT_..; 0 for NULL. Numbers that this header does
/// not know may come from a newer library: pass over them.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_event_kind(roster_event: Option<&xmpp_roster_event>) -> i32 {
    read(roster_event, |roster_event| roster_event.number())
}

/// The command that asked for it; absent for the one that is fetched at each login.
/// Of XMPP_ROSTER_EVENT_RECEIVED.
/// It is written to `out`; false, and nothing written, if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_event_received_command(
    roster_event: Option<&xmpp_roster_event>,
    out: Out<u64>,
) -> bool {
    give(
        out,
        has(roster_event, |roster_event| match roster_event {
            RosterEvent::Received { command, .. } => {
                command.as_ref().map(|command| command.value())
            }
            _ => None,
        }),
    )
}

/// All contacts.
/// Of XMPP_ROSTER_EVENT_RECEIVED.
/// How many there are.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_event_received_items_count(
    roster_event: Option<&xmpp_roster_event>,
) -> usize {
    read(roster_event, |roster_event| match roster_event {
        RosterEvent::Received { items, .. } => items.len(),
        _ => Lent::absent(),
    })
}

/// All contacts.
/// Of XMPP_ROSTER_EVENT_RECEIVED.
/// The one at `index`, from 0; absent beyond the last.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_event_received_items_at(
    roster_event: Option<&xmpp_roster_event>,
    index: usize,
) -> Option<&xmpp_roster_item> {
    read(roster_event, |roster_event| match roster_event {
        RosterEvent::Received { items, .. } => items.get(index),
        _ => Lent::absent(),
    })
}

/// The list's version, where the server has them.
/// Of XMPP_ROSTER_EVENT_RECEIVED.
/// Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_event_received_version(
    roster_event: Option<&xmpp_roster_event>,
) -> xmpp_str {
    read(roster_event, |roster_event| match roster_event {
        RosterEvent::Received { version, .. } => {
            version.as_ref().map_or(Lent::absent(), |version| xmpp_str::of(version))
        }
        _ => Lent::absent(),
    })
}

/// As it is now.
/// Of XMPP_ROSTER_EVENT_CHANGED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_event_changed_item(
    roster_event: Option<&xmpp_roster_event>,
) -> Option<&xmpp_roster_item> {
    read(roster_event, |roster_event| match roster_event {
        RosterEvent::Changed { item, .. } => Some(item),
        _ => Lent::absent(),
    })
}

/// Its address.
/// Of XMPP_ROSTER_EVENT_REMOVED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_event_removed_jid(
    roster_event: Option<&xmpp_roster_event>,
) -> xmpp_str {
    read(roster_event, |roster_event| match roster_event {
        RosterEvent::Removed { jid, .. } => xmpp_str::of(jid.as_str()),
        _ => Lent::absent(),
    })
}

/// The command.
/// Of XMPP_ROSTER_EVENT_DONE.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_event_done_command(roster_event: Option<&xmpp_roster_event>) -> u64 {
    read(roster_event, |roster_event| match roster_event {
        RosterEvent::Done { command, .. } => command.value(),
        _ => Lent::absent(),
    })
}

/// The command; absent for the fetch at login.
/// Of XMPP_ROSTER_EVENT_FAILED.
/// It is written to `out`; false, and nothing written, if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_event_failed_command(
    roster_event: Option<&xmpp_roster_event>,
    out: Out<u64>,
) -> bool {
    give(
        out,
        has(roster_event, |roster_event| match roster_event {
            RosterEvent::Failed { command, .. } => command.as_ref().map(|command| command.value()),
            _ => None,
        }),
    )
}

/// What came instead; a result here could not be read.
/// Of XMPP_ROSTER_EVENT_FAILED.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_roster_event_failed_result(
    roster_event: Option<&xmpp_roster_event>,
) -> Option<&xmpp_answer_result> {
    read(roster_event, |roster_event| match roster_event {
        RosterEvent::Failed { result, .. } => Some(result),
        _ => Lent::absent(),
    })
}
