//! The start tags of a stanza, once they are complete: names, limits, namespaces (Namespaces in
//! XML 1.0 3 to 6), no attribute twice. Where the values are is known from the lexer, which finds
//! them as they arrive. Prefixes are looked up last, since they may be declared behind their use.

use super::decode::{Place, decode};
use super::element::Element;
use super::error::XmlError;
use super::lexer::{malformed, too_large};
use super::ns;
use super::stanza::{Open, Stanza, XML, XMLNS};
use super::tag::{Name, attribute_name, name, skip_spaces};
use super::tree::{Row, Span, duplicate};
use crate::limits::XmlLimits;

/// The values of a start tag whose `>` is still to come.
#[derive(Default)]
pub(super) struct Values {
    list: Vec<Value>,
    /// Some of them must be decoded.
    coded: bool,
}

#[derive(Clone, Copy)]
struct Value {
    /// Without its quotes, as it says.
    says: Span,
    /// The quote behind it.
    quote: u32,
    plain: bool,
}

/// Room for no more values than these is kept.
const KEPT: usize = 64;

impl Values {
    pub fn clear(&mut self) {
        self.list.clear();
        self.list.shrink_to(KEPT);
        self.coded = false;
    }

    /// Behind the last quote.
    fn end(&self) -> Option<usize> {
        self.list.last().map(|value| value.quote as usize + 1)
    }
}

/// What is found out about a start tag while its attributes are read.
#[derive(Default)]
struct Tag {
    /// Some attribute has a prefix, which its row has instead of a namespace.
    prefixed: bool,
    /// One bit for each local name so far, of 64.
    names: u64,
    /// Two attributes have the same bit: they may be the same.
    twice: bool,
    /// The default namespace that it declares.
    default: Option<Span>,
}

impl Tag {
    /// Remembers that there is an attribute whose local name begins like this.
    #[inline(always)]
    fn note(&mut self, word: u64) {
        // The highest bits of the product depend on all octets.
        let bit = 1 << (word.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58);
        self.twice |= self.names & bit != 0;
        self.names |= bit;
    }
}

const NOT_DECLARED: &str = "not declared";

/// The name `xmlns`.
const XMLNS_WORD: u64 = u64::from_le_bytes(*b"xmlns\0\0\0");

impl Stanza {
    /// The value of an attribute in the tag at hand.
    #[inline]
    pub fn value(
        &mut self,
        start: usize,
        end: usize,
        plain: bool,
        limits: &XmlLimits,
    ) -> Result<(), XmlError> {
        if self.values.list.len() >= limits.attributes_per_element as usize {
            return Err(too_large("attributes_per_element"));
        }
        self.values.coded |= !plain;
        self.values.list.push(Value { says: Span::between(start, end), quote: end as u32, plain });
        Ok(())
    }

    /// A start tag from its `<` at `start` up to its `>` or `/>` at `end`. What exceeds a limit is
    /// found before anything is decoded.
    pub fn start(
        &mut self,
        start: usize,
        end: usize,
        empty: bool,
        limits: &XmlLimits,
    ) -> Result<(), XmlError> {
        self.end_run(start, limits)?;
        if self.open.len() >= limits.depth as usize {
            return Err(too_large("depth"));
        }
        self.count_node(limits)?;
        self.count_attributes(limits)?;
        let (name, behind) = name(&self.text, start + 1, limits.name_bytes as usize)?;
        if self.values.coded {
            self.decode_values(behind, limits)?;
        }
        let (row, scope) = (self.rows.len() as u32, self.scopes.mark());
        let namespace = Span::default();
        self.rows.push(Row::Element { name: name.local, namespace, attrs: 0, end: 0 });
        let mut tag = Tag::default();
        let at = self.attributes(behind, &mut tag, limits)?;
        if at != end && skip_spaces(&self.text, at) != end {
            return Err(malformed("the end of a start tag"));
        }
        self.values.list.clear();
        let open = self.resolve(name, row, scope, &tag)?;
        match empty {
            true => self.close(&open),
            false => self.open.push(open),
        }
        if row == 0 {
            self.root_end = end;
        }
        Ok(())
    }

    /// Reads the names of the attributes, and makes rows of them; gives the place behind.
    #[inline(always)]
    fn attributes(
        &mut self,
        mut at: usize,
        tag: &mut Tag,
        limits: &XmlLimits,
    ) -> Result<usize, XmlError> {
        for which in 0..self.values.list.len() {
            let Some(&value) = self.values.list.get(which) else { break };
            let (name, word) = self.name_of(which, at, value, limits)?;
            at = value.quote as usize + 1;
            tag.note(word);
            match (name.prefix.len, name.local.len) {
                (0, 5) if word == XMLNS_WORD => {
                    self.check_namespace(which, value.says.len as usize, limits)?;
                    self.declare_default(value.says, tag)?;
                }
                (5, _) if self.own(name.prefix) == b"xmlns" => {
                    self.check_namespace(which, value.says.len as usize, limits)?;
                    self.declare(name.local, value.says)?;
                }
                (prefix, _) => {
                    tag.prefixed |= prefix > 0;
                    let (name, namespace) = (name.local, name.prefix);
                    self.rows.push(Row::Attr { name, namespace, value: value.says });
                }
            }
        }
        Ok(at)
    }

    /// The name of an attribute, from `at` on. One that is too long ends what can be kept.
    #[inline(always)]
    fn name_of(
        &mut self,
        which: usize,
        at: usize,
        value: Value,
        limits: &XmlLimits,
    ) -> Result<(Name, u64), XmlError> {
        let start = value.says.start as usize;
        let name = attribute_name(&self.text, at, start, limits.name_bytes as usize);
        if name.is_err() {
            self.values.list.truncate(which);
        }
        name
    }

    /// The name of a namespace is a name, and has its limit: markup repeats it at every element that
    /// is in it by a prefix. It counts as decoded, since what was read must be read again once it is
    /// written, which may take more references.
    #[inline(always)]
    fn check_namespace(
        &mut self,
        which: usize,
        len: usize,
        limits: &XmlLimits,
    ) -> Result<(), XmlError> {
        match len <= limits.name_bytes as usize {
            true => Ok(()),
            false => Err(self.cut_at(which)),
        }
    }

    /// The attributes from this one on are left out, since its namespace has too long a name.
    #[cold]
    #[inline(never)]
    fn cut_at(&mut self, which: usize) -> XmlError {
        self.values.list.truncate(which);
        too_large("name_bytes")
    }

    /// The root from the part of its start tag that is there, if its rest is over a limit. There may
    /// be more than one: then it is cut again. What is declared in the rest is not known: an attribute
    /// with such a prefix is left out, and the element itself is taken for one of the stream's own,
    /// as nearly all are.
    pub fn cut_root(&mut self, limits: &XmlLimits) -> Result<Element, XmlError> {
        self.is_cut = true;
        loop {
            let attrs = self.values.list.len();
            match self.start_cut(limits) {
                Ok(()) => return self.finish(false),
                Err(XmlError::TooLarge { .. }) if self.values.list.len() < attrs => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn start_cut(&mut self, limits: &XmlLimits) -> Result<(), XmlError> {
        let end = match self.values.end() {
            Some(end) => end,
            None => name(&self.text, 1, limits.name_bytes as usize)?.1,
        };
        self.text.truncate(end);
        self.forget_rows();
        self.start(0, end, true, limits)
    }

    #[inline]
    fn count_attributes(&mut self, limits: &XmlLimits) -> Result<(), XmlError> {
        let room = limits.attributes.saturating_sub(self.attrs) as usize;
        if self.values.list.len() > room {
            self.values.list.truncate(room);
            return Err(too_large("attributes"));
        }
        self.attrs += self.values.list.len() as u32;
        Ok(())
    }

    /// Decodes the values in their places, once all the names are known to be within their limit: a
    /// tag that is over it is read once more, to its end.
    #[cold]
    fn decode_values(&mut self, behind: usize, limits: &XmlLimits) -> Result<(), XmlError> {
        let mut at = behind;
        for which in 0..self.values.list.len() {
            let Some(&value) = self.values.list.get(which) else { break };
            let (name, word) = self.name_of(which, at, value, limits)?;
            if word == XMLNS_WORD || self.own(name.prefix) == b"xmlns" {
                let len = decoded_len(self.own(value.says))?;
                self.check_namespace(which, len, limits)?;
            }
            at = value.quote as usize + 1;
        }
        let mut list = std::mem::take(&mut self.values.list);
        for value in list.iter_mut().filter(|value| !value.plain) {
            self.decode_value(value)?;
        }
        self.values = Values { list, coded: false };
        Ok(())
    }

    fn decode_value(&mut self, value: &mut Value) -> Result<(), XmlError> {
        let (start, end) = (value.says.start as usize, value.says.end());
        let octets = self.text.get_mut(start..end).unwrap_or_default();
        value.says = Span::between(start, start + decode(octets, Place::Value)?);
        self.blank(value.says.end(), end);
        Ok(())
    }

    #[inline(always)]
    fn declare_default(&mut self, namespace: Span, tag: &mut Tag) -> Result<(), XmlError> {
        check_default(self.own(namespace))?;
        match tag.default.replace(namespace) {
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

    /// Completes the rows of a tag: its names are resolved.
    #[inline(always)]
    fn resolve(&mut self, name: Name, row: u32, scope: u32, tag: &Tag) -> Result<Open, XmlError> {
        let outside = self.open.last().map_or(self.header.1, |open| open.default);
        let default = tag.default.unwrap_or(outside);
        let namespace = match name.prefix.len {
            0 => default,
            _ => self.namespace_of_element(name.prefix, default)?,
        };
        if tag.prefixed {
            if self.is_cut {
                self.forget_undeclared();
            }
            self.resolve_attributes(row)?;
        }
        if tag.twice {
            self.check_twice(row, scope)?;
        }
        let end = self.rows.len() as u32; // for an element without content
        let attrs = end - row - 1;
        if let Some(place) = self.rows.get_mut(row as usize) {
            *place = Row::Element { name: name.local, namespace, attrs, end };
        }
        Ok(Open { row, name: name.whole(), default, scope })
    }

    fn namespace_of_element(&self, prefix: Span, default: Span) -> Result<Span, XmlError> {
        match self.namespace_of(prefix, default) {
            Some(namespace) if !namespace.is(XMLNS) => Ok(namespace),
            found => self.odd_prefix(found),
        }
    }

    /// The namespace of an element whose prefix is `xmlns` or not declared.
    #[cold]
    fn odd_prefix(&self, found: Option<Span>) -> Result<Span, XmlError> {
        match found {
            Some(_) => Err(bad_prefix("xmlns on an element")),
            None if self.is_cut => Ok(self.header.1),
            None => Err(bad_prefix(NOT_DECLARED)),
        }
    }

    /// Leaves out attributes whose prefixes are not declared in front of a cut.
    #[cold]
    fn forget_undeclared(&mut self) {
        let mut rows = std::mem::take(&mut self.rows);
        rows.retain(|row| match row {
            Row::Attr { namespace, .. } => self.namespace_of(*namespace, Span::default()).is_some(),
            _ => true,
        });
        self.rows = rows;
    }

    /// Puts namespaces in the place of prefixes.
    fn resolve_attributes(&mut self, element: u32) -> Result<(), XmlError> {
        for at in element as usize + 1..self.rows.len() {
            let Some(Row::Attr { namespace, .. }) = self.rows.get(at) else { continue };
            let resolved = self.namespace_of(*namespace, Span::default());
            let resolved = resolved.ok_or_else(|| bad_prefix(NOT_DECLARED))?;
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
    fn namespace_of(&self, prefix: Span, without: Span) -> Option<Span> {
        if prefix.len == 0 {
            return Some(without);
        }
        let (text, outer) = (&self.text, self.outer.as_bytes());
        match prefix.of(text, outer) {
            b"xml" => Some(XML),
            b"xmlns" => Some(XMLNS),
            prefix => self.scopes.find(prefix, |span| span.of(text, outer)),
        }
    }
}

/// Whether this may be the default namespace: nearly all may, as their length tells.
#[inline(always)]
fn check_default(namespace: &[u8]) -> Result<(), XmlError> {
    match namespace.len() == ns::XML.len() || namespace.len() == ns::XMLNS.len() {
        true => check_declared(b"", namespace),
        false => Ok(()),
    }
}

/// Whether a prefix may be bound to a namespace (Namespaces in XML 2.2 and 3).
#[cold]
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

/// How long a value is once it is decoded.
#[cold]
fn decoded_len(value: &[u8]) -> Result<usize, XmlError> {
    decode(&mut value.to_vec(), Place::Value)
}

fn twice() -> XmlError {
    malformed("an attribute twice")
}

fn bad_prefix(what: &str) -> XmlError {
    XmlError::BadNamespacePrefix { what: what.to_owned() }
}
