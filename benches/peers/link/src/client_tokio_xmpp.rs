//! tokio-xmpp as a client of the canned server.

use futures::StreamExt;
use tokio_xmpp::connect::DnsConfig;
use tokio_xmpp::jid::{BareJid, Jid};
use tokio_xmpp::parsers::message::{Lang, Message};
use tokio_xmpp::parsers::presence::{Presence, Type};
use tokio_xmpp::xmlstream::Timeouts;
use tokio_xmpp::{Client, Event, Stanza};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [way, port, count] = &arguments[..] else { return Err("WAY PORT COUNT".into()) };
    let count: u64 = count.parse()?;
    let jid = BareJid::new("romeo@localhost")?;
    let dns = DnsConfig::addr(&format!("127.0.0.1:{port}"));
    let mut client = Client::new_plaintext(jid, "secret", dns, Timeouts::default());
    let (mut heard, mut sent, mut octets) = (0, 0, 0);
    let body = "x".repeat(310);
    while let Some(event) = client.next().await {
        match event {
            Event::Online { .. } => {
                client.send_stanza(Presence::new(Type::None).into()).await?;
                while way == "send" && sent < count {
                    let recipient = Jid::new("juliet@capulet.example/balcony")?;
                    let message = Message::chat(recipient).with_body(Lang::from(""), body.clone());
                    client.send_stanza(message.into()).await?;
                    sent += 1;
                }
                if way == "send" || count == 0 {
                    break;
                }
            }
            Event::Stanza(Stanza::Message(message)) => {
                octets += message.bodies.values().map(|body| body.len()).sum::<usize>();
                heard += 1;
                if heard == count {
                    break; // it would connect again when the stream is closed
                }
            }
            _ => {}
        }
    }
    let done = if way == "send" { sent } else { heard };
    if done != count || (heard > 0 && octets == 0) {
        return Err(format!("{done} of {count}").into());
    }
    Ok(())
}
