//! Resource binding (RFC 6120 section 7) and, where a server insists, the session request of
//! RFC 3921 behind it.

use super::features::Features;
use super::{Effect, Negotiation, Setting, unwritable};
use crate::jid::Jid;
use crate::outbox::Outbox;
use crate::stanza::StanzaError;
use crate::stream::StreamCondition;
use crate::stream::reason::{Fault, LoginStep, Reason};
use crate::xml::{Element, ElementRef, ns};

/// Waits for the bound address.
pub(crate) struct AwaitBound {
    id: String,
    features: Features,
}

impl AwaitBound {
    /// Asks for the resource of the account's address, or lets the server choose.
    pub(crate) fn request(
        features: Features,
        setting: &mut Setting<'_>,
        out: &mut Outbox<Effect>,
    ) -> Result<Negotiation, Fault> {
        if !features.bind {
            let what = "no resource binding is offered";
            return Err(Fault::peer(StreamCondition::UnsupportedFeature, what));
        }
        let id = setting.chance.stanza_id();
        let mut iq = Element::builder("iq", ns::CLIENT);
        iq.attr("type", "set").attr("id", &id).open("bind", ns::BIND);
        if let Some(resource) = setting.account.resource() {
            iq.open("resource", ns::BIND).text(resource);
        }
        out.push(Effect::Send(iq.build().map_err(unwritable)?));
        Ok(Negotiation::Bound(AwaitBound { id, features }))
    }

    pub(crate) fn element(
        self,
        element: Element,
        setting: &mut Setting<'_>,
        out: &mut Outbox<Effect>,
    ) -> Result<Negotiation, Fault> {
        let result = answer(&element, &self.id)?;
        let jid = result
            .child("bind", ns::BIND)
            .and_then(|bind| bind.child("jid", ns::BIND))
            .and_then(|jid| Jid::received(jid.text().trim()).ok())
            .filter(|jid| jid.resource().is_some())
            .ok_or_else(|| {
                Fault::peer(StreamCondition::UndefinedCondition, "no address in the bind result")
            })?;
        if !is_ours(&jid, setting) {
            return Err(Fault::quiet(Reason::WrongIdentity { jid }));
        }
        if !self.features.session {
            out.push(Effect::Bound { jid, features: self.features });
            return Ok(Negotiation::Done);
        }
        AwaitSession::request(jid, self.features, setting, out)
    }
}

/// Whether a bound address may be ours. An anonymous login gets its name from the server; an
/// alias must have been allowed; else somebody would be handed another person's messages.
fn is_ours(jid: &Jid, setting: &Setting<'_>) -> bool {
    let anonymous = setting.account.node().is_none();
    jid.same_bare(setting.account)
        || setting.allow_alias
        || (anonymous && jid.domain() == setting.account.domain())
}

/// Waits for the answer to the session request.
pub(crate) struct AwaitSession {
    id: String,
    jid: Jid,
    features: Features,
}

impl AwaitSession {
    fn request(
        jid: Jid,
        features: Features,
        setting: &mut Setting<'_>,
        out: &mut Outbox<Effect>,
    ) -> Result<Negotiation, Fault> {
        let id = setting.chance.stanza_id();
        let mut iq = Element::builder("iq", ns::CLIENT);
        iq.attr("type", "set").attr("id", &id).open("session", ns::SESSION);
        out.push(Effect::Send(iq.build().map_err(unwritable)?));
        Ok(Negotiation::Session(AwaitSession { id, jid, features }))
    }

    pub(crate) fn element(
        self,
        element: Element,
        out: &mut Outbox<Effect>,
    ) -> Result<Negotiation, Fault> {
        answer(&element, &self.id)?;
        out.push(Effect::Bound { jid: self.jid, features: self.features });
        Ok(Negotiation::Done)
    }
}

/// The result with this id. Nothing else may come before the address is bound.
fn answer<'a>(element: &'a Element, id: &str) -> Result<ElementRef<'a>, Fault> {
    let iq = element.root();
    if !iq.is("iq", ns::CLIENT) || iq.attr("id") != Some(id) {
        return Err(Fault::unexpected(element, LoginStep::Bind));
    }
    match iq.attr("type") {
        Some("result") => Ok(iq),
        Some("error") => Err(Fault::quiet(Reason::BindRefused { error: StanzaError::of(iq) })),
        _ => Err(Fault::unexpected(element, LoginStep::Bind)),
    }
}
