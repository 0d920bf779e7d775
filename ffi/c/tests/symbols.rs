//! What the shared library exports: its functions, nothing else, under its name for the loader; and
//! none of libstrophe's names.

mod tools;

use std::collections::BTreeSet;
use std::path::Path;

use tools::{here, libraries, tool};

fn words(file: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(here().join(file)).expect("a list is checked in");
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn no_name_is_libstrophes() {
    let theirs = words("tests/data/libstrophe.txt");
    assert_eq!(theirs.len(), 154);
    let ours = words("abi/symbols.txt");
    assert_eq!(ours.intersection(&theirs).collect::<Vec<_>>(), Vec::<&String>::new());
    // Types as well: both headers may be included in one file.
    let header = std::fs::read_to_string(here().join("include/xmpp.h")).expect("the header");
    let types = header.lines().filter(|line| line.starts_with("typedef") || line.starts_with("} "));
    let types: BTreeSet<&str> = types
        .filter_map(|line| line.trim_end_matches([';', '{', ' ']).rsplit([' ', '*']).next())
        .collect();
    assert!(types.contains("xmpp_engine") && types.contains("xmpp_output"), "{types:?}");
    let clash: Vec<_> = types.iter().filter(|name| theirs.contains(**name)).collect();
    assert!(clash.is_empty(), "{clash:?}");
}

/// What a tool of the binutils says about the shared library.
fn told(name: &str, arguments: &[&str]) -> Option<String> {
    let library: &Path = &libraries().join("libxmpp.so");
    let output = tool(name)?.args(arguments).arg(library).output().expect("it runs");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn nothing_else_is_exported() {
    let Some(list) = told("nm", &["-D", "--defined-only", "--format=posix"]) else { return };
    let exported: BTreeSet<String> =
        list.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
    assert_eq!(exported, words("abi/symbols.txt"));
}

#[cfg(target_os = "linux")]
#[test]
fn the_loader_knows_its_name() {
    let Some(list) = told("readelf", &["-d"]) else { return };
    assert!(list.contains("soname: [libxmpp.so.0]"), "{list}");
}
