//! Every declaration of the core can be carried to every language, and the list of declarations
//! is fresh.

use xmpp_generate::declarations::{Declaration, Field, Variant, faults, table};
use xmpp_tests::declared::{DECLARING, declared_rs, undeclared};
use xmpp_tests::source::{core_sources, read, repository};

#[test]
fn every_declaration_can_be_carried() {
    let faults = faults(&table());
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_list_is_fresh() {
    let path = repository().join("core/src/declared.rs");
    let want = declared_rs(&core_sources());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &want).expect("core/src is writable");
    }
    let command = "UPDATE=1 cargo test -p xmpp-tests --test declarations";
    assert!(read(&path) == want, "core/src/declared.rs is stale: run `{command}`");
}

/// Public types that only Rust sees: machines, which each border wraps, and what borrows from an
/// element or builds one. Everything else that an app or a driver can say or hear is declared.
const RUST_ONLY: [&str; 17] = [
    "Attr",
    "Attrs",
    "Children",
    "DroppedElement",
    "ElementBuilder",
    "ElementRef",
    "Engine",
    "IqBuilder",
    "MessageBuilder",
    "Node",
    "Nodes",
    "Parser",
    "PresenceBuilder",
    "Shared",
    "TlsIdentity",
    "XmlItem",
    "XmlView",
];

#[test]
fn every_public_type_is_declared() {
    let mut found = undeclared(&core_sources());
    // The receiving role is for test servers and gateways, which are written in Rust.
    found
        .retain(|(path, name)| !path.starts_with("accept/") && !RUST_ONLY.contains(&name.as_str()));
    assert!(found.is_empty(), "declare these with a macro of declare.rs: {found:?}");
}

#[test]
fn the_table_holds_what_was_declared() {
    let table = table();
    let named = |name: &str| table.iter().find(|declaration| declaration.name == name);
    let now = named("Now").expect("Now is declared");
    assert_eq!(
        (now.kind.as_str(), now.docs.as_str()),
        ("record", "The two clocks of the driver, read together.")
    );
    assert_eq!((now.fields[0].name.as_str(), now.fields[0].ty.as_str()), ("mono_ms", "u64"));
    assert!(now.fields[0].docs.starts_with("Milliseconds of a clock that counts sleep"));
    let limits = named("XmlLimits").expect("XmlLimits is declared");
    assert_eq!(limits.fields[0].note.as_deref(), Some("128"));
    assert!(table.iter().all(|declaration| DECLARING.contains(&declaration.kind.as_str())));
}

/// A table that has no fault.
fn sound() -> Vec<Declaration> {
    let field = |name: &str, ty: &str| Field {
        name: name.into(),
        ty: ty.into(),
        docs: "Docs.".into(),
        note: None,
    };
    let variant = |name: &str, fields: Vec<Field>| Variant {
        name: name.into(),
        docs: "Docs.".into(),
        fields,
        sentence: None,
    };
    let declaration = |kind: &str, name: &str| Declaration {
        kind: kind.into(),
        name: name.into(),
        docs: "Docs.".into(),
        ..Declaration::default()
    };
    vec![
        Declaration {
            fields: vec![field("sender", "Option<Jid>"), field("items", "Vec<Kind>")],
            ..declaration("record", "Thing")
        },
        Declaration {
            variants: vec![
                variant("Empty", vec![]),
                variant("Full", vec![field("stanza", "Message")]),
            ],
            ..declaration("choice", "Kind")
        },
        Declaration {
            variants: vec![variant("TooLong", vec![field("limit", "u32")])],
            ..declaration("failure", "ThingError")
        },
    ]
}

/// Damages the sound table and expects exactly one fault that says `what`.
#[track_caller]
fn refused(what: &str, damage: impl FnOnce(&mut Vec<Declaration>)) {
    let mut table = sound();
    damage(&mut table);
    let faults = faults(&table);
    assert!(faults.len() == 1 && faults[0].contains(what), "{what}: {faults:?}");
}

#[test]
fn a_sound_table_passes() {
    assert_eq!(faults(&sound()), Vec::<String>::new());
}

#[test]
fn bad_names_are_refused() {
    refused("the name is taken by Thing", |t| {
        t.push(Declaration { fields: vec![], ..t[0].clone() })
    });
    refused("the name is taken by Jid", |t| t[2].name = "JID".into());
    refused("taken by ThingError", |t| {
        t.push(Declaration { name: "ThingException".into(), ..t[0].clone() })
    });
    refused("a type of some language", |t| t[2].name = "Error".into());
    refused("not a type name", |t| t[2].name = "thing_error".into());
    refused("two variants are called full", |t| t[1].variants[0].name = "FULL".into());
    refused("not a variant name", |t| t[1].variants[0].name = "None".into());
}

#[test]
fn bad_fields_are_refused() {
    let words = [
        ("lambda", "of Python"),
        ("from", "of Python"),
        ("val", "of Kotlin"),
        ("func", "of Swift"),
        ("template", "of C or C++"),
        ("message", "foreign objects"),
    ];
    for (word, whose) in words {
        refused(whose, |t| t[0].fields[0].name = word.into());
        refused(whose, |t| t[1].variants[1].fields[0].name = word.into());
    }
    refused("tuple variants", |t| t[1].variants[1].fields[0].name = "0".into());
    refused("not a field name", |t| t[0].fields[0].name = "theSender".into());
    refused("twice", |t| t[0].fields[1].name = "sender".into());
    refused("exceptions have", |t| t[2].variants[0].fields[0].name = "cause".into());
}

#[test]
fn missing_docs_are_refused() {
    refused("Thing: no docs", |t| t[0].docs.clear());
    refused("Thing.sender: no docs", |t| t[0].fields[0].docs.clear());
    refused("Kind::Empty: no docs", |t| t[1].variants[0].docs.clear());
    refused("Kind::Full.stanza: no docs", |t| t[1].variants[1].fields[0].docs.clear());
}

#[test]
fn unknown_types_are_refused() {
    for ty in
        ["usize", "Vec<u8>", "&'staticstr", "Option<Vec<Jid>>", "Box<Thing>", "xml::Element", "f64"]
    {
        refused("no border carries", |t| t[0].fields[0].ty = ty.into());
    }
    refused("no border carries the type Nothing", |t| {
        t[1].variants[1].fields[0].ty = "Nothing".into()
    });
}
