//! The tables of RFC 7622 3.5, the rulings of the house, and the properties of normal forms.

use super::*;
use crate::declare::rendered;
use proptest::prelude::*;

/// Parses and shows the three parts, `-` for those absent.
fn parts(text: &str) -> Result<[String; 3], JidError> {
    let jid = Jid::new(text)?;
    let shown = |part: Option<&str>| part.unwrap_or("-").to_owned();
    Ok([shown(jid.node()), jid.domain().to_owned(), shown(jid.resource())])
}

#[test]
fn good_examples_of_the_rfc() {
    for (text, node, domain, resource) in [
        ("juliet@example.com", "juliet", "example.com", "-"),
        ("juliet@example.com/foo", "juliet", "example.com", "foo"),
        ("juliet@example.com/foo bar", "juliet", "example.com", "foo bar"),
        ("juliet@example.com/foo@bar", "juliet", "example.com", "foo@bar"),
        ("foo\\20bar@example.com", "foo\\20bar", "example.com", "-"),
        ("fussball@example.com", "fussball", "example.com", "-"),
        ("fu\u{DF}ball@example.com", "fußball", "example.com", "-"),
        ("\u{3C0}@example.com", "π", "example.com", "-"),
        ("\u{3A3}@example.com/foo", "σ", "example.com", "foo"),
        ("\u{3C3}@example.com/foo", "σ", "example.com", "foo"),
        ("\u{3C2}@example.com/foo", "ς", "example.com", "foo"),
        ("king@example.com/\u{265A}", "king", "example.com", "♚"),
        ("example.com", "-", "example.com", "-"),
        ("example.com/foobar", "-", "example.com", "foobar"),
        ("a.example.com/b@example.net", "-", "a.example.com", "b@example.net"),
    ] {
        assert_eq!(parts(text), Ok([node, domain, resource].map(str::to_owned)), "{text}");
    }
}

#[test]
fn bad_examples_of_the_rfc() {
    use JidPart::{Domain, Node, Resource};
    for (text, want) in [
        ("\"juliet\"@example.com", refused(Node, '"')),
        ("foo bar@example.com", refused(Node, ' ')),
        ("juliet@example.com/ foo", refused(Resource, ' ')),
        ("@example.com/", JidError::Empty { part: Resource }),
        ("@example.com", JidError::Empty { part: Node }),
        ("henry\u{2163}@example.com", refused(Node, 'ⅳ')),
        ("\u{265A}@example.com", refused(Node, '♚')),
        ("juliet@", JidError::Empty { part: Domain }),
        ("/foobar", JidError::Empty { part: Domain }),
    ] {
        assert_eq!(Jid::new(text), Err(want), "{text}");
    }
}

#[test]
fn nodes() {
    for (text, want) in [
        ("Juliet@x", "juliet"),
        ("ＪＵＬＩＥＴ@x", "juliet"),
        ("ÉTÉ@x", "été"),
        ("e\u{301}@x", "é"),
        ("ΛΌΓΟΣ@x", "λόγος"),
        ("İ@x", "i\u{307}"),
        ("שלום@x", "שלום"),
        ("l·l@x", "l·l"),
        ("می\u{200C}خواهم@x", "می\u{200C}خواهم"),
        ("ｶﾅ@x", "カナ"),
        ("a!#$%()*+,-.;=?[\\]^_`{|}~@x", "a!#$%()*+,-.;=?[\\]^_`{|}~"),
    ] {
        assert_eq!(parts(text).map(|[node, ..]| node), Ok(want.to_owned()), "{text}");
    }
    for text in
        ["a＠b@x", "a\u{AD}b@x", "a\u{200B}b@x", "a\u{7}b@x", "א1٣@x", "aא@x", "a·b@x", "😀@x"]
    {
        assert!(Jid::new(text).is_err(), "{text}");
    }
    assert_eq!(Jid::new("aא@x"), Err(JidError::MixedDirections));
}

#[test]
fn domains() {
    for (text, want) in [
        ("Example.ORG.", "example.org"),
        ("faß.de", "faß.de"),
        ("FASS.de", "fass.de"),
        ("bücher.example", "bücher.example"),
        ("BU\u{308}CHER.example", "bücher.example"),
        ("xn--bcher-kva.example", "bücher.example"),
        ("XN--Bcher-KVA.example", "bücher.example"),
        ("bücher。example。", "bücher.example"),
        ("ｅｘａｍｐｌｅ.org", "example.org"),
        ("_xmpp.my_host.example", "_xmpp.my_host.example"),
        ("r3---sn.example", "r3---sn.example"),
        ("localhost", "localhost"),
        ("192.0.2.1", "192.0.2.1"),
        ("[2001:DB8:0::1]", "[2001:db8::1]"),
    ] {
        assert_eq!(parts(text).map(|[_, domain, _]| domain), Ok(want.to_owned()), "{text}");
    }
    let long = "a".repeat(64);
    for text in [
        ".",
        "a..b",
        ".a",
        "a b",
        "a:5222",
        "-a",
        "a-",
        "[::1",
        "[]",
        "[1.2.3.4]",
        "::1",
        "xn--a",
        "xn--zz\u{E9}",
        "℀.example",
        "a／b",
        "ex\u{200B}ample.org",
        "ex\u{AD}ample.org",
        "exam\u{2060}ple.org",
        "a\u{FE0F}.org",
        "a\u{200D}b.org",
        "a\u{0}b",
        "bücher..de",
        "。",
        &long,
    ] {
        assert!(Jid::new(text).is_err(), "{text}");
    }
    assert_eq!(Jid::new("a@b@c"), Err(refused(JidPart::Domain, '@')));
    assert_eq!(Jid::new("a\u{200B}.org"), Err(refused(JidPart::Domain, '\u{200B}')));
}

#[test]
fn resources() {
    for (text, want) in [
        ("x/😀", "😀"),
        ("x/🫠 ok", "🫠 ok"),
        ("x/a\u{3000}b\u{A0}c", "a b c"),
        ("x/Cafe\u{301}", "Café"),
        ("x/Ⅳ /@\"'<>&", "Ⅳ /@\"'<>&"),
        ("x/\\20", "\\20"),
        ("x/ＡＢ", "ＡＢ"),
    ] {
        assert_eq!(parts(text).map(|[.., resource]| resource), Ok(want.to_owned()), "{text}");
    }
    for text in ["x/a\u{7F}", "x/a\nb", "x/\u{3000}a", "x/a\u{200B}b", "x/\u{E000}", "x/\u{1100}"] {
        assert!(Jid::new(text).is_err(), "{text}");
    }
}

#[test]
fn lengths_are_those_of_the_normal_form() {
    let wide = |count: usize| "ａ".repeat(count);
    let labels = |count: usize| vec!["a"; count].join(".");
    for (text, fits) in [
        (format!("{}@x", "a".repeat(1023)), true),
        (format!("{}@x", "a".repeat(1024)), false),
        (format!("{}@x", wide(1023)), true),
        (format!("{}@x", wide(1024)), false),
        (labels(512), true),
        (labels(513), false),
        (format!("x/{}", "a".repeat(1023)), true),
        (format!("x/{}", "é".repeat(512)), false),
    ] {
        assert_eq!(Jid::new(&text).is_ok(), fits, "{text}");
    }
    let huge = "・".repeat(1_000_000);
    for text in [format!("{huge}@x"), huge.clone(), format!("x/{huge}")] {
        assert!(matches!(Jid::new(&text), Err(JidError::TooLong { .. })));
        assert!(matches!(Jid::received(&text), Err(JidError::TooLong { .. })));
    }
}

#[test]
fn received_addresses_are_judged_by_structure_alone() {
    for (text, want) in [
        ("Room@Muc.Example/ 👨\u{200D}👩\u{200D}👧 ", "room@muc.example/ 👨\u{200D}👩\u{200D}👧 "),
        ("henry♚@example.com", "henry♚@example.com"),
        ("a\u{200B}b@ex\u{200B}ample.org/c", "a\u{200B}b@ex\u{200B}ample.org/c"),
        ("e\u{301}@x/e\u{301}", "é@x/é"),
        ("a b@-x-/\u{1}", "a b@-x-/\u{1}"),
    ] {
        let jid = Jid::received(text).expect(text);
        assert_eq!(jid.as_str(), want);
        assert_eq!(Jid::received(jid.as_str()), Ok(jid));
    }
    for text in ["", "@x", "a@", "a@/b", "a@x/", "/b", "a@b@c"] {
        assert!(Jid::received(text).is_err(), "{text}");
    }
    assert!(Jid::received(&format!("x/{}", "a".repeat(1024))).is_err());
    assert_eq!(Jid::received("Ｊuliet@EXAMPLE.org."), Jid::new("juliet@example.org"));
}

#[test]
fn addresses_are_changed_by_parts() {
    let jid = Jid::new("romeo@example.org/orchard").expect("good");
    assert_eq!(jid.bare().as_str(), "romeo@example.org");
    assert_eq!(jid.domain_jid().as_str(), "example.org");
    assert_eq!(jid.with_resource("Balcony").expect("good").as_str(), "romeo@example.org/Balcony");
    assert_eq!(jid.with_node("JULIET").expect("good").as_str(), "juliet@example.org/orchard");
    assert_eq!(jid.bare().with_node("a").expect("good").resource(), None);
    assert!(jid.with_resource("").is_err() && jid.with_node("a@b").is_err());
    assert!(jid.same_bare(&jid.bare()) && !jid.same_bare(&jid.domain_jid()));
    assert!(!jid.is_bare() && jid.bare().is_bare() && jid.domain_jid().is_bare());
    assert_eq!("romeo@EXAMPLE.org/orchard".parse(), Ok(jid.clone()));
    assert_eq!(rendered(&jid), "\"romeo@example.org/orchard\"");
    assert_eq!(format!("{jid:?}"), "Jid(\"romeo@example.org/orchard\")");
}

#[test]
fn a_labels_for_dns_and_certificates() {
    let ascii = |text| Jid::received(text).expect("good").domain_ascii();
    assert_eq!(ascii("a@bücher.example/b"), "xn--bcher-kva.example");
    assert_eq!(ascii("faß.de"), "xn--fa-hia.de");
    assert_eq!(ascii("[::1]"), "[::1]");
    assert_eq!(ascii("a\u{200B}ß"), "a\u{200B}ß");
}

#[test]
fn most_addresses_are_plain() {
    for text in
        ["a@b.example/c d", "b.example", "a@b", "b/c", "a.b-c@d-e.f/\"@:/\"", "a@10.0.0.1/é"]
    {
        assert_eq!(Jid::plain(text).is_some(), text.is_ascii(), "{text}");
    }
    for text in
        ["A@b", "a@B", "a@b.", "a@-b", "a@b--c", "a@b..c", "a@[::1]", "a@b/", "@b", "a/ c", ""]
    {
        assert_eq!(Jid::plain(text), None, "{text}");
    }
}

#[test]
fn errors_speak_and_hide_nothing_odd() {
    let error = Jid::new("a@ex\u{200B}ample.org").expect_err("hidden");
    assert_eq!(error.to_string(), "the domain of the address must not hold U+200B here");
    let error = Jid::new("@x").expect_err("empty");
    assert_eq!(error.to_string(), "the local part of the address is empty");
}

/// Texts that come near to addresses in several scripts.
fn near_addresses() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z0-9._ -]{1,6}",
        "[@/\\[\\]:.]",
        "\\PC{1,4}",
        "[ßςΣσİıＡｶﾞ\u{345}\u{301}\u{200C}\u{200D}\u{AD}אבع٣۳·l中・]{1,4}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn normal_forms_stay(text in near_addresses()) {
        if let Ok(jid) = Jid::new(&text) {
            prop_assert_eq!(Jid::new(jid.as_str()), Ok(jid.clone()));
            prop_assert_eq!(Jid::received(&text), Ok(jid));
        }
        if let Ok(jid) = Jid::received(&text) {
            prop_assert_eq!(Jid::received(jid.as_str()), Ok(jid));
        }
    }

    /// The fast path finds nothing else than the others, and leaves them no plain address.
    #[test]
    fn plain_addresses_are_read_alike(
        text in "[a-z0-9.@/_-]{0,12}|([a-z0-9._'-]{0,4}@)?(xn)?[a-z0-9.A_-]{0,8}(/[ -~]{0,4})?",
    ) {
        if let Some(jid) = Jid::plain(&text) {
            prop_assert_eq!(Jid::prepared(&text), Ok(jid));
        }
    }

    #[test]
    fn parts_make_the_whole(text in near_addresses()) {
        if let Ok(jid) = Jid::received(&text) {
            let node = jid.node().map(|node| format!("{node}@")).unwrap_or_default();
            let resource = jid.resource().map(|part| format!("/{part}")).unwrap_or_default();
            prop_assert_eq!(format!("{node}{}{resource}", jid.domain()), jid.as_str());
            prop_assert_eq!(jid.bare().to_string(), format!("{node}{}", jid.domain()));
        }
    }
}
