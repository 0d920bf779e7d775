//! The memory of a whole engine in the hands of a hostile server: never more than
//! `Limits::peak_bytes`, whichever limit is gone up to and beyond, before login and after.
//!
//! Each case is played twice: with its limits, and with the one it is about [`WIDER`] times as wide.
//! The second must take more than the first may, or the case would prove nothing.

mod floods;
mod idle;
mod login;
mod rosters;
mod shapes;
mod world;

use xmpp_engine::limits::{Limits, XmlLimits};
use xmpp_tests::memory::{Counting, cost};

#[global_allocator]
static COUNTING: Counting = Counting;

/// What there is much of: just beyond a power of two, where what grows by doubling has most to spare.
const MANY: u32 = 4 * 1024 + 128;

/// How much wider a limit is made. What is counted for a limit is what the worst use of it takes;
/// others take a quarter of it.
const WIDER: u32 = 8;

/// Limits so narrow that any that is made wide stands out.
fn narrow() -> Limits {
    let xml = XmlLimits {
        depth: 16,
        stanza_bytes: 4096,
        nodes: 64,
        attributes: 128,
        attributes_per_element: 16,
        name_bytes: 256,
        header_bytes: 512,
    };
    Limits {
        xml,
        xml_before_login: xml,
        received_bytes: 16 * 1024,
        in_flight_bytes: 4096,
        queued_stanzas: 16,
        queued_bytes: 16 * 1024,
        unacked_stanzas: 16,
        pending_iqs: 8,
        pending_requests: 8,
        held_events: 16,
        held_bytes: 16 * 1024,
        scram_iterations: 10_000,
        sasl_message_bytes: 1024,
    }
}

/// A session whose parser has these limits.
fn with(xml: XmlLimits) -> Limits {
    Limits { xml, ..narrow() }
}

fn wider(xml: XmlLimits) -> XmlLimits {
    XmlLimits {
        depth: WIDER * xml.depth,
        stanza_bytes: WIDER * xml.stanza_bytes,
        nodes: WIDER * xml.nodes,
        attributes: WIDER * xml.attributes,
        attributes_per_element: WIDER * xml.attributes_per_element,
        name_bytes: WIDER * xml.name_bytes,
        header_bytes: WIDER * xml.header_bytes,
    }
}

/// Plays `attack` within `limits`, and with `wider` ones to see that it is an attack.
#[track_caller]
fn bounded(name: &str, limits: Limits, wider: Limits, attack: impl Fn(Limits)) {
    let peak = |limits| cost(|| attack(limits)).peak as u64;
    let (most, used, beyond) = (limits.peak_bytes(), peak(limits), peak(wider));
    println!("{name}: {used} of at most {most}; {beyond} with wider limits");
    assert!(used <= most, "{name}: {used} octets, at most {most}");
    assert!(beyond > most, "{name}: {beyond} octets with wider limits, within {most} all the same");
}

/// A flood of what is not kept: a longer one takes no more.
#[track_caller]
fn forgotten(name: &str, attack: impl Fn(usize)) {
    let peak = |times| cost(|| attack(times)).peak as u64;
    let (most, short, long) = (narrow().peak_bytes(), peak(4_000), peak(20_000));
    println!("{name}: {short} of at most {most}; {long} if it is longer");
    assert!(long <= most, "{name}: {long} octets, at most {most}");
    assert!(long <= short, "{name}: {short} octets, then {long}");
}
