//! All ways to look at one element agree: accessors, iterators, copies, changes, equality, text.
//!
//! The first octet decides what is changed; what follows is a document.

use xmpp_engine::xml::{Element, ElementBuilder, ElementRef, Node};

use crate::input::Input;

/// Elements looked at in one document: each costs as much as all below it.
const LOOKED_AT: usize = 100;

/// Panics if two ways to look at an element do not agree.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let choice = usize::from(input.byte());
    let Ok(Ok(element)) = str::from_utf8(input.rest()).map(Element::parse) else { return };
    let mut waiting = vec![element.root()];
    for _ in 0..LOOKED_AT {
        let Some(here) = waiting.pop() else { break };
        accessors_agree(here);
        copies_are_equal(here);
        changes_are_seen(&here.to_owned(), choice);
        waiting.extend(here.children());
    }
}

fn accessors_agree(element: ElementRef<'_>) {
    assert!(element.is(element.name(), element.namespace()));
    let nodes: Vec<Node<'_>> = element.nodes().collect();
    let mut children = element.children();
    let (mut text, mut after_text) = (String::new(), false);
    for node in &nodes {
        match node {
            Node::Element(child) => assert_eq!(children.next().as_ref(), Some(child)),
            Node::Text(run) => {
                assert!(!run.is_empty() && !after_text, "text is merged");
                text += run;
            }
        }
        after_text = matches!(node, Node::Text(_));
    }
    assert_eq!(children.next(), None);
    assert_eq!(element.text(), text);
    for child in element.children() {
        let alike = |other: &ElementRef<'_>| other.is(child.name(), child.namespace());
        let first = element.children().find(alike);
        assert_eq!(element.child(child.name(), child.namespace()), first);
    }
    for attr in element.attrs() {
        assert_eq!(element.attr_ns(attr.namespace, attr.name), Some(attr.value));
    }
    assert_eq!(element.lang(), element.attr_ns(xmpp_engine::xml::ns::XML, "lang"));
    assert_eq!(element.child("", ""), None);
    assert_eq!(element.attr(""), None);
}

fn copies_are_equal(element: ElementRef<'_>) {
    let owned = element.to_owned();
    assert_eq!(owned.root(), element);
    assert_eq!(owned.clone(), owned);
    assert_eq!(built(element), owned);
    assert_eq!(owned.to_string(), element.to_string());
    assert_eq!(format!("{owned:?}"), owned.to_string());
    let mut around = Element::builder("around", "urn:example:around");
    let around = around.append(element).append(element).build().expect("sound");
    assert!(around.children().count() == 2 && around.children().all(|copy| copy == element));
}

/// A copy made piece by piece. No recursion: a document may be deep.
fn built(element: ElementRef<'_>) -> Element {
    let mut builder = Element::builder(element.name(), element.namespace());
    attributes(&mut builder, element);
    let mut open = vec![element.nodes()];
    while let Some(nodes) = open.last_mut() {
        match nodes.next() {
            Some(Node::Text(text)) => drop(builder.text(text)),
            Some(Node::Element(child)) => {
                builder.open(child.name(), child.namespace());
                attributes(&mut builder, child);
                open.push(child.nodes());
            }
            None => {
                open.pop();
                builder.close();
            }
        }
    }
    builder.build().expect("what was read can be built")
}

fn attributes(builder: &mut ElementBuilder, element: ElementRef<'_>) {
    for attr in element.attrs() {
        builder.attr_ns(attr.namespace, attr.name, attr.value);
    }
}

/// An attribute that is changed, added or removed is seen, and nothing else is.
fn changes_are_seen(element: &Element, choice: usize) {
    let plain: Vec<&str> =
        element.attrs().filter(|a| a.namespace.is_empty()).map(|a| a.name).collect();
    let name = plain.get(choice % (plain.len() + 1)).copied().unwrap_or("new");
    let before = element.attr(name);
    let value = format!("{}!", before.unwrap_or_default());
    let changed = element.with_attrs(&[(name, Some(&value))]).expect("sound");
    assert_eq!(changed.attr(name), Some(&*value));
    assert_ne!(&changed, element);
    assert_eq!(&changed.with_attrs(&[(name, before)]).expect("sound"), element);
    let removed = changed.with_attrs(&[(name, Some("x")), (name, None)]).expect("sound");
    assert_eq!(removed.attr(name), None);
    assert_eq!(removed.attrs().count(), changed.attrs().count() - 1);
    assert!(removed.nodes().count() == element.nodes().count() && removed.text() == element.text());
    assert_eq!(element.with_attrs(&[]).as_ref(), Ok(element));
}
