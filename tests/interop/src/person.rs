//! Somebody at a client: the library as a program uses it, with every wait bounded.

use std::fmt::Debug;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::timeout;
use xmpp_tokio::engine::declare::Octets;
use xmpp_tokio::engine::dial::Dial;
use xmpp_tokio::engine::jid::Jid;
use xmpp_tokio::engine::session::Token;
use xmpp_tokio::engine::stanza::Message;
use xmpp_tokio::engine::stream::Reason;
use xmpp_tokio::engine::transport::Trust;
use xmpp_tokio::engine::{Config, Event, Secret};
use xmpp_tokio::{Client, Events};

use crate::Outcome;
use crate::probe::Tls;
use crate::server::Server;
use crate::site::PASSWORD;

/// Longer than any honest wait here, a reconnect's growing pauses included.
const PATIENCE: Duration = Duration::from_secs(30);

/// A config for `account`, a bare JID or a domain alone, that trusts the server's CA.
pub fn config(server: &Server, tls: Tls, account: &str) -> Outcome<Config> {
    config_at(server.address(tls), tls, &server.ca, account)
}

/// The same for any server that listens at `address`, and whose CA is `ca` in DER.
pub fn config_at(address: SocketAddr, tls: Tls, ca: &[u8], account: &str) -> Outcome<Config> {
    let mut config = Config::client(account)?;
    config.dial = Dial::Host {
        host: address.ip().to_string(),
        port: address.port(),
        direct_tls: tls == Tls::Direct,
    };
    config.trust = Trust::Roots { roots: vec![Octets(ca.to_vec())] };
    if account.contains('@') {
        config.credentials = Some(Secret::password(PASSWORD));
    } else {
        config.credentials = Some(Secret::Anonymous);
    }
    Ok(config)
}

/// One client and its events.
pub struct Person {
    /// To speak.
    pub client: Client,
    /// The full address since the last login.
    pub jid: Option<Jid>,
    events: Events,
}

impl Person {
    /// Starts a client; nothing is waited for.
    pub fn start(config: Config) -> Outcome<Person> {
        let (client, events) = xmpp_tokio::connect(config)?;
        Ok(Person { client, jid: None, events })
    }

    /// Logs `account` in at the server's mixed site, over STARTTLS.
    pub async fn log_in(server: &Server, account: &str) -> Outcome<Person> {
        let account = format!("{account}@{}", server.product.mixed.domain);
        let mut person = Person::start(config(server, Tls::Start, &account)?)?;
        person.online().await?;
        Ok(person)
    }

    /// The next event, the end of the engine, or nothing more.
    pub async fn next(&mut self) -> Outcome<Option<Result<Event, Reason>>> {
        timeout(PATIENCE, self.events.next()).await.map_err(|_| "no event in time".into())
    }

    /// Takes events until `pick` wants one. The engine's end is an error.
    pub async fn until<T>(
        &mut self,
        what: &str,
        mut pick: impl FnMut(Event) -> Option<T>,
    ) -> Outcome<T> {
        let mut last = "no event before".to_owned();
        let search = async {
            while let Some(event) = self.events.next().await {
                let event = event?;
                last = format!("last event {}", brief(&event));
                if let Some(found) = pick(event) {
                    return Ok(found);
                }
            }
            Err("the events ended".into())
        };
        let found = timeout(PATIENCE, search).await.unwrap_or_else(|_| Err("not in time".into()));
        found.map_err(|fault: Box<dyn std::error::Error + Send + Sync>| {
            format!("waiting for {what}: {fault} ({last})").into()
        })
    }

    /// Waits until logged in.
    pub async fn online(&mut self) -> Outcome<Jid> {
        let jid = self
            .until("the login", |event| match event {
                Event::Online { jid, .. } => Some(jid),
                _ => None,
            })
            .await?;
        self.jid = Some(jid.clone());
        Ok(jid)
    }

    /// Waits until the connection is lost; the reason, and whether the engine will dial again.
    pub async fn offline(&mut self) -> Outcome<(Reason, bool)> {
        self.until("the loss of the connection", |event| match event {
            Event::Offline { reason, retry_at } => Some((reason, retry_at.is_some())),
            _ => None,
        })
        .await
    }

    /// Waits for a message with this body.
    ///
    /// Others are passed over: what an earlier scenario sent again after a cut may come twice, and
    /// the server keeps the second copy for whoever logs in next.
    pub async fn hears(&mut self, body: &str) -> Outcome<()> {
        self.until("a message", |event| match event {
            Event::Message { stanza, .. } => (stanza.body()?.as_ref() == body).then_some(()),
            _ => None,
        })
        .await
    }

    /// Waits until the server has taken the stanza.
    pub async fn acked(&mut self, token: Token) -> Outcome<()> {
        self.until("the acknowledgement", |event| match event {
            Event::Acked { token: acked } if acked == token => Some(()),
            _ => None,
        })
        .await
    }

    /// Sends a chat message to the very client of `other`.
    pub fn say(&self, other: &Person, body: &str) -> Outcome<Token> {
        let jid = other.jid.clone().ok_or("the other one has not logged in")?;
        Ok(self.client.send(Message::chat(jid).body(body).build()?)?)
    }

    /// Logs out in good order: whatever comes before, the end is the one asked for.
    pub async fn close(mut self) -> Outcome<()> {
        self.client.close();
        while let Some(event) = self.next().await? {
            event?;
        }
        Ok(())
    }
}

/// The beginning of a value's `Debug` text: bodies of 100 kB explain nothing.
pub fn brief(value: &impl Debug) -> String {
    format!("{value:?}").chars().take(200).collect()
}
