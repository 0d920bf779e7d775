//! What many engines share: the TLS configuration and the roots, read and indexed once.

use super::data::{SharedError, Trust};
use super::tls::Setup;
use std::fmt;
use std::sync::Arc;

/// One for thousands of engines: a system's 150 roots alone take 50 kB and milliseconds to read.
pub struct Shared {
    setup: Setup,
}

impl Shared {
    /// For clients: whom to trust. An error if not one of the roots can be used.
    pub fn new(trust: &Trust) -> Result<Arc<Shared>, SharedError> {
        Ok(Arc::new(Shared { setup: Setup::client(trust)? }))
    }

    /// For the receiving role: who we are.
    #[cfg(feature = "accept")]
    pub fn server(identity: &TlsIdentity) -> Result<Arc<Shared>, SharedError> {
        Ok(Arc::new(Shared { setup: Setup::server(identity)? }))
    }

    #[cfg(test)]
    pub(super) fn of(setup: Setup) -> Arc<Shared> {
        Arc::new(Shared { setup })
    }

    pub(super) fn setup(&self) -> &Setup {
        &self.setup
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shared")
    }
}

/// A server's certificate and its key. Not declared, since the receiving role crosses no border
/// and a key must not be rendered.
#[cfg(feature = "accept")]
#[derive(Clone)]
pub struct TlsIdentity {
    /// The server's own certificate, then those above it, in DER.
    pub chain: Vec<crate::declare::Octets>,
    /// The private key of the first, in DER: PKCS #8, SEC 1 or PKCS #1.
    pub key: crate::declare::Octets,
}

#[cfg(feature = "accept")]
impl fmt::Debug for TlsIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TlsIdentity {{ chain: {} certificates, key: *** }}", self.chain.len())
    }
}
