//! A session's life: restarts, slow programs, killed programs, ends.

mod world;

use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use world::{at, config, connect, end, message, online, ping, server, soon, until, write};
use xmpp_test_server::RunningServer;
use xmpp_tokio::engine::session::SendError;
use xmpp_tokio::engine::stanza::Message;
use xmpp_tokio::engine::{Event, Jid, Reconnect, Secret};

#[tokio::test]
async fn a_restarted_server_is_found_again() {
    let server = server();
    let mut config = config("romeo", &server);
    config.reconnect = Reconnect::Always;
    let (client, mut events, _) = online(config).await;

    let ports = server.ports();
    let stopped = server.stop();
    until(&mut events, |event| matches!(event, Event::Offline { .. }).then_some(())).await;
    let server = RunningServer::run(stopped, ports).expect("the same ports");
    until(&mut events, |event| matches!(event, Event::Online { .. }).then_some(())).await;

    ping(&client, &mut events, None).await;
    client.close();
    assert_eq!(end(&mut events).await, None);
    drop(server);
}

/// What romeo's program has not finished is delivered again, whether it waits in the driver or
/// is in the program's hands.
#[tokio::test]
async fn a_killed_program_has_not_acknowledged_what_it_did_not_handle() {
    let server = server();
    let (juliet, mut news, _) = online(config("juliet", &server)).await;
    for in_hand in [false, true] {
        let (client, mut events, romeo) = online(config("romeo", &server)).await;
        ping(&client, &mut events, None).await; // his presence has reached the server
        write(&juliet, &romeo, "art thou there?");
        ping(&juliet, &mut news, Some(&romeo)).await; // he answers behind it
        if in_hand {
            assert_eq!(message(&mut events).await, "art thou there?");
        }
        drop((client, events));

        let (client, mut events, _) = online(config("romeo", &server)).await;
        assert_eq!(message(&mut events).await, "art thou there?");
        client.close();
        assert_eq!(end(&mut events).await, None);
    }
}

#[tokio::test]
async fn what_was_handled_does_not_come_again() {
    let server = server();
    let (juliet, mut news, _) = online(config("juliet", &server)).await;
    let (client, mut events, romeo) = online(config("romeo", &server)).await;
    ping(&client, &mut events, None).await;
    write(&juliet, &romeo, "once");
    assert_eq!(message(&mut events).await, "once");
    client.close();
    assert_eq!(end(&mut events).await, None);

    let (client, mut events, _) = online(config("romeo", &server)).await;
    assert!(ping(&client, &mut events, None).await.is_empty());
    ping(&juliet, &mut news, None).await;
}

#[tokio::test]
async fn a_slow_reader_of_events_still_sends() {
    const MANY: usize = 300;
    let server = server();
    let (juliet, mut news, her) = online(config("juliet", &server)).await;
    let mut slow = config("romeo", &server);
    slow.limits.held_events = 8; // far fewer than come: the socket will be left unread
    let (romeo, mut events, his) = online(slow).await;
    for number in 0..MANY {
        write(&juliet, &his, &number.to_string());
    }
    ping(&juliet, &mut news, None).await; // the server has them all

    write(&romeo, &her, "I am slow, not gone");
    assert_eq!(message(&mut news).await, "I am slow, not gone");

    for number in 0..MANY {
        assert_eq!(message(&mut events).await, number.to_string());
    }
}

/// Polling for the next event in vain, again and again, loses none.
#[tokio::test]
async fn waiting_for_an_event_can_be_given_up() {
    let server = server();
    let (juliet, mut news, _) = online(config("juliet", &server)).await;
    let (_romeo, mut events, his) = online(config("romeo", &server)).await;
    let mut texts = Vec::new();
    for number in 0..20 {
        write(&juliet, &his, &number.to_string());
        let mut sent = std::pin::pin!(ping(&juliet, &mut news, None));
        loop {
            tokio::select! {
                biased;
                _ = &mut sent => break,
                event = events.next() => texts.extend(text(event.expect("it goes on"))),
            }
        }
    }
    while texts.len() < 20 {
        texts.push(message(&mut events).await);
    }
    assert_eq!(texts, (0..20).map(|number| number.to_string()).collect::<Vec<_>>());
}

fn text<E>(event: Result<Event, E>) -> Option<String> {
    match event {
        Ok(Event::Message { stanza, .. }) => stanza.body().map(|body| body.into_owned()),
        _ => None,
    }
}

#[tokio::test]
async fn dropping_both_ends_closes_the_socket() {
    let (listener, mut config) = mute().await;
    config.reconnect = Reconnect::Always;
    let (client, events) = connect(config);
    let (mut stream, _) = soon(listener.accept()).await.expect("a connection");
    drop((client, events));
    assert!(soon(stream.read_to_end(&mut Vec::new())).await.is_ok());
}

#[tokio::test]
async fn dropping_the_events_closes_the_engine() {
    let (listener, config) = mute().await;
    let (client, events) = connect(config);
    let (mut stream, _) = soon(listener.accept()).await.expect("a connection");
    drop(events);
    assert!(soon(stream.read_to_end(&mut Vec::new())).await.is_ok());
    let jid = Jid::new("juliet@localhost").expect("an address");
    let message = Message::chat(jid).body("too late").build().expect("a message");
    assert_eq!(client.send(message).expect_err("nobody hears"), SendError::Closing);
}

/// What was sent before the events are dropped still arrives.
#[tokio::test]
async fn dropping_the_events_loses_nothing_sent() {
    let server = server();
    let (_juliet, mut news, her) = online(config("juliet", &server)).await;
    let (romeo, events, _) = online(config("romeo", &server)).await;
    for number in 0..100 {
        write(&romeo, &her, &number.to_string());
    }
    drop(events);
    for number in 0..100 {
        assert_eq!(message(&mut news).await, number.to_string());
    }
}

#[tokio::test]
async fn an_abort_is_an_end_as_asked() {
    let server = server();
    let (client, mut events, _) = online(config("romeo", &server)).await;
    client.abort();
    assert_eq!(end(&mut events).await, None);
}

/// Somebody who accepts and never says a word, and how to get there.
async fn mute() -> (TcpListener, xmpp_tokio::engine::Config) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let mut config = xmpp_tokio::engine::Config::client("romeo@localhost").expect("an address");
    config.credentials = Some(Secret::password("secret"));
    config.dial = at(listener.local_addr().expect("its address").port());
    (listener, config)
}
