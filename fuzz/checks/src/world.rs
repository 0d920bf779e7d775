//! An engine with a driver and an app around it that note what it says, and know what it must never
//! say.

use std::collections::{BTreeMap, BTreeSet};

use xmpp_engine::session::{RequestId, Token};
use xmpp_engine::transport::{ConnId, TlsInfo};
use xmpp_engine::{Config, Engine, Event, Now, Output};

/// What is never seen in an output, as it stands and in the base64 of PLAIN.
pub(crate) const PASSWORD: &str = "hunter2secret";
const PLAIN: &str = "AHJvbWVvAGh1bnRlcjJzZWNyZXQ=";

/// A server's stream header.
pub(crate) const HEADER: &str = "<?xml version='1.0'?><stream:stream id='s1' from='example.org' \
    version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

/// Outputs between two causes; a thousand times what an input can cause.
const OUTPUTS: u32 = 1_000_000;

/// Octets of a connection that are kept to be looked at.
const KEPT: usize = 16 * 1024;

pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) now: Now,
    /// The newest connection.
    pub(crate) conn: ConnId,
    pub(crate) over: bool,
    /// What the newest connection was given to write, no more than was kept.
    pub(crate) written: String,
    /// Whether the driver reports what it writes.
    pub(crate) reports: bool,
    /// The number of the last event.
    pub(crate) seq: u64,
    in_flight_limit: u64,
    /// Whether to print what the engine says: `FUZZ_TRACE` is set.
    trace: bool,
    /// Octets given and reported, for each connection that stands.
    octets: BTreeMap<ConnId, (u64, u64)>,
    tokens: BTreeMap<Token, u32>,
    /// Those of them that were written.
    passed_on: BTreeSet<Token>,
    requests: BTreeMap<RequestId, u32>,
}

impl World {
    pub(crate) fn new(config: Config, now: Now) -> World {
        World {
            in_flight_limit: config.limits.in_flight_bytes,
            trace: std::env::var_os("FUZZ_TRACE").is_some(),
            engine: Engine::new(config, [7; 32]).expect("without TLS of its own"),
            now,
            conn: ConnId::from_value(0),
            over: false,
            written: String::new(),
            reports: true,
            seq: 0,
            octets: BTreeMap::new(),
            tokens: BTreeMap::new(),
            passed_on: BTreeSet::new(),
            requests: BTreeMap::new(),
        }
    }

    /// The connection stands, with TLS by the host.
    pub(crate) fn connected(&mut self) {
        let tls = TlsInfo { verified: true, ..TlsInfo::default() };
        self.engine.connected(self.conn, Some(tls));
    }

    /// Octets of the server on the newest connection.
    pub(crate) fn say(&mut self, octets: &[u8]) {
        let _ = self.engine.receive(self.conn, octets);
    }

    pub(crate) fn sent(&mut self, token: Token) {
        assert_eq!(self.tokens.insert(token, 0), None, "{token} twice");
    }

    pub(crate) fn asked(&mut self, request: RequestId) {
        assert_eq!(self.requests.insert(request, 0), None, "{request} twice");
    }

    /// A token that was taken back must not end.
    pub(crate) fn cancelled(&mut self, token: Token) {
        self.end_of_token(token);
    }

    /// Everything that was given out is reported as written.
    pub(crate) fn report(&mut self) {
        let (conn, (given, _)) =
            (self.conn, self.octets.get(&self.conn).copied().unwrap_or_default());
        self.engine.transmitted(conn, given).expect("no more than was given out");
        self.octets.entry(conn).and_modify(|octets| octets.1 = given);
    }

    /// Polls until nothing is left to do.
    pub(crate) fn settle(&mut self) -> Option<u64> {
        for _ in 0..OUTPUTS {
            let output = self.engine.poll(self.now);
            if self.trace {
                println!("{output:?}");
            }
            if let Output::Wait { until, .. } = output {
                if until.is_some_and(|until| until <= self.now.mono_ms) {
                    continue; // a key is being derived
                }
                assert!(!self.over || until.is_none(), "waits for something after the end");
                assert_eq!(self.engine.poll(self.now), output, "waiting changes nothing");
                return until;
            }
            self.note(output);
        }
        panic!("polling does not end");
    }

    /// Everything must come to its end, and each request to one.
    pub(crate) fn close(&mut self) {
        self.engine.hold_events(false);
        self.engine.close();
        for _ in 0..1000 {
            let until = self.settle();
            if self.over {
                assert!(self.requests.values().all(|ends| *ends == 1), "{:?}", self.requests);
                self.no_token_is_lost();
                return;
            }
            // A driver may be late; else one that is told to wake each millisecond wakes too often.
            let late = self.now.mono_ms.saturating_add(50);
            self.now.mono_ms = until.expect("the end has a deadline").max(late);
        }
        panic!("closing does not end");
    }

    /// Without stream management *written* is the last word.
    fn no_token_is_lost(&self) {
        for (token, ends) in &self.tokens {
            assert!(*ends == 1 || self.passed_on.contains(token), "{token} is lost");
        }
    }

    fn note(&mut self, output: Output) {
        let shown = format!("{output:?}");
        assert!(!shown.contains(PASSWORD), "a secret in {shown}");
        match output {
            Output::Connect { conn, .. } => {
                assert!(!self.over && conn > self.conn, "{shown}");
                (self.conn, self.written) = (conn, String::new());
                self.octets.insert(conn, (0, 0));
            }
            Output::Transmit { conn, bytes } => self.transmit(conn, &bytes.0),
            Output::StartTls { conn, .. } => {
                assert!(self.octets.contains_key(&conn), "nobody knows {shown}");
            }
            Output::Disconnect { conn } => drop(self.octets.remove(&conn)),
            Output::Event { seq, event } => {
                assert!(!self.over, "after the end: {shown}");
                assert!(!shown.contains(PLAIN), "a secret in {shown}");
                assert!(seq >= self.seq, "{seq} after {}", self.seq);
                self.seq = seq;
                self.event(event);
            }
            other => panic!("not an output that is known: {other:?}"),
        }
    }

    fn transmit(&mut self, conn: ConnId, octets: &[u8]) {
        assert!(!octets.is_empty());
        let (given, reported) = self.octets.get_mut(&conn).expect("a connection that stands");
        *given += octets.len() as u64;
        assert!(*given - *reported <= self.in_flight_limit, "too much in flight");
        if self.written.len() < KEPT {
            self.written += &String::from_utf8_lossy(octets);
        }
        if self.reports {
            self.report();
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Closed { .. } => self.over = true,
            Event::Acked { token } | Event::Unsure { token } | Event::Failed { token, .. } => {
                self.end_of_token(token);
            }
            Event::Written { token } => {
                assert_eq!(self.tokens.get(&token), Some(&0), "{token} is written");
                self.passed_on.insert(token);
            }
            Event::Answer { request, .. } => {
                let ends = self.requests.get_mut(&request).expect("a request that was made");
                *ends += 1;
                assert_eq!(*ends, 1, "{request} has ended twice");
            }
            _ => {}
        }
    }

    fn end_of_token(&mut self, token: Token) {
        let ends = self.tokens.get_mut(&token).expect("a stanza that was sent");
        *ends += 1;
        assert_eq!(*ends, 1, "{token} has ended twice");
    }
}
