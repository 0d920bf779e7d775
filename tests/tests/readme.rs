//! The bots that the README shows are the ones that are run.

use std::fs::read_to_string;
use std::path::Path;

/// The language as the README names it, and its bot.
const BOTS: [(&str, &str); 3] = [
    ("python", "bindings/python/examples/echo.py"),
    ("kotlin", "bindings/kotlin/examples/Echo.kt"),
    ("swift", "bindings/swift/Examples/Echo/main.swift"),
];

fn read(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    read_to_string(root.join(name)).expect("a file of ours")
}

/// What stands behind the imports.
fn code(text: &str) -> String {
    let is_import = |line: &str| line.starts_with("import ") || line.starts_with("from ");
    let lines: Vec<&str> = text.lines().collect();
    let last = lines.iter().rposition(|line| is_import(line)).expect("it imports us");
    lines[last + 1..].join("\n").trim().to_owned()
}

#[test]
fn the_readme_shows_the_bots_of_all_languages() {
    let readme = read("README.md");
    for (language, path) in BOTS {
        let shown = format!("```{language}\n{}\n```", code(&read(path)));
        assert!(readme.contains(&shown), "README and {path} differ");
    }
}
