//! One connection from the dial to its end: transport, stream, and what is waited for.

use crate::limits::Limits;
use crate::negotiate::Negotiation;
use crate::stream::{LoginStep, Stream};
use crate::time::Deadline;
use crate::transport::{ConnId, Transport};

/// The engine's present connection. There is one at most.
pub(crate) struct Link {
    pub conn: ConnId,
    pub transport: Transport,
    pub stream: Stream,
    pub stage: Stage,
    /// The app was asked about the certificate and has not answered.
    pub asked_for_trust: bool,
    /// TLS comes with the first octet.
    pub direct_tls: bool,
    /// What the deadline is for; it is armed anew whenever this changes.
    pub awaited: Option<(LoginStep, u64)>,
    pub deadline: Deadline,
    /// Octets received when it was last looked, and until when silence is nothing.
    pub heard: u64,
    pub idle: Deadline,
    /// When it was last flushed while there was still work to do.
    flushed_ms: u64,
}

/// So many octets leave at once, and are worth a call to the system.
const PIECE: u64 = 16 * 1024;

/// How far the connection is.
pub(crate) enum Stage {
    /// The driver connects.
    Connecting,
    /// TLS comes before the first octet of XML.
    DirectTls,
    /// The login.
    Negotiating(Negotiation),
    /// Stanzas flow.
    Session,
    /// We have closed our direction, or are about to, and wait for the end of the peer's.
    Closing,
}

impl Link {
    pub(crate) fn new(
        conn: ConnId,
        transport: Transport,
        direct_tls: bool,
        limits: &Limits,
    ) -> Link {
        Link {
            conn,
            transport,
            stream: Stream::new(limits),
            stage: Stage::Connecting,
            asked_for_trust: false,
            direct_tls,
            awaited: None,
            deadline: None,
            heard: 0,
            idle: None,
            flushed_ms: 0,
        }
    }

    /// Whether what was written leaves now, although there is more to do. Stanzas of one millisecond
    /// leave together, as far as they fill a piece: one `Transmit` for each would cost a sender more
    /// than all else. Whoever works longer on an event does not hold the others back.
    pub(crate) fn must_flush(&mut self, mono_ms: u64) -> bool {
        let late = self.flushed_ms != mono_ms;
        self.flushed_ms = mono_ms;
        late || self.transport.backlog() >= PIECE || !matches!(self.stage, Stage::Session)
    }

    /// What is waited for just now.
    pub(crate) fn waits_for(&self) -> Option<LoginStep> {
        match &self.stage {
            Stage::Connecting => Some(LoginStep::Connect),
            _ if self.asked_for_trust => Some(LoginStep::Trust),
            Stage::DirectTls => Some(LoginStep::Tls),
            Stage::Negotiating(negotiation) => Some(negotiation.step()),
            Stage::Session => None,
            Stage::Closing => Some(LoginStep::Close),
        }
    }

    /// When the session has been silent for too long.
    pub(crate) fn idle(&self) -> Deadline {
        self.idle.filter(|_| matches!(self.stage, Stage::Session))
    }

    /// Takes the negotiation out, to be put back as the state that follows.
    pub(crate) fn take_negotiation(&mut self) -> Option<Negotiation> {
        match std::mem::replace(&mut self.stage, Stage::Session) {
            Stage::Negotiating(negotiation) => Some(negotiation),
            other => {
                self.stage = other;
                None
            }
        }
    }
}
