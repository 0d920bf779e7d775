//! The grammar of a start tag (XML 1.0 3.1, Namespaces in XML 4): name, white space, attributes.
//! Where the values are is known from the lexer; what stands between them is checked here.

use super::error::XmlError;
use super::lexer::{Value, malformed, too_large};
use super::names;
use super::tree::Span;

/// A qualified name, by places in the text of the stanza.
#[derive(Clone, Copy)]
pub(super) struct Name {
    /// Empty if there is none.
    pub prefix: Span,
    pub local: Span,
}

impl Name {
    /// The name as it was written.
    pub fn whole(self) -> Span {
        match self.prefix.len {
            0 => self.local,
            _ => Span::between(self.prefix.start as usize, self.local.end()),
        }
    }
}

pub(super) struct Attribute {
    pub name: Name,
    pub value: Value,
}

/// How a start tag is read.
pub(super) struct Rules {
    /// Where the `>` or `/>` is; none if the tag is cut behind its last value.
    pub end: Option<usize>,
    /// The most octets of a name or prefix.
    pub name_bytes: usize,
}

/// Reads the start tag whose `<` is at `start`: gives its name, and its attributes to `out`.
pub(super) fn start_tag(
    text: &[u8],
    start: usize,
    values: &[Value],
    rules: &Rules,
    out: &mut Vec<Attribute>,
) -> Result<Name, XmlError> {
    let (element, mut at) = name(text, start + 1, rules)?;
    for &value in values {
        let behind = skip_spaces(text, at);
        if behind == at {
            return Err(malformed("no white space before an attribute"));
        }
        let (name, behind) = name(text, behind, rules)?;
        at = skip_spaces(text, behind);
        if text.get(at) != Some(&b'=') {
            return Err(malformed("an attribute without ="));
        }
        at = skip_spaces(text, at + 1);
        if at + 1 != value.start {
            return Err(malformed("an attribute without a quoted value"));
        }
        out.push(Attribute { name, value });
        at = value.end + 1;
    }
    match rules.end {
        Some(end) if skip_spaces(text, at) != end => Err(malformed("the end of a start tag")),
        _ => Ok(element),
    }
}

/// Whether the end tag `</...>`, with the name behind its `</` at `start`, has this name.
pub(super) fn end_tag_matches(text: &[u8], start: usize, name: &[u8]) -> bool {
    let tag = text.get(start..).unwrap_or_default();
    let behind = tag.strip_prefix(name).unwrap_or_default();
    behind.get(skip_spaces(behind, 0)..) == Some(b">")
}

/// What an octet may be in a name.
const START: u8 = 1;
const INNER: u8 = 2;
const COLON: u8 = 4;
const LONG: u8 = 8;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => START,
            b'0'..=b'9' | b'-' | b'.' => INNER,
            b':' => COLON,
            0x80.. => LONG,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

fn class(text: &[u8], at: usize) -> u8 {
    text.get(at).map_or(0, |&byte| CLASSES[usize::from(byte)])
}

/// The name at `start`, and the place behind it.
fn name(text: &[u8], start: usize, rules: &Rules) -> Result<(Name, usize), XmlError> {
    let (mut at, mut seen, mut colon) = (start, 0, None);
    loop {
        match class(text, at) {
            0 => break,
            COLON if colon.is_some() => return Err(malformed("a name with two colons")),
            COLON => colon = Some(at),
            class => seen |= class,
        }
        at += 1;
    }
    let name = match colon {
        Some(colon) => {
            Name { prefix: Span::between(start, colon), local: Span::between(colon + 1, at) }
        }
        None => Name { prefix: Span::default(), local: Span::between(start, at) },
    };
    if colon.is_some() {
        check_part(text, name.prefix, seen, rules)?;
    }
    check_part(text, name.local, seen, rules)?;
    Ok((name, at))
}

/// Checks one side of the colon, of which every octet is in some class.
fn check_part(text: &[u8], part: Span, seen: u8, rules: &Rules) -> Result<(), XmlError> {
    if part.len as usize > rules.name_bytes {
        return Err(too_large("name_bytes"));
    }
    let right = if seen & LONG == 0 {
        part.len > 0 && class(text, part.start as usize) == START
    } else {
        let part = std::str::from_utf8(part.of(text, &[]));
        names::is_ncname(part.map_err(|_| XmlError::InvalidUtf8)?)
    };
    if right { Ok(()) } else { Err(malformed("a name")) }
}

fn skip_spaces(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(|&byte| names::is_space(byte)) {
        at += 1;
    }
    at
}
