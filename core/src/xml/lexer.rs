//! Cuts the text of a stanza into pieces: texts, CDATA sections, values of attributes, tags. It
//! walks over the special octets alone, wherever the text ended the last time; what stands between
//! two of them is complete when the second is there, and is read by the [`Sink`]. It knows quotes
//! and brackets and nothing of names or levels.
//!
//! Rejected: to return each piece as a value. The calls below cost half as much, since a piece
//! goes from registers to registers.

use super::error::XmlError;
use super::scan::Scanner;

/// Where the pieces go. Places are those in the text.
pub(super) trait Sink {
    /// The text so far.
    fn octets(&self) -> &[u8];

    /// Text up to a `<`, never empty. Not `plain` if it must be decoded.
    fn text(&mut self, start: usize, end: usize, plain: bool) -> Result<(), XmlError>;

    /// What is in a CDATA section.
    fn cdata(&mut self, start: usize, end: usize, plain: bool) -> Result<(), XmlError>;

    /// The value of an attribute, without its quotes, of the start tag that ends next.
    fn value(&mut self, start: usize, end: usize, plain: bool) -> Result<(), XmlError>;

    /// A start tag from its `<` on; the `>` or `/>` is at `end`. Whether something is complete.
    fn start_tag(&mut self, start: usize, end: usize, empty: bool) -> Result<bool, XmlError>;

    /// An end tag, from its `<` on to its `>`. Whether something is complete.
    fn end_tag(&mut self, start: usize, end: usize) -> Result<bool, XmlError>;

    /// The XML declaration from the start of the text.
    fn declaration(&mut self, end: usize) -> Result<(), XmlError>;
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Text,
    /// Behind `<`, outside quotes.
    Tag,
    Value {
        quote: u8,
    },
    Cdata,
    Declaration,
}

/// How it goes on behind a piece.
#[derive(Clone, Copy, PartialEq)]
enum Next {
    /// There may be more in the text.
    Goes,
    /// Something of the first level is complete.
    Complete,
    /// The text ends.
    Ends,
}

const SECTION: &[u8] = b"<![CDATA[";

/// What the lexer remembers of the octets it has seen.
#[derive(Clone, Copy)]
pub(super) struct Lexer {
    scan: Scanner,
    state: State,
    /// Where the text or the tag at hand begins.
    start: usize,
    /// Where the value at hand begins.
    value: usize,
    /// Nothing in the text or value at hand must be decoded.
    plain: bool,
    /// Whether `<?` may follow: at the first octet of a stream.
    pub may_declare: bool,
}

impl Lexer {
    /// At the start of a stream.
    pub fn new() -> Lexer {
        Lexer { may_declare: true, ..Lexer::again() }
    }

    /// At the start of a stanza.
    pub fn again() -> Lexer {
        Lexer {
            scan: Scanner::default(),
            state: State::Text,
            start: 0,
            value: 0,
            plain: true,
            may_declare: false,
        }
    }

    /// Behind the last octet that was looked at.
    pub fn seen(&self) -> usize {
        self.scan.seen()
    }

    /// Whether all octets so far are ASCII.
    pub fn is_ascii(&self) -> bool {
        self.scan.is_ascii()
    }

    /// Where what is at hand begins that nothing was made of yet.
    pub fn at_hand(&self) -> usize {
        self.start
    }

    /// Passes over a few octets that were just added to the text, if they can complete nothing and
    /// nothing can be wrong with them.
    #[inline]
    pub fn pass(&mut self, text: &[u8], added: &[u8]) -> bool {
        let may_pass = match text.get(self.start + 1) {
            _ if self.state != State::Tag => true,
            Some(b'!' | b'?') | None => false,
            Some(_) => true,
        };
        may_pass && self.scan.pass(added)
    }

    /// Gives what is complete to the sink, up to the end of something or of the text, which is what
    /// it was and may have grown. Whether something is complete. A piece that the sink refused is
    /// still [`at_hand`](Lexer::at_hand).
    pub fn run(&mut self, sink: &mut impl Sink) -> Result<bool, XmlError> {
        // A copy, whose address nobody has, is kept in registers.
        let mut here = *self;
        let outcome = here.walk(sink);
        *self = here;
        outcome
    }

    #[inline(always)]
    fn walk(&mut self, sink: &mut impl Sink) -> Result<bool, XmlError> {
        loop {
            let next = match self.state {
                State::Text => self.text(sink)?,
                State::Tag => self.tag(sink)?,
                State::Value { quote } => self.rest_of_value(quote, sink)?,
                State::Cdata => self.cdata(sink)?,
                State::Declaration => self.declaration(sink)?,
            };
            match next {
                Next::Goes => {}
                Next::Complete => return Ok(true),
                Next::Ends => {
                    self.check_section(sink.octets())?;
                    return Ok(false);
                }
            }
        }
    }

    /// Whether what begins with `<!` or `<?` is right as far as it is there: it may be long before
    /// the next special octet.
    fn check_section(&self, text: &[u8]) -> Result<(), XmlError> {
        let begun = octets(text, self.start, text.len());
        let right = match begun {
            _ if self.state != State::Tag => true,
            [b'<', b'?', ..] => self.may_declare && self.start == 0,
            [b'<', b'!', ..] => begun.starts_with(SECTION) || SECTION.starts_with(begun),
            _ => true,
        };
        if right { Ok(()) } else { Err(not_xmpp(begun)) }
    }

    #[inline(always)]
    fn text(&mut self, sink: &mut impl Sink) -> Result<Next, XmlError> {
        while let Some(at) = self.scan.next(sink.octets()) {
            match octet(sink, at) {
                b'<' => {
                    if self.start < at {
                        sink.text(self.start, at, self.plain)?;
                    }
                    self.start = at;
                    self.state = State::Tag;
                    return Ok(Next::Goes);
                }
                b'>' if octets(sink.octets(), self.start, at).ends_with(b"]]") => {
                    return Err(malformed("]]> in text"));
                }
                b'&' | b'\r' => self.plain = false,
                b'"' | b'\'' | b'>' | b'\t' | b'\n' => {}
                _ => return Err(malformed("a control character")),
            }
        }
        Ok(Next::Ends)
    }

    #[inline(always)]
    fn tag(&mut self, sink: &mut impl Sink) -> Result<Next, XmlError> {
        let Some(at) = self.scan.next(sink.octets()) else { return Ok(Next::Ends) };
        match sink.octets().get(self.start + 1) {
            Some(b'/') => self.end_tag(at, sink),
            Some(b'!' | b'?') => self.section(octet(sink, at), at, sink),
            _ => self.start_tag(at, sink),
        }
    }

    /// A start tag from the special octet at `at` on.
    #[inline(always)]
    fn start_tag(&mut self, mut at: usize, sink: &mut impl Sink) -> Result<Next, XmlError> {
        loop {
            match octet(sink, at) {
                quote @ (b'"' | b'\'') => {
                    self.value = at + 1;
                    self.plain = true;
                    if !self.value(quote, sink)? {
                        return Ok(Next::Ends);
                    }
                }
                b'>' => {
                    let empty = octet(sink, at - 1) == b'/';
                    let end = at - usize::from(empty);
                    let complete = sink.start_tag(self.start, end, empty)?;
                    return Ok(self.behind(at, complete));
                }
                byte => between_names(byte)?,
            }
            match self.scan.next(sink.octets()) {
                Some(next) => at = next,
                None => return Ok(Next::Ends),
            }
        }
    }

    /// Whether the end of the value is there.
    #[inline(always)]
    fn value(&mut self, quote: u8, sink: &mut impl Sink) -> Result<bool, XmlError> {
        while let Some(at) = self.scan.next(sink.octets()) {
            match octet(sink, at) {
                byte if byte == quote => {
                    sink.value(self.value, at, self.plain)?;
                    return Ok(true);
                }
                b'&' | b'\t' | b'\n' | b'\r' => self.plain = false,
                b'"' | b'\'' | b'>' => {}
                b'<' => return Err(malformed("< in the value of an attribute")),
                _ => return Err(malformed("a control character")),
            }
        }
        self.state = State::Value { quote };
        Ok(false)
    }

    #[cold]
    fn rest_of_value(&mut self, quote: u8, sink: &mut impl Sink) -> Result<Next, XmlError> {
        if !self.value(quote, sink)? {
            return Ok(Next::Ends);
        }
        self.state = State::Tag;
        Ok(Next::Goes)
    }

    #[inline(always)]
    fn end_tag(&mut self, at: usize, sink: &mut impl Sink) -> Result<Next, XmlError> {
        match octet(sink, at) {
            b'>' => {
                let complete = sink.end_tag(self.start, at)?;
                Ok(self.behind(at, complete))
            }
            b'"' | b'\'' => Err(malformed("a quote in an end tag")),
            byte => between_names(byte).map(|()| Next::Goes),
        }
    }

    /// Text begins behind the octet at `at`.
    #[inline(always)]
    fn behind(&mut self, at: usize, complete: bool) -> Next {
        self.state = State::Text;
        self.start = at + 1;
        self.plain = true;
        if complete { Next::Complete } else { Next::Goes }
    }

    /// The first special octet behind `<!` or `<?`, which belongs to what begins there.
    #[cold]
    fn section(&mut self, byte: u8, at: usize, sink: &mut impl Sink) -> Result<Next, XmlError> {
        let begun = octets(sink.octets(), self.start, at);
        self.plain = true;
        match begun {
            [b'<', b'?', ..] if self.may_declare && self.start == 0 => {
                self.state = State::Declaration;
                self.in_declaration(byte, at, sink)
            }
            _ if begun.starts_with(SECTION) => {
                self.state = State::Cdata;
                self.in_cdata(byte, at, sink)
            }
            _ => Err(not_xmpp(begun)),
        }
    }

    fn cdata(&mut self, sink: &mut impl Sink) -> Result<Next, XmlError> {
        match self.scan.next(sink.octets()) {
            Some(at) => self.in_cdata(octet(sink, at), at, sink),
            None => Ok(Next::Ends),
        }
    }

    fn in_cdata(&mut self, byte: u8, at: usize, sink: &mut impl Sink) -> Result<Next, XmlError> {
        let start = self.start + SECTION.len();
        match byte {
            b'>' if octets(sink.octets(), start, at).ends_with(b"]]") => {
                sink.cdata(start, at - 2, self.plain)?;
                return Ok(self.behind(at, false));
            }
            b'\r' => self.plain = false,
            b'\t' | b'\n' | b'"' | b'&' | b'\'' | b'<' | b'>' => {}
            _ => return Err(malformed("a control character")),
        }
        Ok(Next::Goes)
    }

    fn declaration(&mut self, sink: &mut impl Sink) -> Result<Next, XmlError> {
        match self.scan.next(sink.octets()) {
            Some(at) => self.in_declaration(octet(sink, at), at, sink),
            None => Ok(Next::Ends),
        }
    }

    fn in_declaration(
        &mut self,
        byte: u8,
        at: usize,
        sink: &mut impl Sink,
    ) -> Result<Next, XmlError> {
        if byte != b'>' {
            return Ok(Next::Goes); // what is in it is checked as a whole
        }
        sink.declaration(at + 1)?;
        Ok(Next::Complete)
    }
}

#[inline]
fn octet(sink: &impl Sink, at: usize) -> u8 {
    sink.octets().get(at).copied().unwrap_or_default()
}

/// What is wrong with something that begins with `<!` or `<?`.
fn not_xmpp(begun: &[u8]) -> XmlError {
    match begun {
        [b'<', b'?', ..] => restricted("processing instructions"),
        [b'<', b'!', b'-', ..] => restricted("comments"),
        [b'<', b'!', b'D', ..] => restricted("document type declarations"),
        _ => malformed("<! without CDATA"),
    }
}

/// What else may be in a tag, outside quotes: white space.
fn between_names(byte: u8) -> Result<(), XmlError> {
    match byte {
        b'\t' | b'\n' | b'\r' => Ok(()),
        b'<' => Err(malformed("< in a tag")),
        b'&' => Err(malformed("& in a tag")),
        b'"' | b'\'' => Err(malformed("a quote in an end tag")),
        _ => Err(malformed("a control character")),
    }
}

fn octets(text: &[u8], start: usize, end: usize) -> &[u8] {
    text.get(start..end).unwrap_or_default()
}

pub(super) fn malformed(what: &str) -> XmlError {
    XmlError::NotWellFormed { what: what.to_owned() }
}

pub(super) fn restricted(what: &str) -> XmlError {
    XmlError::RestrictedXml { what: what.to_owned() }
}

pub(super) fn too_large(limit: &str) -> XmlError {
    XmlError::TooLarge { limit: limit.to_owned() }
}
