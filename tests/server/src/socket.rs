//! The server on real sockets: a thread that owns the machine, and two for each connection that
//! only read and only write. Loopback alone; this is not a server for a network.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use xmpp_engine::accept::AcceptTls;
use xmpp_engine::time::Now;

use crate::{ConnectionId, Server, ServerConfig, ServerError, ServerOutput};

/// Octets read at once. At most one such piece a connection waits for the machine.
const PIECE: usize = 16 * 1024;

/// Ports to listen on; 0 takes a free one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ports {
    /// For STARTTLS.
    pub starttls: u16,
    /// For direct TLS (XEP-0368).
    pub direct_tls: u16,
}

/// A server that listens. Dropping it cuts all connections and frees the ports.
pub struct RunningServer {
    ports: Ports,
    ca_file: PathBuf,
    ca_der: Vec<u8>,
    inbox: Sender<Input>,
    machine: Option<JoinHandle<Server>>,
    listeners: Vec<JoinHandle<()>>,
    stopping: Arc<AtomicBool>,
}

impl RunningServer {
    /// Starts a new server on free ports.
    pub fn start(config: ServerConfig) -> Result<RunningServer, ServerError> {
        RunningServer::start_on(config, Ports::default())
    }

    /// Starts a new server on these ports.
    pub fn start_on(config: ServerConfig, ports: Ports) -> Result<RunningServer, ServerError> {
        RunningServer::run(Server::new(config, random_seed())?, ports)
    }

    /// Starts this server on these ports. With the ports and the server of an earlier run it is
    /// that server restarted: the same certificate, accounts, rosters and kept messages.
    pub fn run(server: Server, ports: Ports) -> Result<RunningServer, ServerError> {
        let starttls = listen(ports.starttls)?;
        let direct_tls = listen(ports.direct_tls)?;
        let ports = Ports { starttls: port_of(&starttls)?, direct_tls: port_of(&direct_tls)? };
        let ca_file = write_ca(server.ca_pem())?;
        let ca_der = server.ca_der().to_vec();
        let tls = server.starttls_mode();
        let (inbox, inputs) = mpsc::channel();
        let stopping = Arc::new(AtomicBool::new(false));
        let listeners = vec![
            accept(starttls, tls, inbox.clone(), Arc::clone(&stopping)),
            accept(direct_tls, AcceptTls::Direct, inbox.clone(), Arc::clone(&stopping)),
        ];
        let machine = Machine::new(server, inbox.clone());
        let machine = Some(thread::spawn(move || machine.run(&inputs)));
        Ok(RunningServer { ports, ca_file, ca_der, inbox, machine, listeners, stopping })
    }

    /// The ports it listens on, on 127.0.0.1.
    pub fn ports(&self) -> Ports {
        self.ports
    }

    /// The file with the certificate that clients must trust, in PEM; removed when the server
    /// stops.
    pub fn ca_file(&self) -> &Path {
        &self.ca_file
    }

    /// The same in DER.
    pub fn ca_der(&self) -> &[u8] {
        &self.ca_der
    }

    /// Does something to the server while it runs, and returns what came of it.
    ///
    /// # Panics
    /// If the server's thread has panicked.
    pub fn with<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Server) -> T + Send + 'static,
    ) -> T {
        let (sender, receiver) = mpsc::channel();
        let call = move |server: &mut Server| drop(sender.send(act(server)));
        let _ = self.inbox.send(Input::Call(Box::new(call)));
        receiver.recv().expect("the server's thread runs until it is stopped")
    }

    /// Cuts all connections, without a word, and goes on listening.
    pub fn cut_all(&self) {
        self.with(|server| server.open_connections().into_iter().for_each(|conn| server.cut(conn)));
    }

    /// Stops like a killed process: connections are cut, the ports are free on return. The
    /// server can be [run](RunningServer::run) again.
    ///
    /// # Panics
    /// If the server's thread has panicked.
    pub fn stop(mut self) -> Server {
        self.halt().expect("the server's thread did not panic")
    }

    fn halt(&mut self) -> Option<Server> {
        self.stopping.store(true, Ordering::Release);
        let _ = self.inbox.send(Input::Stop);
        for port in [self.ports.starttls, self.ports.direct_tls] {
            // Wakes the listener, which then sees that it shall stop.
            drop(TcpStream::connect((Ipv4Addr::LOCALHOST, port)));
        }
        self.listeners.drain(..).for_each(|listener| drop(listener.join()));
        let _ = std::fs::remove_file(&self.ca_file);
        self.machine.take()?.join().ok()
    }
}

impl Drop for RunningServer {
    fn drop(&mut self) {
        if self.machine.is_some() {
            self.halt();
        }
    }
}

/// What reaches the machine's thread.
enum Input {
    Accepted(TcpStream, AcceptTls),
    Read(ConnectionId, Vec<u8>),
    Closed(ConnectionId),
    Wrote(ConnectionId, u64),
    Call(Box<dyn FnOnce(&mut Server) + Send>),
    Stop,
}

/// The thread that owns the server.
struct Machine {
    server: Server,
    links: BTreeMap<ConnectionId, Link>,
    inbox: Sender<Input>,
    started: Instant,
}

/// One socket, as the machine sees it.
struct Link {
    stream: TcpStream,
    /// To the thread that writes.
    writer: Sender<Vec<u8>>,
    /// To the thread that reads: each word lets it read one piece.
    reader: Sender<()>,
    /// Whether that thread waits for such a word.
    idle: bool,
}

impl Machine {
    fn new(server: Server, inbox: Sender<Input>) -> Machine {
        Machine { server, links: BTreeMap::new(), inbox, started: Instant::now() }
    }

    fn run(mut self, inputs: &Receiver<Input>) -> Server {
        loop {
            let until = self.work();
            match next_input(inputs, until.map(|at| at.saturating_sub(self.now().mono_ms))) {
                Some(Input::Stop) => break,
                Some(input) => self.take(input),
                None => {}
            }
        }
        for conn in self.server.open_connections() {
            self.server.cut(conn);
        }
        self.work();
        self.server
    }

    /// Runs the server until it waits; returns until when.
    fn work(&mut self) -> Option<u64> {
        loop {
            match self.server.poll(self.now()) {
                ServerOutput::Transmit { conn, bytes } => {
                    if let Some(link) = self.links.get(&conn) {
                        let _ = link.writer.send(bytes);
                    }
                }
                // Its writer ends behind what it was given, and closes the socket.
                ServerOutput::Disconnect { conn } => drop(self.links.remove(&conn)),
                ServerOutput::Wait { until } => {
                    self.let_read();
                    return until;
                }
            }
        }
    }

    fn let_read(&mut self) {
        for (conn, link) in self.links.iter_mut().filter(|(_, link)| link.idle) {
            if self.server.wants_read(*conn) {
                link.idle = link.reader.send(()).is_err();
            }
        }
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Accepted(stream, tls) => self.accepted(stream, tls),
            Input::Read(conn, bytes) => {
                if let Some(link) = self.links.get_mut(&conn) {
                    link.idle = true;
                }
                self.server.receive(conn, &bytes);
            }
            Input::Closed(conn) => self.server.eof(conn),
            // More than was sent cannot be written.
            Input::Wrote(conn, total) => drop(self.server.transmitted(conn, total)),
            Input::Call(act) => act(&mut self.server),
            Input::Stop => {}
        }
    }

    fn accepted(&mut self, stream: TcpStream, tls: AcceptTls) {
        let _ = stream.set_nodelay(true);
        let (Ok(to_read), Ok(to_write)) = (stream.try_clone(), stream.try_clone()) else { return };
        let conn = self.server.connect(tls);
        let (writer, pieces) = mpsc::channel();
        let (reader, permits) = mpsc::channel();
        let (for_reader, for_writer) = (self.inbox.clone(), self.inbox.clone());
        thread::spawn(move || read(to_read, conn, &permits, &for_reader));
        thread::spawn(move || write(to_write, conn, &pieces, &for_writer));
        self.links.insert(conn, Link { stream, writer, reader, idle: true });
    }

    fn now(&self) -> Now {
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Now { mono_ms: self.started.elapsed().as_millis() as u64, unix_ms: unix.as_millis() as u64 }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        // A client that does not read must not hold the writing thread for ever.
        let _ = self.stream.set_write_timeout(Some(Duration::from_secs(2)));
    }
}

fn next_input(inputs: &Receiver<Input>, wait_ms: Option<u64>) -> Option<Input> {
    match wait_ms {
        None => Some(inputs.recv().unwrap_or(Input::Stop)),
        Some(ms) => match inputs.recv_timeout(Duration::from_millis(ms)) {
            Ok(input) => Some(input),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Input::Stop),
        },
    }
}

fn read(mut stream: TcpStream, conn: ConnectionId, permits: &Receiver<()>, inbox: &Sender<Input>) {
    let mut piece = vec![0; PIECE];
    while permits.recv().is_ok() {
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => break,
            Ok(count) => drop(inbox.send(Input::Read(conn, piece[..count].to_vec()))),
        }
    }
    let _ = inbox.send(Input::Closed(conn));
}

fn write(
    mut stream: TcpStream,
    conn: ConnectionId,
    pieces: &Receiver<Vec<u8>>,
    inbox: &Sender<Input>,
) {
    let mut total = 0;
    while let Ok(piece) = pieces.recv() {
        if stream.write_all(&piece).is_err() {
            break;
        }
        total += piece.len() as u64;
        let _ = inbox.send(Input::Wrote(conn, total));
    }
    let _ = stream.shutdown(Shutdown::Both);
}

fn listen(port: u16) -> Result<TcpListener, ServerError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| ServerError::io(&error))
}

fn port_of(listener: &TcpListener) -> Result<u16, ServerError> {
    listener.local_addr().map(|address: SocketAddr| address.port()).map_err(|e| ServerError::io(&e))
}

fn accept(
    listener: TcpListener,
    tls: AcceptTls,
    inbox: Sender<Input>,
    stopping: Arc<AtomicBool>,
) -> JoinHandle<()> {
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if stopping.load(Ordering::Acquire) {
                break;
            }
            let _ = inbox.send(Input::Accepted(stream, tls));
        }
    })
}

/// Writes the certificate to a file of its own.
fn write_ca(pem: &str) -> Result<PathBuf, ServerError> {
    static RUN: AtomicU32 = AtomicU32::new(0);
    let run = RUN.fetch_add(1, Ordering::Relaxed);
    let name = format!("xmpp-test-server-{}-{run}.pem", std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, pem).map_err(|error| ServerError::io(&error))?;
    Ok(path)
}

/// A seed that differs from run to run; it decides ids only.
fn random_seed() -> [u8; 32] {
    use sha2::Digest;
    let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let hash = sha2::Sha256::new()
        .chain_update(unix.as_nanos().to_le_bytes())
        .chain_update(std::process::id().to_le_bytes());
    hash.finalize().into()
}
