//! What stands beside the generated modules of Python, Kotlin and Swift, made from the same
//! declarations: the pleasant names of commands, and the canonical lines for the replayers of
//! transcripts. One walk for all three; a language says how it writes each thing.

mod commands;
mod kotlin;
mod lines;
mod python;
mod swift;

pub use commands::commands;
pub use kotlin::Kotlin;
pub use lines::lines;
pub use python::Python;
pub use swift::Swift;

use crate::declarations::{Declaration, Field, Variant};

/// How a language writes what is made for it.
pub trait Language {
    /// Where the commands go, from the root of the repository.
    const COMMANDS: &str;
    /// Where the lines go.
    const LINES: &str;
    /// What the file with commands begins with.
    const COMMANDS_HEAD: &str;
    /// What the file with lines begins with, by hand.
    const LINES_HEAD: &str;
    /// What ends it.
    const LINES_TAIL: &str;

    /// The class of an extension, around its commands.
    fn extension(&self, variant: &Variant, docs: &str, commands: &[String]) -> String;
    /// One command.
    fn command(&self, extension: &Variant, owner: &str, variant: &Variant) -> String;
    /// What has all extensions.
    fn extensions(&self, variants: &[Variant]) -> String;

    /// The canonical form of a choice without fields.
    fn flat(&self, choice: &Declaration) -> String;
    /// The canonical form of a record.
    fn record(&self, record: &Declaration, parts: &[Part]) -> String;
    /// The canonical form of a choice or a failure.
    fn choice(&self, choice: &Declaration, variants: &[(&Variant, Vec<Part>)]) -> String;
}

/// One field in its canonical form.
pub struct Part<'a> {
    /// `Owner.Variant.field`: by what it is called when it is damaged on purpose.
    pub path: String,
    /// The field.
    pub field: &'a Field,
    /// What reads it.
    pub value: Value,
    /// What writes its value, or the values of the list.
    pub writer: String,
    /// How many there are.
    pub many: crate::model::Many,
}

/// Where a value is found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// In its field.
    Field,
    /// In the stanza that the engine keeps for the event.
    Stanza,
}

/// `unix_ms` becomes `unixMs`.
pub(crate) fn lower_camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default();
    let rest = words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]);
    first[..1].to_ascii_lowercase() + &first[1..] + &rest.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::lower_camel;

    #[test]
    fn names_of_fields_and_types() {
        assert_eq!(lower_camel("unix_ms"), "unixMs");
        assert_eq!(lower_camel("RosterItem"), "rosterItem");
    }
}
