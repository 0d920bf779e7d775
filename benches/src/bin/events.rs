//! Messages that arrive, each body read, in Rust: `events COUNT`. The same as `c/events.c` in all
//! that the engine is told; `benches/border.sh` compares the two.

use std::io::BufRead;

use xmpp_engine::transport::{ConnId, TlsMode};
use xmpp_engine::{Config, Engine, Event, Now, Output, Secret};

const HEADER: &str = "<stream:stream xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";
const MECHANISMS: &str = "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>\
    <mechanism>ANONYMOUS</mechanism></mechanisms></stream:features>";
const SUCCESS: &str = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";
const BIND: &str = "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>\
    </stream:features>";
const TOGETHER: usize = 16;
const NOW: Now = Now { mono_ms: 1_000, unix_ms: 1_795_650_000_000 };

struct Client {
    engine: Engine,
    conn: Option<ConnId>,
    written: u64,
    /// Of the request to bind.
    id: String,
    heard: usize,
    octets: usize,
    online: bool,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count: usize = std::env::args().nth(1).unwrap_or_default().parse()?;
    let mut client = Client::new()?;
    client.run()?;
    client.say(&[HEADER, MECHANISMS].concat())?;
    client.say(SUCCESS)?;
    client.say(&[HEADER, BIND].concat())?;
    let bound =
        "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>romeo@localhost/a</jid></bind>";
    client.say(&format!("<iq type='result' id='{}'>{bound}</iq>", client.id))?;
    let text = std::io::stdin().lock().lines().next().ok_or("no message")??;
    if !client.online {
        return Err("no session".into());
    }
    let messages = format!("{text}\n").repeat(TOGETHER);
    for _ in 0..count.div_ceil(TOGETHER) {
        client.say(&messages)?;
    }
    println!("{} messages, {} octets", client.heard, client.octets);
    Ok(())
}

impl Client {
    fn new() -> Result<Client, Box<dyn std::error::Error>> {
        let mut config = Config::client("romeo@localhost")?;
        config.credentials = Some(Secret::Anonymous);
        config.allow_alias = true;
        config.tls = TlsMode::Plain;
        let engine = Engine::new(config, [7; 32])?;
        let id = String::new();
        Ok(Client { engine, conn: None, written: 0, id, heard: 0, octets: 0, online: false })
    }

    fn say(&mut self, text: &str) -> Result<(), Box<dyn std::error::Error>> {
        self.engine.receive(self.conn.ok_or("no connection")?, text.as_bytes())?;
        self.run()
    }

    /// Polls until there is nothing to do.
    fn run(&mut self) -> Result<(), Box<dyn std::error::Error>> {
        loop {
            match self.engine.poll(NOW) {
                Output::Connect { conn, .. } => {
                    self.conn = Some(conn);
                    self.engine.connected(conn, None);
                }
                Output::Transmit { conn, bytes } => {
                    let text = String::from_utf8_lossy(&bytes.0);
                    if let Some((_, behind)) = text.rsplit_once(" id='") {
                        self.id = behind.chars().take(16).collect();
                    }
                    self.written += bytes.0.len() as u64;
                    self.engine.transmitted(conn, self.written)?;
                }
                Output::Event { event: Event::Online { .. }, .. } => self.online = true,
                Output::Event { event: Event::Message { stanza, .. }, .. } => {
                    self.octets += stanza.body().map_or(0, |body| body.len());
                    self.heard += 1;
                }
                Output::Wait { .. } => return Ok(()),
                _ => {}
            }
        }
    }
}
