//! Logging in over real sockets, and all the ways in which it fails.

mod world;

use std::net::TcpListener;

use world::{at, config, connect, end, online, people, server, soon, start, until};
use xmpp_test_server::{Faults, ServerConfig};
use xmpp_tokio::engine::dial::Dial;
use xmpp_tokio::engine::stream::{LoginStep, Reason};
use xmpp_tokio::engine::transport::{ConnectFailure, TlsFault, TlsMode, Trust, Verdict};
use xmpp_tokio::engine::{Event, Jid, Reconnect, Secret};

#[tokio::test]
async fn by_starttls() {
    let server = server();
    let (client, mut events, jid) = online(config("romeo", &server)).await;
    assert_eq!(jid.bare().as_str(), "romeo@localhost");
    client.close();
    assert_eq!(end(&mut events).await, None);
    assert!(soon(events.next()).await.is_none(), "an end is an end");
}

#[tokio::test]
async fn by_direct_tls() {
    let server = server();
    let mut config = config("romeo", &server);
    let (host, port) = ("localhost".to_owned(), server.ports().direct_tls);
    config.dial = Dial::Host { host, port, direct_tls: true };
    let (client, mut events, _) = online(config).await;
    client.close();
    assert_eq!(end(&mut events).await, None);
}

#[tokio::test]
async fn a_wrong_password_ends_everything_at_the_first_try() {
    let server = server();
    let mut config = config("romeo", &server);
    config.credentials = Some(Secret::password("wrong"));
    config.reconnect = Reconnect::Always; // even then
    let (client, mut events) = connect(config);
    let reason = soon(events.next()).await.expect("an event").expect_err("the end");
    assert!(matches!(reason, Reason::LoginFailed { .. }), "{reason}");
    assert!(reason.to_string().contains("not-authorized"), "{reason}");
    assert!(soon(events.next()).await.is_none());
    client.provide(Secret::password("secret")); // too late, and harmless
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority() {
    let server = server();
    let other = start(ServerConfig { domain: "example.org".to_owned(), ..people() });
    let mut config = config("romeo", &server);
    config.trust = self::config("romeo", &other).trust;
    let reason = end(&mut connect(config).1).await.expect("an error");
    assert_eq!(reason, Reason::TlsFailed { fault: TlsFault::UnknownIssuer });
    assert!(reason.to_string().contains("not issued by a trusted authority"), "{reason}");
}

#[tokio::test]
async fn a_certificate_for_another_name() {
    let server = server();
    let mut config = config("romeo", &server);
    config.account = Jid::new("romeo@example.org").expect("an address");
    let port = server.ports().direct_tls;
    config.dial = Dial::Host { host: "127.0.0.1".to_owned(), port, direct_tls: true };
    let reason = end(&mut connect(config).1).await.expect("an error");
    assert_eq!(reason.to_string(), "the server's certificate is not valid for example.org");
}

#[tokio::test]
async fn the_program_decides_on_the_certificate() {
    let server = server();
    for (verdict, accepted) in [(Verdict::Accept, true), (Verdict::Refuse, false)] {
        let mut config = config("romeo", &server);
        config.trust = Trust::Ask;
        let (client, mut events) = connect(config);
        let conn = until(&mut events, |event| match event {
            Event::VerifyCertificate { conn, domain, chain, name_matches } => {
                assert!(domain == "localhost" && !chain.is_empty() && name_matches);
                Some(conn)
            }
            _ => None,
        })
        .await;
        client.trust(conn, verdict);
        if accepted {
            until(&mut events, |event| matches!(event, Event::Online { .. }).then_some(())).await;
        } else {
            let refused = Reason::TlsFailed { fault: TlsFault::Refused };
            assert_eq!(end(&mut events).await, Some(refused));
        }
    }
}

#[tokio::test]
async fn credentials_on_being_asked() {
    let server = server();
    let mut config = config("romeo", &server);
    config.credentials = None;
    let (client, mut events) = connect(config);
    let asked = |event| matches!(event, Event::NeedCredentials { .. }).then_some(());
    until(&mut events, asked).await;
    client.provide(Secret::password("secret"));
    until(&mut events, |event| matches!(event, Event::Online { .. }).then_some(())).await;
}

#[tokio::test]
async fn a_server_that_says_nothing() {
    let faults = Faults { mute: true, ..Faults::default() };
    let server = start(ServerConfig { faults, ..people() });
    let mut config = config("romeo", &server);
    config.timeouts.answer_ms = 200;
    let timed_out = Reason::TimedOut { step: LoginStep::Header };
    assert_eq!(end(&mut connect(config).1).await, Some(timed_out));
}

#[tokio::test]
async fn a_port_where_nobody_listens() {
    let server = server();
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = free.local_addr().expect("its address").port();
    drop(free);
    let mut config = config("romeo", &server);
    config.dial = at(port);
    let refused = Reason::ConnectFailed { failure: ConnectFailure::Refused };
    assert_eq!(end(&mut connect(config).1).await, Some(refused));
}

/// Who leaves TLS to the host needs another driver.
#[tokio::test]
async fn this_driver_has_no_tls_of_its_own() {
    let server = server();
    let mut config = config("romeo", &server);
    config.tls = TlsMode::Host;
    let reason = "this driver has none of its own".to_owned();
    let failed = Reason::ConnectFailed { failure: ConnectFailure::Tls { reason } };
    assert_eq!(end(&mut connect(config).1).await, Some(failed));
}

/// The smallest limit for input still lets everything through, if slowly.
#[tokio::test]
async fn no_more_is_read_at_once_than_the_engine_takes() {
    let server = server();
    let mut config = config("romeo", &server);
    config.limits.received_bytes = 1024;
    online(config).await;
}

#[tokio::test]
async fn the_system_has_roots() {
    let config = xmpp_tokio::config("romeo@example.org").expect("an address");
    assert!(matches!(config.trust, Trust::Roots { .. }));
}

#[tokio::test]
async fn roots_from_a_file() {
    let server = server();
    let mut config = config("romeo", &server);
    config.trust = xmpp_tokio::roots_from_file(server.ca_file()).expect("a certificate");
    online(config).await;

    assert!(xmpp_tokio::roots_from_file("no such file").is_err());
    let no_certificate = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    assert!(xmpp_tokio::roots_from_file(no_certificate).is_err());
}
