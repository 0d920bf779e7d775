//! The start tags of a stanza, attribute by attribute as they arrive: names, limits, namespaces
//! (Namespaces in XML 1.0 3 to 6), no attribute twice. Prefixes are looked up at the end of the
//! tag, since they may be declared behind their use.

use super::decode::{Place, decode};
use super::element::Element;
use super::error::XmlError;
use super::lexer::{Value, malformed, too_large};
use super::ns;
use super::stanza::{Open, Stanza, XML, XMLNS};
use super::tag::{Name, attribute_name, name, skip_spaces};
use super::tree::{Row, Span, duplicate};
use crate::limits::XmlLimits;

/// A start tag whose `>` is still to come.
#[derive(Default)]
pub(super) struct Tag {
    /// The element's name is known, and its row is there.
    begun: bool,
    name: Name,
    row: u32,
    /// Behind its name or its last attribute.
    end: usize,
    /// Attributes so far, declarations among them.
    attrs: u32,
    /// Some attribute has a prefix, which its row has instead of a namespace.
    prefixed: bool,
    /// One bit for each local name so far, of 64.
    names: u64,
    /// Two attributes have the same bit: they may be the same.
    twice: bool,
    /// The default namespace that it declares.
    default: Option<Span>,
    /// The mark of the prefixes outside it.
    scope: u32,
}

impl Stanza {
    /// An attribute, behind the name of the element if it is the first.
    pub fn attribute(
        &mut self,
        from: usize,
        value: Value,
        limits: &XmlLimits,
    ) -> Result<(), XmlError> {
        let at = if self.tag.begun { from } else { self.begin(from, value.start, limits)? };
        let name = attribute_name(&self.text, at, value.start, limits.name_bytes as usize)?;
        self.count_attribute(limits)?;
        let value_span = Span::between(value.start, self.decode_value(value)?);
        self.tag.end = value.end + 1;
        self.note_name(name.local);
        match (name.prefix.len, name.local.len) {
            (0, 5) if self.own(name.local) == b"xmlns" => self.declare_default(value_span),
            (5, _) if self.own(name.prefix) == b"xmlns" => self.declare(name.local, value_span),
            (prefix, _) => {
                self.tag.prefixed |= prefix > 0;
                let (name, namespace) = (name.local, name.prefix);
                self.rows.push(Row::Attr { name, namespace, value: value_span });
                Ok(())
            }
        }
    }

    /// The end of a start tag at `end`. The element is open then, even if it is empty.
    pub fn start(&mut self, from: usize, end: usize, limits: &XmlLimits) -> Result<(), XmlError> {
        let at = if self.tag.begun { from } else { self.begin(from, end, limits)? };
        if skip_spaces(&self.text, at) != end {
            return Err(malformed("the end of a start tag"));
        }
        self.open_tag(end)
    }

    /// The root from the part of its start tag that is there, if its rest is over a limit.
    pub fn cut_root(&mut self, limits: &XmlLimits) -> Result<Element, XmlError> {
        if !self.tag.begun {
            self.begin("<".len(), self.text.len(), limits)?;
        }
        let end = self.tag.end;
        self.text.truncate(end);
        self.open_tag(end)?;
        self.leave();
        self.finish()
    }

    /// Reads the name of the element; gives the place behind it.
    #[inline]
    fn begin(&mut self, from: usize, until: usize, limits: &XmlLimits) -> Result<usize, XmlError> {
        self.end_run(from.saturating_sub(1), limits)?;
        if self.open.len() >= limits.depth as usize {
            return Err(too_large("depth"));
        }
        let (name, end) = name(&self.text, from, until, limits.name_bytes as usize)?;
        self.count_node(limits)?;
        let (row, scope) = (self.rows.len() as u32, self.scopes.mark());
        self.tag = Tag { begun: true, name, row, end, scope, ..Tag::default() };
        let namespace = Span::default();
        self.rows.push(Row::Element { name: name.local, namespace, attrs: 0, end: 0 });
        Ok(end)
    }

    fn count_attribute(&mut self, limits: &XmlLimits) -> Result<(), XmlError> {
        if self.tag.attrs >= limits.attributes_per_element {
            return Err(too_large("attributes_per_element"));
        }
        if self.attrs >= limits.attributes {
            return Err(too_large("attributes"));
        }
        self.tag.attrs += 1;
        self.attrs += 1;
        Ok(())
    }

    /// Decodes a value in its place; gives where it ends then.
    fn decode_value(&mut self, value: Value) -> Result<usize, XmlError> {
        if value.plain {
            return Ok(value.end);
        }
        let octets = self.text.get_mut(value.start..value.end).unwrap_or_default();
        let end = value.start + decode(octets, Place::Value)?;
        self.blank(end, value.end);
        Ok(end)
    }

    /// Remembers that there is an attribute of this local name.
    fn note_name(&mut self, local: Span) {
        let octets = self.own(local);
        let (first, last) = (octets.first(), octets.last());
        let sum =
            octets.len() + 5 * usize::from(*first.unwrap_or(&0)) + usize::from(*last.unwrap_or(&0));
        let bit = 1 << (sum % 64);
        self.tag.twice |= self.tag.names & bit != 0;
        self.tag.names |= bit;
    }

    #[inline]
    fn declare_default(&mut self, namespace: Span) -> Result<(), XmlError> {
        check_declared(b"", self.own(namespace))?;
        match self.tag.default.replace(namespace) {
            None => Ok(()),
            Some(_) => Err(twice()),
        }
    }

    fn declare(&mut self, prefix: Span, namespace: Span) -> Result<(), XmlError> {
        check_declared(self.own(prefix), self.own(namespace))?;
        let (text, outer) = (&self.text, self.outer.as_bytes());
        self.scopes.declare(prefix, namespace, |span| span.of(text, outer));
        Ok(())
    }

    /// The tag is complete: its names are resolved.
    #[inline]
    fn open_tag(&mut self, end: usize) -> Result<(), XmlError> {
        let Tag { name, row, default, scope, .. } = self.tag;
        self.tag.begun = false;
        let outside = self.open.last().map_or(self.header.1, |open| open.default);
        let default = default.unwrap_or(outside);
        let namespace = match name.prefix.len {
            0 => default,
            _ => self.namespace_of_element(name.prefix, default)?,
        };
        if self.tag.prefixed {
            self.resolve_attributes(row)?;
        }
        if self.tag.twice {
            self.check_twice(row, scope)?;
        }
        let attrs = self.rows.len() as u32 - row - 1;
        if let Some(place) = self.rows.get_mut(row as usize) {
            *place = Row::Element { name: name.local, namespace, attrs, end: 0 };
        }
        self.enter(Open { row, name: name.whole(), default, scope }, end);
        Ok(())
    }

    fn namespace_of_element(&self, prefix: Span, default: Span) -> Result<Span, XmlError> {
        match self.namespace_of(prefix, default)? {
            namespace if is_same(namespace, XMLNS) => Err(bad_prefix("xmlns on an element")),
            namespace => Ok(namespace),
        }
    }

    /// Puts namespaces in the place of prefixes.
    fn resolve_attributes(&mut self, element: u32) -> Result<(), XmlError> {
        for at in element as usize + 1..self.rows.len() {
            let Some(Row::Attr { namespace, .. }) = self.rows.get(at) else { continue };
            let resolved = self.namespace_of(*namespace, Span::default())?;
            if let Some(Row::Attr { namespace, .. }) = self.rows.get_mut(at) {
                *namespace = resolved;
            }
        }
        Ok(())
    }

    fn check_twice(&self, element: u32, scope: u32) -> Result<(), XmlError> {
        let attrs = self.rows.get(element as usize + 1..).unwrap_or_default();
        let octets = |span: Span| span.of(&self.text, self.outer.as_bytes());
        if duplicate(attrs, octets).is_some() || self.scopes.has_twins(scope, octets) {
            return Err(twice());
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
    let is_reserved = [ns::XML.len(), ns::XMLNS.len()].contains(&namespace.len());
    if prefix.is_empty() && !is_reserved {
        return Ok(()); // as nearly all are
    }
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

fn twice() -> XmlError {
    malformed("an attribute twice")
}

fn bad_prefix(what: &str) -> XmlError {
    XmlError::BadNamespacePrefix { what: what.to_owned() }
}
