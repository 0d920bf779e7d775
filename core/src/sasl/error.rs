//! Everything that can end a login. No sentence holds a secret.

use crate::declare::{choice, failure};
use std::fmt;

failure! {
    /// Why a login by SASL failed.
    #[derive(Eq)]
    pub enum SaslError {
        /// The server offers no mechanism that this engine has, that the policy allows and that the
        /// given secret fits.
        NotOffered {
            /// What the server offers.
            offered: Vec<String>,
        } => "no mechanism of the server can be used: {offered:?}",
        /// Only PLAIN is left, and [`SaslPolicy`](crate::sasl::SaslPolicy) does not allow it, or the
        /// server's certificate has not been verified.
        PlainNotAllowed => "the server asks for the password in plain text, which is not allowed",
        /// The policy requires channel binding, and either the server or this connection has none.
        NoChannelBinding => "channel binding is required but cannot be had",
        /// A user name that is empty or holds NUL.
        BadUserName => "the user name cannot be used",
        /// A password that is empty or that SASLprep (RFC 4013) refuses: it holds control characters,
        /// characters newer than Unicode 3.2, or mixes directions of writing.
        BadPassword => "the password cannot be used: it is empty or SASLprep refuses it",
        /// The stored keys do not fit what the server asks for now; the password is needed.
        KeysOutdated => "the stored keys are of no use any more",
        /// A message of the server that breaks the grammar of the mechanism.
        Malformed {
            /// What is wrong with it.
            what: String,
        } => "malformed SASL message: {what}",
        /// A message of the server beyond [`Limits::sasl_message_bytes`](crate::limits::Limits).
        MessageTooLarge {
            /// The limit, in octets.
            limit: u32,
        } => "a SASL message is larger than {limit} octets",
        /// The server answered to another nonce than ours, or added nothing to it.
        BadNonce => "the server's nonce is wrong",
        /// The server demands an extension of SCRAM (`m=`). None is defined.
        ExtensionRequired => "the server demands an unknown extension of SCRAM",
        /// Fewer than 4096 rounds, or more than [`Limits::scram_iterations`](crate::limits::Limits).
        IterationsOutOfRange {
            /// The rounds the server asked for.
            rounds: u64,
            /// The highest number that is accepted.
            highest: u32,
        } => "the server asks for {rounds} rounds of derivation; 4096 to {highest} are accepted",
        /// The mechanisms or channel-binding types we were offered are not those that the server
        /// offered (XEP-0474): somebody sits in between.
        Downgraded => "somebody has changed the list of login mechanisms on its way",
        /// The server does not know the password.
        BadServerSignature => "the server does not know the password: wrong signature",
        /// The server claims success without having proved anything.
        SuccessWithoutProof => "the server claims success without a proof",
        /// A message of the server at a point where none is due.
        OutOfStep => "a SASL message that is not due",
        /// The server ended SCRAM with an error of its own.
        ScramRefused {
            /// The error.
            fault: ScramFault,
        } => "the server refuses the login: {fault}",
        /// The server refused the login (RFC 6120 section 6.5).
        Refused {
            /// The defined condition.
            condition: SaslCondition,
            /// The server's explanation.
            text: Option<String>,
        } => "the server refuses the login: {condition}",
    }
}

impl SaslError {
    pub(super) fn malformed(what: &str) -> SaslError {
        SaslError::Malformed { what: what.to_owned() }
    }
}

choice! {
    /// Why a server refuses a login: the conditions of RFC 6120 section 6.5.
    #[derive(Eq)]
    pub enum SaslCondition {
        /// We gave up.
        Aborted,
        /// The account exists but is switched off.
        AccountDisabled,
        /// The password must be renewed first.
        CredentialsExpired,
        /// The mechanism is not allowed without encryption.
        EncryptionRequired,
        /// Our base64 was not understood.
        IncorrectEncoding,
        /// We may not act as the user we named.
        InvalidAuthzid,
        /// The server does not have the mechanism after all.
        InvalidMechanism,
        /// Our message was not understood.
        MalformedRequest,
        /// The mechanism is too weak for this account.
        MechanismTooWeak,
        /// User name or password is wrong.
        NotAuthorized,
        /// Try again later.
        TemporaryAuthFailure,
        /// A condition this version does not know, or none at all.
        Undefined {
            /// The name of the element; empty if there was none.
            name: String,
        },
    }
}

impl SaslCondition {
    /// The condition that an element of this name stands for.
    pub fn of_name(name: &str) -> SaslCondition {
        let known = Self::table().into_iter().find(|(known, _)| *known == name);
        known.map_or_else(|| Self::Undefined { name: name.to_owned() }, |(_, condition)| condition)
    }

    /// The name of the element: `not-authorized`.
    pub fn name(&self) -> &str {
        match self {
            Self::Undefined { name } => name,
            _ => Self::table().into_iter().find(|(_, c)| c == self).map_or("", |(name, _)| name),
        }
    }

    fn table() -> [(&'static str, SaslCondition); 11] {
        [
            ("aborted", Self::Aborted),
            ("account-disabled", Self::AccountDisabled),
            ("credentials-expired", Self::CredentialsExpired),
            ("encryption-required", Self::EncryptionRequired),
            ("incorrect-encoding", Self::IncorrectEncoding),
            ("invalid-authzid", Self::InvalidAuthzid),
            ("invalid-mechanism", Self::InvalidMechanism),
            ("malformed-request", Self::MalformedRequest),
            ("mechanism-too-weak", Self::MechanismTooWeak),
            ("not-authorized", Self::NotAuthorized),
            ("temporary-auth-failure", Self::TemporaryAuthFailure),
        ]
    }
}

impl fmt::Display for SaslCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

choice! {
    /// How a server ends SCRAM when it refuses: the values of `e=` in RFC 5802 section 7.
    #[derive(Eq)]
    pub enum ScramFault {
        /// The base64 of our message was not understood.
        InvalidEncoding,
        /// An extension we did not ask for.
        ExtensionsNotSupported,
        /// The password is wrong.
        InvalidProof,
        /// Our connection and the server's are not the same one: somebody sits in between.
        ChannelBindingsDontMatch,
        /// We said that the server has no channel binding, but it has: somebody sits in between.
        ServerDoesSupportChannelBinding,
        /// The server has no channel binding after all.
        ChannelBindingNotSupported,
        /// The server does not have this type of channel binding.
        UnsupportedChannelBindingType,
        /// There is no such user.
        UnknownUser,
        /// The user name was not understood.
        InvalidUsernameEncoding,
        /// The server is short of resources.
        NoResources,
        /// The server does not say why.
        OtherError,
        /// A value this version does not know.
        Undefined {
            /// The value.
            name: String,
        },
    }
}

impl ScramFault {
    /// The fault that this value of `e=` stands for.
    pub(super) fn of_name(name: &str) -> ScramFault {
        let known = Self::table().into_iter().find(|(known, _)| *known == name);
        known.map_or_else(|| Self::Undefined { name: name.to_owned() }, |(_, fault)| fault)
    }

    /// The value of `e=`: `invalid-proof`.
    pub fn name(&self) -> &str {
        match self {
            Self::Undefined { name } => name,
            _ => Self::table().into_iter().find(|(_, f)| f == self).map_or("", |(name, _)| name),
        }
    }

    fn table() -> [(&'static str, ScramFault); 11] {
        [
            ("invalid-encoding", Self::InvalidEncoding),
            ("extensions-not-supported", Self::ExtensionsNotSupported),
            ("invalid-proof", Self::InvalidProof),
            ("channel-bindings-dont-match", Self::ChannelBindingsDontMatch),
            ("server-does-support-channel-binding", Self::ServerDoesSupportChannelBinding),
            ("channel-binding-not-supported", Self::ChannelBindingNotSupported),
            ("unsupported-channel-binding-type", Self::UnsupportedChannelBindingType),
            ("unknown-user", Self::UnknownUser),
            ("invalid-username-encoding", Self::InvalidUsernameEncoding),
            ("no-resources", Self::NoResources),
            ("other-error", Self::OtherError),
        ]
    }
}

impl fmt::Display for ScramFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_and_faults_have_one_name_each() {
        for (name, condition) in SaslCondition::table() {
            assert_eq!((condition.name(), SaslCondition::of_name(name)), (name, condition.clone()));
        }
        for (name, fault) in ScramFault::table() {
            assert_eq!((fault.name(), ScramFault::of_name(name)), (name, fault.clone()));
        }
        assert_eq!(SaslCondition::of_name("tea-time").name(), "tea-time");
        assert_eq!(ScramFault::of_name("tea-time").name(), "tea-time");
    }
}
