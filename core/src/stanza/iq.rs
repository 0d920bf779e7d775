//! Info/query (RFC 6120 section 8.2.3).

use super::StanzaError;
use super::address::{Addresses, StanzaFault, addresses, view};
use crate::declare::choice;
use crate::jid::Jid;
use crate::xml::{BuildError, Element, ElementBuilder, ElementRef, ns};

choice! {
    /// The types of RFC 6120 section 8.2.3.
    #[derive(Copy, Eq)]
    pub enum IqKind {
        /// Asks for something.
        Get,
        /// Asks for a change.
        Set,
        /// The answer.
        Result,
        /// The answer that it could not be done.
        Error,
    }
}

impl IqKind {
    const NAMES: [(IqKind, &'static str); 4] = [
        (IqKind::Get, "get"),
        (IqKind::Set, "set"),
        (IqKind::Result, "result"),
        (IqKind::Error, "error"),
    ];

    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(kind, _)| *kind == self).map_or("get", |(_, name)| name)
    }

    fn from_name(name: Option<&str>) -> Option<IqKind> {
        Self::NAMES.iter().find(|(_, known)| Some(*known) == name).map(|(kind, _)| *kind)
    }

    /// Whether it has to be answered.
    pub fn is_request(self) -> bool {
        matches!(self, IqKind::Get | IqKind::Set)
    }
}

/// An IQ.
#[derive(Clone, Debug, PartialEq)]
pub struct Iq {
    element: Element,
    addresses: Addresses,
    kind: IqKind,
}

view!(Iq);

impl Iq {
    /// The IQ in `element`. A request without exactly one payload is refused later, in an answer
    /// (RFC 6120 section 8.2.3), so it is an IQ here.
    ///
    /// # Errors
    /// It is no IQ, has no id, its type is unknown, or an address in it is not a JID.
    pub fn from_element(element: Element) -> Result<Iq, StanzaFault> {
        let addresses = addresses(&element, "iq")?;
        let kind = IqKind::from_name(element.attr("type")).ok_or(StanzaFault::BadType)?;
        if element.attr("id").is_none() {
            return Err(StanzaFault::BadIq);
        }
        Ok(Iq { element, addresses, kind })
    }

    /// The request in `element`, which the engine gives an id if it has none.
    ///
    /// # Errors
    /// It is no request, or an address in it is not a JID.
    pub fn request(element: Element) -> Result<Iq, StanzaFault> {
        let addresses = addresses(&element, "iq")?;
        let kind = IqKind::from_name(element.attr("type")).filter(|kind| kind.is_request());
        Ok(Iq { element, addresses, kind: kind.ok_or(StanzaFault::BadType)? })
    }

    /// A request for something.
    pub fn get_request(payload: &Element) -> IqBuilder {
        IqBuilder::new(IqKind::Get, payload)
    }

    /// A request for a change.
    pub fn set_request(payload: &Element) -> IqBuilder {
        IqBuilder::new(IqKind::Set, payload)
    }

    /// What kind of IQ it is.
    pub fn kind(&self) -> IqKind {
        self.kind
    }

    /// The payload: of a request the only child, of a result the first one if any. `None` for a
    /// request with none or several, which is malformed.
    pub fn payload(&self) -> Option<ElementRef<'_>> {
        let mut children = self.element.children();
        let first = children.next()?;
        (!self.kind.is_request() || children.next().is_none()).then_some(first)
    }

    /// The result that answers this request.
    ///
    /// # Errors
    /// The payload is too large for an element.
    pub fn result_of(&self, payload: Option<&Element>) -> Result<Iq, BuildError> {
        self.answer(IqKind::Result, |out| {
            if let Some(payload) = payload {
                out.append(payload.root());
            }
        })
    }

    /// The error that answers this request.
    ///
    /// # Errors
    /// The error's text has characters that XML cannot carry.
    pub fn error_of(&self, error: &StanzaError) -> Result<Iq, BuildError> {
        self.answer(IqKind::Error, |out| error.write(out))
    }

    /// An answer goes to the address as the sender has written it, normal form or not.
    fn answer(
        &self,
        kind: IqKind,
        fill: impl FnOnce(&mut ElementBuilder),
    ) -> Result<Iq, BuildError> {
        let mut out = Element::builder("iq", ns::CLIENT);
        out.attr("type", kind.name());
        out.attr_opt("to", self.element.attr("from")).attr_opt("id", self.id());
        fill(&mut out);
        let addresses = Addresses { sender: None, recipient: self.sender().cloned() };
        Ok(Iq { element: out.build()?, addresses, kind })
    }
}

/// An IQ that is being written.
pub struct IqBuilder {
    kind: IqKind,
    payload: Element,
    recipient: Option<Jid>,
    id: Option<String>,
}

impl IqBuilder {
    fn new(kind: IqKind, payload: &Element) -> IqBuilder {
        IqBuilder { kind, payload: payload.clone(), recipient: None, id: None }
    }

    /// Whom to ask; the own account if it is left out.
    pub fn to(mut self, recipient: Jid) -> IqBuilder {
        self.recipient = Some(recipient);
        self
    }

    /// An id of the app's own; else the engine gives one.
    pub fn id(mut self, id: &str) -> IqBuilder {
        self.id = Some(id.to_owned());
        self
    }

    /// The IQ.
    ///
    /// # Errors
    /// The id has characters that XML cannot carry.
    pub fn build(self) -> Result<Iq, BuildError> {
        let mut out = Element::builder("iq", ns::CLIENT);
        out.attr("type", self.kind.name());
        out.attr_opt("to", self.recipient.as_ref().map(Jid::as_str));
        out.attr_opt("id", self.id.as_deref()).append(self.payload.root());
        let addresses = Addresses { sender: None, recipient: self.recipient };
        Ok(Iq { element: out.build()?, addresses, kind: self.kind })
    }
}
