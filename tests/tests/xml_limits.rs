//! The limits of the parser hold on unfinished input, at the same octet however the input is cut,
//! and what exceeds them can be skipped. No depth overflows the stack.

use xmpp_engine::limits::XmlLimits;
use xmpp_engine::xml::{Element, Parser, XmlError, XmlItem, write_element};
use xmpp_tests::xml::{Reading, read};

/// Narrow limits, so that the tests are small.
fn narrow() -> XmlLimits {
    XmlLimits {
        depth: 4,
        stanza_bytes: 200,
        nodes: 10,
        attributes: 8,
        attributes_per_element: 4,
        name_bytes: 20,
        header_bytes: 100,
    }
}

fn read_cut(input: &str, skips: bool, sizes: &[usize]) -> Reading {
    let mut parser = Parser::new(narrow());
    parser.set_skip_oversized(skips);
    read(&mut parser, input.as_bytes(), sizes)
}

/// Reads in pieces of several sizes, all with the same result.
fn read_all(input: &str, skips: bool) -> Reading {
    let whole = read_cut(input, skips, &[]);
    for size in [1, 2, 3, 7, 16, 33] {
        assert_eq!(read_cut(input, skips, &[size]), whole, "in pieces of {size}: {input}");
    }
    whole
}

fn exceeded(input: &str) -> Option<String> {
    match read_all(input, false).error {
        Some(XmlError::TooLarge { limit }) => Some(limit),
        Some(other) => panic!("{input}: {other}"),
        None => None,
    }
}

/// Every limit: what just fits, and what exceeds it by one.
fn cases() -> Vec<(&'static str, String, String)> {
    let nested = |n: usize| format!("{}{}", "<a>".repeat(n), "</a>".repeat(n));
    let text = |n: usize| format!("<m>{}</m>", "x".repeat(n - 7));
    let value = |n: usize| format!("<m b='{}'/>", "x".repeat(n - 9));
    let nodes = |n: usize| format!("<m>x{}</m>", "<b/>".repeat(n - 2));
    let texts = |n: usize| format!("<m>{}</m>", "x<b/>".repeat((n - 1) / 2));
    let attributes = |n: usize| format!("<m {}><b/><c {}/></m>", distinct(4), distinct(n - 4));
    let in_element = |n: usize| format!("<m {}/>", distinct(n));
    let name = |n: usize| format!("<m><{}/></m>", "n".repeat(n));
    let prefix = |n: usize| format!("<m xmlns:{p}='u' {p}:a=''/>", p = "p".repeat(n));
    let namespace = |n: usize, a: &str| format!("<m><b {a}='{}'/></m>", "n".repeat(n));
    let coded = |n: usize| format!("<m><b a='&gt;' xmlns='&gt;{}'/></m>", "n".repeat(n));
    let end_tag = |n: usize| format!("<m></m{}>", " ".repeat(n - 7));
    let with_declaration = attributes(8).replace("<b/>", "<b xmlns='u'/>");
    vec![
        ("depth", nested(4), nested(5)),
        ("stanza_bytes", text(200), text(201)),
        ("stanza_bytes", value(200), value(201)),
        ("stanza_bytes", end_tag(200), end_tag(201)),
        ("nodes", nodes(10), nodes(11)),
        ("nodes", texts(9), texts(11)),
        ("attributes", attributes(8), with_declaration),
        ("attributes_per_element", in_element(4), in_element(5)),
        ("name_bytes", name(20), name(21)),
        ("name_bytes", prefix(20), prefix(21)),
        ("name_bytes", namespace(20, "xmlns"), namespace(21, "xmlns")),
        ("name_bytes", namespace(20, "xmlns:c"), namespace(21, "xmlns:c")),
        ("name_bytes", coded(19), coded(20)),
    ]
}

/// `n` attributes.
fn distinct(n: usize) -> String {
    let attrs: Vec<String> = (0..n).map(|i| format!("{}='1'", (b'a' + i as u8) as char)).collect();
    attrs.join(" ")
}

#[test]
fn every_limit_is_exact() {
    for (limit, fits, exceeds) in cases() {
        assert_eq!(exceeded(&format!("<s> {fits} <after/>")), None, "{fits}");
        let exceeds = format!("<s> {exceeds} <after/>");
        assert_eq!(exceeded(&exceeds).as_deref(), Some(limit), "{exceeds}");
    }
}

#[test]
fn the_header_is_bounded_with_its_declaration() {
    let declaration = "<?xml version='1.0'?>";
    let header =
        |n: usize| format!("{declaration}<s b='{}'>", "x".repeat(n - 8 - declaration.len()));
    assert_eq!(exceeded(&header(100)), None);
    assert_eq!(exceeded(&header(101)).as_deref(), Some("header_bytes"));
    assert_eq!(exceeded(&format!("<?xml {}", " ".repeat(100))).as_deref(), Some("header_bytes"));
    assert_eq!(exceeded(&"\n".repeat(1000)), None, "white space costs nothing");
}

/// The error comes with the first octet beyond the limit, not with the end of what exceeds it.
#[test]
fn unfinished_input_is_bounded() {
    for start in ["<m>", "<m b='", "<", "<m ", "<m><![CDATA[", "<m>&", "<m><b c=\"", "</"] {
        let mut parser = Parser::new(narrow());
        assert_eq!(parser.feed(b"<s>"), 3);
        assert!(matches!(parser.next(), Ok(XmlItem::StreamStart(_))));
        let filler = if start.ends_with(' ') { " " } else { "x" };
        let fits = format!("{start}{}", filler.repeat(200 - start.len()));
        assert_eq!(parser.feed(fits.as_bytes()), 200);
        assert_eq!(parser.next(), Ok(XmlItem::More), "{start}");
        parser.feed(filler.as_bytes());
        assert!(matches!(parser.next(), Err(XmlError::TooLarge { .. })), "{start}");
    }
}

#[test]
fn what_exceeds_a_limit_can_be_skipped() {
    for (_, fits, exceeds) in cases() {
        let stream = format!("<s> {exceeds} <after x='1'/> {fits} {exceeds}</s>");
        let reading = read_all(&stream, true);
        assert_eq!(reading.error, None, "{stream}");
        let kinds: Vec<&str> = reading.items.iter().map(kind).collect();
        assert_eq!(kinds, ["start", "dropped", "element", "element", "dropped", "end"], "{stream}");
    }
}

fn kind(item: &XmlItem) -> &'static str {
    match item {
        XmlItem::StreamStart(_) => "start",
        XmlItem::Element(_) => "element",
        XmlItem::Dropped(_) => "dropped",
        XmlItem::StreamEnd => "end",
        XmlItem::More => "more",
    }
}

fn dropped(content: &str) -> Element {
    let reading = read_all(&format!("<s xmlns='jabber:client' xmlns:p='u'>{content}"), true);
    match &reading.items[..] {
        [XmlItem::StreamStart(_), XmlItem::Dropped(dropped)] => dropped.element.clone(),
        _ => panic!("{content}: {reading:?}"),
    }
}

#[test]
fn a_dropped_element_has_its_start_tag() {
    let long = "x".repeat(300);
    let full =
        Element::builder("iq", "jabber:client").attr("id", "<1>").attr_ns("u", "b", "2").build();
    let full = full.expect("a sound element");
    assert_eq!(dropped(&format!("<iq id='&lt;1>' p:b='2'>a{long}<b c='>'/></iq>")), full);
    assert_eq!(dropped(&format!("<iq id='&lt;1>' p:b='2'><a xmlns:p='v'>{long}</a></iq>")), full);
    let nested = "<a><a><a><a><a b='/>'></a></a></a></a></a>";
    assert_eq!(dropped(&format!("<iq id='&lt;1>' p:b='2'>{nested}<![CDATA[</iq>]]></iq>")), full);
    // A start tag over a limit is cut behind the last attribute that fits.
    let cut = full.clone();
    assert_eq!(dropped(&format!("<iq id='&lt;1>' p:b='2' c='{long}'>a</iq>")), cut);
    assert_eq!(dropped(&format!("<iq id='&lt;1>' p:b='2' {long}/>")), cut);
    let name = "n".repeat(21);
    assert_eq!(dropped(&format!("<iq id='&lt;1>' p:b='2' {name}='' d=''/>")), cut);
    // What is in front of one limit may be over another.
    assert_eq!(dropped(&format!("<iq id='&lt;1>' p:b='2' {name}='' c='{long}'/>")), cut);
    assert_eq!(dropped(&format!("<iq id='&lt;1>' p:b='2' {name}='' d='' e=''/>")), cut);
    let five = "<iq id='&lt;1>' p:b='2' c='3' d='4' e='5'><a/></iq>";
    assert_eq!(dropped(five).attrs().count(), 4);
    assert_eq!(dropped(&format!("<iq{}/>", " ".repeat(300))).name(), "iq");
}

/// What is declared behind the cut is not known, and no reason to end the stream.
#[test]
fn a_start_tag_can_be_cut_in_front_of_its_declarations() {
    let plain = Element::builder("iq", "jabber:client").attr("id", "1").build();
    let plain = plain.expect("a sound element");
    let long = "x".repeat(300);
    let many = "a='' b='' c='' d=''";
    for tag in [
        format!("q:iq id='1' c='{long}' xmlns:q='v'"),
        format!("q:iq id='1' q:b='2' c='{long}' xmlns:q='v'"),
        format!("iq id='1' c='{long}' xmlns='v'"),
        "iq id='1' xmlns='a namespace with a long name'".to_owned(),
        "q:iq id='1' q:b='2' xmlns:q='a namespace with a long name' c='&lt;'".to_owned(),
        "iq id='&#49;' xmlns='a &amp; with a longer name'".to_owned(),
    ] {
        assert_eq!(dropped(&format!("<{tag}/>")), plain, "{tag}");
    }
    let first = dropped(&format!("<q:iq id='1' q:b='2' {many} xmlns:q='v'/>"));
    assert_eq!((first.namespace(), first.attrs().count()), ("jabber:client", 3));
    let whole = read_all("<s><q:iq id='1'/>", true).error;
    assert!(matches!(whole, Some(XmlError::BadNamespacePrefix { .. })));
}

/// Found by `xml_roundtrip` (`corpus/xml_roundtrip/namespace-with-quotes`): what just fits is longer
/// once it is written.
#[test]
fn a_namespace_counts_as_decoded() {
    let quotes = "\"".repeat(20);
    let reading = read_all(&format!("<s><a b='&lt;' xmlns='{quotes}'/>"), false);
    let Some(XmlItem::Element(element)) = reading.items.last() else { panic!("{reading:?}") };
    assert_eq!(exceeded(&format!("<s>{element}")), None);
}

#[test]
fn a_second_header_is_not_dropped() {
    let streams = "http://etherx.jabber.org/streams";
    let limits = XmlLimits { name_bytes: 40, ..narrow() };
    for over in [format!("c='{}'", "x".repeat(300)), "a='' b='' c='' d=''".to_owned()] {
        let mut parser = Parser::new(limits);
        parser.set_skip_oversized(true);
        let input = format!("<s xmlns:s='{streams}'><s:stream xmlns='v' {over}>");
        let reading = read(&mut parser, input.as_bytes(), &[7]);
        assert_eq!(reading.error, Some(XmlError::SecondHeader), "{over}");
    }
}

#[test]
fn a_skipped_element_keeps_the_rules_of_brackets() {
    let long = "x".repeat(300);
    for (bad, condition) in [
        ("<!-- -->", "restricted-xml"),
        ("<?a?>", "restricted-xml"),
        ("]]>", "not-well-formed"),
        ("<b c='<'/>", "not-well-formed"),
        ("\u{1}", "not-well-formed"),
    ] {
        let reading = read_all(&format!("<s><a>{long}{bad}</a>"), true);
        assert_eq!(reading.error.map(|error| error.condition()), Some(condition), "{bad}");
    }
    // The name itself, the end of the stream and the header cannot be dropped.
    for bad in [format!("<s><{long}"), format!("<s></s{long}"), format!("<s {long}")] {
        let error = read_all(&bad, true).error;
        assert_eq!(error.map(|error| error.condition()), Some("policy-violation"), "{bad}");
    }
}

#[test]
fn skipping_is_bounded_too() {
    let skipped = |n: usize| format!("<s><a>{}</a>", "x".repeat(n - 7));
    assert_eq!(read_all(&skipped(16 * 200), true).error, None);
    let error = read_all(&skipped(16 * 200 + 1), true).error;
    assert_eq!(error, Some(XmlError::TooLarge { limit: "stanza_bytes".to_owned() }));
}

#[test]
fn limits_can_be_changed_between_elements() {
    let mut parser = Parser::new(narrow());
    let long = format!("<a>{}</a>", "x".repeat(300));
    assert!(read(&mut parser, b"<s>", &[]).error.is_none());
    parser.set_limits(XmlLimits { stanza_bytes: 1000, ..narrow() });
    assert!(read(&mut parser, long.as_bytes(), &[]).error.is_none());
    parser.set_limits(narrow());
    assert!(read(&mut parser, long.as_bytes(), &[]).error.is_some());
}

const LEVELS: usize = 100_000;

/// Runs on a stack on which no recursion over 100,000 levels could.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(192 * 1024).spawn(work);
    thread.expect("a thread").join().expect("no panic");
}

#[test]
fn no_depth_of_a_stream_overflows_the_stack() {
    on_a_small_stack(|| {
        let most = u32::MAX;
        let limits = XmlLimits {
            depth: most,
            stanza_bytes: most,
            nodes: most,
            attributes: most,
            ..XmlLimits::default()
        };
        let deep = format!("{}{}", "<a xmlns='u' b='c'>x".repeat(LEVELS), "</a>".repeat(LEVELS));
        let mut parser = Parser::new(limits);
        let stream = format!("<s>{deep}");
        let reading = read(&mut parser, stream.as_bytes(), &[4096]);
        assert_eq!(reading.error, None);
        let [_, XmlItem::Element(element)] = &reading.items[..] else { panic!("no element") };
        use_everything(element);
    });
}

#[test]
fn no_depth_of_a_built_element_overflows_the_stack() {
    on_a_small_stack(|| {
        let mut builder = Element::builder("a", "u");
        for _ in 1..LEVELS {
            builder.text("x").open("a", "u").attr("b", "c");
        }
        use_everything(&builder.build().expect("a sound element"));
    });
}

fn use_everything(element: &Element) {
    let copy = element.root().to_owned();
    assert!(copy == *element);
    let changed = element.with_attrs(&[("b", Some("d"))]).expect("a sound element");
    assert!(changed != *element);
    let mut written = Vec::new();
    write_element(element.root(), "", &mut written);
    assert!(element.to_string().as_bytes() == written);
    assert_eq!(format!("{element:?}").len(), written.len());
    let depth = std::iter::successors(Some(element.root()), |e| e.children().next()).count();
    assert_eq!(depth, LEVELS);
    let mut outside = Element::builder("outside", "");
    outside.append(element.root());
    assert_eq!(outside.build().map(|e| e.children().count()), Ok(1));
}
