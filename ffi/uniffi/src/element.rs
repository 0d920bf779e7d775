//! Elements as objects: to read what no record has a field for, and to build what no record is. They
//! stand beside the records, never in them.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};

use xmpp_engine::declared::Element;
use xmpp_engine::xml::{ElementBuilder as Core, ElementRef};

use crate::refused::CallError;

/// An element that can be read. As text it is its XML.
#[derive(uniffi::Object)]
#[uniffi::export(Debug, Display)]
pub struct ElementView {
    element: Element,
}

/// An attribute of an element.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ElementAttribute {
    /// Its name, without a prefix.
    pub name: String,
    /// Its namespace; empty for most.
    pub namespace: String,
    /// Its value.
    pub value: String,
}

impl From<Element> for ElementView {
    fn from(element: Element) -> ElementView {
        ElementView { element }
    }
}

#[uniffi::export]
impl ElementView {
    /// The element in a text; without a declaration it is in `jabber:client`.
    ///
    /// # Errors
    /// The text is not one element of XML.
    #[uniffi::constructor]
    pub fn new(xml: Element) -> Result<ElementView, CallError> {
        Ok(xml.into())
    }

    /// Its name, without a prefix.
    pub fn name(&self) -> String {
        self.element.name().to_owned()
    }

    /// Its namespace.
    pub fn namespace(&self) -> String {
        self.element.namespace().to_owned()
    }

    /// The value of an attribute that is in no namespace.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.element.attr(name).map(str::to_owned)
    }

    /// All attributes, in their order.
    pub fn attributes(&self) -> Vec<ElementAttribute> {
        let attributes = self.element.attrs().map(|attribute| ElementAttribute {
            name: attribute.name.to_owned(),
            namespace: attribute.namespace.to_owned(),
            value: attribute.value.to_owned(),
        });
        attributes.collect()
    }

    /// The text that stands in it itself, joined.
    pub fn text(&self) -> String {
        self.element.text().into_owned()
    }

    /// The elements in it, in their order.
    pub fn children(&self) -> Vec<Arc<ElementView>> {
        self.element.children().map(owned).collect()
    }

    /// The first element in it of this name and namespace.
    pub fn child(&self, name: &str, namespace: &str) -> Option<Arc<ElementView>> {
        self.element.child(name, namespace).map(owned)
    }

    /// It as XML, with the declarations of all its namespaces.
    pub fn xml(&self) -> String {
        self.element.to_string()
    }
}

impl fmt::Debug for ElementView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ElementView").field(&self.xml()).finish()
    }
}

impl fmt::Display for ElementView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.element.fmt(f)
    }
}

fn owned(element: ElementRef<'_>) -> Arc<ElementView> {
    Arc::new(element.to_owned().into())
}

/// Builds an element, step by step; every step gives the builder again. What is wrong with a step,
/// `build` tells.
#[derive(uniffi::Object)]
pub struct ElementBuilder {
    core: Mutex<Core>,
}

#[uniffi::export]
impl ElementBuilder {
    /// Begins an element.
    #[uniffi::constructor]
    pub fn new(name: &str, namespace: &str) -> ElementBuilder {
        ElementBuilder { core: Mutex::new(Core::new(name, namespace)) }
    }

    /// Gives an attribute to the element that is open.
    pub fn attribute(self: Arc<Self>, name: &str, value: &str) -> Arc<ElementBuilder> {
        self.core().attr(name, value);
        self
    }

    /// Adds text to the element that is open; what XML means by `<` or `&` is taken care of.
    pub fn text(self: Arc<Self>, text: &str) -> Arc<ElementBuilder> {
        self.core().text(text);
        self
    }

    /// Begins an element in the one that is open.
    pub fn begin(self: Arc<Self>, name: &str, namespace: &str) -> Arc<ElementBuilder> {
        self.core().open(name, namespace);
        self
    }

    /// Ends the element that was begun last.
    pub fn end(self: Arc<Self>) -> Arc<ElementBuilder> {
        self.core().close();
        self
    }

    /// Adds a whole element to the one that is open.
    ///
    /// # Errors
    /// The text is not one element of XML.
    pub fn append(self: Arc<Self>, element: Element) -> Result<Arc<ElementBuilder>, CallError> {
        self.core().append(element.root());
        Ok(self)
    }

    /// The element as XML: what payloads of stanzas are given as. What is open still is ended.
    ///
    /// # Errors
    /// A name, a namespace or a text cannot stand in XML, or a step came when nothing was open any more.
    pub fn build(&self) -> Result<Element, CallError> {
        Ok(self.core().build()?)
    }
}

impl ElementBuilder {
    /// What an earlier call has left when it met a bug cannot be told from a whole.
    ///
    /// # Panics
    /// An earlier call has.
    fn core(&self) -> MutexGuard<'_, Core> {
        self.core.lock().expect("an earlier call has met a bug of the builder")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carried::element;

    #[test]
    fn what_is_built_can_be_read() {
        let builder = Arc::new(ElementBuilder::new("query", "urn:q"));
        let inner = element("<x xmlns='urn:x'/>").expect("an element");
        let built =
            builder.clone().attribute("node", "a\"b").begin("item", "urn:q").text("<&>").end();
        let built = built.append(inner).and_then(|builder| builder.build()).expect("an element");
        let view = ElementView::from(built);
        assert_eq!((view.name(), view.namespace()), ("query".to_owned(), "urn:q".to_owned()));
        assert_eq!(view.attribute("node"), Some("a\"b".to_owned()));
        assert_eq!(view.attributes().len(), 1);
        let item = view.child("item", "urn:q").expect("it was begun");
        assert_eq!(item.text(), "<&>");
        assert!(view.child("item", "urn:x").is_none());
        assert_eq!(
            view.children().last().map(|last| last.xml()),
            Some("<x xmlns='urn:x'/>".to_owned())
        );
    }

    #[test]
    fn what_cannot_be_built_is_told_at_the_end() {
        let builder = Arc::new(ElementBuilder::new("a", "urn:a"));
        let wrong = builder.text("\0").build();
        assert!(matches!(wrong, Err(CallError::Text { .. })), "{wrong:?}");
    }
}
