//! Small helpers that write Rust.

use crate::names::{c_type, constant};

/// What every generated file begins with.
pub fn head(what: &str) -> String {
    format!(
        "//! {what}\n//!\n//! Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's \
         declarations.\n\n"
    )
}

/// Docs as `///` lines, markup of Rust's own links taken off.
pub fn docs(text: &str, indent: &str) -> String {
    let plain = in_c(&plain(text));
    let lines = plain.lines().flat_map(|line| wrapped(line, 96 - indent.len()));
    lines.map(|line| format!("{indent}/// {line}").trim_end().to_owned() + "\n").collect()
}

/// The pieces of a line that is too long.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    if line.len() <= width {
        return vec![line.to_owned()];
    }
    for word in line.split(' ') {
        let last = lines.last_mut().map_or(0, |last| last.len());
        if last > 0 && last + 1 + word.len() > width {
            lines.push(String::new());
        }
        if let Some(last) = lines.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

/// The first sentence of docs, on one line.
pub fn first_sentence(text: &str) -> String {
    let text = plain(text).replace('\n', " ");
    match text.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None => text,
    }
}

/// `[`Wait`](crate::Output::Wait)` becomes `Wait`: a header has no links. Code in docs is shown as
/// it is.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let (before, after) = rest.split_at(open);
        out.push_str(before);
        match link(after) {
            Some((name, length)) => {
                out.push_str(name);
                rest = &after[length..];
            }
            None => {
                out.push('[');
                rest = &after[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Names of Rust in code become those of C: `Event::Online` XMPP_EVENT_ONLINE, `Limits::depth`
/// `xmpp_limits.depth`.
fn in_c(text: &str) -> String {
    let mut parts: Vec<String> = text.split('`').map(str::to_owned).collect();
    for code in parts.iter_mut().skip(1).step_by(2) {
        if let Some(name) = c_name(code) {
            *code = name;
        }
    }
    parts.join("`")
}

fn c_name(code: &str) -> Option<String> {
    let is_name = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_type = |name: &str| name.starts_with(|c: char| c.is_ascii_uppercase()) && is_name(name);
    match code {
        "Now" => return Some("xmpp_now".to_owned()),
        "Wait" | "StartTls" | "Transmit" | "Connect" => return Some(constant("Output", code)),
        "read: false" => return Some("read = 0".to_owned()),
        "Config::client" => return Some("xmpp_config_init".to_owned()),
        _ => {}
    }
    let (owner, name) =
        code.split_once("::").filter(|(owner, name)| is_type(owner) && is_name(name))?;
    Some(match is_type(name) {
        true => constant(owner, name),
        false => format!("{}.{name}", c_type(owner)),
    })
}

/// The text of the link at the start, and the length of the whole.
fn link(text: &str) -> Option<(&str, usize)> {
    let end = text.find(']')?;
    let name = &text[1..end];
    if let Some(target) = text[end + 1..].strip_prefix('(') {
        return Some((name, end + 2 + target.find(')')? + 1));
    }
    let code = name.starts_with('`') && name.ends_with('`');
    code.then_some((name, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_wrapped() {
        assert_eq!(wrapped("a bc d", 4), ["a bc", "d"]);
        assert_eq!(wrapped("    code as it is", 17), ["    code as it is"]);
        assert_eq!(first_sentence("One of\nthem. Two."), "One of them.");
    }

    #[test]
    fn names_are_those_of_c() {
        let rust =
            "by `Event::Online` beyond `Limits::stanza_bytes`, `read: false` or `Now`, `id='1'`";
        let c = "by `XMPP_EVENT_ONLINE` beyond `xmpp_limits.stanza_bytes`, `read = 0` or `xmpp_now`, `id='1'`";
        assert_eq!(in_c(rust), c);
    }

    #[test]
    fn links_are_taken_off() {
        assert_eq!(plain("ends with [`TlsFault::Refused`]."), "ends with `TlsFault::Refused`.");
        assert_eq!(plain("by [`A`](crate::A::B), and"), "by `A`, and");
        assert_eq!(plain("a [1] b"), "a [1] b");
    }
}
