//! Follows a stanza that is over a limit to its end and keeps nothing of it: octet by octet, since
//! it is rare, and brackets and quotes only, since nobody will read it.

use super::error::XmlError;
use super::lexer::{malformed, restricted};

/// A stanza on its way to its end.
pub(super) struct Skip {
    state: State,
    /// How many elements are open.
    depth: u64,
    /// Octets that it has taken.
    pub taken: u64,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    /// With so many `]` just before.
    Text(u8),
    /// Behind `<`.
    Open,
    /// Behind `<!` and so many octets of `[CDATA[`.
    Section(u8),
    /// With so many `]` just before.
    Cdata(u8),
    Tag {
        end: bool,
        /// The octet before was a `/`.
        slash: bool,
    },
    Value {
        end: bool,
        quote: u8,
    },
}

/// What is behind `<!` of the only thing XMPP has there.
const SECTION: &[u8; 7] = b"[CDATA[";

impl Skip {
    /// Begins with so many levels open, outside tags.
    pub fn new(depth: u64) -> Skip {
        Skip { state: State::Text(0), depth, taken: 0 }
    }

    /// Takes octets up to the end of the stanza: gives the place behind it, if it is there.
    pub fn feed(&mut self, input: &[u8]) -> Result<Option<usize>, XmlError> {
        for (at, &byte) in input.iter().enumerate() {
            if self.step(byte)? {
                self.taken += at as u64 + 1;
                return Ok(Some(at + 1));
            }
        }
        self.taken += input.len() as u64;
        Ok(None)
    }

    /// One octet; whether it is the last.
    fn step(&mut self, byte: u8) -> Result<bool, XmlError> {
        if byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') {
            return Err(malformed("a control character"));
        }
        self.state = match (self.state, byte) {
            (State::Text(_), b'<') => State::Open,
            (State::Text(2..), b'>') => return Err(malformed("]]> in text")),
            (State::Text(brackets), b']') => State::Text((brackets + 1).min(2)),
            (State::Text(_), _) => State::Text(0),
            (State::Open, b'!') => State::Section(0),
            (State::Open, b'?') => return Err(restricted("processing instructions")),
            (State::Open, b'/') => State::Tag { end: true, slash: false },
            (State::Open, _) => return self.in_tag(byte, false, false),
            (State::Section(seen), _) => section(seen, byte)?,
            (State::Cdata(2..), b'>') => State::Text(0),
            (State::Cdata(brackets), b']') => State::Cdata((brackets + 1).min(2)),
            (State::Cdata(_), _) => State::Cdata(0),
            (State::Tag { end, slash }, _) => return self.in_tag(byte, end, slash),
            (State::Value { end, quote }, _) if byte == quote => State::Tag { end, slash: false },
            (State::Value { .. }, b'<') => return Err(malformed("< in the value of an attribute")),
            (State::Value { .. }, _) => self.state,
        };
        Ok(false)
    }

    fn in_tag(&mut self, byte: u8, end: bool, slash: bool) -> Result<bool, XmlError> {
        self.state = match byte {
            b'>' => return Ok(self.end_of_tag(end, slash)),
            b'"' | b'\'' => State::Value { end, quote: byte },
            b'<' | b'&' => return Err(malformed("< or & in a tag")),
            _ => State::Tag { end, slash: byte == b'/' },
        };
        Ok(false)
    }

    fn end_of_tag(&mut self, end: bool, slash: bool) -> bool {
        self.state = State::Text(0);
        if end {
            self.depth = self.depth.saturating_sub(1);
        } else if !slash {
            self.depth += 1;
        }
        self.depth == 0
    }
}

/// One more octet behind `<!`.
fn section(seen: u8, byte: u8) -> Result<State, XmlError> {
    match SECTION.get(usize::from(seen)) {
        Some(expected) if *expected == byte && seen == 6 => Ok(State::Cdata(0)),
        Some(expected) if *expected == byte => Ok(State::Section(seen + 1)),
        _ if seen == 0 && byte == b'-' => Err(restricted("comments")),
        _ if seen == 0 && byte == b'D' => Err(restricted("document type declarations")),
        _ => Err(malformed("<! without CDATA")),
    }
}
