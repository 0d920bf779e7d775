//! Shows the contact list at each login and then who comes and goes.
//! `watcher ACCOUNT [HOST PORT]`; the password is in `XMPP_PASSWORD`.

use xmpp_tokio::engine::dial::Dial;
use xmpp_tokio::engine::stanza::{Presence, PresenceKind};
use xmpp_tokio::engine::xep::roster::RosterEvent;
use xmpp_tokio::engine::{Config, Event, Reconnect, Secret};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    if let Err(error) = run().await {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let account = arguments.first().ok_or("watcher ACCOUNT [HOST PORT]")?;
    let mut config = xmpp_tokio::config(account)?;
    config.credentials = Some(Secret::password(std::env::var("XMPP_PASSWORD")?));
    if let [_, host, port] = &arguments[..] {
        config.dial = Dial::Host { host: host.clone(), port: port.parse()?, direct_tls: false };
    }
    config.reconnect = Reconnect::OnceOnline; // what is wrong from the start ends it
    watch(config, |line| println!("{line}")).await
}

/// Hands out a line for each thing seen, until the session ends.
pub async fn watch(
    config: Config,
    mut show: impl FnMut(String),
) -> Result<(), Box<dyn std::error::Error>> {
    let (_client, mut events) = xmpp_tokio::connect(config)?;
    while let Some(event) = events.next().await {
        match event? {
            Event::Offline { reason, .. } => show(format!("{reason}; trying again")),
            Event::Roster { event: RosterEvent::Received { items, .. } } => {
                show(format!("{} contacts", items.len()));
                items.iter().for_each(|item| {
                    show(format!("{} {}", item.jid, item.name.as_deref().unwrap_or_default()))
                });
            }
            Event::Presence { stanza } => seen(&stanza).into_iter().for_each(&mut show),
            _ => {}
        }
    }
    Ok(())
}

fn seen(presence: &Presence) -> Option<String> {
    let state = match (presence.kind(), presence.show()) {
        (PresenceKind::Available, None) => "online".to_owned(),
        (PresenceKind::Available, Some(show)) => format!("{show:?}").to_lowercase(),
        (PresenceKind::Unavailable, _) => "offline".to_owned(),
        _ => return None,
    };
    Some(format!("{} is {state} {}", presence.sender()?, presence.status().unwrap_or_default()))
}
