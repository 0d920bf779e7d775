//! A document as a stream, and what became of it.
//!
//! A stream has what a document has not: elements without a common end, and no text between them.
//! So the root of a document is made an element of a stream: `<stream>` document `</stream>`. The
//! header declares no namespace, so that nothing of it reaches into the document. The XML
//! declaration and a byte order mark keep their place, in front of the header. White space around
//! the root is what a stream has between elements. The document is accepted if the stream is
//! exactly a header, one element and the end.

use xmpp_engine::limits::XmlLimits;
use xmpp_engine::xml::{Element, Parser, XmlError, XmlItem};
use xmpp_tests::xml::{Reading, read};

#[derive(Debug)]
pub enum Outcome {
    Accepted(Element),
    Refused(XmlError),
    /// No root, two of them, or one without end.
    NotOneElement,
}

/// How many octets the XML declaration has. It ends with the first `>`, right or wrong.
pub fn declaration(document: &[u8]) -> usize {
    match document.strip_prefix(b"<?xml") {
        Some([b' ' | b'\t' | b'\r' | b'\n' | b'?' | b'>', ..]) => {
            document.iter().position(|&byte| byte == b'>').map_or(document.len(), |at| at + 1)
        }
        _ => 0,
    }
}

/// Reads a document whole, octet by octet and in pieces of each of these sizes: it must be the same.
pub fn outcome(document: &[u8], pieces: &[Vec<usize>]) -> Result<Outcome, String> {
    let stream = stream(document);
    let read = |sizes: &[usize]| read(&mut Parser::new(XmlLimits::default()), &stream, sizes);
    let whole = read(&[]);
    for sizes in pieces.iter().map(Vec::as_slice).chain([&[1][..]]) {
        let other = read(sizes);
        if other != whole {
            return Err(format!("in pieces of {sizes:?}: {other:?}, but as a whole: {whole:?}"));
        }
    }
    Ok(judge(whole))
}

fn stream(document: &[u8]) -> Vec<u8> {
    let front = match document.first() {
        Some(0x80..) => document.len(), // it is refused for its first octet
        _ => declaration(document),
    };
    let (front, rest) = document.split_at(front);
    [front, b"<stream>", rest, b"</stream>"].concat()
}

fn judge(reading: Reading) -> Outcome {
    if let Some(error) = reading.error {
        return Outcome::Refused(error);
    }
    match <[XmlItem; 3]>::try_from(reading.items) {
        Ok([XmlItem::StreamStart(_), XmlItem::Element(root), XmlItem::StreamEnd]) => {
            Outcome::Accepted(root)
        }
        _ => Outcome::NotOneElement,
    }
}
