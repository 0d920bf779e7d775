//! What all stanzas have in common (RFC 6120 section 8.1).

use crate::declare::failure;
use crate::jid::Jid;
use crate::xml::{BuildError, Element, ElementBuilder, ns};

failure! {
    /// Why an element is not a stanza that can be understood.
    #[derive(Eq)]
    pub enum StanzaFault {
        /// It is no message, presence or iq of the namespace `jabber:client`.
        NoStanza {
            /// The element's name.
            name: String,
        } => "<{name}/> is no stanza",
        /// An address is not a JID.
        BadAddress {
            /// The attribute, `from` or `to`.
            attribute: String,
        } => "the address in '{attribute}' is not a JID",
        /// The type is not one that this kind of stanza has.
        BadType => "unknown type",
        /// An IQ without an id, or a request without exactly one payload.
        BadIq => "an IQ without an id or without its payload",
    }
}

/// The addresses of a stanza, read once.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Addresses {
    pub sender: Option<Jid>,
    pub recipient: Option<Jid>,
}

/// Checks that `element` is the stanza called `name`, and reads its addresses.
pub(super) fn addresses(element: &Element, name: &str) -> Result<Addresses, StanzaFault> {
    if !element.is(name, ns::CLIENT) {
        return Err(StanzaFault::NoStanza { name: element.name().to_owned() });
    }
    Ok(Addresses { sender: address(element, "from")?, recipient: address(element, "to")? })
}

fn address(element: &Element, attribute: &str) -> Result<Option<Jid>, StanzaFault> {
    let bad = |_| StanzaFault::BadAddress { attribute: attribute.to_owned() };
    element.attr(attribute).map(Jid::received).transpose().map_err(bad)
}

/// The stanza with its content built and its attributes set. They are set last, so that a builder's
/// methods may be called in any order, and as often as one likes.
pub(super) fn finished(
    content: &mut ElementBuilder,
    recipient: Option<&Jid>,
    kind: Option<&str>,
    id: Option<&str>,
) -> Result<Element, BuildError> {
    let to = recipient.map(Jid::as_str);
    content.build_with(&[("to", to), ("type", kind), ("id", id)])
}

/// The parts of a view that are the same for the three kinds.
macro_rules! view {
    ($name:ident) => {
        impl $name {
            /// The whole.
            pub fn element(&self) -> &$crate::xml::Element {
                &self.element
            }

            /// The whole, taken out.
            pub fn into_element(self) -> $crate::xml::Element {
                self.element
            }

            /// Who sent it; absent for what the server itself says, and before sending.
            pub fn sender(&self) -> Option<&$crate::jid::Jid> {
                self.addresses.sender.as_ref()
            }

            /// Whom it is for; absent for the own account or server.
            pub fn recipient(&self) -> Option<&$crate::jid::Jid> {
                self.addresses.recipient.as_ref()
            }

            /// Its id.
            pub fn id(&self) -> Option<&str> {
                self.element.attr("id")
            }

            /// The payload of this type.
            ///
            /// # Errors
            /// It is there but malformed.
            pub fn get<P: $crate::stanza::Payload>(
                &self,
            ) -> Result<Option<P>, $crate::stanza::PayloadError> {
                self.element.child(P::NAME, P::NAMESPACE).map(P::parse).transpose()
            }

            /// The error, if this stanza is one (RFC 6120 section 8.3).
            pub fn error(&self) -> Option<$crate::stanza::StanzaError> {
                (self.element.attr("type") == Some("error"))
                    .then(|| $crate::stanza::StanzaError::of(self.element.root()))
            }
        }

        impl $crate::declare::Render for $name {
            fn render(&self, out: &mut String) {
                self.element.render(out);
            }
        }
    };
}
pub(super) use view;
