//! Chance as data: one generator, seeded by the driver, so that the same inputs give the same
//! outputs, octet for octet.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};

/// The engine's only source of randomness.
pub(crate) struct Chance(ChaCha20Rng);

impl Chance {
    /// `seed` comes from the operating system and is used for one engine only.
    pub(crate) fn new(seed: [u8; 32]) -> Chance {
        Chance(ChaCha20Rng::from_seed(seed))
    }

    pub(crate) fn fill(&mut self, out: &mut [u8]) {
        self.0.fill_bytes(out);
    }

    /// A stanza id: 16 hexadecimal digits that another entity cannot guess (RFC 6120 8.1.3).
    pub(crate) fn stanza_id(&mut self) -> String {
        // By hand, since `format!` would take a twentieth of what it costs to send a message.
        let (mut number, mut id) = (self.0.next_u64(), [0; 16]);
        for digit in id.iter_mut().rev() {
            *digit = b"0123456789abcdef"[(number & 15) as usize];
            number >>= 4;
        }
        String::from_utf8_lossy(&id).into_owned()
    }

    /// A value below `bound`; 0 if `bound` is 0. The bias of the modulus does not matter for
    /// jitter, its only use.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 { 0 } else { self.0.next_u64() % bound }
    }
}
