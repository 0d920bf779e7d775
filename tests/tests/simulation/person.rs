//! One person: an engine, the program around it with its moods, and what it has heard.

use std::collections::BTreeMap;

use xmpp_engine::dial::Dial;
use xmpp_engine::jid::Jid;
use xmpp_engine::session::{AnswerError, AnswerResult, IncomingId, RequestId, SendError};
use xmpp_engine::stanza::{Iq, Message, PresenceKind};
use xmpp_engine::transport::TlsMode;
use xmpp_engine::xep::disco::DiscoCommand;
use xmpp_engine::xep::ping::PingCommand;
use xmpp_engine::xep::roster::RosterCommand;
use xmpp_engine::xep::{Command, CommandError};
use xmpp_engine::xml::Element;
use xmpp_engine::{Config, Engine, Event, HandledMode, Secret};

use crate::chance::Chance;
use crate::ledger::{Fate, Ledger};
use crate::plan::Character;

/// A namespace whose requests the programs answer themselves.
const THERMOSTAT: &str = "urn:example:thermostat";

/// A program and its engine.
pub struct Person {
    pub name: &'static str,
    pub engine: Engine,
    pub character: Character,
    pub ledger: Ledger,
    /// When the engine wants to be polled next, and whether it wants octets.
    pub until: Option<u64>,
    pub reads: bool,
    /// There was input since the last poll.
    pub touched: bool,
    /// Ids of messages in the order of their arrival.
    pub heard: Vec<String>,
    /// The same, as far as a crash would forget them, with the numbers of their events.
    unhandled: Vec<(u64, String)>,
    /// How many programs there were before.
    pub program: u64,
    config: Config,
    /// What the program is about to do, by time.
    agenda: BTreeMap<(u64, u64), Act>,
    acts: u64,
    partner: Jid,
    /// Messages that had no room.
    unsent: u64,
    asked: u64,
    /// Events are held back.
    holds: bool,
    /// It will not begin anew.
    leaves: bool,
    /// Requests to the server, which always answers, and their ends.
    to_server: Vec<RequestId>,
    pub answers_of_server: Vec<(RequestId, AnswerResult)>,
    chance: Chance,
}

/// What a program does of its own accord.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    Send,
    Ask,
    Command,
    Subscribe,
    Cancel,
    Hold {
        ms: u64,
    },
    Release,
    Handled {
        seq: u64,
    },
    Answer {
        id: IncomingId,
    },
    /// The program dies, and begins anew.
    Crash,
    /// It closes in good order.
    Close,
    /// And begins anew.
    Start,
}

impl Person {
    pub fn new(
        (name, partner): (&'static str, &str),
        character: Character,
        heals_at: u64,
        mut chance: Chance,
    ) -> Person {
        let config = config(name, &character);
        let engine = Engine::new(config.clone(), chance.seed()).expect("no roots are given");
        let mut person = Person {
            name,
            engine,
            ledger: Ledger::new(character.managed, character.policy),
            until: Some(0),
            reads: true,
            touched: true,
            heard: Vec::new(),
            unhandled: Vec::new(),
            program: 0,
            config,
            agenda: BTreeMap::new(),
            acts: 0,
            partner: Jid::new(&format!("{partner}@localhost")).expect("an address"),
            unsent: 0,
            asked: 0,
            holds: false,
            leaves: false,
            to_server: Vec::new(),
            answers_of_server: Vec::new(),
            character,
            chance,
        };
        person.make_plans(heals_at);
        person
    }

    fn make_plans(&mut self, heals_at: u64) {
        let (messages, asks) = (self.character.messages, self.character.asks);
        // Some come in a crowd.
        let crowd = self.chance.between(0, heals_at);
        for _ in 0..messages {
            let at = if self.chance.percent(30) { crowd } else { self.sometime(heals_at) };
            self.plan(at, Act::Send);
        }
        for _ in 0..asks {
            let (asked, commanded) = (self.sometime(heals_at), self.sometime(heals_at));
            self.plan(asked, Act::Ask);
            self.plan(commanded, Act::Command);
        }
        for _ in 0..self.character.holds {
            let at = self.sometime(heals_at);
            let ms = self.chance.pick(&[100, 5_000, 100_000]);
            self.plan(at, Act::Hold { ms });
        }
        for _ in 0..self.character.crashes {
            let at = self.sometime(heals_at);
            self.plan(at, Act::Crash);
        }
        for _ in 0..self.character.restarts {
            let at = self.sometime(heals_at);
            self.plan(at, Act::Close);
        }
        let (subscribed, cancelled) = (self.sometime(heals_at / 2), self.sometime(heals_at));
        self.plan(subscribed, Act::Subscribe);
        self.plan(cancelled, Act::Cancel);
    }

    fn sometime(&mut self, before: u64) -> u64 {
        self.chance.between(0, before)
    }

    fn plan(&mut self, at: u64, act: Act) {
        self.acts += 1;
        self.agenda.insert((at, self.acts), act);
    }

    /// When the program acts next.
    pub fn acts_at(&self) -> Option<u64> {
        self.agenda.keys().next().map(|(at, _)| *at)
    }

    /// Whether all is said and every promise kept.
    pub fn is_done(&self) -> bool {
        let ledger = &self.ledger;
        self.agenda.is_empty()
            && self.unsent == 0
            && ledger.online
            && ledger.open() == 0
            && ledger.requests.is_empty()
            && ledger.commands.is_empty()
    }

    /// Why not, in words.
    pub fn state(&self) -> String {
        let ledger = &self.ledger;
        format!(
            "{}: online {}, {} acts, {} unsent, {} open, {} requests, {} commands",
            self.name,
            ledger.online,
            self.agenda.len(),
            self.unsent,
            ledger.open(),
            ledger.requests.len(),
            ledger.commands.len()
        )
    }

    /// Does the next thing that is due, and says what.
    pub fn act(&mut self, now: u64) -> Option<Act> {
        let entry = self.agenda.first_entry().filter(|entry| entry.key().0 <= now)?;
        let act = entry.remove();
        self.touched = true;
        match act {
            Act::Send => {
                self.unsent += 1;
                self.send();
            }
            Act::Ask => self.ask(),
            Act::Command => self.command(),
            Act::Subscribe => {
                let jid = self.partner.clone();
                self.tell(RosterCommand::Subscribe { jid });
            }
            Act::Cancel => self.cancel(),
            Act::Hold { ms } => {
                self.holds = true;
                self.engine.hold_events(true);
                self.plan(now + ms, Act::Release);
            }
            Act::Release => {
                self.holds = false;
                self.engine.hold_events(false);
            }
            Act::Handled { seq } => self.handle(seq),
            Act::Crash => self.start(),
            Act::Close => self.close(),
            Act::Start if self.ledger.closed => self.start(),
            Act::Start => {}
            Act::Answer { id } => {
                let payload = Element::builder("is", THERMOSTAT).text("21").build();
                self.answer(id, payload.ok());
            }
        }
        Some(act)
    }

    /// A program begins, without a memory of the last one.
    fn start(&mut self) {
        self.engine = Engine::new(self.config.clone(), self.chance.seed()).expect("as before");
        self.ledger.restart();
        self.program += 1;
        self.unhandled.clear();
        self.holds = false;
        (self.until, self.reads) = (Some(0), true);
        self.agenda.retain(|_, act| {
            !matches!(act, Act::Handled { .. } | Act::Answer { .. } | Act::Release)
        });
        self.send();
    }

    fn handle(&mut self, seq: u64) {
        self.engine.handled(seq).expect("it was given out");
        let later = self.unhandled.partition_point(|(heard, _)| *heard <= seq);
        self.heard.extend(self.unhandled.drain(..later).map(|(_, id)| id));
    }

    /// Sends what there is to send, as far as there is room.
    fn send(&mut self) {
        while self.unsent > 0 {
            let id = format!("{}-{}", self.name, self.ledger.sent.len());
            let body = format!("{id} {}", "x".repeat(self.sometime(self.character.body) as usize));
            let message = Message::chat(self.partner.clone()).id(&id).body(&body).build();
            match self.engine.send(message.expect("it is plain text")) {
                Ok(token) => {
                    self.unsent -= 1;
                    self.ledger.sent(token, id);
                }
                Err(SendError::Full) => {
                    self.ledger.refuse();
                    return;
                }
                Err(SendError::Closing) if self.is_ending() => return,
                Err(error) => panic!("{id}: {error}"),
            }
        }
        self.check_limits();
    }

    /// No more stanzas wait than may: in the queue, and behind it without acknowledgement. While
    /// events are held the program does not know.
    fn check_limits(&self) {
        let limits = &self.character.limits;
        let most = limits.queued_stanzas + limits.unacked_stanzas;
        let open = self.ledger.open();
        let known = self.character.managed && !self.holds;
        assert!(!known || open <= most as usize, "{open} stanzas are open");
    }

    fn ask(&mut self) {
        let payload = Element::builder("how", THERMOSTAT).build().expect("a plain element");
        let to_server = self.chance.percent(50);
        let recipient = match to_server {
            true => Jid::new("localhost"),
            false => self.partner.with_resource("home"),
        };
        self.asked += 1;
        let id = format!("{}-asks-{}", self.name, self.asked);
        let request = Iq::get_request(&payload).to(recipient.expect("an address")).id(&id).build();
        match self.engine.ask(request.expect("a plain request")) {
            Ok(request) => {
                assert!(self.ledger.requests.insert(request), "{request} given out twice");
                if to_server {
                    self.to_server.push(request);
                }
            }
            Err(SendError::Full | SendError::TooManyRequests) => self.ledger.refuse(),
            Err(SendError::Closing) if self.is_ending() => {}
            Err(error) => panic!("a request: {error}"),
        }
    }

    fn command(&mut self) {
        let command = match self.chance.between(0, 4) {
            0 => roster(RosterCommand::Fetch),
            1 => {
                let (jid, name) = (self.partner.clone(), Some("dear".to_owned()));
                roster(RosterCommand::Set { jid, name, groups: Vec::new() })
            }
            2 => Command::Disco { command: DiscoCommand::Info { to: None, node: None } },
            3 => Command::Ping { command: PingCommand::Send { to: None } },
            _ => {
                let to = self.partner.with_resource("home").ok();
                Command::Ping { command: PingCommand::Send { to } }
            }
        };
        match self.engine.command(command) {
            Ok(id) => assert!(self.ledger.commands.insert(id), "{id} given out twice"),
            Err(CommandError::Full) => self.ledger.refuse(),
            Err(CommandError::Closing) if self.is_ending() => {}
            Err(error) => panic!("a command: {error}"),
        }
    }

    /// Whether calls may be refused for good. It may not have been heard of yet.
    fn is_ending(&self) -> bool {
        self.ledger.closing || self.ledger.closed || self.holds
    }

    /// A command that nobody hears the end of.
    fn tell(&mut self, command: RosterCommand) {
        match self.engine.command(roster(command)) {
            Ok(_) => {}
            Err(CommandError::Full) => self.ledger.refuse(),
            Err(CommandError::Closing) if self.is_ending() => {}
            Err(error) => panic!("a command: {error}"),
        }
    }

    /// An answer, which may come too late.
    fn answer(&mut self, id: IncomingId, payload: Option<Element>) {
        match self.engine.answer(id, Ok(payload)) {
            Ok(()) | Err(AnswerError::Unknown) => {}
            Err(AnswerError::NotSent { reason: SendError::Full }) => self.ledger.refuse(),
            Err(error) => panic!("an answer: {error}"),
        }
    }

    fn cancel(&mut self) {
        for token in self.ledger.open_tokens() {
            if self.engine.cancel(token) {
                self.ledger.cancelled(token);
                return;
            }
        }
    }

    /// The program hears something.
    pub fn hear(&mut self, now: u64, seq: u64, event: &Event) {
        self.ledger.event(event);
        match event {
            Event::Message { stanza, .. } => self.hear_message(seq, stanza),
            Event::Closed { .. } if !self.leaves => {
                let at = now + self.chance.pick(&[0, 1_000, 20_000]);
                self.plan(at, Act::Start);
            }
            Event::Presence { stanza } if stanza.kind() == PresenceKind::Subscribe => {
                let jid = stanza.sender().expect("it has come from somebody").bare();
                self.tell(RosterCommand::Approve { jid });
            }
            Event::Request { id, .. } => {
                let at = now + self.chance.pick(&[0, 1_000, 70_000]);
                self.plan(at, Act::Answer { id: *id });
            }
            Event::Answer { request, result } if self.to_server.contains(request) => {
                self.answers_of_server.push((*request, result.clone()));
            }
            Event::Writable => self.send(),
            _ => {}
        }
        if self.character.handled == HandledMode::Explicit {
            let at = now + self.sometime(self.character.handles_within);
            self.plan(at, Act::Handled { seq });
        }
    }

    fn hear_message(&mut self, seq: u64, message: &Message) {
        let id = message.id().expect("it was sent with an id").to_owned();
        assert_eq!(message.sender().map(Jid::bare), Some(self.partner.clone()));
        let body = message.body().expect("it was sent with a body");
        assert!(body.starts_with(&format!("{id} ")), "{id} has the body {body}");
        match self.character.handled {
            HandledMode::Implicit => self.heard.push(id),
            _ => self.unhandled.push((seq, id)),
        }
    }

    /// The ends of messages, for a report.
    pub fn fates(&self) -> impl Iterator<Item = (&str, Fate)> {
        self.ledger.sent.iter().map(|sent| (sent.id.as_str(), sent.fate))
    }

    /// Closes, and does not begin anew.
    pub fn leave(&mut self) {
        self.leaves = true;
        self.close();
    }

    fn close(&mut self) {
        self.ledger.closing = true;
        self.touched = true;
        self.engine.close();
    }
}

fn roster(command: RosterCommand) -> Command {
    Command::Roster { command }
}

/// The host brings the TLS, which is none: what goes over the lines is text, and repeats itself.
fn config(name: &str, character: &Character) -> Config {
    let mut config = Config::client(&format!("{name}@localhost/home")).expect("an address");
    config.credentials = Some(Secret::password("secret"));
    config.dial = Dial::Host { host: "localhost".to_owned(), port: 5223, direct_tls: true };
    config.tls = TlsMode::Host;
    config.sasl.allow_plain = true;
    config.limits = character.limits;
    config.unacked = character.policy;
    config.handled = character.handled;
    config.stream_management = character.managed;
    config.claim(THERMOSTAT);
    config
}
