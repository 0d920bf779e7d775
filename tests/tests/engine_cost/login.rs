//! Logins that never end well, and sessions that end at once.

use super::world::{HEADER, World, config};
use super::{MANY, WIDER, bounded, forgotten, narrow, wider};
use xmpp_engine::limits::{Limits, XmlLimits};
use xmpp_engine::sasl::Secret;

const SASL: &str = "urn:ietf:params:xml:ns:xmpp-sasl";
const CHANNEL_BINDING: &str = "urn:xmpp:sasl-cb:0";
const ERRORS: &str = "urn:ietf:params:xml:ns:xmpp-streams";

/// An offer of so many mechanisms, or types of channel binding, and the one that is looked for.
fn offer(name: &str, types: bool, n: u32) -> String {
    let many = match types {
        false => "<mechanism>X</mechanism>".repeat(n as usize),
        true => "<channel-binding type='X'/>".repeat(n as usize),
    };
    let (mechanisms, types) = if types { ("", many.as_str()) } else { (many.as_str(), "") };
    format!(
        "<stream:features><mechanisms xmlns='{SASL}'><mechanism>{name}</mechanism>{mechanisms}\
         </mechanisms><sasl-channel-binding xmlns='{CHANNEL_BINDING}'>{types}\
         </sasl-channel-binding></stream:features>"
    )
}

#[test]
fn offers() {
    let (n, few) = (MANY, narrow().xml);
    let xml = XmlLimits { nodes: 2 * n, attributes: n, stanza_bytes: 30 * n, ..few };
    let limits = Limits { xml_before_login: xml, ..narrow() };
    let wider = Limits { xml_before_login: wider(xml), ..narrow() };
    let secrets = [None, Some(Secret::Anonymous), Some(Secret::password("pencil"))];
    for (secret, types) in secrets.iter().flat_map(|secret| [(secret, false), (secret, true)]) {
        for name in ["X", "SCRAM-SHA-256"] {
            let offers = [1, WIDER].map(|times| offer(name, types, times * n - 8));
            bounded(&format!("{name} and others, {types}, {secret:?}"), limits, wider, |limits| {
                for offer in &offers {
                    let mut config = config(limits);
                    config.credentials = secret.clone();
                    let mut world = World::connected(config);
                    world.say(HEADER);
                    world.say(offer);
                }
            });
        }
    }
}

/// One word as long as it may be, in answer to whatever was said.
#[test]
fn long_words() {
    let error = |inner: &str| format!("<stream:error>{inner}</stream:error>");
    let words = [
        format!("<challenge xmlns='{SASL}'>#</challenge>"),
        format!("<success xmlns='{SASL}'>#</success>"),
        format!("<failure xmlns='{SASL}'><aborted/><text>#</text></failure>"),
        error(&format!("<text xmlns='{ERRORS}'>#</text>")),
        error(&format!("<see-other-host xmlns='{ERRORS}'>#</see-other-host>")),
        error("<its-own xmlns='urn:strange'>#</its-own>"),
    ];
    for word in words {
        let said = [1, WIDER].map(|times| word.replace('#', &"A".repeat((times * LONG) as usize)));
        for logs_in in [false, true] {
            let name = format!("long {word:.20}, behind login: {logs_in}");
            bounded(&name, with_words(1), with_words(WIDER), |limits| {
                said.iter().for_each(|said| say_at_login(limits, logs_in, said));
            });
        }
    }
}

/// Octets of a long word.
const LONG: u32 = 256 * 1024;

fn with_words(times: u32) -> Limits {
    let stanza_bytes = times * LONG + 256;
    let xml = XmlLimits { stanza_bytes, ..narrow().xml };
    Limits { xml, xml_before_login: xml, sasl_message_bytes: stanza_bytes, ..narrow() }
}

/// Instead of a challenge, or behind the login.
fn say_at_login(limits: Limits, logs_in: bool, said: &str) {
    let mut config = config(limits);
    if !logs_in {
        config.credentials = Some(Secret::password("pencil"));
    }
    let mut world = World::connected(config);
    world.hold();
    let _ = match logs_in {
        false => world.say(HEADER) && world.say(&offer("SCRAM-SHA-256", false, 1)),
        true => world.try_log_in(),
    };
    world.say(said);
}

/// The last words of a server, again and again, while the app does not listen.
#[test]
fn last_words() {
    let text = "x".repeat(12 * 1024);
    let error = format!(
        "<stream:error><reset xmlns='{ERRORS}'/><text xmlns='{ERRORS}'>{text}</text></stream:error>"
    );
    let xml = XmlLimits { stanza_bytes: 16 * 1024, ..narrow().xml };
    let limits = Limits {
        xml,
        xml_before_login: xml,
        held_events: 2048,
        held_bytes: 1024 * 1024,
        ..narrow()
    };
    let wider = Limits { held_bytes: u64::from(WIDER) * limits.held_bytes, ..limits };
    for logs_in in [false, true] {
        bounded(&format!("last words, behind login: {logs_in}"), limits, wider, |limits| {
            let mut world = World::connected(config(limits));
            world.hold();
            for _ in 0..1000 {
                let _ = if logs_in { world.try_log_in() } else { world.say(HEADER) };
                world.say(&error);
                world.later();
            }
        });
    }
}

/// A message keeps the header of its stream: many streams, each with a long one.
#[test]
fn headers_that_are_kept() {
    let xml = XmlLimits { header_bytes: 8 * 1024, ..narrow().xml };
    let limits = Limits { xml, xml_before_login: xml, held_events: 256, ..narrow() };
    let wider = Limits { xml: wider(xml), xml_before_login: wider(xml), ..limits };
    let headers = [1, WIDER].map(|times| {
        let text = "x".repeat(times as usize * 8 * 1024 - 256);
        HEADER.replace(" version", &format!(" id='{text}' version"))
    });
    bounded("headers that are kept", limits, wider, |limits| {
        for header in &headers {
            let mut world = World::connected(config(limits));
            world.hold();
            for _ in 0..300 {
                let _ = world.log_in_behind(header) && world.say("<message/>");
                world.hang_up();
            }
        }
    });
}

/// The server does not say a word; the app does not hear that.
#[test]
fn silence() {
    forgotten("silence", |times| {
        let mut world = World::connected(config(narrow()));
        world.hold();
        (0..times).for_each(|_| world.later());
    });
    forgotten("hanging up", |times| {
        let mut world = World::connected(config(narrow()));
        world.hold();
        (0..times).for_each(|_| world.hang_up());
    });
}
