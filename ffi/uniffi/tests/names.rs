//! The names that the foreign modules have, read from the built library as the generator reads them.
#![cfg(target_os = "linux")] // how a library is called, and that its symbols stand in it as text

use std::collections::{BTreeMap, BTreeSet};

use xmpp_generate::declarations::{CARRIED, table};

/// What stands in front of the name of everything that is exported.
const MARK: &str = "UNIFFI_META_XMPP_FOREIGN_";

/// Kinds of types and functions; the others stand inside of types.
const TYPES: [&str; 5] = ["RECORD_", "ENUM_", "ERROR_", "INTERFACE_", "CUSTOM_TYPE_"];
const FUNCTIONS: [&str; 1] = ["FUNC_"];

/// The symbols of the library that cargo has built for this test, without their common beginning.
fn symbols() -> BTreeSet<String> {
    let test = std::env::current_exe().expect("the path of this test");
    let library = test.with_file_name("libxmpp_foreign.so");
    let octets = std::fs::read(&library).expect("the library stands beside its tests");
    let texts = octets.split(|octet| *octet == 0);
    let texts = texts.filter_map(|text| std::str::from_utf8(text).ok()?.strip_prefix(MARK));
    texts.map(str::to_owned).collect()
}

/// How often each name of these kinds is there, in capital letters. Kotlin says exception for error.
fn names(kinds: &[&str]) -> BTreeMap<String, usize> {
    let mut names = BTreeMap::new();
    for symbol in symbols() {
        if let Some(name) = kinds.iter().find_map(|kind| symbol.strip_prefix(kind)) {
            *names.entry(name.replace("EXCEPTION", "ERROR")).or_default() += 1;
        }
    }
    names
}

#[test]
fn no_name_is_there_twice() {
    for kinds in [&TYPES[..], &FUNCTIONS[..]] {
        let names = names(kinds);
        let twice: Vec<_> = names.iter().filter(|(_, times)| **times > 1).collect();
        assert!(!names.is_empty() && twice.is_empty(), "{twice:?}");
    }
}

#[test]
fn everything_that_is_declared_is_there() {
    let names = names(&TYPES);
    let declared = table().into_iter().map(|declaration| declaration.name);
    let wanted = declared.chain(CARRIED.map(str::to_owned));
    let missing: Vec<_> = wanted.filter(|name| !names.contains_key(&name.to_uppercase())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
