//! Every declaration of the core, replayed to uniffi.
//!
//! Failures become exceptions that know their fields and not their sentences: uniffi has traits such
//! as `Display` for a crate's own types alone. `helpers` has the sentences that people read.

use xmpp_engine::declared::*;

macro_rules! foreign {
    (id $name:ident [$(#[doc = $doc:literal])+] {}) => {
        uniffi::custom_type!($(#[doc = $doc])+ $name, u64, {
            remote,
            lower: |id| id.value(),
            try_lift: |value| Ok($name::from_value(value)),
        });
    };
    (failure $name:ident [$(#[doc = $doc:literal])+] { $([$(#[doc = $variant_doc:literal])+]
        $variant:ident { $([$(#[doc = $field_doc:literal])+] $field:ident: $ty:ty,)* } => $text:literal,)* }) => {
        $(#[doc = $doc])+
        #[uniffi::remote(Error)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $variant_doc])+ $variant { $($(#[doc = $field_doc])+ $field: $ty,)* },)*
        }
    };
    (commands $($declaration:tt)+) => { foreign! { choice $($declaration)+ } };
    (choice $name:ident [$(#[doc = $doc:literal])+] { $([$(#[doc = $variant_doc:literal])+]
        $variant:ident { $([$(#[doc = $field_doc:literal])+] $field:ident: $ty:ty,)* },)* }) => {
        $(#[doc = $doc])+
        #[uniffi::remote(Enum)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $variant_doc])+ $variant { $($(#[doc = $field_doc])+ $field: $ty,)* },)*
        }
    };
    ($kind:ident $name:ident [$(#[doc = $doc:literal])+] {
        $([$(#[doc = $field_doc:literal])+] $field:ident: $ty:ty $(= $note:expr)?,)* }) => {
        $(#[doc = $doc])+
        #[uniffi::remote(Record)]
        pub struct $name {
            $($(#[doc = $field_doc])+ pub $field: $ty,)*
        }
    };
}

xmpp_engine::for_each_declaration! { foreign }
