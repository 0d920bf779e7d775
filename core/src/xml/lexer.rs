//! Cuts the text of a stanza into pieces: texts, CDATA sections, attributes, the ends of tags. It
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

    /// An attribute of a start tag, with the name of the element in front of the first. `from` is
    /// behind the attribute before it, or behind the `<`.
    fn attribute(&mut self, from: usize, value: Value) -> Result<(), XmlError>;

    /// The end of a start tag: `from` is behind the last attribute, or behind the `<`; the `>` or
    /// `/>` is at `end`. Whether something is complete.
    fn start_tag(&mut self, from: usize, end: usize, empty: bool) -> Result<bool, XmlError>;

    /// An end tag, from its `<` on to its `>`. Whether something is complete.
    fn end_tag(&mut self, start: usize, end: usize) -> Result<bool, XmlError>;

    /// The XML declaration from the start of the text.
    fn declaration(&mut self, end: usize) -> Result<(), XmlError>;
}

/// Where the value of an attribute is, without its quotes.
#[derive(Clone, Copy)]
pub(super) struct Value {
    pub start: usize,
    pub end: usize,
    /// Nothing in it must be decoded.
    pub plain: bool,
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

const SECTION: &[u8] = b"<![CDATA[";

pub(super) struct Lexer {
    scan: Scanner,
    state: State,
    /// Where the text or the tag at hand begins.
    start: usize,
    /// In a tag: behind its `<` or its last value.
    from: usize,
    /// Where the value at hand begins.
    value: usize,
    plain: bool,
    /// Behind the special octet that was looked at last.
    seen: usize,
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
            from: 0,
            value: 0,
            plain: true,
            seen: 0,
            may_declare: false,
        }
    }

    /// Behind the last octet that was looked at.
    pub fn seen(&self) -> usize {
        self.seen
    }

    /// Where what is at hand begins that nothing was made of yet, and whether that is inside a
    /// tag, behind an attribute.
    pub fn at_hand(&self) -> (usize, bool) {
        match self.state {
            State::Tag | State::Value { .. } if self.from > self.start + 1 => (self.from, true),
            _ => (self.start, false),
        }
    }

    /// Gives what is complete to the sink, up to the end of something or of the text, which is what
    /// it was and may have grown. Whether something is complete. A piece that the sink refused is
    /// still [`at_hand`](Lexer::at_hand).
    pub fn run(&mut self, sink: &mut impl Sink) -> Result<bool, XmlError> {
        loop {
            let text = sink.octets();
            let Some(at) = self.scan.next(text) else {
                self.check_section(text)?;
                return Ok(false);
            };
            let byte = text.get(at).copied().unwrap_or_default();
            self.seen = at + 1;
            let complete = match self.state {
                State::Value { quote } if byte == quote => self.end_value(at, sink)?,
                State::Value { .. } => self.in_value(byte)?,
                State::Tag => self.in_tag(byte, at, sink)?,
                State::Text => self.in_text(byte, at, sink)?,
                State::Cdata => self.in_cdata(byte, at, sink)?,
                State::Declaration => self.in_declaration(byte, at, sink)?,
            };
            if complete {
                return Ok(true);
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

    #[inline]
    fn in_text(&mut self, byte: u8, at: usize, sink: &mut impl Sink) -> Result<bool, XmlError> {
        match byte {
            b'<' => {
                if self.start < at {
                    sink.text(self.start, at, self.plain)?;
                }
                self.start = at;
                self.from = at + 1;
                self.plain = true;
                self.state = State::Tag;
            }
            b'>' if octets(sink.octets(), self.start, at).ends_with(b"]]") => {
                return Err(malformed("]]> in text"));
            }
            b'&' | b'\r' => self.plain = false,
            b'"' | b'\'' | b'>' | b'\t' | b'\n' => {}
            _ => return Err(malformed("a control character")),
        }
        Ok(false)
    }

    #[inline]
    fn in_tag(&mut self, byte: u8, at: usize, sink: &mut impl Sink) -> Result<bool, XmlError> {
        if self.from == self.start + 1 {
            match sink.octets().get(self.from) {
                Some(b'/') => return self.in_end_tag(byte, at, sink),
                Some(b'!' | b'?') => return self.in_section(byte, at, sink),
                _ => {}
            }
        }
        match byte {
            b'"' | b'\'' => {
                self.state = State::Value { quote: byte };
                self.value = at + 1;
                Ok(false)
            }
            b'>' => {
                let empty = at > self.from && sink.octets().get(at - 1) == Some(&b'/');
                let complete = sink.start_tag(self.from, at - usize::from(empty), empty)?;
                self.state = State::Text;
                self.start = at + 1;
                Ok(complete)
            }
            byte => between_quotes(byte),
        }
    }

    #[inline]
    fn in_end_tag(&mut self, byte: u8, at: usize, sink: &mut impl Sink) -> Result<bool, XmlError> {
        match byte {
            b'>' => {
                let complete = sink.end_tag(self.start, at)?;
                self.state = State::Text;
                self.start = at + 1;
                Ok(complete)
            }
            b'"' | b'\'' => Err(malformed("a quote in an end tag")),
            byte => between_quotes(byte),
        }
    }

    #[inline]
    fn end_value(&mut self, at: usize, sink: &mut impl Sink) -> Result<bool, XmlError> {
        let value = Value { start: self.value, end: at, plain: self.plain };
        sink.attribute(self.from, value)?;
        self.state = State::Tag;
        self.from = at + 1;
        self.plain = true;
        Ok(false)
    }

    fn in_value(&mut self, byte: u8) -> Result<bool, XmlError> {
        match byte {
            b'&' | b'\t' | b'\n' | b'\r' => self.plain = false,
            b'"' | b'\'' | b'>' => {}
            b'<' => return Err(malformed("< in the value of an attribute")),
            _ => return Err(malformed("a control character")),
        }
        Ok(false)
    }

    /// The first special octet behind `<!` or `<?`.
    fn in_section(&mut self, byte: u8, at: usize, sink: &mut impl Sink) -> Result<bool, XmlError> {
        let begun = octets(sink.octets(), self.start, at);
        match begun {
            [b'<', b'?', ..] if self.may_declare && self.start == 0 => {
                self.state = State::Declaration;
                return self.in_declaration(byte, at, sink);
            }
            _ if !begun.starts_with(SECTION) => return Err(not_xmpp(begun)),
            _ => {}
        }
        self.state = State::Cdata;
        self.in_cdata(byte, at, sink)
    }

    fn in_cdata(&mut self, byte: u8, at: usize, sink: &mut impl Sink) -> Result<bool, XmlError> {
        let start = self.start + SECTION.len();
        match byte {
            b'>' if octets(sink.octets(), start, at).ends_with(b"]]") => {
                sink.cdata(start, at - 2, self.plain)?;
                self.state = State::Text;
                self.start = at + 1;
                self.plain = true;
            }
            b'\r' => self.plain = false,
            b'\t' | b'\n' | b'"' | b'&' | b'\'' | b'<' | b'>' => {}
            _ => return Err(malformed("a control character")),
        }
        Ok(false)
    }

    fn in_declaration(
        &mut self,
        byte: u8,
        at: usize,
        sink: &mut impl Sink,
    ) -> Result<bool, XmlError> {
        if byte != b'>' {
            return Ok(false); // what is in it is checked as a whole
        }
        sink.declaration(at + 1)?;
        Ok(true)
    }
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

/// What else may be in a tag: white space.
fn between_quotes(byte: u8) -> Result<bool, XmlError> {
    match byte {
        b'\t' | b'\n' | b'\r' => Ok(false),
        b'<' => Err(malformed("< in a tag")),
        b'&' => Err(malformed("& in a tag")),
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
