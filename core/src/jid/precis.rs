//! The PRECIS framework (RFC 8264), derived from the properties of current Unicode, and the two
//! profiles that addresses use (RFC 8265): UsernameCaseMapped for the node, OpaqueString for the
//! resource.

use super::{JidError, JidPart, context, direction, fit, refused};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// What XMPP takes from a node beyond the profile (RFC 7622 3.3.1).
fn is_excluded(c: char) -> bool {
    matches!(c, '"' | '&' | '\'' | '/' | ':' | '<' | '>' | '@')
}

/// The normal form of a node. Only ASCII capitals may be left in it.
pub(super) fn username(text: &str) -> Result<Cow<'_, str>, JidError> {
    if text.is_ascii() {
        let bad = text.bytes().find(|b| !b.is_ascii_graphic() || is_excluded(char::from(*b)));
        return ascii(JidPart::Node, text, bad);
    }
    let narrow: String = text.chars().flat_map(usual_width).collect();
    let mapped: String = narrow.to_lowercase().nfc().collect();
    check(JidPart::Node, &mapped, Class::Identifier)?;
    if let Some(bad) = mapped.chars().find(|c| is_excluded(*c)) {
        return Err(refused(JidPart::Node, bad));
    }
    if !direction::is_readable(&mapped) {
        return Err(JidError::MixedDirections);
    }
    Ok(Cow::Owned(mapped))
}

/// The normal form of a resource. A leading space is allowed by the profile, but RFC 7622 counts
/// such an address among its bad examples.
pub(super) fn opaque(text: &str) -> Result<Cow<'_, str>, JidError> {
    if text.is_ascii() {
        let bad = text.bytes().find(|b| b.is_ascii_control());
        return ascii(JidPart::Resource, text, bad.or(text.starts_with(' ').then_some(b' ')));
    }
    let leading = text.chars().next().filter(|c| c.general_category() == SPACE);
    let one_space = |c: char| if c.general_category() == SPACE { ' ' } else { c };
    let mapped: String = text.chars().map(one_space).nfc().collect();
    check(JidPart::Resource, &mapped, Class::Freeform)?;
    match leading {
        Some(space) => Err(refused(JidPart::Resource, space)),
        None => Ok(Cow::Owned(mapped)),
    }
}

const SPACE: GeneralCategory = GeneralCategory::SpaceSeparator;

/// The end of the fast path: no mapping, no tables, no allocation.
fn ascii(part: JidPart, text: &str, bad: Option<u8>) -> Result<Cow<'_, str>, JidError> {
    fit(part, text)?;
    match bad {
        Some(bad) => Err(refused(part, char::from(bad))),
        None => Ok(Cow::Borrowed(text)),
    }
}

/// A fullwidth or halfwidth form as the character that it stands for.
fn usual_width(c: char) -> impl Iterator<Item = char> {
    let mut usual = Vec::new();
    match c {
        '\u{3000}' | '\u{FF00}'..='\u{FFEF}' => decompose_compatible(c, |c| usual.push(c)),
        _ => usual.push(c),
    }
    usual.into_iter()
}

/// A string class: what a string of that class may hold.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Identifier,
    Freeform,
}

/// Checks a mapped string. The length comes first: some rules look at the whole string for each
/// of its characters.
fn check(part: JidPart, text: &str, class: Class) -> Result<(), JidError> {
    fit(part, text)?;
    for (at, c) in text.char_indices() {
        let fine = match property(c) {
            Property::Valid => true,
            Property::FreeformValid => class == Class::Freeform,
            Property::Contextual => context::allows(&text[..at], c, &text[at + c.len_utf8()..]),
            Property::Disallowed => false,
        };
        if !fine {
            return Err(refused(part, c));
        }
    }
    Ok(())
}

/// The derived property of a code point (RFC 8264 8).
#[derive(Clone, Copy, Debug, PartialEq)]
enum Property {
    Valid,
    FreeformValid,
    Contextual,
    Disallowed,
}

/// The algorithm of RFC 8264 8, in its order. Unassigned code points end as disallowed: they fall
/// through all categories.
fn property(c: char) -> Property {
    if let Some(property) = exception(c) {
        property
    } else if c.is_ascii_graphic() {
        Property::Valid
    } else if matches!(c, '\u{200C}' | '\u{200D}') {
        Property::Contextual
    } else if is_old_jamo(c) || is_ignorable(c) {
        Property::Disallowed
    } else {
        by_category(c)
    }
}

fn by_category(c: char) -> Property {
    use GeneralCategory::*;
    match c.general_category() {
        Unassigned | Control | Format | PrivateUse | Surrogate => Property::Disallowed,
        LineSeparator | ParagraphSeparator => Property::Disallowed,
        _ if has_compatible(c) => Property::FreeformValid,
        LowercaseLetter | UppercaseLetter | OtherLetter | ModifierLetter => Property::Valid,
        DecimalNumber | NonspacingMark | SpacingMark => Property::Valid,
        // Further letters and digits, spaces, symbols, punctuation.
        _ => Property::FreeformValid,
    }
}

/// RFC 5892 2.6, which RFC 8264 9.6 takes over.
fn exception(c: char) -> Option<Property> {
    match c {
        'ß' | 'ς' | '\u{06FD}' | '\u{06FE}' | '\u{0F0B}' | '\u{3007}' => Some(Property::Valid),
        '\u{00B7}' | '\u{0375}' | '\u{05F3}' | '\u{05F4}' | '\u{30FB}' => {
            Some(Property::Contextual)
        }
        '\u{0660}'..='\u{0669}' | '\u{06F0}'..='\u{06F9}' => Some(Property::Contextual),
        '\u{0640}' | '\u{07FA}' | '\u{302E}' | '\u{302F}' | '\u{303B}' => {
            Some(Property::Disallowed)
        }
        '\u{3031}'..='\u{3035}' => Some(Property::Disallowed),
        _ => None,
    }
}

/// Whether the character is a compatible form of another.
fn has_compatible(c: char) -> bool {
    !std::iter::once(c).nfkc().eq(std::iter::once(c))
}

/// The parts of Hangul syllables.
fn is_old_jamo(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97C}')
        || matches!(c, '\u{D7B0}'..='\u{D7C6}' | '\u{D7CB}'..='\u{D7FB}')
}

/// Characters that nobody sees (Default_Ignorable_Code_Point). No crate in the tree has the
/// property; it is stable but for what Unicode assigns inside these very ranges.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_as_the_registry_has_them() {
        for (c, want) in [
            ('a', Property::Valid),
            ('ß', Property::Valid),
            ('Ж', Property::Valid),
            ('中', Property::Valid),
            ('\u{0301}', Property::Valid),
            (' ', Property::FreeformValid),
            ('Ⅳ', Property::FreeformValid),
            ('♚', Property::FreeformValid),
            ('😀', Property::FreeformValid),
            ('Ǆ', Property::FreeformValid),
            ('«', Property::FreeformValid),
            ('·', Property::Contextual),
            ('٣', Property::Contextual),
            ('\u{200D}', Property::Contextual),
            ('\u{0640}', Property::Disallowed),
            ('\u{1100}', Property::Disallowed),
            ('\u{00AD}', Property::Disallowed),
            ('\u{FE0F}', Property::Disallowed),
            ('\u{0007}', Property::Disallowed),
            ('\u{2028}', Property::Disallowed),
            ('\u{0378}', Property::Disallowed),
            ('\u{E000}', Property::Disallowed),
            ('\u{FFFF}', Property::Disallowed),
            ('\u{0600}', Property::Disallowed),
        ] {
            assert_eq!(property(c), want, "U+{:04X}", c as u32);
        }
    }

    #[test]
    fn every_character_keeps_its_normal_form() {
        // Above plane 1 there are ideographs alone, which stay as they are.
        for c in '\0'..'\u{20000}' {
            let text = format!("ж{c}ж");
            if let Ok(once) = username(&text) {
                assert_eq!(username(&once), Ok(once.clone()), "U+{:04X}", c as u32);
            }
            if let Ok(once) = opaque(&text) {
                assert_eq!(opaque(&once), Ok(once.clone()), "U+{:04X}", c as u32);
            }
        }
    }
}
