//! Payloads: typed plain data that stands as one element inside a stanza, and the macro that
//! declares them.

use std::borrow::Cow;

use crate::declare::failure;
use crate::jid::Jid;
use crate::xml::{BuildError, Element, ElementBuilder, ElementRef};

failure! {
    /// Why an element could not be read as a payload. Malformed is not absent: the element is there.
    #[derive(Eq)]
    pub enum PayloadError {
        /// It is another element.
        Unexpected {
            /// The name of the element.
            element: String,
        } => "unexpected element <{element}/>",
        /// A part that has to be there is not.
        Missing {
            /// The attribute or element.
            part: String,
        } => "{part} is missing",
        /// A part has a value that it cannot have.
        Invalid {
            /// The attribute or element.
            part: String,
        } => "{part} has an invalid value",
    }
}

/// Plain data that stands as one element inside a stanza.
pub trait Payload: Sized {
    /// The element's name.
    const NAME: &'static str;
    /// The element's namespace.
    const NAMESPACE: &'static str;

    /// Reads the element.
    ///
    /// # Errors
    /// It is another element, or a part of it is missing or invalid.
    fn parse(element: ElementRef<'_>) -> Result<Self, PayloadError>;

    /// Fills the element that is open in `out`.
    fn write(&self, out: &mut ElementBuilder);

    /// The element.
    ///
    /// # Errors
    /// A value has characters that XML cannot carry.
    fn to_element(&self) -> Result<Element, BuildError> {
        let mut out = Element::builder(Self::NAME, Self::NAMESPACE);
        self.write(&mut out);
        out.build()
    }
}

/// A value that is written as the text of an attribute or an element.
pub trait TextValue: Sized {
    /// Reads it; `None` if the text is no such value.
    fn from_text(text: &str) -> Option<Self>;
    /// Writes it.
    fn to_text(&self) -> Cow<'_, str>;
}

impl TextValue for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl TextValue for Jid {
    fn from_text(text: &str) -> Option<Self> {
        Jid::received(text).ok()
    }
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}

/// The two spellings of XML Schema.
impl TextValue for bool {
    fn from_text(text: &str) -> Option<Self> {
        match text.trim() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

macro_rules! text_integers {
    ($($ty:ty)*) => {$(
        impl TextValue for $ty {
            fn from_text(text: &str) -> Option<Self> {
                text.trim().parse().ok()
            }
            fn to_text(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        }
    )*};
}
text_integers!(u16 u32 u64 i32 i64);

/// Declares a payload: a struct, how it is read and how it is written.
///
/// ```text
/// payload! {
///     /// What it is.
///     pub struct Delay = "delay" in ns::DELAY {
///         /// Who delayed it.
///         pub by: Option<Jid> = attr_opt("from"),
///         /// Since when.
///         pub stamp: DateTime = attr("stamp"),
///         /// Why.
///         pub reason: Option<String> = text_opt,
///     }
/// }
/// ```
///
/// A field is an attribute (`attr("name")`, `attr_opt`), the element's own text (`text`,
/// `text_opt`), a payload inside (`child`, `child_opt`, `children`), the text of a child in the same
/// namespace (`child_text("name")`, `child_text_opt`) or whether such a child is there
/// (`flag("name")`). Attributes come first, as they do in XML. A text that is empty is read as
/// absent by `text_opt`. What has another shape implements [`Payload`] by hand.
macro_rules! payload {
    ($(#[doc = $doc:literal])+ pub struct $name:ident = $tag:literal in $ns:path {
        $($(#[doc = $field_doc:literal])+
            pub $field:ident: $ty:ty = $kind:ident $(($part:literal))?,)*
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[doc = $field_doc])+ pub $field: $ty,)*
        }
        impl $crate::stanza::Payload for $name {
            const NAME: &'static str = $tag;
            const NAMESPACE: &'static str = $ns;
            fn parse(
                element: $crate::xml::ElementRef<'_>,
            ) -> Result<Self, $crate::stanza::PayloadError> {
                $crate::stanza::payload::expect::<Self>(element)?;
                Ok($name {
                    $($field: $crate::stanza::payload::$kind::read(element $(, $part)?)?,)*
                })
            }
            #[allow(unused_variables)]
            fn write(&self, out: &mut $crate::xml::ElementBuilder) {
                $($crate::stanza::payload::$kind::write(&self.$field, out, $ns $(, $part)?);)*
            }
        }
        $crate::declare::render_record!($name { $($field)* });
        $crate::declare::replay! { ($) payload $name [$(#[doc = $doc])+] {
            $([$(#[doc = $field_doc])+] $field: $ty = $kind $(($part))?,)*
        } }
    };
}
pub(crate) use payload;

/// Checks that `element` is the one that `P` is written as.
pub(crate) fn expect<P: Payload>(element: ElementRef<'_>) -> Result<(), PayloadError> {
    match element.is(P::NAME, P::NAMESPACE) {
        true => Ok(()),
        false => Err(PayloadError::Unexpected { element: element.name().to_owned() }),
    }
}

fn missing(part: &str) -> PayloadError {
    PayloadError::Missing { part: part.to_owned() }
}

fn value<T: TextValue>(text: &str, part: &str) -> Result<T, PayloadError> {
    T::from_text(text).ok_or_else(|| PayloadError::Invalid { part: part.to_owned() })
}

/// How each kind of field is read and written.
macro_rules! field_kinds {
    ($($(#[doc = $doc:literal])* $kind:ident <$($bound:ident)?> $ty:ty, ($element:ident $(, $part:ident)?) => $read:expr,
        ($field:ident, $out:ident, $namespace:ident) => $write:expr;)*) => {$(
        $(#[doc = $doc])*
        #[allow(unused_imports, unused_variables)]
        #[allow(dead_code)] // a kind may wait for the first payload that needs it
        pub(crate) mod $kind {
            use super::*;
            pub(crate) fn read $(<T: $bound>)? (
                $element: ElementRef<'_> $(, $part: &str)?
            ) -> Result<$ty, PayloadError> {
                $read
            }
            pub(crate) fn write $(<T: $bound>)? (
                $field: &$ty, $out: &mut ElementBuilder, $namespace: &str $(, $part: &str)?
            ) {
                $write
            }
        }
    )*};
}

field_kinds! {
    attr <TextValue> T, (element, part) => value(element.attr(part).ok_or_else(|| missing(part))?, part),
        (field, out, namespace) => { let _ = out.attr(part, &field.to_text()); };
    attr_opt <TextValue> Option<T>, (element, part) => element.attr(part).map(|text| value(text, part)).transpose(),
        (field, out, namespace) => { let _ = out.attr_opt(part, field.as_ref().map(T::to_text).as_deref()); };
    text <TextValue> T, (element) => value(&element.text(), element.name()),
        (field, out, namespace) => { let _ = out.text(&field.to_text()); };
    text_opt <TextValue> Option<T>, (element) => match element.text() {
            text if text.is_empty() => Ok(None),
            text => value(&text, element.name()).map(Some),
        },
        (field, out, namespace) => if let Some(field) = field { let _ = out.text(&field.to_text()); };
    child <Payload> T, (element) => child_opt::read(element)?.ok_or_else(|| missing(T::NAME)),
        (field, out, namespace) => write_inside(field, out);
    child_opt <Payload> Option<T>, (element) => element.child(T::NAME, T::NAMESPACE).map(T::parse).transpose(),
        (field, out, namespace) => if let Some(field) = field { write_inside(field, out); };
    children <Payload> Vec<T>, (element) => element.children()
            .filter(|child| child.is(T::NAME, T::NAMESPACE)).map(T::parse).collect::<Result<Vec<T>, _>>()
            .map(|mut all| { all.shrink_to_fit(); all }), // a long list may be kept for long
        (field, out, namespace) => for field in field { write_inside(field, out); };
    child_text <TextValue> T, (element, part) => child_text_opt::read(element, part)?.ok_or_else(|| missing(part)),
        (field, out, namespace) => text_inside(field, part, namespace, out);
    child_text_opt <TextValue> Option<T>, (element, part) => element.child(part, element.namespace())
            .map(|child| value(&child.text(), part)).transpose(),
        (field, out, namespace) => if let Some(field) = field { text_inside(field, part, namespace, out); };
    flag <> bool, (element, part) => Ok(element.child(part, element.namespace()).is_some()),
        (field, out, namespace) => if *field { let _ = out.open(part, namespace).close(); };
}

/// Writes a payload as a child of the element that is open.
pub(crate) fn write_inside<T: Payload>(payload: &T, out: &mut ElementBuilder) {
    out.open(T::NAME, T::NAMESPACE);
    payload.write(out);
    out.close();
}

#[allow(dead_code)] // as the kinds that use it
fn text_inside<T: TextValue>(field: &T, part: &str, namespace: &str, out: &mut ElementBuilder) {
    out.open(part, namespace).text(&field.to_text()).close();
}
