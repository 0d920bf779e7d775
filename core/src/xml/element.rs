//! An element that is owned and does not change ([`Element`]), and a cursor on one
//! ([`ElementRef`]). Equality is that of the information in it (names, namespaces, attributes
//! whatever their order, children and text in theirs); how it was written, prefixes and
//! declarations are forgotten. Nothing here recurses.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::builder::ElementBuilder;
use super::error::BuildError;
use super::ns;
use super::tree::{Content, Row, Tree, View};
use super::writer::write_element;
use crate::declare::{Render, render_text};

/// An element with everything in it: compact, immutable, cheap to clone.
#[derive(Clone)]
pub struct Element {
    tree: Tree,
}

impl Element {
    pub(super) fn from_tree(tree: Tree) -> Element {
        Element { tree }
    }

    /// Octets of memory that it keeps.
    pub fn memory(&self) -> u64 {
        self.tree.memory() as u64
    }

    /// Begins a new element.
    pub fn builder(name: &str, namespace: &str) -> ElementBuilder {
        ElementBuilder::new(name, namespace)
    }

    /// The cursor on the element itself.
    pub fn root(&self) -> ElementRef<'_> {
        ElementRef::new(self.tree.view(), 0)
    }

    /// The local name.
    pub fn name(&self) -> &str {
        self.root().name()
    }

    /// The namespace, empty if there is none.
    pub fn namespace(&self) -> &str {
        self.root().namespace()
    }

    /// Whether the element has this name and namespace.
    pub fn is(&self, name: &str, namespace: &str) -> bool {
        self.root().is(name, namespace)
    }

    /// The value of the attribute of this name that is in no namespace.
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.root().attr(name)
    }

    /// The value of the attribute of this namespace and name.
    pub fn attr_ns(&self, namespace: &str, name: &str) -> Option<&str> {
        self.root().attr_ns(namespace, name)
    }

    /// The attributes in their order. Declarations of namespaces are no attributes.
    pub fn attrs(&self) -> Attrs<'_> {
        self.root().attrs()
    }

    /// The elements directly in this one.
    pub fn children(&self) -> Children<'_> {
        self.root().children()
    }

    /// The first element of this name and namespace directly in this one.
    pub fn child(&self, name: &str, namespace: &str) -> Option<ElementRef<'_>> {
        self.root().child(name, namespace)
    }

    /// The elements and runs of text directly in this one.
    pub fn nodes(&self) -> Nodes<'_> {
        self.root().nodes()
    }

    /// The text directly in this element, without that of its children.
    pub fn text(&self) -> Cow<'_, str> {
        self.root().text()
    }

    /// The element's own `xml:lang`.
    pub fn lang(&self) -> Option<&str> {
        self.root().lang()
    }

    /// A copy in which attributes without namespace are set (`Some`) or removed (`None`); of two
    /// changes of one attribute the later counts. Fails if a name or value cannot be written.
    pub fn with_attrs(&self, changes: &[(&str, Option<&str>)]) -> Result<Element, BuildError> {
        ElementBuilder::changed(&self.tree, changes)
    }
}

/// A cursor on an element inside a tree that it borrows.
#[derive(Clone, Copy)]
pub struct ElementRef<'a> {
    tree: View<'a>,
    at: u32,
    /// How many attributes it has; their rows come next.
    attrs: u32,
    /// The row behind its last descendant.
    end: u32,
}

impl<'a> ElementRef<'a> {
    /// The local name.
    pub fn name(&self) -> &'a str {
        self.tree.str(self.tree.names(self.at).0)
    }

    /// The namespace, empty if there is none.
    pub fn namespace(&self) -> &'a str {
        self.tree.str(self.tree.names(self.at).1)
    }

    /// Whether the element has this name and namespace.
    pub fn is(&self, name: &str, namespace: &str) -> bool {
        self.tree.is_called(self.at, name, namespace)
    }

    /// The value of the attribute of this name that is in no namespace.
    pub fn attr(&self, name: &str) -> Option<&'a str> {
        self.attr_ns("", name)
    }

    /// The value of the attribute of this namespace and name.
    pub fn attr_ns(&self, namespace: &str, name: &str) -> Option<&'a str> {
        let mut rows = self.at + 1..self.at + 1 + self.attrs;
        let found = rows.find(|at| self.tree.is_called(*at, name, namespace));
        found.map(|at| self.tree.str(self.tree.value(at)))
    }

    /// The attributes in their order. Declarations of namespaces are no attributes.
    pub fn attrs(&self) -> Attrs<'a> {
        let first = self.at + 1;
        Attrs { tree: self.tree, at: first, end: first + self.attrs }
    }

    /// The elements directly in this one.
    pub fn children(&self) -> Children<'a> {
        Children { nodes: self.nodes() }
    }

    /// The first element of this name and namespace directly in this one.
    pub fn child(&self, name: &str, namespace: &str) -> Option<ElementRef<'a>> {
        self.children().find(|child| child.is(name, namespace))
    }

    /// The elements and runs of text directly in this one.
    pub fn nodes(&self) -> Nodes<'a> {
        Nodes { tree: self.tree, at: self.at + 1 + self.attrs, end: self.end }
    }

    /// The text directly in this element, without that of its children.
    pub fn text(&self) -> Cow<'a, str> {
        let mut text = Cow::Borrowed("");
        for node in self.nodes() {
            if let Node::Text(run) = node {
                text += run;
            }
        }
        text
    }

    /// The element's own `xml:lang`.
    pub fn lang(&self) -> Option<&'a str> {
        self.attr_ns(ns::XML, "lang")
    }

    /// An element of its own with a copy of this one.
    #[allow(clippy::wrong_self_convention)] // a cursor is Copy, so `self` costs nothing
    pub fn to_owned(&self) -> Element {
        ElementBuilder::copy_of(*self)
    }

    #[inline]
    pub(super) fn new(tree: View<'a>, at: u32) -> ElementRef<'a> {
        let (attrs, end) = tree.extent(at);
        ElementRef { tree, at, attrs, end }
    }

    pub(super) fn tree(&self) -> View<'a> {
        self.tree
    }

    /// The numbers of the rows of itself and everything in it.
    pub(super) fn rows(&self) -> Range<u32> {
        self.at..self.end
    }
}

/// An attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attr<'a> {
    /// The namespace, empty for nearly all attributes of XMPP.
    pub namespace: &'a str,
    /// The local name.
    pub name: &'a str,
    /// The value, normalised.
    pub value: &'a str,
}

/// What can be directly in an element.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// An element.
    Element(ElementRef<'a>),
    /// A run of text; never empty, and never two of them side by side.
    Text(&'a str),
}

/// The attributes of an element.
#[derive(Clone)]
pub struct Attrs<'a> {
    tree: View<'a>,
    at: u32,
    end: u32,
}

impl<'a> Iterator for Attrs<'a> {
    type Item = Attr<'a>;

    #[inline]
    fn next(&mut self) -> Option<Attr<'a>> {
        if self.at >= self.end {
            return None;
        }
        let (name, namespace, value) = self.tree.attr(self.at);
        self.at += 1;
        let str = |span| self.tree.str(span);
        Some(Attr { namespace: str(namespace), name: str(name), value: str(value) })
    }
}

/// The elements and runs of text directly in an element.
#[derive(Clone)]
pub struct Nodes<'a> {
    tree: View<'a>,
    at: u32,
    end: u32,
}

impl<'a> Iterator for Nodes<'a> {
    type Item = Node<'a>;

    #[inline]
    fn next(&mut self) -> Option<Node<'a>> {
        if self.at >= self.end {
            return None;
        }
        let at = self.at;
        match self.tree.content(at) {
            Content::Text(text) => {
                self.at = at + 1;
                Some(Node::Text(self.tree.str(text)))
            }
            Content::Element { attrs, end } => {
                self.at = end;
                Some(Node::Element(ElementRef { tree: self.tree, at, attrs, end }))
            }
            Content::None => None,
        }
    }
}

/// The elements directly in an element.
#[derive(Clone)]
pub struct Children<'a> {
    nodes: Nodes<'a>,
}

impl<'a> Iterator for Children<'a> {
    type Item = ElementRef<'a>;

    fn next(&mut self) -> Option<ElementRef<'a>> {
        self.nodes.find_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }
}

impl PartialEq for ElementRef<'_> {
    /// Text is merged and never empty, so equal elements have equal rows, one by one.
    fn eq(&self, other: &Self) -> bool {
        let (rows, other_rows) = (self.rows(), other.rows());
        rows.len() == other_rows.len()
            && rows.zip(other_rows).all(|(at, other_at)| {
                let here = ElementRef::new(self.tree, at);
                here.same_row(&ElementRef::new(other.tree, other_at))
            })
    }
}

impl ElementRef<'_> {
    /// Whether two rows are equal, the content of elements apart. Attributes are compared with
    /// their element.
    fn same_row(&self, other: &Self) -> bool {
        match (self.tree.row(self.at), other.tree.row(other.at)) {
            (Some(Row::Element { end, .. }), Some(Row::Element { end: other_end, .. })) => {
                end - self.at == other_end - other.at
                    && self.is(other.name(), other.namespace())
                    && same_attrs(self.attrs(), other.attrs())
            }
            (Some(Row::Text { text }), Some(Row::Text { text: other_text })) => {
                self.tree.str(text) == other.tree.str(other_text)
            }
            (Some(Row::Attr { .. }), Some(Row::Attr { .. })) => true,
            _ => false,
        }
    }
}

fn same_attrs(a: Attrs<'_>, b: Attrs<'_>) -> bool {
    fn sorted(attrs: Attrs<'_>) -> Vec<Attr<'_>> {
        let mut attrs: Vec<_> = attrs.collect();
        attrs.sort_unstable();
        attrs
    }
    a.end - a.at == b.end - b.at && (a.clone().eq(b.clone()) || sorted(a) == sorted(b))
}

impl Eq for ElementRef<'_> {}

impl PartialEq for Element {
    fn eq(&self, other: &Element) -> bool {
        self.tree.is_same(&other.tree) || self.root() == other.root()
    }
}

impl Eq for Element {}

impl fmt::Display for ElementRef<'_> {
    /// The element as a document of its own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Vec::new();
        write_element(*self, "", &mut out);
        f.write_str(&String::from_utf8_lossy(&out))
    }
}

impl fmt::Debug for ElementRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Element {
    /// The element as a document of its own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root().fmt(f)
    }
}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Render for Element {
    fn render(&self, out: &mut String) {
        render_text(&self.to_string(), out);
    }
}
