//! The machine: one engine is one account's client. No protocol rule stands here; this folder
//! only carries octets, elements and effects from one room to the next.
//!
//! Files by the way of a stanza: [`inputs`] stores what comes from outside; [`link`] is the
//! present connection; [`login`] drives the negotiation; [`arrive`] takes stanzas in; [`depart`]
//! lets them out; [`end`] ends connections and dials again.

mod arrive;
mod config;
mod depart;
mod end;
mod events;
mod inputs;
mod link;
mod login;
mod output;

use std::collections::VecDeque;
use std::sync::Arc;

pub use config::{Config, HandledMode, Reconnect, Timeouts};
pub use output::{InputError, Output};

use crate::chance::Chance;
use crate::dial::Backoff;
use crate::sasl::Secret;
use crate::session::Session;
use crate::stream::LoginStep;
use crate::stream::reason::Fault;
use crate::time::{Deadline, END_OF_TIME, Now, after, due, earliest};
use crate::transport::Shared;
use crate::xep::{Extensions, Own, XepKey};
use end::Ending;
use events::Events;
use inputs::Answer;
use link::{Link, Stage};

/// A complete XMPP client as a pure state machine.
///
/// Inputs only store. [`poll`](Engine::poll) is the only place where the machine runs, and where
/// time enters; call it until it says [`Output::Wait`], after every input and when the time of
/// the last `Wait` has come:
///
/// ```
/// use xmpp_engine::{Config, Engine, Now, Output};
///
/// let mut engine = Engine::new(Config::client("romeo@example.org")?, [7; 32])?;
/// let now = Now { mono_ms: 0, unix_ms: 1_800_000_000_000 };
/// loop {
///     match engine.poll(now) {
///         Output::Connect { conn, target } => println!("{conn}: connect to {}", target.host),
///         Output::Transmit { conn, bytes } => println!("{conn}: write {}", bytes.0.len()),
///         Output::Disconnect { conn } => println!("{conn}: close"),
///         Output::Event { event, .. } => println!("{event:?}"),
///         Output::Wait { .. } => break,
///         _ => {}
///     }
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Engine {
    config: Config,
    shared: Arc<Shared>,
    chance: Chance,
    now: Now,
    /// What the last `Wait` said.
    reads: bool,
    /// Milliseconds in which we did not read, all together.
    unread_ms: u64,

    /// What `poll` gives out next.
    outputs: VecDeque<Output>,
    events: Events,
    /// Answers of the driver and the app overtake octets.
    answers: VecDeque<Answer>,

    state: State,
    link: Option<Link>,
    connections: u64,
    backoff: Backoff,
    /// When the present session began, on the monotonic clock, if there is one.
    online_since: Option<u64>,
    /// Whether there has been a session.
    was_online: bool,

    secret: Option<Secret>,
    /// Keys derived from it at an earlier login: a reconnect costs no derivation.
    keys: Option<Secret>,
    /// The credentials were given on being asked.
    secret_was_asked: bool,
    /// The app was asked for credentials and has not answered.
    asks_for_secret: bool,
    /// The present stream is behind a login.
    authenticated: bool,
    /// A slice of derivation was done since the last `Wait`.
    derived: bool,

    session: Session<XepKey>,
    own: Own,
    extensions: Extensions,
    commands: u64,
    ending: Option<Ending>,
    /// Whose turn it is: one stanza in, one stanza out.
    out_turn: bool,
}

/// What the engine is about, connections apart.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// A connection is there or is to be made now.
    Active,
    /// The next dial waits for its time, or (`None`) for the app.
    Pausing { until: Deadline },
    /// The end.
    Closed,
}

impl Engine {
    /// What comes next. Never blocks, never runs long.
    #[must_use = "an output that is not carried out is lost: octets, or the session itself"]
    pub fn poll(&mut self, now: Now) -> Output {
        self.tick(now);
        loop {
            if let Some(output) = self.next_output() {
                return output;
            }
            if !self.step() {
                // Even what found nothing to do can have told the app something.
                return self.next_output().unwrap_or_else(|| self.wait());
            }
        }
    }

    /// One small piece of work; `false` if there is none. This is the drive loop: one line for
    /// each thing that can be done, the most urgent first.
    fn step(&mut self) -> bool {
        self.attend(Engine::take_answer)
            || self.dial()
            || self.attend(Engine::pump)
            || self.attend(Engine::one_in_or_out)
            || self.attend(Engine::one_slice)
            || self.attend(Engine::expire)
            || self.probe()
            || self.attend(Engine::flush)
            || self.finish()
    }

    /// Time enters here, and with it what the app has handled since.
    fn tick(&mut self, now: Now) {
        let before = self.now.mono_ms;
        self.now = Now { mono_ms: now.mono_ms.clamp(before, END_OF_TIME), unix_ms: now.unix_ms };
        if !self.reads {
            self.unread_ms += self.now.mono_ms - before;
        }
        if self.config.handled == HandledMode::Implicit {
            self.session.handled(self.events.given());
        }
        self.session.arm(self.session_ms());
    }

    /// The clock of the session stands still while we do not read: what others owe us may be in the
    /// socket.
    fn session_ms(&self) -> u64 {
        self.now.mono_ms - self.unread_ms
    }

    fn next_output(&mut self) -> Option<Output> {
        self.outputs.pop_front().or_else(|| {
            let (seq, event) = self.events.pop()?;
            Some(Output::Event { seq, event })
        })
    }

    /// Nothing is left to do.
    fn wait(&mut self) -> Output {
        let derives = self.derived;
        self.derived = false;
        let until = match derives {
            true => Some(self.now.mono_ms),
            false => {
                // What has begun since the last tick has its time from now on.
                self.session.arm(self.session_ms());
                self.next_deadline()
            }
        };
        self.reads = self.wants_read();
        Output::Wait { until, read: self.reads }
    }

    fn next_deadline(&self) -> Deadline {
        let pause = match self.state {
            State::Pausing { until } if self.has_room() => until,
            _ => None,
        };
        let link = self.link.as_ref().and_then(|link| earliest(link.deadline, link.idle()));
        let ending = self.ending.as_ref().and_then(|ending| ending.deadline);
        let session = self.session.deadline().filter(|_| self.wants_read());
        let session = session.map(|at| at.saturating_add(self.unread_ms));
        [pause, link, ending, session].into_iter().fold(None, earliest)
    }

    /// Whether more input is welcome: the app keeps up, and so do we.
    fn wants_read(&self) -> bool {
        self.has_room() && self.link.as_ref().is_none_or(|link| link.transport.wants_read())
    }

    /// Whether what a further stanza would give can be kept.
    fn has_room(&self) -> bool {
        let limits = &self.config.limits;
        self.events.waiting() < limits.held_events as usize
            && self.events.weight() < limits.held_bytes
            && !self.session.is_congested()
    }

    /// Does one kind of work; a fault in it ends the connection.
    fn attend(&mut self, work: fn(&mut Engine) -> Result<bool, Fault>) -> bool {
        work(self).unwrap_or_else(|fault| {
            self.end_link(fault);
            true
        })
    }

    fn stage(&mut self, stage: Stage) {
        if let Some(link) = &mut self.link {
            link.stage = stage;
        }
    }

    /// One slice of a key's derivation, at most one between two waits: no poll is long.
    fn one_slice(&mut self) -> Result<bool, Fault> {
        if self.derived {
            return Ok(false);
        }
        self.derived = self.derive()?;
        Ok(self.derived)
    }

    /// What is waited for has changed: its own deadline begins. What has come too late ends the
    /// connection, or the request.
    fn expire(&mut self) -> Result<bool, Fault> {
        let mono_ms = self.now.mono_ms;
        if self.wants_read() && self.session.expire(self.session_ms()) {
            self.report_session();
            return Ok(true);
        }
        let awaited = self.awaited();
        let Some(link) = &mut self.link else { return Ok(false) };
        if awaited != link.awaited {
            link.awaited = awaited;
            link.deadline = awaited.map(|(step, _)| after(mono_ms, self.config.timeouts.of(step)));
        }
        match (awaited, due(link.deadline, mono_ms)) {
            (Some((step, _)), true) => Err(end::timed_out(step)),
            _ => Ok(false),
        }
    }

    /// A silent link may be a dead one: after a while something is asked of it.
    fn probe(&mut self) -> bool {
        let (mono_ms, reads) = (self.now.mono_ms, self.wants_read());
        let Some(link) = &mut self.link else { return false };
        let received = link.transport.received_total();
        let silent = matches!(link.stage, Stage::Session) && received == link.heard && reads;
        let probes = silent && due(link.idle, mono_ms);
        if !silent || probes || link.idle.is_none() {
            // A silence of no time would never end.
            link.idle = Some(after(mono_ms, self.config.timeouts.idle_ms.max(1)));
            link.heard = received;
        }
        match (probes, self.session.is_managed()) {
            (true, true) => self.session.probe(),
            (true, false) => link.stream.keep_alive(&mut link.transport),
            _ => {}
        }
        probes
    }

    /// What the server, the driver or the app owes us, with a number that tells one such debt from
    /// the next.
    fn awaited(&self) -> Option<(LoginStep, u64)> {
        let link = self.link.as_ref()?;
        if let Some(step) = link.waits_for() {
            return Some((step, 0));
        }
        if let Some(number) = self.session.waits_for_ack().filter(|_| self.wants_read()) {
            return Some((LoginStep::Ack, number));
        }
        // Without stream management nothing else tells that the other side is gone.
        link.transport.stuck_at().map(|total| (LoginStep::Write, total))
    }
}
