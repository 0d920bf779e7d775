//! The memory of an element: one text, and behind it rows that point into it, in one allocation.
//!
//! A row is an element, an attribute or a run of text, in the order of the document: an element,
//! its attributes, its content. Nothing is boxed, nothing points to anything but the text, so a
//! tree is dropped, copied and compared in one pass, however deep it is. Namespaces declared by
//! the stream header are in a second text that all elements of the stream share.
//!
//! Rows are numbers, written in digits of seven bits behind the text, two or four digits as the
//! largest number needs. So text and rows are one `str`, half as large as words would be, and a
//! tree costs one allocation without a line of `unsafe`.
//!
//! Rejected: a table of interned names shared by all elements. A name is a span of the stanza's
//! own text anyway, to compare two of them costs no more than a hash, and there is nothing a
//! hostile peer could fill.

use std::sync::Arc;

use super::digits::{Digits, FOUR_DIGITS, Half};
use super::scan::PIECE;

/// A piece of the tree's text, or of the stream header's if the highest bit is set.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Span {
    pub start: u32,
    pub len: u32,
}

/// Marks a span of the stream header's text.
pub(super) const OUTER: u32 = 1 << 31;

/// The most octets the text of one tree may have, that of the stream header beside it included, so that
/// four digits are enough for every number. There are fewer rows than octets of text, since none is
/// without a name or text.
pub(super) const MAX_TEXT: usize = FOUR_DIGITS - 1;

impl Span {
    /// The span from `start` to `end`, which the caller has bounded by [`MAX_TEXT`].
    pub fn between(start: usize, end: usize) -> Span {
        Span { start: start as u32, len: end.saturating_sub(start) as u32 }
    }

    /// The same place in a text that is now the stream header's.
    pub fn outer(self) -> Span {
        Span { start: self.start | OUTER, ..self }
    }

    /// Whether it is the same place.
    pub fn is(self, other: Span) -> bool {
        self.start == other.start && self.len == other.len
    }

    pub fn is_outer(self) -> bool {
        self.start & OUTER != 0
    }

    /// The place behind the last octet, in the tree's own text.
    pub fn end(self) -> usize {
        self.start as usize + self.len as usize
    }

    /// The octets, where `own` and `outer` are the two texts.
    pub fn of<'t>(self, own: &'t [u8], outer: &'t [u8]) -> &'t [u8] {
        let text = if self.start & OUTER == 0 { own } else { outer };
        let start = (self.start & !OUTER) as usize;
        text.get(start..start + self.len as usize).unwrap_or_default()
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Row {
    Element {
        name: Span,
        namespace: Span,
        /// How many of the following rows are its attributes.
        attrs: u32,
        /// The row behind its last descendant.
        end: u32,
    },
    Attr {
        name: Span,
        namespace: Span,
        value: Span,
    },
    /// Never empty, and never two in a row under one parent.
    Text {
        text: Span,
    },
}

/// One element with all that is in it; row 0 is the element itself.
#[derive(Clone)]
pub(super) struct Tree {
    /// The text, then the rows.
    data: Arc<str>,
    outer: Option<Arc<str>>,
    shape: Shape,
}

/// Where the rows are in the data of a tree.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    start: u32,
    digits: Digits,
    /// Some namespace is in the stream header's text.
    needs_outer: bool,
}

/// A tree that somebody else keeps.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    text: &'a str,
    outer: &'a str,
    rows: Rows<'a>,
}

#[derive(Clone, Copy)]
enum Rows<'a> {
    /// Behind the text.
    Written(Shape),
    /// As the parser has them.
    Plain(&'a [Row]),
}

impl Tree {
    /// A tree with a text of its own.
    pub fn new(text: String, rows: &[Row]) -> Tree {
        Tree::beside(text, rows, None)
    }

    /// The same with namespaces that may be in the stream header's text.
    fn beside(text: String, rows: &[Row], outer: Option<Arc<str>>) -> Tree {
        let mut data = text.into_bytes();
        let shape = pack(&mut data, rows, outer.as_ref().map_or(0, |outer| outer.len()));
        // Digits are ASCII, so this cannot fail; if it did, the element would be an empty one.
        let data = simdutf8::basic::from_utf8(&data).unwrap_or_default();
        Tree { data: data.into(), outer, shape }
    }

    /// Another tree that has this one's text at the start of its own.
    pub fn grown(&self, text: String, rows: &[Row]) -> Tree {
        Tree::beside(text, rows, self.outer.clone())
    }

    /// Octets of the stream header's text, if something is in it.
    pub fn outer_len(&self) -> usize {
        self.outer.as_ref().map_or(0, |outer| outer.len())
    }

    /// The text without the rows.
    pub fn text(&self) -> &str {
        self.data.get(..self.shape.start as usize).unwrap_or_default()
    }

    /// A copy of a text with the rows behind it, whose namespaces may be in `outer`.
    pub fn of(data: &str, shape: Shape, outer: &Arc<str>) -> Tree {
        let outer = shape.needs_outer.then(|| outer.clone());
        Tree { data: data.into(), outer, shape }
    }

    pub fn view(&self) -> View<'_> {
        let outer = self.outer.as_deref().unwrap_or_default();
        View { text: &self.data, outer, rows: Rows::Written(self.shape) }
    }

    /// Octets of memory, without the stream header that all elements of a stream share.
    pub fn memory(&self) -> usize {
        self.data.len()
    }

    pub fn is_same(&self, other: &Tree) -> bool {
        Arc::ptr_eq(&self.data, &other.data)
    }
}

impl<'a> View<'a> {
    pub fn new(text: &'a str, outer: &'a str, rows: &'a [Row]) -> View<'a> {
        View { text, outer, rows: Rows::Plain(rows) }
    }

    #[inline]
    pub fn str(&self, span: Span) -> &'a str {
        let text = if span.start & OUTER == 0 { self.text } else { self.outer };
        let start = (span.start & !OUTER) as usize;
        text.get(start..start + span.len as usize).unwrap_or_default()
    }

    #[inline]
    pub fn octets(&self, span: Span) -> &'a [u8] {
        span.of(self.text.as_bytes(), self.outer.as_bytes())
    }

    /// The octets from the start of a short span on, more than are its own: to be handled in one
    /// step. None if it is not short, or too near the end.
    #[inline]
    pub fn short_from(&self, span: Span) -> Option<&'a [u8; PIECE]> {
        let text = if span.start & OUTER == 0 { self.text } else { self.outer };
        let start = (span.start & !OUTER) as usize;
        let octets = text.as_bytes().get(start..)?.first_chunk()?;
        (span.len as usize <= PIECE).then_some(octets)
    }

    #[inline]
    pub fn row(&self, at: u32) -> Option<Row> {
        let shape = match self.rows {
            Rows::Plain(rows) => return rows.get(at as usize).copied(),
            Rows::Written(shape) => shape,
        };
        let [[kind, a, b, _], names] = self.halves(shape, at)?;
        let (name, namespace) = spans(shape, names);
        Some(match kind {
            TEXT => Row::Text { text: Span { start: a, len: b } },
            ELEMENT => Row::Element { name, namespace, attrs: a, end: b },
            _ => Row::Attr { name, namespace, value: Span { start: a, len: b } },
        })
    }

    /// The row without names.
    #[inline]
    pub fn content(&self, at: u32) -> Content {
        let shape = match self.rows {
            Rows::Plain(rows) => return rows.get(at as usize).map_or(Content::None, Row::content),
            Rows::Written(shape) => shape,
        };
        match self.half(shape, at, 0) {
            Some([TEXT, start, len, _]) => Content::Text(Span { start, len }),
            Some([ELEMENT, attrs, end, _]) => Content::Element { attrs, end },
            _ => Content::None,
        }
    }

    /// The name and the namespace of an element or an attribute.
    #[inline]
    pub fn names(&self, at: u32) -> (Span, Span) {
        match self.rows {
            Rows::Plain(rows) => match rows.get(at as usize) {
                Some(Row::Element { name, namespace, .. } | Row::Attr { name, namespace, .. }) => {
                    (*name, *namespace)
                }
                _ => Default::default(),
            },
            Rows::Written(shape) => self.written_names(shape, at).unwrap_or_default(),
        }
    }

    /// Whether an element or an attribute has this name and namespace.
    #[inline]
    pub fn is_called(&self, at: u32, name: &str, namespace: &str) -> bool {
        let (own_name, own_namespace) = self.names(at);
        self.octets(own_name) == name.as_bytes()
            && self.octets(own_namespace) == namespace.as_bytes()
    }

    /// The value of an attribute.
    #[inline]
    pub fn value(&self, at: u32) -> Span {
        match self.rows {
            Rows::Plain(rows) => match rows.get(at as usize) {
                Some(Row::Attr { value, .. }) => *value,
                _ => Span::default(),
            },
            Rows::Written(shape) => {
                let [_, start, len, _] = self.half(shape, at, 0).unwrap_or_default();
                Span { start, len }
            }
        }
    }

    /// The name, the namespace and the value of an attribute.
    #[inline]
    pub fn attr(&self, at: u32) -> (Span, Span, Span) {
        match self.rows {
            Rows::Plain(rows) => match rows.get(at as usize) {
                Some(Row::Attr { name, namespace, value }) => (*name, *namespace, *value),
                _ => Default::default(),
            },
            Rows::Written(shape) => {
                let [[_, start, len, _], names] = self.halves(shape, at).unwrap_or_default();
                let (name, namespace) = spans(shape, names);
                (name, namespace, Span { start, len })
            }
        }
    }

    /// How many attributes the element of this row has, and the row behind it.
    #[inline]
    pub fn extent(&self, at: u32) -> (u32, u32) {
        match self.content(at) {
            Content::Element { attrs, end } => (attrs, end),
            _ => (0, at + 1),
        }
    }

    #[inline]
    fn written_names(&self, shape: Shape, at: u32) -> Option<(Span, Span)> {
        Some(spans(shape, self.half(shape, at, 1)?))
    }

    /// Both halves of a row, at the cost of little more than one.
    #[inline]
    fn halves(&self, shape: Shape, at: u32) -> Option<[Half; 2]> {
        let size = shape.digits.half_size();
        let place = shape.start as usize + 2 * at as usize * size;
        let row = self.text.as_bytes().get(place..place + 2 * size)?;
        Some([shape.digits.read(row)?, shape.digits.read(row.get(size..)?)?])
    }

    #[inline]
    fn half(&self, shape: Shape, at: u32, which: usize) -> Option<Half> {
        let half = 2 * at as usize + which;
        let place = shape.start as usize + half * shape.digits.half_size();
        shape.digits.read(self.text.as_bytes().get(place..)?)
    }
}

/// The name and the namespace out of the second half of a row.
#[inline]
fn spans(shape: Shape, [start, len, ns, ns_len]: Half) -> (Span, Span) {
    let ns = if ns < shape.start { ns } else { (ns - shape.start) | OUTER };
    (Span { start, len }, Span { start: ns, len: ns_len })
}

/// What can be in an element, without names.
pub(super) enum Content {
    Element { attrs: u32, end: u32 },
    Text(Span),
    None,
}

impl Row {
    #[inline]
    fn content(&self) -> Content {
        match *self {
            Row::Element { attrs, end, .. } => Content::Element { attrs, end },
            Row::Text { text } => Content::Text(text),
            Row::Attr { .. } => Content::None,
        }
    }

    /// The two halves as they are written behind a text of this length: what it is and where that
    /// is, its names. The stream header's text counts as what follows the text.
    #[inline]
    fn halves(&self, text: u32) -> [Half; 2] {
        let names = |name: Span, ns: Span| {
            let start = if ns.is_outer() { (ns.start & !OUTER) + text } else { ns.start };
            [name.start, name.len, start, ns.len]
        };
        match *self {
            Row::Element { name, namespace, attrs, end } => {
                [[ELEMENT, attrs, end, 0], names(name, namespace)]
            }
            Row::Attr { name, namespace, value } => {
                [[ATTR, value.start, value.len, 0], names(name, namespace)]
            }
            Row::Text { text } => [[TEXT, text.start, text.len, 0], [0; 4]],
        }
    }
}

/// The first number of a row: what it is.
const ELEMENT: u32 = 0;
const ATTR: u32 = 1;
const TEXT: u32 = 2;

/// Writes the rows behind the text. `outer` is the length of the stream header's text.
pub(super) fn pack(data: &mut Vec<u8>, rows: &[Row], outer: usize) -> Shape {
    let start = data.len() as u32;
    let digits = Digits::for_number(data.len() + outer);
    data.resize(data.len() + 2 * rows.len() * digits.half_size(), 0);
    let behind = data.get_mut(start as usize..).unwrap_or_default();
    let needs_outer = match digits {
        // Each has a loop for itself, in which the size of a row is known.
        Digits::Two => write(behind, rows, start, Digits::Two),
        Digits::Four => write(behind, rows, start, Digits::Four),
    };
    Shape { start, digits, needs_outer }
}

/// Whether some namespace is in the stream header's text.
#[inline]
fn write(places: &mut [u8], rows: &[Row], text: u32, digits: Digits) -> bool {
    let (size, mut needs_outer) = (digits.half_size(), false);
    for (place, row) in places.chunks_exact_mut(2 * size).zip(rows) {
        let (first, second) = place.split_at_mut(size);
        let [content, names] = row.halves(text);
        digits.write(first, content);
        digits.write(second, names);
        needs_outer |= names[2] >= text;
    }
    needs_outer
}

/// The name of an attribute that has the same name and namespace as another of `attrs`.
pub(super) fn duplicate<'t>(attrs: &[Row], text: impl Fn(Span) -> &'t [u8]) -> Option<Span> {
    let name = |row: &Row| match *row {
        Row::Attr { name, .. } => name,
        _ => Span::default(),
    };
    let key = |row: &Row| match *row {
        Row::Attr { name, namespace, .. } => (text(name), text(namespace)),
        _ => Default::default(),
    };
    if attrs.len() <= 8 {
        let twin = |(i, row)| attrs.iter().take(i).any(|other| key(other) == key(row));
        return attrs.iter().enumerate().find(|&(i, row)| twin((i, row))).map(|(_, row)| name(row));
    }
    let mut sorted: Vec<&Row> = attrs.iter().collect();
    sorted.sort_unstable_by_key(|row| key(row));
    let twins = sorted.windows(2).find(|pair| key(pair[0]) == key(pair[1]))?;
    Some(name(twins[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A namespace at the very end of a stream header, as far behind the text as can be.
    #[test]
    fn the_last_place_of_the_largest_header_is_found() {
        let mut data = b"a".to_vec();
        let outer = MAX_TEXT - data.len();
        let namespace = Span::between(outer - 9, outer).outer();
        let row = Row::Element { name: Span::between(0, 1), namespace, attrs: 0, end: 1 };
        let shape = pack(&mut data, &[row], outer);
        let tree = Tree::of(&String::from_utf8(data).expect("ASCII"), shape, &"".into());
        assert!(tree.view().names(0).1.is(namespace));
    }

    /// Numbers at the borders of each width come back as they were.
    #[test]
    fn rows_are_read_as_they_were_written() {
        for len in [1, 127, 128, 0x3FFF, 0x4000, 0x1F_FFFF, 0x20_0000, 0x20_0001] {
            let text = "x".repeat(len);
            let last = Span::between(len.saturating_sub(1), len);
            let rows = [
                Row::Element { name: last, namespace: last.outer(), attrs: 1, end: 3 },
                Row::Attr { name: Span::default(), namespace: last, value: Span::between(0, len) },
                Row::Text { text: Span::between(0, len) },
            ];
            let mut data = text.into_bytes();
            let shape = pack(&mut data, &rows, len);
            let data = String::from_utf8(data).expect("ASCII");
            let tree = Tree::of(&data, shape, &"".into());
            for (at, row) in rows.iter().enumerate() {
                let found = tree.view().row(at as u32).expect("a row");
                assert_eq!(format!("{found:?}"), format!("{row:?}"), "{len}");
            }
            assert_eq!(tree.view().extent(0), (1, 3));
            assert!(tree.view().row(3).is_none());
        }
    }
}
