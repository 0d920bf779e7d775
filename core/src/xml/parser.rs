//! The push parser of one XML stream: octets in, the stream header, whole elements and the end
//! out. What is refused is in the words of [`XmlError`]; the rulings on disputed points: a byte
//! order mark, another version than 1.0 and white space before the XML declaration are refused;
//! `standalone` is accepted; between two elements there may be white space (keep-alives), which
//! costs nothing.
//!
//! Mistakes are found in the order of the octets, tag by tag and text by text; whether the octets
//! are UTF-8 at the end of each element. So however a stream is cut into pieces, the items and
//! the error are the same.

use super::assembly::{Assembly, Complete, Phase};
use super::element::{Element, ElementRef};
use super::error::XmlError;
use super::lexer::{Lexer, malformed, too_large};
use super::names;
use super::ns;
use super::scan::FEW;
use super::skip::Skip;
use super::stanza::bounded;
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
    /// attributes that came before; namespaces that are declared behind them are not known, and the
    /// element is taken for one of the stream's own.
    pub element: Element,
}

/// What a stream consists of, as [`XmlItem`], but borrowed from the parser until it is fed again:
/// for those who look at a stanza and keep nothing of it. It costs no allocation.
#[derive(Clone, Debug)]
pub enum XmlView<'a> {
    /// The stream header, as an element with its attributes and no content.
    StreamStart(Element),
    /// An element of the stream's first level.
    Element(ElementRef<'a>),
    /// An element that exceeded a limit and was skipped.
    Dropped(DroppedElement),
    /// The end of the stream.
    StreamEnd,
    /// Nothing is complete: feed more.
    More,
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
    skips: bool,
    lexer: Lexer,
    assembly: Assembly,
    /// Whether a `<` of the stream's first level was seen and what it begins is not complete.
    inside: bool,
    skipped: Option<Skip>,
    /// The start tag of what is skipped.
    dropped: Option<Element>,
    ready: Option<Ready>,
    /// About as many octets as the items before had.
    expected: usize,
    /// There is nothing but ASCII in the item that is ready.
    is_ascii: bool,
    /// The stanza was given as a view, and its memory is still in use.
    viewed: bool,
    error: Option<XmlError>,
}

impl Element {
    /// Reads one element that stands alone, within the default limits. White space may be around
    /// it, an XML declaration may not; and the header of a stream is no element.
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

/// The item that `next` will give.
#[derive(Clone, Copy)]
enum Ready {
    Header { empty: bool },
    Element,
    Dropped,
    End,
}

/// A stanza that is skipped may be so many times as large as one that is kept.
const SKIPPED: u64 = 16;

/// So many octets of a stanza are taken at once: about as many as those before it had, then no more
/// than what has come, doubled, since what follows its end is taken for nothing.
const PIECE: std::ops::RangeInclusive<usize> = 64..=2048;

impl Parser {
    /// A parser for a stream that begins with the next octet.
    pub fn new(limits: XmlLimits) -> Parser {
        Parser {
            skips: false,
            lexer: Lexer::new(),
            assembly: Assembly::new(limits),
            inside: false,
            skipped: None,
            dropped: None,
            ready: None,
            expected: 0,
            is_ascii: false,
            viewed: false,
            error: None,
        }
    }

    /// Sets other limits, from the next element on if none is unfinished.
    pub fn set_limits(&mut self, limits: XmlLimits) {
        self.assembly.limits = limits;
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
        self.forget_view();
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
        self.forget_view();
        match self.take_ready()? {
            None => Ok(XmlItem::More),
            Some(Ready::Element) => match self.assembly.stanza.finish(self.is_ascii) {
                Ok(element) => Ok(XmlItem::Element(element)),
                Err(error) => Err(self.fail(error)),
            },
            Some(Ready::Header { empty }) => Ok(XmlItem::StreamStart(self.header(empty)?)),
            Some(Ready::Dropped) => Ok(self.dropped().map_or(XmlItem::More, XmlItem::Dropped)),
            Some(Ready::End) => Ok(XmlItem::StreamEnd),
        }
    }

    /// The same without a copy, for as long as nothing else is asked of the parser.
    pub fn next_view(&mut self) -> Result<XmlView<'_>, XmlError> {
        self.forget_view();
        match self.take_ready()? {
            None => Ok(XmlView::More),
            Some(Ready::Element) => {
                self.viewed = true;
                let element = self.assembly.stanza.finish_view(self.is_ascii);
                if let Err(error) = &element {
                    self.error = Some(error.clone());
                }
                element.map(XmlView::Element)
            }
            Some(Ready::Header { empty }) => Ok(XmlView::StreamStart(self.header(empty)?)),
            Some(Ready::Dropped) => Ok(self.dropped().map_or(XmlView::More, XmlView::Dropped)),
            Some(Ready::End) => Ok(XmlView::StreamEnd),
        }
    }

    #[inline]
    fn take_ready(&mut self) -> Result<Option<Ready>, XmlError> {
        match &self.error {
            Some(error) => Err(error.clone()),
            None => Ok(self.ready.take()),
        }
    }

    fn header(&mut self, empty: bool) -> Result<Element, XmlError> {
        self.ready = empty.then_some(Ready::End);
        self.assembly.stanza.finish_header().map_err(|error| self.fail(error))
    }

    fn dropped(&mut self) -> Option<DroppedElement> {
        self.dropped.take().map(|element| DroppedElement { element })
    }

    #[cold]
    fn fail(&mut self, error: XmlError) -> XmlError {
        self.error = Some(error.clone());
        error
    }

    #[inline]
    fn forget_view(&mut self) {
        if std::mem::take(&mut self.viewed) {
            self.assembly.stanza.clear();
        }
    }

    /// The namespace that the stream header declares for what has no prefix (RFC 6120 section
    /// 4.8.2), empty if it declares none.
    pub fn content_namespace(&self) -> &str {
        self.assembly.stanza.content_namespace()
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
            at += match self.skipped {
                None => self.inside(rest)?,
                Some(_) => self.skip(rest)?,
            };
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
            Some(b'<') if self.assembly.phase != Phase::Ended => self.inside = true,
            Some(0xEF | 0xFE | 0xFF) if self.lexer.may_declare => {
                return Err(XmlError::UnsupportedEncoding);
            }
            Some(_) if self.assembly.phase == Phase::Content => {
                return Err(XmlError::UnexpectedText);
            }
            Some(_) => return Err(malformed("something outside the stream")),
        }
        Ok(spaces)
    }

    /// How many octets may still be taken, and the limit that says so.
    fn room(&self) -> (u64, &'static str) {
        let Assembly { limits, phase, stanza, declared, .. } = &self.assembly;
        let (limit, name, taken) = match phase {
            Phase::Declaration | Phase::Header => {
                (limits.header_bytes, "header_bytes", declared + stanza.len())
            }
            _ => (limits.stanza_bytes, "stanza_bytes", stanza.len()),
        };
        (bounded(limit).saturating_sub(taken as u64), name)
    }

    /// Reads a piece of what began with a `<`, up to its end; gives how many octets it took.
    fn inside(&mut self, input: &[u8]) -> Result<usize, XmlError> {
        let before = self.assembly.stanza.len();
        let (room, limit) = self.room();
        if room == 0 {
            self.exceeded(too_large(limit), before)?;
            return Ok(0);
        }
        let most = before.max(self.expected).clamp(*PIECE.start(), *PIECE.end());
        let most = most.min(room as usize);
        let piece = input.get(..most).unwrap_or(input);
        self.assembly.stanza.receive(piece);
        if piece.len() <= FEW && self.lexer.pass(self.assembly.stanza.octets(), piece) {
            return Ok(piece.len());
        }
        match self.lexer.run(&mut self.assembly) {
            Ok(false) => Ok(piece.len()),
            Ok(true) => {
                let seen = self.lexer.seen();
                self.completed(seen);
                Ok(seen - before)
            }
            Err(error) => {
                let seen = self.lexer.seen();
                self.exceeded(error, seen)?;
                Ok(seen - before)
            }
        }
    }

    /// What began with a `<` of the first level is complete, and ends at `end`.
    fn completed(&mut self, end: usize) {
        let ready = match self.assembly.complete.take() {
            Some(Complete::Header { empty }) => Some(Ready::Header { empty }),
            Some(Complete::Element) => Some(Ready::Element),
            Some(Complete::End) => Some(Ready::End),
            Some(Complete::Declaration) | None => None,
        };
        match ready {
            Some(Ready::Header { .. } | Ready::Element) => self.assembly.stanza.truncate(end),
            _ => self.assembly.stanza.clear(),
        }
        self.become_ready(ready);
    }

    fn become_ready(&mut self, ready: Option<Ready>) {
        self.ready = ready;
        self.expected = self.lexer.seen().max(self.expected / 8 * 7);
        self.is_ascii = self.lexer.is_ascii();
        self.inside = false;
        self.lexer = Lexer::again();
    }

    /// Begins to skip the stanza if that is allowed, and if the error is that of a limit. What the
    /// lexer has at hand, up to `end`, could not be added to it; what is in front was decoded.
    #[cold]
    fn exceeded(&mut self, error: XmlError, end: usize) -> Result<(), XmlError> {
        let Assembly { limits, phase, stanza, .. } = &mut self.assembly;
        let is_limit = matches!(error, XmlError::TooLarge { .. });
        let is_stanza = *phase == Phase::Content && !stanza.octets().starts_with(b"</");
        if !is_limit || !is_stanza || !self.skips {
            return Err(error);
        }
        let start = self.lexer.at_hand();
        let mut skip = Skip::new(stanza.depth() as u64);
        let is_over = skip.feed(stanza.octets().get(start..end).unwrap_or_default())?.is_some();
        skip.taken = end as u64;
        self.dropped = Some(match stanza.depth() {
            0 => stanza.cut_root(limits)?,
            _ => stanza.root()?,
        });
        if self.dropped.as_ref().is_some_and(|root| root.is("stream", ns::STREAMS)) {
            return Err(XmlError::SecondHeader);
        }
        self.lexer = Lexer::again();
        match is_over {
            true => self.become_ready(Some(Ready::Dropped)),
            false => self.skipped = Some(skip),
        }
        Ok(())
    }

    /// Passes over a piece of a stanza that is over a limit.
    fn skip(&mut self, input: &[u8]) -> Result<usize, XmlError> {
        let Some(skip) = &mut self.skipped else { return Ok(0) };
        let most = SKIPPED * bounded(self.assembly.limits.stanza_bytes);
        let room = usize::try_from(most.saturating_sub(skip.taken)).unwrap_or(usize::MAX);
        if room == 0 {
            return Err(too_large("stanza_bytes"));
        }
        let piece = input.get(..room).unwrap_or(input);
        match skip.feed(piece)? {
            None => Ok(piece.len()),
            Some(taken) => {
                self.skipped = None;
                self.become_ready(Some(Ready::Dropped));
                Ok(taken)
            }
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
        let before = (parser.assembly.stanza.len(), parser.assembly.stanza.memory());
        let spaces = [b' '; 1000];
        for _ in 0..1000 {
            assert_eq!(parser.feed(&spaces), spaces.len());
            assert_eq!(parser.next(), Ok(XmlItem::More));
        }
        assert_eq!((parser.assembly.stanza.len(), parser.assembly.stanza.memory()), before);
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
            assert!(
                parser.assembly.stanza.memory() < 256 * 1024,
                "{}",
                parser.assembly.stanza.memory()
            );
        }
    }
}
