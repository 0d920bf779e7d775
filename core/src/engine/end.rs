//! The ends: of a connection, of the engine; and the next dial.

use super::link::{Link, Stage};
use super::{Engine, Output, Reconnect, State};
use crate::dial::Plan;
use crate::dial::fate::{Fate, fate};
use crate::event::Event;
use crate::outbox::Outbox;
use crate::stream::reason::Fault;
use crate::stream::{LoginStep, Reason, StreamCondition};
use crate::time::{Deadline, after, due};
use crate::transport::{ConnId, Security, TlsMode, TlsStart, Transport, TransportFault};

/// What the app asked for with `close`.
pub(super) struct Ending {
    /// When patience ends; armed by the first poll behind the call.
    pub deadline: Deadline,
}

pub(super) fn timed_out(step: LoginStep) -> Fault {
    let reason = Reason::TimedOut { step };
    let error = match step {
        LoginStep::Connect | LoginStep::Tls | LoginStep::Trust | LoginStep::Close => None,
        _ => Some(StreamCondition::ConnectionTimeout.into()),
    };
    Fault { error, reason }
}

pub(super) fn transport_fault(fault: TransportFault) -> Fault {
    match fault {
        TransportFault::Injection => {
            Fault::peer(StreamCondition::PolicyViolation, TransportFault::Injection.to_string())
        }
        TransportFault::Tls { fault } => Fault::quiet(Reason::TlsFailed { fault }),
    }
}

impl Engine {
    /// Dials if it is time to. As long as the app is behind with its events, nothing would be read.
    pub(super) fn dial(&mut self) -> bool {
        if !self.has_room() {
            return false;
        }
        match self.state {
            State::Pausing { until } if due(until, self.now.mono_ms) => {
                self.state = State::Active;
                true
            }
            State::Active if self.link.is_none() => {
                self.connect();
                true
            }
            _ => false,
        }
    }

    fn connect(&mut self) {
        self.connections += 1;
        let conn = ConnId::from_value(self.connections);
        let domain = self.config.account.domain_ascii();
        let mut plan = Plan::new(&self.config.dial, &domain, self.config.tls);
        let Some(target) = plan.next() else { return };
        let security = Security::client(self.config.tls, target.tls, &domain, self.shared.clone());
        let transport = Transport::new(security, &self.config.limits);
        self.authenticated = false;
        let direct = target.tls == TlsStart::Direct;
        self.link = Some(Link::new(conn, transport, direct, &self.config.limits));
        self.outputs.push_back(Output::Connect { conn, target });
    }

    /// A fault, ours or the peer's, or an end that the peer made: tells the peer, gives the
    /// connection back, tells the app.
    pub(super) fn end_link(&mut self, fault: Fault) {
        let Some(mut link) = self.link.take() else { return };
        let mut out = Outbox::default();
        link.stream.close(fault.error.as_ref(), &mut link.transport);
        link.transport.close(&mut out);
        link.transport.abort(&mut out);
        self.hand_out(link.conn, out);
        self.events.withdraw(|event| matches!(event, Event::VerifyCertificate { .. }));
        self.lose_session(&fault.reason);
        let in_clear = self.config.tls != TlsMode::Plain && !link.transport.is_secured();
        self.offline(fault.reason, in_clear);
    }

    /// The connection is gone: what follows, by the table.
    fn offline(&mut self, reason: Reason, in_clear: bool) {
        let fate = fate(&reason, in_clear);
        if self.ending.is_some() {
            return self.closed(Reason::Requested);
        }
        if fate == Fate::Stop || !self.dials_again() {
            return self.closed(reason);
        }
        let growing = self.backoff.next(&mut self.chance);
        let until = match self.asks_for_secret {
            true => None, // the question stays open, and its answer dials again
            false => fate.pause(growing).map(|pause| after(self.now.mono_ms, pause)),
        };
        self.state = State::Pausing { until };
        self.events.push(Event::Offline { reason, retry_at: until });
    }

    fn dials_again(&self) -> bool {
        match self.config.reconnect {
            Reconnect::Always => true,
            Reconnect::Never => false,
            Reconnect::OnceOnline => self.was_online,
        }
    }

    /// The end of everything.
    pub(super) fn closed(&mut self, reason: Reason) {
        self.state = State::Closed;
        self.ending = None;
        self.session.close();
        self.report_session();
        self.answers.clear();
        self.events.withdraw(|_| true);
        self.events.push(Event::Closed { reason });
    }

    /// Brings `close` forward: everything written (and acknowledged), then the stream's end, then
    /// the connection's; or all at once when patience ends.
    pub(super) fn finish(&mut self) -> bool {
        let Some(ending) = &mut self.ending else { return false };
        let now = self.now.mono_ms;
        let patience = after(now, self.config.timeouts.close_ms);
        let deadline = *ending.deadline.get_or_insert(patience);
        let Some(link) = &mut self.link else {
            self.closed(Reason::Requested);
            return true;
        };
        if due(Some(deadline), now) || !matches!(link.stage, Stage::Session | Stage::Closing) {
            self.end_link(Fault::quiet(Reason::Requested));
            return true;
        }
        let settled = matches!(link.stage, Stage::Session) && self.session.is_settled();
        if settled {
            self.say_goodbye();
        }
        settled
    }

    /// A last acknowledgement, then the end of our direction (RFC 6120 section 4.4).
    fn say_goodbye(&mut self) {
        self.session.say_goodbye();
        while self.one_out() {}
        if let Some(link) = &mut self.link {
            link.stream.close(None, &mut link.transport);
            link.stage = Stage::Closing;
        }
    }

    /// Cuts the connection without a word.
    pub(super) fn cut(&mut self) {
        let Some(mut link) = self.link.take() else { return };
        let mut out = Outbox::default();
        link.transport.abort(&mut out);
        self.hand_out(link.conn, out);
    }
}
