//! What comes out of the one door.

use crate::lent::xmpp_event;
use crate::numbers::{
    XMPP_OUT_CONNECT, XMPP_OUT_DISCONNECT, XMPP_OUT_EVENT, XMPP_OUT_START_TLS, XMPP_OUT_TRANSMIT,
    XMPP_OUT_WAIT,
};
use crate::opaque::xmpp_target;
use crate::text::{xmpp_octets, xmpp_str};
use ::xmpp_engine::Output;
use ::xmpp_engine::declared::Octets;

/// The two clocks of the program, read together, in milliseconds.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct xmpp_now {
    /// A clock that counts sleep and never runs backwards, such as CLOCK_BOOTTIME. Its zero means
    /// nothing.
    pub mono_ms: u64,
    /// Since 1970-01-01T00:00:00Z.
    pub unix_ms: u64,
}

/// What the program has to do next; the caller's own, filled by xmpp_engine_poll. Which fields count
/// follows from `kind`; all others are zero. What it points to is lent until the next poll of that
/// engine.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct xmpp_output {
    /// One of XMPP_OUT_..
    pub kind: i32,
    /// XMPP_OUT_WAIT: while it is 0, leave the sockets unread.
    pub read: u8,
    /// XMPP_OUT_WAIT: whether there is a time to wait until. If 0, sleep until there is input.
    pub has_until: u8,
    /// Zero.
    pub reserved: [u8; 2],
    /// Of all but XMPP_OUT_EVENT and XMPP_OUT_WAIT: the connection.
    pub conn: u64,
    /// XMPP_OUT_TRANSMIT: what to write.
    pub bytes: xmpp_octets,
    /// XMPP_OUT_CONNECT: where to.
    pub target: *const xmpp_target,
    /// XMPP_OUT_START_TLS: the domain that the certificate has to be valid for.
    pub domain: xmpp_str,
    /// XMPP_OUT_EVENT: its number, for xmpp_engine_handled. A question carries the number of the
    /// event before it.
    pub seq: u64,
    /// XMPP_OUT_EVENT: what happened.
    pub event: *const xmpp_event,
    /// XMPP_OUT_WAIT: until when to sleep, on the clock of `mono_ms`.
    pub until: u64,
    /// Zero.
    pub room: [u64; 8],
}

/// What is lent until the next poll.
#[derive(Default)]
pub struct Loan {
    bytes: Octets,
    target: Option<xmpp_target>,
    domain: String,
    event: xmpp_event,
}

impl xmpp_output {
    /// Nothing.
    pub const NONE: xmpp_output = xmpp_output {
        kind: 0,
        read: 0,
        has_until: 0,
        reserved: [0; 2],
        conn: 0,
        bytes: xmpp_octets::ABSENT,
        target: std::ptr::null(),
        domain: xmpp_str::ABSENT,
        seq: 0,
        event: std::ptr::null(),
        until: 0,
        room: [0; 8],
    };
}

impl Loan {
    /// Gives everything back.
    #[inline(always)]
    pub fn end(&mut self) {
        if !self.event.clear() {
            self.bytes = Octets::default();
            self.target = None;
            self.domain = String::new();
        }
    }

    /// Lends an output, by `out`, which has nothing in it yet.
    #[inline(always)]
    pub fn lend(&mut self, output: Output, out: &mut xmpp_output) {
        match output {
            Output::Connect { conn, target } => {
                (out.kind, out.conn) = (XMPP_OUT_CONNECT, conn.value());
                out.target = self.target.insert(target);
            }
            Output::Transmit { conn, bytes } => {
                (out.kind, out.conn) = (XMPP_OUT_TRANSMIT, conn.value());
                self.bytes = bytes;
                out.bytes = xmpp_octets::of(&self.bytes.0);
            }
            Output::StartTls { conn, domain } => {
                (out.kind, out.conn) = (XMPP_OUT_START_TLS, conn.value());
                self.domain = domain;
                out.domain = xmpp_str::of(&self.domain);
            }
            Output::Disconnect { conn } => {
                (out.kind, out.conn) = (XMPP_OUT_DISCONNECT, conn.value());
            }
            Output::Event { seq, event } => {
                (out.kind, out.seq) = (XMPP_OUT_EVENT, seq);
                out.event = self.event.set(event);
            }
            Output::Wait { until, read } => {
                out.kind = XMPP_OUT_WAIT;
                (out.has_until, out.until) = (u8::from(until.is_some()), until.unwrap_or(0));
                out.read = u8::from(read);
            }
            // A kind that came to the core later: it asks for something that nobody could do.
            _ => {}
        }
    }
}
