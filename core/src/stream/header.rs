//! Stream headers (RFC 6120 section 4.7).

use crate::stream::error::StreamCondition;
use crate::stream::reason::Fault;
use crate::xml::{self, BuildError, Element, ns};

/// Our header.
pub(crate) struct Header<'a> {
    /// The domain we want to talk to.
    pub to: &'a str,
    /// Our bare JID: some servers offer their newer features only to those who say it. It is left
    /// out before TLS, where anybody could read it (RFC 6120 section 4.7.1).
    pub sender: Option<&'a str>,
    /// The preferred language of the server's words.
    pub lang: Option<&'a str>,
}

impl Header<'_> {
    /// The XML declaration and the start tag.
    pub(crate) fn written(&self) -> Vec<u8> {
        let mut octets = Vec::with_capacity(192);
        // A language that XML cannot carry is nobody's.
        if let Ok(header) = self.element(self.lang).or_else(|_| self.element(None)) {
            xml::write_header(header.root(), ns::CLIENT, &mut octets);
        }
        octets
    }

    fn element(&self, lang: Option<&str>) -> Result<Element, BuildError> {
        let mut header = Element::builder("stream", ns::STREAMS);
        header.attr_opt("from", self.sender).attr("to", self.to).attr("version", "1.0");
        if let Some(lang) = lang {
            header.attr_ns(ns::XML, "lang", lang);
        }
        header.build()
    }
}

/// The peer's header.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PeerHeader {
    /// The stream's id.
    pub id: Option<String>,
    /// Whom the peer takes us for or, on the receiving side, whom it wants to talk to.
    pub to: Option<String>,
    /// Who the peer says it is.
    pub sender: Option<String>,
}

impl PeerHeader {
    /// Checks name, namespaces and version. The content's may be declared on each stanza instead
    /// (RFC 6120 section 4.8.3), but one of another protocol is refused. A peer without a version speaks the protocol that was
    /// there before XMPP 1.0 (RFC 6120 section 4.7.5), which has no TLS and no SASL.
    pub(crate) fn parse(header: &Element, content: &str) -> Result<PeerHeader, Fault> {
        let header = header.root();
        if header.namespace() != ns::STREAMS {
            return Err(Fault::peer(StreamCondition::InvalidNamespace, "not a stream of XMPP"));
        }
        if !["", ns::CLIENT, ns::STREAMS].contains(&content) {
            let what = "a stream for others than clients";
            return Err(Fault::peer(StreamCondition::InvalidNamespace, what));
        }
        if header.name() != "stream" {
            return Err(Fault::peer(StreamCondition::BadFormat, "the root is not a stream"));
        }
        match header.attr("version").and_then(|version| version.split('.').next()) {
            Some(major) if major.parse::<u32>().is_ok_and(|major| major >= 1) => {}
            version => {
                let what =
                    if version.is_some() { "bad version" } else { "a server before XMPP 1.0" };
                return Err(Fault::peer(StreamCondition::UnsupportedVersion, what));
            }
        }
        let text = |name| header.attr(name).map(str::to_owned);
        Ok(PeerHeader { id: text("id"), to: text("to"), sender: text("from") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_that_cannot_be_written_is_left_out() {
        let written = |lang| Header { to: "example.org", sender: None, lang: Some(lang) }.written();
        let with = String::from_utf8(written("en")).expect("UTF-8");
        assert!(with.contains("xml:lang='en'"), "{with}");
        let without = String::from_utf8(written("e\0n")).expect("UTF-8");
        assert!(without.contains("to='example.org'") && !without.contains("lang"), "{without}");
    }
}
