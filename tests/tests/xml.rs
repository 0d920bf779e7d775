//! What the parser accepts and refuses: XML 1.0, Namespaces in XML, RFC 6120 11, and the rulings
//! on disputed points. Every case is read whole and octet by octet.

use xmpp_engine::limits::XmlLimits;
use xmpp_engine::xml::{Element, Parser, XmlError, XmlItem, ns};
use xmpp_tests::xml::{Reading, read};

const HEADER: &str = "<stream:stream xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";

/// Reads a stream whole; octet by octet it must be the same.
fn read_all(input: &[u8]) -> Reading {
    let parser = || Parser::new(XmlLimits::default());
    let whole = read(&mut parser(), input, &[]);
    assert_eq!(read(&mut parser(), input, &[1]), whole, "{}", String::from_utf8_lossy(input));
    whole
}

fn in_stream(content: &[u8]) -> Reading {
    read_all(&[HEADER.as_bytes(), content].concat())
}

/// The one element of a stream.
fn element(content: &str) -> Element {
    let reading = in_stream(content.as_bytes());
    assert_eq!(reading.error, None, "{content}");
    match &reading.items[..] {
        [XmlItem::StreamStart(_), XmlItem::Element(element)] => element.clone(),
        other => panic!("{content}: {other:?}"),
    }
}

fn refused(content: impl AsRef<[u8]>, condition: &str) {
    let content = content.as_ref();
    let text = String::from_utf8_lossy(content);
    let error = in_stream(content).error.unwrap_or_else(|| panic!("accepted: {text}"));
    assert_eq!(error.condition(), condition, "{text}: {error}");
}

fn refused_stream(stream: &[u8], condition: &str) {
    let text = String::from_utf8_lossy(stream);
    let error = read_all(stream).error.unwrap_or_else(|| panic!("accepted: {text}"));
    assert_eq!(error.condition(), condition, "{text}: {error}");
}

#[test]
fn a_stream_is_a_header_elements_and_an_end() {
    let stream = format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n{HEADER} \n<message to='a&amp;b'>\
         <body>hi</body></message><presence/>\t</stream:stream>\r\n "
    );
    let reading = read_all(stream.as_bytes());
    assert_eq!(reading.error, None);
    let [
        XmlItem::StreamStart(header),
        XmlItem::Element(message),
        XmlItem::Element(presence),
        XmlItem::StreamEnd,
    ] = &reading.items[..]
    else {
        panic!("{reading:?}");
    };
    assert!(header.is("stream", ns::STREAMS));
    assert_eq!(header.attr("version"), Some("1.0"));
    assert_eq!(header.attrs().count(), 1);
    assert_eq!(header.nodes().count(), 0);
    assert!(message.is("message", ns::CLIENT));
    assert_eq!(message.attr("to"), Some("a&b"));
    assert_eq!(message.child("body", ns::CLIENT).map(|body| body.text()), Some("hi".into()));
    assert!(presence.is("presence", ns::CLIENT));
}

#[test]
fn nothing_is_taken_beyond_an_item() {
    let mut parser = Parser::new(XmlLimits::default());
    let stream = format!("{HEADER}<a/> <b>x</b>\0\u{7}");
    let mut rest = stream.as_bytes();
    let mut taken = Vec::new();
    for _ in 0..3 {
        let len = parser.feed(rest);
        assert_eq!(parser.feed(&rest[len..]), 0, "the item waits");
        assert_ne!(parser.next(), Ok(XmlItem::More));
        assert_eq!(parser.next(), Ok(XmlItem::More));
        taken.push(&rest[..len]);
        rest = &rest[len..];
    }
    assert_eq!(taken, [HEADER.as_bytes(), b"<a/>", b" <b>x</b>"]);
    assert_eq!(rest, b"\0\x07");
    assert_eq!(parser.feed(rest), 2);
    assert_eq!(parser.next(), Err(XmlError::UnexpectedText));
    assert_eq!(parser.next(), Err(XmlError::UnexpectedText), "errors stay");
    assert_eq!(parser.feed(b"<a/>"), 0);
}

#[test]
fn an_empty_header_ends_the_stream() {
    let reading = read_all(b"<stream/> ");
    assert!(matches!(reading.items[..], [XmlItem::StreamStart(_), XmlItem::StreamEnd]));
    assert_eq!(reading.error, None);
}

#[test]
fn the_start_of_a_stream_is_checked() {
    for good in [
        "<?xml version='1.0'?><a>",
        "<?xml version=\"1.0\" standalone='yes' ?>\r\n\t <a>",
        " \n<a>",
        "<a>",
    ] {
        let reading = read_all(good.as_bytes());
        assert!(matches!(reading.items[..], [XmlItem::StreamStart(_)]), "{good}: {reading:?}");
        assert_eq!(reading.error, None, "{good}");
    }
    for (bad, condition) in [
        (&b"\xEF\xBB\xBF<a>"[..], "unsupported-encoding"),
        (b"\xFF\xFE<\0a\0", "unsupported-encoding"),
        (b" <?xml version='1.0'?><a>", "restricted-xml"),
        (b"<?xml version='1.0'?><?xml version='1.0'?><a>", "restricted-xml"),
        (b"<?xml version='1.1'?><a>", "not-well-formed"),
        (b"<?xml version='1.0' encoding='latin1'?><a>", "unsupported-encoding"),
        (b"<?php ?><a>", "restricted-xml"),
        (b"<!DOCTYPE a><a>", "restricted-xml"),
        (b"<!-- --><a>", "restricted-xml"),
        (b"<![CDATA[ ]]><a>", "not-well-formed"),
        (b"HTTP/1.1 400 Bad Request\r\n", "not-well-formed"),
        (b"\x15\x03\x01", "not-well-formed"),
        (b"\0", "not-well-formed"),
        (b"</a>", "not-well-formed"),
        (b"<a></b>", "not-well-formed"),
        (b"<a></a><b/>", "not-well-formed"),
        (b"<a></a>x", "not-well-formed"),
        (b"<a></a><!-- -->", "not-well-formed"),
        (b"<p:a xmlns:p='u' xmlns:q='u'></q:a>", "not-well-formed"),
        (b"<stream:stream>", "bad-namespace-prefix"),
    ] {
        refused_stream(bad, condition);
    }
}

#[test]
fn text_is_merged_decoded_and_normalised() {
    let message = element(
        "<a>\r\n1&lt;2\r<![CDATA[<&amp;\r\n]]]]><![CDATA[>]]>&#x20AC;<b/>\t<![CDATA[]]>é<c/></a>",
    );
    let nodes: Vec<String> = message.nodes().map(|node| format!("{node:?}")).collect();
    let text = r#"Text("\n1<2\n<&amp;\n]]>€")"#;
    assert_eq!(nodes.len(), 4);
    assert_eq!(nodes[0], text);
    assert_eq!(nodes[2], r#"Text("\té")"#);
    assert_eq!(message.text(), "\n1<2\n<&amp;\n]]>€\té");
    assert_eq!(element("<a>&#13;&#x1F600;</a>").text(), "\r\u{1F600}");
    assert_eq!(element("<a>> \" ' ]] ]> ]</a>").text(), "> \" ' ]] ]> ]");
    assert_eq!(element("<a><![CDATA[]]]></a>").text(), "]");
    assert_eq!(element("<a><![CDATA[]>]]></a>").text(), "]>");
    assert_eq!(element("<a><![CDATA[]]></a>").nodes().count(), 0);
    assert_eq!(
        element("<a>\u{7F}\u{85}\u{FFFD}\u{10FFFF}</a>").text(),
        "\u{7F}\u{85}\u{FFFD}\u{10FFFF}"
    );
}

#[test]
fn values_are_decoded_and_normalised() {
    let a = element("<a b = 'x\t\r\n y\n&#10;&#9;&#13;&quot;>' c=\"'&apos;é\"\n d=''/>");
    assert_eq!(a.attr("b"), Some("x   y \n\t\r\">"));
    assert_eq!(a.attr("c"), Some("''é"));
    assert_eq!(a.attr("d"), Some(""));
    assert_eq!(a.attr("e"), None);
}

#[test]
fn markup_is_checked() {
    for bad in [
        "<>",
        "< a/>",
        "<a",
        "<1/>",
        "<-a/>",
        "<.a/>",
        "<a><b></a></b>",
        "<a></ a>",
        "<a></a b>",
        "</a>",
        "<a></a b='c'>",
        "<a></a/>",
        "<a / >",
        "<a/ >",
        "<a b/>",
        "<a b=c/>",
        "<a b='c'd='e'/>",
        "<a b='c'/d>",
        "<a b='<'/>",
        "<a b=''' />",
        "<a ='c'/>",
        "<a 'c'/>",
        "<a b=='c'/>",
        "<a b c='d'/>",
        "<a b='1' b='2'/>",
        "<a <b/>",
        "<a &amp;/>",
        "<a>]]></a>",
        "<a>x]]]></a>",
        "<a>&</a>",
        "<a>& </a>",
        "<a>&lt</a>",
        "<a>&#0;</a>",
        "<a>&#xFFFF;</a>",
        "<a b='&'/>",
        "<a>\u{1}</a>",
        "<a b='\u{1}'/>",
        "<a\u{1}/>",
        "<a><![CDATA[\u{1}]]></a>",
        "<a>\u{B}</a>",
        "<a>\u{FFFE}</a>",
        "<a b='\u{FFFF}'/>",
        "<a><![CDATA[\u{FFFF}]]></a>",
        "<a><![cdata[]]></a>",
        "<!>",
        "<!a>",
        "<![CDATX[",
        "<a><!ELEMENT a></a>",
        "<a:b:c xmlns:a='u'/>",
        "<:a/>",
        "<a:/>",
        "<a\u{D7}/>",
        "<a \u{37E}='b'/>",
        "<a\u{3000}b='c'/>",
        "<a\u{A0}b='c'/>",
        "<a b='c'\u{C}/>",
    ] {
        let complete = ["<a", "<a b=''' />"].contains(&bad);
        let bad = if complete { format!("{bad}<a/>") } else { bad.to_owned() };
        refused(bad, "not-well-formed");
    }
}

#[test]
fn what_xmpp_leaves_out_is_refused() {
    for bad in [
        "<!-- a -->",
        "<a><!-- a --></a>",
        "<?a?>",
        "<a><?xml version='1.0'?></a>",
        "<?xml version='1.0'?>",
        "<!DOCTYPE a>",
        "<a><!DOCTYPE a></a>",
        "<a>&nbsp;</a>",
        "<a b='&c;'/>",
    ] {
        refused(bad, "restricted-xml");
    }
    for bad in ["x", "<a/>x", "\u{1}", "&#32;", "]]>", "<![CDATA[ ]]>", "\u{FEFF}"] {
        refused(bad, "bad-format");
    }
}

#[test]
fn octets_must_be_utf_8() {
    for bad in [
        &b"\xFF"[..],
        b"\xC3",
        b"\xA9",
        b"\xC0\x80",
        b"\xED\xA0\x80",
        b"\xF4\x90\x80\x80",
        b"\xE2\x82",
        b"\xC3<![CDATA[\xA9]]>",
        b"<![CDATA[\xC3]]>\xA9",
        b"\xC3<![CDATA[]]>\xA9",
        b"\xC3&#233;",
        b"&#233;\xA9",
        b"<b \xC3='x'/>",
        b"<b c='\xE9'/>",
        b"<\xE9/>",
        b"x\xC3&amp;\xA9",
    ] {
        refused([b"<a>", bad, b"</a>"].concat(), "unsupported-encoding");
    }
    assert_eq!(element("<été à='ü'>名<![CDATA[é]]>é</été>").text(), "名éé");
}

#[test]
fn namespaces_are_resolved() {
    let a = element(
        "<p:a xmlns:p='u:1' xmlns='u:2' p:x='1' x='2' xml:lang='de'>\
         <b p:x='3'/><c xmlns=''><d/></c><p:e xmlns:p='u:3'/><f xmlns:xml='http://www.w3.org/XML/1998/namespace'/></p:a>",
    );
    let names = |element: &Element| -> Vec<(String, String)> {
        element.children().map(|c| (c.namespace().to_owned(), c.name().to_owned())).collect()
    };
    assert!(a.is("a", "u:1"));
    assert_eq!(a.attr("x"), Some("2"));
    assert_eq!(a.attr_ns("u:1", "x"), Some("1"));
    assert_eq!(a.lang(), Some("de"));
    assert_eq!(a.attrs().count(), 3);
    let expected = [("u:2", "b"), ("", "c"), ("u:3", "e"), ("u:2", "f")];
    assert_eq!(names(&a), expected.map(|(ns, name)| (ns.to_owned(), name.to_owned())));
    assert!(a.child("c", "").is_some_and(|c| c.child("d", "").is_some()));
    let from_header = element("<stream:error/>");
    assert!(from_header.is("error", ns::STREAMS));
    assert!(element("<a xmlns='u:&amp;'/>").is("a", "u:&"));
    // The scope of a prefix ends with its element.
    refused("<a><b xmlns:p='u'/><p:c/></a>", "bad-namespace-prefix");
    refused("<a xmlns:p='u'/><p:c/>", "bad-namespace-prefix");
}

#[test]
fn the_stream_namespace_may_have_any_prefix() {
    let reading = read_all(b"<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:client'><iq/><s:features/></s:stream>");
    let [
        XmlItem::StreamStart(header),
        XmlItem::Element(iq),
        XmlItem::Element(features),
        XmlItem::StreamEnd,
    ] = &reading.items[..]
    else {
        panic!("{reading:?}")
    };
    assert!(header.is("stream", ns::STREAMS) && iq.is("iq", ns::CLIENT));
    assert!(features.is("features", ns::STREAMS));
}

#[test]
fn prefixes_are_checked() {
    for bad in [
        "<p:a/>",
        "<a p:b=''/>",
        "<a xmlns:p=''/>",
        "<a xmlns:xmlns='u'/>",
        "<xmlns:a/>",
        "<a xmlns:xml='u'/>",
        "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>",
        "<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
        "<a xmlns:p='http://www.w3.org/2000/xmlns/'/>",
        "<a xmlns='http://www.w3.org/2000/xmlns/'/>",
        "<a xmlns:xml=''/>",
    ] {
        refused(bad, "bad-namespace-prefix");
    }
    for bad in [
        "<a xmlns='u' xmlns='u'/>",
        "<a xmlns:p='u' xmlns:p='v'/>",
        "<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>",
        "<a xml:lang='a' xml:lang='b'/>",
        "<a xmlns:='u'/>",
    ] {
        refused(bad, "not-well-formed");
    }
    element("<a xmlns:p='u' xmlns:q='v' p:x='1' q:x='2' x='3'/>");
    element("<a xmlns:p='jabber:client' p:x='1' x='2'/>");
    element("<xml:a/>");
}

/// Beyond eight attributes duplicates are found by sorting, beyond sixteen prefixes by an index.
#[test]
fn many_attributes_and_prefixes_are_checked() {
    let many = |n: usize, make: &dyn Fn(usize) -> String| (0..n).map(make).collect::<String>();
    let attributes = many(100, &|i| format!(" a{i}='{i}'"));
    let a = element(&format!("<a{attributes}/>"));
    assert_eq!(a.attr("a99"), Some("99"));
    refused(format!("<a{attributes} a50=''/>"), "not-well-formed");
    let prefixes = many(100, &|i| format!(" xmlns:p{i}='u:{i}'"));
    let uses = many(100, &|i| format!(" p{i}:x='{i}'"));
    let b = element(&format!("<p7:b{prefixes}{uses}><c xmlns:p7='v'><p7:d/></c><p7:e/></p7:b>"));
    assert!(b.is("b", "u:7"));
    assert_eq!(b.attr_ns("u:42", "x"), Some("42"));
    assert!(b.child("e", "u:7").is_some());
    assert!(b.child("c", ns::CLIENT).is_some_and(|c| c.child("d", "v").is_some()));
    refused(format!("<b{prefixes} xmlns:q='u:3' p3:x='' q:x=''/>"), "not-well-formed");
    refused(format!("<b{prefixes} xmlns:p3='u'/>"), "not-well-formed");
}

#[test]
fn one_element_can_be_read_alone() {
    let a = Element::parse(" <a xmlns='u'>x</a>\n").expect("one element");
    assert!(a.is("a", "u"));
    assert!(Element::parse("<a/>").is_ok_and(|a| a.namespace().is_empty()));
    for bad in ["", "<a>", "<a/><b/>", "<a/>x", "</stream>", "x"] {
        assert!(Element::parse(bad).is_err(), "{bad}");
    }
}
