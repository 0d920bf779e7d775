//! The numbers of variants and of errors.

use crate::declarations::Declaration;
use crate::model::{LENT, Model, REFUSALS, STRUCTS, Shape, fields, is_flat};
use crate::names::{constant, error_code};
use crate::register::Register;
use crate::text::{docs, head};
use std::fmt::Write;

/// The head of `abi/numbers.txt`.
const HEAD: &str = "\
# The numbers of the C border. Appended to by `UPDATE=1 cargo test -p xmpp-generate`; a line that is
# here stays as it is, since programs are compiled with it.
";

/// Choices that functions and views made by hand carry as numbers.
const BY_HAND: [&str; 7] =
    ["Output", "Verdict", "ConnectFailure", "MessageKind", "PresenceKind", "IqKind", "Show"];

/// What a function may answer that no failure of the core says.
const OWN_ERRORS: [(&str, &str); 8] = [
    ("NULL", "A pointer that has to be there was NULL."),
    ("UTF8", "A text is not UTF-8."),
    (
        "POISONED",
        "A bug of the library: it panicked in this call or an earlier one with this handle, which can \
         only be freed.",
    ),
    (
        "SIZE",
        "A size is impossible: a struct's is smaller than any known one or larger with settings that \
         this library does not know, the seed has not 32 octets, or a length is beyond the memory.",
    ),
    ("HANDLE", "The handle was freed before, or is none of this kind."),
    ("VALUE", "A number stands for nothing that this library knows."),
    ("PEM", "There is no certificate in it, or one that is damaged."),
    ("EMPTY", "There is nothing to give: what was asked for is not there."),
];

/// Numbers for the first failure of the core; below are the border's own.
const FIRST_FAILURE: i32 = 100;

/// The choices whose variants have numbers, in the order of declaration.
fn numbered(model: &Model) -> Vec<&Declaration> {
    let lent = model.reachable(&LENT);
    let sources = lent.iter().copied().chain(STRUCTS.iter().map(|name| model.known(name)));
    let mut names: Vec<&str> = sources.clone().map(|d| d.name.as_str()).chain(BY_HAND).collect();
    for field in sources.flat_map(fields) {
        if let (_, Shape::Flat(choice)) = model.shape(&field.ty) {
            names.push(&choice.name);
        }
    }
    let choices = model.table.iter().filter(|d| d.kind == "choice" || d.kind == "failure");
    choices.filter(|d| !d.variants.is_empty() && names.contains(&d.name.as_str())).collect()
}

/// `src/generated/numbers.rs`; what is new is added to the register.
pub fn numbers_rs(model: &Model, register: &mut Register) -> String {
    let mut out = head("Numbers of kinds: 0 is always \"none, or unknown to this program\".");
    out.push_str("use crate::number::{FromNumber, Numbered};\nuse ::xmpp_engine::declared::*;\n");
    for choice in numbered(model) {
        let names: Vec<String> =
            choice.variants.iter().map(|v| constant(&choice.name, &v.name)).collect();
        for (variant, name) in choice.variants.iter().zip(&names) {
            let number = register.number(&names, name, 1);
            let _ = write!(out, "\n{}", docs(&variant.docs, ""));
            let _ = writeln!(out, "pub const {name}: i32 = {number};");
        }
        numbered_impl(&mut out, choice, &names);
    }
    out
}

fn numbered_impl(out: &mut String, choice: &Declaration, names: &[String]) {
    let owner = &choice.name;
    let _ = write!(
        out,
        "\nimpl Numbered for {owner} {{\n    fn number(&self) -> i32 {{\n        match self {{\n"
    );
    for (variant, name) in choice.variants.iter().zip(names) {
        let fields = if variant.fields.is_empty() { "" } else { " { .. }" };
        let _ = writeln!(out, "            {owner}::{}{fields} => {name},", variant.name);
    }
    out.push_str("            _ => 0,\n        }\n    }\n}\n");
    if is_flat(choice) {
        from_number(out, choice, names);
    }
}

fn from_number(out: &mut String, choice: &Declaration, names: &[String]) {
    let owner = &choice.name;
    let _ = write!(
        out,
        "\nimpl FromNumber for {owner} {{\n    fn from_number(number: i32) -> Option<Self> {{\n        \
         Some(match number {{\n"
    );
    for (variant, name) in choice.variants.iter().zip(names) {
        let _ = writeln!(out, "            {name} => {owner}::{},", variant.name);
    }
    out.push_str("            _ => return None,\n        })\n    }\n}\n");
}

/// `src/generated/errors.rs`; what is new is added to the register.
pub fn errors_rs(model: &Model, register: &mut Register) -> String {
    let mut out = head("Error codes: the border's own, then one for each way the core may refuse.");
    out.push_str("use crate::error::Coded;\nuse ::xmpp_engine::declared::*;\n");
    out.push_str("\n/// It was done.\npub const XMPP_OK: i32 = 0;\n");
    let own: Vec<String> = OWN_ERRORS.iter().map(|(name, _)| format!("XMPP_ERR_{name}")).collect();
    for ((_, words), name) in OWN_ERRORS.iter().zip(&own) {
        let number = register.number(&own, name, 1);
        let _ = write!(out, "\n{}pub const {name}: i32 = {number};\n", docs(words, ""));
    }
    let failures: Vec<&Declaration> = REFUSALS.iter().map(|name| model.known(name)).collect();
    let codes = |d: &Declaration| -> Vec<String> {
        d.variants.iter().map(|variant| error_code(&d.name, &variant.name)).collect()
    };
    let group: Vec<String> = failures.iter().flat_map(|failure| codes(failure)).collect();
    for failure in failures {
        let names = codes(failure);
        for (variant, name) in failure.variants.iter().zip(&names) {
            let number = register.number(&group, name, FIRST_FAILURE);
            let _ = write!(out, "\n{}pub const {name}: i32 = {number};\n", docs(&variant.docs, ""));
        }
        coded_impl(&mut out, failure, &names);
    }
    names_of(&mut out, own.iter().chain(&group));
    out
}

/// For programs that have a code and no engine to ask.
fn names_of<'a>(out: &mut String, names: impl Iterator<Item = &'a String>) {
    out.push_str("\n/// The name of a code; empty for one that is unknown.\n");
    out.push_str("pub fn error_name(code: i32) -> &'static str {\n    match code {\n");
    out.push_str("        XMPP_OK => \"XMPP_OK\",\n");
    for name in names {
        let _ = writeln!(out, "        {name} => \"{name}\",");
    }
    out.push_str("        _ => \"\",\n    }\n}\n");
}

fn coded_impl(out: &mut String, failure: &Declaration, names: &[String]) {
    let owner = &failure.name;
    let _ = write!(
        out,
        "\nimpl Coded for {owner} {{\n    fn code(&self) -> i32 {{\n        match self {{\n"
    );
    for (variant, name) in failure.variants.iter().zip(names) {
        let fields = if variant.fields.is_empty() { "" } else { " { .. }" };
        let _ = writeln!(out, "            {owner}::{}{fields} => {name},", variant.name);
    }
    out.push_str("            _ => XMPP_ERR_VALUE,\n        }\n    }\n}\n");
}

/// `abi/numbers.txt`.
pub fn numbers_txt(register: &Register) -> String {
    register.text(HEAD)
}
