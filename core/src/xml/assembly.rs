//! What the pieces of a stream mean: which part of it they are in, and when something is complete.

use super::declaration;
use super::decode::Place;
use super::error::XmlError;
use super::lexer::{Sink, malformed};
use super::stanza::Stanza;
use crate::limits::XmlLimits;

/// Which part of the stream comes next.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Phase {
    Declaration,
    Header,
    Content,
    /// White space only.
    Ended,
}

/// What is complete.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Complete {
    /// The XML declaration, which nobody is told of.
    Declaration,
    Header {
        empty: bool,
    },
    Element,
    End,
}

pub(super) struct Assembly {
    pub limits: XmlLimits,
    pub phase: Phase,
    pub stanza: Stanza,
    /// Octets of the XML declaration, which count for the header.
    pub declared: usize,
    pub complete: Option<Complete>,
}

impl Assembly {
    pub fn new(limits: XmlLimits) -> Assembly {
        let stanza = Stanza::new();
        Assembly { limits, phase: Phase::Declaration, stanza, declared: 0, complete: None }
    }

    #[inline]
    fn completes(&mut self, what: Complete) -> bool {
        self.complete = Some(what);
        true
    }

    /// The stream is open, and may be over at once.
    fn header(&mut self, empty: bool) -> bool {
        self.phase = if empty { Phase::Ended } else { Phase::Content };
        self.completes(Complete::Header { empty })
    }

    fn end_of_stream(&mut self, start: usize) -> Result<bool, XmlError> {
        if self.phase != Phase::Content || !self.stanza.is_stream_end(start) {
            return Err(malformed("an end tag without start"));
        }
        self.phase = Phase::Ended;
        Ok(self.completes(Complete::End))
    }
}

impl Sink for Assembly {
    #[inline]
    fn octets(&self) -> &[u8] {
        self.stanza.octets()
    }

    #[inline]
    fn text(&mut self, start: usize, end: usize, plain: bool) -> Result<(), XmlError> {
        self.stanza.text(start, end, Place::Text, plain)
    }

    fn cdata(&mut self, start: usize, end: usize, plain: bool) -> Result<(), XmlError> {
        match (self.stanza.depth(), self.phase) {
            (0, Phase::Content) => Err(XmlError::UnexpectedText),
            (0, _) => Err(malformed("text outside the stream")),
            _ => self.stanza.text(start, end, Place::Cdata, plain),
        }
    }

    #[inline]
    fn value(&mut self, start: usize, end: usize, plain: bool) -> Result<(), XmlError> {
        self.stanza.value(start, end, plain, &self.limits)
    }

    #[inline]
    fn start_tag(&mut self, start: usize, end: usize, empty: bool) -> Result<bool, XmlError> {
        if self.phase != Phase::Content {
            self.stanza.start(start, end, false, &self.limits)?;
            return Ok(self.header(empty));
        }
        let is_root = self.stanza.depth() == 0;
        self.stanza.start(start, end, empty, &self.limits)?;
        if is_root && self.stanza.is_stream_header() {
            return Err(XmlError::SecondHeader); // it would be an element without end
        }
        Ok(empty && is_root && self.completes(Complete::Element))
    }

    #[inline]
    fn end_tag(&mut self, start: usize, end: usize) -> Result<bool, XmlError> {
        if self.stanza.depth() == 0 {
            return self.end_of_stream(start);
        }
        self.stanza.end(start, end, &self.limits)?;
        Ok(self.stanza.depth() == 0 && self.completes(Complete::Element))
    }

    fn declaration(&mut self, end: usize) -> Result<(), XmlError> {
        declaration::check(self.stanza.octets().get(..end).unwrap_or_default())?;
        self.phase = Phase::Header;
        self.declared = end;
        self.completes(Complete::Declaration);
        Ok(())
    }
}
