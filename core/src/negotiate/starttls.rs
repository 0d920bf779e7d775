//! STARTTLS (RFC 6120 section 5).

use super::{Effect, Negotiation};
use crate::outbox::Outbox;
use crate::stream::reason::{Fault, LoginStep, Reason};
use crate::xml::{Element, ns};

/// Waits for `<proceed/>`.
pub(crate) struct AwaitProceed;

impl AwaitProceed {
    pub(crate) fn request(out: &mut Outbox<Effect>) -> Result<Negotiation, Fault> {
        let starttls = Element::builder("starttls", ns::TLS).build().map_err(super::unwritable)?;
        out.push(Effect::Send(starttls));
        Ok(Negotiation::Proceed(AwaitProceed))
    }

    pub(crate) fn element(
        self,
        element: Element,
        out: &mut Outbox<Effect>,
    ) -> Result<Negotiation, Fault> {
        if element.root().is("proceed", ns::TLS) {
            out.push(Effect::StartTls);
            return Ok(Negotiation::Tls(AwaitTls));
        }
        if element.root().is("failure", ns::TLS) {
            return Err(Fault::quiet(Reason::TlsRequired));
        }
        Err(Fault::unexpected(&element, LoginStep::StartTls))
    }
}

/// Waits for the end of the handshake. No XML may come: what stands behind `<proceed/>` in
/// clear text would have been injected by somebody on the way.
pub(crate) struct AwaitTls;
