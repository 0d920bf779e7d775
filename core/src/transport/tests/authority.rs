//! Throw-away authorities and the certificates they give out.

use crate::declare::Octets;
use crate::transport::{Shared, TlsIdentity, Trust};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, SignatureAlgorithm,
};
use std::sync::Arc;

/// 1996-01-01T00:00:00Z. All certificates hold from 1995 to the end of 1996: whoever asks the
/// system for the time finds them expired.
pub(super) const NOW_MS: u64 = 820_454_400_000;

pub(super) struct Authority {
    root: Octets,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(super) fn new(name: &str) -> Authority {
        Authority::with_algorithm(name, &rcgen::PKCS_ECDSA_P256_SHA256)
    }

    pub(super) fn with_algorithm(name: &str, algorithm: &'static SignatureAlgorithm) -> Authority {
        let key = KeyPair::generate_for(algorithm).expect("ring makes keys");
        let mut params = params(&[]);
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = params.self_signed(&key).expect("a root can be signed");
        Authority { root: Octets(root.der().to_vec()), issuer: Issuer::new(params, key) }
    }

    pub(super) fn root(&self) -> Octets {
        self.root.clone()
    }

    pub(super) fn trust(&self) -> Trust {
        Trust::Roots { roots: vec![self.root()] }
    }

    pub(super) fn identity(&self, names: &[&str]) -> TlsIdentity {
        let key = KeyPair::generate().expect("ring makes keys");
        let leaf = params(names).signed_by(&key, &self.issuer).expect("a leaf can be signed");
        TlsIdentity { chain: vec![Octets(leaf.der().to_vec())], key: Octets(key.serialize_der()) }
    }

    pub(super) fn server(&self, names: &[&str]) -> Arc<Shared> {
        Shared::server(&self.identity(names)).expect("our own identity is good")
    }
}

fn params(names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).expect("names are good");
    params.not_before = rcgen::date_time_ymd(1995, 1, 1);
    params.not_after = rcgen::date_time_ymd(1996, 12, 31);
    params
}
