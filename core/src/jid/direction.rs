//! The Bidi rule (RFC 5893 2): a name that holds letters written from right to left is read in
//! one order only.

use unicode_bidi::BidiClass::{self, *};
use unicode_bidi::bidi_class;

/// Whether the rule holds. It is not asked of names without letters or numbers written from right
/// to left (RFC 8264 5.2.5).
pub(super) fn is_readable(name: &str) -> bool {
    let classes = || name.chars().map(bidi_class);
    if !classes().any(|class| matches!(class, R | AL | AN)) {
        return true;
    }
    // With such a letter in it, a name that begins from left to right breaks the rule at once.
    matches!(classes().next(), Some(R | AL))
        && classes().all(may_stand_from_right)
        && matches!(classes().rfind(|class| *class != NSM), Some(R | AL | EN | AN))
        && !(classes().any(|class| class == EN) && classes().any(|class| class == AN))
}

fn may_stand_from_right(class: BidiClass) -> bool {
    matches!(class, R | AL | AN | EN | ES | CS | ET | ON | BN | NSM)
}

#[cfg(test)]
mod tests {
    use super::is_readable;

    #[test]
    fn each_rule_holds_and_fails() {
        for name in ["juliet", "7", "-", "שלום", "אב1", "ש1ב", "عربي", "ع٣", "שָׁ", "א-ב"]
        {
            assert!(is_readable(name), "{name}");
        }
        for name in ["aא", "1א", "אa", "אaא", "א-", "א1٣", "٣"] {
            assert!(!is_readable(name), "{name}");
        }
    }
}
