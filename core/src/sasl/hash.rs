//! The arithmetic of SCRAM: HMAC, the derivation of the salted password in bounded pieces
//! (RFC 5802 section 2.2, `Hi`), and the two keys that come out of it.

use super::SecretText;
use crate::declare::choice;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::digest::{Digest, Output};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use std::hint::black_box;
use zeroize::{Zeroize, Zeroizing};

choice! {
    /// The hash of a SCRAM mechanism. A stronger one is greater.
    #[derive(Copy, Eq, PartialOrd, Ord)]
    pub enum ScramHash {
        /// SCRAM-SHA-1 (RFC 5802).
        Sha1,
        /// SCRAM-SHA-256 (RFC 7677).
        Sha256,
        /// SCRAM-SHA-512.
        Sha512,
    }
}

/// Octets that are wiped when dropped.
pub(super) type Wiped = Zeroizing<Vec<u8>>;

impl ScramHash {
    /// The length of a hash, in octets.
    pub(super) fn octets(self) -> usize {
        match self {
            ScramHash::Sha1 => 20,
            ScramHash::Sha256 => 32,
            ScramHash::Sha512 => 64,
        }
    }

    pub(super) fn digest(self, data: &[u8]) -> Wiped {
        Zeroizing::new(match self {
            ScramHash::Sha1 => Sha1::digest(data).to_vec(),
            ScramHash::Sha256 => Sha256::digest(data).to_vec(),
            ScramHash::Sha512 => Sha512::digest(data).to_vec(),
        })
    }

    pub(super) fn hmac(self, key: &[u8], data: &[u8]) -> Wiped {
        Zeroizing::new(match self {
            ScramHash::Sha1 => keyed::<Hmac<Sha1>>(key).chain_update(data).finalize_vec(),
            ScramHash::Sha256 => keyed::<Hmac<Sha256>>(key).chain_update(data).finalize_vec(),
            ScramHash::Sha512 => keyed::<Hmac<Sha512>>(key).chain_update(data).finalize_vec(),
        })
    }

    /// Starts the derivation of the salted password. `rounds` is at least 1.
    pub(super) fn derive(self, password: &[u8], salt: &[u8], rounds: u32) -> Box<dyn Derivation> {
        match self {
            ScramHash::Sha1 => Box::new(Rounds::<Hmac<Sha1>>::new(password, salt, rounds)),
            ScramHash::Sha256 => Box::new(Rounds::<Hmac<Sha256>>::new(password, salt, rounds)),
            ScramHash::Sha512 => Box::new(Rounds::<Hmac<Sha512>>::new(password, salt, rounds)),
        }
    }
}

fn keyed<M: KeyInit>(key: &[u8]) -> M {
    M::new_from_slice(key).expect("invariant: HMAC takes keys of any length")
}

/// `finalize` as plain octets.
trait FinalizeVec: Mac {
    fn finalize_vec(self) -> Vec<u8> {
        self.finalize().into_bytes().to_vec()
    }
}
impl<M: Mac> FinalizeVec for M {}

/// A derivation under way.
pub(super) trait Derivation: Send {
    /// Does `most` rounds at most. The salted password, once all are done.
    fn run(&mut self, most: u32) -> Option<Wiped>;
}

/// The state of PBKDF2 for its first block, the only one that SCRAM uses. The key is hashed into
/// `keyed` once, which halves the work of each round.
///
/// The hash crates can wipe each of their temporaries; that makes a round two to three times as
/// slow. So the state is wiped at the end alone, and what a round leaves on the stack is left to
/// be overwritten.
struct Rounds<M: Mac + KeyInit> {
    keyed: M,
    last: Output<M>,
    sum: Output<M>,
    left: u32,
}

impl<M: Mac + KeyInit + Clone> Rounds<M> {
    fn new(password: &[u8], salt: &[u8], rounds: u32) -> Rounds<M> {
        let keyed = keyed::<M>(password);
        let first = keyed.clone().chain_update(salt).chain_update(1u32.to_be_bytes());
        let last = first.finalize().into_bytes();
        Rounds { keyed, sum: last.clone(), last, left: rounds.saturating_sub(1) }
    }
}

impl<M: Mac + KeyInit + Clone + Send> Derivation for Rounds<M>
where
    Output<M>: Send,
{
    fn run(&mut self, most: u32) -> Option<Wiped> {
        let now = most.min(self.left);
        for _ in 0..now {
            self.last = self.keyed.clone().chain_update(&self.last).finalize().into_bytes();
            for (sum, last) in self.sum.iter_mut().zip(&self.last) {
                *sum ^= last;
            }
        }
        self.left -= now;
        (self.left == 0).then(|| Zeroizing::new(self.sum.to_vec()))
    }
}

impl<M: Mac + KeyInit> Drop for Rounds<M> {
    fn drop(&mut self) {
        self.keyed = keyed(b"");
        black_box(&self.keyed); // or the assignment could be left out, as nobody reads it
        self.last.as_mut_slice().zeroize();
        self.sum.as_mut_slice().zeroize();
    }
}

/// The keys that open an account, on either side.
pub(super) struct Keys {
    hash: ScramHash,
    client: Wiped,
    server: Wiped,
}

impl Keys {
    pub(super) fn of_salted_password(hash: ScramHash, salted: &[u8]) -> Keys {
        let client = hash.hmac(salted, b"Client Key");
        Keys { hash, client, server: hash.hmac(salted, b"Server Key") }
    }

    /// What [`Keys::to_text`] made; `None` if it is something else.
    pub(super) fn of_text(hash: ScramHash, text: &SecretText) -> Option<Keys> {
        let both = Zeroizing::new(STANDARD.decode(text.reveal()).ok()?);
        let (client, server) = both.split_at_checked(hash.octets())?;
        let [client, server] = [client, server].map(|key| Zeroizing::new(key.to_vec()));
        (server.len() == hash.octets()).then_some(Keys { hash, client, server })
    }

    /// Both as base64.
    pub(super) fn to_text(&self) -> SecretText {
        let both = Zeroizing::new([&self.client[..], &self.server[..]].concat());
        STANDARD.encode(&both).into()
    }

    /// Shows the server that we have the client key (`ClientProof`).
    pub(super) fn proof(&self, auth_message: &[u8]) -> Vec<u8> {
        let signature = self.hash.hmac(&self.hash.digest(&self.client), auth_message);
        self.client.iter().zip(signature.iter()).map(|(key, sign)| key ^ sign).collect()
    }

    /// What the server must show us (`ServerSignature`).
    pub(super) fn server_signature(&self, auth_message: &[u8]) -> Wiped {
        self.hash.hmac(&self.server, auth_message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(data: &[u8]) -> String {
        data.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// RFC 6070, the vectors of one block.
    #[test]
    fn derives_the_vectors_of_rfc_6070() {
        for (rounds, want) in [
            (1, "0c60c80f961f0e71f3a9b524af6012062fe037a6"),
            (2, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"),
            (4096, "4b007901b765489abead49d926f721d065a429c1"),
        ] {
            let mut derivation = ScramHash::Sha1.derive(b"password", b"salt", rounds);
            assert_eq!(hex(&derivation.run(10_000).expect("short")), want);
        }
    }

    #[test]
    fn pieces_of_a_derivation_make_the_whole() {
        for hash in [ScramHash::Sha1, ScramHash::Sha256, ScramHash::Sha512] {
            let whole = hash.derive(b"pencil", b"salt", 1000).run(1000).expect("one piece");
            let mut derivation = hash.derive(b"pencil", b"salt", 1000);
            let mut pieces = 1;
            let salted = loop {
                match derivation.run(300) {
                    Some(salted) => break salted,
                    None => pieces += 1,
                }
            };
            assert_eq!((pieces, salted, whole.len()), (4, whole, hash.octets()));
        }
    }

    #[test]
    fn keys_survive_their_text() {
        let keys = Keys::of_salted_password(ScramHash::Sha256, b"salted");
        let again = Keys::of_text(ScramHash::Sha256, &keys.to_text()).expect("own text");
        assert_eq!(again.proof(b"message"), keys.proof(b"message"));
        assert_eq!(again.server_signature(b"message"), keys.server_signature(b"message"));
        for hash in [ScramHash::Sha1, ScramHash::Sha512] {
            assert!(Keys::of_text(hash, &keys.to_text()).is_none());
        }
        for text in ["", "AA==", "no base64"] {
            assert!(Keys::of_text(ScramHash::Sha256, &text.into()).is_none());
        }
    }
}
