//! The way in: from the transport's octets to the app's events.

use super::end::transport_fault;
use super::inputs::Answer;
use super::link::Stage;
use super::{Engine, Output, State};
use crate::declare::Octets;
use crate::event::{Event, MessageOrigin, WireDirection};
use crate::jid::Jid;
use crate::outbox::Outbox;
use crate::sasl::Secret;
use crate::stanza::{Iq, IqKind, Stanza, StanzaCondition, StanzaError};
use crate::stream::reason::Fault;
use crate::stream::{Incoming, Reason, StreamCondition, StreamError};
use crate::transport::{ConnId, ConnectFailure, End, TlsInfo, TransportEffect, Verdict};
use crate::xml::{Element, ns};

impl Engine {
    /// Takes one answer of the driver or the app.
    pub(super) fn take_answer(&mut self) -> Result<bool, Fault> {
        let Some(answer) = self.answers.pop_front() else { return Ok(false) };
        match answer {
            Answer::Connected { conn, tls } => self.take_connected(conn, tls)?,
            Answer::Trust { conn, verdict } => self.take_verdict(conn, verdict),
            Answer::Provide { secret } => self.take_secret(secret)?,
        }
        Ok(true)
    }

    /// A connection stands. One that was given up meanwhile is closed.
    fn take_connected(&mut self, conn: ConnId, tls: Option<TlsInfo>) -> Result<(), Fault> {
        let Some(link) = self.link.as_mut().filter(|link| link.conn == conn) else {
            self.outputs.push_back(Output::Disconnect { conn });
            return Ok(());
        };
        if !matches!(link.stage, Stage::Connecting) {
            return Ok(());
        }
        let tls_first = link.direct_tls || tls.is_some();
        link.transport.connected(tls);
        link.stage = Stage::DirectTls;
        if tls_first { Ok(()) } else { self.begin_login() }
    }

    fn take_verdict(&mut self, conn: ConnId, verdict: Verdict) {
        if let Some(link) = self.link.as_mut().filter(|link| link.conn == conn)
            && link.transport.verdict(verdict).is_ok()
        {
            link.asked_for_trust = false;
        }
    }

    /// Credentials came: the login goes on, or is tried again.
    fn take_secret(&mut self, secret: Secret) -> Result<(), Fault> {
        self.secret = Some(secret);
        self.keys = None;
        self.secret_was_asked = true;
        self.asks_for_secret = false;
        if self.state == (State::Pausing { until: None }) {
            self.state = State::Active;
        }
        self.login_credentials()
    }

    /// Moves octets through TLS, and carries out what the transport wants.
    pub(super) fn pump(&mut self) -> Result<bool, Fault> {
        let mut out = Outbox::default();
        let Some(link) = &mut self.link else { return Ok(false) };
        let advanced = link.transport.advance(self.now, &mut out);
        if link.must_flush(self.now.mono_ms) {
            link.transport.flush(&mut out);
        }
        let worked = !out.is_empty();
        self.carry(out)?;
        advanced.map_err(transport_fault)?;
        Ok(worked)
    }

    /// What a transport wants, in order.
    pub(super) fn carry(&mut self, mut out: Outbox<TransportEffect>) -> Result<(), Fault> {
        while let Some(effect) = out.pop() {
            let Some(link) = &mut self.link else { return Ok(()) };
            let conn = link.conn;
            match effect {
                TransportEffect::VerifyCertificate { domain, chain, name_matches } => {
                    link.asked_for_trust = true;
                    let event = Event::VerifyCertificate { conn, domain, chain, name_matches };
                    self.events.push(event);
                }
                TransportEffect::Secured => self.secured_now()?,
                other => self.outputs.extend(output(conn, other)),
            }
        }
        Ok(())
    }

    /// What a transport wants that is given up.
    pub(super) fn hand_out(&mut self, conn: ConnId, mut out: Outbox<TransportEffect>) {
        while let Some(effect) = out.pop() {
            self.outputs.extend(output(conn, effect));
        }
    }

    /// Takes at most one item out of the stream.
    pub(super) fn one_in(&mut self) -> Result<bool, Fault> {
        if !self.has_room() {
            return Ok(false);
        }
        let Some(link) = &mut self.link else { return Ok(false) };
        let waiting = !link.transport.plaintext().is_empty();
        match link.stream.read(&mut link.transport)? {
            // What was taken may have made room for more to be decrypted.
            Incoming::Nothing if waiting => {}
            Incoming::Nothing => return self.look_for_end(),
            Incoming::Opened(header) => self.login_header(header)?,
            Incoming::Element(element) => self.weighed(element, Engine::element),
            Incoming::Dropped(start) => self.weighed(start, Engine::dropped),
            Incoming::Closed => return Err(Fault::quiet(Reason::StreamClosed)),
        }
        Ok(true)
    }

    /// What the app hears of an element keeps about as much memory as the element, the last words
    /// of a stream among it.
    fn weighed(&mut self, element: Element, take: fn(&mut Engine, Element) -> Result<(), Fault>) {
        let (before, octets) = (self.events.pushed(), element.memory());
        if let Err(fault) = take(self, element) {
            self.end_link(fault);
        }
        self.events.weigh(before, octets);
    }

    /// The connection has come to its end behind the last element.
    fn look_for_end(&mut self) -> Result<bool, Fault> {
        let Some(link) = &self.link else { return Ok(false) };
        let reason = match link.transport.ended() {
            None => return Ok(false),
            Some(End::Failed(failure)) if at_connecting(&link.stage, failure) => {
                Reason::ConnectFailed { failure: failure.clone() }
            }
            Some(_) => Reason::ConnectionLost,
        };
        Err(Fault::quiet(reason))
    }

    fn element(&mut self, element: Element) -> Result<(), Fault> {
        self.show(WireDirection::Received, &element);
        if element.root().is("error", ns::STREAMS) {
            let error = StreamError::parse(element.root());
            return Err(Fault::quiet(Reason::StreamError { error }));
        }
        match self.link.as_ref().map(|link| &link.stage) {
            Some(Stage::Negotiating(_)) => self.login_element(element),
            _ => self.session_element(element),
        }
    }

    /// An element inside the session: a stanza, stream management, or nothing we know.
    fn session_element(&mut self, element: Element) -> Result<(), Fault> {
        match element.root().namespace() {
            // Behind our last `<a/>`: the server keeps it for the next session.
            ns::CLIENT if self.is_signed_off() => {}
            ns::CLIENT => self.stanza(element),
            ns::SM => return self.management(&element),
            _ => self.drop_element(&element, "an element that has no place in the stream"),
        }
        Ok(())
    }

    /// Whether our last acknowledgement is said, so that what comes now comes again.
    fn is_signed_off(&self) -> bool {
        let closing = self.link.as_ref().is_some_and(|link| matches!(link.stage, Stage::Closing));
        closing && self.session.is_managed()
    }

    /// A stanza. It is counted behind the events that it gives, so that what the app never saw is
    /// never acknowledged.
    fn stanza(&mut self, element: Element) {
        match Stanza::from_element(element.clone()) {
            Ok(Stanza::Message(stanza)) => {
                self.events.push(Event::Message { origin: MessageOrigin::Live, stanza });
            }
            Ok(Stanza::Presence(stanza)) => self.events.push(Event::Presence { stanza }),
            Ok(Stanza::Iq(iq)) => match iq.kind() {
                IqKind::Get | IqKind::Set => self.request(iq),
                IqKind::Result | IqKind::Error => self.reply(&iq),
            },
            Err(fault) => {
                self.refuse(&element, StanzaError::bad_request());
                self.drop_element(&element, &fault.to_string());
            }
        }
        self.session.received(self.events.pushed());
    }

    /// Somebody's request: for its owner among the extensions, for the app if it claimed the
    /// namespace, else refused (RFC 6120 section 8.2.3).
    fn request(&mut self, iq: Iq) {
        let Some(payload) = iq.payload() else {
            return self.respond(&iq, Err(StanzaError::bad_request()));
        };
        let mut out = Outbox::default();
        let answer = self.extensions.request(&iq, payload, &self.own, &mut out);
        self.carry_wishes(out);
        match answer {
            Some(answer) => self.respond(&iq, answer),
            None if self.claims(payload.namespace()) => self.pass_on(iq),
            None => self.respond(&iq, Err(StanzaError::service_unavailable())),
        }
    }

    /// Somebody's request for the app.
    fn pass_on(&mut self, iq: Iq) {
        match self.session.request(&iq, self.config.timeouts.incoming_request_ms) {
            Ok(id) => self.events.push(Event::Request { id, stanza: iq }),
            Err(error) => self.respond(&iq, Err(error)),
        }
    }

    /// The queue has room for answers as long as input is taken at all.
    fn respond(&mut self, iq: &Iq, answer: Result<Option<Element>, StanzaError>) {
        let _ = self.session.respond(iq, answer);
    }

    /// An IQ that cannot be taken, unless it is an answer: who sent it waits for one (RFC 6120
    /// section 8.2.3).
    fn refuse(&mut self, iq: &Element, error: StanzaError) {
        let is_answer = matches!(iq.attr("type"), Some("result" | "error"));
        let sender = iq.attr("from").map(Jid::received).transpose();
        if let (true, Some(id), Ok(sender)) = (iq.is("iq", ns::CLIENT), iq.attr("id"), sender)
            && !is_answer
        {
            let _ = self.session.refuse(id, sender, error);
        }
    }

    /// An answer. One that nobody waits for, or from a stranger, is ignored.
    fn reply(&mut self, iq: &Iq) {
        if self.session.reply(iq) {
            self.report_session();
        }
    }

    fn claims(&self, namespace: &str) -> bool {
        self.config.claims.iter().any(|claimed| claimed == namespace)
    }

    fn management(&mut self, element: &Element) -> Result<(), Fault> {
        let managed = self.session.management(element.root(), self.session_ms());
        self.report_session();
        managed.map_err(|fault| {
            let condition = StreamCondition::from_name(fault.condition());
            let application = fault.application();
            let error = StreamError { application, ..StreamError::new(condition.clone()) };
            Fault { error: Some(error), ..Fault::peer(condition, fault.to_string()) }
        })
    }

    /// A stanza over the limits was skipped; it counts as any other.
    fn dropped(&mut self, start: Element) -> Result<(), Fault> {
        if matches!(self.link.as_ref().map(|link| &link.stage), Some(Stage::Negotiating(_))) {
            return Err(Fault::peer(
                StreamCondition::PolicyViolation,
                "an element over the limits",
            ));
        }
        let answers = matches!(start.attr("type"), Some("result" | "error"));
        if start.is("iq", ns::CLIENT) && answers {
            let sender = start.attr("from").and_then(|sender| Jid::received(sender).ok());
            self.session.reply_dropped(start.attr("id"), sender.as_ref());
            self.report_session();
        }
        self.refuse(&start, StanzaError::new(StanzaCondition::PolicyViolation));
        self.drop_element(&start, "over the limits");
        if start.namespace() == ns::CLIENT {
            self.session.received(self.events.pushed());
        }
        Ok(())
    }

    fn drop_element(&mut self, element: &Element, what: &str) {
        self.events.push(Event::Dropped {
            name: element.name().to_owned(),
            sender: element.attr("from").and_then(|sender| Jid::received(sender).ok()),
            id: element.attr("id").map(str::to_owned),
            what: what.to_owned(),
        });
    }
}

/// The output that carries out an effect of a transport; events are made elsewhere.
fn output(conn: ConnId, effect: TransportEffect) -> Option<Output> {
    match effect {
        TransportEffect::Transmit(bytes) => Some(Output::Transmit { conn, bytes: Octets(bytes) }),
        TransportEffect::StartTls { domain } => Some(Output::StartTls { conn, domain }),
        TransportEffect::Disconnect => Some(Output::Disconnect { conn }),
        TransportEffect::VerifyCertificate { .. } | TransportEffect::Secured => None,
    }
}

/// Whether a failure was one of making the connection.
fn at_connecting(stage: &Stage, failure: &ConnectFailure) -> bool {
    matches!(stage, Stage::Connecting | Stage::DirectTls)
        || matches!(failure, ConnectFailure::Tls { .. })
}
