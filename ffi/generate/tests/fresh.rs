//! Everything that is made from the declarations is fresh, and keeps its promises.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use xmpp_generate::foreign::{Kotlin, Language, Python, Swift, commands, lines};
use xmpp_generate::model::Model;
use xmpp_generate::register::{Register, broken_promises};
use xmpp_generate::{
    c_accessors, c_canonical, c_commands, c_header, c_numbers, c_structs, symbols,
};

const COMMAND: &str = "UPDATE=1 cargo test -p xmpp-generate";

fn border() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../c")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(border().join(name)).unwrap_or_default()
}

fn updates() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// Compares a file with what it must be, or writes it.
fn fresh(name: &str, want: &str, same: fn(&str, &str) -> bool) {
    let is = read(name);
    if same(&is, want) {
        return;
    }
    assert!(updates(), "ffi/c/{name} is stale: run `{COMMAND}`");
    std::fs::write(border().join(name), want).expect("ffi/c is writable");
}

/// Rust, laid out by rustfmt.
fn fresh_rust(name: &str, want: &str) {
    match formatted(want) {
        Some(want) => fresh(name, &want, |is, want| is == want),
        None => eprintln!("SKIPPED {name}: there is no `rustfmt` on the PATH"),
    }
}

fn formatted(text: &str) -> Option<String> {
    let config = border().join("../../rustfmt.toml");
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(config)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut input = rustfmt.stdin.take().expect("a pipe");
    std::io::Write::write_all(&mut input, text.as_bytes()).expect("rustfmt reads");
    drop(input);
    let output = rustfmt.wait_with_output().expect("rustfmt ends");
    assert!(output.status.success(), "rustfmt does not take\n{text}");
    Some(String::from_utf8(output.stdout).expect("Rust is UTF-8"))
}

/// A file that is only ever appended to.
fn fresh_register(name: &str, want: &str) {
    let broken = broken_promises(&read(name), want);
    assert!(broken.is_empty(), "ffi/c/{name}: programs are compiled with {broken:?}");
    fresh(name, want, |is, want| is == want);
}

/// One test, since the header is made of the files that come before it.
#[test]
fn everything_is_fresh() {
    let model = Model::new();
    let mut numbers = Register::read(&read("abi/numbers.txt"));
    fresh_rust("src/generated/numbers.rs", &c_numbers::numbers_rs(&model, &mut numbers));
    fresh_rust("src/generated/errors.rs", &c_numbers::errors_rs(&model, &mut numbers));
    fresh_register("abi/numbers.txt", &c_numbers::numbers_txt(&numbers));
    let (structs, order) = c_structs::structs_rs(&model, &read("abi/structs.txt"));
    fresh_rust("src/generated/structs.rs", &structs);
    fresh_register("abi/structs.txt", &order);
    fresh_rust("src/generated/opaque.rs", &c_accessors::opaque_rs(&model));
    fresh_rust("src/generated/accessors.rs", &c_accessors::accessors_rs(&model));
    fresh_rust("src/generated/commands.rs", &c_commands::commands_rs(&model));
    let sources = c_header::sources(&border().join("src"));
    let header = header(&model, &sources);
    let changed = symbols::changed(&read("include/xmpp.h"), &header);
    assert!(changed.is_empty(), "programs call these as the old header says: {changed:#?}");
    fresh("include/xmpp.h", &header, |is, want| is == want);
    fresh("tests/c/canonical.h", &c_canonical::canonical_h(&model), |is, want| is == want);
    let names = symbols::exported(&sources);
    fresh_register("abi/symbols.txt", &symbols::symbols_txt(&names, &read("abi/symbols.txt")));
}

/// What stands beside the generated modules of the other languages.
#[test]
fn the_other_languages_are_fresh() {
    let model = Model::new();
    fresh_in(&model, &Python);
    fresh_in(&model, &Kotlin);
    fresh_in(&model, &Swift);
}

fn fresh_in<L: Language>(model: &Model, language: &L) {
    for (path, want) in
        [(L::COMMANDS, commands(model, language)), (L::LINES, lines(model, language))]
    {
        fresh(&format!("../../{path}"), &want, |is, want| is == want);
    }
}

/// cbindgen lays out what `c_header` has put together.
fn header(model: &Model, sources: &[PathBuf]) -> String {
    let mut builder = cbindgen::Builder::new();
    for source in sources {
        builder = builder.with_src(source);
    }
    let mut config = cbindgen::Config {
        language: cbindgen::Language::C,
        style: cbindgen::Style::Type,
        cpp_compat: true,
        usize_is_size_t: true,
        no_includes: true,
        documentation_style: cbindgen::DocumentationStyle::Auto,
        line_length: 100,
        header: Some(c_header::head()),
        after_includes: Some(c_header::opaque(model)),
        trailer: Some(c_header::trailer()),
        ..cbindgen::Config::default()
    };
    config.export.exclude = c_header::HANDLES.iter().map(|(name, _)| (*name).to_owned()).collect();
    config.function.sort_by = Some(cbindgen::SortKey::None);
    let bindings = builder.with_config(config).generate().expect("cbindgen reads the border");
    let mut out = Vec::new();
    bindings.write(&mut out);
    c_header::without_aliases(&String::from_utf8(out).expect("a header is UTF-8"))
}
