//! What the tests of the engine share: the sources seen as text, memory that is counted.

pub mod declared;
pub mod memory;
pub mod oracle;
pub mod source;
pub mod transcript;
pub mod xml;
