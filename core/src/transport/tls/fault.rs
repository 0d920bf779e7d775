//! Errors of rustls in our own words. Its types end here, or each release of it would change
//! ours.

use crate::transport::data::TlsFault;
use rustls::{CertificateError, Error, InvalidMessage};

/// The fault that an error of rustls is, on a connection for this domain.
pub(super) fn fault(error: &Error, domain: &str) -> TlsFault {
    match error {
        Error::InvalidCertificate(error) => certificate_fault(error, domain),
        Error::NoCertificatesPresented => TlsFault::NoCertificate,
        Error::UnsupportedNameType => TlsFault::BadDomain { domain: domain.to_owned() },
        Error::AlertReceived(alert) => TlsFault::Alert { description: format!("{alert:?}") },
        Error::InvalidMessage(InvalidMessage::InvalidContentType) => TlsFault::NotTls,
        Error::PeerIncompatible(what) => TlsFault::Incompatible { reason: format!("{what:?}") },
        Error::NoApplicationProtocol => {
            TlsFault::Incompatible { reason: "NoApplicationProtocol".to_owned() }
        }
        other => TlsFault::Protocol { reason: other.to_string() },
    }
}

fn certificate_fault(error: &CertificateError, domain: &str) -> TlsFault {
    use CertificateError as E;
    match error {
        E::UnknownIssuer => TlsFault::UnknownIssuer,
        E::Expired | E::ExpiredContext { .. } => TlsFault::Expired,
        E::NotValidYet | E::NotValidYetContext { .. } => TlsFault::NotYetValid,
        E::NotValidForName | E::NotValidForNameContext { .. } => {
            TlsFault::NotValidForName { domain: domain.to_owned() }
        }
        E::Revoked => TlsFault::Revoked,
        other => TlsFault::BadCertificate { reason: other.to_string() },
    }
}
