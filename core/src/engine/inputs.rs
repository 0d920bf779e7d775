//! What comes from outside. Inputs only store: nothing runs before the next poll, and what
//! returns an error has changed nothing.

use std::sync::Arc;

use super::end::Ending;
use super::events::Events;
use super::{Config, Engine, InputError, State};
use crate::chance::Chance;
use crate::dial::Backoff;
use crate::outbox::Outbox;
use crate::sasl::Secret;
use crate::session::{AnswerError, CommandId, IncomingId, RequestId, SendError, Session, Token};
use crate::stanza::{Iq, Stanza, StanzaError};
use crate::stream::Reason;
use crate::time::Now;
use crate::transport::{
    ConnId, ConnectFailure, ReceiveError, Shared, SharedError, TlsInfo, Transport, Trust, Verdict,
};
use crate::xep::{Command, CommandError, Extensions, Own};
use crate::xml::Element;

/// An answer that waits for the next poll.
pub(super) enum Answer {
    Connected { conn: ConnId, tls: Option<TlsInfo> },
    Trust { conn: ConnId, verdict: Verdict },
    Provide { secret: Secret },
}

/// Making an engine.
impl Engine {
    /// An engine that has its trust for itself. `seed` comes from the operating system's random
    /// source and is never used twice: two engines with one seed choose the same nonces.
    ///
    /// # Errors
    /// None of the config's roots can be used ([`SharedError`]; its other cases concern servers and
    /// engines built without TLS).
    pub fn new(config: Config, seed: [u8; 32]) -> Result<Engine, SharedError> {
        let shared = Shared::new(&config.trust)?;
        Ok(Engine::with_shared(config, shared, seed))
    }

    /// An engine that shares its trust with others: thousands of them can have one set of roots.
    /// `config.trust` is not looked at.
    pub fn with_shared(config: Config, shared: Arc<Shared>, seed: [u8; 32]) -> Engine {
        // A system's roots are 200 kB that nobody will look at again.
        let config = Config { trust: Trust::Ask, ..config };
        let extensions = Extensions::default();
        let features = extensions.features().into_iter().map(str::to_owned);
        let own = Own {
            jid: config.account.clone(),
            announce: config.announce,
            identity: config.identity.clone(),
            features: features.chain(config.claims.iter().cloned()).collect(),
        };
        Engine {
            chance: Chance::new(seed),
            now: Now::default(),
            reads: true,
            unread_ms: 0,
            outputs: Default::default(),
            events: Events::default(),
            answers: Default::default(),
            state: State::Active,
            link: None,
            connections: 0,
            backoff: Backoff::default(),
            online_since: None,
            was_online: false,
            secret: config.credentials.clone(),
            keys: None,
            secret_was_asked: false,
            asks_for_secret: false,
            authenticated: false,
            derived: false,
            session: Session::new(&config.limits, config.unacked, 0),
            own,
            extensions,
            commands: 0,
            ending: None,
            out_turn: false,
            shared,
            config,
        }
    }
}

/// What the driver says.
impl Engine {
    /// Octets from a connection, in their order.
    ///
    /// # Errors
    /// [`InputError::Full`] if more would wait than [`Limits::received_bytes`](crate::Limits):
    /// then nothing is taken. A driver that obeys `read: false` and reads at most half of that at
    /// once never sees it.
    pub fn receive(&mut self, conn: ConnId, octets: &[u8]) -> Result<(), InputError> {
        let Some(transport) = self.transport(conn) else { return Ok(()) };
        transport.receive(octets).map_err(|ReceiveError::Full| InputError::Full)
    }

    /// The peer has closed its side of a connection.
    pub fn eof(&mut self, conn: ConnId) {
        if let Some(transport) = self.transport(conn) {
            transport.eof();
        }
    }

    /// A connection could not be made, or is lost. What was received before still counts.
    pub fn failed(&mut self, conn: ConnId, failure: ConnectFailure) {
        if let Some(transport) = self.transport(conn) {
            transport.failed(failure);
        }
    }

    /// The connection of [`Output::Connect`](crate::Output::Connect) is there; with `tls` if the
    /// host made TLS on it already. For one that was given up meanwhile the next poll says
    /// [`Output::Disconnect`](crate::Output::Disconnect).
    pub fn connected(&mut self, conn: ConnId, tls: Option<TlsInfo>) {
        self.answers.push_back(Answer::Connected { conn, tls });
    }

    /// TLS is up, in answer to [`Output::StartTls`](crate::Output::StartTls). What was received
    /// before this call counts as clear text.
    pub fn secured(&mut self, conn: ConnId, tls: TlsInfo) {
        if let Some(transport) = self.transport(conn) {
            let _ = transport.secured(tls);
        }
    }

    /// How many octets of [`Output::Transmit`](crate::Output::Transmit) were written on this
    /// connection since its beginning.
    ///
    /// # Errors
    /// [`InputError::NeverGiven`] if it is more than was given out.
    pub fn transmitted(&mut self, conn: ConnId, total: u64) -> Result<(), InputError> {
        let Some(transport) = self.transport(conn) else { return Ok(()) };
        transport.transmitted(total).map_err(|_| InputError::NeverGiven)?;
        self.session.transmitted(total);
        Ok(())
    }

    fn transport(&mut self, conn: ConnId) -> Option<&mut Transport> {
        self.link.as_mut().filter(|link| link.conn == conn).map(|link| &mut link.transport)
    }
}

/// What the app says.
impl Engine {
    /// Answers [`Event::VerifyCertificate`](crate::Event::VerifyCertificate). An answer for a
    /// connection that is no more is ignored.
    pub fn trust(&mut self, conn: ConnId, verdict: Verdict) {
        self.answers.push_back(Answer::Trust { conn, verdict });
    }

    /// Answers [`Event::NeedCredentials`](crate::Event::NeedCredentials), or replaces the
    /// credentials for the next login.
    pub fn provide(&mut self, secret: Secret) {
        self.answers.push_back(Answer::Provide { secret });
    }

    /// Sends a message or a presence; before the first session and between two it waits. An id is
    /// given to it if it has none. A sender that it names is left as it is: servers end the stream for
    /// one that is not the own account.
    ///
    /// What becomes of it is told by its token: first [`Written`](crate::Event::Written), unless it
    /// [`Failed`](crate::Event::Failed). Where the server counts stanzas (XEP-0198) one more event
    /// follows, [`Acked`](crate::Event::Acked) or [`Unsure`](crate::Event::Unsure); where it does not,
    /// written is the last word. Of one that was taken back by [`cancel`](Engine::cancel) nothing is
    /// told.
    ///
    /// # Errors
    /// The queue is full (then [`Event::Writable`](crate::Event::Writable) comes), the stanza is
    /// over the limits, or the engine is closing.
    pub fn send(&mut self, stanza: impl Into<Stanza>) -> Result<Token, SendError> {
        let stanza = stanza.into();
        if matches!(stanza, Stanza::Iq(_)) {
            let what = "a request goes by `ask`, its answer by `answer`".to_owned();
            return Err(SendError::Invalid { what });
        }
        let id = self.id_for(stanza.element());
        self.session.send(stanza.element(), id.as_deref())
    }

    /// Sends an IQ request. Its end is exactly one [`Event::Answer`](crate::Event::Answer).
    ///
    /// # Errors
    /// As [`send`](Engine::send); also if too many requests wait for answers, or if it is no request.
    pub fn ask(&mut self, request: Iq) -> Result<RequestId, SendError> {
        if !request.kind().is_request() {
            return Err(SendError::Invalid { what: "only a request can be asked".to_owned() });
        }
        if request.payload().is_none() {
            let what = "a request has exactly one payload".to_owned();
            return Err(SendError::Invalid { what });
        }
        let id = self.id_for(request.element());
        self.session.ask(&request, id.as_deref(), self.config.timeouts.request_ms)
    }

    /// An id that nobody can guess, for a stanza that has none.
    fn id_for(&mut self, stanza: &Element) -> Option<String> {
        stanza.attr("id").is_none().then(|| self.chance.stanza_id())
    }

    /// Answers [`Event::Request`](crate::Event::Request): with the result's payload, or an error.
    ///
    /// # Errors
    /// The request has been answered or its time is over, or the queue is full.
    pub fn answer(
        &mut self,
        id: IncomingId,
        result: Result<Option<Element>, StanzaError>,
    ) -> Result<(), AnswerError> {
        self.session.answer(id, result)
    }

    /// Asks something of an extension. What comes of it is told in that extension's events, which
    /// name the id that is returned.
    ///
    /// # Errors
    /// The queue is full, the engine is closing, or an argument cannot be sent.
    pub fn command(&mut self, command: Command) -> Result<CommandId, CommandError> {
        if !self.session.is_taking() {
            return Err(CommandError::Closing);
        }
        let id = CommandId::from_value(self.commands + 1);
        let mut out = Outbox::default();
        self.extensions.command(id, command, &self.own, &mut out)?;
        self.take_wishes(out)?;
        self.commands += 1;
        Ok(id)
    }

    /// Takes a stanza back that waits in the queue; `false` if it is written already.
    pub fn cancel(&mut self, token: Token) -> bool {
        self.session.cancel(token)
    }

    /// Gives up a request of [`ask`](Engine::ask): it ends as cancelled; `false` if it has ended.
    pub fn cancel_request(&mut self, request: RequestId) -> bool {
        self.session.cancel_request(request)
    }

    /// Every event up to this number is handled: the stanzas they came from may be acknowledged
    /// to the server. Needed if the config says [`HandledMode::Explicit`](crate::HandledMode).
    ///
    /// # Errors
    /// [`InputError::NeverHappened`] for a number that was never given out.
    pub fn handled(&mut self, seq: u64) -> Result<(), InputError> {
        if seq > self.events.given() {
            return Err(InputError::NeverHappened);
        }
        self.session.handled(seq);
        Ok(())
    }

    /// Keeps events back for an app that cannot keep up, or lets them come again. The stream goes
    /// on; when as many or as much wait as `Limits` allow, `Wait` says `read: false`, and
    /// nothing is dialled. Questions are never held.
    pub fn hold_events(&mut self, hold: bool) {
        self.events.hold(hold);
    }

    /// Ends everything in good order: what waits is written and, with stream management,
    /// acknowledged; then the stream is closed. [`Event::Closed`](crate::Event::Closed) comes at
    /// the end, within `Timeouts::close_ms`.
    pub fn close(&mut self) {
        if self.state != State::Closed && self.ending.is_none() {
            self.session.stop_taking();
            self.ending = Some(Ending { deadline: None });
        }
    }

    /// Ends everything at once.
    pub fn abort(&mut self) {
        if self.state != State::Closed {
            self.cut();
            self.closed(Reason::Aborted);
        }
    }
}
