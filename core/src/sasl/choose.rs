//! Which mechanism to use. The strongest one that server, policy, connection and secret allow:
//! with channel binding before without, SHA-512 before SHA-256 before SHA-1, PLAIN last.
//!
//! The first word of SCRAM, the GS2 header, says what we could do (RFC 5802 section 6): `p` we
//! bind; `y` we could, but the server offers nothing to bind with, and should refuse if it did;
//! `n` we cannot. `y` is said only if the server offers no -PLUS mechanism at all, since a server
//! that offers one would have to take it for an attack. Some servers offer -PLUS but, on this
//! version of TLS, cannot do it; they do not announce types of channel binding either (XEP-0440)
//! and get `n`, unless the app insists on binding.

use super::downgrade::Announced;
use super::plain::{Anonymous, Plain};
use super::scram::{Credentials, Scram};
use super::{Mechanism, SaslError, ScramHash, Secret, SecretText};
use crate::declare::settings;
use crate::limits::Limits;

settings! {
    /// Which mechanisms a login by password may use.
    #[derive(Copy, Eq)]
    pub struct SaslPolicy {
        /// Weaker mechanisms than SCRAM with this hash are refused, PLAIN among them.
        pub minimum: Option<ScramHash> = None,
        /// Only mechanisms with channel binding (-PLUS): nobody can sit in between even with a
        /// certificate that we trust. Not every server and proxy can do it.
        pub require_channel_binding: bool = false,
        /// PLAIN may be used if nothing better is offered and the server's certificate is verified.
        /// It hands the password to the server, and to everybody who deceives the certificate check.
        pub allow_plain: bool = false,
    }
}

/// What the server offers.
pub(crate) struct Offer<'a> {
    pub(crate) mechanisms: &'a [String],
    pub(crate) bindings: &'a ChannelBindings,
}

/// What this connection could be bound by, and what the server announces.
#[derive(Clone, Default)]
pub(crate) struct ChannelBindings {
    /// `tls-exporter` (RFC 9266).
    pub(crate) exporter: Option<Vec<u8>>,
    /// `tls-server-end-point` (RFC 5929): the hash of the server's certificate.
    pub(crate) end_point: Option<Vec<u8>>,
    /// The types announced by the server (XEP-0440). `Some` and empty is taken as `None`.
    pub(crate) offered: Option<Vec<String>>,
}

impl ChannelBindings {
    /// The strongest type that we have and that the server announces or, if it announces nothing
    /// and we `insist`, might have.
    fn usable(&self, insist: bool) -> Option<(&'static str, &Vec<u8>)> {
        let announced = |name| match self.types() {
            [] => insist,
            types => types.iter().any(|known| known == name),
        };
        let ours = [("tls-exporter", &self.exporter), ("tls-server-end-point", &self.end_point)];
        let usable = ours.into_iter().filter(|(name, _)| announced(*name));
        usable.filter_map(|(name, data)| Some((name, data.as_ref()?))).next()
    }

    fn types(&self) -> &[String] {
        self.offered.as_deref().unwrap_or_default()
    }
}

/// What SCRAM says about channel binding.
#[derive(Debug, PartialEq)]
pub(super) enum Binding {
    Bound { name: &'static str, data: Vec<u8> },
    ServerHasNone,
    Unable,
}

/// The mechanism to use, with all it needs from the offer.
pub(crate) struct Choice {
    kind: Kind,
    announced: Announced,
}

enum Kind {
    Scram { hash: ScramHash, binding: Binding, secret: Secret },
    Plain { password: SecretText },
    Anonymous,
}

impl Choice {
    /// The name as registered.
    pub(crate) fn name(&self) -> &'static str {
        match &self.kind {
            Kind::Scram { hash, binding, .. } => {
                scram_name(*hash, matches!(binding, Binding::Bound { .. }))
            }
            Kind::Plain { .. } => "PLAIN",
            Kind::Anonymous => "ANONYMOUS",
        }
    }

    /// Starts the login of `user`, the prepared local part of the address. `cached` are keys of an
    /// earlier login; they are used if they fit and ignored if not.
    pub(crate) fn start(
        self,
        user: &str,
        cached: Option<&Secret>,
        limits: &Limits,
    ) -> Result<Box<dyn Mechanism>, SaslError> {
        if matches!(self.kind, Kind::Anonymous) {
            return Ok(Box::new(Anonymous));
        }
        if user.is_empty() || user.contains('\0') {
            return Err(SaslError::BadUserName);
        }
        let name = self.name();
        Ok(match self.kind {
            Kind::Anonymous => Box::new(Anonymous),
            Kind::Plain { password } => Box::new(Plain::new(user, password)?),
            Kind::Scram { hash, binding, secret } => {
                let credentials = Credentials::new(user, hash, &secret, cached)?;
                let highest = limits.scram_iterations;
                Box::new(Scram::new(name, binding, credentials, self.announced, highest))
            }
        })
    }
}

/// Chooses the mechanism for `secret`. `verified_tls`: the server's certificate was checked.
pub(crate) fn choose(
    offer: &Offer<'_>,
    policy: &SaslPolicy,
    verified_tls: bool,
    secret: &Secret,
) -> Result<Choice, SaslError> {
    let kind = match secret {
        Secret::Anonymous => anonymous(offer)?,
        Secret::Password { password } => match scram(offer, policy, None, secret) {
            Some(kind) => kind,
            None => plain(offer, policy, verified_tls, password)?,
        },
        Secret::ClientKeys { hash, .. } => match scram(offer, policy, Some(*hash), secret) {
            Some(kind) => kind,
            None if scram(offer, policy, None, secret).is_some() => {
                return Err(SaslError::KeysOutdated);
            }
            None => return Err(nothing(offer, policy)),
        },
    };
    let announced = Announced::new(offer.mechanisms, offer.bindings.types());
    Ok(Choice { kind, announced })
}

fn anonymous(offer: &Offer<'_>) -> Result<Kind, SaslError> {
    match offer.has("ANONYMOUS") {
        true => Ok(Kind::Anonymous),
        false => Err(SaslError::NotOffered { offered: offer.mechanisms.to_vec() }),
    }
}

/// The strongest SCRAM mechanism; with the hash `only`, if given.
fn scram(
    offer: &Offer<'_>,
    policy: &SaslPolicy,
    only: Option<ScramHash>,
    secret: &Secret,
) -> Option<Kind> {
    let strongest = |plus| {
        let fits = |hash: &ScramHash| {
            only.is_none_or(|only| only == *hash)
                && policy.minimum.is_none_or(|least| *hash >= least)
        };
        let hashes = [ScramHash::Sha512, ScramHash::Sha256, ScramHash::Sha1];
        hashes.into_iter().filter(fits).find(|hash| offer.has(scram_name(*hash, plus)))
    };
    let kind = |hash, binding| Some(Kind::Scram { hash, binding, secret: secret.clone() });
    if let Some((name, data)) = offer.bindings.usable(policy.require_channel_binding)
        && let Some(hash) = strongest(true)
    {
        return kind(hash, Binding::Bound { name, data: data.clone() });
    }
    match strongest(false) {
        Some(hash) if !policy.require_channel_binding => kind(hash, offer.without_binding()),
        _ => None,
    }
}

fn plain(
    offer: &Offer<'_>,
    policy: &SaslPolicy,
    verified_tls: bool,
    password: &SecretText,
) -> Result<Kind, SaslError> {
    let scram_required = policy.minimum.is_some() || policy.require_channel_binding;
    match offer.has("PLAIN") && !scram_required {
        true if policy.allow_plain && verified_tls => {
            Ok(Kind::Plain { password: password.clone() })
        }
        true => Err(SaslError::PlainNotAllowed),
        false => Err(nothing(offer, policy)),
    }
}

/// Why no mechanism was found.
fn nothing(offer: &Offer<'_>, policy: &SaslPolicy) -> SaslError {
    match policy.require_channel_binding {
        true => SaslError::NoChannelBinding,
        false => SaslError::NotOffered { offered: offer.mechanisms.to_vec() },
    }
}

impl Offer<'_> {
    fn has(&self, name: &str) -> bool {
        self.mechanisms.iter().any(|mechanism| mechanism == name)
    }

    /// What to say about channel binding when none is used.
    fn without_binding(&self) -> Binding {
        let plus = self.mechanisms.iter().any(|mechanism| mechanism.ends_with("-PLUS"));
        let able = self.bindings.exporter.is_some() || self.bindings.end_point.is_some();
        match able && !plus {
            true => Binding::ServerHasNone,
            false => Binding::Unable,
        }
    }
}

fn scram_name(hash: ScramHash, plus: bool) -> &'static str {
    match (hash, plus) {
        (ScramHash::Sha1, false) => "SCRAM-SHA-1",
        (ScramHash::Sha1, true) => "SCRAM-SHA-1-PLUS",
        (ScramHash::Sha256, false) => "SCRAM-SHA-256",
        (ScramHash::Sha256, true) => "SCRAM-SHA-256-PLUS",
        (ScramHash::Sha512, false) => "SCRAM-SHA-512",
        (ScramHash::Sha512, true) => "SCRAM-SHA-512-PLUS",
    }
}
