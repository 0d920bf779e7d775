//! The contextual rules of RFC 5892, appendix A: characters that are allowed in some places only.
//! The scripts are those of the letters that the rules are about.

use idna_adapter::{
    Adapter, JoiningTypeMask, LEFT_OR_DUAL_JOINING_MASK, RIGHT_OR_DUAL_JOINING_MASK,
};
use unicode_normalization::char::canonical_combining_class;

const TABLES: Adapter = Adapter::new();

/// Whether `c` may stand between `before` and `after`. `c` is one of the contextual characters.
pub(super) fn allows(before: &str, c: char, after: &str) -> bool {
    let last = before.chars().next_back();
    match c {
        '\u{200C}' => follows_virama(last) || joins(before, after),
        '\u{200D}' => follows_virama(last),
        '\u{00B7}' => last == Some('l') && after.starts_with('l'),
        '\u{0375}' => after.chars().next().is_some_and(is_greek),
        '\u{05F3}' | '\u{05F4}' => last.is_some_and(is_hebrew),
        '\u{30FB}' => before.chars().chain(after.chars()).any(is_japanese),
        '\u{0660}'..='\u{0669}' => {
            !before.chars().chain(after.chars()).any(|c| matches!(c, '\u{06F0}'..='\u{06F9}'))
        }
        '\u{06F0}'..='\u{06F9}' => {
            !before.chars().chain(after.chars()).any(|c| matches!(c, '\u{0660}'..='\u{0669}'))
        }
        _ => false,
    }
}

fn follows_virama(last: Option<char>) -> bool {
    const VIRAMA: u8 = 9;
    last.is_some_and(|c| canonical_combining_class(c) == VIRAMA)
}

/// Whether the letters on both sides would join without the non-joiner between them.
fn joins(before: &str, after: &str) -> bool {
    joining(before.chars().rev()).intersects(LEFT_OR_DUAL_JOINING_MASK)
        && joining(after.chars()).intersects(RIGHT_OR_DUAL_JOINING_MASK)
}

/// How the next letter joins; marks in between do not count.
fn joining(mut letters: impl Iterator<Item = char>) -> JoiningTypeMask {
    let next = letters.find(|c| !TABLES.joining_type(*c).is_transparent());
    TABLES.joining_type(next.unwrap_or(' ')).to_mask()
}

fn is_greek(c: char) -> bool {
    matches!(c, '\u{0370}'..='\u{03E1}' | '\u{03F0}'..='\u{03FF}' | '\u{1F00}'..='\u{1FFE}')
}

fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{0591}'..='\u{05F4}' | '\u{FB1D}'..='\u{FB4F}')
}

/// Hiragana, Katakana or Han.
fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}'
        | '\u{30FD}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{1AFF0}'..='\u{1B16F}'
        | '\u{2E80}'..='\u{2FD5}' | '\u{3005}' | '\u{3007}' | '\u{3021}'..='\u{3029}'
        | '\u{3038}'..='\u{303B}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAD9}' | '\u{20000}'..='\u{3FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_holds_and_fails() {
        let yes = |before, c, after| assert!(allows(before, c, after), "{before}{c}{after}");
        let no = |before, c, after| assert!(!allows(before, c, after), "{before}{c}{after}");
        yes("क्", '\u{200C}', "ष");
        yes("می", '\u{200C}', "خواهم");
        no("دا", '\u{200C}', "x");
        no("", '\u{200C}', "a");
        yes("क्", '\u{200D}', "ष");
        no("a", '\u{200D}', "b");
        yes("l", '·', "l");
        no("l", '·', "a");
        no("", '·', "l");
        yes("", '\u{0375}', "α");
        no("α", '\u{0375}', "");
        yes("א", '\u{05F3}', "");
        no("a", '\u{05F4}', "א");
        yes("", '・', "カ");
        yes("中", '・', "");
        no("a", '・', "b");
        yes("٠", '٣', "");
        no("۳", '٣', "");
        no("", '۳', "٣");
    }
}
