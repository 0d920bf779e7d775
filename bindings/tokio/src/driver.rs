//! The task: polls the engine, executes what it puts out, feeds it what happens.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::{Notify, mpsc};
use xmpp_engine::transport::{ConnId, ConnectFailure};
use xmpp_engine::{Event, Output};

use crate::Common;
use crate::clock;
use crate::events::Sender;
use crate::socket::{self, Progress, Socket};

/// Octets read at once. The engine takes at most half of its input limit at a time.
const READ_BYTES: usize = 16 * 1024;

/// How a dial ended.
type Dialled = (ConnId, Result<TcpStream, ConnectFailure>);

pub(crate) struct Driver {
    /// Not an owner: when the program has dropped both its ends, the task ends too.
    common: Weak<Common>,
    wake: Arc<Notify>,
    events: Sender,
    socket: Option<Socket>,
    dial_sender: mpsc::UnboundedSender<Dialled>,
    dialled: mpsc::UnboundedReceiver<Dialled>,
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

impl Driver {
    pub(crate) fn new(common: &Arc<Common>, events: Sender) -> Driver {
        let (dial_sender, dialled) = mpsc::unbounded_channel();
        let buffer = vec![0; READ_BYTES];
        let wake = common.wake.clone();
        let common = Arc::downgrade(common);
        Driver { common, wake, events, socket: None, dial_sender, dialled, buffer }
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
        let mut over = false;
        loop {
            let now = clock::now();
            let output = {
                let mut engine = common.engine.lock().unwrap_or_else(|poison| poison.into_inner());
                engine.hold_events(!self.events.has_room());
                engine.poll(now)
            };
            match output {
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
                _ => {} // `StartTls` is for hosts that bring the TLS; this one does not
            }
        }
    }

    fn dial(&self, conn: ConnId, target: xmpp_engine::dial::Target) {
        let sender = self.dial_sender.clone();
        tokio::spawn(async move {
            let _ = sender.send((conn, socket::dial(target).await));
        });
    }

    fn transmit(&mut self, conn: ConnId, octets: &[u8]) {
        if let Some(socket) = self.socket.as_mut().filter(|socket| socket.conn == conn) {
            socket.queue(octets);
        }
    }

    fn disconnect(&mut self, conn: ConnId) {
        if let Some(socket) = self.socket.take_if(|socket| socket.conn == conn) {
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
        tokio::select! {
            progress = network => Woken::Socket(progress),
            Some(dialled) = self.dialled.recv() => Woken::Dialled(dialled),
            () = self.wake.notified() => Woken::Called,
            () = timer => Woken::Called,
        }
    }

    /// Tells the engine what happened.
    fn feed(&mut self, woken: Woken) {
        let Some(common) = self.common.upgrade() else { return };
        let mut engine = common.engine.lock().unwrap_or_else(|poison| poison.into_inner());
        match (woken, &self.socket) {
            // A late one must not take the place of its successor; the engine ignores it too.
            (Woken::Dialled((conn, Ok(stream))), socket)
                if socket.as_ref().is_none_or(|socket| socket.conn < conn) =>
            {
                self.socket = Some(Socket::new(conn, stream));
                engine.connected(conn, None);
            }
            (Woken::Dialled((_, Ok(_))), _) => {}
            (Woken::Dialled((conn, Err(failure))), _) => engine.failed(conn, failure),
            (Woken::Socket(progress), Some(socket)) => {
                let conn = socket.conn;
                match progress {
                    // Never full: the engine is asked to be read for, and this is less than half.
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
