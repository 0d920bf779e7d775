//! The only place where markup is made. The namespace of an element becomes the default one where
//! it changes; the stream's own namespace is written with the prefix `stream` (RFC 6120 4.8.5),
//! attributes in a namespace with one that is declared beside them.
//!
//! Rejected: quick-xml's escaping. It makes a new string of every text in which something must be
//! escaped, a sixth of the work for a chat message.

use super::element::ElementRef;
use super::ns;
use super::scan::{PIECE, Scanner, is_plain, is_plain_start};
use super::tree::{Row, Span, View};

/// Room for the elements of a usual stanza that are open at once.
const USUAL_DEPTH: usize = 8;

/// Where no namespace stands.
const NOWHERE: Span = Span { start: u32::MAX, len: u32::MAX };

/// Appends the element to `out`. `default_ns` is the default namespace that the stream header
/// declares; it declares the prefix `stream` as well. Empty means there is no header: then the
/// element is written as a document of its own.
pub fn write_element(element: ElementRef<'_>, default_ns: &str, out: &mut Vec<u8>) {
    write_with(element, &[], default_ns, out);
}

/// The same with further attributes, whose names are good and not among the element's own.
pub(crate) fn write_with(
    element: ElementRef<'_>,
    further: &[(&str, &str)],
    default_ns: &str,
    out: &mut Vec<u8>,
) {
    let (tree, rows) = (element.tree(), element.rows());
    let mut writer = Writer::new(tree, default_ns.as_bytes(), out);
    let mut at = rows.start;
    while at < rows.end {
        writer.close_before(at);
        at = match tree.row(at) {
            Some(Row::Element { name, namespace, attrs, end }) => {
                let scope = writer.start_tag(name, namespace);
                let content = at + 1 + attrs;
                (at + 1..content).for_each(|attr| writer.attr(attr));
                if at == rows.start {
                    writer.further(further);
                }
                writer.end_start(content, Open { name, end, scope });
                content
            }
            Some(Row::Text { text }) => {
                writer.text(tree.octets(text));
                at + 1
            }
            _ => at + 1,
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
    (0..header.attrs().count() as u32).for_each(|which| writer.attr(first + which));
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
        Writer {
            tree,
            out,
            open: Vec::with_capacity(USUAL_DEPTH),
            outside,
            prefixed: !default.is_empty(),
        }
    }

    fn further(&mut self, attrs: &[(&str, &str)]) {
        attrs.iter().for_each(|(name, value)| self.plain_attr(name.as_bytes(), value.as_bytes()));
    }

    /// Ends a start tag, whose content begins at this row.
    #[inline]
    fn end_start(&mut self, content: u32, open: Open<'a>) {
        if content == open.end {
            self.out.extend_from_slice(b"/>");
        } else {
            self.out.push(b'>');
            self.open.push(open);
        }
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
        if !prefix.is_empty() {
            self.out.extend_from_slice(prefix);
        }
        self.copy(name);
    }

    /// Names are short, and to copy more than is needed costs less than to copy just that.
    #[inline]
    fn copy(&mut self, span: Span) {
        match self.tree.short_from(span) {
            Some(octets) => self.copy_short(octets, span.len as usize),
            None => self.out.extend_from_slice(self.tree.octets(span)),
        }
    }

    #[inline]
    fn copy_short(&mut self, octets: &[u8; PIECE], len: usize) {
        let end = self.out.len() + len;
        self.out.extend_from_slice(octets);
        self.out.truncate(end);
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

    /// Writes an attribute; one that is in a namespace has a prefix made of the row's number.
    #[inline]
    fn attr(&mut self, at: u32) {
        let (name, namespace, value) = self.tree.attr(at);
        if namespace.len == 0 {
            self.out.push(b' ');
            self.copy(name);
            return self.value_at(value);
        }
        let value = self.tree.octets(value);
        let (name, namespace) = (self.tree.octets(name), self.tree.octets(namespace));
        self.attr_with_prefix(at, namespace, name, value);
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
        self.quoted(value);
    }

    /// A value of the tree; most are short.
    #[inline]
    fn value_at(&mut self, value: Span) {
        let len = value.len as usize;
        match self.tree.short_from(value).filter(|octets| is_plain_start(octets, len)) {
            Some(octets) => {
                self.out.extend_from_slice(b"='");
                self.copy_short(octets, len);
                self.out.push(b'\'');
            }
            None => self.quoted(self.tree.octets(value)),
        }
    }

    #[inline]
    fn quoted(&mut self, value: &[u8]) {
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
