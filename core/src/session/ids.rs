//! The ids that a session hands out. Each kind is a type of its own, so that one cannot be
//! passed for another.

use crate::declare::id;

id! {
    /// One stanza given to `send`. The generation of the session stands in the high 32 bits and
    /// a running number in the low ones, so that a token stays unique after a restore.
    pub struct Token;
}

id! {
    /// One IQ request of ours, from `ask` to its one answer.
    pub struct RequestId;
}

id! {
    /// One IQ request of somebody else that waits for the app's answer.
    pub struct IncomingId;
}

id! {
    /// One command given to an extension.
    pub struct CommandId;
}

impl Token {
    /// The first token of a generation.
    pub(crate) const fn first(generation: u32) -> Token {
        Token::from_value((generation as u64) << 32)
    }

    /// The token after this one. After 2^32 of them the next generation begins.
    pub(crate) const fn next(self) -> Token {
        Token::from_value(self.value().wrapping_add(1))
    }

    /// The generation this token belongs to.
    pub const fn generation(self) -> u32 {
        (self.value() >> 32) as u32
    }
}
