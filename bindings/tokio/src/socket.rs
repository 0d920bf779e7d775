//! One TCP connection: dial, read, write, close.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use xmpp_engine::dial::Target;
use xmpp_engine::transport::{ConnId, ConnectFailure};

/// How long what is still to be written may take once a connection is given up.
const LINGER: Duration = Duration::from_secs(5);

/// An established connection and what is to be written on it.
pub(crate) struct Socket {
    pub conn: ConnId,
    stream: TcpStream,
    pending: VecDeque<u8>,
    written: u64,
    /// The peer has closed its side, or the connection is lost: nothing more is read.
    ended: bool,
}

/// What came of waiting for a socket.
pub(crate) enum Progress {
    /// Octets were read into the buffer.
    Read(usize),
    /// So many octets were written since the connection's beginning.
    Written(u64),
    /// The peer has closed its side.
    Eof,
    /// The connection is lost.
    Failed(ConnectFailure),
    /// It was not ready after all.
    Nothing,
}

/// Resolves and connects, one address after the other.
pub(crate) async fn dial(target: Target) -> Result<TcpStream, ConnectFailure> {
    let addresses = tokio::net::lookup_host((target.host.as_str(), target.port))
        .await
        .map_err(|_| ConnectFailure::NoAddress)?;
    let mut failure = ConnectFailure::NoAddress;
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => {
                let _ = stream.set_nodelay(true); // stanzas are small and people wait for them
                return Ok(stream);
            }
            Err(error) => failure = describe(&error),
        }
    }
    Err(failure)
}

impl Socket {
    pub(crate) fn new(conn: ConnId, stream: TcpStream) -> Socket {
        Socket { conn, stream, pending: VecDeque::new(), written: 0, ended: false }
    }

    pub(crate) fn queue(&mut self, octets: &[u8]) {
        self.pending.extend(octets);
    }

    /// Waits until something can be done, and does it. Cancel-safe: what was read or written is
    /// always reported.
    pub(crate) async fn progress(&mut self, read: bool, buffer: &mut [u8]) -> Progress {
        let reads = read && !self.ended;
        let ready = match (reads, self.pending.is_empty()) {
            (false, true) => std::future::pending().await,
            (true, true) => self.stream.readable().await,
            (false, false) => self.stream.writable().await,
            (true, false) => {
                let both = tokio::io::Interest::READABLE | tokio::io::Interest::WRITABLE;
                self.stream.ready(both).await.map(drop)
            }
        };
        let progress = match ready {
            Err(error) => Progress::Failed(describe(&error)),
            Ok(()) => match self.try_write() {
                Progress::Nothing if reads => self.try_read(buffer),
                progress => progress,
            },
        };
        if matches!(progress, Progress::Failed(_)) {
            // Reported once. The engine may still have to get through what it received before.
            self.ended = true;
            self.pending.clear();
        }
        progress
    }

    fn try_write(&mut self) -> Progress {
        let (front, _) = self.pending.as_slices();
        if front.is_empty() {
            return Progress::Nothing;
        }
        match self.stream.try_write(front) {
            Ok(count) => {
                self.pending.drain(..count);
                self.written += count as u64;
                Progress::Written(self.written)
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => Progress::Nothing,
            Err(error) => Progress::Failed(describe(&error)),
        }
    }

    fn try_read(&mut self, buffer: &mut [u8]) -> Progress {
        match self.stream.try_read(buffer) {
            Ok(0) => {
                self.ended = true;
                Progress::Eof
            }
            Ok(count) => Progress::Read(count),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Progress::Nothing,
            Err(error) => Progress::Failed(describe(&error)),
        }
    }

    /// Writes what the system takes without waiting.
    pub(crate) fn write_now(&mut self) {
        while let Progress::Written(_) = self.try_write() {}
    }

    /// Writes what is left, within a bounded time, and closes.
    pub(crate) async fn finish(mut self) {
        let (front, back) = self.pending.as_slices();
        let rest = [front, back].concat();
        let _ = tokio::time::timeout(LINGER, async {
            self.stream.write_all(&rest).await?;
            self.stream.shutdown().await
        })
        .await;
    }
}

fn describe(error: &io::Error) -> ConnectFailure {
    match error.kind() {
        ErrorKind::ConnectionRefused => ConnectFailure::Refused,
        ErrorKind::TimedOut => ConnectFailure::TimedOut,
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => ConnectFailure::Unreachable,
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            ConnectFailure::Reset
        }
        _ => ConnectFailure::Other { reason: error.to_string() },
    }
}
