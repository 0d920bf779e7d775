//! The TLS of one connection, on rustls's buffered interface.

use super::fault::fault;
use super::setup::{Clock, Role, Setup, server_name};
use crate::declare::Octets;
use crate::time::Now;
use crate::transport::buffer::Buffer;
use crate::transport::data::{TlsFault, TlsInfo, TlsVersion};
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, ClientConnection, Connection, ProtocolVersion};
use std::io::{BufRead, Write};
use std::sync::Arc;

pub(in crate::transport) struct Session {
    connection: Connection,
    clock: Arc<Clock>,
    /// Whether the certificate is good once the handshake is done; else the app has to say so.
    verifies: bool,
    /// Our own certificates, if we are the server.
    own_chain: Option<Arc<[CertificateDer<'static>]>>,
    /// The domain of our JID, for the words of an error.
    domain: String,
    peer_closed: bool,
}

impl Session {
    /// Begins: a client's first flight is ready to be drained then. `direct`: TLS from the first
    /// octet on, where the application protocol must be named (XEP-0368).
    pub(in crate::transport) fn start(
        setup: &Setup,
        domain: &str,
        direct: bool,
        now: Now,
    ) -> Result<Session, TlsFault> {
        let clock = Arc::new(Clock::new(now));
        let (connection, verifies, own_chain) = match &setup.0 {
            Role::Client { config, verifies } => {
                let connection = client(config, domain, direct, &clock)?;
                (connection.into(), *verifies, None)
            }
            #[cfg(feature = "accept")]
            Role::Server { config, chain } => {
                let mut config = (**config).clone();
                config.time_provider = clock.clone();
                let connection = rustls::ServerConnection::new(Arc::new(config));
                (
                    connection.map_err(|error| fault(&error, domain))?.into(),
                    true,
                    Some(chain.clone()),
                )
            }
        };
        let domain = domain.to_owned();
        Ok(Session { connection, clock, verifies, own_chain, domain, peer_closed: false })
    }

    /// Takes some octets, tells how many, and appends what they say. An error is behind all that
    /// was appended; its alert waits to be drained.
    pub(in crate::transport) fn read(
        &mut self,
        mut octets: &[u8],
        now: Now,
        plaintext: &mut Buffer,
    ) -> (usize, Result<(), TlsFault>) {
        self.clock.set(now);
        let taken = match self.connection.read_tls(&mut octets) {
            Ok(taken) => taken,
            Err(error) => return (0, Err(TlsFault::Protocol { reason: error.to_string() })),
        };
        let result = self.connection.process_new_packets();
        self.append_plaintext(plaintext);
        match result {
            Ok(state) if taken > 0 || state.peer_has_closed() => {
                self.peer_closed = state.peer_has_closed();
                (taken, Ok(()))
            }
            // An empty read is how rustls says that a record's length is out of range.
            Ok(_) => (0, Err(TlsFault::Protocol { reason: "record length".to_owned() })),
            Err(error) => (taken, Err(fault(&error, &self.domain))),
        }
    }

    fn append_plaintext(&mut self, plaintext: &mut Buffer) {
        let mut reader = self.connection.reader();
        while let Ok(chunk) = reader.fill_buf() {
            let count = chunk.len();
            if count == 0 {
                return;
            }
            plaintext.push(chunk);
            reader.consume(count);
        }
    }

    /// Appends the records that carry these octets.
    pub(in crate::transport) fn write(&mut self, mut octets: &[u8], records: &mut Buffer) {
        while !octets.is_empty() {
            // The writer keeps up to 64 KiB, so it is drained each time.
            match self.connection.writer().write(octets) {
                Ok(count) if count > 0 => octets = octets.get(count..).unwrap_or_default(),
                _ => return,
            }
            self.drain(records);
        }
    }

    /// Appends what TLS has to send: handshake, alerts, key updates.
    pub(in crate::transport) fn drain(&mut self, records: &mut Buffer) {
        while self.connection.wants_write() {
            if !matches!(self.connection.write_tls(records.tail()), Ok(1..)) {
                return;
            }
        }
    }

    /// Says that nothing more will be written.
    pub(in crate::transport) fn close(&mut self) {
        self.connection.send_close_notify();
    }

    pub(in crate::transport) fn is_handshaking(&self) -> bool {
        self.connection.is_handshaking()
    }

    /// Whether the peer said that nothing more will come.
    pub(in crate::transport) fn peer_closed(&self) -> bool {
        self.peer_closed
    }

    /// What the handshake gave.
    pub(in crate::transport) fn info(&self) -> TlsInfo {
        let version = match self.connection.protocol_version() {
            Some(ProtocolVersion::TLSv1_2) => Some(TlsVersion::Tls12),
            Some(ProtocolVersion::TLSv1_3) => Some(TlsVersion::Tls13),
            _ => None,
        };
        let chain = match &self.own_chain {
            Some(chain) => chain,
            None => self.connection.peer_certificates().unwrap_or_default(),
        };
        let mut chain = chain.iter().map(|certificate| Octets(certificate.to_vec()));
        let alpn = self.connection.alpn_protocol();
        TlsInfo {
            version,
            exporter: self.exporter().filter(|_| version == Some(TlsVersion::Tls13)),
            leaf: chain.next(),
            chain: chain.collect(),
            verified: self.verifies,
            alpn: alpn.map(|name| String::from_utf8_lossy(name).into_owned()),
        }
    }

    /// RFC 9266. With TLS 1.2 it would not be unique without the extended master secret.
    fn exporter(&self) -> Option<Octets> {
        let label = b"EXPORTER-Channel-Binding";
        let key = self.connection.export_keying_material(vec![0; 32], label, Some(b""));
        key.ok().map(Octets)
    }
}

fn client(
    config: &ClientConfig,
    domain: &str,
    direct: bool,
    clock: &Arc<Clock>,
) -> Result<ClientConnection, TlsFault> {
    // A copy of a few hundred octets, everything big in it being shared: each connection has its
    // own time, that of its engine.
    let mut config = config.clone();
    config.time_provider = clock.clone();
    if direct {
        config.alpn_protocols = vec![super::setup::ALPN.to_vec()];
    }
    let name = server_name(domain)
        .ok_or_else(|| TlsFault::BadDomain { domain: domain.to_owned() })?
        .to_owned();
    ClientConnection::new(Arc::new(config), name).map_err(|error| fault(&error, domain))
}
