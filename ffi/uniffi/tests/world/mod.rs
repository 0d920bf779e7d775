//! An engine behind the border and a test server, in memory and on time of their own.

use xmpp_engine::declared::{
    Config, ConnId, Event, HandledMode, Jid, Now, Octets, Output, Secret, Trust,
};
use xmpp_foreign::{Engine, Step, client_config};
use xmpp_test_server::{ConnectionId, Server, ServerConfig, ServerOutput};

/// Romeo, who drives an engine as a shell does, and his server.
pub struct World {
    pub engine: Engine,
    pub server: Server,
    /// Everything that was told, with its numbers.
    pub told: Vec<(u64, Event)>,
    /// Outputs that a step may give.
    pub most: u32,
    now: Now,
    link: Option<(ConnId, ConnectionId)>,
    /// Octets for the engine, and how many there were.
    received: Vec<u8>,
    read: u64,
    written: u64,
}

impl World {
    /// An engine that trusts the server, of a config that the test has changed.
    pub fn new(change: impl FnOnce(&mut Config)) -> World {
        let server = ServerConfig::with_account("romeo", "secret");
        let server = Server::new(server, [7; 32]).expect("a server");
        let mut config = client_config("romeo@localhost/garden".to_owned()).expect("an address");
        config.credentials = Some(Secret::password("secret"));
        config.trust = Trust::Roots { roots: vec![Octets(server.ca_der().to_vec())] };
        config.handled = HandledMode::Explicit;
        change(&mut config);
        let engine = Engine::new(config, &[8; 32]).expect("an engine");
        let now = Now { mono_ms: 1_000, unix_ms: 1_795_650_000_000 };
        let (told, received) = (Vec::new(), Vec::new());
        World { engine, server, told, most: 16, now, link: None, received, read: 0, written: 0 }
    }

    /// Logs in.
    pub fn online(change: impl FnOnce(&mut Config)) -> World {
        let mut world = World::new(change);
        world.run();
        let found = world.told.iter().find_map(|(_, event)| match event {
            Event::Online { jid, .. } => Some(jid.clone()),
            _ => None,
        });
        assert_eq!(found, Jid::new("romeo@localhost/garden").ok(), "{:?}", world.told);
        world
    }

    /// Carries octets between the two until neither has anything to say.
    pub fn run(&mut self) {
        loop {
            let step = self.step();
            let again = step.more || step.wait_until == Some(self.now.mono_ms);
            self.carry_out(step.outputs);
            self.run_server();
            if !again && self.received.is_empty() {
                return;
            }
        }
    }

    /// One step with what has come.
    pub fn step(&mut self) -> Step {
        let received = std::mem::take(&mut self.received);
        let conn = self.link.map(|(conn, _)| conn);
        let (mono_ms, unix_ms) = (self.now.mono_ms, self.now.unix_ms);
        let step = self.engine.step(mono_ms, unix_ms, conn, &received, self.most);
        let step = step.expect("no more is given than may be");
        assert!(step.outputs.len() <= self.most as usize);
        step
    }

    pub fn carry_out(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Connect { conn, .. } => {
                    let accepted = self.server.connect(self.server.starttls_mode());
                    self.link = Some((conn, accepted));
                    self.engine.connected(conn, None);
                }
                Output::Transmit { conn, bytes } => {
                    let (_, accepted) = self.link.expect("a connection");
                    assert!(self.server.receive(accepted, &bytes.0));
                    self.written += bytes.0.len() as u64;
                    self.engine.transmitted(conn, self.written).expect("it was given out");
                }
                Output::Event { seq, event } => self.told.push((seq, event)),
                Output::Disconnect { .. } => self.link = None,
                other => panic!("{other:?}"),
            }
        }
    }

    fn run_server(&mut self) {
        loop {
            match self.server.poll(self.now) {
                ServerOutput::Transmit { conn, bytes } => {
                    self.read += bytes.len() as u64;
                    self.server.transmitted(conn, self.read).expect("it was given out");
                    self.received.extend_from_slice(&bytes);
                }
                ServerOutput::Disconnect { .. } => {}
                ServerOutput::Wait { .. } => return,
            }
        }
    }
}
