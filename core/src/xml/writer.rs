//! The only place where markup is made. The namespace of an element becomes the default one where
//! it changes; the stream's own namespace is written with the prefix `stream` (RFC 6120 4.8.5),
//! attributes in a namespace with one that is declared beside them. Escaping is quick-xml's.

use std::borrow::Cow;

use quick_xml::escape::{escape, partial_escape};

use super::element::{Attr, ElementRef};
use super::ns;
use super::tree::{Row, Span, View};

/// Appends the element to `out`. `default_ns` is the default namespace that the stream header
/// declares; it declares the prefix `stream` as well. Empty means there is no header: then the
/// element is written as a document of its own.
pub fn write_element(element: ElementRef<'_>, default_ns: &str, out: &mut Vec<u8>) {
    let tree = element.tree();
    let mut writer = Writer { tree, out, open: Vec::new(), prefixed: !default_ns.is_empty() };
    for (at, row) in element.rows().filter_map(|at| Some((at, tree.row(at)?))) {
        writer.close_before(at);
        match row {
            Row::Element { name, namespace, attrs, end } => {
                let here = ElementRef::new(tree, at);
                let outer = writer.open.last().map_or(default_ns, |open| open.default);
                let default = writer.start_tag(tree.str(name), tree.str(namespace), outer);
                writer.attrs(here);
                if end == at + 1 + attrs {
                    writer.out.extend_from_slice(b"/>");
                } else {
                    writer.out.push(b'>');
                    writer.open.push(Open { name, namespace, end, default });
                }
            }
            Row::Text { text } => {
                writer.out.extend_from_slice(partial_escape(tree.str(text)).as_bytes());
            }
            Row::Attr { .. } => {}
        }
    }
    writer.close_before(u32::MAX);
}

/// Appends an XML declaration and the stream header: the start tag of `header`, a childless
/// element `stream` in [`ns::STREAMS`], under which `default_ns` is the default namespace.
pub fn write_header(header: ElementRef<'_>, default_ns: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<?xml version='1.0'?><stream:");
    out.extend_from_slice(header.name().as_bytes());
    let mut writer = Writer { tree: header.tree(), out, open: Vec::new(), prefixed: true };
    writer.attr(" xmlns", default_ns);
    writer.attr(" xmlns:stream", ns::STREAMS);
    writer.attrs(header);
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
}

/// An element whose end tag is still to be written.
struct Open<'a> {
    name: Span,
    namespace: Span,
    /// The row behind it.
    end: u32,
    /// The default namespace inside it.
    default: &'a str,
}

impl<'a> Writer<'a, '_> {
    /// Writes `<name` and what it must declare; returns the default namespace inside.
    fn start_tag(&mut self, name: &str, namespace: &'a str, outer: &'a str) -> &'a str {
        self.out.push(b'<');
        self.name(name, namespace);
        if namespace == outer || !self.prefix(namespace).is_empty() {
            return outer;
        }
        self.attr(" xmlns", namespace);
        namespace
    }

    fn close_before(&mut self, at: u32) {
        while let Some(open) = self.open.pop_if(|open| open.end <= at) {
            self.out.extend_from_slice(b"</");
            self.name(self.tree.str(open.name), self.tree.str(open.namespace));
            self.out.push(b'>');
        }
    }

    fn name(&mut self, name: &str, namespace: &str) {
        self.out.extend_from_slice(self.prefix(namespace).as_bytes());
        self.out.extend_from_slice(name.as_bytes());
    }

    /// The prefix with its colon for elements of the namespace; mostly none.
    fn prefix(&self, namespace: &str) -> &'static str {
        match namespace {
            ns::STREAMS if self.prefixed => "stream:",
            ns::XML => "xml:",
            _ => "",
        }
    }

    fn attrs(&mut self, element: ElementRef<'_>) {
        for (i, Attr { namespace, name, value }) in element.attrs().enumerate() {
            match namespace {
                "" => self.attr(&[" ", name].concat(), value),
                ns::XML => self.attr(&[" xml:", name].concat(), value),
                _ => {
                    self.attr(&format!(" xmlns:a{i}"), namespace);
                    self.attr(&format!(" a{i}:{name}"), value);
                }
            }
        }
    }

    fn attr(&mut self, name: &str, value: &str) {
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"='");
        self.out.extend_from_slice(escape_value(value).as_bytes());
        self.out.push(b'\'');
    }
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
