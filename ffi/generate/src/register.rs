//! What programs compiled long ago rely on, kept in text files: numbers and the order of fields in
//! structs. Both are independent of the order of declaration and only ever appended to.

use std::collections::BTreeMap;

/// A text file of `NAME number` lines, in which nothing may vanish or change.
#[derive(Default)]
pub struct Register {
    lines: Vec<(String, i32)>,
}

impl Register {
    /// Reads the file.
    pub fn read(text: &str) -> Register {
        let entries = text.lines().filter(|line| !line.starts_with('#'));
        let lines = entries.filter_map(|line| {
            let (name, number) = line.split_once(' ')?;
            Some((name.to_owned(), number.trim().parse().ok()?))
        });
        Register { lines: lines.collect() }
    }

    /// The number of a name of this group; the next free one, from `first` on, if it is new. A
    /// group is everything with the same prefix, which the caller sees to.
    pub fn number(&mut self, group: &[String], name: &str, first: i32) -> i32 {
        if let Some(number) = self.find(name) {
            return number;
        }
        let taken = group.iter().filter_map(|other| self.find(other)).max();
        let number = taken.map_or(first, |taken| (taken + 1).max(first));
        self.lines.push((name.to_owned(), number));
        number
    }

    fn find(&self, name: &str) -> Option<i32> {
        self.lines.iter().find(|(known, _)| known == name).map(|(_, number)| *number)
    }

    /// The file's text, under a head.
    pub fn text(&self, head: &str) -> String {
        let lines = self.lines.iter().map(|(name, number)| format!("{name} {number}\n"));
        head.to_owned() + &lines.collect::<String>()
    }
}

/// What is wrong with a register beside an older text of it: lines that vanished or changed.
pub fn broken_promises(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (entries(old), entries(new));
    let kept = |name: &&str, value: &&str| new.get(*name) == Some(value);
    old.iter()
        .filter(|(name, value)| !kept(name, value))
        .map(|(name, value)| format!("{name} {value} is gone or has changed"))
        .collect()
}

fn entries(text: &str) -> BTreeMap<&str, &str> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(|l| l.split_once(' ')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_and_new_ones_are_appended() {
        let mut register = Register::read("# head\nXMPP_A_ONE 1\nXMPP_A_TWO 7\nXMPP_B_ONE 1\n");
        let group = ["XMPP_A_NEW", "XMPP_A_ONE", "XMPP_A_TWO"].map(str::to_owned);
        assert_eq!(register.number(&group, "XMPP_A_ONE", 1), 1);
        assert_eq!(register.number(&group, "XMPP_A_NEW", 1), 8);
        let fresh = ["XMPP_C_ONE".to_owned(), "XMPP_C_TWO".to_owned()];
        assert_eq!(register.number(&fresh, "XMPP_C_ONE", 100), 100);
        assert_eq!(register.number(&fresh, "XMPP_C_TWO", 100), 101);
        let text = register.text("");
        assert!(text.ends_with("XMPP_A_NEW 8\nXMPP_C_ONE 100\nXMPP_C_TWO 101\n"), "{text}");
    }

    #[test]
    fn what_vanishes_or_changes_is_found() {
        let old = "# h\nA 1\nB 2\nC 3\n";
        assert_eq!(broken_promises(old, "A 1\nB 2\nC 3\nD 4\n"), Vec::<String>::new());
        let broken = broken_promises(old, "A 1\nC 4\n");
        assert_eq!(broken, ["B 2 is gone or has changed", "C 3 is gone or has changed"]);
    }
}
