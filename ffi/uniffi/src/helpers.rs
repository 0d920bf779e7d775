//! What a program needs beside an engine.

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use xmpp_engine::declared::{Config, Jid, Message, Octets, Reason, StanzaCondition, StanzaError};

use crate::flat::FlatMessage;
use crate::refused::{CallError, PemError};

/// The normal form of an address that a person has typed (RFC 7622).
///
/// # Errors
/// `CallError.Address` says which part is wrong, and why.
#[uniffi::export]
pub fn jid(text: String) -> Result<Jid, CallError> {
    Ok(Jid::new(&text)?)
}

/// The config of a client for an account: TLS required, the app asked for its verdict on the
/// certificate and for credentials, stream management on, roster and presence sent at login,
/// reconnecting. The rest is changed field by field. An event counts as handled at the next `step`,
/// unless `handled` says explicit: for every program that puts a queue between.
///
/// # Errors
/// The address is not a JID (RFC 7622).
#[uniffi::export]
pub fn client_config(account: String) -> Result<Config, CallError> {
    Ok(Config::client(&account)?)
}

/// The certificates of a PEM file (RFC 7468), for `Trust`: of an authority of one's own, or of all
/// that the system trusts. Whatever else is in it is passed over.
///
/// # Errors
/// There is no certificate in it, or a damaged one.
#[uniffi::export]
pub fn roots_from_pem(pem: &[u8]) -> Result<Vec<Octets>, CallError> {
    let found = CertificateDer::pem_slice_iter(pem).map(|der| Ok(Octets(der?.to_vec())));
    let found: Result<Vec<Octets>, rustls_pki_types::pem::Error> = found.collect();
    match found {
        Ok(roots) if roots.is_empty() => Err(PemError::NoCertificate.into()),
        Ok(roots) => Ok(roots),
        Err(_) => Err(PemError::Damaged.into()),
    }
}

/// The answer to a message, in its conversation, with this text; absent if none is due: to an error,
/// to what was delayed or has no sender, and to what the own account has sent, so that two bots
/// cannot keep each other busy with errors, and a bot not itself.
///
/// # Errors
/// The text cannot stand in XML.
#[uniffi::export]
pub fn reply(message: FlatMessage, body: String) -> Result<Option<Message>, CallError> {
    let reply = message.received()?.reply();
    Ok(reply.map(|reply| reply.body(&body).build()).transpose()?)
}

/// A stanza error with a condition alone, of the kind that usually goes with it: what a request is
/// refused with.
#[uniffi::export]
pub fn stanza_error(condition: StanzaCondition) -> StanzaError {
    StanzaError::new(condition)
}

/// Why a client is offline or closed, in one sentence that names the cause and never a secret.
///
/// # Errors
/// The reason is none that the engine has given: an address in it is not one.
#[uniffi::export]
pub fn reason_text(reason: Reason) -> Result<String, CallError> {
    Ok(reason.to_string())
}

/// What a stanza error says, in one sentence.
///
/// # Errors
/// The error is none that could have come: a text in it cannot stand in XML.
#[uniffi::export]
pub fn stanza_error_text(error: StanzaError) -> Result<String, CallError> {
    Ok(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_are_found_among_other_things() {
        let pem =
            b"# caf\xe9\n-----BEGIN CERTIFICATE-----\r\nAQI\r\nD\n-----END CERTIFICATE-----\nx\n\
                    -----BEGIN CERTIFICATE-----\nBA==\n-----END CERTIFICATE-----\n";
        assert_eq!(roots_from_pem(pem), Ok(vec![Octets(vec![1, 2, 3]), Octets(vec![4])]));
    }

    #[test]
    fn nothing_and_damage_are_told() {
        let key = b"-----BEGIN PRIVATE KEY-----\nAQID\n-----END PRIVATE KEY-----\n";
        assert_eq!(roots_from_pem(key), Err(PemError::NoCertificate.into()));
        assert_eq!(roots_from_pem(b""), Err(PemError::NoCertificate.into()));
        let damaged = b"-----BEGIN CERTIFICATE-----\nA=!\n-----END CERTIFICATE-----\n";
        assert_eq!(roots_from_pem(damaged), Err(PemError::Damaged.into()));
        assert_eq!(roots_from_pem(&damaged[..30]), Err(PemError::Damaged.into()));
    }
}
