//! Cuts the text of a stanza into tokens: texts, CDATA sections, attributes, the ends of tags. It
//! walks over the special octets alone, wherever the text ended the last time; what stands between
//! two of them is complete when the second is there, and is read by others. It knows quotes and
//! brackets and nothing of names or levels.

use super::error::XmlError;
use super::scan::Scanner;

/// Something that is complete. Places are those in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token {
    /// Text up to a `<`, never empty. Not `plain` if it must be decoded.
    Text { start: usize, end: usize, plain: bool },
    /// What is in a CDATA section.
    Cdata { start: usize, end: usize, plain: bool },
    /// An attribute of a start tag, with the name of the element in front of the first.
    Attribute {
        /// Where its tag begins.
        start: usize,
        /// Behind the attribute before it, or behind the `<`.
        from: usize,
        value: Value,
    },
    /// The end of a start tag.
    Start {
        /// Where it begins.
        start: usize,
        /// Behind the last attribute, or behind the `<`.
        from: usize,
        /// Where the `>` or `/>` is.
        end: usize,
        /// `<a/>`
        empty: bool,
    },
    /// An end tag, from its `<` on.
    End { start: usize },
    /// `<?` to `>`, at the very start of the stream only.
    Declaration,
}

impl Token {
    /// Where it begins, as in [`Lexer::at_hand`].
    pub fn at(self) -> (usize, bool) {
        match self {
            Token::Text { start, .. } | Token::Cdata { start, .. } | Token::End { start } => {
                (start, false)
            }
            Token::Attribute { start, from, .. } | Token::Start { start, from, .. } => {
                unread(start, from)
            }
            Token::Declaration => (0, false),
        }
    }
}

/// Where the value of an attribute is, without its quotes.
#[derive(Clone, Copy, Debug, PartialEq)]
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

    /// Behind the last octet of the last token; behind the `<` that ends a text.
    pub fn seen(&self) -> usize {
        self.seen
    }

    /// Where what is at hand begins that nothing was made of yet, and whether that is inside a
    /// tag, behind an attribute.
    pub fn at_hand(&self) -> (usize, bool) {
        match self.state {
            State::Tag | State::Value { .. } => unread(self.start, self.from),
            _ => (self.start, false),
        }
    }

    /// The next token that is complete in `text`, which is what it was and may have grown.
    #[inline]
    pub fn token(&mut self, text: &[u8]) -> Result<Option<Token>, XmlError> {
        while let Some(at) = self.scan.next(text) {
            let byte = text.get(at).copied().unwrap_or_default();
            self.seen = at + 1;
            let token = match self.state {
                State::Value { quote } => self.in_value(byte, at, quote)?,
                State::Tag => self.in_tag(text, byte, at)?,
                State::Text => self.in_text(text, byte, at)?,
                State::Cdata => self.in_cdata(text, byte, at)?,
                State::Declaration => self.in_declaration(byte, at),
            };
            if token.is_some() {
                return Ok(token);
            }
        }
        self.check_section(text)?;
        Ok(None)
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
    fn in_text(&mut self, text: &[u8], byte: u8, at: usize) -> Result<Option<Token>, XmlError> {
        match byte {
            b'<' => {
                let start = std::mem::replace(&mut self.start, at);
                let plain = std::mem::replace(&mut self.plain, true);
                self.state = State::Tag;
                self.from = at + 1;
                return Ok((start < at).then_some(Token::Text { start, end: at, plain }));
            }
            b'>' if octets(text, self.start, at).ends_with(b"]]") => {
                return Err(malformed("]]> in text"));
            }
            b'&' | b'\r' => self.plain = false,
            b'"' | b'\'' | b'>' | b'\t' | b'\n' => {}
            _ => return Err(malformed("a control character")),
        }
        Ok(None)
    }

    #[inline]
    fn in_tag(&mut self, text: &[u8], byte: u8, at: usize) -> Result<Option<Token>, XmlError> {
        if self.from == self.start + 1 {
            match text.get(self.from) {
                Some(b'/') => return self.in_end_tag(byte, at),
                Some(b'!' | b'?') => return self.in_section(text, byte, at),
                _ => {}
            }
        }
        match byte {
            quote @ (b'"' | b'\'') => {
                self.state = State::Value { quote };
                self.value = at + 1;
                Ok(None)
            }
            b'>' => {
                let empty = at > self.from && text.get(at - 1) == Some(&b'/');
                let end = if empty { at - 1 } else { at };
                self.state = State::Text;
                let start = std::mem::replace(&mut self.start, at + 1);
                Ok(Some(Token::Start { start, from: self.from, end, empty }))
            }
            byte => between_quotes(byte),
        }
    }

    fn in_end_tag(&mut self, byte: u8, at: usize) -> Result<Option<Token>, XmlError> {
        match byte {
            b'>' => {
                let start = std::mem::replace(&mut self.start, at + 1);
                self.state = State::Text;
                Ok(Some(Token::End { start }))
            }
            b'"' | b'\'' => Err(malformed("a quote in an end tag")),
            byte => between_quotes(byte),
        }
    }

    #[inline]
    fn in_value(&mut self, byte: u8, at: usize, quote: u8) -> Result<Option<Token>, XmlError> {
        match byte {
            byte if byte == quote => {
                let plain = std::mem::replace(&mut self.plain, true);
                let value = Value { start: self.value, end: at, plain };
                let from = std::mem::replace(&mut self.from, at + 1);
                self.state = State::Tag;
                return Ok(Some(Token::Attribute { start: self.start, from, value }));
            }
            b'&' | b'\t' | b'\n' | b'\r' => self.plain = false,
            b'"' | b'\'' | b'>' => {}
            b'<' => return Err(malformed("< in the value of an attribute")),
            _ => return Err(malformed("a control character")),
        }
        Ok(None)
    }

    /// The first special octet behind `<!` or `<?`.
    fn in_section(&mut self, text: &[u8], byte: u8, at: usize) -> Result<Option<Token>, XmlError> {
        let begun = octets(text, self.start, at);
        match begun {
            [b'<', b'?', ..] if self.may_declare && self.start == 0 => {
                self.state = State::Declaration;
                return Ok(self.in_declaration(byte, at));
            }
            _ if !begun.starts_with(SECTION) => return Err(not_xmpp(begun)),
            _ => {}
        }
        self.state = State::Cdata;
        self.in_cdata(text, byte, at)
    }

    fn in_cdata(&mut self, text: &[u8], byte: u8, at: usize) -> Result<Option<Token>, XmlError> {
        let start = self.start + SECTION.len();
        match byte {
            b'>' if octets(text, start, at).ends_with(b"]]") => {
                let plain = std::mem::replace(&mut self.plain, true);
                self.state = State::Text;
                self.start = at + 1;
                return Ok(Some(Token::Cdata { start, end: at - 2, plain }));
            }
            b'\r' => self.plain = false,
            b'\t' | b'\n' | b'"' | b'&' | b'\'' | b'<' | b'>' => {}
            _ => return Err(malformed("a control character")),
        }
        Ok(None)
    }

    fn in_declaration(&mut self, byte: u8, at: usize) -> Option<Token> {
        if byte != b'>' {
            return None; // what is in it is checked as a whole
        }
        self.state = State::Text;
        self.start = at + 1;
        Some(Token::Declaration)
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

/// The place from which a tag has not been read, and whether that is behind an attribute.
fn unread(start: usize, from: usize) -> (usize, bool) {
    let behind_attribute = from > start + 1;
    (if behind_attribute { from } else { start }, behind_attribute)
}

/// What else may be in a tag: white space.
fn between_quotes(byte: u8) -> Result<Option<Token>, XmlError> {
    match byte {
        b'\t' | b'\n' | b'\r' => Ok(None),
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
