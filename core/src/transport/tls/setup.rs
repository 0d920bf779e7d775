//! The configuration of rustls that all connections share: ring, TLS 1.2 and 1.3, no session
//! tickets (no XMPP server uses them, and they would link sessions of one user), no system clock.

use crate::declare::Octets;
use crate::time::Now;
use crate::transport::data::{SharedError, Trust};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{Resumption, WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The application protocol of XMPP clients (XEP-0368).
pub(super) const ALPN: &[u8] = b"xmpp-client";

pub(in crate::transport) struct Setup(pub(super) Role);

pub(super) enum Role {
    Client {
        config: Arc<ClientConfig>,
        /// Whether the certificate is checked in the handshake, or left to the app.
        verifies: bool,
    },
    #[cfg(feature = "accept")]
    Server { config: Arc<rustls::ServerConfig>, chain: Arc<[CertificateDer<'static>]> },
}

impl Setup {
    pub(in crate::transport) fn client(trust: &Trust) -> Result<Setup, SharedError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier: Arc<dyn ServerCertVerifier> = match trust {
            Trust::Roots { roots } => verifier(roots, &provider)?,
            Trust::Ask => Arc::new(AskLater(provider.clone())),
        };
        let clock = Arc::new(Clock::new(Now::default()));
        let mut config = ClientConfig::builder_with_details(provider, clock)
            .with_safe_default_protocol_versions()
            .expect("invariant: ring has suites for both versions")
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        config.resumption = Resumption::disabled();
        let verifies = matches!(trust, Trust::Roots { .. });
        Ok(Setup(Role::Client { config: Arc::new(config), verifies }))
    }

    #[cfg(feature = "accept")]
    pub(in crate::transport) fn server(
        identity: &crate::transport::TlsIdentity,
    ) -> Result<Setup, SharedError> {
        use rustls::pki_types::PrivateKeyDer;
        let bad = |reason: String| SharedError::BadIdentity { reason };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let clock = Arc::new(Clock::new(Now::default()));
        let key = PrivateKeyDer::try_from(identity.key.0.clone());
        let key = key.map_err(|reason| bad(reason.to_owned()))?;
        let chain: Arc<[_]> = identity.chain.iter().map(certificate).collect();
        let mut config = rustls::ServerConfig::builder_with_details(provider, clock)
            .with_safe_default_protocol_versions()
            .expect("invariant: ring has suites for both versions")
            .with_no_client_auth()
            .with_single_cert(chain.to_vec(), key)
            .map_err(|error| bad(error.to_string()))?;
        config.alpn_protocols = vec![ALPN.to_vec()];
        config.session_storage = Arc::new(rustls::server::NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(Setup(Role::Server { config: Arc::new(config), chain }))
    }
}

#[cfg(all(test, feature = "accept"))]
impl Setup {
    /// A server of tests: any one version, and a key that need not fit the certificate.
    pub(in crate::transport) fn odd_server(
        identity: &crate::transport::TlsIdentity,
        version: &'static rustls::SupportedProtocolVersion,
    ) -> Setup {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let chain: Arc<[_]> = identity.chain.iter().map(certificate).collect();
        let key = identity.key.0.clone().try_into().expect("a key");
        let key = provider.key_provider.load_private_key(key).expect("a key that ring knows");
        let key = rustls::sign::CertifiedKey::new(chain.to_vec(), key);
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .expect("ring has suites for both versions")
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(rustls::sign::SingleCertAndKey::from(key)));
        Setup(Role::Server { config: Arc::new(config), chain })
    }
}

fn verifier(
    roots: &[Octets],
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, SharedError> {
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(roots.iter().map(certificate));
    WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider.clone())
        .build()
        .map_err(|_| SharedError::NoUsableRoots { given: roots.len() as u64 })
}

fn certificate(der: &Octets) -> CertificateDer<'static> {
    CertificateDer::from(der.0.clone())
}

/// Whether a certificate names this domain (RFC 9525, DNS-ID with wildcards, or an IP address).
pub(in crate::transport) fn name_matches(leaf: &Octets, domain: &str) -> bool {
    let leaf = CertificateDer::from(leaf.0.as_slice());
    let Ok(leaf) = ParsedCertificate::try_from(&leaf) else { return false };
    server_name(domain).is_some_and(|name| verify_server_name(&leaf, &name).is_ok())
}

/// A domain as rustls knows it; an IPv6 address stands in brackets in a JID (RFC 7622 3.2).
pub(super) fn server_name(domain: &str) -> Option<ServerName<'_>> {
    let address = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    ServerName::try_from(address.unwrap_or(domain)).ok()
}

/// Takes every chain, since the app is asked before anything but the handshake leaves. That the
/// peer holds the key of the certificate is proved here as ever.
#[derive(Debug)]
struct AskLater(Arc<CryptoProvider>);

impl ServerCertVerifier for AskLater {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        signed: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls12_signature(signed, leaf, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        signed: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls13_signature(signed, leaf, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// The time that rustls sees: that of the last `Now`, in milliseconds since 1970.
#[derive(Debug)]
pub(super) struct Clock(AtomicU64);

impl Clock {
    pub(super) fn new(now: Now) -> Clock {
        Clock(AtomicU64::new(now.unix_ms))
    }

    pub(super) fn set(&self, now: Now) {
        self.0.store(now.unix_ms, Ordering::Relaxed);
    }
}

impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        let since_1970 = core::time::Duration::from_millis(self.0.load(Ordering::Relaxed));
        Some(UnixTime::since_unix_epoch(since_1970))
    }
}
