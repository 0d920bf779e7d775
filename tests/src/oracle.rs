//! XML as quick-xml reads it, to compare with how we do.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;
use xmpp_engine::xml::{Element, ElementBuilder};

/// The one element of a document, as quick-xml reads it. Panics if it does not like it.
pub fn by_quick_xml(document: &str) -> Element {
    let mut reader = NsReader::from_str(document);
    let mut builder: Option<ElementBuilder> = None;
    loop {
        let event = reader.read_event().expect("well-formed");
        let mut text = |text: &str| {
            builder.as_mut().expect("a root").text(text);
        };
        match event {
            Event::Start(tag) => open(&reader, &tag, &mut builder),
            Event::Empty(tag) => {
                open(&reader, &tag, &mut builder);
                builder.as_mut().expect("a root").close();
            }
            Event::End(_) => {
                builder.as_mut().expect("a root").close();
            }
            Event::Text(piece) => text(&piece.xml10_content()),
            Event::CData(piece) => text(&piece.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref().expect("a character") {
                Some(c) => text(c.encode_utf8(&mut [0; 4])),
                None => text(resolve_predefined_entity(&name).expect("predefined")),
            },
            Event::Eof => return builder.expect("a root").build().expect("sound"),
            other => panic!("{other:?}"),
        }
    }
}

fn open(reader: &NsReader<&[u8]>, tag: &BytesStart<'_>, builder: &mut Option<ElementBuilder>) {
    let (namespace, name) = reader.resolver().resolve_element(tag.name());
    let (namespace, name) = (bound(namespace), name.into_inner());
    let builder = match builder {
        Some(builder) => builder.open(name, &namespace),
        None => builder.insert(Element::builder(name, &namespace)),
    };
    for attribute in tag.attributes() {
        let attribute = attribute.expect("well-formed");
        if attribute.key.as_namespace_binding().is_none() {
            let (namespace, name) = reader.resolver().resolve_attribute(attribute.key);
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).expect("sound");
            builder.attr_ns(&bound(namespace), name.into_inner(), &value);
        }
    }
}

fn bound(namespace: ResolveResult<'_>) -> String {
    match namespace {
        ResolveResult::Bound(namespace) => namespace.into_inner().to_owned(),
        ResolveResult::Unbound => String::new(),
        ResolveResult::Unknown(prefix) => panic!("undeclared {prefix}"),
    }
}
