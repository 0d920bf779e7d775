//! What a user logs in with. Secrets are wiped from memory when dropped and have no readable
//! debug form.

use super::hash::ScramHash;
use crate::declare::{Octets, Render, choice};
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

choice! {
    /// What an account is logged in with.
    #[derive(Eq)]
    pub enum Secret {
        /// The password.
        Password {
            /// As the user typed it.
            password: SecretText,
        },
        /// Nothing: the server makes up a temporary account (RFC 4505, XEP-0175).
        Anonymous,
        /// SCRAM keys derived from the password at an earlier login (RFC 5802 section 3). They open
        /// this account for as long as the server keeps salt and iterations; the password cannot
        /// be computed from them.
        ClientKeys {
            /// The hash they were derived with.
            hash: ScramHash,
            /// The server's salt for this account.
            salt: Octets,
            /// The rounds of the derivation.
            iterations: u32,
            /// Client key and server key, in this order, as base64.
            keys: SecretText,
        },
    }
}

impl Secret {
    /// A login by password.
    pub fn password(password: impl Into<SecretText>) -> Secret {
        Secret::Password { password: password.into() }
    }
}

/// A secret text. It is wiped when dropped; `Debug` and [`Render`] give `***`; comparing two of
/// one length takes the same time wherever they differ.
#[derive(Clone, Eq)]
pub struct SecretText(String);

impl SecretText {
    /// The text itself. Keep copies short-lived and out of logs.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for SecretText {
    fn from(text: String) -> SecretText {
        SecretText(text)
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> SecretText {
        SecretText(text.to_owned())
    }
}

impl PartialEq for SecretText {
    fn eq(&self, other: &SecretText) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Drop for SecretText {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Render for SecretText {
    fn render(&self, out: &mut String) {
        out.push_str("***");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declare::rendered;

    #[test]
    fn a_secret_is_not_shown() {
        let secret = Secret::password("pencil");
        assert_eq!(format!("{secret:?}"), "Password { password: *** }");
        assert_eq!(rendered(&secret), "Password{password=***}");
        let keys = Secret::ClientKeys {
            hash: ScramHash::Sha1,
            salt: Octets(vec![1]),
            iterations: 4096,
            keys: "c2VjcmV0".into(),
        };
        assert!(!format!("{keys:?}{}", rendered(&keys)).contains("c2V"));
    }

    #[test]
    fn secrets_are_compared_by_their_text() {
        assert_eq!(SecretText::from("pencil"), SecretText::from("pencil".to_owned()));
        assert_ne!(SecretText::from("pencil"), SecretText::from("pencils"));
        assert_ne!(SecretText::from("pencil"), SecretText::from("Pencil"));
    }
}
