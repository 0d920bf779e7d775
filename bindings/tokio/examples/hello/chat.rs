//! Juliet and romeo chat over a test server on a loopback port: TCP, TLS, SCRAM with channel
//! binding, subscriptions, presence, messages with receipts (XEP-0184).

use std::error::Error;
use std::time::Duration;

use xmpp_test_server::{Faults, RunningServer, ServerConfig};
use xmpp_tokio::engine::declare::Octets;
use xmpp_tokio::engine::dial::Dial;
use xmpp_tokio::engine::payload::{ReceiptReceived, ReceiptRequest};
use xmpp_tokio::engine::stanza::{Message, PresenceKind};
use xmpp_tokio::engine::transport::Trust;
use xmpp_tokio::engine::xep::Command;
use xmpp_tokio::engine::xep::roster::RosterCommand;
use xmpp_tokio::engine::{Config, Event, Jid, Secret, WireDirection};
use xmpp_tokio::{Client, Events};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How both have to be logged in.
const MECHANISM: &str = "SCRAM-SHA-256-PLUS";

/// How long each part of the conversation may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long to wait for a message that the server may have lost.
const LOSSY_PATIENCE: Duration = Duration::from_millis(1500);

/// The whole play. Whether every message got through.
pub async fn chat(lossy: bool) -> Outcome<bool> {
    let server = start_server(lossy)?;
    println!("server | listens on 127.0.0.1:{} for localhost", server.ports().starttls);
    let (mut juliet, mut romeo) = (Person::new("juliet", &server)?, Person::new("romeo", &server)?);

    both(juliet.log_in(), romeo.log_in()).await?;
    both(juliet.befriend("romeo@localhost"), romeo.befriend("juliet@localhost")).await?;
    let patience = if lossy { LOSSY_PATIENCE } else { PATIENCE };
    both(
        juliet.talk("romeo@localhost", "Wherefore art thou?", patience),
        romeo.talk("juliet@localhost", "Neither, fair saint.", patience),
    )
    .await?;
    both(juliet.log_out(), romeo.log_out()).await?;

    let sent = juliet.sent + romeo.sent;
    let delivered = juliet.confirmed + romeo.confirmed;
    println!("hello: {sent} messages sent, {delivered} delivered, {} lost", sent - delivered);
    Ok(sent == 2 && delivered == sent)
}

fn start_server(lossy: bool) -> Outcome<RunningServer> {
    let config = ServerConfig {
        mechanisms: vec![MECHANISM.to_owned(), "SCRAM-SHA-256".to_owned()],
        faults: Faults { drop_every: lossy.then_some(2), ..Faults::default() },
        ..ServerConfig::with_account("juliet", "Verona").account("romeo", "Mantua")
    };
    Ok(RunningServer::start(config)?)
}

/// Does the same for both at once.
async fn both(
    one: impl Future<Output = Outcome<()>>,
    other: impl Future<Output = Outcome<()>>,
) -> Outcome<()> {
    tokio::try_join!(one, other).map(drop)
}

/// Somebody with a client.
struct Person {
    name: &'static str,
    client: Client,
    events: Events,
    /// Messages sent.
    sent: usize,
    /// Those of them that the other one's client confirmed.
    confirmed: usize,
}

impl Person {
    fn new(name: &'static str, server: &RunningServer) -> Outcome<Person> {
        let mut config = Config::client(&format!("{name}@localhost"))?;
        let password = if name == "juliet" { "Verona" } else { "Mantua" };
        config.credentials = Some(Secret::password(password));
        config.trust = Trust::Roots { roots: vec![Octets(server.ca_der().to_vec())] };
        let (host, port) = ("127.0.0.1".to_owned(), server.ports().starttls);
        config.dial = Dial::Host { host, port, direct_tls: false };
        config.wire = true; // to see how we log in
        let (client, events) = xmpp_tokio::connect(config)?;
        Ok(Person { name, client, events, sent: 0, confirmed: 0 })
    }

    fn say(&self, what: &str) {
        println!("{:6} | {what}", self.name);
    }

    async fn next(&mut self) -> Outcome<Event> {
        let event = tokio::time::timeout(PATIENCE, self.events.next()).await;
        let event = event.map_err(|_| format!("{} waited in vain", self.name))?;
        Ok(event.ok_or("the session ended")??)
    }

    async fn log_in(&mut self) -> Outcome<()> {
        let mut mechanism = None;
        loop {
            match self.next().await? {
                Event::Wire { direction: WireDirection::Sent, xml, .. } => {
                    mechanism = mechanism.or_else(|| mechanism_in(&xml));
                }
                Event::Online { jid, .. } => {
                    let mechanism = mechanism.unwrap_or_default();
                    self.say(&format!("is online as {jid}, by {mechanism}"));
                    let expected = mechanism == MECHANISM;
                    return if expected { Ok(()) } else { Err("not the best mechanism".into()) };
                }
                Event::Offline { reason, .. } => return Err(reason.into()),
                _ => {}
            }
        }
    }

    /// Asks to see the other one's presence, lets the other one see ours, waits until it is seen.
    async fn befriend(&mut self, friend: &str) -> Outcome<()> {
        let friend = Jid::new(friend)?;
        self.roster(RosterCommand::Subscribe { jid: friend.clone() })?;
        let (mut approved, mut seen) = (false, false);
        while !(approved && seen) {
            let Event::Presence { stanza } = self.next().await? else { continue };
            if !stanza.sender().is_some_and(|sender| sender.same_bare(&friend)) {
                continue;
            }
            match stanza.kind() {
                PresenceKind::Subscribe => {
                    self.say(&format!("lets {friend} see when they are online"));
                    self.roster(RosterCommand::Approve { jid: friend.clone() })?;
                    approved = true;
                }
                PresenceKind::Available => {
                    self.say(&format!("sees that {friend} is online"));
                    seen = true;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn roster(&self, command: RosterCommand) -> Outcome<()> {
        self.client.command(Command::Roster { command })?;
        Ok(())
    }

    /// Sends one message and takes one, until both are through or patience ends.
    async fn talk(&mut self, friend: &str, text: &str, patience: Duration) -> Outcome<()> {
        let id = format!("{}-1", self.name);
        let message = Message::chat(Jid::new(friend)?).id(&id).body(text);
        self.client.send(message.payload(&ReceiptRequest {}).build()?)?;
        self.sent += 1;
        self.say(&format!("writes to {friend}: {text}"));
        match tokio::time::timeout(patience, self.listen(&id)).await {
            Ok(heard) => heard,
            Err(_) => {
                self.say("waits no longer");
                Ok(())
            }
        }
    }

    async fn listen(&mut self, id: &str) -> Outcome<()> {
        let mut read = false;
        while !(read && self.confirmed == self.sent) {
            let Event::Message { stanza, .. } = self.next().await? else { continue };
            if let Some(receipt) = stanza.get::<ReceiptReceived>()? {
                if receipt.id == id {
                    self.say("knows that the message arrived");
                    self.confirmed += 1;
                }
            } else if let (Some(body), Some(sender)) = (stanza.body(), stanza.sender()) {
                self.say(&format!("reads from {sender}: {body}"));
                self.confirm(&stanza)?;
                read = true;
            }
        }
        Ok(())
    }

    /// Sends the receipt that a message asks for.
    fn confirm(&self, message: &Message) -> Outcome<()> {
        let asked = message.get::<ReceiptRequest>()?.is_some();
        if let (true, Some(id), Some(reply)) = (asked, message.id(), message.reply()) {
            self.client.send(reply.payload(&ReceiptReceived { id: id.to_owned() }).build()?)?;
        }
        Ok(())
    }

    async fn log_out(&mut self) -> Outcome<()> {
        self.client.close();
        while let Some(event) = self.events.next().await {
            event?;
        }
        self.say("has logged out");
        Ok(())
    }
}

/// The mechanism that an `<auth/>` on the wire names.
fn mechanism_in(xml: &str) -> Option<String> {
    let (_, rest) = xml.strip_prefix("<auth ")?.split_once("mechanism='")?;
    rest.split('\'').next().map(str::to_owned)
}
