//! Two people, a server and the network between them, on time that jumps to whatever is next.

use std::collections::BTreeSet;

use xmpp_engine::declare::rendered;
use xmpp_engine::transport::ConnId;
use xmpp_engine::{Event, Now, Output};
use xmpp_test_server::{ConnectionId, Server, ServerConfig, ServerOutput};

use crate::chance::Chance;
use crate::line::{Line, Owner};
use crate::person::Person;
use crate::plan::{Plan, Weather};
use crate::trace::Trace;

/// Outputs of one engine within one simulated second, beyond which it runs in circles.
const OUTPUTS_A_SECOND: u32 = 20_000;

pub const NAMES: [&str; 2] = ["romeo", "juliet"];

pub struct World {
    pub people: [Person; 2],
    pub trace: Trace,
    pub now: u64,
    pub server: Server,
    pub server_until: Option<u64>,
    pub server_touched: bool,
    pub lines: Vec<Line>,
    pub weather: Weather,
    pub shutdowns: Vec<u64>,
    /// The second that is counted, and the outputs in it, by person.
    counted: [(u64, u32); 2],
    pub chance: Chance,
    /// Ids of messages that the server has read.
    pub served: BTreeSet<String>,
}

impl World {
    pub fn new(plan: Plan, mut chance: Chance, trace: Trace) -> World {
        let [mut romeo, mut juliet] = plan.characters;
        for character in [&mut romeo, &mut juliet] {
            character.managed &= plan.managed;
        }
        let mut person = |at: usize, character| {
            let names = (NAMES[at], NAMES[1 - at]);
            Person::new(names, character, plan.heals_at, chance.fork())
        };
        let people = [person(0, romeo), person(1, juliet)];
        let mut config = ServerConfig::with_account(NAMES[0], "secret").account(NAMES[1], "secret");
        config.mechanisms = vec!["PLAIN".to_owned()];
        config.stream_management = plan.managed;
        World {
            people,
            trace,
            now: 0,
            server: Server::new(config, chance.seed()).expect("a server"),
            server_until: None,
            server_touched: true,
            lines: Vec::new(),
            weather: plan.weather,
            shutdowns: plan.shutdowns,
            counted: [(0, 0); 2],
            chance,
            served: BTreeSet::new(),
        }
    }

    /// Lets time run until `end`, or until `done`.
    pub fn run(&mut self, end: u64, done: impl Fn(&World) -> bool) {
        loop {
            self.settle();
            if done(self) {
                return;
            }
            match self.next().filter(|next| *next <= end) {
                Some(next) => self.now = next.max(self.now),
                None => {
                    self.now = self.now.max(end);
                    return;
                }
            }
        }
    }

    /// From now on nothing goes wrong.
    pub fn heal(&mut self) {
        self.trace.note(self.now, "network", "heals");
        self.weather =
            Weather { refused: 0, swallowed: 0, mute: 0, doomed: 0, sluggish: 0, ..self.weather };
        for line in &mut self.lines {
            line.heal(self.now);
        }
    }

    /// Whether nothing is on its way.
    pub fn is_quiet(&self) -> bool {
        self.lines.iter().all(|line| line.up.next().is_none() && line.down.next().is_none())
    }

    /// Whether the server has no connection.
    pub fn is_empty(&self) -> bool {
        self.server.open_connections().is_empty()
    }

    /// Everything that happens at this moment.
    fn settle(&mut self) {
        self.lines.retain(|line| !line.is_over());
        for _ in 0..100_000 {
            let polled = self.poll_people() | self.poll_server();
            if !polled && !self.strike() && !self.deliver() && !self.act() {
                return;
            }
        }
        let people = self.people.each_ref().map(|person| (person.until, person.reads));
        panic!("the moment {} does not end: {people:?}, {:?}", self.now, self.server_until);
    }

    fn next(&self) -> Option<u64> {
        let people = self.people.iter().flat_map(|person| [person.until, person.acts_at()]);
        let shutdown = self.shutdowns.iter().copied().min();
        let lines = self.lines.iter().flat_map(|line| self.line_next(line));
        people.chain(lines).chain([self.server_until, shutdown]).flatten().min()
    }

    fn line_next(&self, line: &Line) -> [Option<u64>; 4] {
        let up = line.up.next().filter(|_| self.server_reads(line));
        let down = line.down.next().filter(|_| self.people[line.owner.person].reads);
        [line.dial.map(|(at, _)| at), line.doom_at(), up, down]
    }

    pub fn server_reads(&self, line: &Line) -> bool {
        line.server.is_some_and(|conn| self.server.wants_read(conn))
    }

    fn poll_people(&mut self) -> bool {
        let mut polled = false;
        for at in 0..self.people.len() {
            let person = &self.people[at];
            if person.touched || person.until.is_some_and(|until| until <= self.now) {
                self.poll_person(at);
                polled = true;
            }
        }
        polled
    }

    fn poll_person(&mut self, at: usize) {
        let now = self.time();
        self.people[at].touched = false;
        loop {
            self.count_output(at);
            let output = self.people[at].engine.poll(now);
            let closed = self.people[at].ledger.closed;
            match output {
                Output::Wait { until, read } => {
                    assert!(!closed || until.is_none(), "it waits for something when closed");
                    (self.people[at].until, self.people[at].reads) = (until, read);
                    return;
                }
                output => {
                    let late = matches!(output, Output::Disconnect { .. });
                    assert!(!closed || late, "behind Closed: {}", rendered(&output));
                    self.carry_out(at, output);
                }
            }
        }
    }

    fn count_output(&mut self, at: usize) {
        let second = self.now / 1_000;
        let (counted, outputs) = &mut self.counted[at];
        *outputs = if *counted == second { *outputs + 1 } else { 0 };
        *counted = second;
        assert!(*outputs < OUTPUTS_A_SECOND, "{} runs in circles", NAMES[at]);
    }

    fn carry_out(&mut self, at: usize, output: Output) {
        match output {
            Output::Connect { conn, .. } => {
                self.trace.note(self.now, NAMES[at], &format!("dials, {conn}"));
                let chance = self.chance.fork();
                let owner = self.owner(at);
                self.lines.push(Line::new((owner, conn), self.now, &self.weather, chance));
            }
            Output::Transmit { conn, bytes } => {
                self.trace.octets(self.now, NAMES[at], &format!("{conn} >"), &bytes.0);
                let now = self.now;
                let line = self.line(at, conn).expect("it was dialled");
                line.write_up(now, &bytes.0);
                self.report_transmitted(at, conn);
            }
            Output::Disconnect { conn } => {
                self.trace.note(self.now, NAMES[at], &format!("disconnects {conn}"));
                let now = self.now;
                if let Some(line) = self.line(at, conn) {
                    line.close_up(now);
                }
            }
            Output::Event { seq, event } => {
                self.trace.note(self.now, NAMES[at], &format!("hears {}", rendered(&event)));
                self.people[at].hear(self.now, seq, &event);
                if let Event::Acked { token } = event {
                    let id = self.people[at].ledger.id(token);
                    assert!(self.served.contains(id), "{id} is acked, and the server has it not");
                }
            }
            other => panic!("an output that nobody asked for: {}", rendered(&other)),
        }
    }

    pub fn report_transmitted(&mut self, at: usize, conn: ConnId) {
        let Some(total) = self.line(at, conn).map(|line| line.up.transmitted) else { return };
        let person = &mut self.people[at];
        person.engine.transmitted(conn, total).expect("so much was given out");
        person.touched = true;
    }

    fn poll_server(&mut self) -> bool {
        let due = self.server_until.is_some_and(|until| until <= self.now);
        if !std::mem::take(&mut self.server_touched) && !due {
            return false;
        }
        loop {
            match self.server.poll(self.time()) {
                ServerOutput::Wait { until } => {
                    self.server_until = until;
                    return true;
                }
                ServerOutput::Transmit { conn, bytes } => self.server_writes(conn, &bytes),
                ServerOutput::Disconnect { conn } => {
                    self.trace.note(self.now, "server", &format!("disconnects {conn:?}"));
                    let now = self.now;
                    if let Some(line) = self.server_line(conn) {
                        line.close_down(now);
                    }
                }
            }
        }
    }

    fn server_writes(&mut self, conn: ConnectionId, bytes: &[u8]) {
        self.trace.octets(self.now, "server", &format!("{conn:?} >"), bytes);
        let now = self.now;
        let line = self.server_line(conn).expect("it was accepted");
        line.write_down(now, bytes);
        let total = line.down.transmitted;
        self.server.transmitted(conn, total).expect("so much was given out");
        self.server_touched = true;
    }

    fn act(&mut self) -> bool {
        let mut acted = false;
        for person in &mut self.people {
            if let Some(act) = person.act(self.now) {
                self.trace.note(self.now, person.name, &format!("{act:?}"));
                acted = true;
            }
        }
        for line in &mut self.lines {
            // A program that is no more.
            if line.owner.program < self.people[line.owner.person].program && !line.is_dead() {
                line.die(self.now);
            }
        }
        acted
    }

    pub fn line(&mut self, person: usize, conn: ConnId) -> Option<&mut Line> {
        let owner = self.owner(person);
        self.lines.iter_mut().find(|line| (line.owner, line.conn) == (owner, conn))
    }

    fn owner(&self, person: usize) -> Owner {
        Owner { person, program: self.people[person].program }
    }

    fn server_line(&mut self, conn: ConnectionId) -> Option<&mut Line> {
        self.lines.iter_mut().find(|line| line.server == Some(conn))
    }

    fn time(&self) -> Now {
        Now { mono_ms: self.now, unix_ms: 1_795_650_000_000 + self.now }
    }
}
