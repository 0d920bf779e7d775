//! How stanzas and requests end: refused at the call ([`SendError`], [`AnswerError`]), failed later
//! ([`SendFailure`]), answered ([`AnswerResult`]), or by the server's misuse of stream management
//! ([`SmFault`]).

use crate::declare::{choice, failure};
use crate::stanza::StanzaError;
use crate::xml::{BuildError, Element, ElementRef, ns};

failure! {
    /// Why a stanza was not taken. Nothing has changed then.
    #[derive(Eq)]
    pub enum SendError {
        /// The queue is at its limit (`Limits::queued_stanzas`, `Limits::queued_bytes`);
        /// `Event::Writable` comes when there is room again.
        Full => "the outbound queue is full",
        /// As many of our requests wait for an answer as may (`Limits::pending_iqs`).
        TooManyRequests => "too many requests wait for an answer",
        /// The stanza is larger than the queue or the server takes.
        TooLarge {
            /// Octets of the stanza.
            bytes: u64,
            /// Octets allowed.
            limit: u64,
        } => "the stanza has {bytes} octets, {limit} are allowed",
        /// XML cannot carry the stanza, or it is a request without an id.
        Invalid {
            /// What is wrong with it.
            what: String,
        } => "the stanza cannot be sent: {what}",
        /// A request with the same id waits for its answer.
        DuplicateId => "a request with this id is already waiting for its answer",
        /// `close` was called: nothing further is taken.
        Closing => "the session is closing",
    }
}

failure! {
    /// Why an answer to an incoming request was not taken. Nothing has changed then.
    #[derive(Eq)]
    pub enum AnswerError {
        /// No such request waits: it was answered, its deadline has passed, or the stream it came
        /// over has ended.
        Unknown => "no request with this id waits for an answer",
        /// The answer was not taken by the queue.
        NotSent {
            /// Why.
            reason: SendError,
        } => "the answer could not be queued: {reason}",
    }
}

impl From<BuildError> for SendError {
    fn from(error: BuildError) -> SendError {
        SendError::Invalid { what: error.to_string() }
    }
}

impl From<SendError> for AnswerError {
    fn from(reason: SendError) -> AnswerError {
        AnswerError::NotSent { reason }
    }
}

choice! {
    /// Why a stanza that was taken by `send` has failed for good: it was certainly not delivered,
    /// or is not tried again.
    #[derive(Copy, Eq)]
    pub enum SendFailure {
        /// Larger than the server now takes (XEP-0478); it took more when the stanza was queued.
        TooLarge,
        /// The stanza was in flight at two deaths of the link in a row, both by a stream error.
        Poison,
        /// The session ended before the stanza was written.
        Closed,
    }
}

choice! {
    /// What becomes of a stanza that was written but not acknowledged when the link was cut.
    #[derive(Copy, Eq)]
    pub enum UnackedPolicy {
        /// It ends as unsure: the app decides.
        Drop,
        /// It is sent again, first and in order, with the same id. It may arrive twice.
        Resend,
    }
}

choice! {
    /// How a request of ours ended.
    pub enum AnswerResult {
        /// It was granted.
        Result {
            /// What the answer carries, if anything.
            payload: Option<Element>,
        },
        /// It was refused.
        Error {
            /// Why.
            error: StanzaError,
        },
        /// No answer came in time.
        Timeout,
        /// The stream ended first. Whether the request was carried out is not known.
        Offline,
        /// The app gave it up. Whether the request was carried out is not known.
        Cancelled,
    }
}

failure! {
    /// How the server misused stream management (XEP-0198). Each ends the stream.
    #[derive(Eq)]
    pub enum SmFault {
        /// It acknowledged stanzas that were never sent.
        HandledCountTooHigh {
            /// What it acknowledged.
            h: u32,
            /// What was sent.
            sent: u32,
        } => "the server acknowledged {h} stanzas, {sent} were sent",
        /// An element that has no place in this state, as an answer to what was not asked.
        Unexpected {
            /// The element's name.
            name: String,
        } => "the server sent <{name}/> of stream management where it has no place",
        /// An `<a/>` without a number of 32 bits.
        Malformed => "the server sent an acknowledgement without a valid count",
    }
}

impl SmFault {
    /// The stream error that says so (RFC 6120 4.9.3).
    pub fn condition(&self) -> &'static str {
        match self {
            SmFault::HandledCountTooHigh { .. } => "undefined-condition",
            SmFault::Unexpected { .. } => "unsupported-stanza-type",
            SmFault::Malformed => "invalid-xml",
        }
    }

    /// The condition of stream management that goes with it (XEP-0198 6).
    pub(crate) fn application(&self) -> Option<Element> {
        let SmFault::HandledCountTooHigh { h, sent } = self else { return None };
        let mut element = Element::builder("handled-count-too-high", ns::SM);
        element.attr("h", &h.to_string()).attr("send-count", &sent.to_string());
        element.build().ok()
    }
}

impl AnswerResult {
    /// The payload of a result.
    pub fn payload(&self) -> Option<ElementRef<'_>> {
        match self {
            AnswerResult::Result { payload } => payload.as_ref().map(Element::root),
            _ => None,
        }
    }
}
