//! The echo bot of the README: answers each message with its own text.

use xmpp_tokio::engine::{Event, Secret};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut config = xmpp_tokio::config("romeo@example.org")?;
    config.credentials = Some(Secret::password(std::env::var("XMPP_PASSWORD")?));
    let (client, mut events) = xmpp_tokio::connect(config)?;
    while let Some(event) = events.next().await {
        if let Event::Message { stanza, .. } = event?
            && let (Some(reply), Some(body)) = (stanza.reply(), stanza.body())
        {
            client.send(reply.body(&body).build()?)?;
        }
    }
    Ok(())
}
