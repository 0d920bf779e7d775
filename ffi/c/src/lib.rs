//! The engine for C programs. The manual is `include/xmpp.h`, which is made from the docs here.
//!
//! Every function goes through `guard`: nothing unwinds into C. What the engine gives out is lent
//! until its next poll and read by accessors (`generated`), which are made from the engine's
//! declarations; nothing of the engine is written here a second time.
//!
//! This crate is the one place beside `xml/scan` where `unsafe` may be: C's pointers are a promise
//! of the caller. A pointer to one value comes in as `Option<&T>`, which has the same layout, so
//! that NULL cannot be overlooked; what is left is told at each block.
#![allow(unsafe_code)]
#![allow(non_camel_case_types)] // types are called as in C, which is how cbindgen finds them
#![allow(clippy::missing_safety_doc)] // the header says what each function asks of its caller

mod arguments;
mod builder;
mod config;
mod element;
mod engine;
mod error;
mod guard;
mod handle;
mod input;
mod jid;
mod lent;
mod number;
mod output;
mod parser;
mod roots;
mod shared;
mod stanza;
mod text;
mod words;

mod generated {
    pub mod accessors;
    pub mod commands;
    pub mod errors;
    pub mod numbers;
    pub mod opaque;
    pub mod structs;
}

use generated::{errors, numbers, opaque, structs};

#[cfg(test)]
mod tests;
