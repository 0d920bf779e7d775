//! Reads the repository's own sources for the tests that hold the house rules. No parser: a
//! blanking pass and word search, which is enough for code that rustfmt has laid out.

use std::ops::Range;
use std::path::{Path, PathBuf};

/// One source file of the core.
pub struct Source {
    /// Relative to `core/src`, with `/`: `stanza/message.rs`.
    pub path: String,
    /// The file as it stands.
    pub text: String,
    /// The same length as `text`, but comments, string contents and test modules are spaces.
    pub code: String,
    /// Lines of the file that belong to inline test modules.
    pub test_lines: usize,
}

/// The root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every source file of the core in the order of paths, apart from those of test modules.
pub fn core_sources() -> Vec<Source> {
    let root = repository().join("core/src");
    let sources: Vec<Source> = files_below(&root)
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| Source::new(&relative(path, &root), read(path)))
        .collect();
    let tests: Vec<String> = sources.iter().flat_map(Source::test_files).collect();
    sources.into_iter().filter(|source| !tests.contains(&source.path)).collect()
}

impl Source {
    /// A file with this path below `core/src` and this text.
    pub fn new(path: &str, text: impl Into<String>) -> Source {
        let text = text.into();
        let mut code = blank(&text);
        let mut test_lines = 0;
        for range in test_modules(&text, &code) {
            test_lines += text[range.clone()].lines().count();
            code.replace_range(range.clone(), &spaces(&text[range]));
        }
        Source { path: path.to_owned(), text, code, test_lines }
    }

    /// The module path: `["stanza", "message"]`; empty for `lib.rs`.
    pub fn module(&self) -> Vec<&str> {
        let stem = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        match stem.strip_suffix("/mod").unwrap_or(stem) {
            "lib" => Vec::new(),
            stem => stem.split('/').collect(),
        }
    }

    /// The `//!` lines at the head, joined by spaces.
    pub fn head(&self) -> String {
        let lines = self.text.lines().map_while(|line| line.strip_prefix("//!"));
        lines.map(str::trim).collect::<Vec<_>>().join(" ")
    }

    /// The 1-based line of an offset.
    pub fn line(&self, offset: usize) -> usize {
        self.text[..offset].matches('\n').count() + 1
    }

    /// Every path in the code with its offset, `use` groups taken apart: `crate::xml::Element`.
    /// A path is at least two names long.
    pub fn paths(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.code.len() {
            let rest = &self.code[at..];
            let length = path_length(rest);
            let before = self.code[..at].chars().next_back();
            if length == 0 || before.is_some_and(|c| is_word(c) || c == ':') {
                at += rest.chars().next().map_or(1, char::len_utf8);
            } else {
                take_apart(rest, |path| found.push((at, path)));
                at += length;
                if self.code[..at].ends_with("::") && self.code[at..].starts_with('{') {
                    at = balanced(&self.code, at).end;
                }
            }
        }
        found
    }

    /// The files that hold test modules declared in this one as `#[cfg(test)] mod name;`.
    fn test_files(&self) -> Vec<String> {
        let folder = match self.path.strip_suffix("mod.rs").or(self.path.strip_suffix("lib.rs")) {
            Some(folder) => folder.to_owned(),
            None => self.path.trim_end_matches(".rs").to_owned() + "/",
        };
        modules(self)
            .iter()
            .filter(|module| module.gate.as_deref() == Some("test"))
            .flat_map(|module| ["{}.rs", "{}/mod.rs"].map(|form| form.replace("{}", &module.name)))
            .map(|file| format!("{folder}{file}"))
            .collect()
    }
}

/// A `mod name;` of a file.
pub struct Module {
    /// Its name.
    pub name: String,
    /// Whether it is marked `pub` in any form.
    pub visible: bool,
    /// What stands in its `#[cfg(..)]`.
    pub gate: Option<String>,
}

/// The modules that a file declares and keeps in files of their own.
pub fn modules(source: &Source) -> Vec<Module> {
    words(&source.code, "mod")
        .into_iter()
        .filter_map(|at| {
            let (name, rest) = name_after(&source.code[at + 3..])?;
            rest.trim_start().starts_with(';').then(|| {
                let line = source.code[..at].rfind('\n').map_or(0, |end| end + 1);
                Module {
                    name: name.to_owned(),
                    visible: source.code[line..at].contains("pub"),
                    gate: gate_before(&source.text, line),
                }
            })
        })
        .collect()
}

/// What stands in the `#[cfg(..)]` among the attributes directly above the line at `start`.
pub fn gate_before(text: &str, start: usize) -> Option<String> {
    let above = text[..start].lines().rev();
    let attributes =
        above.map(str::trim).take_while(|l| l.starts_with("#[") || l.starts_with("//"));
    attributes
        .filter_map(|line| line.strip_prefix("#[cfg(")?.strip_suffix(")]"))
        .map(str::to_owned)
        .next()
}

/// The name at the start of `text`, white space apart, and what follows it.
pub fn name_after(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Where `word` stands in `code` with no letter, digit or `_` beside it.
pub fn words(code: &str, word: &str) -> Vec<usize> {
    code.match_indices(word)
        .map(|(at, _)| at)
        .filter(|&at| {
            let before = code[..at].chars().next_back();
            let after = code[at + word.len()..].chars().next();
            let open = |c: Option<char>| !c.is_some_and(is_word);
            (open(before) || !word.starts_with(is_word))
                && (open(after) || !word.ends_with(is_word))
        })
        .collect()
}

/// From the bracket at `open` to behind the one that closes it.
pub fn balanced(code: &str, open: usize) -> Range<usize> {
    let mut depth = 0usize;
    for (at, c) in code[open..].char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            return open..open + at + 1;
        }
    }
    open..code.len()
}

/// Every file below a folder in the order of paths; build output, git's own files, caches and
/// whatever else begins with a dot (except `.ci`) left out.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
            let skipped = name.starts_with('.') && name != ".ci";
            !skipped && !["target", "node_modules", "__pycache__"].contains(&name.as_ref())
        })
        .collect();
    entries.sort();
    entries
        .into_iter()
        .flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] })
        .collect()
}

/// A file's text; what is not UTF-8 is replaced.
pub fn read(path: &Path) -> String {
    let octets = std::fs::read(path);
    let octets = octets.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    String::from_utf8_lossy(&octets).into_owned()
}

/// `path` seen from `root`, with `/`.
pub fn relative(path: &Path, root: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// As many spaces as there are octets, line ends kept.
fn spaces(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}

/// Replaces comments and the contents of literals by spaces of the same length.
fn blank(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    while let Some(plain) = text[code.len()..].find(['/', '"', '\'', 'b', 'c', 'r']) {
        code.push_str(&text[code.len()..][..plain]);
        let rest = &text[code.len()..];
        match skipped_length(rest, code.chars().next_back().is_some_and(is_word)) {
            0 => code.push_str(&rest[..1]),
            length => code.push_str(&spaces(&rest[..length])),
        }
    }
    code.push_str(&text[code.len()..]);
    code
}

/// The length of the comment or literal at the start of `rest`; 0 if there is none.
fn skipped_length(rest: &str, after_word: bool) -> usize {
    let end_of = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return end_of("*/");
    }
    let prefixed = rest.trim_start_matches(['b', 'c', 'r']);
    let hashes = prefixed.len() - prefixed.trim_start_matches('#').len();
    let prefix = rest.len() - prefixed.len();
    if prefixed[hashes..].starts_with('"') && (prefix == 0 || !after_word) {
        let raw = rest[..prefix].contains('r');
        return match (raw, hashes) {
            (true, _) => raw_length(rest, prefix + hashes + 1, hashes),
            (false, 0) => quoted_length(rest, prefix + 1),
            (false, _) => 0,
        };
    }
    character_length(rest)
}

fn raw_length(rest: &str, start: usize, hashes: usize) -> usize {
    let end = format!("\"{}", "#".repeat(hashes));
    rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len())
}

fn quoted_length(rest: &str, start: usize) -> usize {
    let mut escaped = false;
    for (at, c) in rest[start..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return start + at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of a character literal, which is not a lifetime.
fn character_length(rest: &str) -> usize {
    let Some(inside) = rest.strip_prefix('\'') else { return 0 };
    let first = inside.chars().next().unwrap_or('\'');
    let from = if first == '\\' { 2 } else { first.len_utf8() };
    match inside.get(from..).and_then(|tail| tail.find('\'')) {
        Some(0) if first != '\'' => from + 2,
        Some(more) if first == '\\' => from + more + 2,
        _ => 0,
    }
}

/// The inline test modules of a file.
fn test_modules(text: &str, code: &str) -> Vec<Range<usize>> {
    let attributes = text.match_indices("#[cfg(test)]").map(|(at, _)| at);
    attributes
        .filter(|&at| code[at..].starts_with("#[cfg(test)]"))
        .filter_map(|at| {
            let after = code[at + "#[cfg(test)]".len()..].trim_start();
            let body = after.strip_prefix("mod ")?.trim_start_matches(|c| is_word(c) || c == ' ');
            body.starts_with('{').then(|| at..balanced(code, code.len() - body.len()).end)
        })
        .collect()
}

/// The length of the path at the start of `rest`, up to its last `::` or name; 0 if there is none.
fn path_length(rest: &str) -> usize {
    let mut length = 0;
    loop {
        let name = rest[length..].find(|c| !is_word(c)).unwrap_or(rest.len() - length);
        if name == 0 || !rest[length + name..].starts_with("::") {
            return if length == 0 { 0 } else { length + name };
        }
        length += name + 2;
    }
}

/// Hands out every single path of the path or group at the start of `text`.
fn take_apart(text: &str, mut found: impl FnMut(String)) {
    let mut open = vec![(String::new(), text)];
    while let Some((prefix, text)) = open.pop() {
        let text = text.trim_start();
        let length = match path_length(text) {
            0 => text.find(|c| !is_word(c)).unwrap_or(text.len()),
            length => length,
        };
        let path = format!("{prefix}{}", &text[..length]);
        if path.ends_with("::") && text[length..].starts_with('{') {
            let group = balanced(text, length);
            let inside = &text[group.start + 1..group.end.max(2) - 1];
            open.extend(split_top(inside).map(|part| (path.clone(), part)));
        } else {
            found(path.trim_end_matches("::").to_owned());
        }
    }
}

/// The parts of a group between the commas of its first level.
fn split_top(group: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    group
        .split(move |c| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            c == ',' && depth == 0
        })
        .filter(|part| !part.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_comments_and_literals_only() {
        let source =
            Source::new("a.rs", "a /* b */ \"c\\\"d\" 'e' '\\'' &'f g b\"h\" r#\"i\"#; // j");
        assert_eq!(source.code.split_whitespace().collect::<String>(), "a&'fg;");
        assert_eq!(source.code.len(), source.text.len());
    }

    #[test]
    fn blanks_test_modules() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { '{'; }\n}\n";
        let source = Source::new("a.rs", text);
        assert_eq!(source.code.trim(), "fn a() {}");
        assert_eq!(source.test_lines, 4);
    }

    #[test]
    fn finds_every_path() {
        let code =
            "use crate::{a::{b, c as d}, e, f::*};\nfn g(h: super::i::J<k::L>) { $crate::m!(); }";
        let source = Source::new("a.rs", code);
        let mut paths: Vec<String> = source.paths().into_iter().map(|(_, path)| path).collect();
        paths.sort();
        let want = ["crate::a::b", "crate::a::c", "crate::e", "crate::f", "crate::m", "k::L"];
        assert_eq!(paths[..6], want);
        assert_eq!(paths[6..], ["super::i::J"]);
        assert_eq!(source.paths().iter().filter(|(at, _)| source.line(*at) == 2).count(), 3);
    }

    #[test]
    fn knows_modules_and_their_gates() {
        let text = "#[cfg(feature = \"x\")]\npub mod a;\nmod b;\n#[cfg(test)]\nmod c;\nmod d {}\n";
        let source = Source::new("m/mod.rs", text);
        let found: Vec<_> =
            modules(&source).into_iter().map(|m| (m.name, m.visible, m.gate)).collect();
        assert_eq!(found[0], ("a".into(), true, Some("feature = \"x\"".into())));
        assert_eq!(found[1], ("b".into(), false, None));
        assert_eq!(found[2].2.as_deref(), Some("test"));
        assert_eq!(found.len(), 3);
        assert_eq!(source.test_files(), ["m/c.rs", "m/c/mod.rs"]);
    }
}
