//! Makes rows of a tree out of the tokens of one stanza: levels, namespaces, merged text. The
//! text of the stanza is what arrived, decoded in place: nothing that is decoded grows.

use std::sync::Arc;

use super::decode::{Place, decode};
use super::element::Element;
use super::error::XmlError;
use super::lexer::{Value, malformed, too_large};
use super::ns;
use super::scope::Scopes;
use super::tag::{Attribute, Name, Rules, end_tag_matches, start_tag};
use super::tree::{MAX_TEXT, Row, Span, Tree, duplicate};
use crate::limits::XmlLimits;

/// The two namespaces that need no declaration are at the start of the stream header's text.
const XML: Span = Span { start: super::tree::OUTER, len: ns::XML.len() as u32 };
const XMLNS: Span = Span { start: super::tree::OUTER + XML.len, len: ns::XMLNS.len() as u32 };

/// Buffers that grew beyond this number of octets are given back after the stanza.
const KEPT: usize = 64 * 1024;

/// An element whose end tag is still to come.
struct Open {
    row: u32,
    /// Its name as it was written.
    name: Span,
    /// The default namespace inside it.
    default: Span,
    /// The mark of the prefixes outside it.
    scope: u32,
}

pub(super) struct Stanza {
    text: Vec<u8>,
    rows: Vec<Row>,
    open: Vec<Open>,
    scopes: Scopes,
    /// The run of text at hand, decoded: from its start to where more is joined to it.
    run: (usize, usize),
    /// Elements and runs of text so far.
    nodes: u32,
    /// Attributes so far, all elements together, declarations of namespaces among them.
    attrs: u32,
    /// Where the start tag of the root ends.
    root_end: usize,
    /// Reserved namespaces, and the stream header once it is there.
    outer: Arc<str>,
    /// The stream header's name as it was written, and the default namespace inside it.
    header: (Span, Span),
    /// Kept for their memory only.
    tag: Vec<Attribute>,
    tag_rows: Vec<Row>,
}

impl Stanza {
    pub fn new() -> Stanza {
        Stanza {
            text: Vec::new(),
            rows: Vec::new(),
            open: Vec::new(),
            scopes: Scopes::default(),
            run: (0, 0),
            nodes: 0,
            attrs: 0,
            root_end: 0,
            outer: [ns::XML, ns::XMLNS].concat().into(),
            header: Default::default(),
            tag: Vec::new(),
            tag_rows: Vec::new(),
        }
    }

    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Octets of the stanza, as they arrive.
    pub fn receive(&mut self, octets: &[u8]) {
        self.text.extend_from_slice(octets);
    }

    pub fn octets(&self) -> &[u8] {
        &self.text
    }

    /// A piece of text or of a CDATA section that ends at `end` of the text.
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

    /// A start tag from its `<` at `start` to its `>` or `/>` at `end`. The element is open then,
    /// even if it is empty.
    pub fn start(
        &mut self,
        start: usize,
        end: usize,
        values: &[Value],
        limits: &XmlLimits,
    ) -> Result<(), XmlError> {
        self.end_run(start, limits)?;
        if self.open.len() >= limits.depth as usize {
            return Err(too_large("depth"));
        }
        let rules = Rules { end: Some(end), name_bytes: limits.name_bytes as usize };
        self.tag.clear();
        let name = start_tag(&self.text, start, values, &rules, &mut self.tag)?;
        self.element(name, limits)
    }

    /// The root from the part of its start tag that is there, if its rest is over a limit.
    pub fn cut_root(&mut self, values: &[Value], limits: &XmlLimits) -> Result<Element, XmlError> {
        let rules = Rules { end: None, name_bytes: limits.name_bytes as usize };
        let most = limits.attributes_per_element.min(limits.attributes) as usize;
        let values = values.get(..most).unwrap_or(values);
        self.tag.clear();
        let mut name = start_tag(&self.text, 0, values, &rules, &mut self.tag);
        if let Err(XmlError::TooLarge { .. }) = name {
            let values = values.get(..self.tag.len()).unwrap_or_default();
            self.tag.clear();
            name = start_tag(&self.text, 0, values, &rules, &mut self.tag);
        }
        let name = name?;
        let end = self.tag.last().map_or(name.local.end(), |attr| attr.value.end + 1);
        self.text.truncate(end);
        self.element(name, limits)?;
        self.leave();
        self.finish()
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
        self.finish()
    }

    /// An end tag from `start` to the end of the text.
    pub fn end(&mut self, start: usize, limits: &XmlLimits) -> Result<(), XmlError> {
        self.end_run(start, limits)?;
        let Some(open) = self.open.last() else {
            return Err(malformed("an end tag without start"));
        };
        let name = open.name.of(&self.text, self.outer.as_bytes());
        if !end_tag_matches(&self.text, start + 2, name) {
            return Err(malformed("an end tag of another element"));
        }
        self.leave();
        Ok(())
    }

    /// Whether the text from `start` is the end tag of the stream.
    pub fn is_stream_end(&self, start: usize) -> bool {
        end_tag_matches(&self.text, start + 2, self.header.0.of(&[], self.outer.as_bytes()))
    }

    /// Whether the tag that was read last opens a stream.
    pub fn is_stream_header(&self) -> bool {
        let octets = |span: Span| span.of(&self.text, self.outer.as_bytes());
        match self.rows.first() {
            Some(Row::Element { name, namespace, .. }) if self.open.len() == 1 => {
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
        self.text.shrink_to(KEPT);
        self.rows.clear();
        self.rows.shrink_to(KEPT / size_of::<Row>());
        self.open.clear();
        self.open.shrink_to(KEPT / size_of::<Open>());
        self.run = (0, 0);
        self.nodes = 0;
        self.attrs = 0;
    }

    /// The element, once its last octet is there.
    pub fn finish(&mut self) -> Result<Element, XmlError> {
        let text: Box<str> = checked(&self.text)?.into();
        let rows = self.rows.as_slice().into();
        self.clear();
        Ok(Element::from_tree(Tree { text, outer: Some(self.outer.clone()), rows }))
    }

    /// The stream header, which is open at its end: its declarations hold for all that follows.
    pub fn finish_header(&mut self) -> Result<Element, XmlError> {
        let text = checked(&self.text)?;
        let outer: Arc<str> = [&*self.outer, text].concat().into();
        let shift = self.outer.len() as u32;
        let place = |span: Span| Span { start: span.start + shift, ..span }.outer();
        let place = |span: Span| if span.is_outer() || span.len == 0 { span } else { place(span) };
        if let Some(open) = self.open.pop() {
            self.header = (place(open.name), place(open.default));
        }
        self.scopes.relocate(place);
        let behind = self.rows.len() as u32;
        if let Some(Row::Element { end, .. }) = self.rows.first_mut() {
            *end = behind;
        }
        let header = self.finish()?;
        self.outer = outer;
        Ok(header)
    }

    /// Ends the run of text at hand; `end` is where the tag behind it begins.
    fn end_run(&mut self, end: usize, limits: &XmlLimits) -> Result<(), XmlError> {
        let run = std::mem::take(&mut self.run);
        if run.0 < run.1 {
            self.blank(run.1, end);
            self.count_node(limits)?;
            self.rows.push(Row::Text { text: Span::between(run.0, run.1) });
        }
        Ok(())
    }

    /// What is left behind decoded text may be a part of a character.
    fn blank(&mut self, start: usize, end: usize) {
        self.text.get_mut(start..end).unwrap_or_default().fill(b' ');
    }

    fn count_node(&mut self, limits: &XmlLimits) -> Result<(), XmlError> {
        if self.nodes >= limits.nodes {
            return Err(too_large("nodes"));
        }
        self.nodes += 1;
        Ok(())
    }

    fn count_attributes(&mut self, limits: &XmlLimits) -> Result<(), XmlError> {
        let attrs = self.tag.len() as u32;
        if attrs > limits.attributes.saturating_sub(self.attrs) {
            return Err(too_large("attributes"));
        }
        self.attrs += attrs;
        Ok(())
    }

    /// Opens the element of the tag that was read last. Limits come first: what exceeds one is
    /// read once more, and must not be decoded twice.
    fn element(&mut self, name: Name, limits: &XmlLimits) -> Result<(), XmlError> {
        self.count_node(limits)?;
        self.count_attributes(limits)?;
        self.decode_values()?;
        let scope = self.scopes.mark();
        let default = self.declare()?;
        let namespace = self.namespace_of(name.prefix, default)?;
        if is_same(namespace, XMLNS) {
            return Err(bad_prefix("xmlns on an element"));
        }
        self.resolve_attributes()?;
        let attrs = self.tag_rows.len() as u32;
        let row = self.rows.len() as u32;
        self.rows.push(Row::Element { name: name.local, namespace, attrs, end: 0 });
        self.rows.append(&mut self.tag_rows);
        if row == 0 {
            self.root_end = self.text.len();
        }
        self.open.push(Open { row, name: name.whole(), default, scope });
        Ok(())
    }

    /// Closes the innermost open element.
    pub fn leave(&mut self) {
        let behind = self.rows.len() as u32;
        let Some(open) = self.open.pop() else { return };
        if let Some(Row::Element { end, .. }) = self.rows.get_mut(open.row as usize) {
            *end = behind;
        }
        let (text, outer) = (&self.text, self.outer.as_bytes());
        self.scopes.leave(open.scope, |span| span.of(text, outer));
    }

    fn decode_values(&mut self) -> Result<(), XmlError> {
        for Attribute { value, .. } in self.tag.iter_mut().filter(|attr| !attr.value.plain) {
            let octets = self.text.get_mut(value.start..value.end).unwrap_or_default();
            let len = decode(octets, Place::Value)?;
            octets.get_mut(len..).unwrap_or_default().fill(b' ');
            value.end = value.start + len;
        }
        Ok(())
    }

    /// Declares the namespaces of the tag; gives the default one.
    fn declare(&mut self) -> Result<Span, XmlError> {
        let (text, outer) = (&self.text, self.outer.as_bytes());
        let octets = |span: Span| span.of(text, outer);
        let mut default = self.open.last().map_or(self.header.1, |open| open.default);
        for Attribute { name, value } in &self.tag {
            let namespace = Span::between(value.start, value.end);
            if name.prefix.len == 0 && octets(name.local) == b"xmlns" {
                check_declared(b"", octets(namespace))?;
                default = namespace;
            } else if octets(name.prefix) == b"xmlns" {
                check_declared(octets(name.local), octets(namespace))?;
                self.scopes.declare(name.local, namespace, octets);
            }
        }
        Ok(default)
    }

    /// Makes the rows of the tag's attributes. Declarations are there while names are compared.
    fn resolve_attributes(&mut self) -> Result<(), XmlError> {
        self.tag_rows.clear();
        let mut declarations = false;
        for Attribute { name, value } in &self.tag {
            let (text, outer) = (&self.text, self.outer.as_bytes());
            let is_default = name.prefix.len == 0 && name.local.of(text, outer) == b"xmlns";
            let outside = if is_default { XMLNS } else { Span::default() };
            let namespace = self.namespace_of(name.prefix, outside)?;
            declarations |= is_same(namespace, XMLNS);
            let value = Span::between(value.start, value.end);
            self.tag_rows.push(Row::Attr { name: name.local, namespace, value });
        }
        let (text, outer) = (&self.text, self.outer.as_bytes());
        if duplicate(&self.tag_rows, |span| span.of(text, outer)).is_some() {
            return Err(malformed("an attribute twice"));
        }
        if declarations {
            let is_attribute = |row: &Row| !matches!(row, Row::Attr { namespace, .. } if is_same(*namespace, XMLNS));
            self.tag_rows.retain(is_attribute);
        }
        Ok(())
    }

    /// The namespace of a prefix, `without` if there is none.
    fn namespace_of(&self, prefix: Span, without: Span) -> Result<Span, XmlError> {
        if prefix.len == 0 {
            return Ok(without);
        }
        let (text, outer) = (&self.text, self.outer.as_bytes());
        match prefix.of(text, outer) {
            b"xml" => Ok(XML),
            b"xmlns" => Ok(XMLNS),
            prefix => self
                .scopes
                .find(prefix, |span| span.of(text, outer))
                .ok_or_else(|| bad_prefix("not declared")),
        }
    }
}

/// Whether a prefix may be bound to a namespace (Namespaces in XML 2.2 and 3).
fn check_declared(prefix: &[u8], namespace: &[u8]) -> Result<(), XmlError> {
    let is_xml = namespace == ns::XML.as_bytes();
    match prefix {
        b"xml" if is_xml => Ok(()),
        b"xml" => Err(bad_prefix("xml bound to another namespace")),
        b"xmlns" => Err(bad_prefix("xmlns declared")),
        _ if is_xml => Err(bad_prefix("another prefix bound to the namespace of xml")),
        _ if namespace == ns::XMLNS.as_bytes() => {
            Err(bad_prefix("a prefix bound to the namespace of xmlns"))
        }
        [_, ..] if namespace.is_empty() => Err(bad_prefix("a prefix bound to no namespace")),
        _ => Ok(()),
    }
}

/// Whether two spans of reserved namespaces are the same place.
fn is_same(a: Span, b: Span) -> bool {
    a.start == b.start && a.len == b.len
}

fn bad_prefix(what: &str) -> XmlError {
    XmlError::BadNamespacePrefix { what: what.to_owned() }
}

/// The text of a stanza, if its octets are UTF-8 and its characters those of XML. Controls and
/// references were checked before.
fn checked(octets: &[u8]) -> Result<&str, XmlError> {
    let text = std::str::from_utf8(octets).map_err(|_| XmlError::InvalidUtf8)?;
    if !text.is_ascii() && text.contains(['\u{FFFE}', '\u{FFFF}']) {
        return Err(malformed("U+FFFE or U+FFFF"));
    }
    Ok(text)
}

/// The most octets that a limit can allow, so that places fit into a tree.
pub(super) fn bounded(limit: u32) -> u64 {
    u64::from(limit).min(MAX_TEXT as u64 / 2)
}
