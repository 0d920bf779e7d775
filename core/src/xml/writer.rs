//! The only place where markup is made. The namespace of an element becomes the default one where
//! it changes; the stream's own namespace is written with the prefix `stream` (RFC 6120 4.8.5),
//! attributes in a namespace with one that is declared beside them. Escaping is quick-xml's.

use std::borrow::Cow;

use quick_xml::escape::{escape, partial_escape};

use super::element::{Attr, ElementRef};
use super::ns;
use super::scan::{Scanner, is_plain};
use super::tree::{Row, Span, View};

/// Appends the element to `out`. `default_ns` is the default namespace that the stream header
/// declares; it declares the prefix `stream` as well. Empty means there is no header: then the
/// element is written as a document of its own.
pub fn write_element(element: ElementRef<'_>, default_ns: &str, out: &mut Vec<u8>) {
    let tree = element.tree();
    let mut writer = Writer::new(tree, out, !default_ns.is_empty());
    for at in element.rows() {
        writer.close_before(at);
        match tree.row(at) {
            Some(Row::Element { name, namespace, attrs, end }) => {
                let outer = writer.open.last().map_or(default_ns.as_bytes(), |open| open.default);
                let default = writer.start_tag(tree.octets(name), tree.octets(namespace), outer);
                writer.attrs = at + 1;
                writer.content = at + 1 + attrs;
                writer.empty = end == writer.content;
                if !writer.empty {
                    writer.open.push(Open { name, namespace, end, default });
                }
                writer.end_start_tag(at);
            }
            Some(Row::Attr { name, namespace, value }) => {
                let octets = |span| tree.octets(span);
                writer.attr(at - writer.attrs, octets(namespace), octets(name), octets(value));
                writer.end_start_tag(at);
            }
            Some(Row::Text { text }) => writer.text(tree.str(text)),
            None => {}
        }
    }
    writer.close_before(u32::MAX);
}

/// Appends an XML declaration and the stream header: the start tag of `header`, a childless
/// element `stream` in [`ns::STREAMS`], under which `default_ns` is the default namespace.
pub fn write_header(header: ElementRef<'_>, default_ns: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<?xml version='1.0'?><stream:");
    out.extend_from_slice(header.name().as_bytes());
    let mut writer = Writer::new(header.tree(), out, true);
    writer.plain_attr(b"xmlns", default_ns.as_bytes());
    writer.plain_attr(b"xmlns:stream", ns::STREAMS.as_bytes());
    for (which, Attr { namespace, name, value }) in (0..).zip(header.attrs()) {
        writer.attr(which, namespace.as_bytes(), name.as_bytes(), value.as_bytes());
    }
    writer.out.push(b'>');
}

/// Appends the end of the stream.
pub fn write_footer(out: &mut Vec<u8>) {
    out.extend_from_slice(b"</stream:stream>");
}

struct Writer<'a, 'o> {
    tree: View<'a>,
    out: &'o mut Vec<u8>,
    open: Vec<Open<'a>>,
    /// Whether the prefix `stream` is declared.
    prefixed: bool,
    /// The first row behind the element at hand, the row behind its attributes, and whether there is
    /// nothing else in it.
    attrs: u32,
    content: u32,
    empty: bool,
}

/// An element whose end tag is still to be written.
struct Open<'a> {
    name: Span,
    namespace: Span,
    /// The row behind it.
    end: u32,
    /// The default namespace inside it.
    default: &'a [u8],
}

impl<'a, 'o> Writer<'a, 'o> {
    fn new(tree: View<'a>, out: &'o mut Vec<u8>, prefixed: bool) -> Writer<'a, 'o> {
        Writer { tree, out, open: Vec::new(), prefixed, attrs: 0, content: 0, empty: false }
    }

    /// Writes `<name` and what it must declare; returns the default namespace inside.
    #[inline]
    fn start_tag(&mut self, name: &[u8], namespace: &'a [u8], outer: &'a [u8]) -> &'a [u8] {
        self.out.push(b'<');
        self.name(name, namespace);
        if namespace == outer || !self.prefix(namespace).is_empty() {
            return outer;
        }
        self.plain_attr(b"xmlns", namespace);
        namespace
    }

    /// Ends the start tag if nothing of it is behind this row.
    #[inline]
    fn end_start_tag(&mut self, at: u32) {
        if at + 1 == self.content {
            self.out.extend_from_slice(if self.empty { b"/>" } else { b">" });
        }
    }

    #[inline]
    fn close_before(&mut self, at: u32) {
        if self.open.last().is_some_and(|open| open.end <= at) {
            self.close(at);
        }
    }

    fn close(&mut self, at: u32) {
        while let Some(open) = self.open.pop_if(|open| open.end <= at) {
            self.out.extend_from_slice(b"</");
            self.name(self.tree.octets(open.name), self.tree.octets(open.namespace));
            self.out.push(b'>');
        }
    }

    fn text(&mut self, text: &str) {
        match must_escape(text.as_bytes()) {
            false => self.out.extend_from_slice(text.as_bytes()),
            true => self.out.extend_from_slice(partial_escape(text).as_bytes()),
        }
    }

    #[inline]
    fn name(&mut self, name: &[u8], namespace: &[u8]) {
        self.out.extend_from_slice(self.prefix(namespace));
        self.out.extend_from_slice(name);
    }

    /// The prefix with its colon for elements of the namespace; mostly none.
    #[inline]
    fn prefix(&self, namespace: &[u8]) -> &'static [u8] {
        if self.prefixed && namespace == ns::STREAMS.as_bytes() {
            b"stream:"
        } else if namespace == ns::XML.as_bytes() {
            b"xml:"
        } else {
            b""
        }
    }

    /// Writes an attribute; one that is in a namespace has a prefix made of a number.
    #[inline]
    fn attr(&mut self, number: u32, namespace: &[u8], name: &[u8], value: &[u8]) {
        match namespace {
            b"" => self.plain_attr(name, value),
            _ => self.attr_with_prefix(number, namespace, name, value),
        }
    }

    fn attr_with_prefix(&mut self, number: u32, namespace: &[u8], name: &[u8], value: &[u8]) {
        if namespace == ns::XML.as_bytes() {
            return self.plain_attr(&[b"xml:", name].concat(), value);
        }
        let prefix = format!("a{number}");
        self.plain_attr(&[b"xmlns:", prefix.as_bytes()].concat(), namespace);
        self.plain_attr(&[prefix.as_bytes(), b":", name].concat(), value);
    }

    fn plain_attr(&mut self, name: &[u8], value: &[u8]) {
        self.out.push(b' ');
        self.out.extend_from_slice(name);
        self.out.extend_from_slice(b"='");
        if is_plain(value) {
            self.out.extend_from_slice(value);
        } else {
            let value = std::str::from_utf8(value).unwrap_or_default(); // it came from a `str`
            self.out.extend_from_slice(escape_value(value).as_bytes());
        }
        self.out.push(b'\'');
    }
}

/// Whether something in a text must be written as a reference.
fn must_escape(text: &[u8]) -> bool {
    let mut scan = Scanner::default();
    while let Some(at) = scan.next(text) {
        if let Some(b'<' | b'>' | b'&' | b'\r') = text.get(at) {
            return true;
        }
    }
    false
}

/// Escapes an attribute's value. Tabs and line feeds become references, too: written plainly
/// they would be read as spaces.
fn escape_value(value: &str) -> Cow<'_, str> {
    let escaped = escape(value);
    if escaped.contains(['\t', '\n']) {
        return Cow::Owned(escaped.replace('\t', "&#9;").replace('\n', "&#10;"));
    }
    escaped
}
