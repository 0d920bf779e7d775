//! The server over real sockets, with a client made of rustls and rsasl and nothing of ours.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use rsasl::callback::{Context, Request, SessionCallback, SessionData};
use rsasl::mechanisms::scram;
use rsasl::mechname::Mechname;
use rsasl::prelude::{
    ChannelBindingCallback, Mechanism, Registry, SASLClient, SASLConfig, SessionError,
};
use rsasl::property::{AuthId, OverrideCBType, Password};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use xmpp_test_server::{RunningServer, ServerConfig};

const HEADER: &str = "<?xml version='1.0'?><stream:stream xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>";

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    stream
}

/// Reads until `end` has come, and returns everything up to there.
fn read_to(stream: &mut impl Read, end: &str) -> String {
    let mut text = Vec::new();
    let mut octet = [0];
    while !text.ends_with(end.as_bytes()) {
        let count = stream.read(&mut octet).expect("the server goes on");
        assert_eq!(count, 1, "the stream ended in {}", String::from_utf8_lossy(&text));
        text.push(octet[0]);
    }
    String::from_utf8(text).expect("UTF-8")
}

fn secure(stream: TcpStream, ca_der: &[u8]) -> StreamOwned<ClientConnection, TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(ca_der.to_vec())).expect("a root");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("a name");
    let connection = ClientConnection::new(Arc::new(config), name).expect("a client");
    let mut tls = StreamOwned::new(connection, stream);
    while tls.conn.is_handshaking() {
        tls.conn.complete_io(&mut tls.sock).expect("the handshake");
    }
    tls
}

fn starttls(port: u16, ca_der: &[u8]) -> StreamOwned<ClientConnection, TcpStream> {
    let mut stream = connect(port);
    write!(stream, "{HEADER}").expect("written");
    let features = read_to(&mut stream, "</stream:features>");
    assert!(features.contains("<required/>") && !features.contains("mechanism"), "{features}");
    write!(stream, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>").expect("written");
    read_to(&mut stream, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    secure(stream, ca_der)
}

struct Romeo;

impl SessionCallback for Romeo {
    fn callback(
        &self,
        _: &SessionData,
        _: &Context,
        request: &mut Request<'_>,
    ) -> Result<(), SessionError> {
        request.satisfy::<AuthId>("romeo")?.satisfy::<Password>(b"secret")?;
        request.satisfy::<OverrideCBType>("tls-exporter")?;
        Ok(())
    }

    fn enable_channel_binding(&self) -> bool {
        true
    }
}

struct Exporter([u8; 32]);

impl ChannelBindingCallback for Exporter {
    fn get_cb_data(&self, name: &str) -> Option<&[u8]> {
        (name == "tls-exporter").then_some(&self.0)
    }
}

/// Logs in by SCRAM-SHA-256-PLUS, and checks the server's signature.
fn login(tls: &mut StreamOwned<ClientConnection, TcpStream>) {
    static PLUS: &[Mechanism] = &[scram::SCRAM_SHA256_PLUS];
    write!(tls, "{HEADER}").expect("written");
    let features = read_to(tls, "</stream:features>");
    assert!(features.contains("<mechanism>SCRAM-SHA-512-PLUS</mechanism>"), "{features}");
    assert!(features.contains("<channel-binding type='tls-exporter'/>"), "{features}");
    let exporter = tls
        .conn
        .export_keying_material([0; 32], b"EXPORTER-Channel-Binding", Some(b""))
        .expect("a key");
    let registry = Registry::with_mechanisms(PLUS);
    let config = SASLConfig::builder().with_registry(registry).with_callback(Romeo);
    let name = Mechname::parse(b"SCRAM-SHA-256-PLUS").expect("a name");
    let mut client = SASLClient::with_cb(config.expect("a config"), Exporter(exporter))
        .start_suggested(&[name])
        .expect("a mechanism");
    let mut message = Vec::new();
    client.step(None, &mut message).expect("a first message");
    let sasl = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
    let first = BASE64.encode(&message);
    write!(tls, "<auth {sasl} mechanism='SCRAM-SHA-256-PLUS'>{first}</auth>").expect("written");
    let challenge = read_to(tls, "</challenge>");
    message.clear();
    client.step(Some(&data(&challenge)), &mut message).expect("a response");
    write!(tls, "<response {sasl}>{}</response>", BASE64.encode(&message)).expect("written");
    let success = read_to(tls, "</success>");
    client.step(Some(&data(&success)), &mut Vec::new()).expect("the server's signature");
}

fn data(element: &str) -> Vec<u8> {
    let text = element.split('>').nth(1).and_then(|rest| rest.split('<').next());
    BASE64.decode(text.expect("a text")).expect("base64")
}

fn bind(tls: &mut StreamOwned<ClientConnection, TcpStream>) {
    let bind = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind>";
    write!(tls, "{HEADER}<iq type='set' id='b'>{bind}</iq>").expect("written");
    let bound = read_to(tls, "</iq>");
    assert!(bound.contains("<jid>romeo@localhost/r</jid>"), "{bound}");
}

#[test]
fn both_kinds_of_tls_carry_a_login_bound_to_them() {
    let server =
        RunningServer::start(ServerConfig::with_account("romeo", "secret")).expect("a server");
    let mut tls = starttls(server.ports().starttls, server.ca_der());
    login(&mut tls);
    bind(&mut tls);
    let mut tls = secure(connect(server.ports().direct_tls), server.ca_der());
    login(&mut tls);
    bind(&mut tls);
    write!(tls, "</stream:stream>").expect("written");
    read_to(&mut tls, "</stream:stream>");
}

#[test]
fn a_stopped_server_starts_again_where_it_was() {
    let server =
        RunningServer::start(ServerConfig::with_account("romeo", "secret")).expect("a server");
    let (ports, ca) = (server.ports(), server.ca_der().to_vec());
    let mut tls = starttls(ports.starttls, &ca);
    login(&mut tls);
    let file = server.ca_file().to_owned();
    assert!(file.exists());
    let stopped = server.stop();
    assert!(!file.exists());
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, ports.starttls)).is_err());
    let mut rest = Vec::new();
    // Cut: TLS may call that an error, and nothing more comes.
    let _ = tls.read_to_end(&mut rest);
    assert!(!String::from_utf8_lossy(&rest).contains("</stream:stream>"));
    let server = RunningServer::run(stopped, ports).expect("the same ports");
    login(&mut starttls(server.ports().starttls, &ca));
}

#[test]
fn the_program_says_where_it_listens() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_xmpp-test-server"))
        .args(["--port", "0", "--account", "romeo:secret", "--until-stdin-closes"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    let line = read_to(child.stdout.as_mut().expect("its output"), "\n");
    let field = |name: &str| {
        let (_, rest) = line.split_once(&format!("\"{name}\":")).expect("a field");
        rest.split([',', '}']).next().expect("a value").trim_matches('"').to_owned()
    };
    let pem = std::fs::read_to_string(field("ca_file")).expect("the CA's file");
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"));
    let mut stream = connect(field("port").parse().expect("a port"));
    write!(stream, "{HEADER}").expect("written");
    read_to(&mut stream, "</stream:features>");
    drop(child.stdin.take());
    assert!(child.wait().expect("its end").success());
}
