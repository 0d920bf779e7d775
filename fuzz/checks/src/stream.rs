//! Reads XML streams in any pieces, kept or looked at.

use xmpp_engine::limits::XmlLimits;
use xmpp_engine::xml::{Parser, XmlError, XmlItem, XmlView};

/// What a stream gave: its items, `More` left out, and the error that ended it.
#[derive(Debug, PartialEq)]
pub(crate) struct Reading {
    pub(crate) items: Vec<XmlItem>,
    pub(crate) error: Option<XmlError>,
}

/// How a stream is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    pub(crate) limits: XmlLimits,
    pub(crate) skips: bool,
    /// By `next_view` instead of `next`.
    pub(crate) views: bool,
    /// Decides the pieces; 0 reads all at once.
    pub(crate) pieces: u8,
}

impl Manner {
    pub(crate) fn whole(limits: XmlLimits) -> Manner {
        Manner { limits, skips: false, views: false, pieces: 0 }
    }
}

/// Limits that small inputs exceed.
pub(crate) fn narrow() -> XmlLimits {
    XmlLimits {
        depth: 5,
        stanza_bytes: 200,
        nodes: 12,
        attributes: 10,
        attributes_per_element: 5,
        name_bytes: 20,
        header_bytes: 150,
    }
}

/// Reads all of `input`. Octets that the parser leaves are offered again; one that takes none and
/// gives nothing, or forgets its error, fails the check.
pub(crate) fn read(input: &[u8], manner: Manner) -> Reading {
    let mut parser = Parser::new(manner.limits);
    parser.set_skip_oversized(manner.skips);
    let mut reading = Reading { items: Vec::new(), error: None };
    let (mut rest, mut chance) = (input, u32::from(manner.pieces));
    while !rest.is_empty() {
        let size = size(&mut chance, manner.pieces).min(rest.len());
        let taken = parser.feed(&rest[..size]);
        assert!(taken <= size, "more taken than given");
        rest = &rest[taken..];
        let before = reading.items.len();
        if let Err(error) = take_items(&mut parser, manner.views, &mut reading.items) {
            assert_eq!(parser.next(), Err(error.clone()), "an error stays");
            reading.error = Some(error);
            return reading;
        }
        assert!(taken > 0 || reading.items.len() > before, "nothing taken, nothing given");
    }
    reading
}

/// The size of the next piece.
fn size(chance: &mut u32, pieces: u8) -> usize {
    *chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    match pieces {
        0 => usize::MAX,
        1 => 1,
        _ => 1 + (*chance >> 16) as usize % (1 << (pieces % 8)),
    }
}

fn take_items(parser: &mut Parser, views: bool, items: &mut Vec<XmlItem>) -> Result<(), XmlError> {
    loop {
        match if views { by_view(parser)? } else { parser.next()? } {
            XmlItem::More => return Ok(()),
            item => items.push(item),
        }
    }
}

fn by_view(parser: &mut Parser) -> Result<XmlItem, XmlError> {
    Ok(match parser.next_view()? {
        XmlView::StreamStart(header) => XmlItem::StreamStart(header),
        XmlView::Element(element) => XmlItem::Element(element.to_owned()),
        XmlView::Dropped(dropped) => XmlItem::Dropped(dropped),
        XmlView::StreamEnd => XmlItem::StreamEnd,
        XmlView::More => XmlItem::More,
    })
}
