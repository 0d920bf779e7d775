//! A secret text outside of the engine.

use std::fmt;

use xmpp_engine::declared::SecretText;

/// A secret text: a password, derived keys. It shows as three stars wherever a value is printed. The
/// engine wipes its own copy of the text; this one is the program's to keep out of logs.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct HiddenText {
    /// The text itself.
    pub text: String,
}

impl fmt::Debug for HiddenText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for HiddenText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl From<SecretText> for HiddenText {
    fn from(secret: SecretText) -> HiddenText {
        HiddenText { text: secret.reveal().to_owned() }
    }
}

impl From<HiddenText> for SecretText {
    fn from(hidden: HiddenText) -> SecretText {
        SecretText::from(hidden.text)
    }
}
