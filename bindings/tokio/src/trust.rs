//! Whom to trust: the system.

use std::io;
use std::path::Path;

use xmpp_engine::declare::Octets;
use xmpp_engine::transport::Trust;

/// The roots of the system's store. A store that cannot be read gives none, which `connect`
/// reports as an error.
pub fn system_roots() -> Trust {
    roots(&rustls_native_certs::load_native_certs().certs)
}

/// The certificates of a PEM file alone, for a server with an authority of its own.
///
/// # Errors
/// The file cannot be read, or holds no certificate.
pub fn roots_from_file(path: impl AsRef<Path>) -> io::Result<Trust> {
    let found = rustls_native_certs::load_certs_from_paths(Some(path.as_ref()), None);
    match found.errors.first() {
        Some(error) if found.certs.is_empty() => Err(io::Error::other(error.to_string())),
        None if found.certs.is_empty() => Err(io::Error::other("the file holds no certificate")),
        _ => Ok(roots(&found.certs)),
    }
}

/// The verdict of the platform's own trust function on the chain of an
/// `Event::VerifyCertificate`, for `Trust::Ask`. It may ask the network, for revocation, and
/// block: call it on a thread for blocking work. Accept only if the event's `name_matches` is true
/// as well.
#[cfg(feature = "platform-verifier")]
pub fn platform_verdict(chain: &[Octets], domain: &str) -> xmpp_engine::transport::Verdict {
    use rustls::client::danger::ServerCertVerifier;
    use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
    use xmpp_engine::transport::Verdict;

    let verdict = || {
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let verifier = rustls_platform_verifier::Verifier::new(provider).ok()?;
        let name = ServerName::try_from(domain.to_owned()).ok()?;
        let chain: Vec<_> =
            chain.iter().map(|octets| CertificateDer::from(octets.0.as_slice())).collect();
        let (leaf, above) = chain.split_first()?;
        verifier.verify_server_cert(leaf, above, &name, &[], UnixTime::now()).ok()
    };
    match verdict() {
        Some(_) => Verdict::Accept,
        None => Verdict::Refuse,
    }
}

/// Certificates in DER, as the engine takes them.
fn roots(certificates: &[impl AsRef<[u8]>]) -> Trust {
    let octets = |root: &_| Octets(AsRef::<[u8]>::as_ref(root).to_vec());
    Trust::Roots { roots: certificates.iter().map(octets).collect() }
}
