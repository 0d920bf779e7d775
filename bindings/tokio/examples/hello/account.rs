//! One message from a real account.

use std::error::Error;
use std::time::Duration;

use xmpp_tokio::engine::dial::Dial;
use xmpp_tokio::engine::payload::{ReceiptReceived, ReceiptRequest};
use xmpp_tokio::engine::session::{CommandId, Token};
use xmpp_tokio::engine::stanza::{Message, MessageKind};
use xmpp_tokio::engine::xep::Command;
use xmpp_tokio::engine::xep::ping::{PingCommand, PingEvent};
use xmpp_tokio::engine::{Config, Event, Jid, Reconnect, Secret};
use xmpp_tokio::{Client, Events};

/// How long everything may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the command line says; empty means not said.
#[derive(Default)]
pub struct Letter {
    pub jid: String,
    pub to: String,
    pub host: String,
    pub ca: String,
}

/// Logs in, sends, waits for the word that it was taken, logs out.
pub async fn deliver(letter: Letter) -> Result<bool, Box<dyn Error>> {
    if letter.jid.is_empty() || letter.to.is_empty() {
        return Err("--jid and --to belong together".into());
    }
    let to = Jid::new(&letter.to).map_err(|error| format!("--to {}: {error}", letter.to))?;
    let (client, mut events) = xmpp_tokio::connect(config(&letter)?)?;
    let acknowledged = tokio::time::timeout(PATIENCE, exchange(&client, &mut events, to)).await;
    let by = acknowledged.map_err(|_| "no acknowledgement in time")??;
    println!("the message was taken: {by}");
    client.close();
    while let Some(event) = events.next().await {
        event?;
    }
    println!("hello: 1 message sent, 1 acknowledged");
    Ok(true)
}

fn config(letter: &Letter) -> Result<Config, Box<dyn Error>> {
    let config = xmpp_tokio::config(&letter.jid);
    let mut config = config.map_err(|error| format!("--jid {}: {error}", letter.jid))?;
    if config.account.node().is_none() {
        return Err(format!("--jid {}: an account is user@domain", letter.jid).into());
    }
    config.reconnect = Reconnect::Never; // whoever waits here wants to know the reason
    if !letter.ca.is_empty() {
        config.trust = xmpp_tokio::roots_from_file(&letter.ca)?;
    }
    if !letter.host.is_empty() {
        let (host, port) = letter.host.rsplit_once(':').ok_or("--host wants HOST:PORT")?;
        let port = port.parse().map_err(|_| "--host wants HOST:PORT")?;
        config.dial = Dial::Host { host: host.to_owned(), port, direct_tls: false };
    }
    let password = match std::env::var("XMPP_PASSWORD") {
        Ok(password) => password,
        Err(_) => rpassword::prompt_password(format!("Password of {}: ", config.account))
            .map_err(|error| format!("no password: {error}; XMPP_PASSWORD can hold it"))?,
    };
    config.credentials = Some(Secret::password(password));
    Ok(config)
}

/// Says by whose word the message is known to have arrived.
async fn exchange(
    client: &Client,
    events: &mut Events,
    to: Jid,
) -> Result<&'static str, Box<dyn Error>> {
    let (mut sent, id) = (None, message_id());
    while let Some(event) = events.next().await {
        let event = event?;
        if let Event::Online { jid, .. } = &event {
            println!("logged in as {jid}");
            sent = Some(send(client, to.clone(), &id)?);
            println!("message to {to} sent");
        }
        let Some((token, ping)) = sent else { continue };
        match event {
            Event::Acked { token: acked } if acked == token => {
                return Ok("the server acknowledged it");
            }
            Event::Ping { event: PingEvent::Pong { command, .. } } if command == ping => {
                return Ok("the server answered a ping behind it");
            }
            Event::Message { stanza, .. } if stanza.kind() == MessageKind::Error => {
                if let Some(error) = stanza.error().filter(|_| stanza.id() == Some(&id)) {
                    return Err(format!("the message came back: {error}").into());
                }
            }
            Event::Message { stanza, .. } => {
                if matches!(stanza.get::<ReceiptReceived>(), Ok(Some(receipt)) if receipt.id == id)
                {
                    return Ok("the recipient's client confirmed it");
                }
            }
            _ => {}
        }
    }
    Err("the session ended".into())
}

/// The message, and a ping behind it: a server works in order, so one that knows no stream
/// management says by its answer that it has taken the message.
fn send(client: &Client, to: Jid, id: &str) -> Result<(Token, CommandId), Box<dyn Error>> {
    let message = Message::chat(to).id(id).body("Hello!").payload(&ReceiptRequest {}).build()?;
    let token = client.send(message)?;
    let ping = client.command(Command::Ping { command: PingCommand::Send { to: None } })?;
    Ok((token, ping))
}

/// Another one for each run, by which the recipient tells them apart.
fn message_id() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    format!("hello-{}", now.unwrap_or_default().as_millis())
}
