//! The only place where markup is made. The namespace of an element becomes the default one where
//! it changes; the stream's own namespace is written with the prefix `stream` (RFC 6120 4.8.5),
//! attributes in a namespace with one that is declared beside them.
//!
//! Rejected: quick-xml's escaping. It makes a new string of every text in which something must be
//! escaped, a sixth of the work for a chat message.

use super::element::ElementRef;
use super::ns;
use super::scan::{Scanner, is_plain};
use super::tree::{Content, Span, View};

/// Where no namespace stands.
const NOWHERE: Span = Span { start: u32::MAX, len: u32::MAX };

/// Appends the element to `out`. `default_ns` is the default namespace that the stream header
/// declares; it declares the prefix `stream` as well. Empty means there is no header: then the
/// element is written as a document of its own.
pub fn write_element(element: ElementRef<'_>, default_ns: &str, out: &mut Vec<u8>) {
    let (tree, rows) = (element.tree(), element.rows());
    let mut writer = Writer::new(tree, default_ns.as_bytes(), out);
    let mut at = rows.start;
    while at < rows.end {
        writer.close_before(at);
        at = match tree.content(at) {
            Content::Element { attrs, end } => writer.element(at, attrs, end),
            Content::Text(text) => {
                writer.text(tree.octets(text));
                at + 1
            }
            Content::None => at + 1,
        };
    }
    writer.close_before(u32::MAX);
}

/// Appends an XML declaration and the stream header: the start tag of `header`, a childless
/// element `stream` in [`ns::STREAMS`], under which `default_ns` is the default namespace.
pub fn write_header(header: ElementRef<'_>, default_ns: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<?xml version='1.0'?><stream:");
    out.extend_from_slice(header.name().as_bytes());
    let mut writer = Writer::new(header.tree(), default_ns.as_bytes(), out);
    writer.plain_attr(b"xmlns", default_ns.as_bytes());
    writer.plain_attr(b"xmlns:stream", ns::STREAMS.as_bytes());
    let first = header.rows().start + 1;
    (0..header.attrs().count() as u32).for_each(|which| writer.attr(which, first + which));
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
    /// Outside the first element.
    outside: Scope<'a>,
    /// Whether the prefix `stream` is declared.
    prefixed: bool,
}

/// An element whose end tag is still to be written.
struct Open<'a> {
    name: Span,
    /// The row behind it.
    end: u32,
    scope: Scope<'a>,
}

/// What an element is in, and how its children that are in the same namespace are written.
#[derive(Clone, Copy)]
struct Scope<'a> {
    /// Where the namespace stands; children mostly have it from the same place.
    namespace: Span,
    /// With its colon; mostly empty.
    prefix: &'static [u8],
    /// The default namespace.
    default: &'a [u8],
}

impl<'a, 'o> Writer<'a, 'o> {
    fn new(tree: View<'a>, default: &'a [u8], out: &'o mut Vec<u8>) -> Writer<'a, 'o> {
        let outside = Scope { namespace: NOWHERE, prefix: b"", default };
        Writer { tree, out, open: Vec::new(), outside, prefixed: !default.is_empty() }
    }

    /// Writes a start tag, and gives the row behind it.
    #[inline]
    fn element(&mut self, at: u32, attrs: u32, end: u32) -> u32 {
        let (name, namespace) = self.tree.names(at);
        let scope = self.start_tag(name, namespace);
        (0..attrs).for_each(|which| self.attr(which, at + 1 + which));
        let content = at + 1 + attrs;
        if content == end {
            self.out.extend_from_slice(b"/>");
        } else {
            self.out.push(b'>');
            self.open.push(Open { name, end, scope });
        }
        content
    }

    /// Writes `<name` and what it must declare; gives what is inside.
    #[inline]
    fn start_tag(&mut self, name: Span, namespace: Span) -> Scope<'a> {
        let outer = self.open.last().map_or(self.outside, |open| open.scope);
        if outer.namespace.is(namespace) {
            self.name(b"<", outer.prefix, name);
            return outer;
        }
        let octets = self.tree.octets(namespace);
        let prefix = self.prefix(octets);
        self.name(b"<", prefix, name);
        if octets == outer.default || !prefix.is_empty() {
            return Scope { namespace, prefix, ..outer };
        }
        self.plain_attr(b"xmlns", octets);
        Scope { namespace, prefix, default: octets }
    }

    #[inline]
    fn close_before(&mut self, at: u32) {
        while let Some(open) = self.open.pop_if(|open| open.end <= at) {
            self.name(b"</", open.scope.prefix, open.name);
            self.out.push(b'>');
        }
    }

    fn text(&mut self, text: &[u8]) {
        self.escaped(text, |byte| match byte {
            b'<' => b"&lt;",
            b'>' => b"&gt;", // needed behind `]]` only, and clearer everywhere
            b'&' => b"&amp;",
            b'\r' => b"&#13;", // would be read as a line feed
            _ => b"",
        });
    }

    /// Writes a text with references in the place of octets that have one.
    fn escaped(&mut self, text: &[u8], reference: impl Fn(u8) -> &'static [u8]) {
        let (mut scan, mut written) = (Scanner::default(), 0);
        while let Some(at) = scan.next(text) {
            let reference = text.get(at).map_or(&b""[..], |byte| reference(*byte));
            if !reference.is_empty() {
                self.out.extend_from_slice(text.get(written..at).unwrap_or_default());
                self.out.extend_from_slice(reference);
                written = at + 1;
            }
        }
        self.out.extend_from_slice(text.get(written..).unwrap_or_default());
    }

    #[inline]
    fn name(&mut self, bracket: &[u8], prefix: &[u8], name: Span) {
        self.out.extend_from_slice(bracket);
        self.out.extend_from_slice(prefix);
        self.out.extend_from_slice(self.tree.octets(name));
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
    fn attr(&mut self, number: u32, at: u32) {
        let (name, namespace) = self.tree.names(at);
        let (name, value) = (self.tree.octets(name), self.tree.octets(self.tree.value(at)));
        match self.tree.octets(namespace) {
            b"" => self.plain_attr(name, value),
            namespace => self.attr_with_prefix(number, namespace, name, value),
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
        match is_plain(value) {
            true => self.out.extend_from_slice(value),
            false => self.value(value),
        }
        self.out.push(b'\'');
    }

    #[cold]
    fn value(&mut self, value: &[u8]) {
        self.escaped(value, |byte| match byte {
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'&' => b"&amp;",
            b'\'' => b"&apos;",
            b'"' => b"&quot;",
            b'\t' => b"&#9;", // white space would be read as spaces
            b'\n' => b"&#10;",
            b'\r' => b"&#13;",
            _ => b"",
        });
    }
}
