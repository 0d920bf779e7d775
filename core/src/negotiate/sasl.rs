//! SASL in XMPP (RFC 6120 section 6). Which mechanism is chosen and what it says stands in
//! [`crate::sasl`]; here is the exchange alone.

use super::features::Features;
use super::{CredentialsWhy, Effect, Negotiation, Setting, unwritable};
use crate::outbox::Outbox;
use crate::sasl::{self, Mechanism, Offer, SaslCondition, SaslError, Secret, Step};
use crate::stream::reason::{Fault, LoginStep, Reason};
use crate::xml::{Element, ns};

/// Waits for the app's credentials; not at all if they are there.
pub(crate) struct AwaitCredentials {
    features: Features,
}

impl AwaitCredentials {
    /// The server offers login: begins it, or asks for what is missing.
    pub(crate) fn offered(
        features: Features,
        setting: &mut Setting<'_>,
        out: &mut Outbox<Effect>,
    ) -> Result<Negotiation, Fault> {
        let state = AwaitCredentials { features };
        if setting.secret.is_some() {
            return state.provided(setting, out);
        }
        Ok(state.ask(CredentialsWhy::Missing, out))
    }

    fn ask(self, why: CredentialsWhy, out: &mut Outbox<Effect>) -> Negotiation {
        let mechanisms = self.features.mechanisms.clone().unwrap_or_default();
        out.push(Effect::NeedCredentials { mechanisms, why });
        Negotiation::Credentials(self)
    }

    /// The setting has credentials now.
    pub(crate) fn provided(
        self,
        setting: &mut Setting<'_>,
        out: &mut Outbox<Effect>,
    ) -> Result<Negotiation, Fault> {
        let Some(secret) = setting.secret else {
            return Ok(Negotiation::Credentials(self));
        };
        let mut mechanism = self.choose(secret, setting).map_err(given_up)?;
        let initial = mechanism.initial(setting.chance);
        let mut auth = Element::builder("auth", ns::SASL);
        auth.attr("mechanism", mechanism.name());
        auth.text(&initial.map(|data| sasl::encode_initial(&data)).unwrap_or_default());
        out.push(Effect::Send(auth.build().map_err(unwritable)?));
        Ok(Negotiation::Login(Box::new(Authenticating { mechanism, features: self.features })))
    }

    fn choose(
        &self,
        secret: &Secret,
        setting: &Setting<'_>,
    ) -> Result<Box<dyn Mechanism>, SaslError> {
        let mut bindings = setting.bindings.clone();
        bindings.offered = self.features.bindings.clone();
        let mechanisms = self.features.mechanisms.as_deref().unwrap_or_default();
        let offer = Offer { mechanisms, bindings: &bindings };
        let choice = sasl::choose(&offer, setting.policy, setting.secured, secret)?;
        let user = setting.account.node().unwrap_or_default();
        choice.start(user, setting.keys, setting.limits)
    }
}

/// Waits for the server's next SASL message.
pub(crate) struct Authenticating {
    mechanism: Box<dyn Mechanism>,
    features: Features,
}

impl Authenticating {
    pub(crate) fn element(
        mut self: Box<Self>,
        element: Element,
        setting: &mut Setting<'_>,
        out: &mut Outbox<Effect>,
    ) -> Result<Negotiation, Fault> {
        let root = element.root();
        match (root.namespace(), root.name()) {
            (ns::SASL, "challenge") => {
                let challenge = sasl::decode(&root.text(), setting.limits).map_err(given_up)?;
                let challenge = challenge.unwrap_or_default();
                let step = self.mechanism.challenge(&challenge).map_err(given_up)?;
                self.take(step, out)?;
                Ok(Negotiation::Login(self))
            }
            (ns::SASL, "success") => self.success(&root.text(), setting, out),
            (ns::SASL, "failure") => self.refused(&element, setting, out),
            _ => Err(Fault::unexpected(&element, LoginStep::Login)),
        }
    }

    /// A success counts only if the server has proved that it knows the password, where the
    /// mechanism can prove it.
    fn success(
        mut self,
        text: &str,
        setting: &mut Setting<'_>,
        out: &mut Outbox<Effect>,
    ) -> Result<Negotiation, Fault> {
        let data = sasl::decode(text, setting.limits).map_err(given_up)?;
        self.mechanism.success(data.as_deref()).map_err(given_up)?;
        out.push(Effect::Authenticated { keys: self.mechanism.new_keys() });
        out.push(Effect::Open);
        Ok(Negotiation::Header(super::open::AwaitHeader { authenticated: true }))
    }

    /// The server refused. Credentials that the app gave on being asked are asked for again.
    fn refused(
        self,
        failure: &Element,
        setting: &mut Setting<'_>,
        out: &mut Outbox<Effect>,
    ) -> Result<Negotiation, Fault> {
        let (condition, text) = refusal(failure);
        if setting.ask_again && condition == SaslCondition::NotAuthorized {
            let state = AwaitCredentials { features: self.features };
            return Ok(state.ask(CredentialsWhy::Refused, out));
        }
        Err(given_up(SaslError::Refused { condition, text }))
    }

    /// Goes on with the derivation of a key; `false` if there is none to do.
    pub(crate) fn derive(&mut self, out: &mut Outbox<Effect>) -> Result<bool, Fault> {
        match self.mechanism.slice() {
            Some(step) => self.take(step, out).map(|()| true),
            None => Ok(false),
        }
    }

    fn take(&mut self, step: Step, out: &mut Outbox<Effect>) -> Result<(), Fault> {
        if let Step::Respond(response) = step {
            let mut element = Element::builder("response", ns::SASL);
            element.text(&sasl::encode_response(&response));
            out.push(Effect::Send(element.build().map_err(unwritable)?));
        }
        Ok(())
    }
}

/// The login ends by our own decision. The server is not to blame in words that would tell an
/// attacker how far a forged signature came.
fn given_up(error: SaslError) -> Fault {
    Fault::quiet(Reason::LoginFailed { error })
}

fn refusal(failure: &Element) -> (SaslCondition, Option<String>) {
    let (mut condition, mut text) = (SaslCondition::NotAuthorized, None);
    for child in failure.root().children().filter(|child| child.namespace() == ns::SASL) {
        match child.name() {
            "text" => text = Some(child.text().trim().to_owned()),
            name => condition = SaslCondition::of_name(name),
        }
    }
    (condition, text)
}
