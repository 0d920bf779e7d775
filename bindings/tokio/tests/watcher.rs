//! The watcher of the examples with a server.

#[allow(dead_code)] // its `main`
#[path = "../examples/watcher.rs"]
mod watcher;
mod world;

use tokio::sync::mpsc;
use world::{config, online, server, soon, until};
use xmpp_tokio::Client;
use xmpp_tokio::engine::stanza::{Presence, PresenceKind, Show};
use xmpp_tokio::engine::xep::{Command, roster::RosterCommand};
use xmpp_tokio::engine::{Event, Jid};

#[tokio::test]
async fn contacts_are_listed_and_their_comings_and_goings_told() {
    let server = server();
    befriend(&server).await;
    let (sender, mut lines) = mpsc::unbounded_channel();
    let watched = watcher::watch(config("romeo", &server), move |line| {
        sender.send(line).expect("the test listens");
    });
    let seen = async {
        let mut next = async || soon(lines.recv()).await.expect("a line");
        assert_eq!(next().await, "1 contacts");
        assert_eq!(next().await, "juliet@localhost The sun");
        // His own presence comes back to him, at a time of its own.
        let mut hers = async || loop {
            let line = next().await;
            if line.starts_with("juliet@") {
                return line;
            }
        };
        let (juliet, _news, her) = online(config("juliet", &server)).await;
        assert_eq!(hers().await, format!("{her} is online "));
        let away = Presence::available().show(Show::Away).status("on the balcony");
        juliet.send(away.build().expect("a presence")).expect("room for it");
        assert_eq!(hers().await, format!("{her} is away on the balcony"));
        juliet.close();
        assert_eq!(hers().await, format!("{her} is offline "));
    };
    tokio::select! {
        end = watched => panic!("it ended: {end:?}"),
        () = seen => {}
    }
}

/// Romeo has juliet in his list by a name and may see her presence.
async fn befriend(server: &xmpp_test_server::RunningServer) {
    let (romeo, mut events, _) = online(config("romeo", server)).await;
    let (juliet, mut news, _) = online(config("juliet", server)).await;
    let jid = Jid::new("juliet@localhost").expect("an address");
    let name = Some("The sun".to_owned());
    roster(&romeo, RosterCommand::Set { jid: jid.clone(), name, groups: Vec::new() });
    roster(&romeo, RosterCommand::Subscribe { jid });
    let asker = until(&mut news, |event| kind(event, PresenceKind::Subscribe)).await;
    roster(&juliet, RosterCommand::Approve { jid: asker });
    until(&mut events, |event| kind(event, PresenceKind::Subscribed)).await;
}

fn kind(event: Event, kind: PresenceKind) -> Option<Jid> {
    match event {
        Event::Presence { stanza } if stanza.kind() == kind => stanza.sender().cloned(),
        _ => None,
    }
}

fn roster(client: &Client, command: RosterCommand) {
    client.command(Command::Roster { command }).expect("room for it");
}
