//! Each limit of the parser, in both streams: elements up to it, beyond it, and without an end.

use super::world::{BIND, HEADER, World, config};
use super::{MANY, WIDER, bounded, narrow, wider, with};
use xmpp_engine::limits::{Limits, XmlLimits};

/// A hostile thing of so many parts, and limits which allow [`MANY`] of them, and little else.
struct Shape {
    name: &'static str,
    limits: XmlLimits,
    part: fn(usize) -> String,
    end: fn(usize) -> String,
}

impl Shape {
    fn of(&self, n: usize) -> String {
        (0..n).map(self.part).chain([(self.end)(n)]).collect()
    }

    /// In an element of this name: within the limits and beyond them, once without its end; and
    /// within the wider ones.
    fn documents(&self, root: &str) -> [String; 4] {
        let many = MANY as usize;
        let whole = |n| format!("<{root}>{}</{root}>", self.of(n));
        let unfinished = format!("<{root}>") + &(0..2 * many).map(self.part).collect::<String>();
        [whole(many - 8), whole(2 * many), unfinished, whole(WIDER as usize * (many - 8))]
    }
}

fn shapes() -> Vec<Shape> {
    let none = |_: usize| String::new();
    let (few, n) = (narrow().xml, MANY);
    let elements = XmlLimits { nodes: n, stanza_bytes: 8 * n, ..few };
    let attributes = XmlLimits { attributes: n, nodes: n / 16 + 8, stanza_bytes: 8 * n, ..few };
    let one = XmlLimits { attributes: n, attributes_per_element: n, ..few };
    let text = XmlLimits { stanza_bytes: 64 * n, ..few };
    let shape = |name, limits, part, end| Shape { name, limits, part, end };
    vec![
        shape("depth", XmlLimits { depth: n, ..elements }, |_| "<a>".into(), |n| "</a>".repeat(n)),
        shape(
            "namespaces in depth",
            XmlLimits { depth: n, attributes: n, stanza_bytes: 22 * n, ..elements },
            |i| format!("<a xmlns:b{i:x}='u'>"),
            |n| "</a>".repeat(n),
        ),
        shape("elements", elements, |_| "<a/>".into(), none),
        shape("elements and text", elements, |i| ["x", "<a/>"][i % 2].into(), none),
        shape("attributes", attributes, |i| in_tags_of_16(i, format!(" {}='v'", letter(i))), none),
        shape(
            "prefixes in depth",
            XmlLimits { depth: n / 16 + 8, stanza_bytes: 24 * n, ..attributes },
            |i| in_tags_of_16(i, format!(" xmlns:p{i:x}='v'")).replace('/', ""),
            |n| "</a>".repeat(n / 16),
        ),
        shape(
            "attributes of one element",
            XmlLimits { stanza_bytes: 12 * n, ..one },
            |i| if i == 0 { "<a a='v'".into() } else { format!(" a{i:x}='v'") },
            |_| "/>".into(),
        ),
        shape(
            "prefixes of one element",
            XmlLimits { stanza_bytes: 18 * n, ..one },
            |i| if i == 0 { "<a a='v'".into() } else { format!(" xmlns:a{i:x}='v'") },
            |_| "/>".into(),
        ),
        shape("text", text, |_| "x".repeat(64), none),
        shape("references", text, |_| "&amp;".repeat(12) + "long", none),
        shape("CDATA", text, |_| format!("<![CDATA[{}]]>", "x".repeat(52)), none),
        shape(
            "a long value",
            text,
            |i| if i == 0 { "<a b='".into() } else { "v&lt;".repeat(13) },
            |_| "'/>".into(),
        ),
        shape(
            "a long name",
            XmlLimits { name_bytes: 32 * n, ..text },
            |i| if i == 0 { "<a".into() } else { "a".repeat(64) },
            |_| "/>".into(),
        ),
    ]
}

fn letter(i: usize) -> char {
    char::from(b'a' + (i % 16) as u8)
}

/// Sixteen attributes a tag.
fn in_tags_of_16(i: usize, attribute: String) -> String {
    match i % 16 {
        0 => format!("<a{attribute}"),
        15 => attribute + "/>",
        _ => attribute,
    }
}

/// Plays an attack with each shape, in an element of this name.
fn bounded_in(name: &str, root: &str, limits: fn(XmlLimits) -> Limits, attack: fn(Limits, &str)) {
    for shape in shapes() {
        let documents = shape.documents(root);
        let (narrow, wide) = (limits(shape.limits), limits(wider(shape.limits)));
        bounded(&format!("{name}, {}", shape.name), narrow, wide, |limits| {
            documents.iter().for_each(|document| attack(limits, document));
        });
    }
}

fn with_before_login(xml_before_login: XmlLimits) -> Limits {
    Limits { xml_before_login, ..narrow() }
}

#[test]
fn before_login() {
    bounded_in("before login", "stream:features", with_before_login, |limits, document| {
        let mut world = World::connected(config(limits));
        assert!(world.say(HEADER));
        world.say(document);
    });
}

/// The app has stopped to listen: what has come is kept while more comes.
#[test]
fn in_a_session() {
    bounded_in("in a session", "message", with, |limits, document| {
        let mut world = World::online(config(limits));
        world.hold();
        world.flood(3, document);
    });
}

/// The features behind the login are as those before it, but the limits are wider.
#[test]
fn behind_login() {
    bounded_in("behind login", "stream:features", with, |limits, document| {
        let mut world = World::connected(config(limits));
        world.anonymous();
        assert!(world.say(HEADER));
        world.say(document);
    });
}

#[test]
fn headers() {
    let (n, few) = (MANY, narrow().xml);
    let text = XmlLimits { header_bytes: 128 * n, ..few };
    let many = XmlLimits { attributes: n, attributes_per_element: n, stanza_bytes: 18 * n, ..few };
    let many = XmlLimits { header_bytes: 18 * n, ..many };
    bounded_headers("text", text, |n| format!(" id='{}'", "x".repeat(128 * n - 512)));
    bounded_headers("attributes", many, |n| (8..n).map(|i| format!(" a{i:x}='v'")).collect());
    bounded_headers("prefixes", many, |n| (8..n).map(|i| format!(" xmlns:a{i:x}='v'")).collect());
}

/// Headers as long as they may be, with an element of as many parts behind them.
fn bounded_headers(name: &str, xml: XmlLimits, more: fn(usize) -> String) {
    let documents = [1, WIDER].map(|times| {
        let more = more((times * MANY) as usize);
        let header = HEADER.replace(" version", &format!("{more} version"));
        (header, BIND.replacen('>', &format!("{more}>"), 1))
    });
    for logs_in in [false, true] {
        let limits = |xml| Limits {
            held_events: 1,
            ..if logs_in { with(xml) } else { with_before_login(xml) }
        };
        let name = format!("header, {name}, behind login: {logs_in}");
        bounded(&name, limits(xml), limits(wider(xml)), |limits| {
            for (header, features) in &documents {
                let mut world = World::connected(config(limits));
                if logs_in {
                    world.anonymous();
                }
                let _ = world.say(header) && world.say(features);
            }
        });
    }
}
