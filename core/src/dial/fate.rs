//! What follows from each cause of an end: the one table.

use crate::sasl::{SaslCondition, SaslError};
use crate::stanza::StanzaErrorKind;
use crate::stream::{Reason, StreamCondition};
use crate::transport::ConnectFailure;

/// Whether to dial again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Yes, with the usual growing pauses: the cause lies on the way and passes.
    Retry,
    /// Yes, but slowly from the start: the cause lies with the server, and somebody has to act.
    BackOff,
    /// No: it would come again at once and for ever, or do harm.
    Stop,
}

/// The shortest pause, in milliseconds, where somebody has to act at the server.
const SLOW_MS: u64 = 30_000;

impl Fate {
    /// How long to wait, in milliseconds, given the growing pause; `None` for ever.
    pub(crate) fn pause(self, growing_ms: u64) -> Option<u64> {
        match self {
            Fate::Retry => Some(growing_ms),
            Fate::BackOff => Some(growing_ms.max(SLOW_MS)),
            Fate::Stop => None,
        }
    }
}

/// The table (RFC 6120 sections 4.9.3, 6.5 and 7.7). `in_clear`: it was said before TLS, perhaps by
/// somebody on the way, who must not keep us away for ever by one sentence.
pub(crate) fn fate(reason: &Reason, in_clear: bool) -> Fate {
    match reason {
        Reason::Requested | Reason::Aborted | Reason::DriverGone => Fate::Stop,
        // The host's TLS: as if it were ours.
        Reason::ConnectFailed { failure: ConnectFailure::Tls { .. } } => Fate::BackOff,
        Reason::ConnectFailed { .. }
        | Reason::ConnectionLost
        | Reason::StreamClosed
        | Reason::TimedOut { .. } => Fate::Retry,
        Reason::TlsRequired | Reason::TlsFailed { .. } | Reason::PeerFault { .. } => Fate::BackOff,
        Reason::StreamError { error } => match of_stream_error(&error.condition) {
            Fate::Stop if in_clear => Fate::BackOff,
            fate => fate,
        },
        Reason::LoginFailed { error } => of_login(error),
        Reason::BindRefused { error } => match error.kind {
            StanzaErrorKind::Wait => Fate::BackOff,
            _ => Fate::Stop,
        },
        Reason::WrongIdentity { .. } => Fate::Stop,
    }
}

/// Bad credentials, or a policy of ours that the server cannot meet, would fail again and may lock
/// the account: they stop. What the server did wrong, or somebody in between, passes or is mended:
/// a client in a pocket must not stay away for ever because a server once came up half configured.
fn of_login(error: &SaslError) -> Fate {
    match error {
        SaslError::Refused { condition: SaslCondition::TemporaryAuthFailure, .. } => Fate::BackOff,
        SaslError::Refused { .. }
        | SaslError::ScramRefused { .. }
        | SaslError::PlainNotAllowed
        | SaslError::NoChannelBinding
        | SaslError::BadUserName
        | SaslError::BadPassword
        | SaslError::KeysOutdated => Fate::Stop,
        _ => Fate::BackOff,
    }
}

/// Two clients that take the same resource from each other would fight for ever: `conflict`
/// stops. What only a new release of us could mend stops as well.
fn of_stream_error(condition: &StreamCondition) -> Fate {
    match condition {
        StreamCondition::Conflict
        | StreamCondition::UnsupportedVersion
        | StreamCondition::UnsupportedFeature => Fate::Stop,
        StreamCondition::ConnectionTimeout
        | StreamCondition::Reset
        | StreamCondition::SystemShutdown
        | StreamCondition::InternalServerError => Fate::Retry,
        _ => Fate::BackOff,
    }
}
