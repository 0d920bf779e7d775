//! What a piece of text says: references replaced, ends of lines (XML 1.0 2.11) and white space in
//! values (3.3.3) normalised. What is decoded is never longer than how it was written, so it is
//! done in place.

use super::error::XmlError;
use super::lexer::{malformed, restricted};
use super::names;
use super::scan::Scanner;

/// Where a text stands, and so what means something in it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    Text,
    Value,
    Cdata,
}

/// The most octets of one character reference, `&` and `;` among them: enough for any, and for
/// a few leading zeros.
const MAX_REFERENCE: usize = 64;

/// Decodes the octets in place; returns how many are left. What is behind them is rubbish.
pub(super) fn decode(text: &mut [u8], place: Place) -> Result<usize, XmlError> {
    let (mut read, mut write) = (0, 0);
    // Writing stays behind reading, so what the scanner has seen is still true.
    let mut scan = Scanner::default();
    while let Some(at) = scan.next(text) {
        let rest = text.get(at..).unwrap_or_default();
        let (c, taken) = match rest.first() {
            _ if at < read => continue, // in what was replaced
            Some(b'&') if place != Place::Cdata => reference(rest)?,
            Some(b'\r') => {
                let taken = if rest.get(1) == Some(&b'\n') { 2 } else { 1 };
                (if place == Place::Value { ' ' } else { '\n' }, taken)
            }
            Some(b'\t' | b'\n') if place == Place::Value => (' ', 1),
            _ => continue,
        };
        write = shift(text, read, at, write);
        write = put(text, write, c.encode_utf8(&mut [0; 4]).as_bytes());
        read = at + taken;
    }
    Ok(shift(text, read, text.len(), write))
}

/// Moves a piece down to `write`; gives the place behind it.
fn shift(text: &mut [u8], start: usize, end: usize, write: usize) -> usize {
    if write < start {
        text.copy_within(start..end, write);
    }
    write + (end - start)
}

fn put(text: &mut [u8], at: usize, octets: &[u8]) -> usize {
    let end = at + octets.len();
    if let Some(place) = text.get_mut(at..end) {
        place.copy_from_slice(octets);
    }
    end
}

/// The character that the reference at the start of `text` stands for, and its length.
fn reference(text: &[u8]) -> Result<(char, usize), XmlError> {
    let window = text.get(..MAX_REFERENCE).unwrap_or(text);
    let Some(end) = window.iter().position(|&byte| byte == b';') else {
        return Err(malformed("& without a reference"));
    };
    let name = window.get(1..end).unwrap_or_default();
    let c = match name {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"apos" => '\'',
        b"quot" => '"',
        [b'#', b'x', digits @ ..] => numbered(digits, 16)?,
        [b'#', digits @ ..] => numbered(digits, 10)?,
        name => return Err(named(name)),
    };
    Ok((c, end + 1))
}

fn numbered(digits: &[u8], radix: u32) -> Result<char, XmlError> {
    let mut number: u32 = 0;
    for &digit in digits {
        let digit = char::from(digit).to_digit(radix);
        let digit = digit.ok_or_else(|| malformed("a character reference"))?;
        number = number.saturating_mul(radix).saturating_add(digit);
    }
    let c = char::from_u32(number).filter(|&c| !digits.is_empty() && names::is_char(c));
    c.ok_or_else(|| malformed("a reference to no character"))
}

/// Another entity than the five predefined.
fn named(name: &[u8]) -> XmlError {
    let is_name = std::str::from_utf8(name).is_ok_and(|name| {
        !name.is_empty() && name.split(':').all(|part| part.is_empty() || names::is_ncname(part))
    });
    if is_name {
        restricted("entities other than the five")
    } else {
        malformed("& without a reference")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str, place: Place) -> Result<String, XmlError> {
        let mut octets = text.as_bytes().to_vec();
        let len = decode(&mut octets, place)?;
        Ok(String::from_utf8(octets[..len].to_vec()).expect("still UTF-8"))
    }

    #[test]
    fn references_are_replaced() {
        let text = "&lt;a&gt; &amp;amp; &quot;&apos; &#65;&#x42;&#x1F600;é&#233;";
        assert_eq!(decoded(text, Place::Text).as_deref(), Ok("<a> &amp; \"' AB\u{1F600}éé"));
        assert_eq!(decoded(text, Place::Value), decoded(text, Place::Text));
        assert_eq!(decoded(text, Place::Cdata).as_deref(), Ok(text));
    }

    #[test]
    fn leading_zeros_are_taken_up_to_64_octets_a_reference() {
        let reference = |zeros: usize| format!("&#{}65;", "0".repeat(zeros));
        assert_eq!(decoded(&reference(59), Place::Text).as_deref(), Ok("A"));
        assert!(decoded(&reference(60), Place::Text).is_err());
    }

    #[test]
    fn lines_end_in_one_way_and_values_have_spaces() {
        assert_eq!(decoded("a\r\nb\rc\n\r\n\r", Place::Text).as_deref(), Ok("a\nb\nc\n\n\n"));
        assert_eq!(decoded("a\r\nb\rc", Place::Cdata).as_deref(), Ok("a\nb\nc"));
        assert_eq!(decoded("a\r\nb\tc\nd\re", Place::Value).as_deref(), Ok("a b c d e"));
        assert_eq!(decoded("&#13;&#10;&#9;", Place::Value).as_deref(), Ok("\r\n\t"));
    }

    #[test]
    fn what_is_no_reference_is_refused() {
        for bad in [
            "&",
            "&;",
            "& ;",
            "&lt",
            "&#;",
            "&#x;",
            "&#-1;",
            "&#+1;",
            "&#1F;",
            "&#xG;",
            "&#X41;",
            "&#0;",
            "&#1;",
            "&#xD800;",
            "&#xFFFE;",
            "&#x110000;",
            "&#99999999999999999999;",
            "&#4294967361;",
            "&1a;",
        ] {
            let error = decoded(bad, Place::Text).expect_err(bad);
            assert!(matches!(error, XmlError::NotWellFormed { .. }), "{bad}: {error}");
        }
        for entity in ["&nbsp;", "&LT;", "&é;", "&a:b;"] {
            let error = decoded(entity, Place::Text).expect_err(entity);
            assert!(matches!(error, XmlError::RestrictedXml { .. }), "{entity}: {error}");
        }
    }
}
