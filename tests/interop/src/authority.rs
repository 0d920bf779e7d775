//! A certificate authority that lives as long as one run.

use std::path::Path;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};

use crate::Outcome;

/// Makes a CA and one server certificate for `names`; writes `ca.pem`, `cert.pem` and `key.pem`
/// into `folder`. Returns the CA's certificate in DER. The CA is named after its folder: two of one
/// name would make a certificate look forged instead of unknown.
pub fn issue(folder: &Path, names: &[&str]) -> Outcome<Vec<u8>> {
    let mut params = named(&format!("interop CA of {}", folder.display()), &[])?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let ca_key = KeyPair::generate()?;
    let ca = params.self_signed(&ca_key)?;

    let key = KeyPair::generate()?;
    let leaf = named("interop server", names)?.signed_by(&key, &Issuer::new(params, ca_key))?;

    std::fs::write(folder.join("ca.pem"), ca.pem())?;
    std::fs::write(folder.join("cert.pem"), leaf.pem())?;
    std::fs::write(folder.join("key.pem"), key.serialize_pem())?;
    Ok(ca.der().to_vec())
}

/// rcgen's default of the year 4096 is beyond the timers of Erlang, and ejabberd gives up on it.
fn named(common_name: &str, names: &[&str]) -> Outcome<CertificateParams> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, common_name);
    params.not_after = date_time_ymd(2049, 1, 1);
    Ok(params)
}
