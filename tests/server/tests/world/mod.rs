//! A server and scripted clients in memory, on time of their own.

use std::collections::{BTreeMap, VecDeque};

use xmpp_engine::accept::AcceptTls;
use xmpp_engine::limits::XmlLimits;
use xmpp_engine::time::Now;
use xmpp_engine::xml::{Element, Parser, XmlItem, ns};
use xmpp_test_server::{ConnectionId, Server, ServerConfig, ServerOutput};

/// A server, its clients and the time.
pub struct World {
    pub server: Server,
    pub now: Now,
    wires: BTreeMap<ConnectionId, Wire>,
}

/// What one client has received.
struct Wire {
    parser: Parser,
    octets: Vec<u8>,
    total: u64,
    items: VecDeque<Element>,
    closed: bool,
    cut: bool,
    deaf: bool,
}

/// Ids by which a test names its clients.
pub type Client = ConnectionId;

impl World {
    pub fn new(config: ServerConfig) -> World {
        let server = Server::new(config, [7; 32]).expect("a server");
        let now = Now { mono_ms: 1_000, unix_ms: 1_795_650_000_000 };
        World { server, now, wires: BTreeMap::new() }
    }

    /// Romeo and juliet with the password `secret`, and the login that needs no TLS.
    pub fn verona(change: impl FnOnce(&mut ServerConfig)) -> World {
        let mut config = ServerConfig::with_account("romeo", "secret").account("juliet", "secret");
        config.mechanisms = vec!["PLAIN".to_owned(), "ANONYMOUS".to_owned()];
        change(&mut config);
        World::new(config)
    }

    /// A connection without TLS.
    pub fn connect(&mut self) -> Client {
        self.connect_by(AcceptTls::Plain)
    }

    pub fn connect_by(&mut self, tls: AcceptTls) -> Client {
        let client = self.server.connect(tls);
        let parser = Parser::new(XmlLimits::default());
        self.wires.insert(
            client,
            Wire {
                parser,
                octets: Vec::new(),
                total: 0,
                items: VecDeque::new(),
                closed: false,
                cut: false,
                deaf: false,
            },
        );
        self.run();
        client
    }

    /// A client that has logged in and bound this resource.
    pub fn login(&mut self, node: &str, resource: &str) -> Client {
        let client = self.connect();
        self.open(client);
        let auth = base64(format!("\0{node}\0secret").as_bytes());
        self.say(client, &format!("<auth xmlns='{}' mechanism='PLAIN'>{auth}</auth>", ns::SASL));
        assert!(self.hear(client).is("success", ns::SASL));
        self.bind(client, resource);
        client
    }

    /// The same, with its roster asked for and its presence sent; what came of that is dropped.
    pub fn appear(&mut self, node: &str, resource: &str) -> Client {
        let client = self.login(node, resource);
        self.say(client, "<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq><presence/>");
        self.hush(client);
        client
    }

    pub fn open(&mut self, client: Client) {
        if let Some(wire) = self.wires.get_mut(&client) {
            wire.parser = Parser::new(XmlLimits::default());
        }
        self.say(client, HEADER);
        assert!(self.hear(client).is("stream", ns::STREAMS));
        assert!(self.hear(client).is("features", ns::STREAMS));
    }

    pub fn bind(&mut self, client: Client, resource: &str) -> Element {
        self.open(client);
        let bind = format!("<bind xmlns='{}'><resource>{resource}</resource></bind>", ns::BIND);
        self.say(client, &format!("<iq type='set' id='b'>{bind}</iq>"));
        self.hear(client)
    }

    pub fn say(&mut self, client: Client, text: &str) {
        assert!(self.server.receive(client, text.as_bytes()));
        self.run();
    }

    /// The next element for this client.
    pub fn hear(&mut self, client: Client) -> Element {
        self.heard(client).unwrap_or_else(|| panic!("nothing came for {client:?}"))
    }

    pub fn heard(&mut self, client: Client) -> Option<Element> {
        self.wires.get_mut(&client)?.items.pop_front()
    }

    /// Forgets what has come for this client so far.
    pub fn hush(&mut self, client: Client) {
        if let Some(wire) = self.wires.get_mut(&client) {
            wire.items.clear();
        }
    }

    /// From now on the client's system takes nothing more from the server.
    pub fn deafen(&mut self, client: Client) {
        self.wires.get_mut(&client).expect("a known connection").deaf = true;
    }

    /// Whether the server closed the stream.
    pub fn is_closed(&self, client: Client) -> bool {
        self.wires[&client].closed
    }

    /// Whether the connection is gone.
    pub fn is_cut(&self, client: Client) -> bool {
        self.wires[&client].cut
    }

    pub fn pass(&mut self, ms: u64) {
        self.now.mono_ms += ms;
        self.now.unix_ms += ms;
        self.run();
    }

    pub fn run(&mut self) {
        loop {
            match self.server.poll(self.now) {
                ServerOutput::Transmit { conn, bytes } => {
                    let wire = self.wires.get_mut(&conn).expect("a known connection");
                    if wire.deaf {
                        continue;
                    }
                    wire.take(&bytes);
                    self.server.transmitted(conn, wire.total).expect("it was sent");
                }
                ServerOutput::Disconnect { conn } => {
                    self.wires.get_mut(&conn).expect("a known connection").cut = true;
                }
                ServerOutput::Wait { .. } => return,
            }
        }
    }
}

impl Wire {
    fn take(&mut self, bytes: &[u8]) {
        self.octets.extend_from_slice(bytes);
        self.total += bytes.len() as u64;
        loop {
            let taken = self.parser.feed(&self.octets);
            self.octets.drain(..taken);
            match self.parser.next().expect("the server writes XML") {
                XmlItem::StreamStart(element) | XmlItem::Element(element) => {
                    // A login ends with a stream opened anew.
                    let anew = element.is("success", ns::SASL);
                    self.items.push_back(element);
                    if anew {
                        return;
                    }
                }
                XmlItem::StreamEnd => self.closed = true,
                XmlItem::More => return,
                other => panic!("{other:?}"),
            }
        }
    }
}

const HEADER: &str = "<stream:stream xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>";

pub fn base64(octets: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(octets)
}
