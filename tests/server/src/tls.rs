//! A certificate authority that lives as long as its server, and the certificate it issues.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use xmpp_engine::declare::Octets;
use xmpp_engine::transport::TlsIdentity;

use crate::ServerError;

/// The authority's certificate and the identity of the server. The authority's own key is
/// forgotten at once: nothing else can be issued.
pub(crate) struct Authority {
    ca_der: Vec<u8>,
    ca_pem: String,
    identity: TlsIdentity,
}

impl Authority {
    /// Makes an authority and a certificate for the name.
    pub(crate) fn new(name: &str) -> Result<Authority, ServerError> {
        Authority::make(name).map_err(|error| ServerError::Tls { reason: error.to_string() })
    }

    fn make(domain: &str) -> Result<Authority, rcgen::Error> {
        let mut ca = CertificateParams::new(Vec::new())?;
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca_key = KeyPair::generate()?;
        ca.distinguished_name.push(DnType::CommonName, ca_name(&ca_key, domain));
        ca.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let ca_cert = ca.self_signed(&ca_key)?;
        let issuer = Issuer::new(ca, ca_key);

        let mut leaf = CertificateParams::new(vec![domain.to_owned()])?;
        leaf.distinguished_name.push(DnType::CommonName, domain);
        leaf.use_authority_key_identifier_extension = true;
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let leaf_key = KeyPair::generate()?;
        let leaf_cert = leaf.signed_by(&leaf_key, &issuer)?;

        Ok(Authority {
            ca_der: ca_cert.der().to_vec(),
            ca_pem: ca_cert.pem(),
            identity: TlsIdentity {
                chain: vec![Octets(leaf_cert.der().to_vec())],
                key: Octets(leaf_key.serialize_der()),
            },
        })
    }

    pub(crate) fn ca_der(&self) -> &[u8] {
        &self.ca_der
    }

    pub(crate) fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    pub(crate) fn identity(&self) -> &TlsIdentity {
        &self.identity
    }
}

/// Another one for each: a client that trusts the authority of an earlier server has to find that it
/// does not know this one, and not that a signature is wrong.
fn ca_name(key: &KeyPair, domain: &str) -> String {
    let tag: String =
        key.public_key_raw().iter().rev().take(4).map(|octet| format!("{octet:02x}")).collect();
    format!("Throw-away CA {tag} for {domain}")
}
