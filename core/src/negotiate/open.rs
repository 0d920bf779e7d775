//! The stream's header and features (RFC 6120 sections 4.2 and 4.3), and the choice of what
//! comes next.

use super::bind::AwaitBound;
use super::features::Features;
use super::sasl::AwaitCredentials;
use super::starttls::AwaitProceed;
use super::{Effect, Negotiation, Setting};
use crate::outbox::Outbox;
use crate::stream::StreamCondition;
use crate::stream::header::PeerHeader;
use crate::stream::reason::{Fault, LoginStep, Reason};
use crate::xml::Element;

/// Waits for the server's header.
pub(crate) struct AwaitHeader {
    pub authenticated: bool,
}

impl AwaitHeader {
    /// The server's `from` is not checked: the certificate tells who it is.
    pub(crate) fn header(self, _: PeerHeader) -> Result<Negotiation, Fault> {
        Ok(Negotiation::Features(AwaitFeatures { authenticated: self.authenticated }))
    }
}

/// Waits for the server's features.
pub(crate) struct AwaitFeatures {
    authenticated: bool,
}

impl AwaitFeatures {
    pub(crate) fn element(
        self,
        element: Element,
        setting: &mut Setting<'_>,
        out: &mut Outbox<Effect>,
    ) -> Result<Negotiation, Fault> {
        let Some(features) = Features::parse(&element) else {
            return Err(Fault::unexpected(&element, LoginStep::Features));
        };
        if self.authenticated {
            return AwaitBound::request(features, setting, out);
        }
        if !setting.secured && features.starttls && setting.tls_required {
            return AwaitProceed::request(out);
        }
        if !setting.secured && setting.tls_required {
            return Err(Fault::quiet(Reason::TlsRequired));
        }
        AwaitCredentials::offered(features, setting, out)
    }
}

/// A header where none is due: before ours was sent. Inside a stream the parser refuses it.
pub(crate) fn second_header() -> Fault {
    Fault::peer(StreamCondition::BadFormat, "a second stream header")
}
