//! SCRAM (RFC 5802, RFC 7677), the client: it shows that it knows the password without telling
//! it, and so must the server.
//!
//! Everything the server sends is checked before it is used; its extensions are kept in the text
//! that both sides sign. The derivation of the password runs in pieces, or not at all if keys of
//! an earlier login fit.

use super::downgrade::Announced;
use super::hash::{Derivation, Keys, Wiped};
use super::scram_message::{ServerFirst, escaped, server_final, text};
use super::{Mechanism, SaslError, ScramHash, Secret, Step};
use crate::chance::Chance;
use crate::declare::Octets;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::mem;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Rounds of derivation done in one call: some milliseconds on a small device.
const ROUNDS_A_SLICE: u32 = 10_000;

/// One login by SCRAM.
pub(super) struct Scram {
    name: &'static str,
    /// GS2 header and channel-binding data, as they are in `c=`.
    header: &'static str,
    binding: Vec<u8>,
    credentials: Credentials,
    announced: Announced,
    highest_rounds: u32,
    state: State,
    new_keys: Option<Secret>,
}

/// What the mechanism waits for.
enum State {
    /// To be started, or nothing at all after an error.
    Idle,
    ServerFirst {
        own_nonce: String,
        client_first: String,
    },
    Derivation {
        derivation: Box<dyn Derivation>,
        exchange: Exchange,
    },
    ServerFinal {
        signature: Wiped,
    },
    /// The server's word of success; it has proved itself.
    Success,
}

/// The messages so far, once the server's first one is accepted.
struct Exchange {
    salt: Vec<u8>,
    iterations: u32,
    /// The last message of the client but for the proof.
    client_final: String,
    /// What both sides sign.
    auth_message: String,
}

/// What SCRAM says about channel binding.
#[derive(Debug, PartialEq)]
pub(super) enum Binding {
    Bound { name: &'static str, data: Vec<u8> },
    ServerHasNone,
    Unable,
}

impl Scram {
    pub(super) fn new(
        name: &'static str,
        binding: Binding,
        credentials: Credentials,
        announced: Announced,
        highest_rounds: u32,
    ) -> Scram {
        let (header, binding) = match binding {
            Binding::Bound { name: "tls-exporter", data } => ("p=tls-exporter,,", data),
            Binding::Bound { data, .. } => ("p=tls-server-end-point,,", data),
            Binding::ServerHasNone => ("y,,", Vec::new()),
            Binding::Unable => ("n,,", Vec::new()),
        };
        let (state, new_keys) = (State::Idle, None);
        Scram { name, header, binding, credentials, announced, highest_rounds, state, new_keys }
    }

    /// The first message, with a nonce of at least 128 bits of chance; tests bring their own.
    pub(super) fn start(&mut self, own_nonce: String) -> Vec<u8> {
        let client_first = format!("n={},r={own_nonce}", escaped(&self.credentials.user));
        let whole = format!("{}{client_first}", self.header).into_bytes();
        self.state = State::ServerFirst { own_nonce, client_first };
        whole
    }

    fn server_first(&mut self, data: &[u8], own: &str, client: &str) -> Result<Step, SaslError> {
        let server = text(data)?;
        let first = ServerFirst::parse(server, own, self.highest_rounds)?;
        let hash = self.credentials.hash;
        if first.announced.is_some_and(|claimed| !self.announced.matches(hash, &claimed)) {
            return Err(SaslError::Downgraded);
        }
        let bound = STANDARD.encode([self.header.as_bytes(), &self.binding].concat());
        let client_final = format!("c={bound},r={}", first.nonce);
        let auth_message = format!("{client},{server},{client_final}");
        let ServerFirst { salt, iterations, .. } = first;
        let exchange = Exchange { salt, iterations, client_final, auth_message };
        if let Some(keys) = self.credentials.cached(&exchange) {
            return Ok(self.respond(&keys, &exchange));
        }
        let derivation = self.credentials.derive(&exchange)?;
        Ok(self.derive(derivation, exchange))
    }

    /// One piece of the derivation.
    fn derive(&mut self, mut derivation: Box<dyn Derivation>, exchange: Exchange) -> Step {
        let Some(salted) = derivation.run(ROUNDS_A_SLICE) else {
            self.state = State::Derivation { derivation, exchange };
            return Step::Deriving;
        };
        let keys = Keys::of_salted_password(self.credentials.hash, &salted);
        self.new_keys = Some(Secret::ClientKeys {
            hash: self.credentials.hash,
            salt: Octets(exchange.salt.clone()),
            iterations: exchange.iterations,
            keys: keys.to_text(),
        });
        self.respond(&keys, &exchange)
    }

    fn respond(&mut self, keys: &Keys, exchange: &Exchange) -> Step {
        let signed = exchange.auth_message.as_bytes();
        self.state = State::ServerFinal { signature: keys.server_signature(signed) };
        let proof = STANDARD.encode(keys.proof(signed));
        Step::Respond(format!("{},p={proof}", exchange.client_final).into_bytes())
    }
}

impl Mechanism for Scram {
    fn name(&self) -> &'static str {
        self.name
    }

    fn initial(&mut self, chance: &mut Chance) -> Option<Vec<u8>> {
        let mut nonce = [0; 24];
        chance.fill(&mut nonce);
        Some(self.start(STANDARD.encode(nonce)))
    }

    fn challenge(&mut self, data: &[u8]) -> Result<Step, SaslError> {
        match mem::replace(&mut self.state, State::Idle) {
            State::ServerFirst { own_nonce, client_first } => {
                self.server_first(data, &own_nonce, &client_first)
            }
            State::ServerFinal { signature } => {
                verify(data, &signature)?;
                self.state = State::Success;
                Ok(Step::Respond(Vec::new()))
            }
            _ => Err(SaslError::OutOfStep),
        }
    }

    fn slice(&mut self) -> Option<Step> {
        match mem::replace(&mut self.state, State::Idle) {
            State::Derivation { derivation, exchange } => Some(self.derive(derivation, exchange)),
            other => {
                self.state = other;
                None
            }
        }
    }

    fn success(&mut self, additional: Option<&[u8]>) -> Result<(), SaslError> {
        let data = additional.unwrap_or_default();
        match mem::replace(&mut self.state, State::Idle) {
            State::ServerFinal { signature } if !data.is_empty() => verify(data, &signature)?,
            State::Success if data.is_empty() => {}
            State::Success => return Err(SaslError::OutOfStep),
            _ => return Err(SaslError::SuccessWithoutProof),
        }
        self.state = State::Success;
        Ok(())
    }

    fn new_keys(&self) -> Option<Secret> {
        match self.state {
            State::Success => self.new_keys.clone(),
            _ => None,
        }
    }
}

/// Checks the server's last message.
fn verify(data: &[u8], expected: &[u8]) -> Result<(), SaslError> {
    let signature = server_final(text(data)?)?;
    match signature.ct_eq(expected).into() {
        true => Ok(()),
        false => Err(SaslError::BadServerSignature),
    }
}

/// Who logs in, and with what: the password, keys of an earlier login, or both.
pub(super) struct Credentials {
    user: String,
    hash: ScramHash,
    password: Option<Zeroizing<String>>,
    /// Keys of earlier logins, in the order in which they are tried.
    cached: Vec<Secret>,
}

impl Credentials {
    /// The user name is a prepared local part, which SASLprep would not change; the password is
    /// prepared here (RFC 4013).
    pub(super) fn new(
        user: &str,
        hash: ScramHash,
        secret: &Secret,
        cached: Option<&Secret>,
    ) -> Result<Credentials, SaslError> {
        let password = match secret {
            Secret::Password { password } => Some(prepared(password.reveal())?),
            _ => None,
        };
        let keys = |secret: &&Secret| matches!(secret, Secret::ClientKeys { .. });
        let cached = [secret].into_iter().chain(cached).filter(keys).cloned().collect();
        Ok(Credentials { user: user.to_owned(), hash, password, cached })
    }

    /// Keys of an earlier login with the same salt and rounds.
    fn cached(&self, exchange: &Exchange) -> Option<Keys> {
        self.cached.iter().find_map(|secret| match secret {
            Secret::ClientKeys { hash, salt, iterations, keys }
                if *hash == self.hash
                    && salt.0 == exchange.salt
                    && *iterations == exchange.iterations =>
            {
                Keys::of_text(*hash, keys)
            }
            _ => None,
        })
    }

    fn derive(&self, exchange: &Exchange) -> Result<Box<dyn Derivation>, SaslError> {
        let password = self.password.as_ref().ok_or(SaslError::KeysOutdated)?;
        Ok(self.hash.derive(password.as_bytes(), &exchange.salt, exchange.iterations))
    }
}

fn prepared(password: &str) -> Result<Zeroizing<String>, SaslError> {
    let prepared = stringprep::saslprep(password).map_err(|_| SaslError::BadPassword)?;
    match prepared.is_empty() {
        true => Err(SaslError::BadPassword),
        false => Ok(Zeroizing::new(prepared.into_owned())),
    }
}
