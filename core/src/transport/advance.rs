//! The work of a transport: what is in the lane goes through TLS, the marks in it are followed,
//! and TLS is begun, checked and declared good.

use super::data::{TlsFault, TlsInfo, TlsMode, TlsStart, TransportFault, Verdict};
use super::lane::Mark;
use super::tls::{self, Session};
use super::{End, Phase, Transport, TransportEffect};
use crate::outbox::Outbox;
use crate::time::Now;

/// Decrypted octets that may wait for the parser; one record more (16 KiB) can come on top.
const PLAINTEXT_WINDOW: usize = 16 * 1024;

impl Transport {
    /// Moves received octets through TLS up to a bounded window, follows the marks. What TLS has to
    /// say leaves with the next `flush`. A fault stays, and is told behind the last good octet in
    /// front of it; its alert is on the way by then, and only `close` or `abort` make sense.
    pub(crate) fn advance(
        &mut self,
        now: Now,
        out: &mut Outbox<TransportEffect>,
    ) -> Result<(), TransportFault> {
        if self.fault.is_none()
            && let Err(fault) = self.pull(now, out)
        {
            self.fail(fault);
        }
        if self.fault.is_some() {
            self.flush(out);
        }
        match &self.fault {
            Some(fault) if self.plaintext().is_empty() => Err(fault.clone()),
            _ => Ok(()),
        }
    }

    fn pull(&mut self, now: Now, out: &mut Outbox<TransportEffect>) -> Result<(), TransportFault> {
        if self.phase == Phase::Connected {
            self.begin(now, out)?;
        }
        self.follow_verdict(out)?;
        loop {
            if self.session.is_some() {
                self.decrypt(now, out)?;
            }
            let forged = matches!(self.phase, Phase::Host | Phase::HostAnswered);
            if forged && !self.lane.front().is_empty() {
                return Err(TransportFault::Injection);
            }
            match self.lane.take_mark() {
                Some(mark) => self.follow_mark(mark, out),
                None => return Ok(()),
            }
        }
    }

    fn follow_mark(&mut self, mark: Mark, out: &mut Outbox<TransportEffect>) {
        match mark {
            Mark::Secured(info) => self.established(info, out),
            Mark::Failed(why) => self.end(End::Failed(why)),
            Mark::Eof => {
                let truncated = self.session.as_ref().is_some_and(|tls| !tls.peer_closed());
                self.end(End::Eof { truncated });
            }
        }
    }

    /// What is decrypted is still good; what waits in the lane is not, least of all an injection.
    pub(super) fn fail(&mut self, fault: TransportFault) {
        self.lane.close();
        self.fault = Some(fault);
    }

    fn end(&mut self, end: End) {
        self.lane.close();
        self.ended.get_or_insert(end);
    }

    pub(super) fn begin(
        &mut self,
        now: Now,
        out: &mut Outbox<TransportEffect>,
    ) -> Result<(), TransportFault> {
        let domain = &self.security.domain;
        if self.security.mode == TlsMode::Host {
            self.phase = Phase::Host;
            self.outgoing.flush_all(out);
            out.push(TransportEffect::StartTls { domain: domain.clone() });
            return Ok(());
        }
        let direct = self.security.start == TlsStart::Direct;
        let mut session = Session::start(self.security.shared.setup(), domain, direct, now)?;
        session.drain(self.outgoing.pending());
        self.session = Some(Box::new(session));
        self.phase = Phase::Handshake;
        Ok(())
    }

    /// Moves octets from the lane to the plaintext until the window is full or a mark is reached.
    fn decrypt(
        &mut self,
        now: Now,
        out: &mut Outbox<TransportEffect>,
    ) -> Result<(), TransportFault> {
        while self.plaintext.len() < PLAINTEXT_WINDOW && !self.lane.front().is_empty() {
            let Some(session) = &mut self.session else { return Ok(()) };
            let (taken, result) = session.read(self.lane.front(), now, &mut self.plaintext);
            self.lane.consume(taken);
            session.drain(self.outgoing.pending());
            result?;
            let (done, closed) = (!session.is_handshaking(), session.peer_closed());
            if done && self.phase == Phase::Handshake {
                let info = session.info();
                self.established(info, out);
            }
            if closed {
                self.end(End::Eof { truncated: false });
            }
        }
        Ok(())
    }

    /// TLS stands: by now the certificate is checked, or the app must be asked.
    fn established(&mut self, info: TlsInfo, out: &mut Outbox<TransportEffect>) {
        if info.verified { self.secure(info, out) } else { self.ask(info, out) }
    }

    fn ask(&mut self, mut info: TlsInfo, out: &mut Outbox<TransportEffect>) {
        let domain = self.security.domain.clone();
        let name_matches = info.leaf.as_ref().is_some_and(|leaf| tls::name_matches(leaf, &domain));
        let chain = info.leaf.iter().cloned().chain(std::mem::take(&mut info.chain)).collect();
        self.tls = Some(info);
        self.phase = Phase::Verdict;
        out.push(TransportEffect::VerifyCertificate { domain, chain, name_matches });
    }

    fn follow_verdict(&mut self, out: &mut Outbox<TransportEffect>) -> Result<(), TransportFault> {
        match self.verdict.take() {
            None => Ok(()),
            Some(Verdict::Refuse) => Err(TlsFault::Refused.into()),
            Some(Verdict::Accept) => {
                let info = self.tls.take().unwrap_or_default();
                self.secure(info, out);
                Ok(())
            }
        }
    }

    fn secure(&mut self, info: TlsInfo, out: &mut Outbox<TransportEffect>) {
        self.tls = Some(TlsInfo { verified: true, chain: Vec::new(), ..info });
        self.phase = Phase::Secured;
        let held = self.held.take(usize::MAX);
        self.write(&held);
        out.push(TransportEffect::Secured);
    }
}
