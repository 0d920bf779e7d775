//! Transcripts: reading them, and playing them to an engine. The grammar is described in
//! `tests/transcripts/README.md`.

mod calls;
mod play;
mod script;
mod settings;

pub use play::{Cuts, play};
pub use script::{Line, Placed, escaped, parse, read};
