//! A session in which stanzas come as fast as they are read.

use super::world::{World, config};
use super::{MANY, WIDER, bounded, forgotten, narrow, with};
use xmpp_engine::HandledMode;
use xmpp_engine::limits::{Limits, XmlLimits};

const PING: &str = "<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>";
const STRANGE: &str = "<iq type='get' id='1' from='a@b/c'><x xmlns='urn:strange'/></iq>";
const WIDE: u64 = WIDER as u64;

/// Room for a stanza with addresses as long as they may be.
fn with_addresses() -> Limits {
    with(XmlLimits { stanza_bytes: 16 * 1024, ..narrow().xml })
}

fn address() -> String {
    let part = "p".repeat(1023);
    format!("{part}@b/{part}")
}

#[test]
fn what_is_not_kept() {
    let floods = [
        " ",
        "<a xmlns='urn:xmpp:sm:3' h='0'/>",
        "<r xmlns='urn:xmpp:sm:3'/>",
        "<message><body>spam</body></message>",
        "<presence from='a@b/c'/>",
        "<strange/>",
        "<message from='@@'/>",
        "<iq type='result' id='never-asked'/>",
        "<iq type='set' id='1'><query xmlns='jabber:iq:roster'><item jid='a@b'/></query></iq>",
        "<iq type='get' id='1'><x xmlns='urn:claimed'/></iq>",
        PING,
        STRANGE,
    ];
    let large = format!("<message>{}</message>", "<a/>".repeat(100));
    for flood in floods.into_iter().chain([large.as_str()]) {
        forgotten(flood, |times| {
            let mut world = World::online(config(narrow()));
            world.flood(times, flood);
        });
    }
}

/// The server reads nothing, and the app does not listen.
#[test]
fn what_is_not_kept_if_nobody_listens() {
    for flood in ["<r xmlns='urn:xmpp:sm:3'/>", " ", PING, STRANGE, "<presence/>", "<strange/>"] {
        forgotten(&format!("{flood} and nobody listens"), |times| {
            let mut world = World::online(config(narrow()));
            world.hold();
            world.deaf = true;
            world.flood(times, flood);
        });
    }
}

/// An app that takes all events and never says that it has handled one.
#[test]
fn what_is_never_handled() {
    forgotten("never handled", |times| {
        let mut config = config(narrow());
        config.handled = HandledMode::Explicit;
        World::online(config).flood(times, "<message/>");
    });
}

/// Requests of a server that does not read the answers.
#[test]
fn answers() {
    let long = PING.replace("'1'", &format!("'{}'", "i".repeat(200)));
    let in_flight = Limits { in_flight_bytes: 256 * u64::from(MANY), ..narrow() };
    let wider = Limits { in_flight_bytes: WIDE * in_flight.in_flight_bytes, ..in_flight };
    unread("in flight", in_flight, wider, &long);
    for (name, octets, flood) in
        [("octets", 256, long.as_str()), ("results", 64, PING), ("errors", 192, STRANGE)]
    {
        let octets = octets * u64::from(MANY);
        let limits = Limits { queued_stanzas: MANY, queued_bytes: octets, ..narrow() };
        let wider = Limits { queued_stanzas: WIDER * MANY, queued_bytes: WIDE * octets, ..limits };
        unread(&format!("queued {name}"), limits, wider, flood);
    }
}

fn unread(name: &str, limits: Limits, wider: Limits, flood: &str) {
    bounded(name, limits, wider, |limits| {
        let mut world = World::online(config(limits));
        world.deaf = true;
        world.flood(2 * (WIDER * MANY) as usize, flood);
    });
}

/// The same answers in pieces of a few KiB, which the driver keeps as they were given to it.
#[test]
fn answers_that_are_kept_as_they_were_given() {
    let limits = Limits { in_flight_bytes: 256 * u64::from(MANY), ..narrow() };
    let wider = Limits { in_flight_bytes: WIDE * limits.in_flight_bytes, ..limits };
    let pings = PING.replace("'1'", &format!("'{}'", "i".repeat(105))).repeat(25);
    bounded("in flight, as given", limits, wider, |limits| {
        let mut world = World::online(config(limits));
        (world.deaf, world.keeps) = (true, true);
        world.flood((WIDER * MANY) as usize, &pings);
    });
}

/// An answer would be six times as long as the request.
#[test]
fn long_ids() {
    let (short, long) = (256 * 1024, WIDER * 256 * 1024);
    let [limits, wider] = [short, long].map(|stanza_bytes| Limits {
        queued_bytes: 1024 * 1024,
        ..with(XmlLimits { stanza_bytes, ..narrow().xml })
    });
    let floods = [short, long].map(|octets| {
        let id = "'".repeat(octets as usize - 64);
        ["", "<x xmlns='urn:claimed'/>"]
            .map(|asked| format!("<iq type='get' id=\"{id}\">{asked}</iq>"))
    });
    bounded("long ids", limits, wider, |limits| {
        for flood in floods.iter().flatten() {
            let mut world = World::online(config(limits));
            world.deaf = true;
            world.flood(3, flood);
        }
    });
}

/// Requests that the app does not answer.
#[test]
fn requests_for_the_app() {
    let limits = Limits { pending_requests: 512, ..with_addresses() };
    let wider = Limits { pending_requests: WIDER * 512, ..limits };
    let (id, sender) = ("i".repeat(4096), address());
    let request = format!("<iq type='get' id='{id}' from='{sender}'><x xmlns='urn:claimed'/></iq>");
    bounded("requests for the app", limits, wider, |limits| {
        let mut world = World::online(config(limits));
        world.flood(2 * WIDER as usize * 512, &request);
    });
}

/// An app that has stopped to listen.
#[test]
fn events() {
    let many = Limits { held_events: MANY, held_bytes: 128 * u64::from(MANY), ..narrow() };
    for flood in ["<message/>", "<strange/>", "<presence/>", "<message from='@@'/>"] {
        held(many, flood);
    }
    let large = Limits { held_events: 1024, held_bytes: 1024 * 1024, ..with_addresses() };
    let from = address();
    held(large, &format!("<message from='{from}' to='{from}'/>"));
    held(large, &format!("<strange from='{from}' id='{}'/>", "i".repeat(8 * 1024)));
    held(large, &format!("<message>{}</message>", "x".repeat(8 * 1024)));
}

fn held(limits: Limits, flood: &str) {
    let wider = Limits {
        held_events: WIDER * limits.held_events,
        held_bytes: WIDE * limits.held_bytes,
        ..limits
    };
    bounded(&format!("held: {flood:.40}"), limits, wider, |limits| {
        let mut world = World::online(config(limits));
        world.hold();
        world.flood((2 * WIDER * MANY) as usize, flood);
    });
}

/// A driver that does not look at `read`.
#[test]
fn received_octets() {
    let limits = Limits { received_bytes: 260 * 1024, ..narrow() };
    let wider = Limits { received_bytes: WIDE * limits.received_bytes, ..limits };
    for piece in [1, 1000, 4096, 64 * 1024] {
        let octets = vec![b' '; piece];
        let name = format!("received in pieces of {piece}");
        bounded(&name, limits, wider, |limits| World::online(config(limits)).overfill(&octets));
    }
}
