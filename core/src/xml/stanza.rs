//! Makes rows of a tree out of the tokens of one stanza: levels, merged text; its tags are in
//! [`open`](super::open). The text of the stanza is what arrived, decoded in place: nothing that
//! is decoded grows.

use std::sync::Arc;

use super::decode::{Place, decode};
use super::element::{Element, ElementRef};
use super::error::XmlError;
use super::lexer::{malformed, too_large};
use super::ns;
use super::open::Values;
use super::scope::Scopes;
use super::tag::end_tag_matches;
use super::tree::{MAX_TEXT, OUTER, Row, Span, Tree, View, pack};
use crate::limits::XmlLimits;

/// The two namespaces that need no declaration are at the start of the stream header's text.
pub(super) const XML: Span = Span { start: OUTER, len: ns::XML.len() as u32 };
pub(super) const XMLNS: Span = Span { start: OUTER + XML.len, len: ns::XMLNS.len() as u32 };

/// A text that grew beyond this number of octets is given back after the stanza: an avatar may come
/// without.
const KEPT_TEXT: usize = 144 * 1024;
/// Other buffers.
const KEPT: usize = 64 * 1024;

/// An element whose end tag is still to come.
pub(super) struct Open {
    pub row: u32,
    /// Its name as it was written.
    pub name: Span,
    /// The default namespace inside it.
    pub default: Span,
    /// The mark of the prefixes outside it.
    pub scope: u32,
}

pub(super) struct Stanza {
    pub(super) text: Vec<u8>,
    pub(super) rows: Vec<Row>,
    pub(super) open: Vec<Open>,
    pub(super) scopes: Scopes,
    /// Of the start tag at hand.
    pub(super) values: Values,
    /// The run of text at hand, decoded: from its start to where more is joined to it.
    run: (usize, usize),
    /// Elements and runs of text so far.
    nodes: u32,
    /// Attributes so far, all elements together, declarations of namespaces among them.
    pub(super) attrs: u32,
    /// Where the start tag of the root ends.
    pub(super) root_end: usize,
    /// The start tag of the root was over a limit, and is cut.
    pub(super) is_cut: bool,
    /// Reserved namespaces, and the stream header once it is there.
    pub(super) outer: Arc<str>,
    /// The stream header's name as it was written, and the default namespace inside it.
    pub(super) header: (Span, Span),
    /// The mark of the prefixes that the stream header declares.
    header_scope: u32,
}

impl Stanza {
    pub fn new() -> Stanza {
        Stanza {
            text: Vec::new(),
            rows: Vec::new(),
            open: Vec::new(),
            scopes: Scopes::default(),
            values: Values::default(),
            run: (0, 0),
            nodes: 0,
            attrs: 0,
            root_end: 0,
            is_cut: false,
            outer: [ns::XML, ns::XMLNS].concat().into(),
            header: Default::default(),
            header_scope: 0,
        }
    }

    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Octets of the stanza, as they arrive; there may be some of what follows it.
    pub fn receive(&mut self, octets: &[u8]) {
        self.text.extend_from_slice(octets);
    }

    /// The stanza ends here.
    pub fn truncate(&mut self, end: usize) {
        self.text.truncate(end);
    }

    pub fn octets(&self) -> &[u8] {
        &self.text
    }

    /// A piece of text or of a CDATA section.
    pub fn text(
        &mut self,
        start: usize,
        end: usize,
        place: Place,
        plain: bool,
    ) -> Result<(), XmlError> {
        let Some(piece) = self.text.get_mut(start..end).filter(|piece| !piece.is_empty()) else {
            return Ok(());
        };
        let first = piece.first().copied().unwrap_or_default();
        let len = if plain { piece.len() } else { decode(piece, place)? };
        if self.run.0 == self.run.1 {
            self.run = (start, start + len);
            return Ok(());
        }
        // A character may not be cut by the brackets of a CDATA section: joined it would be whole.
        if first & 0xC0 == 0x80 {
            return Err(XmlError::InvalidUtf8);
        }
        self.text.copy_within(start..start + len, self.run.1);
        self.run.1 += len;
        Ok(())
    }

    /// An end tag whose `<` is at `start` and its `>` at `end`.
    #[inline]
    pub fn end(&mut self, start: usize, end: usize, limits: &XmlLimits) -> Result<(), XmlError> {
        self.end_run(start, limits)?;
        let Some(open) = self.open.last() else {
            return Err(malformed("an end tag without start"));
        };
        let name = self.own(open.name);
        let tag = self.text.get(start + 2..end).unwrap_or_default();
        if tag != name && tag.trim_ascii_end() != name {
            return Err(malformed("an end tag of another element"));
        }
        self.leave();
        Ok(())
    }

    /// Whether there is the end tag of the stream at `start`.
    pub fn is_stream_end(&self, start: usize) -> bool {
        end_tag_matches(&self.text, start + 2, self.header.0.of(&[], self.outer.as_bytes()))
    }

    /// Whether the root is the header of a stream.
    #[inline]
    pub fn is_stream_header(&self) -> bool {
        let octets = |span: Span| span.of(&self.text, self.outer.as_bytes());
        match self.rows.first() {
            Some(Row::Element { name, namespace, .. }) => {
                octets(*name) == b"stream" && octets(*namespace) == ns::STREAMS.as_bytes()
            }
            _ => false,
        }
    }

    /// The default namespace that the stream header declares, empty if it declares none.
    pub fn content_namespace(&self) -> &str {
        let octets = self.header.1.of(&[], self.outer.as_bytes());
        std::str::from_utf8(octets).unwrap_or_default()
    }

    /// Octets of memory at hand, the few of the scratch buffers apart.
    #[cfg(test)]
    pub fn memory(&self) -> usize {
        let rows = self.rows.capacity() * size_of::<Row>();
        self.text.capacity() + rows + self.open.capacity() * size_of::<Open>()
    }

    /// Begins anew with what the stream header says.
    pub fn clear(&mut self) {
        self.text.clear();
        self.rows.clear();
        self.open.clear();
        self.shrink();
        self.values.clear();
        self.run = (0, 0);
        self.nodes = 0;
        self.attrs = 0;
        self.is_cut = false;
    }

    /// Gives back what is seldom needed.
    fn shrink(&mut self) {
        if self.text.capacity().max(self.rows.capacity() * size_of::<Row>()) <= KEPT {
            return; // and no more are open than there are rows
        }
        self.text.shrink_to(KEPT_TEXT);
        self.rows.shrink_to(KEPT / size_of::<Row>());
        self.open.shrink_to(KEPT / size_of::<Open>());
    }

    /// Forgets what was made of the text.
    pub(super) fn forget_rows(&mut self) {
        self.rows.clear();
        self.nodes = 0;
        self.attrs = 0;
        let (text, outer) = (&self.text, self.outer.as_bytes());
        self.scopes.leave(self.header_scope, |span| span.of(text, outer));
    }

    /// The element, once its last octet is there: one allocation. Whether all of it `is_ascii` is
    /// known from the lexer.
    pub fn finish(&mut self, is_ascii: bool) -> Result<Element, XmlError> {
        if !is_ascii {
            check_characters(&self.text)?;
        }
        let shape = pack(&mut self.text, &self.rows, self.outer.len());
        let element = Element::from_tree(Tree::of(utf8(&self.text)?, shape, &self.outer));
        self.clear();
        Ok(element)
    }

    /// The same, borrowed until [`clear`](Stanza::clear).
    pub fn finish_view(&mut self, is_ascii: bool) -> Result<ElementRef<'_>, XmlError> {
        if !is_ascii {
            check_characters(&self.text)?;
        }
        let view = View::new(utf8(&self.text)?, &self.outer, &self.rows);
        Ok(ElementRef::new(view, 0))
    }

    /// The stream header, which is open at its end: its declarations hold for all that follows.
    pub fn finish_header(&mut self) -> Result<Element, XmlError> {
        let text = utf8(&self.text)?;
        let outer: Arc<str> = [&*self.outer, text].concat().into();
        let shift = self.outer.len() as u32;
        let place = |span: Span| Span { start: span.start + shift, ..span }.outer();
        let place = |span: Span| if span.is_outer() || span.len == 0 { span } else { place(span) };
        if let Some(open) = self.open.pop() {
            self.header = (place(open.name), place(open.default));
        }
        self.scopes.relocate(place);
        self.header_scope = self.scopes.mark();
        let behind = self.rows.len() as u32;
        if let Some(Row::Element { end, .. }) = self.rows.first_mut() {
            *end = behind;
        }
        let header = self.finish(false)?;
        self.outer = outer;
        Ok(header)
    }

    /// The root from its start tag alone; the rest is forgotten.
    pub fn root(&mut self) -> Result<Element, XmlError> {
        self.open.truncate(1);
        self.leave();
        if let Some(Row::Element { attrs, end, .. }) = self.rows.first_mut() {
            *end = *attrs + 1;
            let end = *end as usize;
            self.rows.truncate(end);
        }
        self.text.truncate(self.root_end);
        self.finish(false)
    }

    /// Closes the innermost open element.
    #[inline]
    pub fn leave(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let behind = self.rows.len() as u32;
        if let Some(Row::Element { end, .. }) = self.rows.get_mut(open.row as usize) {
            *end = behind;
        }
        self.close(&open);
    }

    /// Forgets the prefixes that an element declares.
    #[inline(always)]
    pub(super) fn close(&mut self, open: &Open) {
        if self.scopes.mark() == open.scope {
            return;
        }
        let (text, outer) = (&self.text, self.outer.as_bytes());
        self.scopes.leave(open.scope, |span| span.of(text, outer));
    }

    /// The octets of a span that is not the stream header's.
    #[inline]
    pub(super) fn own(&self, span: Span) -> &[u8] {
        self.text.get(span.start as usize..span.end()).unwrap_or_default()
    }

    /// Ends the run of text at hand; `end` is where the tag behind it begins.
    #[inline]
    pub(super) fn end_run(&mut self, end: usize, limits: &XmlLimits) -> Result<(), XmlError> {
        let run = std::mem::take(&mut self.run);
        if run.0 < run.1 {
            self.blank(run.1, end);
            self.count_node(limits)?;
            self.rows.push(Row::Text { text: Span::between(run.0, run.1) });
        }
        Ok(())
    }

    /// What is left behind decoded text may be a part of a character.
    #[inline]
    pub(super) fn blank(&mut self, start: usize, end: usize) {
        if start < end {
            self.text.get_mut(start..end).unwrap_or_default().fill(b' ');
        }
    }

    #[inline]
    pub(super) fn count_node(&mut self, limits: &XmlLimits) -> Result<(), XmlError> {
        if self.nodes >= limits.nodes {
            return Err(too_large("nodes"));
        }
        self.nodes += 1;
        Ok(())
    }
}

/// Checks that there is no U+FFFE and no U+FFFF. Controls and references were checked before.
fn check_characters(octets: &[u8]) -> Result<(), XmlError> {
    // Both begin with these two octets. To fold is quicker than to search: it is done side by side.
    let pairs = octets.iter().zip(octets.get(1..).unwrap_or_default());
    let suspicious = pairs.fold(false, |found, (&a, &b)| found | ((a == 0xEF) & (b == 0xBF)));
    let is_none = |window: &[u8]| matches!(window, [0xEF, 0xBF, 0xBE | 0xBF]);
    match suspicious && octets.windows(3).any(is_none) {
        true => Err(malformed("U+FFFE or U+FFFF")),
        false => Ok(()),
    }
}

fn utf8(octets: &[u8]) -> Result<&str, XmlError> {
    simdutf8::basic::from_utf8(octets).map_err(|_| XmlError::InvalidUtf8)
}

/// The most octets that a limit can allow, so that the places in a stanza, in the stream header and in
/// the reserved namespaces in front of that fit into a tree.
pub(super) fn bounded(limit: u32) -> u64 {
    let reserved = XML.len + XMLNS.len;
    u64::from(limit).min((MAX_TEXT as u64 - u64::from(reserved)) / 2)
}
