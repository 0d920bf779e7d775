//! The declaring macros. Everything that crosses the public border is declared with one of
//! them, so that the C ABI, the generated bindings, the transcripts and the README are made from
//! the same tokens and nothing is written a second time.
//!
//! Each declaration gives three things: the Rust item; its canonical rendering ([`Render`]); and
//! a hidden macro of the same name that replays the tokens to a callback in another crate:
//!
//! ```text
//! xmpp_engine::Now! { callback }
//!     =>  callback! { record Now ["..."] { ["..."] mono_ms: u64, ["..."] unix_ms: u64, } }
//! ```
//!
//! [`for_each_declaration`](crate::for_each_declaration) replays them all; it stands in
//! `declared.rs`, which a test writes.
//!
//! Deriving foreign traits here behind a feature was rejected: it gives two modules a language,
//! brings the generator's crates into every build and leaks its symbols into the C library.
//!
//! What the replay owes to those who read it (tried with uniffi 0.32's `#[remote]`):
//! - Types are replayed as whole `ty` fragments, which nobody can take apart, and mean the same
//!   wherever `xmpp_engine::declared::*` is imported: so a field's type is a plain name, or one
//!   `Option` or `Vec` of it.
//! - Every variant is replayed with braces: `Name { }` fits one without fields as well.
//! - A choice is `#[non_exhaustive]`. A record is not: foreign code builds it field by field.
//! - A failure becomes an exception, inside events too. It replays its sentences, since generated
//!   exceptions know their fields only; in Python and Kotlin they are not equal to their like.
//! - Lists are matched by `$( )*`. Munching one declaration at a time meets the recursion limit
//!   of macros at 128.
//!
//! Rules, held by the `declarations` test: one name for one thing in all languages, so names are
//! unique over all declarations; variants carry named fields or none; no field is called `from`,
//! `message` or a keyword of a target language; everything has docs.

use std::fmt::Write;

/// The canonical text form of a declared value, used by transcripts in every language.
///
/// ```text
/// value        form                   example
/// bool         true or false          true
/// integer, id  decimal                -1
/// String       JSON string            "say \"hi\"\n"
/// Octets       x and hex digits       x"00ff"
/// Jid          JSON string            "romeo@example.org/orchard"
/// stanza       JSON string of its XML "<presence xmlns=\"jabber:client\"/>"
/// SecretText   three stars            "***"
/// Option       the value in it        7
/// Vec          items in brackets      ["a" "b"]
/// record       fields in braces       {host="example.org" port=5222}
/// variant      name, then its fields  Writable    Online{jid="romeo@example.org"}
/// ```
///
/// - A **field** is its name, `=` and its value. Fields stand in the order of declaration, with
///   one space between them and none inside the braces. The same holds for items of a list.
/// - A field is **absent**, and left out with its name, if it is `None`, `false`, or an empty `Vec`
///   or `Octets`; so a declaration can grow without changing what is written down. Nothing else
///   is absent: `0`, `""` and `Some(false)` are rendered. Items of lists are never left out.
/// - A record of which all fields are absent is `{}`, and such a variant `Name{}`; a variant
///   declared without fields is its bare name.
/// - In a **JSON string**, `"` and `\` have a `\` in front; line feed, carriage return and tab are
///   `\n`, `\r`, `\t`; other characters below U+0020 are `\u` and four digits; every other
///   character stands as it is, in UTF-8. Hex digits are lower case everywhere.
///
/// The form of a value is one line of text.
pub trait Render {
    /// Appends the canonical form of `self` to `out`.
    fn render(&self, out: &mut String);

    /// Whether the field that holds this value is left out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Renders one value to a new string.
pub fn rendered(value: &impl Render) -> String {
    let mut out = String::new();
    value.render(&mut out);
    out
}

/// Appends ` name=value` unless the value is absent. Used by the declaring macros.
#[doc(hidden)]
pub fn render_field(name: &str, value: &impl Render, out: &mut String) {
    if !value.is_absent() {
        if !out.ends_with('{') {
            out.push(' ');
        }
        out.push_str(name);
        out.push('=');
        value.render(out);
    }
}

/// Appends a JSON string: `"`, `\` and controls are escaped, everything else stands as it is.
pub fn render_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => drop(write!(out, "\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}

impl Render for String {
    fn render(&self, out: &mut String) {
        render_text(self, out);
    }
}

impl Render for bool {
    fn render(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
    fn is_absent(&self) -> bool {
        !self
    }
}

macro_rules! render_integers {
    ($($ty:ty)*) => {$(
        impl Render for $ty {
            fn render(&self, out: &mut String) {
                let _ = write!(out, "{self}");
            }
        }
    )*};
}
render_integers!(u16 u32 u64 i64 i32);

impl<T: Render> Render for Option<T> {
    fn render(&self, out: &mut String) {
        if let Some(value) = self {
            value.render(out);
        }
    }
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Render> Render for Vec<T> {
    fn render(&self, out: &mut String) {
        out.push('[');
        for (i, item) in self.iter().enumerate() {
            if i > 0 {
                out.push(' ');
            }
            item.render(out);
        }
        out.push(']');
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// Octets of any kind: a certificate, an exported key. A type of its own, since a list of
/// integers would be rendered and carried as one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Octets(pub Vec<u8>);

impl Render for Octets {
    fn render(&self, out: &mut String) {
        out.push_str("x\"");
        for byte in &self.0 {
            let _ = write!(out, "{byte:02x}");
        }
        out.push('"');
    }
    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
}

/// Exports the hidden macro that replays a declaration. `($)` hands in the dollar sign, which a
/// macro cannot otherwise write into a macro it makes.
macro_rules! replay {
    (($d:tt) $kind:ident $name:ident $($body:tt)*) => {
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $name {
            ($d($d callback:ident)::+) => { $d($d callback)::+! { $kind $name $($body)* } };
        }
    };
}

/// Declares a record: plain data with public fields.
macro_rules! record {
    ($(#[doc = $doc:literal])+ $(#[derive($($derive:ident),*)])? pub struct $name:ident {
        $($(#[doc = $field_doc:literal])+ pub $field:ident: $ty:ty,)*
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq $($(, $derive)*)?)]
        pub struct $name {
            $($(#[doc = $field_doc])+ pub $field: $ty,)*
        }
        $crate::declare::render_record!($name { $($field)* });
        $crate::declare::replay! { ($) record $name [$(#[doc = $doc])+] {
            $([$(#[doc = $field_doc])+] $field: $ty,)*
        } }
    };
}

/// Declares a record every field of which has a default: limits and other settings.
macro_rules! settings {
    ($(#[doc = $doc:literal])+ $(#[derive($($derive:ident),*)])? pub struct $name:ident {
        $($(#[doc = $field_doc:literal])+ pub $field:ident: $ty:ty = $default:expr,)*
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq $($(, $derive)*)?)]
        pub struct $name {
            $(
                $(#[doc = $field_doc])+
                #[doc = concat!("\n\nDefault: `", stringify!($default), "`.")]
                pub $field: $ty,
            )*
        }
        impl Default for $name {
            fn default() -> Self {
                $name { $($field: $default,)* }
            }
        }
        $crate::declare::render_record!($name { $($field)* });
        $crate::declare::replay! { ($) settings $name [$(#[doc = $doc])+] {
            $([$(#[doc = $field_doc])+] $field: $ty = $default,)*
        } }
    };
}

/// Implements [`Render`] for a struct with the given fields.
macro_rules! render_record {
    ($name:ident { $($field:ident)* }) => {
        impl $crate::declare::Render for $name {
            fn render(&self, out: &mut String) {
                out.push('{');
                $($crate::declare::render_field(stringify!($field), &self.$field, out);)*
                out.push('}');
            }
        }
    };
}

/// Declares a choice: an enum whose variants carry named fields or none. Choices grow:
/// each is `#[non_exhaustive]`.
macro_rules! choice {
    ($($declaration:tt)*) => { $crate::declare::choice_as! { choice $($declaration)* } };
}

/// Declares what an app can ask of an extension, as data.
macro_rules! commands {
    ($($declaration:tt)*) => { $crate::declare::choice_as! { commands $($declaration)* } };
}

/// The common part of [`choice!`] and [`commands!`]; `$kind` is what the replay calls it.
macro_rules! choice_as {
    ($kind:ident $(#[doc = $doc:literal])+ $(#[derive($($derive:ident),*)])? pub enum $name:ident {
        $($(#[doc = $variant_doc:literal])+ $variant:ident
            $({ $($(#[doc = $field_doc:literal])+ $field:ident: $ty:ty,)* })?,)*
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq $($(, $derive)*)?)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $variant_doc])+ $variant
                $({ $($(#[doc = $field_doc])+ $field: $ty,)* })?,)*
        }
        $crate::declare::render_choice!($name { $($variant $({ $($field)* })?)* });
        $crate::declare::replay! { ($) $kind $name [$(#[doc = $doc])+] {
            $([$(#[doc = $variant_doc])+] $variant { $($([$(#[doc = $field_doc])+] $field: $ty,)*)? },)*
        } }
    };
}

/// Implements [`Render`] for an enum with the given variants.
macro_rules! render_choice {
    ($name:ident { $($variant:ident $({ $($field:ident)* })?)* }) => {
        impl $crate::declare::Render for $name {
            #[allow(unused_variables)]
            fn render(&self, out: &mut String) {
                match self {
                    $(Self::$variant $({ $($field,)* })? => {
                        out.push_str(stringify!($variant));
                        $(
                            out.push('{');
                            $($crate::declare::render_field(stringify!($field), $field, out);)*
                            out.push('}');
                        )?
                    })*
                }
            }
        }
    };
}

/// Declares an error: a choice whose variants say, in one sentence, what went wrong. Fields may
/// be named in the sentence. No sentence may contain a secret.
macro_rules! failure {
    ($(#[doc = $doc:literal])+ $(#[derive($($derive:ident),*)])? pub enum $name:ident {
        $($(#[doc = $variant_doc:literal])+ $variant:ident
            $({ $($(#[doc = $field_doc:literal])+ $field:ident: $ty:ty,)* })? => $text:literal,)*
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq $($(, $derive)*)?)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $variant_doc])+ $variant
                $({ $($(#[doc = $field_doc])+ $field: $ty,)* })?,)*
        }
        impl std::fmt::Display for $name {
            #[allow(unused_variables)]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$variant $({ $($field,)* })? => write!(f, $text),)*
                }
            }
        }
        impl std::error::Error for $name {}
        $crate::declare::render_choice!($name { $($variant $({ $($field)* })?)* });
        $crate::declare::replay! { ($) failure $name [$(#[doc = $doc])+] {
            $([$(#[doc = $variant_doc])+] $variant { $($([$(#[doc = $field_doc])+] $field: $ty,)*)? } => $text,)*
        } }
    };
}

/// Declares an id: a number that means something to the engine only. Each kind is a type of its
/// own, so that one cannot be passed for another.
macro_rules! id {
    ($(#[doc = $doc:literal])+ pub struct $name:ident;) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u64);
        impl $name {
            /// The id with this number, for bindings that carry ids as integers.
            pub const fn from_value(value: u64) -> Self {
                $name(value)
            }
            /// The number of this id.
            pub const fn value(self) -> u64 {
                self.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
        impl $crate::declare::Render for $name {
            fn render(&self, out: &mut String) {
                self.0.render(out);
            }
        }
        $crate::declare::replay! { ($) id $name [$(#[doc = $doc])+] {} }
    };
}

pub(crate) use {
    choice, choice_as, commands, failure, id, record, render_choice, render_record, replay,
    settings,
};

#[cfg(test)]
mod tests {
    use super::*;

    record! {
        /// One field of each type that can be absent, and of some that cannot.
        #[derive(Default)]
        pub struct TestRecord {
            /// Never absent.
            pub number: i32,
            /// Absent if `None`.
            pub name: Option<String>,
            /// Absent if `false`.
            pub flag: bool,
            /// Absent if `None`.
            pub answer: Option<bool>,
            /// Absent if empty.
            pub words: Vec<String>,
            /// Absent if empty.
            pub octets: Octets,
        }
    }

    choice! {
        /// Variants with and without fields.
        pub enum TestChoice {
            /// No fields.
            Bare,
            /// Fields of declared types.
            Full {
                /// Never absent.
                inner: TestRecord,
                /// Absent if empty.
                ids: Vec<TestId>,
            },
            /// All fields can be absent.
            Hollow {
                /// Absent if `None`.
                choice: Option<TestId>,
            },
        }
    }

    failure! {
        /// Sentences with and without fields.
        #[derive(Eq)]
        pub enum TestError {
            /// No fields.
            Bare => "nothing is there",
            /// Fields in the sentence.
            TooLarge {
                /// The limit.
                limit: u32,
                /// What was too large.
                what: String,
            } => "{what} is above {limit}",
        }
    }

    settings! {
        /// All fields have defaults.
        #[derive(Copy, Eq)]
        pub struct TestSettings {
            /// A number.
            pub depth: u32 = 4 * 32,
            /// A flag.
            pub strict: bool = true,
        }
    }

    id! {
        /// An id.
        pub struct TestId;
    }

    commands! {
        /// Two commands.
        pub enum TestCommand {
            /// Without fields.
            Fetch,
            /// With one.
            Remove {
                /// Which.
                id: TestId,
            },
        }
    }

    #[test]
    fn strings_are_json() {
        let text = "\"\\/\n\r\t\u{0}\u{1f}\u{7f}é\u{2028}🙂".to_owned();
        assert_eq!(rendered(&text), "\"\\\"\\\\/\\n\\r\\t\\u0000\\u001f\u{7f}é\u{2028}🙂\"");
        assert_eq!(rendered(&String::new()), "\"\"");
    }

    #[test]
    fn plain_values() {
        assert_eq!(rendered(&u64::MAX), "18446744073709551615");
        assert_eq!(rendered(&i64::MIN), "-9223372036854775808");
        assert_eq!((rendered(&true), rendered(&false)), ("true".into(), "false".into()));
        assert_eq!(rendered(&Octets(vec![0, 0xAB, 0xff])), "x\"00abff\"");
        assert_eq!(rendered(&Octets::default()), "x\"\"");
        assert_eq!(rendered(&TestId::from_value(3)), "3");
    }

    #[test]
    fn lists_keep_every_item() {
        assert_eq!(rendered(&vec![false, true]), "[false true]");
        assert_eq!(rendered(&vec![Octets::default(), Octets(vec![1])]), "[x\"\" x\"01\"]");
        assert_eq!(rendered(&Vec::<bool>::new()), "[]");
    }

    #[test]
    fn absent_fields_are_left_out() {
        let mut record = TestRecord::default();
        assert_eq!(rendered(&record), "{number=0}");
        record.name = Some(String::new());
        record.answer = Some(false);
        assert_eq!(rendered(&record), "{number=0 name=\"\" answer=false}");
        record.flag = true;
        record.words = vec!["{".into(), "b c".into()];
        record.octets = Octets(vec![7]);
        let want = r#"{number=0 name="" flag=true answer=false words=["{" "b c"] octets=x"07"}"#;
        assert_eq!(rendered(&record), want);
    }

    #[test]
    fn variants() {
        assert_eq!(rendered(&TestChoice::Bare), "Bare");
        assert_eq!(rendered(&TestChoice::Hollow { choice: None }), "Hollow{}");
        let ids = vec![TestId::from_value(1), TestId::from_value(2)];
        let full = TestChoice::Full { inner: TestRecord::default(), ids };
        assert_eq!(rendered(&full), "Full{inner={number=0} ids=[1 2]}");
        let remove = TestCommand::Remove { id: TestId::from_value(9) };
        assert_eq!(rendered(&remove), "Remove{id=9}");
        assert_eq!(rendered(&TestCommand::Fetch), "Fetch");
    }

    #[test]
    fn failures_have_a_sentence_and_a_form() {
        let error = TestError::TooLarge { limit: 5, what: "a name".into() };
        assert_eq!(error.to_string(), "a name is above 5");
        assert_eq!(rendered(&error), "TooLarge{limit=5 what=\"a name\"}");
        assert_eq!(TestError::Bare.to_string(), "nothing is there");
        assert_eq!(rendered(&TestError::Bare), "Bare");
    }

    #[test]
    fn settings_have_defaults() {
        assert_eq!(TestSettings::default(), TestSettings { depth: 128, strict: true });
        assert_eq!(rendered(&TestSettings::default()), "{depth=128 strict=true}");
    }

    #[test]
    fn ids_are_numbers_of_their_own_type() {
        let id = TestId::from_value(u64::MAX);
        assert_eq!((id.value(), id.to_string()), (u64::MAX, u64::MAX.to_string()));
        assert!(TestId::from_value(1) < TestId::from_value(2));
    }
}
