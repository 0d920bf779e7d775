//! Cuts the stream into tokens - tags, text, CDATA sections, the XML declaration - that tile it
//! without gaps, however it arrives: the state between two pieces of input is a few octets. It
//! knows quotes and brackets and nothing of names or levels.

use super::error::XmlError;
use super::scan::Scanner;

/// A piece of the stream that is complete.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    /// The place behind its last octet, in the piece of input at hand.
    pub end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Text up to a `<`, possibly empty. Not `plain` if it must be decoded.
    Text {
        plain: bool,
    },
    /// A CDATA section with its brackets.
    Cdata {
        plain: bool,
    },
    Tag(TagKind),
    /// `<?` to `>`, at the very start of the stream only.
    Declaration,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TagKind {
    Start,
    /// `<a/>`
    Empty,
    End,
}

/// Where the value of an attribute is, without its quotes, in the text of the stanza.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value {
    pub start: usize,
    pub end: usize,
    /// Nothing in it must be decoded.
    pub plain: bool,
}

/// One piece of input on its way through the lexer.
pub(super) struct Walk<'a> {
    pub input: &'a [u8],
    /// Where the piece will be in the text of the stanza.
    base: usize,
    /// The place behind the octet that was looked at last, where that matters.
    at: usize,
    scan: Scanner<'a>,
}

impl<'a> Walk<'a> {
    pub fn new(input: &'a [u8], base: usize) -> Walk<'a> {
        Walk { input, base, at: 0, scan: Scanner::new(input) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Text,
    /// Behind `<`.
    Open,
    /// Behind `<!` and so many octets of `[CDATA[`.
    Section(u8),
    Cdata,
    Declaration,
    Tag {
        end: bool,
    },
    Value {
        end: bool,
        quote: u8,
    },
}

/// What is behind `<!` of the only thing XMPP has there.
const SECTION: &[u8; 7] = b"[CDATA[";

pub(super) struct Lexer {
    state: State,
    plain: bool,
    /// The values of the tag at hand.
    pub values: Vec<Value>,
    /// How many may be recorded; none at all while a stanza is skipped.
    pub max_values: Option<usize>,
    /// Whether `<?` may follow: at the first octet of a stream.
    pub may_declare: bool,
    /// The last two octets of the pieces before the one at hand.
    before: [u8; 2],
}

impl Lexer {
    pub fn new() -> Lexer {
        Lexer {
            state: State::Text,
            plain: true,
            values: Vec::new(),
            max_values: None,
            may_declare: true,
            before: [0; 2],
        }
    }

    /// The values of the tag at hand that are complete.
    pub fn complete_values(&self) -> &[Value] {
        match (&*self.values, self.state) {
            ([complete @ .., _], State::Value { .. }) => complete,
            (all, _) => all,
        }
    }

    /// The next token that ends in this piece of input. Without one, all of the piece has been
    /// seen. After [`XmlError::TooLarge`] it can go on, with `max_values` unset.
    pub fn token(&mut self, walk: &mut Walk<'_>) -> Result<Option<Token>, XmlError> {
        loop {
            if matches!(self.state, State::Open | State::Section(_)) && !self.opening(walk)? {
                break;
            }
            let Some(at) = walk.scan.next() else { break };
            walk.at = at + 1;
            let token = match self.state {
                State::Text => self.in_text(walk, at)?,
                State::Tag { end } => self.in_tag(walk, at, end)?,
                State::Value { end, quote } => {
                    self.in_value(walk, at, end, quote)?;
                    None
                }
                State::Cdata => self.in_cdata(walk, at)?,
                State::Declaration => self.in_declaration(walk, at),
                State::Open | State::Section(_) => None,
            };
            if let Some(kind) = token {
                let end = if let Kind::Text { .. } = kind { at } else { at + 1 };
                return Ok(Some(Token { kind, end }));
            }
        }
        self.remember(walk.input);
        Ok(None)
    }

    fn in_text(&mut self, walk: &Walk<'_>, at: usize) -> Result<Option<Kind>, XmlError> {
        match byte(walk, at) {
            b'<' => {
                self.state = State::Open;
                return Ok(Some(Kind::Text { plain: std::mem::replace(&mut self.plain, true) }));
            }
            b'>' if self.follows_brackets(walk, at) => return Err(malformed("]]> in text")),
            b'&' | b'\r' => self.plain = false,
            b'"' | b'\'' | b'>' | b'\t' | b'\n' => {}
            _ => return Err(malformed("a control character")),
        }
        Ok(None)
    }

    fn in_tag(&mut self, walk: &Walk<'_>, at: usize, end: bool) -> Result<Option<Kind>, XmlError> {
        match byte(walk, at) {
            b'>' => {
                self.state = State::Text;
                Ok(Some(Kind::Tag(match self.preceding(walk, at) {
                    _ if end => TagKind::End,
                    [_, b'/'] => TagKind::Empty,
                    _ => TagKind::Start,
                })))
            }
            quote @ (b'"' | b'\'') => {
                self.state = State::Value { end, quote };
                if self.max_values.is_some() {
                    let start = walk.base + at + 1;
                    self.values.push(Value { start, end: start, plain: true });
                }
                Ok(None)
            }
            b'\t' | b'\n' | b'\r' => Ok(None),
            b'<' => Err(malformed("< in a tag")),
            b'&' => Err(malformed("& in a tag")),
            _ => Err(malformed("a control character")),
        }
    }

    fn in_value(
        &mut self,
        walk: &Walk<'_>,
        at: usize,
        end: bool,
        quote: u8,
    ) -> Result<(), XmlError> {
        let value = self.values.last_mut();
        match byte(walk, at) {
            byte if byte == quote => {
                self.state = State::Tag { end };
                if let Some(value) = value {
                    value.end = walk.base + at;
                }
                if self.max_values.is_some_and(|most| self.values.len() > most) {
                    return Err(too_large("attributes_per_element"));
                }
            }
            b'&' | b'\t' | b'\n' | b'\r' => {
                if let Some(value) = value {
                    value.plain = false;
                }
            }
            b'"' | b'\'' | b'>' => {}
            b'<' => return Err(malformed("< in the value of an attribute")),
            _ => return Err(malformed("a control character")),
        }
        Ok(())
    }

    fn in_cdata(&mut self, walk: &Walk<'_>, at: usize) -> Result<Option<Kind>, XmlError> {
        match byte(walk, at) {
            b'>' if self.follows_brackets(walk, at) => {
                self.state = State::Text;
                return Ok(Some(Kind::Cdata { plain: std::mem::replace(&mut self.plain, true) }));
            }
            b'\r' => self.plain = false,
            b'\t' | b'\n' | b'"' | b'&' | b'\'' | b'<' | b'>' => {}
            _ => return Err(malformed("a control character")),
        }
        Ok(None)
    }

    fn in_declaration(&mut self, walk: &Walk<'_>, at: usize) -> Option<Kind> {
        if byte(walk, at) != b'>' {
            return None; // what is in it is checked as a whole
        }
        self.state = State::Text;
        Some(Kind::Declaration)
    }

    /// Finds out, octet by octet, what a `<` begins. False if the piece of input ends before.
    fn opening(&mut self, walk: &mut Walk<'_>) -> Result<bool, XmlError> {
        while let Some(&byte) = walk.input.get(walk.at) {
            let may_declare = std::mem::replace(&mut self.may_declare, false);
            self.state = match self.state {
                State::Open => match byte {
                    b'!' => State::Section(0),
                    b'?' if may_declare => State::Declaration,
                    b'?' => return Err(restricted("processing instructions")),
                    byte => self.begin_tag(byte == b'/'),
                },
                State::Section(seen) => section(seen, byte)?,
                other => other,
            };
            walk.at += 1;
            if !matches!(self.state, State::Section(_)) {
                // Not passed over itself: it may be the `>` of `<>`.
                walk.scan.skip_to(walk.at - 1);
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn begin_tag(&mut self, end: bool) -> State {
        self.values.clear();
        State::Tag { end }
    }

    fn follows_brackets(&self, walk: &Walk<'_>, at: usize) -> bool {
        self.preceding(walk, at) == *b"]]"
    }

    /// The two octets before `at`, wherever the piece of input begins.
    fn preceding(&self, walk: &Walk<'_>, at: usize) -> [u8; 2] {
        match at {
            0 => self.before,
            1 => [self.before[1], byte(walk, 0)],
            _ => [byte(walk, at - 2), byte(walk, at - 1)],
        }
    }

    fn remember(&mut self, input: &[u8]) {
        self.before = match *input {
            [] => self.before,
            [only] => [self.before[1], only],
            [.., a, b] => [a, b],
        };
    }
}

/// One more octet behind `<!`.
fn section(seen: u8, byte: u8) -> Result<State, XmlError> {
    match SECTION.get(usize::from(seen)) {
        Some(expected) if *expected == byte => Ok(match seen {
            6 => State::Cdata,
            _ => State::Section(seen + 1),
        }),
        _ if seen == 0 && byte == b'-' => Err(restricted("comments")),
        _ if seen == 0 && byte == b'D' => Err(restricted("document type declarations")),
        _ => Err(malformed("<! without CDATA")),
    }
}

fn byte(walk: &Walk<'_>, at: usize) -> u8 {
    walk.input.get(at).copied().unwrap_or_default()
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
