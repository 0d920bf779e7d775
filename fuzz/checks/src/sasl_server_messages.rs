//! A hostile server's part of a login. It does not know the password: whatever it says, a login by
//! SCRAM must not succeed, and no secret may be told.
//!
//! The input decides what is offered, how the app wants to log in, and then the server's messages.
//! In a message `$` stands for the nonce that the engine has sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use xmpp_engine::declare::Octets;
use xmpp_engine::sasl::ScramHash;
use xmpp_engine::transport::{TlsInfo, TlsMode};
use xmpp_engine::{Config, Now, Reconnect, Secret};

use crate::input::Input;
use crate::world::{HEADER, PASSWORD, World};

const MECHANISMS: [&str; 8] = [
    "SCRAM-SHA-1",
    "SCRAM-SHA-256",
    "SCRAM-SHA-512",
    "SCRAM-SHA-1-PLUS",
    "SCRAM-SHA-256-PLUS",
    "SCRAM-SHA-512-PLUS",
    "PLAIN",
    "ANONYMOUS",
];

const FAILURES: [&str; 4] =
    ["<not-authorized/>", "<temporary-auth-failure/>", "<text>no</text>", ""];

/// Messages of one play.
const MESSAGES: u32 = 12;

/// Panics if the server got in, learnt the password, or never lets the engine rest.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let mut world = World::new(config(&mut input), Now { mono_ms: 0, unix_ms: 1_790_000_000_000 });
    world.settle();
    let exporter = input.once_in(2).then(|| Octets(vec![1; 32]));
    let tls = TlsInfo { verified: true, exporter, ..TlsInfo::default() };
    world.engine.connected(world.conn, Some(tls));
    world.settle();
    world.say(HEADER.as_bytes());
    world.say(features(&mut input).as_bytes());
    world.settle();
    for _ in 0..MESSAGES {
        if input.is_over() || world.over {
            break;
        }
        let message = message(&mut input, &world);
        world.say(&message);
        world.settle();
        is_still_outside(&world);
    }
    world.close();
}

fn config(input: &mut Input<'_>) -> Config {
    let mut config = Config::client("romeo@example.org").expect("a JID");
    config.tls = TlsMode::Host;
    config.reconnect = Reconnect::Never;
    config.wire = input.once_in(2);
    config.sasl.allow_plain = input.once_in(3);
    config.sasl.require_channel_binding = input.once_in(5);
    config.sasl.minimum = input.pick(&[None, None, None, Some(ScramHash::Sha256)]);
    config.limits.scram_iterations = 4200;
    config.limits.sasl_message_bytes = 200;
    config.credentials = match input.below(5) {
        0 => None,
        1 => Some(Secret::Anonymous),
        2 => Some(keys(input)),
        _ => Some(Secret::password(PASSWORD.to_owned())),
    };
    config
}

/// Keys as an app may have stored them, damaged ones among them.
fn keys(input: &mut Input<'_>) -> Secret {
    Secret::ClientKeys {
        hash: input.pick(&[ScramHash::Sha1, ScramHash::Sha256, ScramHash::Sha512]),
        salt: Octets(b"salt".to_vec()),
        iterations: 4096,
        keys: STANDARD.encode(vec![3; usize::from(input.pick(&[40u8, 64, 128, 0]))]).into(),
    }
}

fn features(input: &mut Input<'_>) -> String {
    let (offered, binds) = (input.byte(), input.once_in(3));
    let mechanisms = MECHANISMS.iter().enumerate().filter(|(i, _)| offered & (1 << i) != 0);
    let mechanisms: String =
        mechanisms.map(|(_, name)| format!("<mechanism>{name}</mechanism>")).collect();
    let bindings = "<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'>\
        <channel-binding type='tls-exporter'/></sasl-channel-binding>";
    format!(
        "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{mechanisms}\
         </mechanisms>{}</stream:features>",
        if binds { bindings } else { "" }
    )
}

/// What the server says next.
fn message(input: &mut Input<'_>, world: &World) -> Vec<u8> {
    let kind = input.below(7);
    let data = with_nonce(input.octets(), world);
    let sasl = |name: &str, content: &str| {
        format!("<{name} xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{content}</{name}>").into_bytes()
    };
    match kind {
        0..=2 => sasl("challenge", &STANDARD.encode(data)),
        3 => sasl("success", &STANDARD.encode(data)),
        4 => sasl("failure", FAILURES[data.len() % FAILURES.len()]),
        5 => sasl("challenge", &String::from_utf8_lossy(&data)),
        _ => data,
    }
}

fn with_nonce(octets: &[u8], world: &World) -> Vec<u8> {
    let nonce = nonce(&world.written).unwrap_or_default();
    let parts: Vec<&[u8]> = octets.split(|octet| *octet == b'$').collect();
    parts.join(nonce.as_bytes())
}

/// The nonce in the first message of SCRAM.
fn nonce(written: &str) -> Option<String> {
    let (_, initial) = written.split_once("<auth ")?.1.split_once('>')?;
    let initial = STANDARD.decode(initial.split('<').next()?).ok()?;
    let initial = String::from_utf8(initial).ok()?;
    Some(initial.split_once("r=")?.1.to_owned())
}

/// A second header comes behind a login that has succeeded.
fn is_still_outside(world: &World) {
    let written = &world.written;
    let by_scram = written.contains(" mechanism='SCRAM");
    assert!(!by_scram || written.matches("<stream:stream").count() == 1, "{written}");
}
