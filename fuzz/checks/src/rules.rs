//! Rules of XML that quick-xml leaves to its caller, written from the specifications and not from
//! our parser: XML 1.0 (5th edition), Namespaces in XML 1.0.

/// `Char` (XML 2.2).
pub(crate) fn is_char(c: char) -> bool {
    let c = c as u32;
    matches!(c, 0x9 | 0xA | 0xD | 0x20..=0xD7FF | 0xE000..=0xFFFD | 0x10000..=0x10FFFF)
}

/// `NCName` (Namespaces 3): a name (XML 2.3) without a colon.
pub(crate) fn is_ncname(name: &str) -> bool {
    let start = [
        ('A', 'Z'),
        ('_', '_'),
        ('a', 'z'),
        ('\u{C0}', '\u{D6}'),
        ('\u{D8}', '\u{F6}'),
        ('\u{F8}', '\u{2FF}'),
        ('\u{370}', '\u{37D}'),
        ('\u{37F}', '\u{1FFF}'),
        ('\u{200C}', '\u{200D}'),
        ('\u{2070}', '\u{218F}'),
        ('\u{2C00}', '\u{2FEF}'),
        ('\u{3001}', '\u{D7FF}'),
        ('\u{F900}', '\u{FDCF}'),
        ('\u{FDF0}', '\u{FFFD}'),
        ('\u{10000}', '\u{EFFFF}'),
    ];
    let more = [
        ('-', '.'),
        ('0', '9'),
        ('\u{B7}', '\u{B7}'),
        ('\u{300}', '\u{36F}'),
        ('\u{203F}', '\u{2040}'),
    ];
    let within = |ranges: &[(char, char)], c: char| ranges.iter().any(|r| r.0 <= c && c <= r.1);
    let mut chars = name.chars();
    chars.next().is_some_and(|c| within(&start, c))
        && chars.all(|c| within(&start, c) || within(&more, c))
}

/// Whether the references in a value are well-formed and predefined (XML 4.1, RFC 6120 11.1).
pub(crate) fn has_sound_references(value: &str) -> bool {
    value.split('&').skip(1).all(|behind| {
        let name = behind.split_once(';').map(|(name, _)| name);
        name.is_some_and(is_sound_reference)
    })
}

/// What stands between `&` and `;`.
pub(crate) fn is_sound_reference(name: &str) -> bool {
    let code = match name.strip_prefix('#').map(|number| (number.strip_prefix('x'), number)) {
        None => return ["lt", "gt", "amp", "apos", "quot"].contains(&name),
        Some((Some(hex), _)) => code(hex, 16),
        Some((None, decimal)) => code(decimal, 10),
    };
    code.and_then(char::from_u32).is_some_and(is_char)
}

fn code(digits: &str, radix: u32) -> Option<u32> {
    let all = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    u32::from_str_radix(digits, radix).ok().filter(|_| all)
}

/// Whether there is white space before each attribute, given what stands behind the name of a tag.
pub(crate) fn attributes_are_apart(attributes: &str) -> bool {
    let mut quote = None;
    let mut ended = false;
    for c in attributes.chars() {
        if ended && !matches!(c, ' ' | '\t' | '\r' | '\n') {
            return false;
        }
        ended = quote == Some(c);
        quote = match quote {
            Some(quote) if quote == c => None,
            None if matches!(c, '"' | '\'') => Some(c),
            quote => quote,
        };
    }
    true
}
