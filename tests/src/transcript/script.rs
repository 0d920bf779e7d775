//! A transcript as read from its file.

use std::path::{Path, PathBuf};

/// One line with a meaning.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// `= key value`
    Setting {
        /// Which setting.
        key: String,
        /// Its value; empty for a switch.
        value: String,
    },
    /// `< octets`
    Received {
        /// The connection; the newest if absent.
        conn: Option<u64>,
        /// What arrives.
        octets: Vec<u8>,
    },
    /// `> octets`
    Sent {
        /// The connection; the newest if absent.
        conn: Option<u64>,
        /// What leaves.
        octets: Vec<u8>,
    },
    /// `! event` or `* output`, as it stands.
    Said(String),
    /// `+30s`
    Time {
        /// Milliseconds.
        ms: u64,
    },
    /// `- verb argument`
    Call {
        /// Which call.
        verb: String,
        /// The rest of the line.
        argument: String,
    },
}

impl Line {
    /// Whether the engine says it.
    pub fn is_engines(&self) -> bool {
        matches!(self, Line::Sent { .. } | Line::Said(_))
    }
}

/// A line and where it stands, for reports and for `UPDATE=1`.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The line.
    pub line: Line,
    /// The file it stands in.
    pub file: PathBuf,
    /// Counted from one.
    pub number: usize,
}

/// Reads a transcript with all that it includes.
pub fn read(path: &Path) -> Result<Vec<Placed>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut lines = Vec::new();
    for (index, text) in text.lines().enumerate() {
        let number = index + 1;
        let place = || format!("{}:{number}", path.display());
        if let Some(file) = text.strip_prefix("& ") {
            lines.extend(read(&folder(path).join(file))?);
        } else if let Some(line) = parse(text).map_err(|what| format!("{}: {what}", place()))? {
            lines.push(Placed { line, file: path.to_owned(), number });
        }
    }
    Ok(lines)
}

/// The folder of all transcripts, above `path`.
fn folder(path: &Path) -> PathBuf {
    let found = path.ancestors().find(|folder| folder.ends_with("transcripts"));
    found.unwrap_or(path).to_owned()
}

/// One line; `None` if it means nothing.
pub fn parse(text: &str) -> Result<Option<Line>, String> {
    let Some(first) = text.chars().next() else { return Ok(None) };
    let rest = text[first.len_utf8()..].trim_start();
    Ok(Some(match first {
        '#' => return Ok(None),
        '=' => {
            let (key, value) = rest.split_once(' ').unwrap_or((rest, ""));
            Line::Setting { key: key.to_owned(), value: value.trim().to_owned() }
        }
        '<' => {
            let (conn, octets) = octets(&text[1..])?;
            Line::Received { conn, octets }
        }
        '>' => {
            let (conn, octets) = octets(&text[1..])?;
            Line::Sent { conn, octets }
        }
        '!' | '*' => Line::Said(text.to_owned()),
        '+' => Line::Time { ms: time(rest)? },
        '-' => {
            let (verb, argument) = rest.split_once(' ').unwrap_or((rest, ""));
            Line::Call { verb: verb.to_owned(), argument: argument.to_owned() }
        }
        other => return Err(format!("no line begins with {other:?}")),
    }))
}

fn time(text: &str) -> Result<u64, String> {
    let bad = || format!("not a time: {text}");
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 1),
        None => (text.strip_suffix('s').ok_or_else(bad)?, 1000),
    };
    Ok(number.parse::<u64>().map_err(|_| bad())? * unit)
}

/// `2 octets` or ` octets`, unescaped.
fn octets(text: &str) -> Result<(Option<u64>, Vec<u8>), String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let conn = match digits {
        0 => None,
        _ => Some(text[..digits].parse().map_err(|_| "a connection's number".to_owned())?),
    };
    let text = text[digits..].strip_prefix(' ').unwrap_or(&text[digits..]);
    Ok((conn, unescape(text)?))
}

fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut octets = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        octets.extend_from_slice(&rest.as_bytes()[..at]);
        let (decoded, taken) = escape(&rest[at + 1..])?;
        octets.extend(decoded);
        rest = &rest[at + 1 + taken..];
    }
    octets.extend_from_slice(rest.as_bytes());
    Ok(octets)
}

/// What stands behind a backslash, and how long it is.
fn escape(text: &str) -> Result<(Vec<u8>, usize), String> {
    let bad = || format!("unknown escape: \\{text}");
    let simple = |octet: u8| Ok((vec![octet], 1));
    match text.chars().next() {
        Some('n') => simple(b'\n'),
        Some('r') => simple(b'\r'),
        Some('t') => simple(b'\t'),
        Some('\\') => simple(b'\\'),
        Some('x') => {
            let digits = text.get(1..3).ok_or_else(bad)?;
            Ok((vec![u8::from_str_radix(digits, 16).map_err(|_| bad())?], 3))
        }
        Some('{') => {
            let end = text.find('}').ok_or_else(bad)?;
            let (count, repeated) = text[1..end].split_once('*').ok_or_else(bad)?;
            let count = count.parse::<usize>().map_err(|_| bad())?;
            Ok((repeated.repeat(count).into_bytes(), end + 1))
        }
        _ => Err(bad()),
    }
}

/// Octets as they stand in a transcript, without repetitions.
pub fn escaped(octets: &[u8]) -> String {
    let mut text = String::new();
    for chunk in octets.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\\' => text.push_str("\\\\"),
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '\t' => text.push_str("\\t"),
                c if c.is_control() => text.push_str(&format!("\\x{:02x}", c as u32)),
                c => text.push(c),
            }
        }
        for octet in chunk.invalid() {
            text.push_str(&format!("\\x{octet:02x}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_by_their_first_character() {
        assert_eq!(parse("# x"), Ok(None));
        assert_eq!(parse("+30s"), Ok(Some(Line::Time { ms: 30_000 })));
        assert_eq!(
            parse("<2 a\\{3*b}\\x00\\n"),
            Ok(Some(Line::Received { conn: Some(2), octets: b"abbb\0\n".to_vec() }))
        );
        assert!(parse("?").is_err());
        assert!(parse("< \\q").is_err());
        assert_eq!(escaped(b"a\\\n\xff"), "a\\\\\\n\\xff");
    }
}
