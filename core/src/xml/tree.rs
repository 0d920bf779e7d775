//! The memory of an element: one text, and rows that point into it.
//!
//! A row is an element, an attribute or a run of text, in the order of the document: an element,
//! its attributes, its content. Nothing is boxed, nothing points to anything but the text, so a
//! tree is dropped, copied and compared in one pass, however deep it is. Namespaces declared by
//! the stream header are in a second text that all elements of the stream share.
//!
//! Rejected: a table of interned names shared by all elements. A name is a span of the stanza's
//! own text anyway, to compare two of them costs no more than a hash, and there is nothing a
//! hostile peer could fill.

use std::sync::Arc;

/// A piece of the tree's text, or of the stream header's if the highest bit is set.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Span {
    pub start: u32,
    pub len: u32,
}

/// Marks a span of the stream header's text.
pub(super) const OUTER: u32 = 1 << 31;

/// The most octets the text of one tree may have, so that every offset fits a [`Span`].
pub(super) const MAX_TEXT: usize = OUTER as usize - 1;

impl Span {
    /// The span from `start` to `end`, which the caller has bounded by [`MAX_TEXT`].
    pub fn between(start: usize, end: usize) -> Span {
        Span { start: start as u32, len: end.saturating_sub(start) as u32 }
    }

    /// The same place in a text that is now the stream header's.
    pub fn outer(self) -> Span {
        Span { start: self.start | OUTER, ..self }
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
#[derive(Default)]
pub(super) struct Tree {
    pub text: Box<str>,
    pub outer: Option<Arc<str>>,
    pub rows: Box<[Row]>,
}

impl Tree {
    pub fn str(&self, span: Span) -> &str {
        let outer = self.outer.as_deref().unwrap_or_default();
        let text = if span.start & OUTER == 0 { &*self.text } else { outer };
        let start = (span.start & !OUTER) as usize;
        text.get(start..start + span.len as usize).unwrap_or_default()
    }

    pub fn row(&self, at: u32) -> Option<&Row> {
        self.rows.get(at as usize)
    }
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
