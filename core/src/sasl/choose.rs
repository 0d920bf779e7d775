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
use super::scram::{Binding, Credentials, Scram};
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    const ALL: [&str; 8] = [
        "PLAIN",
        "SCRAM-SHA-1",
        "SCRAM-SHA-1-PLUS",
        "ANONYMOUS",
        "SCRAM-SHA-256",
        "SCRAM-SHA-256-PLUS",
        "SCRAM-SHA-512",
        "X-OTHER",
    ];

    /// What is chosen, and the GS2 header it begins with.
    struct Case<'a> {
        offered: &'a [&'a str],
        exporter: bool,
        end_point: bool,
        types: Option<&'a [&'a str]>,
        policy: SaslPolicy,
        verified: bool,
        secret: Secret,
    }

    impl Case<'_> {
        fn new<'a>(offered: &'a [&'a str], types: Option<&'a [&'a str]>) -> Case<'a> {
            Case {
                offered,
                exporter: true,
                end_point: true,
                types,
                policy: SaslPolicy::default(),
                verified: true,
                secret: Secret::password("pencil"),
            }
        }

        fn run(&self) -> Result<(&'static str, String), SaslError> {
            let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let bindings = ChannelBindings {
                exporter: self.exporter.then(|| vec![1]),
                end_point: self.end_point.then(|| vec![2]),
                offered: self.types.map(owned),
            };
            let mechanisms: Vec<String> = owned(self.offered);
            let offer = Offer { mechanisms: &mechanisms, bindings: &bindings };
            let choice = choose(&offer, &self.policy, self.verified, &self.secret)?;
            let name = choice.name();
            let mut mechanism = choice.start("user", None, &Limits::default())?;
            assert_eq!(mechanism.name(), name);
            let first =
                mechanism.initial(&mut Chance::new([0; 32])).expect("all of them speak first");
            let first = String::from_utf8(first).expect("text");
            Ok((name, first.split(",,").next().unwrap_or_default().to_owned()))
        }

        #[track_caller]
        fn gives(&self, name: &str, header: &str) {
            let chosen = self.run();
            let chosen = chosen.as_ref().map(|(name, header)| (*name, header.as_str()));
            assert_eq!(chosen, Ok((name, header)));
        }
    }

    const BOTH: Option<&[&str]> = Some(&["tls-server-end-point", "tls-exporter"]);

    #[test]
    fn the_strongest_mechanism_wins() {
        let mut offered = ALL.to_vec();
        for (name, header) in [
            ("SCRAM-SHA-256-PLUS", "p=tls-exporter"),
            ("SCRAM-SHA-1-PLUS", "p=tls-exporter"),
            ("SCRAM-SHA-512", "y"),
            ("SCRAM-SHA-256", "y"),
            ("SCRAM-SHA-1", "y"),
        ] {
            Case::new(&offered, BOTH).gives(name, header);
            offered.retain(|offered| *offered != name);
        }
        let mut case = Case::new(&offered, BOTH);
        assert_eq!(case.run(), Err(SaslError::PlainNotAllowed));
        case.policy.allow_plain = true;
        case.gives("PLAIN", "\0user\0pencil");
        case.verified = false;
        assert_eq!(case.run(), Err(SaslError::PlainNotAllowed));
    }

    #[test]
    fn the_channel_is_bound_by_what_both_sides_have() {
        let plus = ["SCRAM-SHA-1", "SCRAM-SHA-1-PLUS"];
        Case::new(&plus, Some(&["tls-server-end-point"]))
            .gives("SCRAM-SHA-1-PLUS", "p=tls-server-end-point");
        Case { exporter: false, ..Case::new(&plus, BOTH) }
            .gives("SCRAM-SHA-1-PLUS", "p=tls-server-end-point");
        Case::new(&plus, Some(&["tls-unique"])).gives("SCRAM-SHA-1", "n");
        Case { end_point: false, ..Case::new(&plus, Some(&["tls-server-end-point"])) }
            .gives("SCRAM-SHA-1", "n");
    }

    #[test]
    fn only_a_server_without_plus_hears_y() {
        Case::new(&["SCRAM-SHA-1"], None).gives("SCRAM-SHA-1", "y");
        Case { end_point: false, ..Case::new(&["SCRAM-SHA-1"], None) }.gives("SCRAM-SHA-1", "y");
        Case { exporter: false, end_point: false, ..Case::new(&["SCRAM-SHA-1"], None) }
            .gives("SCRAM-SHA-1", "n");
        Case { exporter: false, end_point: false, ..Case::new(&ALL, BOTH) }
            .gives("SCRAM-SHA-512", "n");
        // A -PLUS we do not have is one all the same.
        Case::new(&["SCRAM-SHA-1", "SCRAM-SHA3-512-PLUS"], None).gives("SCRAM-SHA-1", "n");
    }

    #[test]
    fn plus_without_announced_types_is_used_only_if_required() {
        let plus = ["SCRAM-SHA-1", "SCRAM-SHA-1-PLUS"];
        for types in [None, Some(&[][..])] {
            let mut case = Case::new(&plus, types);
            case.gives("SCRAM-SHA-1", "n");
            case.policy.require_channel_binding = true;
            case.gives("SCRAM-SHA-1-PLUS", "p=tls-exporter");
            case.exporter = false;
            case.gives("SCRAM-SHA-1-PLUS", "p=tls-server-end-point");
            case.end_point = false;
            assert_eq!(case.run(), Err(SaslError::NoChannelBinding));
        }
    }

    #[test]
    fn the_policy_is_kept() {
        let all = SaslPolicy { allow_plain: true, ..SaslPolicy::default() };
        let minimum = Some(ScramHash::Sha256);
        let pinned =
            |offered| Case { policy: SaslPolicy { minimum, ..all }, ..Case::new(offered, BOTH) };
        pinned(&["SCRAM-SHA-1-PLUS", "SCRAM-SHA-256"]).gives("SCRAM-SHA-256", "n");
        let offered = ["SCRAM-SHA-1-PLUS", "SCRAM-SHA-1", "PLAIN"].map(String::from).to_vec();
        let refused = pinned(&["SCRAM-SHA-1-PLUS", "SCRAM-SHA-1", "PLAIN"]).run();
        assert_eq!(refused, Err(SaslError::NotOffered { offered }));
        let bound = SaslPolicy { require_channel_binding: true, ..all };
        let case = Case { policy: bound, ..Case::new(&["SCRAM-SHA-512", "PLAIN"], BOTH) };
        assert_eq!(case.run(), Err(SaslError::NoChannelBinding));
    }

    #[test]
    fn the_secret_decides_what_is_possible() {
        let anonymous = |offered| Case { secret: Secret::Anonymous, ..Case::new(offered, None) };
        anonymous(&ALL).gives("ANONYMOUS", "");
        assert!(matches!(anonymous(&["PLAIN"]).run(), Err(SaslError::NotOffered { .. })));
        assert!(matches!(Case::new(&["ANONYMOUS"], None).run(), Err(SaslError::NotOffered { .. })));
        let keys = |offered| Case {
            secret: Secret::ClientKeys {
                hash: ScramHash::Sha1,
                salt: crate::declare::Octets(vec![1]),
                iterations: 4096,
                keys: "".into(),
            },
            ..Case::new(offered, BOTH)
        };
        keys(&ALL).gives("SCRAM-SHA-1-PLUS", "p=tls-exporter");
        keys(&["SCRAM-SHA-1", "SCRAM-SHA-512"]).gives("SCRAM-SHA-1", "y");
        assert_eq!(keys(&["SCRAM-SHA-512", "PLAIN"]).run(), Err(SaslError::KeysOutdated));
        assert!(matches!(keys(&["PLAIN"]).run(), Err(SaslError::NotOffered { .. })));
    }

    #[test]
    fn unusable_names_and_passwords_are_refused() {
        let policy = SaslPolicy { allow_plain: true, ..SaslPolicy::default() };
        let start = |mechanism: &str, user: &str, password: &str| {
            let mechanisms = [mechanism.to_owned()];
            let offer = Offer { mechanisms: &mechanisms, bindings: &ChannelBindings::default() };
            let choice = choose(&offer, &policy, true, &Secret::password(password))?;
            choice.start(user, None, &Limits::default()).map(drop)
        };
        for mechanism in ["SCRAM-SHA-1", "PLAIN"] {
            for password in ["", "pen\0cil"] {
                assert_eq!(start(mechanism, "user", password), Err(SaslError::BadPassword));
            }
            for user in ["", "us\0er"] {
                assert_eq!(start(mechanism, user, "pencil"), Err(SaslError::BadUserName));
            }
        }
        // Control characters, what is newer than Unicode 3.2, mixed directions, nothing but a
        // soft hyphen.
        for password in ["pen\u{7}cil", "\u{1f600}", "\u{627}1", "\u{ad}"] {
            assert_eq!(start("SCRAM-SHA-1", "user", password), Err(SaslError::BadPassword));
            assert_eq!(start("PLAIN", "user", password), Ok(()));
        }
    }
}
