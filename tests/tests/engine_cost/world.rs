//! The world of one engine: a driver that obeys, an app that may not listen, a server that means
//! harm. The driver keeps what is in flight, as a socket would.

use xmpp_engine::declare::Octets;
use xmpp_engine::limits::Limits;
use xmpp_engine::sasl::Secret;
use xmpp_engine::transport::{ConnId, TlsMode};
use xmpp_engine::{Config, Engine, Now, Output};

pub const HEADER: &str = "<stream:stream xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";
const OFFER: &str = "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>\
    <mechanism>ANONYMOUS</mechanism></mechanisms></stream:features>";
const SUCCESS: &str = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";
pub const BIND: &str = "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>\
    <sm xmlns='urn:xmpp:sm:3'/></stream:features>";

pub struct World {
    pub engine: Engine,
    now: Now,
    /// The present connection, and how many of its octets the engine gave out.
    conn: Option<ConnId>,
    given: u64,
    /// What the last `Wait` said.
    reads: bool,
    /// The server reads nothing: what is given out stays in flight.
    pub deaf: bool,
    /// What is in flight stays as it was given, and is not copied.
    pub keeps: bool,
    in_flight: Vec<u8>,
    kept: Vec<Octets>,
    /// What was written on it until the session began, to answer it.
    written: String,
}

/// An anonymous login in the clear, and the namespace `urn:claimed` for the app.
pub fn config(limits: Limits) -> Config {
    let mut config = Config::client("romeo@example.org").expect("an address");
    config.credentials = Some(Secret::Anonymous);
    config.tls = TlsMode::Plain;
    config.limits = limits;
    config.claim("urn:claimed");
    config
}

impl World {
    /// Connected; the server is to speak.
    pub fn connected(config: Config) -> World {
        let mut world = World {
            engine: Engine::new(config, [7; 32]).expect("nothing to trust"),
            now: Now { mono_ms: 0, unix_ms: 1_800_000_000_000 },
            conn: None,
            given: 0,
            reads: true,
            deaf: false,
            keeps: false,
            in_flight: Vec::new(),
            kept: Vec::new(),
            written: String::new(),
        };
        world.poll();
        world
    }

    /// Logged in, with stream management.
    pub fn online(config: Config) -> World {
        let mut world = World::connected(config);
        assert!(world.try_log_in());
        world
    }

    /// Logs in if it is still listened to.
    pub fn try_log_in(&mut self) -> bool {
        self.log_in_behind(HEADER)
    }

    /// The same, with another header on the stream behind the login.
    pub fn log_in_behind(&mut self, header: &str) -> bool {
        [HEADER, OFFER, SUCCESS, header, BIND].into_iter().all(|said| self.say(said)) && {
            self.bind();
            self.say("<enabled xmlns='urn:xmpp:sm:3'/>")
        }
    }

    /// Up to the header behind the login.
    pub fn anonymous(&mut self) {
        assert!([HEADER, OFFER, SUCCESS].into_iter().all(|said| self.say(said)));
    }

    /// Answers the request to bind.
    pub fn bind(&mut self) {
        let id = self.asked();
        self.say(&format!(
            "<iq type='result' id='{id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>\
             <jid>romeo@example.org/orchard</jid></bind></iq>"
        ));
    }

    /// The id of the request that was written last.
    pub fn asked(&self) -> String {
        let (_, behind) = self.written.rsplit_once(" id='").expect("a request");
        behind.split('\'').next().unwrap_or_default().to_owned()
    }

    /// The app listens no more.
    pub fn hold(&mut self) {
        self.engine.hold_events(true);
    }

    /// Octets from the server, as long as the engine reads; `false` if it does not, or hung up.
    pub fn say(&mut self, octets: &str) -> bool {
        for piece in octets.as_bytes().chunks(4096) {
            let Some(conn) = self.conn.filter(|_| self.reads) else { return false };
            self.engine.receive(conn, piece).expect("room, as long as it reads");
            self.poll();
        }
        self.conn.is_some() && self.reads
    }

    /// The same over and over again.
    pub fn flood(&mut self, times: usize, octets: &str) {
        let _ = (0..times).take_while(|_| self.say(octets)).count();
    }

    /// Octets that a driver gives which does not look at `read`, until they are refused.
    pub fn overfill(&mut self, octets: &[u8]) {
        let Some(conn) = self.conn else { return };
        while self.engine.receive(conn, octets).is_ok() {}
        self.poll();
    }

    /// The server hangs up, and is there again later.
    pub fn hang_up(&mut self) {
        if let Some(conn) = self.conn {
            self.engine.eof(conn);
            self.poll();
        }
        self.later();
    }

    /// Ten minutes later.
    pub fn later(&mut self) {
        self.now.mono_ms += 600_000;
        self.poll();
    }

    fn poll(&mut self) {
        loop {
            match self.engine.poll(self.now) {
                Output::Connect { conn, .. } => {
                    self.conn = Some(conn);
                    self.given = 0;
                    self.written.clear();
                    self.engine.connected(conn, None);
                }
                Output::Disconnect { .. } => self.conn = None,
                Output::Transmit { bytes, .. } if self.deaf && self.keeps => self.kept.push(bytes),
                Output::Transmit { bytes, .. } if self.deaf => {
                    self.in_flight.reserve_exact(bytes.0.len());
                    self.in_flight.extend_from_slice(&bytes.0);
                }
                Output::Transmit { conn, bytes } => self.transmitted(conn, &bytes.0),
                Output::Wait { until, .. } if until.is_some_and(|at| at <= self.now.mono_ms) => {}
                Output::Wait { read, .. } => {
                    self.reads = read;
                    return;
                }
                _ => {}
            }
        }
    }

    fn transmitted(&mut self, conn: ConnId, octets: &[u8]) {
        self.given += octets.len() as u64;
        self.engine.transmitted(conn, self.given).expect("no more than was given");
        if self.written.len() < 2048 {
            self.written.push_str(&String::from_utf8_lossy(octets));
        }
    }
}
