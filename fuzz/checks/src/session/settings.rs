//! Configs that make a difference.

use xmpp_engine::dial::Dial;
use xmpp_engine::jid::Jid;
use xmpp_engine::limits::{Limits, XmlLimits};
use xmpp_engine::session::UnackedPolicy;
use xmpp_engine::transport::TlsMode;
use xmpp_engine::{Config, HandledMode, Reconnect, Secret};

use crate::input::Input;
use crate::world::PASSWORD;

/// The namespace of requests that the app answers itself.
pub(super) const CLAIMED: &str = "u:claim";

pub(super) fn config(input: &mut Input<'_>) -> Config {
    let account = input.pick(&["romeo@example.org", "romeo@example.org/orchard", "example.org"]);
    let mut config = Config::client(account).expect("a JID");
    config.credentials = match input.below(4) {
        0 => None,
        1 => Some(Secret::Anonymous),
        _ => Some(Secret::password(PASSWORD.to_owned())),
    };
    config.tls = if input.once_in(3) { TlsMode::Plain } else { TlsMode::Host };
    config.sasl.allow_plain = true;
    config.claim(CLAIMED);
    switches(&mut config, input);
    if input.once_in(3) {
        config.limits = limits(input);
    }
    if input.once_in(5) {
        config.timeouts.answer_ms = u64::MAX;
        config.timeouts.request_ms = input.number();
        config.timeouts.idle_ms = input.number();
    }
    config
}

fn switches(config: &mut Config, input: &mut Input<'_>) {
    config.handled = input.pick(&[HandledMode::Implicit, HandledMode::Explicit]);
    config.reconnect = input.pick(&[Reconnect::Always, Reconnect::Never]);
    config.unacked = input.pick(&[UnackedPolicy::Drop, UnackedPolicy::Resend]);
    config.stream_management = !input.once_in(3);
    config.announce = !input.once_in(3);
    config.allow_alias = input.once_in(2);
    config.wire = input.once_in(3);
    if input.once_in(3) {
        let host = Jid::new("xmpp.example.org").expect("a JID").to_string();
        config.dial = Dial::Host { host, port: 5223, direct_tls: input.once_in(2) };
    }
}

/// Limits so narrow that everything meets them.
fn limits(input: &mut Input<'_>) -> Limits {
    let xml = XmlLimits {
        depth: u32::from(input.below(6)),
        stanza_bytes: u32::from(input.byte()) * 8,
        nodes: u32::from(input.below(30)),
        attributes: u32::from(input.below(20)),
        attributes_per_element: u32::from(input.below(8)),
        ..XmlLimits::default()
    };
    Limits {
        xml,
        received_bytes: u64::from(input.byte()) * 16,
        in_flight_bytes: u64::from(input.byte()) * 4,
        queued_stanzas: u32::from(input.below(5)),
        queued_bytes: u64::from(input.byte()) * 16,
        unacked_stanzas: u32::from(input.below(4)),
        pending_iqs: u32::from(input.below(4)),
        pending_requests: u32::from(input.below(4)),
        held_events: u32::from(input.below(5)),
        held_bytes: u64::from(input.byte()) * 64,
        ..Limits::default()
    }
}
