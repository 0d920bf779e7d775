//! Why a call was refused.

use std::fmt;

use xmpp_engine::declared::{
    AnswerError, BuildError, CommandError, InputError, JidError, SendError, SharedError,
    StanzaFault, XmlError,
};

macro_rules! call_error {
    ($($(#[doc = $doc:literal])+ $variant:ident: $error:ident,)*) => {
        /// Why a call was refused: the one exception of all calls. Nothing has changed then. What is
        /// wrong can be an argument, or what the engine says of it.
        #[derive(Clone, Debug, PartialEq, uniffi::Error)]
        #[uniffi::export(Display)]
        #[non_exhaustive]
        pub enum CallError {
            /// A text is not one element of XML.
            NoElement,
            /// A message, a request for somebody's presence or an answer to one has to say for whom.
            NoRecipient,
            /// A seed has 32 octets.
            BadSeed,
            $($(#[doc = $doc])+ $variant {
                /// What is wrong.
                error: $error,
            },)*
        }

        impl fmt::Display for CallError {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    CallError::NoElement => f.write_str("the text is not one element of XML"),
                    CallError::NoRecipient => f.write_str("there is no recipient"),
                    CallError::BadSeed => f.write_str("a seed has 32 octets"),
                    $(CallError::$variant { error } => error.fmt(f),)*
                }
            }
        }

        $(impl From<$error> for CallError {
            fn from(error: $error) -> CallError {
                CallError::$variant { error }
            }
        })*
    };
}

call_error! {
    /// An input of the driver was not taken.
    Input: InputError,
    /// An address is none.
    Address: JidError,
    /// A text is not XML as XMPP has it.
    Xml: XmlError,
    /// A text cannot stand in XML.
    Text: BuildError,
    /// A stanza is none.
    Stanza: StanzaFault,
    /// The stanza or the request was not taken.
    Send: SendError,
    /// The answer was not taken.
    Answer: AnswerError,
    /// The command was not taken.
    Command: CommandError,
    /// None of the roots can be used.
    Roots: SharedError,
    /// There are no certificates in a text.
    Pem: PemError,
}

impl std::error::Error for CallError {}

/// For languages in which an exception's own text tells its fields.
#[uniffi::export]
impl CallError {
    /// Why, in one sentence.
    fn text(&self) -> String {
        self.to_string()
    }
}

/// Why there are no certificates in a text.
#[derive(Clone, Debug, PartialEq, uniffi::Error)]
#[non_exhaustive]
pub enum PemError {
    /// There is none.
    NoCertificate,
    /// One is damaged.
    Damaged,
}

impl fmt::Display for PemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PemError::NoCertificate => "there is no certificate in it",
            PemError::Damaged => "a certificate in it is damaged",
        })
    }
}

impl std::error::Error for PemError {}
