//! What the tests of the engine share: the sources seen as text, the declarations seen as data,
//! memory that is counted.

pub mod declarations;
pub mod declared;
pub mod memory;
pub mod oracle;
pub mod source;
pub mod transcript;
pub mod xml;
