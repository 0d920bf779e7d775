//! The handle: everything a program can say.

use std::sync::Arc;

use crate::Common;
use xmpp_engine::sasl::Secret;
use xmpp_engine::session::{AnswerError, CommandId, IncomingId, RequestId, SendError, Token};
use xmpp_engine::stanza::{Iq, Stanza, StanzaError};
use xmpp_engine::transport::{ConnId, Verdict};
use xmpp_engine::xep::{Command, CommandError};
use xmpp_engine::xml::Element;

/// A handle to an engine that a task drives. Cheap to clone; no call waits. Its methods are the
/// engine's: see there for their errors.
#[derive(Clone)]
pub struct Client(Arc<Common>);

impl Client {
    pub(crate) fn new(common: Arc<Common>) -> Client {
        Client(common)
    }

    /// Sends a message or a presence.
    ///
    /// # Errors
    /// The queue is full, the stanza is over the limits, or the engine is closing.
    pub fn send(&self, stanza: impl Into<Stanza>) -> Result<Token, SendError> {
        self.0.call(|engine| engine.send(stanza))
    }

    /// Sends an IQ request; its end is exactly one `Event::Answer`.
    ///
    /// # Errors
    /// As [`send`](Client::send); also if too many requests wait.
    pub fn ask(&self, request: Iq) -> Result<RequestId, SendError> {
        self.0.call(|engine| engine.ask(request))
    }

    /// Answers an `Event::Request`.
    ///
    /// # Errors
    /// The request has been answered or its time is over, or the queue is full.
    pub fn answer(
        &self,
        id: IncomingId,
        result: Result<Option<Element>, StanzaError>,
    ) -> Result<(), AnswerError> {
        self.0.call(|engine| engine.answer(id, result))
    }

    /// Asks something of an extension.
    ///
    /// # Errors
    /// The queue is full, the engine is closing, or an argument cannot be sent.
    pub fn command(&self, command: Command) -> Result<CommandId, CommandError> {
        self.0.call(|engine| engine.command(command))
    }

    /// Takes back a stanza that is not written yet; `false` if it is too late.
    pub fn cancel(&self, token: Token) -> bool {
        self.0.call(|engine| engine.cancel(token))
    }

    /// Gives up a request of [`ask`](Client::ask): it ends as cancelled; `false` if it has ended.
    pub fn cancel_request(&self, request: RequestId) -> bool {
        self.0.call(|engine| engine.cancel_request(request))
    }

    /// Answers an `Event::VerifyCertificate`.
    pub fn trust(&self, conn: ConnId, verdict: Verdict) {
        self.0.call(|engine| engine.trust(conn, verdict));
    }

    /// Answers an `Event::NeedCredentials`.
    pub fn provide(&self, secret: Secret) {
        self.0.call(|engine| engine.provide(secret));
    }

    /// Ends everything in good order; the events end behind it.
    pub fn close(&self) {
        self.0.call(|engine| engine.close());
    }

    /// Ends everything at once.
    pub fn abort(&self) {
        self.0.call(|engine| engine.abort());
    }
}
