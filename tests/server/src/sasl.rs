//! The server's side of SASL, by rsasl: somebody else's reading of the RFCs, so that the engine's
//! own mechanisms are not proved against themselves. SCRAM-SHA-1, -256 and -512 with their -PLUS
//! forms (RFC 5802, 7677), PLAIN (RFC 4616) and ANONYMOUS (RFC 4505).
//!
//! rsasl draws its nonces from the operating system: the octets of a SCRAM login differ from run
//! to run, their number does not.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rsasl::callback::{Context, Request, SessionCallback, SessionData};
use rsasl::mechanisms::scram::properties::ScramStoredPassword;
use rsasl::mechanisms::{anonymous, plain, scram};
use rsasl::mechname::Mechname;
use rsasl::prelude::{
    ChannelBindingCallback, Mechanism, Registry, SASLConfig, SASLServer, Session, SessionError,
    State, Validation,
};
use rsasl::property::{AuthId, AuthzId, Password};
use rsasl::validate::{Validate, ValidationError};

use crate::accounts::{Account, Accounts, ScramHash};

/// The mechanisms this server knows, strongest first.
pub const MECHANISMS: &[&str] = &[
    "SCRAM-SHA-512-PLUS",
    "SCRAM-SHA-256-PLUS",
    "SCRAM-SHA-1-PLUS",
    "SCRAM-SHA-512",
    "SCRAM-SHA-256",
    "SCRAM-SHA-1",
    "PLAIN",
    "ANONYMOUS",
];

/// Without the -PLUS forms: a client that says `y` (it could bind, but the server does not offer
/// it) is then right.
static BARE: &[Mechanism] = &[
    scram::SCRAM_SHA1,
    scram::SCRAM_SHA256,
    scram::SCRAM_SHA512,
    plain::PLAIN,
    anonymous::ANONYMOUS,
];

/// With them: rsasl's default registry leaves them out.
static WITH_PLUS: &[Mechanism] = &[
    scram::SCRAM_SHA1_PLUS,
    scram::SCRAM_SHA256_PLUS,
    scram::SCRAM_SHA512_PLUS,
    scram::SCRAM_SHA1,
    scram::SCRAM_SHA256,
    scram::SCRAM_SHA512,
    plain::PLAIN,
    anonymous::ANONYMOUS,
];

/// What a client's message leads to.
#[derive(Debug, PartialEq)]
pub(crate) enum SaslStep {
    Challenge(Vec<u8>),
    /// `node` is absent after ANONYMOUS.
    Success {
        node: Option<String>,
        additional: Option<Vec<u8>>,
    },
    /// With the condition of RFC 6120 6.5.
    Failure(&'static str),
}

/// One exchange, from `<auth/>` to its success or failure.
pub(crate) struct Exchange {
    session: Session<Login, Bindings>,
    scram: bool,
    plus: bool,
    first: bool,
}

impl Exchange {
    /// `None` if the mechanism is not known. `plus_offered`: whether the offer that the client
    /// saw had any -PLUS mechanism.
    pub(crate) fn start(
        mechanism: &str,
        accounts: &Accounts,
        domain: &str,
        plus_offered: bool,
        bindings: Bindings,
    ) -> Option<Exchange> {
        let registry = Registry::with_mechanisms(if plus_offered { WITH_PLUS } else { BARE });
        let callback = Callback { accounts: accounts.clone(), domain: domain.to_owned() };
        let config = SASLConfig::builder().with_registry(registry).with_callback(callback).ok()?;
        let name = Mechname::parse(mechanism.as_bytes()).ok()?;
        let session =
            SASLServer::with_cb(Arc::clone(&config), bindings).start_suggested(name).ok()?;
        let scram = ScramHash::of(mechanism).is_some();
        Some(Exchange { session, scram, plus: mechanism.ends_with("-PLUS"), first: true })
    }

    /// Takes a client's message. After a success or failure the exchange is over and must be
    /// dropped.
    pub(crate) fn step(&mut self, message: &[u8]) -> SaslStep {
        if self.scram && !self.well_formed(message) {
            return SaslStep::Failure("malformed-request");
        }
        if self.scram && self.first && message.starts_with(b"p=") != self.plus {
            // RFC 5802 6: the flag and the name of the mechanism must agree.
            return SaslStep::Failure("not-authorized");
        }
        self.first = false;
        let mut written = Vec::new();
        let stepped =
            catch_unwind(AssertUnwindSafe(|| self.session.step(Some(message), &mut written)));
        match stepped {
            Ok(Ok(State::Running)) => SaslStep::Challenge(written),
            Ok(Ok(State::Finished(_))) => self.finished(written),
            Ok(Err(SessionError::MechanismError(_))) => SaslStep::Failure("malformed-request"),
            Ok(Err(_)) => SaslStep::Failure("not-authorized"),
            Err(_panic) => SaslStep::Failure("malformed-request"),
        }
    }

    fn finished(&mut self, written: Vec<u8>) -> SaslStep {
        let additional = (!written.is_empty()).then_some(written);
        match self.session.validation() {
            Some(Ok(node)) => SaslStep::Success { node, additional },
            Some(Err(condition)) => SaslStep::Failure(condition),
            None => SaslStep::Failure("not-authorized"),
        }
    }

    /// Whether each attribute has the two octets that rsasl reads unasked, and panics without.
    fn well_formed(&self, message: &[u8]) -> bool {
        let mut parts = message.split(|&b| b == b',');
        if self.first {
            parts.next();
            if parts.next().is_none_or(|authzid| authzid.len() == 1) {
                return false;
            }
        }
        parts.all(|part| part.len() >= 2)
    }
}

/// The channel bindings of one connection (RFC 9266, RFC 5929).
#[derive(Clone, Debug, Default)]
pub(crate) struct Bindings {
    pub(crate) exporter: Option<Vec<u8>>,
    pub(crate) end_point: Option<Vec<u8>>,
}

impl ChannelBindingCallback for Bindings {
    fn get_cb_data(&self, name: &str) -> Option<&[u8]> {
        match name {
            "tls-exporter" => self.exporter.as_deref(),
            "tls-server-end-point" => self.end_point.as_deref(),
            _ => None,
        }
    }
}

/// Who logged in: a node, nobody in particular, or the condition of the refusal.
struct Login;

impl Validation for Login {
    type Value = Result<Option<String>, &'static str>;
}

struct Callback {
    accounts: Accounts,
    domain: String,
}

impl Callback {
    fn account(&self, context: &Context) -> Option<(String, &Account)> {
        let node = context.get_ref::<AuthId>()?.replace("=2C", ",").replace("=3D", "=");
        let account = self.accounts.get(&node)?;
        Some((node, account))
    }

    fn check(&self, mechanism: &str, context: &Context) -> Result<Option<String>, &'static str> {
        if mechanism == "ANONYMOUS" {
            return Ok(None);
        }
        let (node, account) = self.account(context).ok_or("not-authorized")?;
        if ScramHash::of(mechanism).is_none()
            && !context.get_ref::<Password>().is_some_and(|given| account.has_password(given))
        {
            return Err("not-authorized");
        }
        match context.get_ref::<AuthzId>() {
            Some(id) if !id.is_empty() && id != format!("{node}@{}", self.domain) => {
                Err("invalid-authzid")
            }
            _ => Ok(Some(node)),
        }
    }
}

impl SessionCallback for Callback {
    fn callback(
        &self,
        session: &SessionData,
        context: &Context,
        request: &mut Request<'_>,
    ) -> Result<(), SessionError> {
        let hash = ScramHash::of(session.mechanism().mechanism.as_str());
        if let (Some(hash), Some((_, account))) = (hash, self.account(context)) {
            let keys = account.keys(hash);
            request.satisfy::<ScramStoredPassword<'static>>(&ScramStoredPassword::new(
                account.iterations(),
                account.salt(),
                &keys.stored_key,
                &keys.server_key,
            ))?;
        }
        Ok(())
    }

    fn validate(
        &self,
        session: &SessionData,
        context: &Context,
        validate: &mut Validate<'_>,
    ) -> Result<(), ValidationError> {
        let mechanism = session.mechanism().mechanism.as_str();
        validate.with::<Login, _>(|| Ok(self.check(mechanism, context)))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rsasl::prelude::SASLClient;

    fn accounts() -> Accounts {
        let mut accounts = Accounts::default();
        accounts.set("romeo", "secret", 4096);
        accounts
    }

    /// Plays rsasl's client, which knows the plain SCRAM mechanisms, against the exchange.
    fn login(mechanism: &str, node: &str, password: &str) -> SaslStep {
        let config = SASLConfig::with_credentials(None, node.to_owned(), password.to_owned());
        let name = Mechname::parse(mechanism.as_bytes()).expect("a name");
        let mut client = SASLClient::new(config.expect("a config"))
            .start_suggested(&[name])
            .expect("a mechanism both know");
        let mut server =
            Exchange::start(mechanism, &accounts(), "localhost", false, Bindings::default())
                .expect("a known mechanism");
        let mut message = Vec::new();
        client.step(None, &mut message).expect("a first message");
        loop {
            match server.step(&message) {
                SaslStep::Challenge(challenge) => {
                    message = Vec::new();
                    client.step(Some(&challenge), &mut message).expect("a response");
                }
                end => return end,
            }
        }
    }

    #[test]
    fn accepts_the_password() {
        for mechanism in ["SCRAM-SHA-1", "SCRAM-SHA-256", "PLAIN"] {
            let SaslStep::Success { node, additional } = login(mechanism, "romeo", "secret") else {
                panic!("{mechanism} refused");
            };
            assert_eq!(node.as_deref(), Some("romeo"));
            assert_eq!(additional.is_some(), mechanism != "PLAIN");
        }
    }

    #[test]
    fn refuses_another() {
        for mechanism in ["SCRAM-SHA-1", "SCRAM-SHA-256", "PLAIN"] {
            for (node, password) in [("romeo", "wrong"), ("nobody", "secret")] {
                let end = login(mechanism, node, password);
                assert_eq!(end, SaslStep::Failure("not-authorized"), "{mechanism} {node}");
            }
        }
    }

    #[test]
    fn survives_what_rsasl_panics_on() {
        let messages: &[&[u8]] = &[
            b"",
            b"n",
            b"n,",
            b"n,,",
            b"n,a,n=x,r=y",
            b"n,,n",
            b"n,,n=x,",
            b"n,,n=x,r=y,",
            b"p=,,n=,r=",
        ];
        for message in messages {
            for mechanism in ["SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"] {
                let mut exchange =
                    Exchange::start(mechanism, &accounts(), "localhost", true, Bindings::default())
                        .expect("a known mechanism");
                assert!(matches!(exchange.step(message), SaslStep::Failure(_)), "{message:?}");
            }
        }
    }

    #[test]
    fn the_flag_must_fit_the_name() {
        let bindings = Bindings { exporter: Some(vec![1; 32]), end_point: None };
        let step = |mechanism: &str, message: &[u8]| {
            Exchange::start(mechanism, &accounts(), "localhost", true, bindings.clone())
                .expect("a known mechanism")
                .step(message)
        };
        let refused = SaslStep::Failure("not-authorized");
        assert_eq!(step("SCRAM-SHA-1-PLUS", b"n,,n=romeo,r=abc"), refused);
        assert_eq!(step("SCRAM-SHA-1", b"p=tls-exporter,,n=romeo,r=abc"), refused);
        assert_eq!(step("SCRAM-SHA-1-PLUS", b"p=tls-unique,,n=romeo,r=abc"), refused);
        let good = step("SCRAM-SHA-1-PLUS", b"p=tls-exporter,,n=romeo,r=abc");
        assert!(matches!(good, SaslStep::Challenge(_)));
    }
}
