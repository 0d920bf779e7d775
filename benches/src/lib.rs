//! What the measurements share: streams to read, and what a reader has to find in them.

pub mod clock;
pub mod corpus;
pub mod counts;
pub mod ours;
