//! One XML stream over one transport (RFC 6120 section 4): the header out and in, one element
//! at a time, the end. Who may say what at which moment is not known here, but
//! in `negotiate` and [`session`](crate::session).

pub(crate) mod error;
pub(crate) mod header;
pub(crate) mod reason;

pub use error::{StreamCondition, StreamError};
pub use reason::{LoginStep, Reason};

use crate::limits::{Limits, XmlLimits};
use crate::transport::Transport;
use crate::xml::{self, Element, Parser, XmlItem, ns};
use header::{Header, PeerHeader};
use reason::Fault;

/// What one look into the stream found.
#[derive(Debug)]
pub(crate) enum Incoming {
    /// The peer's stream header.
    Opened(PeerHeader),
    /// One element of the first level.
    Element(Element),
    /// One element that was over the limits: its start tag.
    Dropped(Element),
    /// The peer's closing tag.
    Closed,
    /// Nothing complete yet.
    Nothing,
}

/// A stream in both directions. It can be opened again on the same transport, behind TLS and
/// behind SASL (RFC 6120 section 4.3.3).
pub(crate) struct Stream {
    parser: Parser,
    ours: Ours,
    /// Something of the peer's was read since it was opened.
    begun: bool,
}

/// What a TLS record begins with: an alert, a handshake (RFC 8446 section 5.1).
const TLS_RECORDS: [u8; 2] = [21, 22];

/// What a person wants to know who has taken the one port for the other.
const IS_TLS: &str = "what came is TLS and no XML: this port may want direct TLS";

/// How far our direction is.
#[derive(Clone, Copy, PartialEq)]
enum Ours {
    Unopened,
    Open,
    Closed,
}

impl Stream {
    /// A stream before login: narrow limits hold.
    pub(crate) fn new(limits: &Limits) -> Stream {
        let parser = Parser::new(limits.xml_before_login);
        Stream { parser, ours: Ours::Unopened, begun: false }
    }

    /// Opens the stream, or opens it anew: the peer's header is expected next.
    pub(crate) fn open(&mut self, header: &Header<'_>, xml: XmlLimits, transport: &mut Transport) {
        self.parser = Parser::new(xml);
        (self.ours, self.begun) = (Ours::Open, false);
        transport.write(&header.written());
    }

    /// In the receiving role: the peer opens the stream, or opens it anew, and is answered.
    #[cfg(feature = "accept")]
    pub(crate) fn expect(&mut self, xml: XmlLimits) {
        self.parser = Parser::new(xml);
        (self.ours, self.begun) = (Ours::Unopened, false);
    }

    /// Whether the peer's header waits for ours.
    #[cfg(feature = "accept")]
    pub(crate) fn is_unopened(&self) -> bool {
        self.ours == Ours::Unopened
    }

    /// Answers the peer's header with ours, as written.
    #[cfg(feature = "accept")]
    pub(crate) fn answer(&mut self, header: &[u8], transport: &mut Transport) {
        self.ours = Ours::Open;
        transport.write(header);
    }

    /// From now on a stanza over the limits is skipped instead of ending the stream: behind a
    /// login the server would deliver it again after each reconnect, for ever.
    pub(crate) fn skip_oversized(&mut self) {
        self.parser.set_skip_oversized(true);
    }

    /// Takes at most one item out of what the transport has.
    pub(crate) fn read(&mut self, transport: &mut Transport) -> Result<Incoming, Fault> {
        let octets = transport.plaintext();
        let is_tls = !self.begun && octets.first().is_some_and(|first| TLS_RECORDS.contains(first));
        let taken = self.parser.feed(octets);
        self.begun |= taken > 0;
        transport.consume(taken);
        let item = self.parser.next().map_err(|error| {
            let condition = StreamCondition::from_name(error.condition());
            let what = if is_tls { IS_TLS.to_owned() } else { error.to_string() };
            Fault::peer(condition, what)
        })?;
        Ok(match item {
            XmlItem::StreamStart(header) => {
                Incoming::Opened(PeerHeader::parse(&header, self.parser.content_namespace())?)
            }
            XmlItem::Element(element) => Incoming::Element(element),
            XmlItem::Dropped(dropped) => Incoming::Dropped(dropped.element),
            XmlItem::StreamEnd => Incoming::Closed,
            XmlItem::More => Incoming::Nothing,
        })
    }

    /// Writes one element; nothing once our direction is closed.
    pub(crate) fn send(&mut self, element: &Element, transport: &mut Transport) {
        let mut octets = Vec::with_capacity(256);
        xml::write_element(element.root(), ns::CLIENT, &mut octets);
        self.send_written(&octets, transport);
    }

    /// The same for an element that is written already.
    pub(crate) fn send_written(&mut self, written: &[u8], transport: &mut Transport) {
        if self.ours == Ours::Open {
            transport.write(written);
        }
    }

    /// White space, which says nothing (RFC 6120 section 4.6.1) and is answered by the other side's
    /// system, or by silence.
    pub(crate) fn keep_alive(&mut self, transport: &mut Transport) {
        if self.ours == Ours::Open {
            transport.write(b" ");
        }
    }

    /// Ends our direction, with an error if there is one to tell.
    pub(crate) fn close(&mut self, error: Option<&StreamError>, transport: &mut Transport) {
        if self.ours != Ours::Open {
            return;
        }
        if let Some(error) = error.and_then(|error| error.to_element().ok()) {
            self.send(&error, transport);
        }
        let mut footer = Vec::new();
        xml::write_footer(&mut footer);
        transport.write(&footer);
        self.ours = Ours::Closed;
    }
}
