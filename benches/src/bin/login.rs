//! What one login costs inside the engine: SCRAM-SHA-256, bind, roster, presence and stream
//! management, without TLS, and with the key derived by an earlier login.
//!
//! `login N` plays N logins of one engine with the test server, notes what the server said, and
//! plays the same again to a second engine of the same seed, whose part alone is measured. In
//! octets both are the same, since the same inputs give the same outputs.
//!
//! Instructions: `valgrind --tool=callgrind --toggle-collect=login::replay login N still` for two
//! N; the difference is that of the logins between, without the derivation, which is done once.
//! (`still`: without a look at the clock, in which callgrind loses its way.)

use xmpp_benches::clock::cpu_ns;
use xmpp_engine::accept::AcceptTls;
use xmpp_engine::transport::{ConnId, TlsMode};
use xmpp_engine::{Config, Engine, Event, Now, Output, Secret};
use xmpp_test_server::{ConnectionId, Server, ServerConfig, ServerOutput};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let logins: usize = std::env::args().nth(1).unwrap_or("101".to_owned()).parse()?;
    let script = record(logins)?;
    let still = std::env::args().nth(2).is_some_and(|word| word == "still");
    let mut spent = replay(&script, if still { || 0 } else { cpu_us })?;
    let first = spent.remove(0);
    spent.sort_unstable();
    let median = spent.get(spent.len() / 2).copied().unwrap_or_default();
    println!("first login, with the derivation of the key: {first} us");
    println!("each further login, median of {}: {median} us", spent.len());
    Ok(())
}

/// What an engine is told, in order.
enum Said {
    Octets(Vec<u8>),
    /// The connection is cut, and time passes until the next dial.
    Cut,
}

fn engine() -> Result<Engine, Box<dyn std::error::Error>> {
    let mut config = Config::client("romeo@localhost")?;
    config.credentials = Some(Secret::password("secret"));
    config.tls = TlsMode::Plain;
    Ok(Engine::new(config, [7; 32])?)
}

/// An engine with its clock.
struct Client {
    engine: Engine,
    now: Now,
    conn: Option<ConnId>,
    written: u64,
    retry_at: u64,
    online: bool,
}

impl Client {
    fn new() -> Result<Client, Box<dyn std::error::Error>> {
        let now = Now { mono_ms: 1_000, unix_ms: 1_795_650_000_000 };
        Ok(Client { engine: engine()?, now, conn: None, written: 0, retry_at: 0, online: false })
    }

    /// Polls until there is nothing to do; gives what is to be transmitted.
    fn run(&mut self) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let mut sent = Vec::new();
        loop {
            match self.engine.poll(self.now) {
                Output::Connect { conn, .. } => {
                    self.conn = Some(conn);
                    self.written = 0;
                    self.engine.connected(conn, None);
                }
                Output::Transmit { conn, bytes } => {
                    self.written += bytes.0.len() as u64;
                    self.engine.transmitted(conn, self.written)?;
                    sent.extend(bytes.0);
                }
                Output::Event { event: Event::Online { .. }, .. } => self.online = true,
                Output::Event { event: Event::Offline { retry_at, .. }, .. } => {
                    self.online = false;
                    self.retry_at = retry_at.unwrap_or_default();
                }
                Output::Event { event: Event::Closed { reason }, .. } => {
                    return Err(format!("{reason:?}").into());
                }
                Output::Wait { until, .. } if until.is_some_and(|at| at <= self.now.mono_ms) => {}
                Output::Wait { .. } => return Ok(sent),
                _ => {}
            }
        }
    }

    fn hear(&mut self, said: &Said) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let conn = self.conn.ok_or("no connection")?;
        match said {
            Said::Octets(octets) => self.engine.receive(conn, octets)?,
            Said::Cut if !self.online => return Err("the login did not come to its end".into()),
            Said::Cut => {
                self.engine.eof(conn);
                self.run()?;
                let pause = self.retry_at.saturating_sub(self.now.mono_ms);
                self.now.mono_ms += pause;
                self.now.unix_ms += pause;
            }
        }
        self.run()
    }
}

/// Plays with the server, and notes what the engine is told.
fn record(logins: usize) -> Result<Vec<Said>, Box<dyn std::error::Error>> {
    let mut config = ServerConfig::with_account("romeo", "secret");
    config.mechanisms = vec!["SCRAM-SHA-256".to_owned()];
    let mut server = Server::new(config, [7; 32])?;
    let mut client = Client::new()?;
    let mut script = Vec::new();
    let mut sent = client.run()?;
    for _ in 0..logins {
        let conn = server.connect(AcceptTls::Plain);
        loop {
            let answer = exchange(&mut server, conn, client.now, &sent);
            if answer.is_empty() {
                break;
            }
            script.push(Said::Octets(answer));
            sent = match script.last() {
                Some(said) => client.hear(said)?,
                None => break,
            };
        }
        server.eof(conn);
        script.push(Said::Cut);
        sent = client.hear(&Said::Cut)?;
    }
    Ok(script)
}

fn exchange(server: &mut Server, conn: ConnectionId, now: Now, sent: &[u8]) -> Vec<u8> {
    let mut answer = Vec::new();
    server.receive(conn, sent);
    loop {
        match server.poll(now) {
            ServerOutput::Transmit { bytes, .. } => answer.extend(bytes),
            ServerOutput::Disconnect { .. } => {}
            ServerOutput::Wait { .. } => return answer,
        }
    }
}

/// Plays the script to a fresh engine; gives the CPU time of each login in microseconds.
#[inline(never)]
fn replay(script: &[Said], clock: fn() -> u64) -> Result<Vec<u64>, Box<dyn std::error::Error>> {
    let mut client = Client::new()?;
    let mut spent = Vec::new();
    let mut started = clock();
    client.run()?;
    for said in script {
        client.hear(said)?;
        if matches!(said, Said::Cut) {
            let now = clock();
            spent.push(now - started);
            started = now;
        }
    }
    Ok(spent)
}

fn cpu_us() -> u64 {
    cpu_ns() / 1_000
}
