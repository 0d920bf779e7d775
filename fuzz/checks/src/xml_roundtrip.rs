//! What is read and written is read again as the same, by us and by quick-xml: as a document of its
//! own, and in a stream whatever its default namespace. A view is written as what is kept.
//!
//! The first octet decides the pieces of the second reading; what follows is a stream.

use xmpp_engine::limits::XmlLimits;
use xmpp_engine::xml::{
    Element, Parser, XmlItem, XmlView, ns, write_element, write_footer, write_header,
};

use crate::input::Input;
use crate::oracle::{self, Opinion};
use crate::stream::{Manner, read};

/// Panics if something is read, or written, as something else.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let pieces = input.byte();
    // Written out, an attribute can need a declaration beside it: half of what is allowed.
    let defaults = XmlLimits::default();
    let limits = XmlLimits { attributes_per_element: 120, attributes: 60_000, ..defaults };
    let items = read(input.rest(), Manner::whole(limits)).items;
    let elements: Vec<Element> = items.into_iter().filter_map(element).collect();
    views_are_written_alike(input.rest(), limits, &elements);
    elements.iter().for_each(stands_alone);
    for default_ns in [ns::CLIENT, "urn:example:a"] {
        is_read_again(&elements, default_ns, pieces);
    }
}

fn element(item: XmlItem) -> Option<Element> {
    match item {
        XmlItem::Element(element) => Some(element),
        _ => None,
    }
}

fn stands_alone(element: &Element) {
    let written = element.to_string();
    // What is no document by itself, since a stream would begin with it.
    if element.is("stream", ns::STREAMS) {
        return;
    }
    assert_eq!(Element::parse(&written).as_ref(), Ok(element), "{written:?}");
    match oracle::read(&written) {
        Opinion::Sound(other) => assert_eq!(&other, element, "{written:?}"),
        Opinion::Unsure => {} // a namespace with a character that has to be escaped
        Opinion::Refused(rule) => panic!("{written:?} by quick-xml: {rule}"),
    }
}

fn is_read_again(elements: &[Element], default_ns: &str, pieces: u8) {
    let header = Element::builder("stream", ns::STREAMS).build().expect("sound");
    let mut octets = Vec::new();
    write_header(header.root(), default_ns, &mut octets);
    for element in elements {
        write_element(element.root(), default_ns, &mut octets);
    }
    write_footer(&mut octets);
    let manner = Manner { pieces, ..Manner::whole(XmlLimits::default()) };
    let reading = read(&octets, manner);
    let written = String::from_utf8_lossy(&octets);
    assert_eq!(reading.error, None, "{written:?}");
    let mut expected = vec![XmlItem::StreamStart(header)];
    expected.extend(elements.iter().cloned().map(XmlItem::Element));
    expected.push(XmlItem::StreamEnd);
    assert_eq!(reading.items, expected, "{written:?}");
}

/// A view, while it is borrowed, is equal to the element and written as it is.
fn views_are_written_alike(stream: &[u8], limits: XmlLimits, elements: &[Element]) {
    let mut parser = Parser::new(limits);
    let (mut rest, mut elements) = (stream, elements.iter());
    loop {
        let taken = parser.feed(rest);
        rest = &rest[taken..];
        match parser.next_view() {
            Ok(XmlView::Element(view)) => {
                let kept = elements.next().expect("as many are kept");
                assert_eq!(view, kept.root());
                assert_eq!(view.to_string(), kept.to_string());
            }
            Ok(XmlView::More) if rest.is_empty() => break,
            Ok(_) => {}
            Err(_) => break,
        }
    }
    assert_eq!(elements.next(), None, "as many are looked at");
}
