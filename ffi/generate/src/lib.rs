//! Writes what is made from the engine's declarations, so that nothing is written a second time.
//! Only for this repository: `UPDATE=1 cargo test -p xmpp-generate` writes the files, and
//! `cargo test -p xmpp-generate` fails if one is stale.

pub mod c_accessors;
pub mod c_canonical;
pub mod c_commands;
pub mod c_header;
pub mod c_numbers;
pub mod c_refusals;
pub mod c_structs;
pub mod declarations;
pub mod foreign;
pub mod model;
pub mod names;
pub mod register;
pub mod symbols;
pub mod text;
