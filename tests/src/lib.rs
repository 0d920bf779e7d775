//! What the tests of the engine share: the sources seen as text, the declarations seen as data.

pub mod declarations;
pub mod declared;
pub mod oracle;
pub mod source;
pub mod transcript;
pub mod xml;
