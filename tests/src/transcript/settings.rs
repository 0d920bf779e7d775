//! From the `=` lines of a transcript to a config.

use xmpp_engine::dial::Dial;
use xmpp_engine::limits::{Limits, XmlLimits};
use xmpp_engine::sasl::Secret;
use xmpp_engine::session::UnackedPolicy;
use xmpp_engine::transport::TlsMode;
use xmpp_engine::{Config, HandledMode, Reconnect};

/// What a play begins with.
pub struct Settings {
    /// The engine's.
    pub config: Config,
    /// Of the engine's chance.
    pub seed: [u8; 32],
    /// `transmitted` is said by the transcript.
    pub manual: bool,
    /// Reads are never cut.
    pub whole: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        let mut config = Config::client("romeo@example.org").expect("a valid address");
        config.tls = TlsMode::Host;
        Settings { config, seed: [7; 32], manual: false, whole: false }
    }
}

impl Settings {
    /// Takes one `=` line.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        let config = &mut self.config;
        match key {
            "account" => {
                let account = Config::client(value).map_err(|error| error.to_string())?.account;
                config.account = account;
            }
            "password" => config.credentials = Some(Secret::password(value)),
            "anonymous" => config.credentials = Some(Secret::Anonymous),
            "seed" => self.seed = [number(value)?; 32],
            "dial" => config.dial = dial(value)?,
            "tls" => config.tls = tls(value)?,
            "allow-plain" => config.sasl.allow_plain = true,
            "require-binding" => config.sasl.require_channel_binding = true,
            "allow-alias" => config.allow_alias = true,
            "wire" => config.wire = true,
            "explicit" => config.handled = HandledMode::Explicit,
            "no-sm" => config.stream_management = false,
            "no-announce" => config.announce = false,
            "no-reconnect" => config.reconnect = Reconnect::Never,
            "reconnect-once-online" => config.reconnect = Reconnect::OnceOnline,
            "resend" => config.unacked = UnackedPolicy::Resend,
            "claim" => drop(config.claim(value)),
            "limit" => limit(&mut config.limits, value)?,
            "manual" => self.manual = true,
            "whole" => self.whole = true,
            _ => return Err(format!("unknown setting: {key}")),
        }
        Ok(())
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("not a number that fits: {text}"))
}

fn dial(value: &str) -> Result<Dial, String> {
    let (direct_tls, place) = match value.strip_prefix("direct ") {
        Some(place) => (true, place),
        None => (false, value),
    };
    let (host, port) = place.rsplit_once(':').ok_or("host:port")?;
    Ok(Dial::Host { host: host.to_owned(), port: number(port)?, direct_tls })
}

fn tls(value: &str) -> Result<TlsMode, String> {
    match value {
        "host" => Ok(TlsMode::Host),
        "engine" => Ok(TlsMode::Engine),
        "plain" => Ok(TlsMode::Plain),
        _ => Err(format!("no such way to TLS: {value}")),
    }
}

fn limit(limits: &mut Limits, text: &str) -> Result<(), String> {
    let (name, value) = text.split_once(' ').ok_or("limit name value")?;
    match name.split_once('.') {
        Some(("xml", name)) => return xml_limit(&mut limits.xml, name, value),
        Some(("xml_before_login", name)) => {
            return xml_limit(&mut limits.xml_before_login, name, value);
        }
        _ => {}
    }
    match name {
        "received_bytes" => limits.received_bytes = number(value)?,
        "in_flight_bytes" => limits.in_flight_bytes = number(value)?,
        "queued_stanzas" => limits.queued_stanzas = number(value)?,
        "queued_bytes" => limits.queued_bytes = number(value)?,
        "unacked_stanzas" => limits.unacked_stanzas = number(value)?,
        "pending_iqs" => limits.pending_iqs = number(value)?,
        "pending_requests" => limits.pending_requests = number(value)?,
        "held_events" => limits.held_events = number(value)?,
        "held_bytes" => limits.held_bytes = number(value)?,
        "scram_iterations" => limits.scram_iterations = number(value)?,
        _ => return Err(format!("no such limit: {name}")),
    }
    Ok(())
}

fn xml_limit(limits: &mut XmlLimits, name: &str, value: &str) -> Result<(), String> {
    match name {
        "depth" => limits.depth = number(value)?,
        "stanza_bytes" => limits.stanza_bytes = number(value)?,
        "nodes" => limits.nodes = number(value)?,
        "attributes" => limits.attributes = number(value)?,
        _ => return Err(format!("no such limit: xml.{name}")),
    }
    Ok(())
}
