//! Builds elements from names and text. What XML cannot carry is refused here, so that whatever
//! exists as an [`Element`] can be written.

use std::collections::BTreeMap;

use super::element::{Element, ElementRef, Node};
use super::error::BuildError;
use super::names;
use super::ns;
use super::tree::{MAX_TEXT, Row, Span, Tree, View, duplicate};

/// Room for a usual stanza is made at once.
const USUAL_TEXT: usize = 512;
const USUAL_ROWS: usize = 16;
/// So many namespaces are searched one by one.
const FEW: usize = 8;

/// Builds an element from the outside in. The first mistake is kept and reported by
/// [`build`](ElementBuilder::build); what follows it is ignored.
///
/// ```
/// use xmpp_engine::xml::{Element, ns};
///
/// let iq = Element::builder("iq", ns::CLIENT)
///     .attr("type", "get")
///     .open("ping", ns::PING)
///     .build()?;
/// assert_eq!(iq.child("ping", ns::PING).map(|ping| ping.name()), Some("ping"));
/// # Ok::<(), xmpp_engine::xml::BuildError>(())
/// ```
pub struct ElementBuilder {
    text: String,
    rows: Vec<Row>,
    /// The row of the innermost open element. While an element is open, its `end` is the row of the
    /// one around it.
    open: Option<u32>,
    last: Last,
    /// The namespaces so far, not to copy one for every child: the first ones, and all others.
    few_namespaces: [Span; FEW],
    more_namespaces: BTreeMap<Box<str>, Span>,
    error: Option<BuildError>,
}

/// What was given last to the innermost open element.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    /// Its name or an attribute: more may follow.
    Tag,
    /// Text: more is joined to it.
    Text,
    Child,
}

impl ElementBuilder {
    /// Begins a new element; the same as [`Element::builder`].
    pub fn new(name: &str, namespace: &str) -> ElementBuilder {
        let mut builder = ElementBuilder::empty();
        builder.text.reserve(USUAL_TEXT);
        builder.rows.reserve(USUAL_ROWS);
        builder.open_row(name, namespace);
        builder
    }

    /// Without anything, room included.
    fn empty() -> ElementBuilder {
        ElementBuilder {
            text: String::new(),
            rows: Vec::new(),
            open: None,
            last: Last::Child,
            few_namespaces: [Span::default(); FEW],
            more_namespaces: BTreeMap::new(),
            error: None,
        }
    }

    /// Gives the innermost open element an attribute without namespace.
    pub fn attr(&mut self, name: &str, value: &str) -> &mut Self {
        self.attr_ns("", name, value)
    }

    /// The same if there is a value, nothing otherwise.
    pub fn attr_opt(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Gives the innermost open element an attribute in a namespace (`xml:lang`: [`ns::XML`]).
    pub fn attr_ns(&mut self, namespace: &str, name: &str, value: &str) -> &mut Self {
        if self.last != Last::Tag || self.open.is_none() {
            return self.fail(BuildError::Misplaced { what: format!("the attribute {name}") });
        }
        if !names::is_ncname(name) || (name == "xmlns" && namespace.is_empty()) {
            return self.fail(BuildError::InvalidName { name: name.to_owned() });
        }
        if namespace == ns::XMLNS {
            return self.fail(BuildError::InvalidNamespace { namespace: namespace.to_owned() });
        }
        let (namespace, name) = (self.namespace(namespace), self.push_checked(name));
        let value = self.push(value);
        self.rows.push(Row::Attr { name, namespace, value });
        let parent = self.open.and_then(|at| self.rows.get_mut(at as usize));
        if let Some(Row::Element { attrs, .. }) = parent {
            *attrs += 1;
        }
        self
    }

    /// Adds text to the innermost open element.
    pub fn text(&mut self, text: &str) -> &mut Self {
        if text.is_empty() {
            return self;
        }
        if self.open.is_none() {
            return self.fail(BuildError::Misplaced { what: "text".to_owned() });
        }
        self.end_tag();
        let added = self.push(text);
        match self.rows.last_mut() {
            Some(Row::Text { text }) if self.last == Last::Text => text.len += added.len,
            _ => self.rows.push(Row::Text { text: added }),
        }
        self.last = Last::Text;
        self
    }

    /// Begins an element inside the innermost open one; it is then the innermost.
    pub fn open(&mut self, name: &str, namespace: &str) -> &mut Self {
        if self.open.is_none() {
            return self.fail(BuildError::Misplaced { what: format!("the element {name}") });
        }
        self.end_tag();
        self.open_row(name, namespace)
    }

    /// Ends the innermost open element. What is open at the end is closed by
    /// [`build`](ElementBuilder::build).
    pub fn close(&mut self) -> &mut Self {
        self.end_tag();
        let behind = self.rows.len() as u32;
        let Some(at) = self.open else {
            return self.fail(BuildError::Misplaced { what: "close".to_owned() });
        };
        if let Some(Row::Element { end, .. }) = self.rows.get_mut(at as usize) {
            let outer = std::mem::replace(end, behind);
            self.open = (at > 0).then_some(outer);
        }
        self.last = Last::Child;
        self
    }

    /// Adds a copy of an element to the innermost open one.
    pub fn append(&mut self, element: ElementRef<'_>) -> &mut Self {
        if self.open.is_none() {
            let what = format!("the element {}", element.name());
            return self.fail(BuildError::Misplaced { what });
        }
        self.end_tag();
        self.copy_rows(element);
        self.last = Last::Child;
        self
    }

    /// Adds copies of everything in an element, its attributes apart.
    pub fn append_content(&mut self, element: ElementRef<'_>) -> &mut Self {
        for node in element.nodes() {
            match node {
                Node::Element(child) => self.append(child),
                Node::Text(text) => self.text(text),
            };
        }
        self
    }

    fn add_to_root(&mut self, attrs: &[(&str, Option<&str>)]) {
        let Some(Row::Element { attrs: had, .. }) = self.rows.first().copied() else { return };
        if attrs.is_empty() {
            return;
        }
        let before = self.rows.len();
        attrs.iter().for_each(|(name, value)| self.set(name, *value));
        let added = self.rows.len() - before;
        self.rows.get_mut(1 + had as usize..).unwrap_or_default().rotate_right(added);
        self.move_content(had, had + added as u32);
    }

    /// The root has other attributes: what is behind them has moved.
    fn move_content(&mut self, had: u32, now: u32) {
        for (at, row) in self.rows.iter_mut().enumerate() {
            if let Row::Element { attrs, end, .. } = row {
                *attrs = if at == 0 { now } else { *attrs };
                *end = *end - had + now;
            }
        }
    }

    /// The element, if nothing was wrong. The builder is empty afterwards.
    pub fn build(&mut self) -> Result<Element, BuildError> {
        self.build_with(&[])
    }

    /// The same with attributes of the root, in no namespace, that it does not have yet.
    pub(crate) fn build_with(
        &mut self,
        attrs: &[(&str, Option<&str>)],
    ) -> Result<Element, BuildError> {
        while self.open.is_some() {
            self.close();
        }
        self.add_to_root(attrs);
        let built = std::mem::replace(self, ElementBuilder::empty());
        match built.error {
            Some(error) => Err(error),
            None if built.rows.is_empty() => {
                Err(BuildError::Misplaced { what: "a second build".to_owned() })
            }
            None => Ok(built.into_element()),
        }
    }

    pub(super) fn copy_of(element: ElementRef<'_>) -> Element {
        let mut builder = ElementBuilder::empty();
        builder.copy_rows(element);
        builder.into_element()
    }

    /// A copy in which attributes of the root that are in no namespace are set or removed; of two
    /// changes of one attribute the later counts. All else stays where it is: rows are places.
    pub(super) fn changed(
        tree: &Tree,
        changes: &[(&str, Option<&str>)],
    ) -> Result<Element, BuildError> {
        let mut builder = ElementBuilder::empty();
        builder.text.reserve(tree.text().len() + USUAL_TEXT);
        builder.rows.reserve(USUAL_ROWS);
        builder.text.push_str(tree.text());
        let replaces = builder.copy_changed(tree.view(), changes);
        if builder.text.len() + tree.outer_len() > MAX_TEXT {
            builder.fail(BuildError::Oversized);
        }
        if let Some(error) = builder.error {
            return Err(error);
        }
        let element = Element::from_tree(tree.grown(builder.text, &builder.rows));
        // What was replaced is still in the text; change after change would make it grow.
        Ok(if replaces { ElementBuilder::copy_of(element.root()) } else { element })
    }

    /// Whether an attribute that was there is changed or removed.
    fn copy_changed(&mut self, tree: View<'_>, changes: &[(&str, Option<&str>)]) -> bool {
        let (attrs, end) = tree.extent(0);
        let mut replaces = false;
        self.rows.extend(tree.row(0));
        for at in 1..=attrs {
            let own = |(name, _): &&(&str, _)| tree.is_called(at, name, "");
            match changes.iter().rfind(own) {
                None => self.rows.extend(tree.row(at)),
                Some((name, value)) => {
                    self.set(name, *value);
                    replaces = true;
                }
            }
        }
        for (i, (name, value)) in changes.iter().enumerate() {
            let later = changes.iter().skip(i + 1).any(|(other, _)| other == name);
            let is_new = !(1..=attrs).any(|at| tree.is_called(at, name, ""));
            if is_new && !later {
                self.set(name, *value);
            }
        }
        let now = self.rows.len() as u32 - 1;
        self.rows.extend((attrs + 1..end).filter_map(|at| tree.row(at)));
        self.move_content(attrs, now);
        replaces
    }

    /// A row for an attribute without namespace, if it has a value.
    fn set(&mut self, name: &str, value: Option<&str>) {
        let Some(value) = value else { return };
        if !names::is_ncname(name) || name == "xmlns" {
            self.fail(BuildError::InvalidName { name: name.to_owned() });
        }
        let (name, value) = (self.push_checked(name), self.push(value));
        self.rows.push(Row::Attr { name, namespace: Span::default(), value });
    }

    fn into_element(self) -> Element {
        Element::from_tree(Tree::new(self.text, &self.rows))
    }

    fn open_row(&mut self, name: &str, namespace: &str) -> &mut Self {
        if !names::is_ncname(name) {
            self.fail(BuildError::InvalidName { name: name.to_owned() });
        }
        if namespace == ns::XMLNS {
            self.fail(BuildError::InvalidNamespace { namespace: namespace.to_owned() });
        }
        let outer = self.open.replace(self.rows.len() as u32).unwrap_or_default();
        let (name, namespace) = (self.push_checked(name), self.namespace(namespace));
        self.rows.push(Row::Element { name, namespace, attrs: 0, end: outer });
        self.last = Last::Tag;
        self
    }

    /// Called when no attribute can follow any more.
    fn end_tag(&mut self) {
        if self.last != Last::Tag {
            return;
        }
        self.last = Last::Child;
        let start = self.open.map_or(0, |at| at as usize + 1);
        let attrs = self.rows.get(start..).unwrap_or_default();
        let text = self.text.as_bytes();
        if let Some(name) = duplicate(attrs, |span| span.of(text, &[])) {
            let name = String::from_utf8_lossy(name.of(text, &[])).into_owned();
            self.fail(BuildError::DuplicateAttribute { name });
        }
    }

    fn copy_rows(&mut self, element: ElementRef<'_>) {
        let tree = element.tree();
        let rows = element.rows();
        let (start, base) = (rows.start, self.rows.len() as u32);
        for row in rows.filter_map(|at| tree.row(at)) {
            let copy = match row {
                Row::Element { name, namespace, attrs, end } => Row::Element {
                    name: self.push_checked(tree.str(name)),
                    namespace: self.namespace(tree.str(namespace)),
                    attrs,
                    end: end - start + base,
                },
                Row::Attr { name, namespace, value } => Row::Attr {
                    name: self.push_checked(tree.str(name)),
                    namespace: self.namespace(tree.str(namespace)),
                    value: self.push_checked(tree.str(value)),
                },
                Row::Text { text } => Row::Text { text: self.push_checked(tree.str(text)) },
            };
            self.rows.push(copy);
        }
    }

    fn push(&mut self, text: &str) -> Span {
        if !names::is_text(text) {
            self.fail(BuildError::InvalidCharacter);
        }
        self.push_checked(text)
    }

    fn push_checked(&mut self, text: &str) -> Span {
        let start = self.text.len();
        if start + text.len() > MAX_TEXT {
            self.fail(BuildError::Oversized);
            return Span::default();
        }
        self.text.push_str(text);
        Span::between(start, start + text.len())
    }

    /// Where the namespace stands, once for all that are in it.
    fn namespace(&mut self, namespace: &str) -> Span {
        if namespace.is_empty() {
            return Span::default();
        }
        let known = |span: &&Span| span.of(self.text.as_bytes(), &[]) == namespace.as_bytes();
        let few = self.few_namespaces.iter().find(known);
        if let Some(span) = few.or_else(|| self.more_namespaces.get(namespace)) {
            return *span;
        }
        let span = self.push(namespace);
        match self.few_namespaces.iter_mut().find(|span| span.len == 0) {
            Some(free) => *free = span,
            None => drop(self.more_namespaces.insert(namespace.into(), span)),
        }
        span
    }

    fn fail(&mut self, error: BuildError) -> &mut Self {
        self.error.get_or_insert(error);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However often an attribute is changed, what it was is not kept.
    #[test]
    fn changes_leave_nothing_behind() {
        let first = Element::parse("<a b='c'><d xmlns='u'/></a>").expect("sound");
        let change = |element: Element, value: &str| element.with_attrs(&[("b", Some(value))]);
        let last = (0..1000)
            .fold(first.clone(), |element, i| change(element, &format!("{i:03}")).expect("sound"));
        assert_eq!(change(last.clone(), "c").as_ref(), Ok(&first));
        assert!(last.memory() <= first.memory() + 8, "{} {}", last.memory(), first.memory());
    }

    /// However many namespaces take turns, a copy has each of them once.
    #[test]
    fn a_copy_is_not_larger_than_the_element() {
        let declared: String =
            (0..20).map(|i| format!(" xmlns:p{i}='{}{i}'", "u".repeat(1000))).collect();
        let children: String = (0..2000).map(|i| format!("<p{}:a/>", i % 20)).collect();
        let element = Element::parse(&format!("<r{declared}>{children}</r>")).expect("sound");
        let copy = element.root().to_owned();
        assert_eq!(copy, element);
        assert!(copy.memory() <= element.memory(), "{} {}", copy.memory(), element.memory());
    }
}
