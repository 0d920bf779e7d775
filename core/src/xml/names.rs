//! Which characters XML 1.0 (5th edition) allows in documents (2.2) and in names (2.3).

use super::scan::Scanner;

/// Whether XML can carry this character at all, be it written as a reference.
pub(super) fn is_char(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => true,
        '\u{FFFE}' | '\u{FFFF}' => false,
        c => c >= ' ',
    }
}

/// Whether all characters of a text can be carried.
pub(super) fn is_text(text: &str) -> bool {
    let (octets, mut scan) = (text.as_bytes(), Scanner::default());
    // Of ASCII only controls are forbidden, and the scanner stops at them.
    while let Some(at) = scan.next(octets) {
        if octets.get(at).is_some_and(|&byte| byte < b' ' && !is_space(byte)) {
            return false;
        }
    }
    // Nearly no other text has the octet that a forbidden character begins with.
    scan.is_ascii() || !octets.contains(&0xEF) || text.chars().all(is_char)
}

/// White space of XML.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether this is a name without a colon (`NCName` of Namespaces in XML).
pub(super) fn is_ncname(name: &str) -> bool {
    let plain = name.bytes().all(|byte| byte.is_ascii_lowercase());
    let mut chars = name.chars();
    chars.next().is_some_and(|first| plain || is_start(first) && chars.all(is_continue))
}

fn is_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | '_' | 'a'..='z'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
        | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn is_continue(c: char) -> bool {
    is_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}'
            | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_fifth_edition() {
        for good in ["a", "_", "message", "x-1.2", "été", "名", "a\u{B7}", "\u{10000}b"] {
            assert!(is_ncname(good), "{good:?}");
        }
        for bad in
            ["", "1a", "-a", ".a", "a:b", ":", "a b", "\u{B7}a", "a\u{D7}", "\u{300}", "a\u{2190}"]
        {
            assert!(!is_ncname(bad), "{bad:?}");
        }
    }

    #[test]
    fn controls_and_noncharacters_are_not_carried() {
        for bad in ["\0", "\u{B}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"] {
            assert!(!is_text(bad), "{bad:?}");
        }
        assert!(is_text("\t\n\r \u{7F}\u{85}\u{FFFD}\u{1FFFE}"));
    }
}
