//! XMPP addresses (RFC 7622) with current Unicode, where older libraries stop at Unicode 3.2.
//! Left out: the escaping of XEP-0106 (`\20` stands as it is).

mod context;
mod direction;
mod domain;
mod ipv6;
mod plain;
mod precis;

use crate::declare::{Render, choice, failure, render_text};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// Octets that each part of an address may have.
const PART_BYTES: usize = 1023;

/// An address: `node@domain/resource`, where node and resource may be absent.
///
/// One string and two offsets. It holds the normal form, so that equality, order and hash are
/// those of the text. Nothing is escaped or unescaped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jid {
    text: Box<str>,
    /// Where the domain begins: 0, or one behind the `@`.
    domain_start: u16,
    /// Where the domain ends: at the `/`, or at the end.
    domain_end: u16,
}

impl Jid {
    /// An address that a person or a config has given: checked and brought to its normal form
    /// (RFC 7622: case and width of the node, IDNA for the domain, spaces of the resource).
    ///
    /// # Errors
    /// [`JidError`] says which part is wrong and why.
    pub fn new(text: &str) -> Result<Jid, JidError> {
        if let Some(jid) = Jid::plain(text) {
            return Ok(jid);
        }
        Jid::prepared(text)
    }

    /// The address if it is plain ASCII in its normal form.
    fn plain(text: &str) -> Option<Jid> {
        let (domain_start, domain_end) = plain::domain_of(text)?;
        Some(Jid { text: text.into(), domain_start, domain_end })
    }

    fn prepared(text: &str) -> Result<Jid, JidError> {
        let parts = split(text)?;
        let node = parts.node.map(precis::username).transpose()?;
        let domain = domain::prepare(parts.domain)?;
        let resource = parts.resource.map(precis::opaque).transpose()?;
        Ok(Jid::join(node.as_deref(), &domain, resource.as_deref()))
    }

    /// An address that stood in something received. Structure and length are checked alone: a
    /// nickname that the server has accepted must not cost a stanza. A part that has a normal
    /// form is brought to it; any other is kept as it is.
    ///
    /// # Errors
    /// [`JidError::Empty`] and [`JidError::TooLong`]; [`JidError::Refused`] for a second `@`.
    pub fn received(text: &str) -> Result<Jid, JidError> {
        if let Some(jid) = Jid::plain(text) {
            return Ok(jid);
        }
        let parts = split(text)?;
        parts.fit()?;
        let node = parts.node.map(|raw| precis::username(raw).unwrap_or(Cow::Borrowed(raw)));
        let domain = domain::prepare(parts.domain).unwrap_or(Cow::Borrowed(parts.domain));
        let resource = parts.resource.map(|raw| precis::opaque(raw).unwrap_or(Cow::Borrowed(raw)));
        Ok(Jid::join(node.as_deref(), &domain, resource.as_deref()))
    }

    /// Puts checked parts together. ASCII letters of the node and the domain become small here,
    /// in place, so that a plain address costs one allocation.
    fn join(node: Option<&str>, domain: &str, resource: Option<&str>) -> Jid {
        let length = |part: Option<&str>| part.map_or(0, |part| part.len() + 1);
        let mut text = String::with_capacity(length(node) + domain.len() + length(resource));
        if let Some(node) = node {
            text.push_str(node);
            text.push('@');
        }
        let domain_start = text.len();
        text.push_str(domain);
        text.make_ascii_lowercase();
        let domain_end = text.len();
        if let Some(resource) = resource {
            text.push('/');
            text.push_str(resource);
        }
        // Each part was found to have at most 1,023 octets: offsets stay below 2^16.
        Jid {
            text: text.into_boxed_str(),
            domain_start: domain_start as u16,
            domain_end: domain_end as u16,
        }
    }

    /// The part before the `@`: the name of an account or a room.
    pub fn node(&self) -> Option<&str> {
        (self.domain_start > 0).then(|| &self.text[..usize::from(self.domain_start) - 1])
    }

    /// The domain, in Unicode.
    pub fn domain(&self) -> &str {
        &self.text[usize::from(self.domain_start)..usize::from(self.domain_end)]
    }

    /// The part behind the first `/`: a device, or a nickname in a room.
    pub fn resource(&self) -> Option<&str> {
        self.text.get(usize::from(self.domain_end) + 1..)
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is no resource.
    pub fn is_bare(&self) -> bool {
        self.text.len() == usize::from(self.domain_end)
    }

    /// Node and domain as text.
    fn bare_str(&self) -> &str {
        &self.text[..usize::from(self.domain_end)]
    }

    /// The same address without its resource.
    pub fn bare(&self) -> Jid {
        Jid { text: self.bare_str().into(), ..*self }
    }

    /// Whether node and domain are the same, whatever the resources.
    pub fn same_bare(&self, other: &Jid) -> bool {
        self.bare_str() == other.bare_str()
    }

    /// The domain as an address.
    pub fn domain_jid(&self) -> Jid {
        Jid::join(None, self.domain(), None)
    }

    /// The same address with another resource, which is checked as by [`Jid::new`].
    ///
    /// # Errors
    /// [`JidError`] if this is no resource.
    pub fn with_resource(&self, resource: &str) -> Result<Jid, JidError> {
        let resource = precis::opaque(present(JidPart::Resource, resource)?)?;
        Ok(Jid::join(self.node(), self.domain(), Some(&resource)))
    }

    /// The same address with another node, which is checked as by [`Jid::new`].
    ///
    /// # Errors
    /// [`JidError`] if this is no node.
    pub fn with_node(&self, node: &str) -> Result<Jid, JidError> {
        let node = precis::username(present(JidPart::Node, node)?)?;
        Ok(Jid::join(Some(&node), self.domain(), self.resource()))
    }

    /// The domain with A-labels, as DNS and certificates have it: `bücher.example` is
    /// `xn--bcher-kva.example`. An IPv6 address keeps its brackets. What has no such form, in a
    /// received address, stands as it is.
    pub fn domain_ascii(&self) -> String {
        domain::ascii(self.domain()).unwrap_or_else(|| self.domain().to_owned())
    }
}

/// The parts of an address as they stand; none is empty.
struct Parts<'a> {
    node: Option<&'a str>,
    domain: &'a str,
    resource: Option<&'a str>,
}

impl Parts<'_> {
    fn fit(&self) -> Result<(), JidError> {
        fit(JidPart::Node, self.node.unwrap_or_default())?;
        fit(JidPart::Domain, self.domain)?;
        fit(JidPart::Resource, self.resource.unwrap_or_default())
    }
}

/// Takes an address apart (RFC 7622 3.1): the resource begins behind the first `/`, the node ends
/// at the first `@` before it.
fn split(text: &str) -> Result<Parts<'_>, JidError> {
    let (bare, resource) = match text.split_once('/') {
        Some((bare, resource)) => (bare, Some(present(JidPart::Resource, resource)?)),
        None => (text, None),
    };
    let (node, domain) = match bare.split_once('@') {
        Some((node, domain)) => (Some(present(JidPart::Node, node)?), domain),
        None => (None, bare),
    };
    if domain.contains('@') {
        return Err(refused(JidPart::Domain, '@'));
    }
    Ok(Parts { node, domain: present(JidPart::Domain, domain)?, resource })
}

fn present(part: JidPart, text: &str) -> Result<&str, JidError> {
    if text.is_empty() { Err(JidError::Empty { part }) } else { Ok(text) }
}

/// Checks the length of a part.
fn fit(part: JidPart, text: &str) -> Result<(), JidError> {
    match text.len() {
        ..=PART_BYTES => Ok(()),
        bytes => Err(JidError::TooLong { part, bytes: u32::try_from(bytes).unwrap_or(u32::MAX) }),
    }
}

fn refused(part: JidPart, character: char) -> JidError {
    JidError::Refused { part, character: format!("U+{:04X}", character as u32) }
}

impl FromStr for Jid {
    type Err = JidError;

    /// As [`Jid::new`].
    fn from_str(text: &str) -> Result<Jid, JidError> {
        Jid::new(text)
    }
}

impl fmt::Display for Jid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Jid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Jid({:?})", self.text)
    }
}

impl Render for Jid {
    fn render(&self, out: &mut String) {
        render_text(&self.text, out);
    }
}

choice! {
    /// A part of an address.
    #[derive(Copy, Eq)]
    pub enum JidPart {
        /// What stands before the `@`.
        Node,
        /// What stands between `@` and `/`.
        Domain,
        /// What stands behind the first `/`.
        Resource,
    }
}

impl fmt::Display for JidPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            JidPart::Node => "local part",
            JidPart::Domain => "domain",
            JidPart::Resource => "resource",
        })
    }
}

failure! {
    /// Why a text is no address.
    #[derive(Eq)]
    pub enum JidError {
        /// A part is empty: `@example.org`, `juliet@`, `example.org/`.
        Empty {
            /// Which part.
            part: JidPart,
        } => "the {part} of the address is empty",
        /// A part has more than 1,023 octets in its normal form.
        TooLong {
            /// Which part.
            part: JidPart,
            /// Its octets.
            bytes: u32,
        } => "the {part} of the address has {bytes} octets, 1023 are allowed",
        /// A character has no place in the part, or not in this place.
        Refused {
            /// Which part.
            part: JidPart,
            /// The code point: `U+200B`.
            character: String,
        } => "the {part} of the address must not hold {character} here",
        /// The local part mixes directions of writing in a way that cannot be read in one order
        /// (the Bidi rule of RFC 5893).
        MixedDirections => "the local part of the address mixes directions of writing",
        /// The domain is neither a name that IDNA knows nor an address literal.
        BadDomain => "the domain of the address is no domain name",
    }
}

#[cfg(test)]
mod tests;
