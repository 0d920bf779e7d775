//! Reads XML streams for tests, in any pieces.

use xmpp_engine::xml::{Parser, XmlError, XmlItem};

/// What a stream gave: its items, and the error that ended it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The items, `More` left out.
    pub items: Vec<XmlItem>,
    /// The error, if there was one.
    pub error: Option<XmlError>,
}

/// Reads all of `input` in pieces of the sizes that `sizes` gives, the last of them again and
/// again. Octets that the parser leaves are offered again; one that takes none and gives nothing
/// fails the test.
pub fn read(parser: &mut Parser, input: &[u8], sizes: &[usize]) -> Reading {
    let mut reading = Reading { items: Vec::new(), error: None };
    let mut sizes = sizes.iter().copied();
    let mut size = usize::MAX;
    let mut rest = input;
    while !rest.is_empty() {
        size = sizes.next().unwrap_or(size).max(1);
        let (mut piece, behind) = rest.split_at(size.min(rest.len()));
        rest = behind;
        while !piece.is_empty() {
            let taken = parser.feed(piece);
            piece = &piece[taken..];
            let given = reading.items.len();
            if let Err(error) = take_items(parser, &mut reading) {
                reading.error = Some(error);
                return reading;
            }
            assert!(taken > 0 || reading.items.len() > given, "nothing taken, nothing given");
        }
    }
    reading
}

fn take_items(parser: &mut Parser, reading: &mut Reading) -> Result<(), XmlError> {
    loop {
        match parser.next()? {
            XmlItem::More => return Ok(()),
            item => reading.items.push(item),
        }
    }
}
