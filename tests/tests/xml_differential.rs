//! Our parser against another: quick-xml's, which checks less but reads what is right the same.
//! Left out: references in the declaration of a namespace, which it does not replace.

use proptest::collection::vec;
use proptest::prelude::*;
use xmpp_engine::xml::Element;
use xmpp_tests::oracle::by_quick_xml;

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
