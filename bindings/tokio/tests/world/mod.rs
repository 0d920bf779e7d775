//! A server on loopback, people who log in to it, and waiting that has a bound.
#![allow(dead_code)] // each test crate uses its part

use std::future::Future;
use std::time::Duration;

use xmpp_test_server::{RunningServer, ServerConfig};
use xmpp_tokio::engine::declare::Octets;
use xmpp_tokio::engine::dial::Dial;
use xmpp_tokio::engine::stanza::Message;
use xmpp_tokio::engine::stream::Reason;
use xmpp_tokio::engine::transport::Trust;
use xmpp_tokio::engine::xep::Command;
use xmpp_tokio::engine::xep::ping::{PingCommand, PingEvent};
use xmpp_tokio::engine::{Config, Event, Jid, Reconnect, Secret};
use xmpp_tokio::{Client, Events};

/// Longer than anything here may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server with romeo and juliet.
pub fn server() -> RunningServer {
    start(people())
}

pub fn start(config: ServerConfig) -> RunningServer {
    RunningServer::start(config).expect("a server on loopback")
}

pub fn people() -> ServerConfig {
    ServerConfig::with_account("romeo", "secret").account("juliet", "secret")
}

/// How `name` logs in by STARTTLS; any end is final.
pub fn config(name: &str, server: &RunningServer) -> Config {
    let mut config = Config::client(&format!("{name}@localhost")).expect("an address");
    config.credentials = Some(Secret::password("secret"));
    config.trust = Trust::Roots { roots: vec![Octets(server.ca_der().to_vec())] };
    config.dial = at(server.ports().starttls);
    config.reconnect = Reconnect::Never;
    config
}

pub fn at(port: u16) -> Dial {
    Dial::Host { host: "127.0.0.1".to_owned(), port, direct_tls: false }
}

pub fn connect(config: Config) -> (Client, Events) {
    xmpp_tokio::connect(config).expect("the config can be used")
}

/// Logs in; returns the bound address too.
pub async fn online(config: Config) -> (Client, Events, Jid) {
    let (client, mut events) = connect(config);
    let jid = until(&mut events, |event| match event {
        Event::Online { jid, .. } => Some(jid),
        _ => None,
    })
    .await;
    (client, events, jid)
}

/// Waits, but not for ever.
pub async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, what).await.expect("it happens in time")
}

/// Takes events until one is what is looked for.
pub async fn until<T>(events: &mut Events, mut look: impl FnMut(Event) -> Option<T>) -> T {
    loop {
        let event = soon(events.next()).await.expect("the session goes on");
        if let Some(found) = look(event.expect("no error")) {
            return found;
        }
    }
}

/// Takes the rest of the events; the error that ends them.
pub async fn end(events: &mut Events) -> Option<Reason> {
    let mut last = None;
    while let Some(event) = soon(events.next()).await {
        assert!(last.is_none(), "an event behind the end");
        last = event.err();
    }
    last
}

/// The text of the next message.
pub async fn message(events: &mut Events) -> String {
    until(events, |event| match event {
        Event::Message { stanza, .. } => stanza.body().map(|body| body.into_owned()),
        _ => None,
    })
    .await
}

pub fn write(client: &Client, to: &Jid, text: &str) {
    let message = Message::chat(to.clone()).body(text).build().expect("a message");
    client.send(message).expect("room for it");
}

/// Pings somebody and waits for the answer: what was sent there before has been taken in. Returns
/// the texts of the messages that came meanwhile.
pub async fn ping(client: &Client, events: &mut Events, to: Option<&Jid>) -> Vec<String> {
    let command = PingCommand::Send { to: to.cloned() };
    let asked = client.command(Command::Ping { command }).expect("room for it");
    let mut texts = Vec::new();
    until(events, |event| match event {
        Event::Ping { event: PingEvent::Pong { command, .. } } => (command == asked).then_some(()),
        Event::Message { stanza, .. } => {
            texts.extend(stanza.body().map(|body| body.into_owned()));
            None
        }
        _ => None,
    })
    .await;
    texts
}
