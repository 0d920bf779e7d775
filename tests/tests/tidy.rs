//! The rules of the house that a compiler does not hold: layers, what the core must not touch,
//! sizes, the README's table of protocols against the code.

use std::collections::BTreeMap;
use xmpp_tests::source::{
    Source, core_sources, files_below, name_after, read, relative, repository, words,
};

/// The layers of the core. Each may import what stands above it; modules of one line are
/// neighbours and know nothing of each other, those of the first line apart.
const LAYERS: [&[&str]; 13] = [
    &["time", "chance", "limits", "outbox", "declare"],
    &["xml"],
    &["jid"],
    &["stanza"],
    &["payload"],
    &["sasl", "transport"],
    &["stream"],
    &["dial"],
    &["session"],
    &["negotiate"],
    &["xep"],
    &["event"],
    &["accept", "engine"],
];

/// Files that look over all layers: the root, and the list of declarations.
const ABOVE_LAYERS: [&str; 2] = ["lib.rs", "declared.rs"];

/// Paths that the core must not name, with what to do instead.
const FORBIDDEN_PATHS: [(&str, &str); 10] = [
    ("std::net", "no sockets: addresses are strings, bytes go through the driver"),
    ("std::thread", "no threads: work happens in poll"),
    ("std::fs", "no files: the driver reads them"),
    ("std::process", "no processes"),
    ("std::env", "no environment: everything is in the config"),
    ("std::io::stdin", "no terminal"),
    ("std::time::Instant", "no clock: time comes in as Now"),
    ("std::time::SystemTime", "no clock: time comes in as Now"),
    ("core::net", "no sockets: addresses are strings"),
    ("chacha20::rand_core::OsRng", "no entropy: the seed comes from the driver"),
];

/// Words that the core must not use.
const FORBIDDEN_WORDS: [(&str, &str); 24] = [
    ("Instant", "no clock: time comes in as Now"),
    ("SystemTime", "no clock: time comes in as Now"),
    ("getrandom", "no entropy: the seed comes from the driver"),
    ("OsRng", "no entropy: the seed comes from the driver"),
    ("ThreadRng", "no entropy: the seed comes from the driver"),
    ("thread_rng", "no entropy: the seed comes from the driver"),
    ("SystemRandom", "no entropy: the seed comes from the driver"),
    ("HashMap", "its order comes from the system's entropy: BTreeMap"),
    ("HashSet", "its order comes from the system's entropy: BTreeSet"),
    ("RandomState", "seeded by the system's entropy"),
    ("async", "no async: the engine is polled"),
    ("await", "no async: the engine is polled"),
    ("tokio", "no runtime: that is the driver's"),
    ("OnceLock", "no global state: Shared is handed in"),
    ("OnceCell", "no global state: Shared is handed in"),
    ("LazyLock", "no global state: Shared is handed in"),
    ("LazyCell", "no global state: Shared is handed in"),
    ("lazy_static", "no global state: Shared is handed in"),
    ("thread_local", "no global state: Shared is handed in"),
    ("println!", "no output but what poll gives"),
    ("eprintln!", "no output but what poll gives"),
    ("print!", "no output but what poll gives"),
    ("eprint!", "no output but what poll gives"),
    ("dbg!", "no output but what poll gives"),
];

/// Where unsafe code may be: vector instructions, the border to C; and what measures memory and
/// parsers of C.
const UNSAFE: [&str; 6] = [
    "core/src/xml/scan/",
    "ffi/c/",
    "fuzz/border/",
    "tests/src/memory.rs",
    "tests/tests/xml_cost.rs",
    "benches/peers/",
];

/// Lines that a file may have, test modules apart.
const FILE_LINES: usize = 600;

#[track_caller]
fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn no_arrow_points_upward() {
    none(core_sources().iter().flat_map(layer_faults).collect());
}

#[test]
fn the_core_touches_nothing_outside() {
    none(core_sources().iter().flat_map(purity_faults).collect());
}

#[test]
fn files_are_short() {
    let root = repository();
    let files = files_below(&root).into_iter().map(|path| (relative(&path, &root), path));
    let sources = files.filter(|(name, _)| name.contains("src/") && name.ends_with(".rs"));
    let sources = sources.map(|(name, path)| (name, read(&path)));
    let long = sources.filter(|(_, text)| text.lines().count() > FILE_LINES);
    none(long.flat_map(|(name, text)| size_faults(&Source::new(&name, text))).collect());
}

#[test]
fn unsafe_code_has_its_rooms() {
    let root = repository();
    let files = files_below(&root).into_iter().map(|path| (relative(&path, &root), path));
    let sources = files.filter(|(name, _)| name.ends_with(".rs"));
    none(
        sources.flat_map(|(name, path)| unsafe_faults(&Source::new(&name, read(&path)))).collect(),
    );
}

#[test]
fn extensions_do_not_import_one_another() {
    let sources = core_sources();
    none(sources.iter().flat_map(|source| neighbour_faults(source, &sources)).collect());
}

#[test]
fn extensions_say_what_they_implement() {
    none(core_sources().iter().flat_map(head_faults).collect());
}

#[test]
fn the_table_of_protocols_is_true() {
    none(table_faults(&read(&repository().join("README.md")), &core_sources()));
}

#[test]
fn changes_are_told() {
    assert!(read(&repository().join("CHANGELOG.md")).contains("# "));
}

#[test]
fn nothing_is_left_unfinished() {
    let root = repository();
    let files = files_below(&root);
    let faults = files.iter().map(|path| (relative(path, &root), path));
    none(faults.flat_map(|(name, path)| unfinished_faults(&name, &read(path))).collect());
}

/// Arrows that point upward or to a neighbour.
fn layer_faults(source: &Source) -> Vec<String> {
    let module = source.module();
    let Some(own) = module.first().filter(|_| !ABOVE_LAYERS.contains(&source.path.as_str())) else {
        return Vec::new();
    };
    let Some(own_rank) = rank(own) else {
        return vec![format!("{}: module {own} is in no layer", source.path)];
    };
    let fault = |(at, path): (usize, String)| {
        let target = from_root(&path, module.len())?;
        let what = match rank(&target) {
            _ if target == *own => return None,
            Some(rank) if rank < own_rank || (rank == 0 && own_rank == 0) => return None,
            Some(_) => format!("{own} must not import {target}"),
            None if target.is_empty() => "the root is imported as a whole".to_owned(),
            None => format!("`{path}` does not name the module of a layer"),
        };
        Some(format!("{}:{}: {what}", source.path, source.line(at)))
    };
    source.paths().into_iter().filter_map(fault).collect()
}

fn rank(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The module below the root that a path names; `None` if it does not go over the root. `depth`
/// is how many `super` lead there.
fn from_root(path: &str, depth: usize) -> Option<String> {
    let mut names = path.split("::");
    match names.next() {
        Some("crate") => {}
        Some("super") => {
            let climbed = 1 + path.split("::").skip(1).take_while(|name| *name == "super").count();
            if climbed < depth {
                return None;
            }
            names = path.split("::");
            names.nth(climbed - 1);
        }
        _ => return None,
    }
    Some(names.next().unwrap_or_default().to_owned())
}

/// Clocks, sockets, entropy, global state, unsafe code.
fn purity_faults(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |line: usize, what: &str, why: &str| {
        faults.push(format!("{}:{line}: {what}: {why}", source.path));
    };
    for (at, path) in source.paths() {
        for (forbidden, why) in FORBIDDEN_PATHS {
            if path == forbidden || path.starts_with(&format!("{forbidden}::")) {
                fault(source.line(at), forbidden, why);
            }
        }
    }
    for (word, why) in FORBIDDEN_WORDS {
        for at in words(&source.code, word) {
            fault(source.line(at), word, why);
        }
    }
    for at in words(&source.code, "static") {
        if is_mutable_static(&source.code, at) {
            fault(source.line(at), "static", "no global state: Shared is handed in");
        }
    }
    if !source.path.starts_with("xml/scan") {
        for at in words(&source.code, "unsafe") {
            fault(source.line(at), "unsafe", "only xml/scan may, for vector instructions");
        }
    }
    faults
}

/// Whether the `static` at this place is an item that can change: `static mut`, or one of a type
/// with a cell, a lock or an atomic in it. A lifetime is no item.
fn is_mutable_static(code: &str, at: usize) -> bool {
    if code[..at].ends_with('\'') {
        return false;
    }
    let item = &code[at..];
    let ty = &item[..item.find(['=', ';']).unwrap_or(item.len())];
    let mutable = name_after(&item["static".len()..]).is_some_and(|(name, _)| name == "mut");
    mutable || ["Cell", "Mutex", "RwLock", "Atomic", "Lock", "Once"].iter().any(|t| ty.contains(t))
}

/// Unsafe code outside of its rooms.
fn unsafe_faults(source: &Source) -> Vec<String> {
    let may = UNSAFE.iter().any(|room| source.path.starts_with(room));
    let found = words(&source.code, "unsafe").into_iter().filter(|_| !may);
    found
        .map(|at| format!("{}:{}: unsafe code has no place here", source.path, source.line(at)))
        .collect()
}

fn size_faults(source: &Source) -> Vec<String> {
    let lines = source.text.lines().count() - source.test_lines;
    let written_by_a_command =
        source.path == "core/src/declared.rs" || source.path.contains("/generated/");
    let tests_alone = source.path.ends_with("tests.rs");
    if lines <= FILE_LINES || written_by_a_command || tests_alone {
        return Vec::new();
    }
    vec![format!("{}: {lines} lines; {FILE_LINES} is the limit", source.path)]
}

/// What an extension may import of `xep`: the services, not its neighbours.
const SERVICES: [&str; 2] = ["mod", "context"];

/// Extensions that name another one.
fn neighbour_faults(source: &Source, sources: &[Source]) -> Vec<String> {
    let module = source.module();
    let Some(own) = extension(&module).filter(|own| !SERVICES.contains(own)) else {
        return Vec::new();
    };
    let modules: Vec<Vec<&str>> = sources.iter().map(Source::module).collect();
    let others: Vec<&str> = modules.iter().filter_map(|module| extension(module)).collect();
    let fault = |(at, path): (usize, String)| {
        let other = match &path.split("::").collect::<Vec<_>>()[..] {
            ["crate", "xep", other, ..] => *other,
            ["super", other, ..] if module.len() == 2 => *other,
            ["super", "super", other, ..] if module.len() == 3 => *other,
            _ => return None,
        };
        let neighbour = other != own && others.contains(&other) && !SERVICES.contains(&other);
        let line = || source.line(at);
        neighbour.then(|| format!("{}:{}: {own} must not import {other}", source.path, line()))
    };
    source.paths().into_iter().filter_map(fault).collect()
}

/// The module below `xep` that a module is or belongs to.
fn extension<'a>(module: &[&'a str]) -> Option<&'a str> {
    module.get(1).copied().filter(|_| module[0] == "xep")
}

/// Extensions whose head names neither a XEP with its version nor an RFC.
fn head_faults(source: &Source) -> Vec<String> {
    let module = source.module();
    let extension = matches!(module[..], ["xep", own] if own != "context");
    let head = source.head();
    let named = head.starts_with("RFC ") || !protocols(&head).is_empty();
    if !extension || named {
        return Vec::new();
    }
    let want = "begin it with `//! XEP-0199: XMPP Ping (version 2.0.1).` or `//! RFC 6121 ..`";
    vec![format!("{}: {want}", source.path)]
}

/// `XEP-0199: XMPP Ping (version 2.0.1)` wherever it stands in a head: number to (name, version).
fn protocols(head: &str) -> BTreeMap<String, (String, String)> {
    let starts = head.match_indices("XEP-").map(|(at, _)| &head[at..]);
    starts
        .filter_map(|rest| {
            let (number, rest) = rest.split_once(": ")?;
            let (name, rest) = rest.split_once(" (version ")?;
            let (version, _) = rest.split_once(')')?;
            let digits = number.strip_prefix("XEP-")?;
            let sound = digits.len() == 4 && digits.chars().all(|c| c.is_ascii_digit());
            (sound && !name.contains("XEP-") && !name.contains(". "))
                .then(|| (number.to_owned(), (name.to_owned(), version.to_owned())))
        })
        .collect()
}

/// Rows of the README without code, code without a row, and rows that say something else.
fn table_faults(readme: &str, sources: &[Source]) -> Vec<String> {
    let mut coded = BTreeMap::new();
    for source in sources {
        for (number, says) in protocols(&source.head()) {
            coded.entry(number).or_insert((source.path.clone(), says));
        }
    }
    let mut rows = BTreeMap::new();
    for row in readme.lines().filter(|line| line.starts_with("| XEP-")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        if let [number, name, version, ..] = cells[..] {
            rows.insert(number.to_owned(), (name.to_owned(), version.to_owned()));
        }
    }
    let mut faults = Vec::new();
    for (number, (path, says)) in &coded {
        match rows.get(number) {
            None => faults.push(format!("README.md: no row for {number}, which {path} implements")),
            Some(row) if row != says => {
                faults.push(format!("README.md: {number} is {row:?}, but {path} says {says:?}"));
            }
            Some(_) => {}
        }
    }
    let unknown = rows.keys().filter(|number| !coded.contains_key(*number));
    faults.extend(unknown.map(|number| format!("README.md: {number}: no file's head says so")));
    faults
}

/// Marks of unfinished work.
fn unfinished_faults(name: &str, text: &str) -> Vec<String> {
    let ours = ["rs", "md", "toml", "txt", "sh", "py", "c", "h", "kt", "swift", "run"];
    let extension = name.rsplit(['.', '/']).next().unwrap_or_default();
    // This file names the marks.
    if !ours.contains(&extension) || name == "tests/tests/tidy.rs" {
        return Vec::new();
    }
    let marks = ["todo!", "unimplemented!", "FIXME", "TODO", "XXX"];
    let found =
        marks.iter().flat_map(|mark| words(text, mark).into_iter().map(move |at| (at, mark)));
    found
        .map(|(at, mark)| format!("{name}:{}: {mark}", text[..at].matches('\n').count() + 1))
        .collect()
}

#[track_caller]
fn refused(faults: Vec<String>, what: &[&str]) {
    let told = faults.iter().zip(what).all(|(fault, what)| fault.contains(what));
    assert!(faults.len() == what.len() && told, "{what:?}: {faults:?}");
}

#[test]
fn upward_arrows_are_found() {
    let faults = |path: &str, code: &str| layer_faults(&Source::new(path, code));
    let fine = "use crate::xml::{ns, Element};\nuse super::Jid;\n// crate::engine\nuse crate::jid;";
    refused(faults("stanza/iq.rs", fine), &[]);
    refused(
        faults("jid/mod.rs", "use crate::{limits, stanza::Iq};"),
        &["jid must not import stanza"],
    );
    refused(
        faults("xml/scan.rs", "fn a(b: super::super::jid::Jid) {}"),
        &["xml must not import jid"],
    );
    refused(faults("sasl/mod.rs", "use crate::transport::X;"), &["sasl must not import transport"]);
    refused(faults("xep/ping.rs", "crate::Engine::new()"), &["does not name the module"]);
    refused(faults("novel.rs", ""), &["in no layer"]);
    refused(faults("time.rs", "use crate::declare::record; $crate::declare::x!()"), &[]);
    refused(faults("lib.rs", "pub use crate::engine::Engine;"), &[]);
}

#[test]
fn impure_code_is_found() {
    let faults = |code: &str| purity_faults(&Source::new("jid/mod.rs", code));
    refused(faults("use std::{fmt, net::TcpStream};"), &["std::net"]);
    refused(faults("fn a() { std::fs::read(b); std::env::var(c); }"), &["std::fs", "std::env"]);
    refused(faults("fn a(b: Instant) { let c = HashMap::new(); }"), &["Instant", "HashMap"]);
    refused(
        faults("static A: AtomicU64 = 0; static mut B: u8 = 0; static C: &'static str = 1;"),
        &["static", "static"],
    );
    refused(faults("unsafe { a }"), &["unsafe"]);
    refused(faults("async fn a() { b.print(); print!() }"), &["async", "print!"]);
    refused(faults("// HashMap\nfn a() -> BTreeMap<&'static str, Duration> { \"async\" }"), &[]);
    refused(purity_faults(&Source::new("xml/scan/sse2.rs", "unsafe { a }")), &[]);
    let test = "#[cfg(test)]\nmod tests { use std::fs; }";
    refused(faults(test), &[]);
}

#[test]
fn unsafe_code_is_found() {
    let faults = |path: &str| unsafe_faults(&Source::new(path, "// unsafe\nunsafe { a }"));
    refused(faults("core/src/jid/mod.rs"), &["core/src/jid/mod.rs:2: unsafe code"]);
    refused(faults("bindings/tokio/src/lib.rs"), &["unsafe code"]);
    refused(faults("ffi/c/src/text.rs"), &[]);
}

#[test]
fn neighbours_are_found() {
    let sources = [
        Source::new("xep/mod.rs", "mod ping; use ping::Ping;"),
        Source::new("xep/context.rs", "use super::Extension;"),
        Source::new("xep/ping.rs", "use super::{Context, context::Own, disco::Disco};"),
        Source::new("xep/disco.rs", "use crate::xep::disco::Disco;\nuse crate::xep::ping;"),
    ];
    let faults = sources.iter().flat_map(|source| neighbour_faults(source, &sources)).collect();
    refused(faults, &["ping must not import disco", "disco.rs:2: disco must not import ping"]);
}

#[test]
fn long_files_are_found() {
    let tests = format!("#[cfg(test)]\nmod tests {{{}}}\n", "\n".repeat(300));
    refused(size_faults(&Source::new("a.rs", "\n".repeat(600) + &tests)), &[]);
    refused(size_faults(&Source::new("a.rs", "\n".repeat(601) + &tests)), &["601 lines"]);
}

#[test]
fn wrong_tables_are_found() {
    let source = |path: &str, head: &str| Source::new(path, head);
    let code = [
        source("xep/ping.rs", "//! XEP-0199: XMPP Ping (version 2.0.1).\n"),
        source("payload/delay.rs", "//! XEP-0203: Delayed\n//! Delivery (version 2.0). More.\n"),
        source("xml/mod.rs", "//! As XEP-0198 says: nothing.\n"),
    ];
    let rows =
        ["| XEP-0199 | XMPP Ping | 2.0.1 | yes |", "| XEP-0203 | Delayed Delivery | 2.0 | |"];
    refused(table_faults(&rows.join("\n"), &code), &[]);
    refused(table_faults(rows[0], &code), &["no row for XEP-0203, which payload/delay.rs"]);
    refused(table_faults(&rows.join("\n").replace("2.0.1", "2.1"), &code), &["XEP-0199 is"]);
    let more = rows.join("\n") + "\n| XEP-0004 | Data Forms | 2.13.1 | |";
    refused(table_faults(&more, &code), &["XEP-0004: no file's head says so"]);
    refused(head_faults(&source("xep/ping.rs", "//! Pings.\n")), &["begin it with"]);
    refused(head_faults(&source("xep/roster.rs", "//! RFC 6121 section 2: the roster.\n")), &[]);
}

#[test]
fn unfinished_work_is_found() {
    refused(
        unfinished_faults("a/b.rs", "fn a() { todo!() }\n// FIXME: b\n"),
        &["b.rs:1", "b.rs:2"],
    );
    refused(unfinished_faults("a.md", "METODOS, unimplemented; todo = 1\n"), &[]);
}
