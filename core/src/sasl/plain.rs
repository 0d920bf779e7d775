//! The mechanisms that prove nothing about the server: PLAIN (RFC 4616) and ANONYMOUS
//! (RFC 4505, XEP-0175). Each is one message; a challenge is not due.

use super::{Mechanism, SaslError, SecretText, Step};
use crate::chance::Chance;

/// PLAIN: user name and password as they are. Preparing them is the server's part
/// (RFC 4616 section 2), so that a password kept elsewhere, as in LDAP, is compared unchanged.
pub(super) struct Plain {
    user: String,
    password: SecretText,
}

impl Plain {
    pub(super) fn new(user: &str, password: SecretText) -> Result<Plain, SaslError> {
        match password.reveal() {
            "" => Err(SaslError::BadPassword),
            text if text.contains('\0') => Err(SaslError::BadPassword),
            _ => Ok(Plain { user: user.to_owned(), password }),
        }
    }
}

impl Mechanism for Plain {
    fn name(&self) -> &'static str {
        "PLAIN"
    }

    fn initial(&mut self, _: &mut Chance) -> Option<Vec<u8>> {
        Some(format!("\0{}\0{}", self.user, self.password.reveal()).into_bytes())
    }

    fn challenge(&mut self, _: &[u8]) -> Result<Step, SaslError> {
        Err(SaslError::OutOfStep)
    }

    fn success(&mut self, _: Option<&[u8]>) -> Result<(), SaslError> {
        Ok(())
    }
}

/// ANONYMOUS, without a trace of who we are.
pub(super) struct Anonymous;

impl Mechanism for Anonymous {
    fn name(&self) -> &'static str {
        "ANONYMOUS"
    }

    fn initial(&mut self, _: &mut Chance) -> Option<Vec<u8>> {
        Some(Vec::new())
    }

    fn challenge(&mut self, _: &[u8]) -> Result<Step, SaslError> {
        Err(SaslError::OutOfStep)
    }

    fn success(&mut self, _: Option<&[u8]>) -> Result<(), SaslError> {
        Ok(())
    }
}
