//! The server as a machine: connections, octets and the time go in, octets come out. No socket,
//! clock or thread, so that a simulation can run it on time of its own.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use sha2::Digest;
use xmpp_engine::accept::{AcceptEnd, AcceptEvent, AcceptOutput, AcceptTls, Acceptor};
use xmpp_engine::accept::{StreamCondition, StreamError};
use xmpp_engine::jid::Jid;
use xmpp_engine::time::Now;
use xmpp_engine::transport::{Shared, TransmittedError};
use xmpp_engine::xml::Element;

use crate::accounts::Accounts;
use crate::config::{Faults, ServerConfig};
use crate::offline::Offline;
use crate::roster::Roster;
use crate::sasl::Exchange;
use crate::sessions::Session;
use crate::tls::Authority;
use crate::{ServerError, prepared_domain};

/// A connection to the server; never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConnectionId(u64);

/// What [`Server::poll`] asks of its driver.
#[derive(Clone, Debug, PartialEq)]
pub enum ServerOutput {
    /// Write these octets to the connection, in this order; report them by `transmitted`.
    Transmit {
        /// The connection.
        conn: ConnectionId,
        /// The octets.
        bytes: Vec<u8>,
    },
    /// Close the connection; nothing more is asked for it, and what still comes is ignored.
    Disconnect {
        /// The connection.
        conn: ConnectionId,
    },
    /// Always the last: sleep until there is input, or until then.
    Wait {
        /// On the monotonic clock in milliseconds.
        until: Option<u64>,
    },
}

/// An XMPP server for one domain, in memory. For development and tests only.
pub struct Server {
    pub(crate) config: ServerConfig,
    pub(crate) domain: Jid,
    pub(crate) accounts: Accounts,
    pub(crate) rosters: BTreeMap<Jid, Roster>,
    pub(crate) offline: Offline,
    pub(crate) connections: BTreeMap<ConnectionId, Connection>,
    pub(crate) now: Now,
    /// Messages with a body that came to be routed.
    pub(crate) messages: u64,
    authority: Authority,
    identity: Arc<Shared>,
    seed: [u8; 32],
    drawn: u64,
    next: u64,
    ready: BTreeSet<ConnectionId>,
    outputs: VecDeque<ServerOutput>,
}

/// One connection and what became of it.
pub(crate) struct Connection {
    pub(crate) acceptor: Acceptor,
    /// The login that is going on.
    pub(crate) exchange: Option<Exchange>,
    /// The account that has logged in.
    pub(crate) account: Option<Jid>,
    pub(crate) session: Option<Session>,
    /// Stanzas in both directions, for [`Faults::cut_after`].
    stanzas: u32,
    until: Option<u64>,
    read: bool,
}

impl Server {
    /// A server with a throw-away authority and certificate of its own. `seed` decides ids, not
    /// keys: it need not be secret.
    pub fn new(config: ServerConfig, seed: [u8; 32]) -> Result<Server, ServerError> {
        let domain = prepared_domain(&config.domain)?;
        let name = config.certificate_name.clone().unwrap_or_else(|| domain.domain_ascii());
        let authority = Authority::new(&name)?;
        let identity = Shared::server(authority.identity())
            .map_err(|error| ServerError::Tls { reason: error.to_string() })?;
        let mut server = Server {
            accounts: Accounts::default(),
            rosters: BTreeMap::new(),
            offline: Offline::default(),
            connections: BTreeMap::new(),
            now: Now::default(),
            messages: 0,
            authority,
            identity,
            seed,
            drawn: 0,
            next: 1,
            ready: BTreeSet::new(),
            outputs: VecDeque::new(),
            config: ServerConfig { domain: domain.to_string(), ..config },
            domain,
        };
        for (node, password) in std::mem::take(&mut server.config.accounts) {
            server.add_account(&node, &password)?;
        }
        Ok(server)
    }

    /// Adds an account, or gives an existing one another password.
    pub fn add_account(&mut self, node: &str, password: &str) -> Result<(), ServerError> {
        let bad = || ServerError::BadAccount { node: node.to_owned() };
        let jid = Jid::new(&format!("{node}@{}", self.domain)).map_err(|_| bad())?;
        let node = jid.node().filter(|_| jid.is_bare()).ok_or_else(bad)?;
        self.accounts.set(node, password, self.config.scram_iterations);
        Ok(())
    }

    /// The certificate in DER that clients must trust.
    pub fn ca_der(&self) -> &[u8] {
        self.authority.ca_der()
    }

    /// The same in PEM.
    pub fn ca_pem(&self) -> &str {
        self.authority.ca_pem()
    }

    /// What goes wrong on purpose from now on.
    pub fn set_faults(&mut self, faults: Faults) {
        self.config.faults = faults;
    }

    /// How TLS comes on a port for STARTTLS.
    pub fn starttls_mode(&self) -> AcceptTls {
        if self.config.tls_optional { AcceptTls::Optional } else { AcceptTls::Required }
    }

    /// A client has connected.
    pub fn connect(&mut self, tls: AcceptTls) -> ConnectionId {
        let conn = ConnectionId(self.next);
        self.next += 1;
        let config = xmpp_engine::accept::AcceptConfig { tls, ..self.config.accept() };
        let acceptor = Acceptor::new(config, Arc::clone(&self.identity), self.draw());
        let connection = Connection {
            acceptor,
            exchange: None,
            account: None,
            session: None,
            stanzas: 0,
            until: None,
            read: true,
        };
        self.connections.insert(conn, connection);
        self.ready.insert(conn);
        conn
    }

    /// Octets from a client. `false` if nothing was taken, since too much waits: the driver read
    /// on while [`Server::wants_read`] said no.
    pub fn receive(&mut self, conn: ConnectionId, octets: &[u8]) -> bool {
        if self.config.faults.mute {
            return true;
        }
        self.connection(conn).is_none_or(|connection| connection.acceptor.receive(octets).is_ok())
    }

    /// The client closed its side of the connection, or lost it.
    pub fn eof(&mut self, conn: ConnectionId) {
        if self.config.faults.mute {
            self.forget(conn);
        } else if let Some(connection) = self.connection(conn) {
            connection.acceptor.eof();
        }
    }

    /// The driver has written `total` octets to the connection so far.
    pub fn transmitted(&mut self, conn: ConnectionId, total: u64) -> Result<(), TransmittedError> {
        self.connection(conn).map_or(Ok(()), |connection| connection.acceptor.transmitted(total))
    }

    /// Whether the driver shall read from the connection.
    pub fn wants_read(&self, conn: ConnectionId) -> bool {
        self.connections.get(&conn).is_some_and(|connection| connection.read)
    }

    /// Connections that are open.
    pub fn open_connections(&self) -> Vec<ConnectionId> {
        self.connections.keys().copied().collect()
    }

    /// Cuts a connection without a word, as a failing network does.
    pub fn cut(&mut self, conn: ConnectionId) {
        if let Some(connection) = self.connection(conn) {
            connection.acceptor.abort();
        }
    }

    /// Ends all streams with `system-shutdown`.
    pub fn shut_down(&mut self) {
        for conn in self.open_connections() {
            self.fail(conn, StreamCondition::SystemShutdown);
        }
    }

    /// The only place where the machine runs. Call it until it says `Wait`.
    pub fn poll(&mut self, now: Now) -> ServerOutput {
        self.now = Now { mono_ms: now.mono_ms.max(self.now.mono_ms), ..now };
        let mono_ms = self.now.mono_ms;
        let due = |connection: &Connection| connection.until.is_some_and(|until| until <= mono_ms);
        let due = self.connections.iter().filter(|(_, connection)| due(connection));
        self.ready.extend(due.map(|(conn, _)| *conn));
        loop {
            if let Some(output) = self.outputs.pop_front() {
                return output;
            }
            let Some(conn) = self.ready.first().copied() else { break };
            self.drive(conn);
        }
        let deadlines = self.connections.values().filter_map(|connection| connection.until);
        ServerOutput::Wait { until: deadlines.min() }
    }
}

impl Server {
    /// Takes one output of one connection.
    fn drive(&mut self, conn: ConnectionId) {
        let Some(connection) = self.connections.get_mut(&conn) else {
            self.ready.remove(&conn);
            return;
        };
        if self.config.faults.mute {
            connection.until = None;
            self.ready.remove(&conn);
            return;
        }
        match connection.acceptor.poll(self.now) {
            AcceptOutput::Transmit { bytes } => {
                self.outputs.push_back(ServerOutput::Transmit { conn, bytes });
            }
            AcceptOutput::Disconnect => self.forget(conn),
            AcceptOutput::Event { event } => self.event(conn, event),
            AcceptOutput::Wait { until, read } => {
                (connection.until, connection.read) = (until, read);
                self.ready.remove(&conn);
            }
        }
    }

    fn forget(&mut self, conn: ConnectionId) {
        if self.connections.remove(&conn).is_some() {
            self.outputs.push_back(ServerOutput::Disconnect { conn });
        }
    }

    fn event(&mut self, conn: ConnectionId, event: AcceptEvent) {
        match event {
            AcceptEvent::Secured { .. } | AcceptEvent::Acked { .. } => {}
            AcceptEvent::Authenticate { mechanism, initial } => {
                self.authenticate(conn, &mechanism, initial.map(|octets| octets.0));
            }
            AcceptEvent::Response { data } => self.login_step(conn, &data.0),
            AcceptEvent::Aborted => self.abort_login(conn),
            AcceptEvent::Bind { resource } => self.bind(conn, resource.as_deref()),
            AcceptEvent::Stanza { stanza } => {
                self.stanza(conn, stanza.element());
                self.count(conn);
            }
            AcceptEvent::Closed { reason } => self.closed(conn, &reason),
        }
    }

    fn stanza(&mut self, conn: ConnectionId, stanza: &Element) {
        match stanza.root().name() {
            "message" => self.route_message(stanza),
            "presence" => self.route_presence(conn, stanza),
            _ => self.route_iq(conn, stanza),
        }
    }

    /// The stream is over: its session ends, and what may not have arrived is kept.
    fn closed(&mut self, conn: ConnectionId, _reason: &AcceptEnd) {
        let Some(connection) = self.connections.get_mut(&conn) else { return };
        let undelivered = connection.acceptor.take_undelivered();
        self.end_session(conn);
        for stanza in undelivered.iter().filter(|stanza| stanza.root().name() == "message") {
            self.redeliver(stanza);
        }
    }

    /// Sends a stanza to a client. `false` if its stream is not there any more.
    pub(crate) fn deliver(&mut self, conn: ConnectionId, stanza: Element) -> bool {
        let Some(connection) = self.connection(conn) else { return false };
        if connection.acceptor.send(stanza).is_err() {
            // It reads too slowly, or is about to close.
            self.fail(conn, StreamCondition::ResourceConstraint);
            return false;
        }
        self.count(conn);
        true
    }

    /// Counts a stanza, and cuts the connection if it was one too many.
    fn count(&mut self, conn: ConnectionId) {
        let limit = self.config.faults.cut_after;
        let Some(connection) = self.connections.get_mut(&conn) else { return };
        connection.stanzas += 1;
        if limit.is_some_and(|limit| connection.stanzas >= limit) {
            self.cut(conn);
        }
    }

    pub(crate) fn fail(&mut self, conn: ConnectionId, condition: StreamCondition) {
        if let Some(connection) = self.connection(conn) {
            connection.acceptor.fail(StreamError::new(condition));
        }
    }

    /// The connection, which will be driven in the next round.
    pub(crate) fn connection(&mut self, conn: ConnectionId) -> Option<&mut Connection> {
        self.ready.insert(conn);
        self.connections.get_mut(&conn)
    }

    /// Sixteen hexadecimal digits that were not drawn before.
    pub(crate) fn draw_name(&mut self) -> String {
        self.draw()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn draw(&mut self) -> [u8; 32] {
        self.drawn += 1;
        let hash =
            sha2::Sha256::new().chain_update(self.seed).chain_update(self.drawn.to_le_bytes());
        hash.finalize().into()
    }
}
