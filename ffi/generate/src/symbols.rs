//! The functions that the library exports, and the version that each came with.

use std::path::PathBuf;

/// The head of `abi/symbols.txt`.
const HEAD: &str = "\
# Every function of libxmpp and the version that introduced it. Appended to by
# `UPDATE=1 cargo test -p xmpp-generate`; a line that is here stays as it is.
";

/// The names of all exported functions in these files.
pub fn exported(sources: &[PathBuf]) -> Vec<String> {
    let mut names = Vec::new();
    for path in sources {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        for behind in text.split("extern \"C\" fn ").skip(1) {
            names.extend(behind.split(['(', '<']).next().map(str::to_owned));
        }
    }
    names.sort();
    names
}

/// The file's text with these names.
pub fn symbols_txt(names: &[String], old: &str) -> String {
    let version: Vec<&str> = env!("CARGO_PKG_VERSION").split('.').take(2).collect();
    let mut lines: Vec<String> =
        old.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    for name in names {
        if !lines.iter().any(|line| line.split(' ').next() == Some(name)) {
            lines.push(format!("{name} {}", version.join(".")));
        }
    }
    let gone = |line: &&String| !names.iter().any(|name| line.split(' ').next() == Some(name));
    lines = lines.iter().filter(|line| !gone(line)).cloned().collect();
    lines.sort();
    HEAD.to_owned() + &lines.iter().map(|line| format!("{line}\n")).collect::<String>()
}
