//! Writes `core/src/declared.rs`, the list of all declarations, from the text of the core.

use crate::source::{Source, balanced, gate_before, modules, name_after, words};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use xmpp_generate::declarations::CARRIED;

/// The macros of `declare.rs` and `stanza/payload.rs` that declare something; `choice_as` is the
/// one that other macros use.
pub const DECLARING: [&str; 8] =
    ["record", "settings", "choice", "choice_as", "commands", "failure", "id", "payload"];

/// A type of the core and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The features without which it is absent, as in `#[cfg(..)]`.
    pub gates: BTreeSet<String>,
    /// The path of the module it is visible in: `crate::stanza`.
    pub module: String,
    /// Its name.
    pub name: String,
}

/// The text that `core/src/declared.rs` must have.
pub fn declared_rs(sources: &[Source]) -> String {
    let places = Places::new(sources);
    let carried = places.find(sources, carried_in);
    let declared = places.find(sources, declared_in);
    let mut out = String::from(HEAD);
    for (gates, found) in by_gates(carried.iter().chain(&declared)) {
        out.push('\n');
        for found in found {
            let _ = write!(out, "{}", attribute(&gates));
            let _ = writeln!(out, "pub use {}::{};", found.module, found.name);
        }
    }
    let mut groups = by_gates(declared.iter());
    let always = groups.remove(&BTreeSet::new()).unwrap_or_default();
    let mut calls: Vec<String> = always.iter().map(|found| found.name.clone()).collect();
    calls.extend(groups.keys().map(list_name));
    let all = "Replays every declaration to the macro `callback` of another crate.";
    list(&mut out, all, "", "for_each_declaration", &calls);
    for (gates, found) in &groups {
        let condition = condition(gates);
        let calls: Vec<String> = found.iter().map(|found| found.name.clone()).collect();
        let docs = "The part of [`for_each_declaration`] behind features.";
        list(&mut out, docs, &format!("#[cfg({condition})]\n"), &list_name(gates), &calls);
        list(&mut out, docs, &format!("#[cfg(not({condition}))]\n"), &list_name(gates), &[]);
    }
    out
}

const HEAD: &str = "\
//! Every declared type under the one name it has in all languages, the types that borders carry
//! by hand beside them, and the macro that replays all declarations to another crate.
//!
//! Written by `UPDATE=1 cargo test -p xmpp-tests --test declarations`. The core must compile for
//! that: where a declaration was renamed or removed, do the same to its two lines here first.
//! In a merge conflict, take either side whole and run it.
";

/// Where each module is visible from the root of the crate.
struct Places(BTreeMap<Vec<String>, (String, BTreeSet<String>)>);

impl Places {
    fn new(sources: &[Source]) -> Places {
        let mut places = BTreeMap::from([(Vec::new(), ("crate".to_owned(), BTreeSet::new()))]);
        let mut sources: Vec<&Source> = sources.iter().collect();
        sources.sort_by_key(|source| source.module().len());
        for source in sources {
            let path: Vec<String> = source.module().into_iter().map(str::to_owned).collect();
            let Some((visible_in, gates)) = places.get(&path).cloned() else { continue };
            for module in modules(source) {
                // A private module of another module is not visible here: its public types are
                // re-exported by the module above it. Those of the root are visible.
                let hidden = !path.is_empty() && !module.visible;
                let visible_in = match hidden {
                    true => visible_in.clone(),
                    false => format!("{visible_in}::{}", module.name),
                };
                let gates = gates.iter().cloned().chain(module.gate).collect();
                places.insert([&path[..], &[module.name]].concat(), (visible_in, gates));
            }
        }
        Places(places)
    }

    /// What `look` finds in each file: names and where they stand in its text.
    fn find(&self, sources: &[Source], look: fn(&Source) -> Vec<(usize, String)>) -> Vec<Found> {
        let mut all = Vec::new();
        for source in sources {
            let path: Vec<String> = source.module().into_iter().map(str::to_owned).collect();
            let Some((module, gates)) = self.0.get(&path) else { continue };
            all.extend(look(source).into_iter().map(|(at, name)| {
                let line = source.code[..at].rfind('\n').map_or(0, |end| end + 1);
                let own = gate_before(&source.text, line);
                let gates = gates.iter().cloned().chain(own).collect();
                Found { gates, module: module.clone(), name }
            }));
        }
        all
    }
}

/// The declarations of a file.
fn declared_in(source: &Source) -> Vec<(usize, String)> {
    let code = &source.code;
    let mut found = Vec::new();
    for (kind, at) in
        DECLARING.iter().flat_map(|kind| words(code, kind).into_iter().map(move |at| (kind, at)))
    {
        let behind = &code[at + kind.len()..];
        let Some(body) = behind.strip_prefix('!').map(str::trim_start) else { continue };
        if body.starts_with('{') {
            let body = balanced(code, code.len() - body.len());
            let names = items(&code[body.clone()]);
            found.extend(names.into_iter().map(|name| (at, name)));
        }
    }
    found.sort();
    found
}

/// The types of a file that are carried by hand.
fn carried_in(source: &Source) -> Vec<(usize, String)> {
    items(&source.code)
        .into_iter()
        .filter(|name| CARRIED.contains(&name.as_str()))
        .map(|name| (0, name))
        .collect()
}

/// The public types of the core that are neither declared nor carried by hand, with their files.
pub fn undeclared(sources: &[Source]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for source in sources {
        let declared: Vec<String> = declared_in(source).into_iter().map(|(_, name)| name).collect();
        let types = items(&source.code).into_iter();
        let others =
            types.filter(|name| !declared.contains(name) && !CARRIED.contains(&name.as_str()));
        found.extend(others.map(|name| (source.path.clone(), name)));
    }
    found
}

/// The names of the public structs and enums in a piece of code.
fn items(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for at in words(code, "pub") {
        let Some((item, rest)) = name_after(&code[at + 3..]) else { continue };
        if item == "struct" || item == "enum" {
            found.extend(name_after(rest).map(|(name, _)| name.to_owned()));
        }
    }
    found
}

fn by_gates<'a>(
    found: impl Iterator<Item = &'a Found>,
) -> BTreeMap<BTreeSet<String>, Vec<&'a Found>> {
    let mut groups: BTreeMap<BTreeSet<String>, Vec<&Found>> = BTreeMap::new();
    for found in found {
        groups.entry(found.gates.clone()).or_default().push(found);
    }
    groups
}

/// One macro that replays the declarations with these names, or calls the lists with these names.
fn list(out: &mut String, docs: &str, attribute: &str, name: &str, calls: &[String]) {
    let _ = write!(out, "\n/// {docs}\n{attribute}#[doc(hidden)]\n#[macro_export]\n");
    let _ = writeln!(out, "macro_rules! {name} {{\n    ($($callback:ident)::+) => {{");
    for call in calls {
        let _ = writeln!(out, "        $crate::{call}! {{ $($callback)::+ }}");
    }
    out.push_str("    };\n}\n");
}

fn attribute(gates: &BTreeSet<String>) -> String {
    if gates.is_empty() { String::new() } else { format!("#[cfg({})]\n", condition(gates)) }
}

fn condition(gates: &BTreeSet<String>) -> String {
    let joined = gates.iter().cloned().collect::<Vec<_>>().join(", ");
    if gates.len() == 1 { joined } else { format!("all({joined})") }
}

fn list_name(gates: &BTreeSet<String>) -> String {
    let condition = condition(gates).replace("feature", "");
    let words: Vec<&str> =
        condition.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!("for_each_{}_declaration", words.join("_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources() -> Vec<Source> {
        let lib = "pub mod a;\nmod b;\n#[cfg(feature = \"x\")]\npub mod c;\n";
        let c = "record! {\n    /// D.\n    pub struct E {}\n}\n/// pub struct No\nid! { pub struct F; }";
        let a = "mod d;\npub use d::G;\npub struct Jid;\n#[cfg(test)]\nmod tests { record! { pub struct T {} } }";
        vec![
            Source::new("lib.rs", lib),
            Source::new("a/mod.rs", a),
            Source::new("a/d.rs", "choice! { pub enum G {} }"),
            Source::new(
                "b.rs",
                "#[cfg(feature = \"y\")]\npayload! { pub struct H = \"h\" in I {} }",
            ),
            Source::new("c.rs", c),
        ]
    }

    #[test]
    fn finds_types_where_they_are_visible() {
        let text = declared_rs(&sources());
        let uses: Vec<&str> = text.lines().filter(|line| line.starts_with("pub use")).collect();
        let want = ["crate::a::Jid", "crate::a::G", "crate::c::E", "crate::c::F", "crate::b::H"];
        assert_eq!(uses, want.map(|path| format!("pub use {path};")));
    }

    #[test]
    fn finds_undeclared_types() {
        let mut sources = sources();
        sources.push(Source::new("k.rs", "pub struct K; pub(crate) enum L {} struct M;"));
        assert_eq!(undeclared(&sources), [("k.rs".to_owned(), "K".to_owned())]);
    }

    #[test]
    fn lists_gated_declarations_apart() {
        let text = declared_rs(&sources());
        let gated = "#[cfg(feature = \"x\")]\n#[doc(hidden)]\n#[macro_export]\n\
                     macro_rules! for_each_x_declaration {\n    ($($callback:ident)::+) => {\n        \
                     $crate::E! { $($callback)::+ }\n        $crate::F! { $($callback)::+ }\n    };";
        assert!(text.contains(gated), "{text}");
        assert!(text.contains("#[cfg(not(feature = \"x\"))]"));
        assert!(text.contains("        $crate::for_each_y_declaration! { $($callback)::+ }"));
    }
}
