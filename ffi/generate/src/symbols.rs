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

/// Functions of an older header that a newer one declares in another way, or not at all: a program
/// compiled with the one would call the library of the other wrongly.
pub fn changed(old: &str, new: &str) -> Vec<String> {
    let new = prototypes(new);
    prototypes(old).into_iter().filter(|prototype| !new.contains(prototype)).collect()
}

/// What a header declares, names of parameters included, one line each.
fn prototypes(header: &str) -> Vec<String> {
    let comments = header.split("/*").enumerate().filter_map(|(i, part)| match i {
        0 => Some(part),
        _ => part.split_once("*/").map(|(_, behind)| behind),
    });
    let code: String = comments.collect();
    let parts = code.split([';', '{', '}']);
    let parts = parts.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    parts.filter(|part| part.ends_with(')') && part.contains(" xmpp_")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_functions_are_found() {
        let old = "/** Docs (of f); */\nint32_t xmpp_f(bool a);\n\nbool xmpp_g(void);\n";
        let new = "bool xmpp_g(void);\nint32_t xmpp_f(int32_t a);\nbool xmpp_h(void);\n";
        assert_eq!(changed(old, new), ["int32_t xmpp_f(bool a)"]);
        assert_eq!(changed(old, &format!("{old}{new}")), Vec::<String>::new());
    }

    #[test]
    fn symbols_keep_their_version() {
        let names = ["xmpp_a", "xmpp_b"].map(str::to_owned);
        let text = symbols_txt(&names, "# head\nxmpp_b 0.0\n");
        let version = env!("CARGO_PKG_VERSION").rsplit_once('.').expect("a version").0;
        assert!(text.ends_with(&format!("xmpp_a {version}\nxmpp_b 0.0\n")), "{text}");
    }
}
