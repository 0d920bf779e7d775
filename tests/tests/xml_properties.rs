//! Properties of the XML room: what is written is read back as the same, and however a stream is
//! cut it is read as the same, be it right or wrong.

use proptest::collection::vec;
use proptest::prelude::*;
use xmpp_engine::limits::XmlLimits;
use xmpp_engine::xml::{
    BuildError, Element, ElementBuilder, Parser, XmlItem, ns, write_element, write_footer,
    write_header,
};
use xmpp_tests::xml::read;

/// One step of building.
#[derive(Clone, Debug)]
enum Step {
    Open(String, String),
    Close,
    Text(String),
    Attr(String, String, String),
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c]", "[A-Za-z_é][A-Za-z0-9._é·-]{0,6}", Just("xml".to_owned())]
}

fn namespace() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(ns::CLIENT.to_owned()),
        Just(String::new()),
        Just(ns::STREAMS.to_owned()),
        Just(ns::XML.to_owned()),
        "urn:[a-c]",
        text(),
    ]
}

/// Text with everything that needs care.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z ]{0,20}",
        "[\\]>&<'\"\r\n\t a;#x\u{85}é\u{10FFFF}]{0,8}",
        Just("]]>".to_owned())
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (name(), namespace()).prop_map(|(name, ns)| Step::Open(name, ns)),
        Just(Step::Close),
        text().prop_map(Step::Text),
        (namespace(), name(), text()).prop_map(|(ns, name, value)| Step::Attr(ns, name, value)),
    ];
    vec(step, 0..30)
}

/// Builds what can be built: steps that are misplaced are left out.
fn build(root: (String, String), steps: &[Step]) -> Element {
    let mut builder = Element::builder(&root.0, &root.1);
    let (mut depth, mut attrs) = (1, Some(Vec::new()));
    for step in steps {
        match step {
            Step::Open(name, namespace) => {
                builder.open(name, namespace);
                (depth, attrs) = (depth + 1, Some(Vec::new()));
            }
            Step::Close if depth > 1 => {
                builder.close();
                (depth, attrs) = (depth - 1, None);
            }
            Step::Close => {}
            Step::Text(text) => {
                builder.text(text);
                attrs = attrs.filter(|_| text.is_empty());
            }
            Step::Attr(namespace, name, value) => {
                if let Some(attrs) = attrs.as_mut().filter(|a| !a.contains(&(namespace, name))) {
                    attrs.push((namespace, name));
                    builder.attr_ns(namespace, name, value);
                }
            }
        }
    }
    builder.build().expect("a sound element")
}

fn element() -> impl Strategy<Value = Element> {
    ((name(), namespace()), steps()).prop_map(|(root, steps)| build(root, &steps))
}

fn header() -> Element {
    Element::builder("stream", ns::STREAMS)
        .attr("to", "example.org")
        .attr_ns(ns::XML, "lang", "de")
        .attr("version", "1.0")
        .build()
        .expect("a sound header")
}

fn stream(elements: &[Element], default_ns: &str) -> Vec<u8> {
    let mut out = Vec::new();
    write_header(header().root(), default_ns, &mut out);
    for element in elements {
        write_element(element.root(), default_ns, &mut out);
        out.push(b' ');
    }
    write_footer(&mut out);
    out
}

/// What `with_attrs` gives, by a builder.
fn anew(element: &Element, changes: &[(&str, Option<&str>)]) -> Element {
    let mut builder = Element::builder(element.name(), element.namespace());
    let changed = |name: &str| changes.iter().rfind(|(other, _)| *other == name);
    for attr in element.attrs() {
        match changed(attr.name) {
            Some((name, value)) if attr.namespace.is_empty() => builder.attr_opt(name, *value),
            _ => builder.attr_ns(attr.namespace, attr.name, attr.value),
        };
    }
    for name in ["a", "b", "c"].into_iter().filter(|name| element.attr(name).is_none()) {
        builder.attr_opt(name, changed(name).and_then(|(_, value)| *value));
    }
    builder.append_content(element.root()).build().expect("sound")
}

/// Limits that random streams exceed now and then.
fn narrow() -> XmlLimits {
    XmlLimits { depth: 6, stanza_bytes: 300, nodes: 15, attributes: 12, ..XmlLimits::default() }
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_the_same(elements in vec(element(), 1..4), piece in 1usize..40) {
        for default_ns in [ns::CLIENT, "urn:a"] {
            let octets = stream(&elements, default_ns);
            let reading = read(&mut Parser::new(XmlLimits::default()), &octets, &[piece]);
            let mut expected = vec![XmlItem::StreamStart(header())];
            expected.extend(elements.iter().cloned().map(XmlItem::Element));
            expected.push(XmlItem::StreamEnd);
            prop_assert_eq!(&reading.error, &None, "{}", String::from_utf8_lossy(&octets));
            prop_assert_eq!(reading.items, expected);
        }
    }

    #[test]
    fn an_element_is_printed_as_a_document(element in element()) {
        prop_assert_eq!(Element::parse(&element.to_string()), Ok(element));
    }

    #[test]
    fn a_copy_is_equal_and_a_change_is_seen(
        element in element(), name in "[a-z]", value in text(),
    ) {
        prop_assert_eq!(&element.root().to_owned(), &element);
        let changed = element.with_attrs(&[(&name, Some(&value))]).expect("sound");
        prop_assert_eq!(changed.attr(&name), Some(&*value));
        let others = |e: &Element| e.attrs().filter(|a| a.name != name).count();
        prop_assert_eq!(others(&changed), others(&element));
        let back = changed.with_attrs(&[(&name, element.attr(&name))]).expect("sound");
        prop_assert_eq!(&back, &element);
        if element.attr(&name) != Some(&*value) {
            prop_assert_ne!(changed, element);
        }
    }

    /// Namespaces may stand in the stream header, and a change may be of several attributes: what comes
    /// is what a builder makes.
    #[test]
    fn a_change_gives_what_building_anew_gives(
        built in element(),
        changes in vec(("[a-c]", proptest::option::of(text())), 0..4),
    ) {
        let octets = stream(&[built], "urn:a");
        let items = read(&mut Parser::new(XmlLimits::default()), &octets, &[octets.len()]).items;
        let Some(XmlItem::Element(element)) = items.get(1) else { panic!("no element") };
        let changes: Vec<_> = changes.iter().map(|(n, v)| (n.as_str(), v.as_deref())).collect();
        let changed = element.with_attrs(&changes).expect("sound");
        prop_assert_eq!(&changed, &anew(element, &changes));
        prop_assert_eq!(Element::parse(&changed.to_string()), Ok(changed));
    }

    /// Octets of streams with random damage: any pieces give the same items and the same error.
    #[test]
    fn any_pieces_are_read_like_the_whole(
        elements in vec(element(), 1..4),
        damage in vec((any::<prop::sample::Index>(), damage()), 0..3),
        sizes in vec(1usize..60, 1..20),
        skips in any::<bool>(),
    ) {
        let mut octets = stream(&elements, ns::CLIENT);
        for (place, damage) in damage {
            let place = place.index(octets.len());
            octets.splice(place..place, damage);
        }
        for limits in [XmlLimits::default(), narrow()] {
            let parser = || {
                let mut parser = Parser::new(limits);
                parser.set_skip_oversized(skips);
                parser
            };
            let whole = read(&mut parser(), &octets, &[]);
            prop_assert_eq!(&read(&mut parser(), &octets, &sizes), &whole);
            prop_assert_eq!(&read(&mut parser(), &octets, &[1]), &whole);
        }
    }

    #[test]
    fn nothing_panics_on_noise(octets in vec(any::<u8>(), 0..200), text in "[<>/a-c='\"&;! \\[\\]CDATA-]{0,60}") {
        for input in [octets, [b"<a>", text.as_bytes()].concat()] {
            let parser = || Parser::new(XmlLimits::default());
            let whole = read(&mut parser(), &input, &[]);
            prop_assert_eq!(read(&mut parser(), &input, &[1]), whole);
        }
    }

    #[test]
    fn what_cannot_be_written_is_refused(text in "[\0-\u{1F}\u{FFFE}a]{1,4}", name in "[ :<a1é-]{1,3}") {
        let unsound = |text: &str| text.chars().any(|c| c == '\u{FFFE}' || c < ' ' && !"\t\r\n".contains(c));
        let built = Element::builder("a", "").text(&text).build();
        prop_assert_eq!(built.is_err(), unsound(&text));
        let built = Element::builder("a", "").attr("b", &text).build();
        prop_assert_eq!(built.is_err(), unsound(&text));
        let built = Element::builder("a", &text).build();
        prop_assert_eq!(built.is_err(), unsound(&text));
        let is_name = name.chars().all(|c| !" :<".contains(c)) && !name.starts_with(['1', '-']);
        prop_assert_eq!(Element::builder(&name, "").build().is_ok(), is_name);
        prop_assert_eq!(Element::builder("a", "").attr(&name, "").build().is_ok(), is_name);
    }
}

fn damage() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 1..2),
        "[<>&'\"\\]/ =a:\r\n!?-]{1,3}".prop_map(String::into_bytes),
        Just(b"<![CDATA[x]]>".to_vec()),
        Just(b"&#13;\r\n".to_vec()),
        Just(b"]]>".to_vec()),
        Just("é".as_bytes().to_vec()),
    ]
}

#[test]
fn an_element_is_given_with_its_last_octet() {
    let content = "<a b='c>d'>e<![CDATA[f]]>g<h/>\r\n<i>é</i ></a>";
    let octets = content.as_bytes();
    for cut in 0..octets.len() {
        let mut parser = Parser::new(XmlLimits::default());
        assert!(read(&mut parser, b"<s>", &[]).error.is_none());
        for (piece, last) in [(&octets[..cut], false), (&octets[cut..], true)] {
            assert_eq!(parser.feed(piece), piece.len());
            let item = parser.next().expect("sound");
            assert_eq!(matches!(item, XmlItem::Element(_)), last, "cut at {cut}");
        }
    }
}

#[test]
fn misuse_of_the_builder_is_an_error() {
    let what = |builder: &mut ElementBuilder| match builder.build() {
        Err(BuildError::Misplaced { what }) => what,
        other => panic!("{other:?}"),
    };
    assert_eq!(what(Element::builder("a", "").text("x").attr("b", "c")), "the attribute b");
    assert_eq!(
        what(Element::builder("a", "").open("b", "").close().attr("c", "d")),
        "the attribute c"
    );
    assert_eq!(what(Element::builder("a", "").close().close()), "close");
    assert_eq!(what(Element::builder("a", "").close().text("x")), "text");
    assert_eq!(what(Element::builder("a", "").close().open("b", "")), "the element b");
    let other = Element::builder("b", "").build().expect("sound");
    assert_eq!(what(Element::builder("a", "").close().append(other.root())), "the element b");
    let mut builder = Element::builder("a", "");
    assert!(builder.build().is_ok());
    assert_eq!(what(&mut builder), "a second build");
    let twice = Element::builder("a", "").attr("b", "1").attr("b", "2").build();
    assert_eq!(twice, Err(BuildError::DuplicateAttribute { name: "b".to_owned() }));
    for reserved in [
        Element::builder("a", ns::XMLNS).build(),
        Element::builder("a", "").attr_ns(ns::XMLNS, "b", "c").build(),
        Element::builder("a", "").attr("xmlns", "c").build(),
    ] {
        assert!(reserved.is_err());
    }
}

#[test]
fn the_writer_is_plain() {
    let written = |element: &Element, default_ns: &str| {
        let mut out = Vec::new();
        write_element(element.root(), default_ns, &mut out);
        String::from_utf8(out).expect("UTF-8")
    };
    let iq = Element::builder("iq", ns::CLIENT)
        .attr("id", "a\t'b'")
        .open("ping", ns::PING)
        .close()
        .open("x", "")
        .attr_ns("u", "y", "z")
        .text("<&>\"\r\n")
        .build()
        .expect("sound");
    let content =
        "<ping xmlns='urn:xmpp:ping'/><x xmlns='' xmlns:a4='u' a4:y='z'>&lt;&amp;&gt;\"&#13;\n</x>";
    assert_eq!(written(&iq, ns::CLIENT), format!("<iq id='a&#9;&apos;b&apos;'>{content}</iq>"));
    let alone = format!("<iq xmlns='jabber:client' id='a&#9;&apos;b&apos;'>{content}</iq>");
    assert_eq!(iq.to_string(), alone);
    assert_eq!(format!("{iq:?}"), alone);
    assert_eq!(xmpp_engine::declare::rendered(&iq), format!("{:?}", alone).replace("\\'", "'"));
    let error = Element::builder("error", ns::STREAMS)
        .open("reset", ns::STREAM_ERRORS)
        .build()
        .expect("sound");
    assert_eq!(
        written(&error, ns::CLIENT),
        "<stream:error><reset xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
    );
}

#[test]
fn equality_is_that_of_the_infoset() {
    let parse = |xml: &str| Element::parse(xml).expect("sound");
    let a = parse("<a xmlns='u' b='1' c='2'>x<d/></a>");
    for same in [
        "<p:a xmlns:p='u' c='2' b='1'>x<p:d/></p:a>",
        "<a xmlns='u' b=\"1\" c='&#50;'><![CDATA[x]]><d></d></a>",
    ] {
        assert_eq!(parse(same), a);
    }
    for other in [
        "<a xmlns='v' b='1' c='2'>x<d/></a>",
        "<a xmlns='u' b='1'>x<d/></a>",
        "<a xmlns='u' b='1' c='3'>x<d/></a>",
        "<a xmlns='u' b='1' c='2'>y<d/></a>",
        "<a xmlns='u' b='1' c='2'><d/>x</a>",
        "<a xmlns='u' b='1' c='2'>x<d>y</d></a>",
        "<a xmlns='u' b='1' c='2'>x<d/><d/></a>",
        "<a xmlns='u' b='1' c='2'>x<d xmlns=''/></a>",
    ] {
        assert_ne!(parse(other), a);
    }
    // A part of a tree is equal to an element of its own.
    let inner = parse("<o xmlns='u'><i/><a b='1' c='2'>x<d/></a><i/></o>");
    assert_eq!(inner.child("a", "u"), Some(a.root()));
}
