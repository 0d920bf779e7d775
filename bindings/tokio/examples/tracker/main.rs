//! A time tracker: people tell it over chat what they work at.
//! `tracker ACCOUNT FILE [HOST PORT]`; the password is in `XMPP_PASSWORD`.

pub mod tracker;

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use tracker::Tracker;
use xmpp_tokio::Client;
use xmpp_tokio::engine::dial::Dial;
use xmpp_tokio::engine::payload::Delay;
use xmpp_tokio::engine::stanza::{Message, MessageKind, PresenceKind};
use xmpp_tokio::engine::xep::{Command, roster::RosterCommand};
use xmpp_tokio::engine::{Config, Event, Reconnect, Secret};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    if let Err(error) = run().await {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [account, file, place @ ..] = &arguments[..] else {
        return Err("tracker ACCOUNT FILE [HOST PORT]".into());
    };
    let tracker = Tracker::open(file).map_err(|error| format!("{file}: {error}"))?;
    let mut config = xmpp_tokio::config(account)?;
    config.credentials = Some(Secret::password(std::env::var("XMPP_PASSWORD")?));
    if let [host, port] = place {
        config.dial = Dial::Host { host: host.clone(), port: port.parse()?, direct_tls: false };
    }
    config.reconnect = Reconnect::OnceOnline; // what is wrong from the start ends it
    track(config, tracker).await
}

/// Keeps the times of everybody who writes, until the session ends.
pub async fn track(config: Config, mut tracker: Tracker) -> Result<(), Box<dyn Error>> {
    let (client, mut events) = xmpp_tokio::connect(config)?;
    while let Some(event) = events.next().await {
        match event? {
            Event::Offline { reason, .. } => eprintln!("{reason}; trying again"),
            Event::Message { stanza, .. } => answer(&client, &mut tracker, &stanza)?,
            Event::Presence { stanza } if stanza.kind() == PresenceKind::Subscribe => {
                if let Some(jid) = stanza.sender().cloned() {
                    client.command(Command::Roster { command: RosterCommand::Approve { jid } })?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Answers what a person says; a message that comes late counts from when it was sent.
fn answer(client: &Client, tracker: &mut Tracker, said: &Message) -> Result<(), Box<dyn Error>> {
    let (Some(sender), Some(body)) = (said.sender(), said.body()) else { return Ok(()) };
    let own = said.recipient().is_some_and(|recipient| recipient.same_bare(sender));
    if own || !matches!(said.kind(), MessageKind::Chat | MessageKind::Normal) {
        return Ok(());
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() as i64;
    let sent = said.get::<Delay>().ok().flatten().map(|delay| delay.stamp.unix_ms / 1000);
    let at = sent.unwrap_or(now).clamp(0, now);
    let reply = tracker.answer(&sender.bare().to_string(), &body, at)?;
    client.send(Message::chat(sender.clone()).body(&reply).build()?)?;
    Ok(())
}
