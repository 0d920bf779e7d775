//! The echo bot of the README: answers each live message with its own text.

use xmpp_tokio::engine::{Event, Secret};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    if let Err(error) = echo().await {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

async fn echo() -> Result<(), Box<dyn std::error::Error>> {
    let mut config = xmpp_tokio::config("romeo@example.org")?;
    config.credentials = Some(Secret::password(std::env::var("XMPP_PASSWORD")?));
    let (client, mut events) = xmpp_tokio::connect(config)?;
    while let Some(event) = events.next().await {
        match event? {
            Event::Message { stanza, .. } => {
                if let (Some(reply), Some(body)) = (stanza.reply(), stanza.body()) {
                    client.send(reply.body(&body).build()?)?;
                }
            }
            Event::Offline { reason, .. } => eprintln!("{reason}; trying again"),
            _ => {}
        }
    }
    Ok(())
}
