//! The push parser of one XML stream.

use super::element::Element;
use super::error::XmlError;
use crate::limits::XmlLimits;

/// What a stream consists of.
#[derive(Clone, Debug, PartialEq)]
pub enum XmlItem {
    /// The stream header, as an element with its attributes and no content.
    StreamStart(Element),
    /// An element of the stream's first level.
    Element(Element),
    /// An element that exceeded a limit and was skipped.
    Dropped(DroppedElement),
    /// The end of the stream.
    StreamEnd,
    /// Nothing is complete: feed more.
    More,
}

/// An element of the stream's first level that exceeded a limit and was skipped.
#[derive(Clone, Debug, PartialEq)]
pub struct DroppedElement {
    /// Its start tag, without its content.
    pub element: Element,
}

/// The push parser of one XML stream.
pub struct Parser {
    limits: XmlLimits,
}

impl Parser {
    /// A parser for a stream that begins with the next octet.
    pub fn new(limits: XmlLimits) -> Parser {
        Parser { limits }
    }

    /// Sets other limits; between elements.
    pub fn set_limits(&mut self, limits: XmlLimits) {
        self.limits = limits;
    }

    /// Whether elements over the limits are skipped.
    pub fn set_skip_oversized(&mut self, _skip: bool) {}

    /// Takes octets up to exactly behind the next item; returns how many.
    pub fn feed(&mut self, _bytes: &[u8]) -> usize {
        0
    }

    /// The next item.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<XmlItem, XmlError> {
        Ok(XmlItem::More)
    }
}
