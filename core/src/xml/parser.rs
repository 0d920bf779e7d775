//! The push parser of one XML stream: octets in, the stream header, whole elements and the end
//! out. What is refused is in the words of [`XmlError`]; the rulings on disputed points: a byte
//! order mark, another version than 1.0 and white space before the XML declaration are refused;
//! `standalone` is accepted; between two elements there may be white space (keep-alives), which
//! costs nothing.
//!
//! Mistakes are found in the order of the octets, tag by tag and text by text; whether the octets
//! are UTF-8 at the end of each element. So however a stream is cut into pieces, the items and
//! the error are the same.

use super::declaration;
use super::decode::Place;
use super::element::Element;
use super::error::XmlError;
use super::lexer::{Kind, Lexer, TagKind, Token, Walk, malformed, too_large};
use super::names;
use super::stanza::{Stanza, bounded};
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
    /// Its start tag, without its content. If the tag alone exceeds a limit, with those of its
    /// attributes that came before.
    pub element: Element,
}

/// The push parser of one XML stream.
///
/// [`feed`](Parser::feed) takes octets up to exactly behind the next item and no further, so
/// that what follows an item - TLS records, a new stream header - is still the caller's. The item
/// is then given by [`next`](Parser::next); until it is, `feed` takes nothing.
///
/// ```
/// use xmpp_engine::limits::XmlLimits;
/// use xmpp_engine::xml::{Parser, XmlItem};
///
/// let mut parser = Parser::new(XmlLimits::default());
/// let mut input: &[u8] = b"<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>\
///     <proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>\x16\x03\x01";
/// let mut names = Vec::new();
/// loop {
///     let taken = parser.feed(input);
///     input = &input[taken..];
///     match parser.next()? {
///         XmlItem::StreamStart(header) => names.push(header.name().to_owned()),
///         XmlItem::Element(element) => {
///             names.push(element.name().to_owned());
///             break; // what follows is not XML any more
///         }
///         XmlItem::Dropped(_) => {}
///         XmlItem::StreamEnd | XmlItem::More => break,
///     }
/// }
/// assert_eq!(names, ["stream", "proceed"]);
/// assert_eq!(input, b"\x16\x03\x01");
/// # Ok::<(), xmpp_engine::xml::XmlError>(())
/// ```
pub struct Parser {
    limits: XmlLimits,
    skips: bool,
    phase: Phase,
    lexer: Lexer,
    stanza: Stanza,
    /// Whether a `<` of the stream's first level was seen and what it begins is not complete.
    inside: bool,
    /// Octets of it so far.
    used: u64,
    /// Where the token at hand begins, in the text of the stanza.
    token: usize,
    skipped: Option<Skipped>,
    ready: Option<Ready>,
    error: Option<XmlError>,
}

impl Element {
    /// Reads one element that stands alone, within the default limits. White space may be around
    /// it, an XML declaration may not.
    pub fn parse(xml: &str) -> Result<Element, XmlError> {
        let mut parser = Parser::new(XmlLimits::default());
        parser.feed(b"<stream>");
        parser.next()?;
        let taken = parser.feed(xml.as_bytes());
        let element = match parser.next()? {
            XmlItem::Element(element) => element,
            _ => return Err(malformed("an element without end")),
        };
        let rest = xml.as_bytes().get(taken..).unwrap_or_default();
        match rest.iter().all(|&byte| names::is_space(byte)) {
            true => Ok(element),
            false => Err(malformed("something behind the element")),
        }
    }
}

/// Which part of the stream comes next.
#[derive(Clone, Copy, PartialEq)]
enum Phase {
    Declaration,
    Header,
    Content,
    /// White space only.
    Ended,
}

/// A stanza that is being skipped.
struct Skipped {
    element: Element,
    /// How many elements are open.
    depth: u64,
}

/// The item that `next` will give.
enum Ready {
    Header { empty: bool },
    Element,
    Dropped(Element),
    End,
}

/// A stanza that is skipped may be so many times as large as one that is kept.
const SKIPPED: u64 = 16;

impl Parser {
    /// A parser for a stream that begins with the next octet.
    pub fn new(limits: XmlLimits) -> Parser {
        Parser {
            limits,
            skips: false,
            phase: Phase::Declaration,
            lexer: Lexer::new(),
            stanza: Stanza::new(),
            inside: false,
            used: 0,
            token: 0,
            skipped: None,
            ready: None,
            error: None,
        }
    }

    /// Sets other limits, from the next element on if none is unfinished.
    pub fn set_limits(&mut self, limits: XmlLimits) {
        self.limits = limits;
    }

    /// Whether elements over the limits are skipped and reported as [`XmlItem::Dropped`], so that
    /// one stanza too large does not end the session, over and over again. Of the rest of such an
    /// element only brackets and quotes are read. The stream header is never skipped, and beyond
    /// 16 times `stanza_bytes` an element is an error all the same.
    pub fn set_skip_oversized(&mut self, skip: bool) {
        self.skips = skip;
    }

    /// Takes octets up to exactly behind the next item, or all of them; returns how many. Takes
    /// none while an item waits to be given by [`next`](Parser::next), and none after an error.
    pub fn feed(&mut self, bytes: &[u8]) -> usize {
        if self.error.is_some() {
            return 0;
        }
        match self.advance(bytes) {
            Ok(taken) => taken,
            Err(error) => {
                self.error = Some(error);
                bytes.len()
            }
        }
    }

    /// The item that the last `feed` completed, or [`XmlItem::More`]. An error stays: every
    /// further call gives it again.
    #[allow(clippy::should_implement_trait)] // it never ends, and needs feeding in between
    pub fn next(&mut self) -> Result<XmlItem, XmlError> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let item = match self.ready.take() {
            None => Ok(XmlItem::More),
            Some(Ready::Header { empty }) => {
                self.ready = empty.then_some(Ready::End);
                self.stanza.finish_header().map(XmlItem::StreamStart)
            }
            Some(Ready::Element) => self.stanza.finish().map(XmlItem::Element),
            Some(Ready::Dropped(element)) => Ok(XmlItem::Dropped(DroppedElement { element })),
            Some(Ready::End) => Ok(XmlItem::StreamEnd),
        };
        self.error = item.as_ref().err().cloned();
        item
    }

    /// The namespace that the stream header declares for what has no prefix (RFC 6120 section
    /// 4.8.2), empty if it declares none.
    pub fn content_namespace(&self) -> &str {
        self.stanza.content_namespace()
    }

    fn advance(&mut self, bytes: &[u8]) -> Result<usize, XmlError> {
        let mut at = 0;
        while self.ready.is_none() {
            if !self.inside {
                at += self.between(bytes.get(at..).unwrap_or_default())?;
            }
            let rest = bytes.get(at..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            match self.room() {
                (0, limit) => self.exceeded(too_large(limit))?,
                (room, _) => {
                    let room = usize::try_from(room).unwrap_or(usize::MAX);
                    at += self.inside(rest.get(..room).unwrap_or(rest))?;
                }
            }
        }
        Ok(at)
    }

    /// Passes over the white space before the next `<`.
    fn between(&mut self, bytes: &[u8]) -> Result<usize, XmlError> {
        let spaces = bytes.iter().take_while(|&&byte| names::is_space(byte)).count();
        if spaces > 0 {
            self.lexer.may_declare = false;
        }
        match bytes.get(spaces) {
            None => {}
            Some(b'<') if self.phase != Phase::Ended => {
                self.inside = true;
                self.lexer.max_values = Some(self.limits.attributes_per_element as usize);
            }
            Some(0xEF | 0xFE | 0xFF) if self.lexer.may_declare => {
                return Err(XmlError::UnsupportedEncoding);
            }
            Some(_) if self.phase == Phase::Content => return Err(XmlError::UnexpectedText),
            Some(_) => return Err(malformed("something outside the stream")),
        }
        Ok(spaces)
    }

    /// How many octets may still be taken, and the limit that says so.
    fn room(&self) -> (u64, &'static str) {
        let (limit, name) = match self.phase {
            Phase::Declaration | Phase::Header => {
                (bounded(self.limits.header_bytes), "header_bytes")
            }
            _ if self.skipped.is_some() => {
                (SKIPPED * bounded(self.limits.stanza_bytes), "stanza_bytes")
            }
            _ => (bounded(self.limits.stanza_bytes), "stanza_bytes"),
        };
        (limit.saturating_sub(self.used), name)
    }

    /// Reads a piece of what began with a `<`, up to its end; gives how many octets it took.
    fn inside(&mut self, input: &[u8]) -> Result<usize, XmlError> {
        let mut walk = Walk::new(input, self.stanza.len());
        let mut received = 0;
        let taken = loop {
            let token = self.lexer.token(&mut walk);
            let end = match &token {
                Ok(Some(token)) => token.end,
                _ => input.len(),
            };
            if self.skipped.is_none() {
                self.stanza.receive(input.get(received..end).unwrap_or_default());
                received = end;
            }
            match token {
                Ok(Some(token)) => self.token(token)?,
                Ok(None) => break end,
                Err(error) => self.exceeded(error)?,
            }
            if !self.inside {
                break end;
            }
        };
        let goes_on = self.inside || self.phase == Phase::Header;
        self.used = if goes_on { self.used + taken as u64 } else { 0 };
        Ok(taken)
    }

    fn token(&mut self, token: Token) -> Result<(), XmlError> {
        if self.skipped.is_none() {
            let start = std::mem::replace(&mut self.token, self.stanza.len());
            match self.assemble(token.kind, start) {
                Err(error) => self.exceeded(error)?,
                done => return done,
            }
        }
        self.skip(token.kind);
        Ok(())
    }

    /// Adds a token to the stanza; `start` is where it begins in the text.
    fn assemble(&mut self, kind: Kind, start: usize) -> Result<(), XmlError> {
        let end = self.stanza.len();
        match kind {
            Kind::Text { plain } => self.stanza.text(start, end, Place::Text, plain)?,
            Kind::Cdata { .. } if self.stanza.depth() == 0 => return Err(self.outside_root()),
            Kind::Cdata { plain } => {
                let (start, end) = (start + "<![CDATA[".len(), end - "]]>".len());
                self.stanza.text(start, end, Place::Cdata, plain)?;
            }
            Kind::Declaration => {
                declaration::check(self.stanza.octets())?;
                self.phase = Phase::Header;
                self.complete(None);
            }
            Kind::Tag(TagKind::End) if self.stanza.depth() == 0 => {
                if self.phase != Phase::Content || !self.stanza.is_stream_end(start) {
                    return Err(malformed("an end tag without start"));
                }
                self.phase = Phase::Ended;
                self.complete(Some(Ready::End));
            }
            Kind::Tag(TagKind::End) => {
                self.stanza.end(start, &self.limits)?;
                self.end_of_element();
            }
            Kind::Tag(kind) => {
                let empty = kind == TagKind::Empty;
                let end = end - if empty { 2 } else { 1 };
                self.stanza.start(start, end, &self.lexer.values, &self.limits)?;
                // It would be an element without end.
                if self.phase == Phase::Content && self.stanza.is_stream_header() {
                    return Err(XmlError::SecondHeader);
                }
                if self.phase != Phase::Content {
                    self.phase = if empty { Phase::Ended } else { Phase::Content };
                    self.complete(Some(Ready::Header { empty }));
                } else if empty {
                    self.stanza.leave();
                    self.end_of_element();
                }
            }
        }
        Ok(())
    }

    fn end_of_element(&mut self) {
        if self.stanza.depth() == 0 {
            self.complete(Some(Ready::Element));
        }
    }

    /// What began with a `<` of the first level is complete.
    fn complete(&mut self, item: Option<Ready>) {
        if !matches!(item, Some(Ready::Header { .. } | Ready::Element)) {
            self.stanza.clear();
        }
        self.ready = item;
        self.inside = false;
        self.token = 0;
        self.skipped = None;
    }

    fn outside_root(&self) -> XmlError {
        match self.phase {
            Phase::Content => XmlError::UnexpectedText,
            _ => malformed("text outside the stream"),
        }
    }

    /// Begins to skip the stanza if that is allowed, and if the error is that of a limit.
    fn exceeded(&mut self, error: XmlError) -> Result<(), XmlError> {
        let is_limit = matches!(error, XmlError::TooLarge { .. });
        let is_stanza = self.phase == Phase::Content && !self.stanza.octets().starts_with(b"</");
        if !is_limit || !is_stanza || !self.skips || self.skipped.is_some() {
            return Err(error);
        }
        let depth = self.stanza.depth() as u64;
        let element = match depth {
            0 => self.stanza.cut_root(self.lexer.complete_values(), &self.limits)?,
            _ => self.stanza.root()?,
        };
        self.lexer.max_values = None;
        self.skipped = Some(Skipped { element, depth });
        Ok(())
    }

    /// Follows the levels of a stanza that is skipped.
    fn skip(&mut self, kind: Kind) {
        let Some(skipped) = &mut self.skipped else { return };
        match kind {
            Kind::Tag(TagKind::Start) => skipped.depth += 1,
            Kind::Tag(TagKind::End) => skipped.depth = skipped.depth.saturating_sub(1),
            Kind::Tag(TagKind::Empty) => {}
            _ => return,
        }
        if skipped.depth == 0 {
            let element = self.skipped.take().map(|skipped| Ready::Dropped(skipped.element));
            self.complete(element);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_stream() -> Parser {
        let mut parser = Parser::new(XmlLimits::default());
        parser.feed(b"<s>");
        assert!(matches!(parser.next(), Ok(XmlItem::StreamStart(_))));
        parser
    }

    #[test]
    fn keep_alives_are_not_kept() {
        let mut parser = in_stream();
        let before = (parser.stanza.len(), parser.stanza.memory());
        let spaces = [b' '; 1000];
        for _ in 0..1000 {
            assert_eq!(parser.feed(&spaces), spaces.len());
            assert_eq!(parser.next(), Ok(XmlItem::More));
        }
        assert_eq!((parser.stanza.len(), parser.stanza.memory()), before);
    }

    #[test]
    fn the_memory_of_a_large_stanza_is_given_back() {
        for large in [
            format!("<a>{}</a>", "x".repeat(1_000_000)),
            format!("<a>{}</a>", "<b/>".repeat(60_000)),
            format!("{}{}", "<a xmlns:b='u'>".repeat(100), "</a>".repeat(100)),
        ] {
            let mut parser = in_stream();
            assert_eq!(parser.feed(large.as_bytes()), large.len());
            assert!(matches!(parser.next(), Ok(XmlItem::Element(_))));
            assert!(parser.stanza.memory() < 256 * 1024, "{}", parser.stanza.memory());
        }
    }
}
