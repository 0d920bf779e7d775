//! The seam without the feature `tls`: there is no session, and asking for one is an error.

use crate::declare::Octets;
use crate::time::Now;
use crate::transport::buffer::Buffer;
use crate::transport::data::{SharedError, TlsFault, TlsInfo, Trust};

/// Nothing to share.
pub(in crate::transport) struct Setup;

impl Setup {
    pub(in crate::transport) fn client(_: &Trust) -> Result<Setup, SharedError> {
        Ok(Setup)
    }

    #[cfg(feature = "accept")]
    pub(in crate::transport) fn server(
        _: &crate::transport::TlsIdentity,
    ) -> Result<Setup, SharedError> {
        Err(SharedError::NoTls)
    }
}

/// A session that cannot be.
pub(in crate::transport) enum Session {}

impl Session {
    pub(in crate::transport) fn start(
        _: &Setup,
        _: &str,
        _: bool,
        _: Now,
    ) -> Result<Session, TlsFault> {
        Err(TlsFault::NotBuiltIn)
    }

    pub(in crate::transport) fn read(
        &mut self,
        _: &[u8],
        _: Now,
        _: &mut Buffer,
    ) -> (usize, Result<(), TlsFault>) {
        match *self {}
    }

    pub(in crate::transport) fn write(&mut self, _: &[u8], _: &mut Buffer) {
        match *self {}
    }

    pub(in crate::transport) fn drain(&mut self, _: &mut Buffer) {
        match *self {}
    }

    pub(in crate::transport) fn close(&mut self) {
        match *self {}
    }

    pub(in crate::transport) fn is_handshaking(&self) -> bool {
        match *self {}
    }

    pub(in crate::transport) fn peer_closed(&self) -> bool {
        match *self {}
    }

    pub(in crate::transport) fn info(&mut self) -> TlsInfo {
        match *self {}
    }
}

/// Names in certificates cannot be read without a TLS library: never known to match.
pub(in crate::transport) fn name_matches(_: &Octets, _: &str) -> bool {
    false
}
