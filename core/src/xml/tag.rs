//! The grammar of a start tag (XML 1.0 3.1, Namespaces in XML 4): name, white space, attributes.
//! Where the values are is known from the lexer; what stands between them is read here.

use super::error::XmlError;
use super::lexer::{malformed, too_large};
use super::names;
use super::tree::Span;

/// A qualified name, by places in the text of the stanza.
#[derive(Clone, Copy, Default)]
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

/// Reads white space, a name, `=` and a quote, from `at` up to the value that begins at `value`. Gives
/// the name, and the first octets of its local part in one number, at most eight.
#[inline(always)]
pub(super) fn attribute_name(
    text: &[u8],
    at: usize,
    value: usize,
    name_bytes: usize,
) -> Result<(Name, u64), XmlError> {
    // As nearly everybody writes it: one space, a plain name, `=`, the quote.
    let start = at + 1;
    let (len, word) = plain(text, start);
    let end = start + len;
    if text.get(at) == Some(&b' ')
        && text.get(end) == Some(&b'=')
        && end + 2 == value
        && 0 < len
        && len <= name_bytes
    {
        return Ok((Name { prefix: Span::default(), local: Span::between(start, end) }, word));
    }
    any_attribute_name(text, at, value, name_bytes)
}

#[cold]
#[inline(never)]
fn any_attribute_name(
    text: &[u8],
    at: usize,
    value: usize,
    name_bytes: usize,
) -> Result<(Name, u64), XmlError> {
    let start = skip_spaces(text, at);
    if start == at {
        return Err(malformed("no white space before an attribute"));
    }
    let (name, behind) = name(text, start, name_bytes)?;
    let equals = skip_spaces(text, behind);
    if text.get(equals) != Some(&b'=') {
        return Err(malformed("an attribute without ="));
    }
    if skip_spaces(text, equals + 1) + 1 != value {
        return Err(malformed("an attribute without a quoted value"));
    }
    Ok((name, word(name.local.of(text, &[]))))
}

/// Whether the end tag `</...>`, with the name behind its `</` at `start`, has this name.
pub(super) fn end_tag_matches(text: &[u8], start: usize, name: &[u8]) -> bool {
    let tag = text.get(start..).unwrap_or_default();
    let behind = tag.strip_prefix(name).unwrap_or_default();
    behind.first() == Some(&b'>') || behind.get(skip_spaces(behind, 0)) == Some(&b'>')
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
#[inline(always)] // a call costs as much as the name
pub(super) fn name(
    text: &[u8],
    start: usize,
    name_bytes: usize,
) -> Result<(Name, usize), XmlError> {
    let (len, _) = plain(text, start);
    let end = start + len;
    if 0 < len && len <= name_bytes && class(text, end) == 0 {
        return Ok((Name { prefix: Span::default(), local: Span::between(start, end) }, end));
    }
    odd_name(text, start, name_bytes)
}

/// How many octets from `start` on are ASCII letters, or hyphens behind them, as far as that is quick
/// to tell: never too many, and at most 16. And the first eight of them in one number.
///
/// Eight octets are looked at together. Rejected: one by one, as soon as another comes; processors
/// guess wrong where a name ends.
#[inline(always)]
fn plain(text: &[u8], start: usize) -> (usize, u64) {
    match letters(text, start) {
        (8, word) => (8 + letters(text, start + 8).0, word),
        few => few,
    }
}

/// The same for the next eight octets.
#[inline(always)]
fn letters(text: &[u8], start: usize) -> (usize, u64) {
    let rest = text.get(start..).unwrap_or_default();
    let Some(octets) = rest.first_chunk() else { return (0, 0) };
    let word = u64::from_le_bytes(*octets);
    // The top bit of each octet: whether it is a letter. Only an octet beyond ASCII reaches those
    // behind it, which do not matter then.
    let low = word | each(0x20);
    let below = low.wrapping_add(each(0x7F - b'z'));
    let letter = low.wrapping_add(each(0x80 - b'a')) & !below & !word;
    let hyphen = !(word ^ each(b'-')).wrapping_add(each(0x7F)) & !word;
    let other = !(letter | hyphen & letter << 8) & each(0x80);
    let bits = other.trailing_zeros() & !7;
    let len = (bits / 8) as usize;
    (len, word & !u64::MAX.checked_shl(bits).unwrap_or_default())
}

const fn each(byte: u8) -> u64 {
    0x0101_0101_0101_0101 * byte as u64
}

/// The first octets of a name in one number, at most eight.
fn word(name: &[u8]) -> u64 {
    name.iter().take(8).rev().fold(0, |word, &octet| word << 8 | u64::from(octet))
}

/// A name with a prefix or with characters beyond ASCII, or none.
#[cold]
#[inline(never)]
fn odd_name(text: &[u8], start: usize, name_bytes: usize) -> Result<(Name, usize), XmlError> {
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
        check_part(text, name.prefix, seen, name_bytes)?;
    }
    check_part(text, name.local, seen, name_bytes)?;
    Ok((name, at))
}

/// Checks one side of the colon, of which every octet is in some class.
fn check_part(text: &[u8], part: Span, seen: u8, name_bytes: usize) -> Result<(), XmlError> {
    if part.len as usize > name_bytes {
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

#[inline]
pub(super) fn skip_spaces(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(|&byte| names::is_space(byte)) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn plain_names_are_found_by_eight_octets_as_by_one(text in "[a-zA-Z=:é\\-]{0,40}") {
            let text = text.as_bytes();
            let in_name = |byte: &&u8| byte.is_ascii_alphabetic() || **byte == b'-';
            let plain = text.iter().take_while(in_name).count();
            let plain = if text.first() == Some(&b'-') { 0 } else { plain };
            let (len, first) = super::plain(text, 0);
            prop_assert_eq!(first, word(&text[..len]));
            prop_assert!(len <= plain);
            prop_assert!(len > 0 || plain == 0 || text.len() < 8);
        }
    }
}
