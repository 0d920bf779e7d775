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
//! Deriving foreign traits here behind a feature was rejected: it gives two modules a language,
//! brings the generator's crates into every build and leaks its symbols into the C library.
//!
//! Rules, held by the `declarations` test: one name for one thing in all languages, so names are
//! unique over all declarations; variants carry named fields or none; no field is called `from`,
//! `message` or a keyword of Python; everything has docs.

use std::fmt::Write;

/// The canonical text form of a declared value, used by transcripts in every language.
///
/// Integers are decimal; strings are JSON strings; octets are `x"6869"`; lists are `[a b]`; a
/// record is `{field=value other=value}`; a variant is its name, followed by its record if it
/// has fields. A field that is absent (no value, an empty list, `false`) is left out, so that a
/// declaration can grow.
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
            $($(#[doc = $field_doc])+ pub $field: $ty,)*
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
    ($(#[doc = $doc:literal])+ $(#[derive($($derive:ident),*)])? pub enum $name:ident {
        $($(#[doc = $variant_doc:literal])+ $variant:ident
            $({ $($(#[doc = $field_doc:literal])+ $field:ident: $ty:ty,)* })?,)*
    }) => {
        $crate::declare::choice_as! { choice $(#[doc = $doc])+ $(#[derive($($derive),*)])? pub enum $name {
            $($(#[doc = $variant_doc])+ $variant
                $({ $($(#[doc = $field_doc])+ $field: $ty,)* })?,)*
        } }
    };
}

/// Declares what an app can ask of an extension, as data.
macro_rules! commands {
    ($(#[doc = $doc:literal])+ pub enum $name:ident {
        $($(#[doc = $variant_doc:literal])+ $variant:ident
            $({ $($(#[doc = $field_doc:literal])+ $field:ident: $ty:ty,)* })?,)*
    }) => {
        $crate::declare::choice_as! { commands $(#[doc = $doc])+ pub enum $name {
            $($(#[doc = $variant_doc])+ $variant
                $({ $($(#[doc = $field_doc])+ $field: $ty,)* })?,)*
        } }
    };
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
