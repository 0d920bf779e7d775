//! The domain of an address (RFC 7622 3.2): a name by UTS 46 without the transitional mappings
//! (`faß.de` stays), in Unicode; or an address literal. Symbols that browsers take are taken.

use super::precis::is_ignorable;
use super::{JidError, JidPart, PART_BYTES, fit, ipv6, refused};
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use std::borrow::Cow;

/// All of ASCII that is neither letter, digit nor hyphen, but for the underscore: hosts have it.
const DENIED: AsciiDenyList = AsciiDenyList::new(true, "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}~");

/// A hyphen at an end makes no name; at the third and fourth place real hosts have two.
const HYPHENS: Hyphens = Hyphens::CheckFirstLast;

/// Octets of one label with its A-label written out (RFC 1035).
pub(super) const LABEL_BYTES: usize = 63;

/// The normal form of a domain. Only ASCII capitals may be left in it.
pub(super) fn prepare(text: &str) -> Result<Cow<'_, str>, JidError> {
    if let Some(literal) = text.strip_prefix('[') {
        let literal = literal.strip_suffix(']').and_then(ipv6::normal_form);
        return literal
            .map(|literal| Cow::Owned(format!("[{literal}]")))
            .ok_or(JidError::BadDomain);
    }
    let plain = text.strip_suffix('.').unwrap_or(text);
    if plain.split('.').all(is_plain) {
        fit(JidPart::Domain, plain)?;
        return Ok(Cow::Borrowed(plain));
    }
    international(text).map(Cow::Owned)
}

/// The fast path: a label of ASCII letters, digits, hyphens and underscores that is no A-label.
fn is_plain(label: &str) -> bool {
    let bytes = label.as_bytes();
    let is_a_label = bytes.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"xn--"));
    !label.starts_with('-')
        && !label.ends_with('-')
        && (1..=LABEL_BYTES).contains(&bytes.len())
        && !is_a_label
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn international(text: &str) -> Result<String, JidError> {
    // Nothing shrinks to less than a third: what is longer needs no look.
    if text.len() > 3 * PART_BYTES {
        fit(JidPart::Domain, text)?;
    }
    if let Some(hidden) = text.chars().find(|c| is_hidden(*c)) {
        return Err(refused(JidPart::Domain, hidden));
    }
    let (name, outcome) = Uts46::new().to_unicode(text.as_bytes(), DENIED, HYPHENS);
    let name = name.strip_suffix('.').unwrap_or(&name);
    let ascii = outcome.ok().and_then(|()| ascii(name)).ok_or(JidError::BadDomain)?;
    fit(JidPart::Domain, name)?;
    match ascii.split('.').all(|label| (1..=LABEL_BYTES).contains(&label.len())) {
        true => Ok(name.to_owned()),
        false => Err(JidError::BadDomain),
    }
}

/// UTS 46 would drop these without a word, so that two names look the same that are not. It knows
/// itself where the joiners are needed.
fn is_hidden(c: char) -> bool {
    is_ignorable(c) && !matches!(c, '\u{200C}' | '\u{200D}')
}

/// The domain with A-labels; an address literal as it is. Nothing hidden is dropped on the way.
pub(super) fn ascii(domain: &str) -> Option<String> {
    if domain.is_ascii() {
        return Some(domain.to_owned());
    }
    if domain.contains(is_hidden) {
        return None;
    }
    let ascii = Uts46::new().to_ascii(domain.as_bytes(), DENIED, HYPHENS, DnsLength::Ignore);
    ascii.ok().map(Cow::into_owned)
}
