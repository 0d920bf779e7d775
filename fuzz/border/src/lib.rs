//! The sources of libxmpp once more, as a crate that Rust can link, and `play/`, which calls them
//! from C. A crate type more in `ffi/c` would cost the libraries their optimization as a whole.
#![allow(missing_docs, unsafe_code, non_camel_case_types, clippy::missing_safety_doc)] // as ffi/c

#[path = "../../../ffi/c/src/arguments.rs"]
mod arguments;
#[path = "../../../ffi/c/src/builder.rs"]
mod builder;
#[path = "../../../ffi/c/src/config.rs"]
mod config;
#[path = "../../../ffi/c/src/element.rs"]
mod element;
#[path = "../../../ffi/c/src/engine.rs"]
mod engine;
#[path = "../../../ffi/c/src/error.rs"]
mod error;
#[path = "../../../ffi/c/src/guard.rs"]
mod guard;
#[path = "../../../ffi/c/src/handle.rs"]
mod handle;
#[path = "../../../ffi/c/src/input.rs"]
mod input;
#[path = "../../../ffi/c/src/jid.rs"]
mod jid;
#[path = "../../../ffi/c/src/lent.rs"]
mod lent;
#[path = "../../../ffi/c/src/number.rs"]
mod number;
#[path = "../../../ffi/c/src/output.rs"]
mod output;
#[path = "../../../ffi/c/src/parser.rs"]
mod parser;
#[path = "../../../ffi/c/src/roots.rs"]
mod roots;
#[path = "../../../ffi/c/src/shared.rs"]
mod shared;
#[path = "../../../ffi/c/src/stanza.rs"]
mod stanza;
#[path = "../../../ffi/c/src/text.rs"]
mod text;
#[path = "../../../ffi/c/src/words.rs"]
mod words;

#[path = "../../../ffi/c/src/generated"]
mod generated {
    pub mod accessors;
    pub mod commands;
    pub mod errors;
    pub mod numbers;
    pub mod opaque;
    pub mod structs;
}

use generated::{errors, numbers, opaque, structs};

/// Plays; what does not hold is told.
#[cfg(played)]
pub fn play(data: &[u8]) -> Result<(), String> {
    unsafe extern "C" {
        #[link_name = "play"]
        fn play_in_c(data: *const u8, len: usize) -> *const std::ffi::c_char;
    }
    // SAFETY: it reads `data` only, and answers NULL or a text that lives for ever.
    unsafe {
        let wrong = play_in_c(data.as_ptr(), data.len());
        match wrong.is_null() {
            true => Ok(()),
            false => Err(std::ffi::CStr::from_ptr(wrong).to_string_lossy().into_owned()),
        }
    }
}

/// Without a compiler for C nothing is played: the build has said so.
#[cfg(not(played))]
pub fn play(_data: &[u8]) -> Result<(), String> {
    Ok(())
}
