//! One TCP connection: dial, read, write, close.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use xmpp_engine::dial::Target;
use xmpp_engine::transport::{ConnId, ConnectFailure};

/// How long what is still to be written may take once a connection is given up.
const LINGER: Duration = Duration::from_secs(5);

/// How long an address may be silent before the next one is tried beside it (RFC 8305 section 8).
const HEAD_START: Duration = Duration::from_millis(250);

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

/// Resolves and connects.
pub(crate) async fn dial(target: Target) -> Result<TcpStream, ConnectFailure> {
    let addresses = tokio::net::lookup_host((target.host.as_str(), target.port))
        .await
        .map_err(|_| ConnectFailure::NoAddress)?;
    let stream = race(addresses).await?;
    let _ = stream.set_nodelay(true); // stanzas are small and people wait for them
    Ok(stream)
}

/// Tries one address after the other, the next one as soon as the last has failed or has been silent
/// for a while (RFC 8305 section 5): a dead address must not use up the time for all. The first that
/// answers is taken.
async fn race(addresses: impl Iterator<Item = SocketAddr>) -> Result<TcpStream, ConnectFailure> {
    let mut addresses = addresses.peekable();
    let mut tries = JoinSet::new();
    let mut failure = ConnectFailure::NoAddress;
    loop {
        match addresses.next() {
            Some(address) => drop(tries.spawn(TcpStream::connect(address))),
            None if tries.is_empty() => return Err(failure),
            None => {}
        }
        tokio::select! {
            Some(tried) = tries.join_next() => match tried {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => failure = describe(&error),
                Err(_) => {} // it panicked: as good as failed
            },
            () = tokio::time::sleep(HEAD_START), if addresses.peek().is_some() => {}
        }
    }
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
            Ok(()) => match (self.try_write(), reads) {
                (Progress::Nothing, true) => self.try_read(buffer),
                (Progress::Failed(failure), true) => self.hear_out(failure, buffer).await,
                (progress, _) => progress,
            },
        };
        if matches!(progress, Progress::Failed(_)) {
            // Reported once. The engine may still have to get through what it received before.
            self.ended = true;
            self.pending.clear();
        }
        progress
    }

    /// What the peer said before it hung up may be why it did, so it is read before that is told.
    /// If this is cancelled, the next write fails as well.
    async fn hear_out(&mut self, failure: ConnectFailure, buffer: &mut [u8]) -> Progress {
        // A connection that has failed counts as readable.
        let _ = self.stream.readable().await;
        match self.try_read(buffer) {
            read @ Progress::Read(_) => read,
            _ => Progress::Failed(failure),
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::{TcpListener, TcpSocket};

    /// Somebody whose queue is full: who knocks hears nothing, as from an address that is dead.
    async fn silent() -> (TcpListener, SocketAddr, JoinSet<io::Result<TcpStream>>) {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind("127.0.0.1:0".parse().expect("loopback")).expect("a free port");
        let listener = socket.listen(1).expect("it listens");
        let address = listener.local_addr().expect("its address");
        let mut knocking = JoinSet::new();
        for _ in 0..8 {
            knocking.spawn(TcpStream::connect(address));
        }
        tokio::task::yield_now().await;
        (listener, address, knocking)
    }

    /// A write to somebody who has hung up fails; what they said before is heard all the same.
    #[tokio::test]
    async fn last_words_are_heard_before_the_failure() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let stream = TcpStream::connect(address).await.expect("it listens");
        let (mut peer, _) = listener.accept().await.expect("somebody");
        peer.write_all(b"why").await.expect("room");
        drop(peer);
        let mut socket = Socket::new(ConnId::from_value(1), stream);
        let (mut heard, mut buffer) = (Vec::new(), [0; 1]);
        loop {
            socket.queue(b"too late"); // the first is taken, and answered by a reset
            match socket.progress(true, &mut buffer).await {
                Progress::Read(count) => heard.extend_from_slice(&buffer[..count]),
                Progress::Failed(_) | Progress::Eof => break,
                _ => {}
            }
        }
        assert_eq!(heard, b"why");
    }

    #[tokio::test]
    async fn a_silent_address_does_not_keep_the_next_one_back() {
        let (_listener, dead, _knocking) = silent().await;
        let alive = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let alive_at = alive.local_addr().expect("its address");
        let raced =
            tokio::time::timeout(Duration::from_secs(10), race([dead, alive_at].into_iter()));
        let stream = raced.await.expect("in time").expect("one answers");
        assert_eq!(stream.peer_addr().expect("connected"), alive_at);
    }

    #[tokio::test]
    async fn an_address_that_refuses_makes_room_for_the_next_and_the_last_cause_is_told() {
        let gone = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let refusing = gone.local_addr().expect("its address");
        drop(gone);
        let alive = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let alive_at = alive.local_addr().expect("its address");
        assert!(race([refusing, alive_at].into_iter()).await.is_ok());
        let refused = race([refusing, refusing].into_iter()).await.expect_err("nobody is there");
        assert_eq!(refused, ConnectFailure::Refused);
        let none = race(std::iter::empty()).await.expect_err("nowhere to go");
        assert_eq!(none, ConnectFailure::NoAddress);
    }
}
