//! One connection: octets in, octets out, and TLS between, whoever brings it.
//!
//! Inputs only store; `advance` works. What the driver says of a connection (octets,
//! `eof`, `failed`, `secured`) waits in one lane in its order. What the layer above writes waits
//! until it may leave: nothing but TLS itself is sent between the start of TLS and the moment
//! the certificate is accepted. RFC 6120 section 5, RFC 9325, RFC 5929, RFC 9266, XEP-0368.
//!
//! Left out: client certificates, session tickets, early data.

mod advance;
mod buffer;
mod data;
mod end_point;
mod lane;
mod outgoing;
mod shared;
#[cfg(all(test, feature = "tls", feature = "accept"))]
mod tests;
mod tls;

pub use data::{
    ConnId, ConnectFailure, ReceiveError, SharedError, TlsAnswerError, TlsFault, TlsInfo, TlsMode,
    TlsStart, TlsVersion, TransmittedError, TransportFault, Trust, Verdict,
};
pub use shared::Shared;
#[cfg(feature = "accept")]
pub use shared::TlsIdentity;

use crate::declare::Octets;
use crate::limits::Limits;
use crate::outbox::Outbox;
use crate::time::Now;
use buffer::Buffer;
use lane::{Lane, Mark};
use outgoing::Outgoing;
use std::sync::Arc;
use tls::Session;

/// What a transport asks of its driver.
#[derive(Debug, PartialEq)]
pub(crate) enum TransportEffect {
    /// Write these octets, in this order.
    Transmit(Vec<u8>),
    /// The host shall begin TLS and answer `secured`.
    StartTls { domain: String },
    /// The app shall answer by a verdict. `chain` begins with the leaf and is empty if the host
    /// did not say.
    VerifyCertificate { domain: String, chain: Vec<Octets>, name_matches: bool },
    /// From here on what is read and written is secret and the peer's.
    Secured,
    /// Close the connection.
    Disconnect,
}

/// How a connection ended. Reported behind the last octet in front of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum End {
    /// The peer closed. `truncated`: TLS was not closed first, so somebody else may have cut it;
    /// to XMPP, which has its own end of stream, both are an end.
    Eof { truncated: bool },
    /// The driver lost the connection, or never had it.
    Failed(ConnectFailure),
}

/// How TLS comes to a connection, and for whom.
#[derive(Clone)]
pub(crate) struct Security {
    mode: TlsMode,
    start: TlsStart,
    /// The domain of our JID in its ASCII form: what the certificate must name.
    domain: String,
    shared: Arc<Shared>,
}

impl Security {
    /// A client's. `domain_ascii` is the domain of our JID, whatever host is dialled.
    pub(crate) fn client(
        mode: TlsMode,
        start: TlsStart,
        domain_ascii: &str,
        shared: Arc<Shared>,
    ) -> Security {
        Security { mode, start, domain: domain_ascii.to_owned(), shared }
    }

    /// The receiving role's; `shared` comes from [`Shared::server`], or `mode` is `Plain`.
    #[cfg(feature = "accept")]
    pub(crate) fn server(mode: TlsMode, start: TlsStart, shared: Arc<Shared>) -> Security {
        Security { mode, start, domain: String::new(), shared }
    }
}

/// One connection and its TLS.
pub(crate) struct Transport {
    security: Security,
    phase: Phase,
    lane: Lane,
    /// The TLS of the engine, from its start to the end of the connection.
    session: Option<Box<Session>>,
    /// Decrypted octets that nobody has read yet.
    plaintext: Buffer,
    /// What was written before it may leave.
    held: Buffer,
    outgoing: Outgoing,
    tls: Option<TlsInfo>,
    verdict: Option<Verdict>,
    ended: Option<End>,
    fault: Option<TransportFault>,
    received_limit: u64,
}

/// What the connection waits for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    /// For the driver to connect.
    Connecting,
    /// For the next `advance`, which begins TLS before anything else.
    Connected,
    /// For nothing: octets pass in the clear.
    Clear,
    /// For the host's `secured`; until then every octet in the clear is forged.
    Host,
    /// For the host's `secured`, which is in the lane.
    HostAnswered,
    /// For the peer to finish the handshake.
    Handshake,
    /// For the app's verdict on the certificate.
    Verdict,
    /// For nothing: octets pass through TLS, the engine's or the host's.
    Secured,
}

// Inputs: they store, nothing runs.
impl Transport {
    pub(crate) fn new(security: Security, limits: &Limits) -> Transport {
        Transport {
            security,
            phase: Phase::Connecting,
            lane: Lane::default(),
            session: None,
            plaintext: Buffer::default(),
            held: Buffer::default(),
            outgoing: Outgoing::new(limits.in_flight_bytes),
            tls: None,
            verdict: None,
            ended: None,
            fault: None,
            received_limit: limits.received_bytes,
        }
    }

    /// The driver has the connection, with TLS if it says so. The next `advance` begins the TLS
    /// that has to come first; what was written already leaves when it may.
    pub(crate) fn connected(&mut self, tls: Option<TlsInfo>) {
        if self.phase != Phase::Connecting {
            return;
        }
        self.phase = match self.security.mode {
            TlsMode::Plain => Phase::Clear,
            _ if self.security.start == TlsStart::Direct => Phase::Connected,
            _ => Phase::Clear,
        };
        if let Some(info) = tls {
            self.phase = Phase::HostAnswered;
            self.lane.mark(Mark::Secured(info));
        }
    }

    /// Octets from the peer. Takes all or, beyond `Limits::received_bytes`, nothing: a driver
    /// that reads only while `wants_read` and at most half of that limit at once never sees it.
    pub(crate) fn receive(&mut self, octets: &[u8]) -> Result<(), ReceiveError> {
        if self.unread() + octets.len() as u64 > self.received_limit {
            return Err(ReceiveError::Full);
        }
        self.lane.push(octets);
        Ok(())
    }

    /// The peer has closed its side.
    pub(crate) fn eof(&mut self) {
        self.lane.mark(Mark::Eof);
    }

    /// The connection could not be made, or is lost.
    pub(crate) fn failed(&mut self, why: ConnectFailure) {
        self.lane.mark(Mark::Failed(why));
    }

    /// The host's answer to [`TransportEffect::StartTls`].
    pub(crate) fn secured(&mut self, info: TlsInfo) -> Result<(), TlsAnswerError> {
        if self.phase != Phase::Host {
            return Err(TlsAnswerError::NotAsked);
        }
        self.phase = Phase::HostAnswered;
        self.lane.mark(Mark::Secured(info));
        Ok(())
    }

    /// The app's answer to [`TransportEffect::VerifyCertificate`]; overtakes octets.
    pub(crate) fn verdict(&mut self, verdict: Verdict) -> Result<(), TlsAnswerError> {
        if self.phase != Phase::Verdict || self.verdict.is_some() {
            return Err(TlsAnswerError::NotAsked);
        }
        self.verdict = Some(verdict);
        Ok(())
    }

    /// The driver has written `total` octets of this connection so far.
    pub(crate) fn transmitted(&mut self, total: u64) -> Result<(), TransmittedError> {
        self.outgoing.transmitted(total)
    }
}

// The layer above reads, writes, and asks for TLS.
impl Transport {
    /// What the peer said and nobody has consumed: in the clear before TLS, its plaintext after.
    pub(crate) fn plaintext(&self) -> &[u8] {
        match (self.phase, &self.session) {
            (Phase::Secured, Some(_)) => self.plaintext.as_slice(),
            (Phase::Clear | Phase::Secured, None) => self.lane.front(),
            _ => &[],
        }
    }

    /// Takes `count` octets of [`Transport::plaintext`].
    pub(crate) fn consume(&mut self, count: usize) {
        let count = count.min(self.plaintext().len());
        match self.session {
            Some(_) => self.plaintext.consume(count),
            None => self.lane.consume(count),
        }
    }

    /// The end of the connection, once everything in front of it was consumed.
    pub(crate) fn ended(&self) -> Option<&End> {
        self.ended.as_ref().filter(|_| self.plaintext().is_empty())
    }

    /// Sends octets of the stream, as soon as they may leave. Follow with `flush`.
    pub(crate) fn write(&mut self, octets: &[u8]) {
        if self.outgoing.is_closing() {
            return;
        }
        match (self.phase, &mut self.session) {
            (Phase::Secured, Some(session)) => session.write(octets, self.outgoing.pending()),
            (Phase::Clear | Phase::Secured, None) => self.outgoing.pending().push(octets),
            _ => self.held.push(octets),
        }
    }

    /// Hands out what was written, up to `Limits::in_flight_bytes` not yet transmitted.
    pub(crate) fn flush(&mut self, out: &mut Outbox<TransportEffect>) {
        if self.phase == Phase::Clear && self.held.len() > 0 {
            let held = self.held.take(usize::MAX);
            self.outgoing.pending().push(&held);
        }
        self.outgoing.flush(out);
    }

    /// Begins TLS at this octet: call it where `<proceed/>` was read (or, in the receiving role,
    /// written). Octets that wait unread are an injection: an honest peer is silent here. What is
    /// written from now on leaves behind [`TransportEffect::Secured`].
    pub(crate) fn start_tls(
        &mut self,
        now: Now,
        out: &mut Outbox<TransportEffect>,
    ) -> Result<(), TransportFault> {
        // Called in any other phase it fails as well: a peer that gets us there plays tricks.
        let result = match self.phase {
            Phase::Clear if self.lane.len() == 0 => self.begin(now, out),
            _ => Err(TransportFault::Injection),
        };
        if let Err(fault) = &result {
            self.fail(fault.clone());
        }
        self.flush(out);
        result
    }

    /// Says goodbye in TLS and disconnects behind the last octet written. What is written later
    /// is dropped.
    pub(crate) fn close(&mut self, out: &mut Outbox<TransportEffect>) {
        if let Some(session) = &mut self.session {
            session.close();
            session.drain(self.outgoing.pending());
        }
        self.outgoing.close_when_drained();
        self.flush(out);
    }

    /// Disconnects at once; what has not been handed out is dropped.
    pub(crate) fn abort(&mut self, out: &mut Outbox<TransportEffect>) {
        self.outgoing.disconnect(out);
    }
}

// Questions.
impl Transport {
    /// Whether the driver has the connection.
    #[cfg(test)]
    pub(crate) fn is_connected(&self) -> bool {
        self.phase != Phase::Connecting
    }

    /// Whether TLS stands and the certificate is good, by whichever of the three words.
    pub(crate) fn is_secured(&self) -> bool {
        self.phase == Phase::Secured
    }

    /// Whether everything goes in the clear, by the config's explicit word.
    #[cfg(test)]
    pub(crate) fn is_plain_allowed(&self) -> bool {
        self.security.mode == TlsMode::Plain
    }

    /// What TLS is, once it stands.
    pub(crate) fn tls_info(&self) -> Option<&TlsInfo> {
        self.tls.as_ref().filter(|_| self.is_secured())
    }

    /// The data of `tls-exporter` and of `tls-server-end-point`, as far as there are any.
    pub(crate) fn channel_bindings(&self) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
        let Some(info) = self.tls_info() else { return (None, None) };
        let exporter = info.exporter.as_ref().map(|octets| octets.0.clone());
        let end_point = info.leaf.as_ref().and_then(|leaf| end_point::end_point(&leaf.0));
        (exporter, end_point)
    }

    /// Whether the driver shall read on: false from half of `Limits::received_bytes`.
    pub(crate) fn wants_read(&self) -> bool {
        self.unread() < self.received_limit / 2
    }

    /// The position, in octets of the connection, behind everything written so far: what was
    /// written is transmitted once `transmitted_total` has come here. (What is still held back
    /// for TLS does not count: it has no position yet.)
    pub(crate) fn written_total(&self) -> u64 {
        self.outgoing.written_total()
    }

    #[cfg(test)]
    pub(crate) fn transmitted_total(&self) -> u64 {
        self.outgoing.transmitted_total()
    }

    /// Octets received so far.
    pub(crate) fn received_total(&self) -> u64 {
        self.lane.received
    }

    /// Octets transmitted so far, if the driver has more to transmit.
    pub(crate) fn stuck_at(&self) -> Option<u64> {
        self.outgoing.stuck_at()
    }

    /// Octets written but not handed out, since too many are in flight. While it is not 0, the
    /// layer above keeps what it can.
    pub(crate) fn backlog(&self) -> u64 {
        self.outgoing.backlog()
    }

    fn unread(&self) -> u64 {
        (self.lane.len() + self.plaintext.len()) as u64
    }
}
