//! The canonical line of a refusal, made in C from its code and, for what its fields were, from its
//! sentence: all that the border tells.

use crate::declarations::Variant;
use crate::model::{Model, REFUSALS};
use crate::names::error_code;
use std::fmt::Write;

/// A table of all refusals for `tests/c/canonical.h`.
pub fn refusals(model: &Model) -> String {
    let mut out = "\nCANONICAL_PART static const refusal refusals[] = {\n".to_owned();
    for failure in REFUSALS.iter().map(|name| model.known(name)) {
        for variant in &failure.variants {
            let code = error_code(&failure.name, &variant.name);
            let _ = writeln!(out, "  {{{code}, \"{}\", \"{}\"}},", variant.name, pattern(variant));
        }
    }
    out + "};\n"
}

/// The sentence, with the field's name and the sign of its shape in braces: `"` for a text, `#` for a
/// number, `?` for what a sentence cannot tell. Empty without fields.
fn pattern(variant: &Variant) -> String {
    let mut pattern = variant.sentence.clone().unwrap_or_default();
    if variant.fields.is_empty() {
        return String::new();
    }
    for field in &variant.fields {
        let sign = match field.ty.as_str() {
            "String" => "\\\"",
            "u16" | "u32" | "u64" => "#",
            _ => "?",
        };
        let name = &field.name;
        pattern = pattern.replace(&format!("{{{name}}}"), &format!("{{{name}{sign}}}"));
    }
    pattern
}
