//! One call of the driver or the app, or something from the server.

use xmpp_engine::Secret;
use xmpp_engine::jid::Jid;
use xmpp_engine::session::{IncomingId, RequestId, Token};
use xmpp_engine::stanza::{Iq, Message, Presence, StanzaError};
use xmpp_engine::transport::{ConnId, ConnectFailure, TlsInfo, Verdict};
use xmpp_engine::xep::Command;
use xmpp_engine::xep::disco::DiscoCommand;
use xmpp_engine::xep::ping::PingCommand;
use xmpp_engine::xep::roster::RosterCommand;
use xmpp_engine::xml::Element;

use super::words::WORDS;
use crate::input::Input;
use crate::world::World;

pub(super) fn call(world: &mut World, input: &mut Input<'_>) {
    match input.below(32) {
        0..=9 => say(world, input.pick(&WORDS)),
        10 => world.say(input.octets()),
        11 => {
            let word = input.pick(&WORDS).as_bytes();
            world.say(&word[..usize::from(input.byte()) % (word.len() + 1)]);
        }
        12..=17 => drivers(world, input),
        18 => time(world, input),
        _ => apps(world, input),
    }
}

/// Says one of the server's words, with the id that the engine has written last.
pub(super) fn say(world: &mut World, word: &str) {
    let id = world.written.rsplit_once(" id='").and_then(|(_, rest)| rest.split('\'').next());
    let word = word.replace('$', id.unwrap_or_default());
    world.say(word.as_bytes());
}

fn drivers(world: &mut World, input: &mut Input<'_>) {
    let conn = if input.once_in(8) { ConnId::from_value(input.number()) } else { world.conn };
    let tls = TlsInfo { verified: input.once_in(2), ..TlsInfo::default() };
    match input.below(9) {
        0 | 1 => world.engine.connected(conn, input.once_in(2).then_some(tls)),
        2 => world.engine.secured(conn, tls),
        3 => world.engine.failed(conn, ConnectFailure::Reset),
        4 => world.engine.eof(conn),
        5 => world.report(),
        6 => world.reports = !world.reports,
        7 => {
            let more_than_given = u64::MAX - input.number() / 2;
            let _ = world.engine.transmitted(conn, more_than_given);
        }
        _ => drop(world.engine.receive(conn, input.octets())),
    }
}

/// Time may stand still, run, or seem to run backwards.
fn time(world: &mut World, input: &mut Input<'_>) {
    let now = &mut world.now;
    match input.below(4) {
        0 => now.mono_ms = now.mono_ms.saturating_sub(input.number()),
        1 => now.unix_ms = input.number(),
        // Half of all time is left, so that what has a deadline comes to its end.
        _ => now.mono_ms = now.mono_ms.saturating_add(input.number()).min(u64::MAX / 2),
    }
}

fn apps(world: &mut World, input: &mut Input<'_>) {
    match input.below(16) {
        0..=3 => send(world, input),
        4 | 5 => ask(world, input),
        6 => command(world, input),
        7 => {
            let token = Token::from_value(input.number());
            if world.engine.cancel(token) {
                world.cancelled(token);
            }
        }
        8 => drop(world.engine.cancel_request(RequestId::from_value(input.number()))),
        9 => {
            let seq = world.seq.saturating_sub(input.number());
            world.engine.handled(seq).expect("it was given out");
            assert!(world.engine.handled(u64::MAX).is_err());
        }
        10 => world.engine.hold_events(input.once_in(2)),
        11 => {
            let result = if input.once_in(2) { Ok(None) } else { Err(StanzaError::bad_request()) };
            let _ = world.engine.answer(IncomingId::from_value(input.number()), result);
        }
        12 => {
            let verdict = if input.once_in(3) { Verdict::Refuse } else { Verdict::Accept };
            world.engine.trust(world.conn, verdict);
        }
        13 => world.engine.provide(Secret::password(input.pick(&["x", "", "\0", "pw"]).to_owned())),
        14 if input.once_in(6) => world.engine.close(),
        15 if input.once_in(8) => world.engine.abort(),
        _ => {}
    }
}

fn send(world: &mut World, input: &mut Input<'_>) {
    let sent = match input.below(4) {
        0 => world.engine.send(Presence::available().build().expect("sound")),
        _ => {
            let body = "x".repeat(usize::from(input.byte()));
            world.engine.send(Message::chat(jid()).body(&body).build().expect("sound"))
        }
    };
    if let Ok(token) = sent {
        world.sent(token);
    }
}

fn ask(world: &mut World, input: &mut Input<'_>) {
    let payload = Element::builder("q", "u:q").build().expect("sound");
    let request = Iq::get_request(&payload);
    let request = if input.once_in(3) { request.id("same") } else { request };
    let request = if input.once_in(2) { request.to(jid()) } else { request };
    if let Ok(request) = world.engine.ask(request.build().expect("sound")) {
        world.asked(request);
    }
}

fn command(world: &mut World, input: &mut Input<'_>) {
    let (jid, to) = (jid(), input.once_in(2).then(jid));
    let node = input.once_in(2).then(|| input.pick(&["n", "\u{1}"]).to_owned());
    let command = match input.below(6) {
        0 => Command::Ping { command: PingCommand::Send { to } },
        1 => Command::Roster { command: RosterCommand::Fetch },
        2 => Command::Roster { command: RosterCommand::Remove { jid } },
        3 => Command::Roster { command: RosterCommand::Subscribe { jid } },
        4 => Command::Disco { command: DiscoCommand::Items { to, node } },
        _ => Command::Disco { command: DiscoCommand::Info { to, node } },
    };
    let _ = world.engine.command(command);
}

fn jid() -> Jid {
    Jid::new("a@b.c").expect("a JID")
}
