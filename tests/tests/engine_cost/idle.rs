//! What an engine keeps while it is logged in and nothing happens, which is what most do most of
//! the time. Counted by what is given back when it ends.

use xmpp_engine::accept::AcceptTls;
use xmpp_engine::declare::Octets;
use xmpp_engine::sasl::Secret;
use xmpp_engine::transport::{Shared, TlsMode, Trust};
use xmpp_engine::{Config, Engine, Event, Now, Output};
use xmpp_test_server::{ConnectionId, Server, ServerConfig, ServerOutput};
use xmpp_tests::memory::freed;

const NOW: Now = Now { mono_ms: 0, unix_ms: 1_800_000_000_000 };

#[test]
fn without_tls() {
    at_most(10_000, TlsMode::Plain);
}

#[test]
fn with_tls() {
    at_most(22_000, TlsMode::Engine);
}

/// The trust is shared, as it is where there are many.
#[track_caller]
fn at_most(octets: i64, tls: TlsMode) {
    let mut server = server();
    let trust = Trust::Roots { roots: vec![Octets(server.ca_der().to_vec())] };
    let shared = Shared::new(&trust).expect("a root");
    let mut config = Config::client("romeo@localhost").expect("an address");
    config.credentials = Some(Secret::password("secret"));
    config.trust = trust;
    config.tls = tls;
    let mut engine = Box::new(Engine::with_shared(config, shared.clone(), [2; 32]));
    log_in(&mut engine, &mut server, tls);
    let kept = freed(|| drop(engine));
    println!("{tls:?}: {kept} octets, {} of them the engine itself", size_of::<Engine>());
    assert!(kept <= octets, "{kept} octets, at most {octets}");
}

fn server() -> Server {
    let mut config = ServerConfig::with_account("romeo", "secret");
    config.mechanisms = vec!["SCRAM-SHA-256".to_owned()];
    Server::new(config, [1; 32]).expect("a server")
}

/// Lets both speak until neither has anything to say.
fn log_in(engine: &mut Engine, server: &mut Server, tls: TlsMode) {
    let mut link = None;
    let mut online = false;
    loop {
        let heard = poll_engine(engine, server, tls, &mut link, &mut online);
        let said = poll_server(engine, server, &mut link);
        if !heard && !said {
            break;
        }
    }
    assert!(online, "no session");
}

/// One connection as both ends know it, and how much each gave out.
struct Link {
    engine: xmpp_engine::transport::ConnId,
    server: ConnectionId,
    up: u64,
    down: u64,
}

/// Whether the engine had something to say.
fn poll_engine(
    engine: &mut Engine,
    server: &mut Server,
    tls: TlsMode,
    link: &mut Option<Link>,
    online: &mut bool,
) -> bool {
    let mut spoke = false;
    loop {
        match engine.poll(NOW) {
            Output::Connect { conn, .. } => {
                let accepts =
                    if tls == TlsMode::Plain { AcceptTls::Plain } else { server.starttls_mode() };
                let end = server.connect(accepts);
                *link = Some(Link { engine: conn, server: end, up: 0, down: 0 });
                engine.connected(conn, None);
            }
            Output::Transmit { conn, bytes } => {
                let link = link.as_mut().expect("a connection");
                link.up += bytes.0.len() as u64;
                engine.transmitted(conn, link.up).expect("no more than was given");
                assert!(server.receive(link.server, &bytes.0));
                spoke = true;
            }
            Output::Event { event: Event::Online { .. }, .. } => *online = true,
            // A slice of derivation was done, and the next one waits.
            Output::Wait { until: Some(0), .. } => {}
            Output::Wait { .. } => return spoke,
            Output::Event { .. } => {}
            other => panic!("{other:?}"),
        }
    }
}

/// Whether the server had something to say.
fn poll_server(engine: &mut Engine, server: &mut Server, link: &mut Option<Link>) -> bool {
    let mut spoke = false;
    loop {
        match server.poll(NOW) {
            ServerOutput::Transmit { conn, bytes } => {
                let link = link.as_mut().expect("a connection");
                link.down += bytes.len() as u64;
                server.transmitted(conn, link.down).expect("no more than was given");
                engine.receive(link.engine, &bytes).expect("room");
                spoke = true;
            }
            ServerOutput::Disconnect { .. } => panic!("the server hung up"),
            ServerOutput::Wait { .. } => return spoke,
        }
    }
}
