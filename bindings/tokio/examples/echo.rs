//! The echo bot of the README: answers each message with its own text, and lets everybody see that
//! it is there. `echo ACCOUNT [HOST PORT]`; the password is in `XMPP_PASSWORD`.

use xmpp_tokio::engine::dial::Dial;
use xmpp_tokio::engine::stanza::PresenceKind;
use xmpp_tokio::engine::xep::{Command, roster::RosterCommand};
use xmpp_tokio::engine::{Event, Reconnect, Secret};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    if let Err(error) = echo().await {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

async fn echo() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut config = xmpp_tokio::config(arguments.first().ok_or("echo ACCOUNT [HOST PORT]")?)?;
    config.credentials = Some(Secret::password(std::env::var("XMPP_PASSWORD")?));
    if let [_, host, port] = &arguments[..] {
        config.dial = Dial::Host { host: host.clone(), port: port.parse()?, direct_tls: false };
    }
    config.reconnect = Reconnect::OnceOnline; // what is wrong from the start ends it
    let (client, mut events) = xmpp_tokio::connect(config)?;
    while let Some(event) = events.next().await {
        match event? {
            Event::Offline { reason, .. } => eprintln!("{reason}; trying again"),
            Event::Message { stanza, .. } => {
                if let (Some(reply), Some(body)) = (stanza.reply(), stanza.body()) {
                    client.send(reply.body(&body).build()?)?;
                }
            }
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
