//! XML as XMPP uses it (XML 1.0 5th edition, Namespaces in XML 1.0, RFC 6120 11): a push parser
//! for streams, a compact tree, a builder and a writer.

mod assembly;
mod builder;
mod declaration;
mod decode;
mod digits;
mod element;
mod error;
mod lexer;
mod names;
pub mod ns;
mod open;
mod parser;
mod scan;
mod scope;
mod skip;
mod stanza;
mod tag;
mod tree;
mod writer;

pub use builder::ElementBuilder;
pub use element::{Attr, Attrs, Children, Element, ElementRef, Node, Nodes};
pub use error::{BuildError, XmlError};
pub use parser::{DroppedElement, Parser, XmlItem, XmlView};
pub(crate) use writer::write_with;
pub use writer::{write_element, write_footer, write_header};
