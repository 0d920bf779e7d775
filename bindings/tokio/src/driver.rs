//! The task: polls the engine, executes what it puts out, feeds it what happens.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::Notify;
use xmpp_engine::dial::Target;
use xmpp_engine::transport::{ConnId, ConnectFailure};
use xmpp_engine::{Event, Output};

use crate::Common;
use crate::clock;
use crate::events::Sender;
use crate::socket::{self, Progress, Socket};

/// Octets read at once, at most.
const READ_BYTES: u64 = 16 * 1024;

/// How a dial ended.
type Dialled = Result<TcpStream, ConnectFailure>;

/// A connection that is being made. Dropping it gives it up.
struct Dial {
    conn: ConnId,
    work: Pin<Box<dyn Future<Output = Dialled> + Send>>,
}

pub(crate) struct Driver {
    /// Not an owner: when the program has dropped both its ends, the task ends too.
    common: Weak<Common>,
    wake: Arc<Notify>,
    events: Sender,
    dial: Option<Dial>,
    socket: Option<Socket>,
    buffer: Vec<u8>,
}

/// What the last `Wait` said.
struct Pause {
    sleep: Option<Duration>,
    read: bool,
    /// The engine has come to its end.
    over: bool,
}

/// What ended a pause.
enum Woken {
    Socket(Progress),
    Dialled(Dialled),
    Called,
}

/// Why a config fails that leaves TLS to this driver.
fn no_tls() -> ConnectFailure {
    ConnectFailure::Tls { reason: "this driver has none of its own".to_owned() }
}

impl Driver {
    /// `received_bytes` is the engine's limit for input that waits. While it wants to be read for
    /// it has room for half of that.
    pub(crate) fn new(common: &Arc<Common>, events: Sender, received_bytes: u64) -> Driver {
        let buffer = vec![0; READ_BYTES.min(received_bytes / 2).max(1) as usize];
        let wake = common.wake.clone();
        Driver { common: Arc::downgrade(common), wake, events, dial: None, socket: None, buffer }
    }

    pub(crate) async fn run(mut self) {
        while let Some(pause) = self.poll() {
            if pause.over {
                break;
            }
            let woken = self.sleep(pause).await;
            self.feed(woken);
        }
        if let Some(socket) = self.socket.take() {
            socket.finish().await;
        }
    }

    /// Polls until the engine waits, and executes each output at once; `None` if the program has
    /// dropped the engine.
    fn poll(&mut self) -> Option<Pause> {
        let common = self.common.upgrade()?;
        let mut engine = common.engine.lock().unwrap_or_else(|poison| poison.into_inner());
        let (now, mut over) = (clock::now(), false); // a round is short: it ends by the buffer's bound
        loop {
            engine.hold_events(!self.events.has_room());
            match engine.poll(now) {
                Output::Connect { conn, target } => self.dial(conn, target),
                Output::Transmit { conn, bytes } => self.transmit(conn, &bytes.0),
                Output::Disconnect { conn } => self.disconnect(conn),
                Output::Event { seq, event } => {
                    over |= matches!(event, Event::Closed { .. });
                    self.events.send(seq, event);
                }
                Output::Wait { until, read } => {
                    let sleep = until.map(|until| until.saturating_sub(now.mono_ms));
                    return Some(Pause { sleep: sleep.map(Duration::from_millis), read, over });
                }
                Output::StartTls { conn, .. } => engine.failed(conn, no_tls()),
                _ => {}
            }
        }
    }

    /// Takes the place of an earlier dial, if there is one: the engine has given that up.
    fn dial(&mut self, conn: ConnId, target: Target) {
        self.dial = Some(Dial { conn, work: Box::pin(socket::dial(target)) });
    }

    fn transmit(&mut self, conn: ConnId, octets: &[u8]) {
        if let Some(socket) = self.socket.as_mut().filter(|socket| socket.conn == conn) {
            socket.queue(octets);
        }
    }

    fn disconnect(&mut self, conn: ConnId) {
        self.dial.take_if(|dial| dial.conn == conn);
        if let Some(mut socket) = self.socket.take_if(|socket| socket.conn == conn) {
            socket.write_now(); // the program may end at the next event, and its runtime with it
            tokio::spawn(socket.finish());
        }
    }

    /// Waits for the network, the program or the time.
    async fn sleep(&mut self, pause: Pause) -> Woken {
        let timer = async {
            match pause.sleep {
                Some(sleep) => tokio::time::sleep(sleep).await,
                None => std::future::pending().await,
            }
        };
        let network = async {
            match &mut self.socket {
                Some(socket) => socket.progress(pause.read, &mut self.buffer).await,
                None => std::future::pending().await,
            }
        };
        let dial = async {
            match &mut self.dial {
                Some(dial) => dial.work.as_mut().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            progress = network => Woken::Socket(progress),
            dialled = dial => Woken::Dialled(dialled),
            () = self.wake.notified() => Woken::Called,
            () = timer => Woken::Called,
        }
    }

    /// Tells the engine what happened.
    fn feed(&mut self, woken: Woken) {
        let Some(common) = self.common.upgrade() else { return };
        let mut engine = common.engine.lock().unwrap_or_else(|poison| poison.into_inner());
        match (woken, &self.socket) {
            (Woken::Dialled(dialled), _) => {
                let Some(Dial { conn, .. }) = self.dial.take() else { return };
                match dialled {
                    Ok(stream) => {
                        self.socket = Some(Socket::new(conn, stream));
                        engine.connected(conn, None);
                    }
                    Err(failure) => engine.failed(conn, failure),
                }
            }
            (Woken::Socket(progress), Some(socket)) => {
                let conn = socket.conn;
                match progress {
                    // Never full: the engine asked for it, and this is at most half of its limit.
                    Progress::Read(count) => drop(engine.receive(conn, &self.buffer[..count])),
                    Progress::Written(total) => drop(engine.transmitted(conn, total)),
                    Progress::Eof => engine.eof(conn),
                    Progress::Failed(failure) => engine.failed(conn, failure),
                    Progress::Nothing => {}
                }
            }
            _ => {}
        }
    }
}
