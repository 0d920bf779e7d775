//! Our own client on tokio.

use xmpp_tokio::engine::dial::Dial;
use xmpp_tokio::engine::stanza::Message;
use xmpp_tokio::engine::transport::TlsMode;
use xmpp_tokio::engine::{Config, Event, Jid, Reconnect, Secret};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [way, port, count] = &arguments[..] else { return Err("WAY PORT COUNT".into()) };
    let (port, count): (u16, u64) = (port.parse()?, count.parse()?);
    let mut config = Config::client("localhost")?;
    config.credentials = Some(Secret::Anonymous);
    config.dial = Dial::Host { host: "127.0.0.1".to_owned(), port, direct_tls: false };
    config.tls = TlsMode::Plain;
    config.reconnect = Reconnect::Never;
    config.allow_alias = true;
    let (client, mut events) = xmpp_tokio::connect(config)?;
    let (mut heard, mut sent, mut octets) = (0, 0, 0);
    let recipient = Jid::new("juliet@capulet.example/balcony")?;
    let body = "x".repeat(if way == "send" { 310 } else { 0 });
    while let Some(event) = events.next().await {
        match event {
            Ok(Event::Message { stanza, .. }) => {
                octets += stanza.body().map_or(0, |body| body.len());
                heard += 1;
            }
            Ok(Event::Online { .. } | Event::Writable) if way == "send" => {
                while sent < count {
                    let message = Message::chat(recipient.clone()).body(&body).build()?;
                    if client.send(message).is_err() {
                        break; // the queue is full: `Writable` comes
                    }
                    sent += 1;
                }
            }
            Ok(_) => {}
            Err(_) => break, // the server has closed the stream
        }
    }
    let done = if way == "send" { sent } else { heard };
    if done != count || (heard > 0 && octets == 0) {
        return Err(format!("{done} of {count}").into());
    }
    Ok(())
}
