//! The generated Swift reads what comes over the border through `Data`, an integer at a time and each
//! text by way of an array: most of what a message costs. Here it is given a reader that looks at the
//! memory itself. Everything else in the module stays as it is.

use std::fs;
use std::path::Path;

use crate::docs::foreign;

const TUPLE: &str = "(data: Data, offset: Data.Index)";
const FIRST: &str = "fileprivate func createReader(data: Data)";
const BEHIND: &str = "// Reads a float at the current offset.";
const LIFTS: &str = "        var reader = createReader(data: Data(rustBuffer: buf))\n";
const FREES: &str = "        buf.deallocate()\n        return value\n";

/// Gives the module in a folder the quicker reader.
///
/// # Errors
/// The module cannot be read or written, or has not the form that this knows.
pub fn quicken(folder: &Path) -> Result<(), String> {
    let file = folder.join("xmpp_foreign.swift");
    let told = |error: std::io::Error| format!("{}: {error}", file.display());
    let module = fs::read_to_string(&file).map_err(told)?;
    fs::write(&file, foreign(&quickened(&module)?)).map_err(told)
}

fn quickened(module: &str) -> Result<String, String> {
    let (head, rest) = once(module, FIRST)?;
    let (_, tail) = rest.split_once(BEHIND).ok_or_else(|| unknown(BEHIND))?;
    let module = [head, include_str!("reader.swift"), BEHIND, tail].concat();
    let (head, lift) = once(&module, LIFTS)?;
    let tail = lift.strip_prefix(LIFTS).and_then(|lift| lift.split_once(FREES));
    let (read, tail) = tail.ok_or_else(|| unknown(FREES))?;
    let lift = "        defer { buf.deallocate() }\n        var reader = ForeignReader(buf)\n";
    let module = [head, lift, read, "        return value\n", tail].concat();
    Ok(module
        .replace("_ reader: (data: Data, offset: Data.Index)", "_ reader: ForeignReader")
        .replace(TUPLE, "ForeignReader")
        .replace("reader.offset < reader.data.count", "reader.left > 0"))
}

/// What is in front of the one place with this text, and the rest.
fn once<'a>(module: &'a str, text: &str) -> Result<(&'a str, &'a str), String> {
    match module.matches(text).count() {
        1 => Ok(module.split_at(module.find(text).unwrap_or_default())),
        _ => Err(unknown(text)),
    }
}

fn unknown(text: &str) -> String {
    format!("another uniffi: the Swift module has not exactly one {text:?}")
}
