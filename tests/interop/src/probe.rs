//! A look at a server with nothing of ours in between: a stream header out, the features back.
//! It is how the harness knows that a server is ready and offers what it was told to.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::Outcome;

const PATIENCE: Duration = Duration::from_secs(10);
/// No honest stream features are longer.
const LONGEST_ANSWER: usize = 64 * 1024;

/// How TLS begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// By `<starttls/>` on a plain stream.
    Start,
    /// With the first octet.
    Direct,
}

/// The stream features a server sends inside TLS, as text.
pub fn features(address: SocketAddr, tls: Tls, domain: &str, ca: &[u8]) -> Outcome<String> {
    let mut socket = TcpStream::connect_timeout(&address, PATIENCE)?;
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_write_timeout(Some(PATIENCE))?;
    if tls == Tls::Start {
        open_stream(&mut socket, domain)?;
        socket.write_all(b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")?;
        read_past(&mut socket, "<proceed")?;
    }
    let name = ServerName::try_from(domain.to_owned())?;
    let session = ClientConnection::new(trusting(ca)?, name)?;
    open_stream(&mut StreamOwned::new(session, socket), domain)
}

/// The SASL mechanisms in stream features, sorted.
pub fn mechanisms(features: &str) -> Vec<&str> {
    let pieces = features.split("<mechanism>").skip(1);
    let mut names: Vec<&str> = pieces.filter_map(|piece| piece.split('<').next()).collect();
    names.sort_unstable();
    names
}

/// Whether somebody listens there.
pub fn is_open(address: SocketAddr) -> bool {
    TcpStream::connect_timeout(&address, PATIENCE).is_ok()
}

fn open_stream(stream: &mut (impl Read + Write), domain: &str) -> Outcome<String> {
    write!(
        stream,
        "<?xml version='1.0'?><stream:stream to='{domain}' version='1.0' xmlns='jabber:client' \
         xmlns:stream='http://etherx.jabber.org/streams'>"
    )?;
    stream.flush()?;
    read_past(stream, "</stream:features>")
}

/// Reads octet by octet, so that nothing behind the end of the tag is taken: TLS may begin there.
fn read_past(stream: &mut impl Read, tag: &str) -> Outcome<String> {
    let mut text = Vec::new();
    let mut octet = [0];
    loop {
        if stream.read(&mut octet)? == 0 || text.len() > LONGEST_ANSWER {
            return Err(format!("no {tag} in {:?}", String::from_utf8_lossy(&text)).into());
        }
        text.push(octet[0]);
        if octet[0] == b'>' && String::from_utf8_lossy(&text).contains(tag) {
            return Ok(String::from_utf8_lossy(&text).into_owned());
        }
    }
}

fn trusting(ca: &[u8]) -> Outcome<Arc<ClientConfig>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(ca.to_vec()))?;
    Ok(Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()))
}
