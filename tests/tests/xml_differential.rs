//! Our parser against another: quick-xml's, which checks less but reads what is right the same.
//! Left out: references in the declaration of a namespace, which it does not replace.

use proptest::collection::vec;
use proptest::prelude::*;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;
use xmpp_engine::xml::{Element, ElementBuilder};

/// The one element of a document, as quick-xml reads it.
fn by_quick_xml(document: &str) -> Element {
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

/// Something that may stand in an element in which the prefixes `p` and `q` are declared.
fn content() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[a-z \t\n\r>'\"é\u{1F600}]{1,6}",
        "&(lt|gt|amp|apos|quot|#13|#10|#x9|#233|#x1F600);",
        "<!\\[CDATA\\[[a<&>\r\n é]{0,6}\\]\\]>",
        "<[pq]:[a-c] ?/>",
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        let declared = prop_oneof![
            Just(""),
            Just(" xmlns='u:1'"),
            Just(" xmlns=''"),
            Just(" xmlns:p='u:2'\n"),
            Just("\txmlns:q = \"u:3\""),
        ];
        let attribute = prop_oneof![
            "",
            " [a-c]='[a-c \t\n\r>\"é]{0,4}'",
            "\r\n[pq]:d\t=\n\"[a-c'>]{0,3}&(quot|#10|#x20);\n\"",
        ];
        let name = "[pq]:[a-c]|[a-cé]{1,3}";
        (name, declared, attribute, vec(inner, 0..5)).prop_map(
            |(name, declared, attribute, inner)| {
                format!("<{name}{declared}{attribute}>{}</{name} >", inner.concat())
            },
        )
    })
}

proptest! {
    #[test]
    fn documents_are_read_as_quick_xml_reads_them(content in vec(content(), 0..6)) {
        let content = content.concat();
        let document = format!("<r xmlns='u' xmlns:p='u:p' xmlns:q='u:q'>{content}</r>");
        prop_assert_eq!(Element::parse(&document), Ok(by_quick_xml(&document)));
    }

    #[test]
    fn what_is_written_is_read_by_quick_xml(content in vec(content(), 0..6)) {
        let content = content.concat();
        let document = format!("<r xmlns='u' xmlns:p='u:p' xmlns:q='u:q'>{content}</r>");
        let element = by_quick_xml(&document);
        prop_assert_eq!(by_quick_xml(&element.to_string()), element);
    }
}
