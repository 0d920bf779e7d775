//! The receiving role: the server's side of one XMPP stream (RFC 6120), as a machine of the same
//! shape as the [`Engine`](crate::Engine): inputs only store, `poll` works, one door out.
//!
//! It knows how a stream is opened, secured, logged in to, bound, managed (XEP-0198) and closed.
//! Who may log in, and what becomes of a stanza, is asked of the program that runs it: each SASL
//! message and each address is a question in an event, answered by a call. While a question is
//! open nothing more is read.
//!
//! ```text
//! stream.receive(&bytes)?;
//! loop { match stream.poll(now) {
//!     AcceptOutput::Transmit { bytes } => ..,  // write, then transmitted(total)
//!     AcceptOutput::Disconnect         => ..,
//!     AcceptOutput::Event { event }    => ..,  // answer questions, send stanzas
//!     AcceptOutput::Wait { until, read } => break,
//! }}
//! ```
//!
//! Left out: resumption, SASL2, server-to-server streams, TLS brought by the host.

mod acks;
mod data;
mod features;
mod login;
mod session;

pub use crate::stream::{StreamCondition, StreamError};
pub use data::{AcceptConfig, AcceptEnd, AcceptError, AcceptEvent, AcceptOutput, AcceptTls};

use std::collections::VecDeque;
use std::sync::Arc;

use crate::chance::Chance;
use crate::jid::Jid;
use crate::outbox::Outbox;
use crate::stanza::StanzaError;
use crate::stream::{Incoming, Stream};
use crate::time::{Deadline, Now, due, earliest};
use crate::transport::{
    ConnectFailure, ReceiveError, Security, Shared, TlsInfo, TlsMode, TlsStart, TransmittedError,
    Transport, TransportEffect, TransportFault,
};
use crate::xml::Element;
use acks::{Acks, Kept};
use data::Answer;

/// The server's side of one stream.
pub struct Acceptor {
    config: AcceptConfig,
    chance: Chance,
    transport: Transport,
    stream: Stream,
    step: Step,
    deadline: Deadline,
    now: Now,
    /// Mechanisms in the last offer.
    offered: Vec<String>,
    /// The account that has logged in.
    account: Option<Jid>,
    failed_logins: u32,
    answer: Option<Answer>,
    /// Stanzas that wait to be written.
    queue: VecDeque<Kept>,
    queued_bytes: u64,
    acks: Option<Acks>,
    ending: Option<Ending>,
    effects: Outbox<TransportEffect>,
    outputs: Outbox<AcceptOutput>,
}

/// What the stream waits for.
#[derive(Debug)]
enum Step {
    /// The client's stream header.
    Header,
    /// What the client makes of the features: STARTTLS, a login, an address.
    Choice,
    /// The TLS handshake.
    Handshake,
    /// The server's answer to a SASL message.
    LoginAsked,
    /// The client's answer to a challenge.
    Response,
    /// The server's answer to a bind request.
    BindAsked { id: String },
    /// Stanzas.
    Bound { jid: Jid },
    /// The client's closing tag.
    Closing,
    /// Nothing.
    Over,
}

/// How the server wants the stream to end.
#[derive(Debug)]
enum Ending {
    Close,
    Fail(StreamError),
}

/// Why a turn of the machine could not be finished.
#[derive(Debug)]
enum Fault {
    /// The client is to blame, and is told.
    Stream(StreamError),
    Transport(TransportFault),
}

impl From<StreamCondition> for Fault {
    fn from(condition: StreamCondition) -> Fault {
        Fault::Stream(StreamError::new(condition))
    }
}

impl From<TransportFault> for Fault {
    fn from(fault: TransportFault) -> Fault {
        Fault::Transport(fault)
    }
}

// Inputs: they store, nothing runs.
impl Acceptor {
    /// A connection that was just accepted. `shared` comes from [`Shared::server`], and is not
    /// used with [`AcceptTls::Plain`]. `seed` comes from the operating system and is never used
    /// again.
    pub fn new(config: AcceptConfig, shared: Arc<Shared>, seed: [u8; 32]) -> Acceptor {
        let (mode, start) = match config.tls {
            AcceptTls::Plain => (TlsMode::Plain, TlsStart::StartTls),
            AcceptTls::Direct => (TlsMode::Engine, TlsStart::Direct),
            AcceptTls::Required | AcceptTls::Optional => (TlsMode::Engine, TlsStart::StartTls),
        };
        let security = Security::server(mode, start, shared);
        let mut transport = Transport::new(security, &config.limits);
        transport.connected(None);
        Acceptor {
            chance: Chance::new(seed),
            stream: Stream::new(&config.limits),
            transport,
            config,
            step: Step::Header,
            deadline: None,
            now: Now::default(),
            offered: Vec::new(),
            account: None,
            failed_logins: 0,
            answer: None,
            queue: VecDeque::new(),
            queued_bytes: 0,
            acks: None,
            ending: None,
            effects: Outbox::default(),
            outputs: Outbox::default(),
        }
    }

    /// Octets from the client. Takes all or, beyond `Limits::received_bytes`, nothing.
    pub fn receive(&mut self, octets: &[u8]) -> Result<(), ReceiveError> {
        self.transport.receive(octets)
    }

    /// The client has closed its side of the connection.
    pub fn eof(&mut self) {
        self.transport.eof();
    }

    /// The connection is lost.
    pub fn failed(&mut self, why: ConnectFailure) {
        self.transport.failed(why);
    }

    /// The driver has written `total` octets of this connection so far.
    pub fn transmitted(&mut self, total: u64) -> Result<(), TransmittedError> {
        self.transport.transmitted(total)
    }

    /// Answers [`AcceptEvent::Authenticate`] or [`AcceptEvent::Response`] by a challenge.
    pub fn challenge(&mut self, data: &[u8]) -> Result<(), AcceptError> {
        self.answer_login(Answer::Challenge(data.to_owned()))
    }

    /// Answers them by success: the client is this account, and has to be told `additional`.
    pub fn succeed(&mut self, account: &Jid, additional: Option<&[u8]>) -> Result<(), AcceptError> {
        let additional = additional.map(<[u8]>::to_owned);
        self.answer_login(Answer::Succeed { account: account.bare(), additional })
    }

    /// Answers them by failure, with a condition of RFC 6120 section 6.5.
    pub fn refuse(&mut self, condition: &str) -> Result<(), AcceptError> {
        self.answer_login(Answer::Refuse(condition.to_owned()))
    }

    /// Answers [`AcceptEvent::Bind`]: this full address.
    pub fn bind(&mut self, jid: &Jid) -> Result<(), AcceptError> {
        self.answer_bind(Answer::Bind(jid.clone()))
    }

    /// Answers it by an error; the client may ask again.
    pub fn refuse_bind(&mut self, error: StanzaError) -> Result<(), AcceptError> {
        self.answer_bind(Answer::RefuseBind(error))
    }

    /// Sends a stanza to the client, as it is: the addresses are the server's business.
    pub fn send(&mut self, stanza: Element) -> Result<(), AcceptError> {
        if self.bound().is_none() || self.ending.is_some() {
            return Err(AcceptError::NotBound);
        }
        let limits = &self.config.limits;
        let kept = Kept { bytes: features::size(&stanza), stanza };
        let unacked = self.acks.as_ref().map_or(0, Acks::unacked_bytes);
        if self.queue.len() >= limits.queued_stanzas as usize
            || self.queued_bytes + unacked + kept.bytes > limits.queued_bytes
        {
            return Err(AcceptError::Full);
        }
        self.enqueue(kept);
        Ok(())
    }

    /// Closes the stream behind what was sent, and waits a little for the client to close too.
    pub fn close(&mut self) {
        self.ending.get_or_insert(Ending::Close);
    }

    /// Ends the stream with an error, at once.
    pub fn fail(&mut self, error: StreamError) {
        self.ending = Some(Ending::Fail(error));
    }

    /// Cuts the connection without a word. What was handed out may still arrive.
    pub fn abort(&mut self) {
        if !self.is_over() {
            self.transport.abort(&mut self.effects);
            self.over(AcceptEnd::Finished);
        }
    }

    fn answer_login(&mut self, answer: Answer) -> Result<(), AcceptError> {
        self.store_answer(answer, matches!(self.step, Step::LoginAsked))
    }

    fn answer_bind(&mut self, answer: Answer) -> Result<(), AcceptError> {
        self.store_answer(answer, matches!(self.step, Step::BindAsked { .. }))
    }

    fn store_answer(&mut self, answer: Answer, asked: bool) -> Result<(), AcceptError> {
        if !asked || self.answer.is_some() {
            return Err(AcceptError::NotAsked);
        }
        self.answer = Some(answer);
        Ok(())
    }
}

// Questions.
impl Acceptor {
    /// The address bound to the stream.
    pub fn bound(&self) -> Option<&Jid> {
        match &self.step {
            Step::Bound { jid } => Some(jid),
            _ => None,
        }
    }

    /// The data of `tls-exporter` (RFC 9266) and of `tls-server-end-point` (RFC 5929).
    pub fn channel_bindings(&self) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
        self.transport.channel_bindings()
    }

    /// What TLS is, once it stands.
    pub fn tls_info(&self) -> Option<&TlsInfo> {
        self.transport.tls_info()
    }

    /// Whether the last offer held a -PLUS mechanism.
    pub fn offers_plus(&self) -> bool {
        self.offered.iter().any(|name| name.ends_with("-PLUS"))
    }

    /// Stanzas whose arrival is in doubt once the stream is over, oldest first: those that the
    /// client has not acknowledged, and those never written. Without stream management what was
    /// written counts as arrived.
    pub fn take_undelivered(&mut self) -> Vec<Element> {
        let unacked = self.acks.take().map(Acks::into_unacked).unwrap_or_default();
        let kept = unacked.into_iter().chain(self.queue.drain(..));
        kept.map(|kept| kept.stanza).collect()
    }
}

// The work.
impl Acceptor {
    /// The only place where the machine runs. Call it until it says `Wait`.
    pub fn poll(&mut self, now: Now) -> AcceptOutput {
        self.now = Now { mono_ms: now.mono_ms.max(self.now.mono_ms), ..now };
        if self.deadline.is_none() && matches!(self.step, Step::Header) {
            self.expect(Step::Header);
        }
        loop {
            if let Some(output) = self.outputs.pop() {
                return output;
            }
            if !self.turn() {
                let read = self.transport.wants_read() && !self.is_over();
                let until = earliest(self.deadline, self.asks_again_at());
                return AcceptOutput::Wait { until, read };
            }
        }
    }

    /// One turn: everything that is due, but one stanza in and one stanza out at most.
    fn turn(&mut self) -> bool {
        let worked = match self.try_turn() {
            Ok(worked) => worked,
            Err(fault) => {
                self.end_by(fault);
                true
            }
        };
        self.fold_effects() | worked
    }

    fn try_turn(&mut self) -> Result<bool, Fault> {
        let advanced = self.transport.advance(self.now, &mut self.effects);
        self.transport.flush(&mut self.effects);
        if self.is_over() {
            return Ok(self.give_up());
        }
        advanced?;
        if self.fold_effects() | self.end_as_asked() {
            return Ok(true);
        }
        if due(self.deadline, self.now.mono_ms) {
            self.time_out()?;
            return Ok(true);
        }
        let asked = self.ask_again();
        let answered = self.take_answer()?;
        let written = self.write_one();
        Ok(self.read_one()? | asked | answered | written)
    }

    /// Carries out what the transport asked for.
    fn fold_effects(&mut self) -> bool {
        let mut any = false;
        while let Some(effect) = self.effects.pop() {
            any = true;
            match effect {
                TransportEffect::Transmit(bytes) => {
                    self.outputs.push(AcceptOutput::Transmit { bytes });
                }
                TransportEffect::Disconnect => {
                    self.deadline = None;
                    self.outputs.push(AcceptOutput::Disconnect);
                }
                TransportEffect::Secured => self.secured(),
                // A server neither asks its host for TLS nor looks at clients' certificates.
                TransportEffect::StartTls { .. } | TransportEffect::VerifyCertificate { .. } => {}
            }
        }
        any
    }

    fn secured(&mut self) {
        let tls = self.transport.tls_info().cloned().unwrap_or_default();
        self.emit(AcceptEvent::Secured { tls });
        self.expect(Step::Header);
    }

    fn read_one(&mut self) -> Result<bool, Fault> {
        let reads = !matches!(
            self.step,
            Step::Handshake | Step::LoginAsked | Step::BindAsked { .. } | Step::Over
        );
        // A client that does not read what it asked for is not heard until it does.
        if !reads || self.transport.backlog() > self.config.limits.in_flight_bytes {
            return Ok(false);
        }
        let waiting = self.transport.plaintext().len();
        match self.stream.read(&mut self.transport) {
            // What was taken may have made room for more to be decrypted.
            Ok(Incoming::Nothing) => return Ok(waiting > 0 || self.ended()),
            Ok(Incoming::Opened(header)) => self.opened(header)?,
            Ok(Incoming::Element(element)) => self.element(element)?,
            Ok(Incoming::Dropped(_)) => return Err(StreamCondition::PolicyViolation.into()),
            Ok(Incoming::Closed) => self.finish(),
            Err(fault) => {
                let condition = fault.error.map(|error| error.condition);
                return Err(condition.unwrap_or(StreamCondition::UndefinedCondition).into());
            }
        }
        Ok(true)
    }

    fn element(&mut self, element: Element) -> Result<(), Fault> {
        match self.step {
            Step::Choice => self.chosen(element),
            Step::Response => self.responded(element),
            Step::Bound { .. } => self.session_element(element),
            // What a client says while the stream is closing is too late.
            Step::Closing => Ok(()),
            _ => Err(StreamCondition::UnsupportedStanzaType.into()),
        }
    }

    fn ended(&mut self) -> bool {
        if self.transport.ended().is_none() {
            return false;
        }
        let closing = matches!(self.step, Step::Closing);
        self.transport.close(&mut self.effects);
        self.over(if closing { AcceptEnd::Finished } else { AcceptEnd::Lost });
        true
    }

    fn end_as_asked(&mut self) -> bool {
        match &self.ending {
            Some(Ending::Fail(error)) => {
                let error = error.clone();
                self.end_by(Fault::Stream(error));
                true
            }
            Some(Ending::Close) if self.queue.is_empty() && !self.is_closing() => {
                self.stream.close(None, &mut self.transport);
                self.step = Step::Closing;
                self.deadline = Some(self.now.mono_ms + self.config.close_timeout_ms);
                true
            }
            _ => false,
        }
    }

    fn time_out(&mut self) -> Result<(), Fault> {
        if !self.is_closing() {
            return Err(StreamCondition::ConnectionTimeout.into());
        }
        self.finish();
        Ok(())
    }

    /// Both sides are done.
    fn finish(&mut self) {
        self.open_ours(None);
        self.stream.close(None, &mut self.transport);
        self.transport.close(&mut self.effects);
        self.over(AcceptEnd::Finished);
    }

    fn end_by(&mut self, fault: Fault) {
        if self.is_over() {
            return;
        }
        let reason = match fault {
            Fault::Transport(fault) => AcceptEnd::Transport { fault },
            Fault::Stream(error) => {
                self.open_ours(None);
                if let Ok(element) = features::stream_error(&error) {
                    self.stream.send(&element, &mut self.transport);
                }
                self.stream.close(None, &mut self.transport);
                AcceptEnd::Failed { condition: error.condition }
            }
        };
        self.transport.close(&mut self.effects);
        self.over(reason);
    }

    /// Cuts the connection of a client that does not even read the end.
    fn give_up(&mut self) -> bool {
        let due = due(self.deadline, self.now.mono_ms);
        if due {
            self.transport.abort(&mut self.effects);
        }
        due
    }

    fn over(&mut self, reason: AcceptEnd) {
        self.step = Step::Over;
        self.deadline = Some(self.now.mono_ms + self.config.close_timeout_ms);
        self.emit(AcceptEvent::Closed { reason });
    }

    /// The next step, which has its deadline from now on.
    fn expect(&mut self, step: Step) {
        self.step = step;
        self.deadline = Some(self.now.mono_ms + self.config.step_timeout_ms);
    }

    fn emit(&mut self, event: AcceptEvent) {
        self.outputs.push(AcceptOutput::Event { event });
    }

    fn is_over(&self) -> bool {
        matches!(self.step, Step::Over)
    }

    fn is_closing(&self) -> bool {
        matches!(self.step, Step::Closing)
    }
}
