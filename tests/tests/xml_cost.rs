//! What reading costs in memory, counted and not timed: the same on every machine.

use xmpp_engine::limits::XmlLimits;
use xmpp_engine::xml::{Parser, XmlItem, XmlView};
use xmpp_tests::memory::{Counting, cost};

#[global_allocator]
static COUNTING: Counting = Counting;

const HEADER: &[u8] = b"<stream:stream xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";

fn in_stream(limits: XmlLimits) -> Parser {
    let mut parser = Parser::new(limits);
    assert_eq!(parser.feed(HEADER), HEADER.len());
    assert!(matches!(parser.next(), Ok(XmlItem::StreamStart(_))));
    parser
}

/// Limits that nothing here meets.
fn wide() -> XmlLimits {
    XmlLimits {
        depth: u32::MAX,
        stanza_bytes: 1 << 30,
        nodes: u32::MAX,
        attributes: u32::MAX,
        attributes_per_element: u32::MAX,
        ..XmlLimits::default()
    }
}

const MESSAGE: &str = "<message xml:lang='en' from='juliet@example.net/balcony' type='chat' id='a1'>\
    <body>Wherefore art thou? &lt;3 &#x1F339; déjà vu</body><request xmlns='urn:xmpp:receipts'/>\
    <p:x xmlns:p='urn:example:x' p:a='1'><![CDATA[<raw>]]></p:x></message>";

#[test]
fn an_element_that_is_kept_costs_one_allocation() {
    let mut parser = in_stream(XmlLimits::default());
    let mut kept = Vec::with_capacity(200);
    let mut read = |count: usize, kept: &mut Vec<_>| {
        for _ in 0..count {
            assert_eq!(parser.feed(MESSAGE.as_bytes()), MESSAGE.len());
            kept.push(parser.next().expect("well-formed"));
        }
    };
    read(10, &mut kept);
    assert_eq!(cost(|| read(100, &mut kept)).calls, 100);
}

#[test]
fn an_element_that_is_looked_at_costs_none() {
    let mut parser = in_stream(XmlLimits::default());
    let mut read = |count: usize| {
        for _ in 0..count {
            for piece in MESSAGE.as_bytes().chunks(7) {
                assert_eq!(parser.feed(piece), piece.len());
            }
            let XmlView::Element(element) = parser.next_view().expect("well-formed") else {
                panic!("no element");
            };
            assert_eq!(element.children().count(), 3);
        }
    };
    read(10);
    assert_eq!(cost(|| read(100)).calls, 0);
}

/// Shapes that grow with `n`.
fn shapes(n: usize) -> Vec<(&'static str, String)> {
    let attrs: String = (0..n).map(|i| format!(" a{i}='v'")).collect();
    let prefixes: String = (0..n).map(|i| format!(" xmlns:p{i}='urn:{i}' p{i}:a='v'")).collect();
    vec![
        ("depth", "<a>".repeat(n) + &"</a>".repeat(n)),
        ("namespaces in depth", "<a xmlns:b='u'>".repeat(n) + &"</a>".repeat(n)),
        ("siblings", format!("<a>{}</a>", "<b c='d'/>".repeat(n))),
        ("attributes", format!("<a{attrs}/>")),
        ("prefixes", format!("<a{prefixes}/>")),
        ("text", format!("<a>{}</a>", "some text ".repeat(n))),
        ("references", format!("<a>{}</a>", "&amp;".repeat(n))),
        ("CDATA", format!("<a>{}</a>", "<![CDATA[x]]>".repeat(n))),
        ("mixed", format!("<a>{}</a>", "x<b/>".repeat(n))),
        ("a value", format!("<a b='{}'/>", "v&lt;".repeat(n))),
    ]
}

fn read_in(chunk: usize, stanza: &str) {
    let mut parser = in_stream(wide());
    for piece in stanza.as_bytes().chunks(chunk) {
        assert_eq!(parser.feed(piece), piece.len());
    }
    assert!(matches!(parser.next(), Ok(XmlItem::Element(_))));
}

/// Sixteen times the input costs no more than twenty times the memory, in sum and at once. The
/// small shapes are large enough that their trees have numbers of as many digits as the large ones.
#[test]
fn memory_grows_with_the_input_and_not_faster() {
    for chunk in [1, 7, 4096, usize::MAX] {
        let (small, large) = (shapes(4_000), shapes(16 * 4_000));
        for ((name, small), (_, large)) in small.iter().zip(&large) {
            let (few, many) = (cost(|| read_in(chunk, small)), cost(|| read_in(chunk, large)));
            let told = format!("{name} in pieces of {chunk}: {few:?}, then {many:?}");
            let grown = |few: u64, many: u64| {
                let factor = large.len() as f64 / small.len() as f64;
                assert!(many as f64 <= few as f64 * factor * 1.25, "{told}");
            };
            grown(few.octets, many.octets);
            grown(few.peak as u64, many.peak as u64);
            grown(few.calls, many.calls);
        }
    }
}

#[test]
fn no_stanza_takes_more_than_the_limits_say() {
    let narrow = XmlLimits {
        depth: 64,
        stanza_bytes: 64 * 1024,
        nodes: 4_096,
        attributes: 4_096,
        attributes_per_element: 128,
        ..XmlLimits::default()
    };
    for limits in [narrow, XmlLimits::before_login(), XmlLimits::default()] {
        for n in [60, 120, 1_000, 4_000, 60_000] {
            for (name, stanza) in shapes(n) {
                for skips in [false, true] {
                    let used = cost(|| {
                        let mut parser = in_stream(limits);
                        parser.set_skip_oversized(skips);
                        for piece in stanza.as_bytes().chunks(16_384) {
                            parser.feed(piece);
                        }
                        let _ = std::hint::black_box(parser.next());
                    });
                    let most = limits.peak_bytes() as i64;
                    assert!(used.peak <= most, "{name} {n}: {used:?}, at most {most}");
                }
            }
        }
    }
}

/// An element is given by the first `next` behind the `feed` that brought its last octet, wherever
/// the input is cut in two.
#[test]
fn nothing_comes_late() {
    let documents = shapes(40).into_iter().map(|(_, stanza)| stanza);
    for document in documents.chain([MESSAGE.to_owned()]).filter(|text| text.len() < 2_048) {
        for cut in 0..document.len() {
            let (first, second) = document.as_bytes().split_at(cut);
            let mut parser = in_stream(wide());
            assert_eq!(parser.feed(first), first.len());
            assert_eq!(parser.next(), Ok(XmlItem::More), "{document} cut at {cut}");
            assert_eq!(parser.feed(second), second.len());
            assert!(matches!(parser.next(), Ok(XmlItem::Element(_))), "{document} cut at {cut}");
        }
    }
}
