//! Logs in to real servers and talks there, and has bots of every language talked to. The programs
//! `interop` and `bots` are made of it; `tests/run` runs them, `cargo test` never does.

pub mod authority;
pub mod bot;
pub mod chats;
pub mod ejabberd;
pub mod host;
pub mod logins;
pub mod person;
pub mod probe;
pub mod prosody;
pub mod report;
pub mod server;
pub mod site;
pub mod tracker;

/// What can go wrong here ends up in one printed row, so its text is all that counts.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
