//! The engine as an object. A call over these borders costs as much as the engine's work for a
//! stanza, or more: so octets go in and many outputs come out by one call, `step`.

use std::sync::{Arc, Mutex, MutexGuard};

use xmpp_engine::Engine as Core;
use xmpp_engine::declared::{
    Command, CommandId, Config, ConnId, ConnectFailure, Element, HandledMode, IncomingId,
    InputError, Iq, Jid, Now, Output, RequestId, Secret, Stanza, StanzaError, TlsInfo, Token,
    Trust, Verdict,
};

use crate::element::ElementView;
use crate::refused::CallError;
use crate::shelf::Shelf;

/// What one step gave.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Step {
    /// What is to be done, in this order; never `Wait`.
    pub outputs: Vec<Output>,
    /// Until when to sleep if there is no input, on the monotonic clock in milliseconds; absent for
    /// "until there is input", and if there is more.
    pub wait_until: Option<u64>,
    /// While `false`, leave the sockets unread.
    pub read: bool,
    /// Something is left: do what `outputs` say, then call again without octets.
    pub more: bool,
}

/// A complete XMPP client as a pure state machine: it has no socket and no clock. Inputs only store;
/// `step` is the only place where the machine runs, and where time enters: call it after every input
/// and at the time that it named. It can be called from any thread, by one at a time.
#[derive(uniffi::Object)]
pub struct Engine {
    machine: Mutex<Machine>,
}

struct Machine {
    core: Core,
    shelf: Shelf,
    /// Whether what a step gave counts as handled at the next one.
    implicit: bool,
    /// The number of the last event given out.
    given: u64,
}

/// Whom many engines of one process trust: a system's roots are read and kept once.
#[derive(uniffi::Object)]
pub struct Shared {
    core: Arc<xmpp_engine::transport::Shared>,
}

#[uniffi::export]
impl Shared {
    /// What engines with this trust have in common.
    ///
    /// # Errors
    /// None of the roots can be used.
    #[uniffi::constructor]
    pub fn new(trust: Trust) -> Result<Shared, CallError> {
        Ok(Shared { core: xmpp_engine::transport::Shared::new(&trust)? })
    }
}

/// The engine's own.
#[uniffi::export]
impl Engine {
    /// An engine. `seed` are 32 octets of the operating system's random source, never used twice.
    ///
    /// # Errors
    /// The account is not an address, none of the roots can be used, or the seed has another length.
    #[uniffi::constructor]
    pub fn new(config: Config, seed: &[u8]) -> Result<Engine, CallError> {
        Engine::around(config, seed, |config, seed| Ok(Core::new(config, seed)?))
    }

    /// An engine that shares its trust with others; `config.trust` is not looked at.
    ///
    /// # Errors
    /// The account is not an address, or the seed has another length.
    #[uniffi::constructor]
    pub fn with_shared(config: Config, seed: &[u8], shared: &Shared) -> Result<Engine, CallError> {
        let shared = shared.core.clone();
        Engine::around(config, seed, |config, seed| Ok(Core::with_shared(config, shared, seed)))
    }

    /// Runs the machine. If `conn` is given, `octets` are what that connection has received since
    /// the last step. At most `most` outputs come back, and nothing behind one that changes the
    /// transport (`Connect`, `StartTls`, `Disconnect`): `more` says to call again, without octets.
    ///
    /// # Errors
    /// `InputError.Full` if `read` was not obeyed. Then nothing was taken and no output is lost:
    /// call again without octets until there is no more, and then with the same ones.
    pub fn step(
        &self,
        mono_ms: u64,
        unix_ms: u64,
        conn: Option<ConnId>,
        octets: &[u8],
        most: u32,
    ) -> Result<Step, CallError> {
        let mut machine = self.machine();
        if let Some(conn) = conn {
            machine.core.receive(conn, octets)?;
        }
        Ok(machine.run(Now { mono_ms, unix_ms }, most))
    }

    /// `step` with octets that are copied: for languages in which borrowing wants memory of a kind
    /// that an array is not.
    ///
    /// # Errors
    /// As for `step`.
    pub fn step_copied(
        &self,
        mono_ms: u64,
        unix_ms: u64,
        conn: Option<ConnId>,
        octets: Vec<u8>,
        most: u32,
    ) -> Result<Step, CallError> {
        self.step(mono_ms, unix_ms, conn, &octets, most)
    }

    /// The stanza of an event, whole, until that event is handled. Absent for an event without one,
    /// and for one that waits behind so many that the limits for events have made it forgotten.
    pub fn element(&self, seq: u64) -> Option<Arc<ElementView>> {
        let stanza = self.tell(|machine| machine.shelf.get(seq).cloned());
        stanza.map(|stanza| Arc::new(ElementView::from(stanza)))
    }
}

/// What the driver says.
#[uniffi::export]
impl Engine {
    /// The peer has closed its side of a connection.
    pub fn eof(&self, conn: ConnId) {
        self.tell(|machine| machine.core.eof(conn));
    }

    /// A connection could not be made, or is lost. What was received before still counts.
    pub fn failed(&self, conn: ConnId, failure: ConnectFailure) {
        self.tell(|machine| machine.core.failed(conn, failure));
    }

    /// The connection of `Connect` is there; with `tls` if the program made TLS on it already.
    pub fn connected(&self, conn: ConnId, tls: Option<TlsInfo>) {
        self.tell(|machine| machine.core.connected(conn, tls));
    }

    /// TLS is up, in answer to `StartTls`. What was received before counts as clear text.
    pub fn secured(&self, conn: ConnId, tls: TlsInfo) {
        self.tell(|machine| machine.core.secured(conn, tls));
    }

    /// How many octets of `Transmit` were written on this connection since its beginning.
    ///
    /// # Errors
    /// `InputError.NeverGiven` if it is more than was given out.
    pub fn transmitted(&self, conn: ConnId, total: u64) -> Result<(), CallError> {
        Ok(self.machine().core.transmitted(conn, total)?)
    }
}

/// What the app says.
#[uniffi::export]
impl Engine {
    /// Answers `VerifyCertificate`.
    pub fn trust(&self, conn: ConnId, verdict: Verdict) {
        self.tell(|machine| machine.core.trust(conn, verdict));
    }

    /// Answers `NeedCredentials`, or replaces the credentials for the next login.
    pub fn provide(&self, secret: Secret) {
        self.tell(|machine| machine.core.provide(secret));
    }

    /// Sends a message or a presence; before the first session and between two it waits. Events
    /// name it by the token.
    ///
    /// # Errors
    /// It cannot be sent, the queue is full (then `Writable` comes), or the engine is closing.
    pub fn send(&self, stanza: Stanza) -> Result<Token, CallError> {
        Ok(self.machine().core.send(stanza)?)
    }

    /// Sends a request. Its end is exactly one `Answer` with this id.
    ///
    /// # Errors
    /// As for `send`; also if too many requests wait for answers.
    pub fn ask(&self, request: Iq) -> Result<RequestId, CallError> {
        Ok(self.machine().core.ask(request)?)
    }

    /// `ask` with a whole element, whatever stands in it.
    ///
    /// # Errors
    /// It is no request; or as for `ask`.
    pub fn ask_element(&self, request: Element) -> Result<RequestId, CallError> {
        Ok(self.machine().core.ask(Iq::from_element(request)?)?)
    }

    /// Answers `Request` with a result.
    ///
    /// # Errors
    /// It was answered before, its time is over, or the queue is full.
    pub fn answer(&self, id: IncomingId, payload: Option<Element>) -> Result<(), CallError> {
        Ok(self.machine().core.answer(id, Ok(payload))?)
    }

    /// Answers `Request` with an error; `stanza_error` makes one.
    ///
    /// # Errors
    /// As for `answer`.
    pub fn answer_error(&self, id: IncomingId, error: StanzaError) -> Result<(), CallError> {
        Ok(self.machine().core.answer(id, Err(error))?)
    }

    /// Asks something of an extension. What comes of it is told in that extension's events, which
    /// name this id.
    ///
    /// # Errors
    /// The queue is full, the engine is closing, or an argument cannot be sent.
    pub fn command(&self, asked: Command) -> Result<CommandId, CallError> {
        Ok(self.machine().core.command(asked)?)
    }

    /// Takes a stanza back that waits in the queue; `false` if it is written already.
    pub fn cancel(&self, token: Token) -> bool {
        self.tell(|machine| machine.core.cancel(token))
    }

    /// Gives up a request: it ends as cancelled; `false` if it has ended.
    pub fn cancel_request(&self, request: RequestId) -> bool {
        self.tell(|machine| machine.core.cancel_request(request))
    }

    /// Every event up to this number is handled: the stanzas they came from may be acknowledged to
    /// the server.
    ///
    /// # Errors
    /// `InputError.NeverHappened` for a number that was never given out.
    pub fn handled(&self, seq: u64) -> Result<(), CallError> {
        Ok(self.machine().handled(seq)?)
    }

    /// Keeps events back for an app that cannot keep up, or lets them come again. Questions are
    /// never held.
    pub fn hold_events(&self, hold: bool) {
        self.tell(|machine| machine.core.hold_events(hold));
    }

    /// Ends everything in good order: what waits is written and, with stream management,
    /// acknowledged; then the stream is closed. `Closed` comes at the end. (`close` itself is how
    /// some languages free an object.)
    pub fn close_stream(&self) {
        self.tell(|machine| machine.core.close());
    }

    /// Ends everything at once.
    pub fn abort(&self) {
        self.tell(|machine| machine.core.abort());
    }
}

impl Engine {
    /// Whatever the config says, the core is told explicitly what is handled: between two polls of
    /// one step nobody has handled anything.
    fn around(
        config: Config,
        seed: &[u8],
        core: impl FnOnce(Config, [u8; 32]) -> Result<Core, CallError>,
    ) -> Result<Engine, CallError> {
        let seed = seed.try_into().map_err(|_| CallError::BadSeed)?;
        let implicit = config.handled == HandledMode::Implicit;
        let shelf = Shelf::new(&config.limits);
        let account = Jid::new(config.account.as_str())?;
        let core = core(Config { account, handled: HandledMode::Explicit, ..config }, seed)?;
        Ok(Engine { machine: Mutex::new(Machine { core, shelf, implicit, given: 0 }) })
    }

    /// # Panics
    /// An earlier call has: the machine cannot be trusted any more, and every call that can be
    /// refused says so.
    fn machine(&self) -> MutexGuard<'_, Machine> {
        self.machine.lock().expect("an earlier call has met a bug of the engine")
    }

    /// For a call that cannot be refused. A machine that cannot be trusted any more hears nothing: to
    /// panic would end a program in Swift, where such a call has no other way to fail.
    fn tell<T: Default>(&self, say: impl FnOnce(&mut Machine) -> T) -> T {
        self.machine.lock().map(|mut machine| say(&mut machine)).unwrap_or_default()
    }
}

impl Machine {
    fn run(&mut self, now: Now, most: u32) -> Step {
        if self.implicit {
            // The number was given out, so this cannot fail.
            let _ = self.handled(self.given);
        }
        let mut step = Step { outputs: Vec::new(), wait_until: None, read: false, more: true };
        while step.outputs.len() < most.max(1) as usize {
            let output = self.core.poll(now);
            if let Output::Wait { until, read } = output {
                return Step { wait_until: until, read, more: false, ..step };
            }
            self.note(&output);
            let turns = changes_transport(&output);
            step.outputs.push(output);
            if turns {
                break;
            }
        }
        step
    }

    fn note(&mut self, output: &Output) {
        if let Output::Event { seq, event } = output {
            self.given = *seq;
            self.shelf.keep(*seq, event);
        }
    }

    fn handled(&mut self, seq: u64) -> Result<(), InputError> {
        self.core.handled(seq)?;
        self.shelf.drop_up_to(seq);
        Ok(())
    }
}

/// Octets that were read before such an output is carried out would mean something else behind it.
fn changes_transport(output: &Output) -> bool {
    matches!(output, Output::Connect { .. } | Output::StartTls { .. } | Output::Disconnect { .. })
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    fn panics(body: impl FnOnce()) -> bool {
        catch_unwind(AssertUnwindSafe(body)).is_err()
    }

    #[test]
    fn behind_a_bug_only_calls_that_can_be_refused_say_so() -> Result<(), Box<dyn std::error::Error>>
    {
        let engine = Engine::new(Config::client("romeo@example.org")?, &[7; 32])?;
        assert!(panics(|| engine.tell(|_| -> () { panic!("a bug on purpose") })));
        engine.eof(ConnId::from_value(1));
        engine.close_stream();
        engine.abort();
        assert!(engine.element(1).is_none());
        assert!(panics(|| drop(engine.step(0, 0, None, &[], 1))));
        Ok(())
    }
}
