//! What of the header is not made by cbindgen: the loop at its head, the names of what is opaque.

use std::path::{Path, PathBuf};

use crate::c_accessors::opaque_h;
use crate::model::Model;

/// What a program holds and frees.
pub const HANDLES: [(&str, &str); 9] = [
    (
        "xmpp_engine",
        "An engine: one account's client. Any number of them, each used by one thread at a time.",
    ),
    ("xmpp_shared", "What many engines have in common; counted, usable from any thread."),
    ("xmpp_roots", "Authorities to trust."),
    ("xmpp_builder", "An element that is being made."),
    ("xmpp_parser", "A parser for one XML stream."),
    ("xmpp_jid", "An address (RFC 7622)."),
    ("xmpp_message", "Lent. A message."),
    ("xmpp_presence", "Lent. A presence."),
    ("xmpp_iq", "Lent. An info/query."),
];

/// The order of the header: what stands in front is declared before.
const ORDER: [&str; 18] = [
    "text.rs",
    "error.rs",
    "generated/errors.rs",
    "input.rs",
    "generated/structs.rs",
    "output.rs",
    "roots.rs",
    "shared.rs",
    "engine.rs",
    "generated/commands.rs",
    "generated/numbers.rs",
    "generated/accessors.rs",
    "words.rs",
    "stanza.rs",
    "element.rs",
    "builder.rs",
    "jid.rs",
    "parser.rs",
];

/// The files that cbindgen reads.
pub fn sources(folder: &Path) -> Vec<PathBuf> {
    ORDER.iter().map(|name| folder.join(name)).collect()
}

/// The first lines: what the library is, and the loop.
pub fn head() -> String {
    include_str!("head.h").trim_end().replace("@VERSION@", env!("CARGO_PKG_VERSION"))
}

/// The last lines: helpers that are inline.
pub fn trailer() -> String {
    include_str!("trailer.h").trim_end().to_owned()
}

/// Names of what is opaque.
pub fn opaque(model: &Model) -> String {
    let handles = HANDLES
        .iter()
        .map(|(name, docs)| format!("/** {docs} */\ntypedef struct {name} {name};\n\n"));
    handles.collect::<String>() + &opaque_h(model)
}

/// `Out<T> name`, an alias that cbindgen does not see through, becomes `T *name`.
pub fn without_aliases(header: &str) -> String {
    let mut parts = header.split("Out<");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once("> ") {
            Some((ty, rest)) => out.extend([ty, " *", rest]),
            None => out.extend(["Out<", part]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_seen_through() {
        let header = "bool f(int32_t a, Out<uint64_t> out);\nint32_t g(Out<xmpp_str> text);";
        let want = "bool f(int32_t a, uint64_t *out);\nint32_t g(xmpp_str *text);";
        assert_eq!(without_aliases(header), want);
    }
}
