//! What a server offers (RFC 6120 section 4.3.2), read once.

use crate::xml::{Element, ElementRef, ns};

/// Stream features as far as this engine knows them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Features {
    /// STARTTLS (RFC 6120 section 5.4.1).
    pub starttls: bool,
    /// SASL mechanisms in the server's order (RFC 6120 section 6.4.1).
    pub mechanisms: Option<Vec<String>>,
    /// Channel-binding types (XEP-0440), if the server names them.
    pub bindings: Option<Vec<String>>,
    /// Resource binding (RFC 6120 section 7.4).
    pub bind: bool,
    /// The session request of RFC 3921, where a server still insists on it.
    pub session: bool,
    /// Stream management (XEP-0198).
    pub management: bool,
}

impl Features {
    /// Reads `<stream:features/>`; `None` if it is something else.
    pub(crate) fn parse(element: &Element) -> Option<Features> {
        let mut features = Features::default();
        if !element.root().is("features", ns::STREAMS) {
            return None;
        }
        for child in element.root().children() {
            features.take(child);
        }
        Some(features)
    }

    fn take(&mut self, child: ElementRef<'_>) {
        match (child.namespace(), child.name()) {
            (ns::TLS, "starttls") => self.starttls = true,
            (ns::SASL, "mechanisms") => self.mechanisms = Some(texts(child, "mechanism")),
            (ns::SASL_CB, "sasl-channel-binding") => {
                self.bindings = Some(
                    child
                        .children()
                        .filter(|binding| binding.is("channel-binding", ns::SASL_CB))
                        .filter_map(|binding| binding.attr("type").map(str::to_owned))
                        .collect(),
                );
            }
            (ns::BIND, "bind") => self.bind = true,
            (ns::SESSION, "session") => {
                self.session = child.child("optional", ns::SESSION).is_none();
            }
            (ns::SM, "sm") => self.management = true,
            _ => {}
        }
    }
}

fn texts(parent: ElementRef<'_>, name: &str) -> Vec<String> {
    parent
        .children()
        .filter(|child| child.is(name, parent.namespace()))
        .map(|child| child.text().trim().to_owned())
        .collect()
}
