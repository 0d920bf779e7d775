//! Four streams of about ten megabytes, made from a seed: the same octets on every machine.
//!
//! - **chat**: what a client of today receives: messages with the usual extensions in four scripts,
//!   presence with capabilities, archives, rosters, pubsub events, some acknowledgements;
//! - **tiny**: acknowledgements and nothing else: the cost of a stanza;
//! - **deep**: thirty levels with many attributes and prefixes: the cost of a tag;
//! - **big**: base64 in the text: the cost of an octet.

mod chat;
mod rng;
mod words;

use rng::Rng;

/// Octets of a corpus, at least; the last stanza is whole.
pub const OCTETS: usize = 10_000_000;

/// The four, in the order of the tables.
pub const NAMES: [&str; 4] = ["chat", "tiny", "deep", "big"];

/// The corpus of this name, if there is one.
pub fn named(name: &str, octets: usize) -> Option<Vec<u8>> {
    let stanza: fn(&mut Rng, &mut String) = match name {
        "chat" => chat::stanza,
        "tiny" => tiny,
        "deep" => deep,
        "big" => big,
        _ => return None,
    };
    let mut rng = Rng::new(0x11B7);
    let mut stream = HEADER.to_owned();
    while stream.len() < octets {
        stanza(&mut rng, &mut stream);
    }
    stream.push_str("</stream:stream>");
    Some(stream.into_bytes())
}

const HEADER: &str = "<?xml version='1.0'?><stream:stream xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams' id='c2f3a9d0' from='example.org' \
    version='1.0' xml:lang='en'>";

fn tiny(rng: &mut Rng, out: &mut String) {
    let h = rng.below(1_000);
    out.push_str(&format!("<a xmlns='urn:xmpp:sm:3' h='{h}'/>"));
}

fn deep(rng: &mut Rng, out: &mut String) {
    let names = ["item", "field", "node", "value", "entry", "x", "set", "option"];
    out.push_str("<message from='room@rooms.example.org/n' type='headline'>");
    let mut open = Vec::new();
    for level in 0..30 {
        let name = match (level % 10, rng.pick(&names)) {
            (0, name) => format!("p{level}:{name}"),
            (_, name) => name.to_string(),
        };
        out.push('<');
        out.push_str(&name);
        if level % 10 == 0 {
            out.push_str(&format!(" xmlns:p{level}='urn:example:level:{level}'"));
        }
        for attr in ["id", "type", "label", "jid", "ask", "name"].iter().take(rng.below(7)) {
            out.push_str(&format!(" {attr}='{:x}'", rng.next() >> rng.below(60)));
        }
        out.push('>');
        open.push(name);
    }
    out.push_str("deep");
    for name in open.iter().rev() {
        out.push_str(&format!("</{name}>"));
    }
    out.push_str("</message>");
}

fn big(rng: &mut Rng, out: &mut String) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let octets = 4_096 + rng.below(127_000);
    out.push_str(
        "<iq type='result' id='avatar' from='juliet@example.net'>\
        <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:avatar:data'>\
        <item id='111f4b3c'><data xmlns='urn:xmpp:avatar:data'>",
    );
    out.extend((0..octets).map(|_| char::from(DIGITS[rng.below(64)])));
    out.push_str("</data></item></items></pubsub></iq>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corpora_are_the_same_everywhere() {
        let hashes = NAMES.map(|name| {
            let stream = named(name, 100_000).expect("a known name");
            stream.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, octet| {
                (hash ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01B3)
            })
        });
        assert_eq!(
            hashes,
            [440656324406223745, 5348323931427684788, 8553937727076497754, 1354823260703198711]
        );
    }
}
