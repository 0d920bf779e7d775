//! What becomes of a stanza of ours: one of four ends, told with its token.

use super::ids::Token;
use super::queue::{Entry, Origin};
use super::results::SendFailure;

/// What became of a stanza that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The transport has passed on its last octet, on this stream.
    Written,
    /// The server has taken it over (XEP-0198).
    Acked,
    /// The link died before one of the two was known.
    Unsure,
    /// It was given up.
    Failed(SendFailure),
}

/// News of one stanza.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ending {
    pub(crate) token: Token,
    pub(crate) origin: Origin,
    pub(crate) fate: Fate,
}

impl Ending {
    pub(crate) fn of<E>(entry: &Entry<E>, fate: Fate) -> Ending {
        Ending { token: entry.token, origin: entry.origin, fate }
    }
}
