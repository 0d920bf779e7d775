//! Numbers of kinds: 0 is always "none, or unknown to this program".
//!
//! Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations.

use crate::number::{FromNumber, Numbered};
use ::xmpp_engine::declared::*;

/// Yes, with growing pauses, unless the cause would come again at once for ever: a refused
/// password, or another client that takes the same resource.
pub const XMPP_RECONNECT_ALWAYS: i32 = 1;

/// No: every end is final. For scripts.
pub const XMPP_RECONNECT_NEVER: i32 = 2;

/// As always, once it was online; until then every end is final. For bots: one that is
/// started with a wrong password or address ends and can say why.
pub const XMPP_RECONNECT_ONCE_ONLINE: i32 = 3;

impl Numbered for Reconnect {
    fn number(&self) -> i32 {
        match self {
            Reconnect::Always => XMPP_RECONNECT_ALWAYS,
            Reconnect::Never => XMPP_RECONNECT_NEVER,
            Reconnect::OnceOnline => XMPP_RECONNECT_ONCE_ONLINE,
            _ => 0,
        }
    }
}

impl FromNumber for Reconnect {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_RECONNECT_ALWAYS => Reconnect::Always,
            XMPP_RECONNECT_NEVER => Reconnect::Never,
            XMPP_RECONNECT_ONCE_ONLINE => Reconnect::OnceOnline,
            _ => return None,
        })
    }
}

/// At the next `poll`: for a program that acts on each event inside the loop.
pub const XMPP_HANDLED_MODE_IMPLICIT: i32 = 1;

/// When the program calls `handled`: for everything that puts a queue between.
pub const XMPP_HANDLED_MODE_EXPLICIT: i32 = 2;

impl Numbered for HandledMode {
    fn number(&self) -> i32 {
        match self {
            HandledMode::Implicit => XMPP_HANDLED_MODE_IMPLICIT,
            HandledMode::Explicit => XMPP_HANDLED_MODE_EXPLICIT,
            _ => 0,
        }
    }
}

impl FromNumber for HandledMode {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_HANDLED_MODE_IMPLICIT => HandledMode::Implicit,
            XMPP_HANDLED_MODE_EXPLICIT => HandledMode::Explicit,
            _ => return None,
        })
    }
}

/// Connect, then call `connected` or `failed`.
pub const XMPP_OUT_CONNECT: i32 = 1;

/// Write these octets, in the order of the outputs; then call `transmitted`.
pub const XMPP_OUT_TRANSMIT: i32 = 2;

/// Go over to TLS, then call `secured` or `failed`. Only if the config says that the host
/// brings the TLS.
pub const XMPP_OUT_START_TLS: i32 = 3;

/// Write what is still to be written, then close. Nothing more is heard from it.
pub const XMPP_OUT_DISCONNECT: i32 = 4;

/// Something for the app.
pub const XMPP_OUT_EVENT: i32 = 5;

/// Nothing to do: always last. Sleep until there is input, or until `until`.
pub const XMPP_OUT_WAIT: i32 = 6;

impl Numbered for Output {
    fn number(&self) -> i32 {
        match self {
            Output::Connect { .. } => XMPP_OUT_CONNECT,
            Output::Transmit { .. } => XMPP_OUT_TRANSMIT,
            Output::StartTls { .. } => XMPP_OUT_START_TLS,
            Output::Disconnect { .. } => XMPP_OUT_DISCONNECT,
            Output::Event { .. } => XMPP_OUT_EVENT,
            Output::Wait { .. } => XMPP_OUT_WAIT,
            _ => 0,
        }
    }
}

/// A new session: what others knew of an earlier one is gone.
pub const XMPP_SESSION_KIND_FRESH: i32 = 1;

impl Numbered for SessionKind {
    fn number(&self) -> i32 {
        match self {
            SessionKind::Fresh => XMPP_SESSION_KIND_FRESH,
            _ => 0,
        }
    }
}

/// Directly, over this stream.
pub const XMPP_MESSAGE_ORIGIN_LIVE: i32 = 1;

impl Numbered for MessageOrigin {
    fn number(&self) -> i32 {
        match self {
            MessageOrigin::Live => XMPP_MESSAGE_ORIGIN_LIVE,
            _ => 0,
        }
    }
}

/// From the server.
pub const XMPP_WIRE_DIRECTION_RECEIVED: i32 = 1;

/// To the server.
pub const XMPP_WIRE_DIRECTION_SENT: i32 = 2;

impl Numbered for WireDirection {
    fn number(&self) -> i32 {
        match self {
            WireDirection::Received => XMPP_WIRE_DIRECTION_RECEIVED,
            WireDirection::Sent => XMPP_WIRE_DIRECTION_SENT,
            _ => 0,
        }
    }
}

impl FromNumber for WireDirection {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_WIRE_DIRECTION_RECEIVED => WireDirection::Received,
            XMPP_WIRE_DIRECTION_SENT => WireDirection::Sent,
            _ => return None,
        })
    }
}

/// The session is there: stanzas flow.
pub const XMPP_EVENT_ONLINE: i32 = 1;

/// The connection is gone, or could not be made; the engine dials again by itself.
pub const XMPP_EVENT_OFFLINE: i32 = 2;

/// The engine has come to its end and does nothing any more.
pub const XMPP_EVENT_CLOSED: i32 = 3;

/// A message, errors among them.
pub const XMPP_EVENT_MESSAGE: i32 = 4;

/// A presence: who is there, who asks for a subscription, an error.
pub const XMPP_EVENT_PRESENCE: i32 = 5;

/// An IQ request in a namespace that the config claims. It waits for `answer`.
pub const XMPP_EVENT_REQUEST: i32 = 6;

/// The end of a request made with `ask`.
pub const XMPP_EVENT_ANSWER: i32 = 7;

/// A stanza is written: the driver reported its last octet as transmitted. The last
/// word on it unless the server counts stanzas (XEP-0198); after a lost connection a
/// stanza can be written again.
pub const XMPP_EVENT_WRITTEN: i32 = 8;

/// The server has taken the stanza (XEP-0198). The last word on it.
pub const XMPP_EVENT_ACKED: i32 = 9;

/// The connection was lost before the server acknowledged the stanza: it may or
/// may not have arrived. The last word on it.
pub const XMPP_EVENT_UNSURE: i32 = 10;

/// The stanza was not sent and will not be. The last word on it.
pub const XMPP_EVENT_FAILED: i32 = 11;

/// A call was refused because a queue was full; there is room again.
pub const XMPP_EVENT_WRITABLE: i32 = 12;

/// Something from the server was left out: it was over the limits or could not be
/// understood. The session goes on.
pub const XMPP_EVENT_DROPPED: i32 = 13;

/// The app has to decide on a certificate; `trust` answers.
pub const XMPP_EVENT_VERIFY_CERTIFICATE: i32 = 14;

/// Credentials are needed; `provide` answers.
pub const XMPP_EVENT_NEED_CREDENTIALS: i32 = 15;

/// An element on the wire, if the config asks for it. Secrets are left out.
pub const XMPP_EVENT_WIRE: i32 = 16;

/// Service discovery (XEP-0030).
pub const XMPP_EVENT_DISCO: i32 = 17;

/// Pings between entities (XEP-0199).
pub const XMPP_EVENT_PING: i32 = 18;

/// The contact list and who may see whom (RFC 6121).
pub const XMPP_EVENT_ROSTER: i32 = 19;

impl Numbered for Event {
    fn number(&self) -> i32 {
        match self {
            Event::Online { .. } => XMPP_EVENT_ONLINE,
            Event::Offline { .. } => XMPP_EVENT_OFFLINE,
            Event::Closed { .. } => XMPP_EVENT_CLOSED,
            Event::Message { .. } => XMPP_EVENT_MESSAGE,
            Event::Presence { .. } => XMPP_EVENT_PRESENCE,
            Event::Request { .. } => XMPP_EVENT_REQUEST,
            Event::Answer { .. } => XMPP_EVENT_ANSWER,
            Event::Written { .. } => XMPP_EVENT_WRITTEN,
            Event::Acked { .. } => XMPP_EVENT_ACKED,
            Event::Unsure { .. } => XMPP_EVENT_UNSURE,
            Event::Failed { .. } => XMPP_EVENT_FAILED,
            Event::Writable => XMPP_EVENT_WRITABLE,
            Event::Dropped { .. } => XMPP_EVENT_DROPPED,
            Event::VerifyCertificate { .. } => XMPP_EVENT_VERIFY_CERTIFICATE,
            Event::NeedCredentials { .. } => XMPP_EVENT_NEED_CREDENTIALS,
            Event::Wire { .. } => XMPP_EVENT_WIRE,
            Event::Disco { .. } => XMPP_EVENT_DISCO,
            Event::Ping { .. } => XMPP_EVENT_PING,
            Event::Roster { .. } => XMPP_EVENT_ROSTER,
            _ => 0,
        }
    }
}

/// The config carries none.
pub const XMPP_CREDENTIALS_WHY_MISSING: i32 = 1;

/// The server refused those that were given.
pub const XMPP_CREDENTIALS_WHY_REFUSED: i32 = 2;

impl Numbered for CredentialsWhy {
    fn number(&self) -> i32 {
        match self {
            CredentialsWhy::Missing => XMPP_CREDENTIALS_WHY_MISSING,
            CredentialsWhy::Refused => XMPP_CREDENTIALS_WHY_REFUSED,
            _ => 0,
        }
    }
}

impl FromNumber for CredentialsWhy {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_CREDENTIALS_WHY_MISSING => CredentialsWhy::Missing,
            XMPP_CREDENTIALS_WHY_REFUSED => CredentialsWhy::Refused,
            _ => return None,
        })
    }
}

/// The server offers no mechanism that this engine has, that the policy allows and that the
/// given secret fits.
pub const XMPP_SASL_ERROR_NOT_OFFERED: i32 = 1;

/// Only PLAIN is left, and `SaslPolicy` does not allow it, or the
/// server's certificate has not been verified.
pub const XMPP_SASL_ERROR_PLAIN_NOT_ALLOWED: i32 = 2;

/// The policy requires channel binding, and either the server or this connection has none.
pub const XMPP_SASL_ERROR_NO_CHANNEL_BINDING: i32 = 3;

/// A user name that is empty or holds NUL.
pub const XMPP_SASL_ERROR_BAD_USER_NAME: i32 = 4;

/// A password that is empty or that SASLprep (RFC 4013) refuses: it holds control characters,
/// characters newer than Unicode 3.2, or mixes directions of writing.
pub const XMPP_SASL_ERROR_BAD_PASSWORD: i32 = 5;

/// The stored keys do not fit what the server asks for now; the password is needed.
pub const XMPP_SASL_ERROR_KEYS_OUTDATED: i32 = 6;

/// A message of the server that breaks the grammar of the mechanism.
pub const XMPP_SASL_ERROR_MALFORMED: i32 = 7;

/// A message of the server beyond `xmpp_limits.sasl_message_bytes`.
pub const XMPP_SASL_ERROR_MESSAGE_TOO_LARGE: i32 = 8;

/// The server answered to another nonce than ours, or added nothing to it.
pub const XMPP_SASL_ERROR_BAD_NONCE: i32 = 9;

/// The server demands an extension of SCRAM (`m=`). None is defined.
pub const XMPP_SASL_ERROR_EXTENSION_REQUIRED: i32 = 10;

/// Fewer than 4096 rounds, or more than `xmpp_limits.scram_iterations`.
pub const XMPP_SASL_ERROR_ITERATIONS_OUT_OF_RANGE: i32 = 11;

/// The mechanisms or channel-binding types we were offered are not those that the server
/// offered (XEP-0474): somebody sits in between.
pub const XMPP_SASL_ERROR_DOWNGRADED: i32 = 12;

/// The server does not know the password.
pub const XMPP_SASL_ERROR_BAD_SERVER_SIGNATURE: i32 = 13;

/// The server claims success without having proved anything.
pub const XMPP_SASL_ERROR_SUCCESS_WITHOUT_PROOF: i32 = 14;

/// A message of the server at a point where none is due.
pub const XMPP_SASL_ERROR_OUT_OF_STEP: i32 = 15;

/// The server ended SCRAM with an error of its own.
pub const XMPP_SASL_ERROR_SCRAM_REFUSED: i32 = 16;

/// The server refused the login (RFC 6120 section 6.5).
pub const XMPP_SASL_ERROR_REFUSED: i32 = 17;

impl Numbered for SaslError {
    fn number(&self) -> i32 {
        match self {
            SaslError::NotOffered { .. } => XMPP_SASL_ERROR_NOT_OFFERED,
            SaslError::PlainNotAllowed => XMPP_SASL_ERROR_PLAIN_NOT_ALLOWED,
            SaslError::NoChannelBinding => XMPP_SASL_ERROR_NO_CHANNEL_BINDING,
            SaslError::BadUserName => XMPP_SASL_ERROR_BAD_USER_NAME,
            SaslError::BadPassword => XMPP_SASL_ERROR_BAD_PASSWORD,
            SaslError::KeysOutdated => XMPP_SASL_ERROR_KEYS_OUTDATED,
            SaslError::Malformed { .. } => XMPP_SASL_ERROR_MALFORMED,
            SaslError::MessageTooLarge { .. } => XMPP_SASL_ERROR_MESSAGE_TOO_LARGE,
            SaslError::BadNonce => XMPP_SASL_ERROR_BAD_NONCE,
            SaslError::ExtensionRequired => XMPP_SASL_ERROR_EXTENSION_REQUIRED,
            SaslError::IterationsOutOfRange { .. } => XMPP_SASL_ERROR_ITERATIONS_OUT_OF_RANGE,
            SaslError::Downgraded => XMPP_SASL_ERROR_DOWNGRADED,
            SaslError::BadServerSignature => XMPP_SASL_ERROR_BAD_SERVER_SIGNATURE,
            SaslError::SuccessWithoutProof => XMPP_SASL_ERROR_SUCCESS_WITHOUT_PROOF,
            SaslError::OutOfStep => XMPP_SASL_ERROR_OUT_OF_STEP,
            SaslError::ScramRefused { .. } => XMPP_SASL_ERROR_SCRAM_REFUSED,
            SaslError::Refused { .. } => XMPP_SASL_ERROR_REFUSED,
            _ => 0,
        }
    }
}

/// We gave up.
pub const XMPP_SASL_CONDITION_ABORTED: i32 = 1;

/// The account exists but is switched off.
pub const XMPP_SASL_CONDITION_ACCOUNT_DISABLED: i32 = 2;

/// The password must be renewed first.
pub const XMPP_SASL_CONDITION_CREDENTIALS_EXPIRED: i32 = 3;

/// The mechanism is not allowed without encryption.
pub const XMPP_SASL_CONDITION_ENCRYPTION_REQUIRED: i32 = 4;

/// Our base64 was not understood.
pub const XMPP_SASL_CONDITION_INCORRECT_ENCODING: i32 = 5;

/// We may not act as the user we named.
pub const XMPP_SASL_CONDITION_INVALID_AUTHZID: i32 = 6;

/// The server does not have the mechanism after all.
pub const XMPP_SASL_CONDITION_INVALID_MECHANISM: i32 = 7;

/// Our message was not understood.
pub const XMPP_SASL_CONDITION_MALFORMED_REQUEST: i32 = 8;

/// The mechanism is too weak for this account.
pub const XMPP_SASL_CONDITION_MECHANISM_TOO_WEAK: i32 = 9;

/// User name or password is wrong.
pub const XMPP_SASL_CONDITION_NOT_AUTHORIZED: i32 = 10;

/// Try again later.
pub const XMPP_SASL_CONDITION_TEMPORARY_AUTH_FAILURE: i32 = 11;

/// A condition this version does not know, or none at all.
pub const XMPP_SASL_CONDITION_UNDEFINED: i32 = 12;

impl Numbered for SaslCondition {
    fn number(&self) -> i32 {
        match self {
            SaslCondition::Aborted => XMPP_SASL_CONDITION_ABORTED,
            SaslCondition::AccountDisabled => XMPP_SASL_CONDITION_ACCOUNT_DISABLED,
            SaslCondition::CredentialsExpired => XMPP_SASL_CONDITION_CREDENTIALS_EXPIRED,
            SaslCondition::EncryptionRequired => XMPP_SASL_CONDITION_ENCRYPTION_REQUIRED,
            SaslCondition::IncorrectEncoding => XMPP_SASL_CONDITION_INCORRECT_ENCODING,
            SaslCondition::InvalidAuthzid => XMPP_SASL_CONDITION_INVALID_AUTHZID,
            SaslCondition::InvalidMechanism => XMPP_SASL_CONDITION_INVALID_MECHANISM,
            SaslCondition::MalformedRequest => XMPP_SASL_CONDITION_MALFORMED_REQUEST,
            SaslCondition::MechanismTooWeak => XMPP_SASL_CONDITION_MECHANISM_TOO_WEAK,
            SaslCondition::NotAuthorized => XMPP_SASL_CONDITION_NOT_AUTHORIZED,
            SaslCondition::TemporaryAuthFailure => XMPP_SASL_CONDITION_TEMPORARY_AUTH_FAILURE,
            SaslCondition::Undefined { .. } => XMPP_SASL_CONDITION_UNDEFINED,
            _ => 0,
        }
    }
}

/// The base64 of our message was not understood.
pub const XMPP_SCRAM_FAULT_INVALID_ENCODING: i32 = 1;

/// An extension we did not ask for.
pub const XMPP_SCRAM_FAULT_EXTENSIONS_NOT_SUPPORTED: i32 = 2;

/// The password is wrong.
pub const XMPP_SCRAM_FAULT_INVALID_PROOF: i32 = 3;

/// Our connection and the server's are not the same one: somebody sits in between.
pub const XMPP_SCRAM_FAULT_CHANNEL_BINDINGS_DONT_MATCH: i32 = 4;

/// We said that the server has no channel binding, but it has: somebody sits in between.
pub const XMPP_SCRAM_FAULT_SERVER_DOES_SUPPORT_CHANNEL_BINDING: i32 = 5;

/// The server has no channel binding after all.
pub const XMPP_SCRAM_FAULT_CHANNEL_BINDING_NOT_SUPPORTED: i32 = 6;

/// The server does not have this type of channel binding.
pub const XMPP_SCRAM_FAULT_UNSUPPORTED_CHANNEL_BINDING_TYPE: i32 = 7;

/// There is no such user.
pub const XMPP_SCRAM_FAULT_UNKNOWN_USER: i32 = 8;

/// The user name was not understood.
pub const XMPP_SCRAM_FAULT_INVALID_USERNAME_ENCODING: i32 = 9;

/// The server is short of resources.
pub const XMPP_SCRAM_FAULT_NO_RESOURCES: i32 = 10;

/// The server does not say why.
pub const XMPP_SCRAM_FAULT_OTHER_ERROR: i32 = 11;

/// A value this version does not know.
pub const XMPP_SCRAM_FAULT_UNDEFINED: i32 = 12;

impl Numbered for ScramFault {
    fn number(&self) -> i32 {
        match self {
            ScramFault::InvalidEncoding => XMPP_SCRAM_FAULT_INVALID_ENCODING,
            ScramFault::ExtensionsNotSupported => XMPP_SCRAM_FAULT_EXTENSIONS_NOT_SUPPORTED,
            ScramFault::InvalidProof => XMPP_SCRAM_FAULT_INVALID_PROOF,
            ScramFault::ChannelBindingsDontMatch => XMPP_SCRAM_FAULT_CHANNEL_BINDINGS_DONT_MATCH,
            ScramFault::ServerDoesSupportChannelBinding => {
                XMPP_SCRAM_FAULT_SERVER_DOES_SUPPORT_CHANNEL_BINDING
            }
            ScramFault::ChannelBindingNotSupported => {
                XMPP_SCRAM_FAULT_CHANNEL_BINDING_NOT_SUPPORTED
            }
            ScramFault::UnsupportedChannelBindingType => {
                XMPP_SCRAM_FAULT_UNSUPPORTED_CHANNEL_BINDING_TYPE
            }
            ScramFault::UnknownUser => XMPP_SCRAM_FAULT_UNKNOWN_USER,
            ScramFault::InvalidUsernameEncoding => XMPP_SCRAM_FAULT_INVALID_USERNAME_ENCODING,
            ScramFault::NoResources => XMPP_SCRAM_FAULT_NO_RESOURCES,
            ScramFault::OtherError => XMPP_SCRAM_FAULT_OTHER_ERROR,
            ScramFault::Undefined { .. } => XMPP_SCRAM_FAULT_UNDEFINED,
            _ => 0,
        }
    }
}

/// SCRAM-SHA-1 (RFC 5802).
pub const XMPP_SCRAM_HASH_SHA1: i32 = 1;

/// SCRAM-SHA-256 (RFC 7677).
pub const XMPP_SCRAM_HASH_SHA256: i32 = 2;

/// SCRAM-SHA-512.
pub const XMPP_SCRAM_HASH_SHA512: i32 = 3;

impl Numbered for ScramHash {
    fn number(&self) -> i32 {
        match self {
            ScramHash::Sha1 => XMPP_SCRAM_HASH_SHA1,
            ScramHash::Sha256 => XMPP_SCRAM_HASH_SHA256,
            ScramHash::Sha512 => XMPP_SCRAM_HASH_SHA512,
            _ => 0,
        }
    }
}

impl FromNumber for ScramHash {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_SCRAM_HASH_SHA1 => ScramHash::Sha1,
            XMPP_SCRAM_HASH_SHA256 => ScramHash::Sha256,
            XMPP_SCRAM_HASH_SHA512 => ScramHash::Sha512,
            _ => return None,
        })
    }
}

/// Larger than the server now takes (XEP-0478); it took more when the stanza was queued.
pub const XMPP_SEND_FAILURE_TOO_LARGE: i32 = 1;

/// The stanza was in flight at two deaths of the link in a row, both by a stream error.
pub const XMPP_SEND_FAILURE_POISON: i32 = 2;

/// The session ended before the stanza was written.
pub const XMPP_SEND_FAILURE_CLOSED: i32 = 3;

impl Numbered for SendFailure {
    fn number(&self) -> i32 {
        match self {
            SendFailure::TooLarge => XMPP_SEND_FAILURE_TOO_LARGE,
            SendFailure::Poison => XMPP_SEND_FAILURE_POISON,
            SendFailure::Closed => XMPP_SEND_FAILURE_CLOSED,
            _ => 0,
        }
    }
}

impl FromNumber for SendFailure {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_SEND_FAILURE_TOO_LARGE => SendFailure::TooLarge,
            XMPP_SEND_FAILURE_POISON => SendFailure::Poison,
            XMPP_SEND_FAILURE_CLOSED => SendFailure::Closed,
            _ => return None,
        })
    }
}

/// It ends as unsure: the app decides.
pub const XMPP_UNACKED_POLICY_DROP: i32 = 1;

/// It is sent again, first and in order, with the same id. It may arrive twice.
pub const XMPP_UNACKED_POLICY_RESEND: i32 = 2;

impl Numbered for UnackedPolicy {
    fn number(&self) -> i32 {
        match self {
            UnackedPolicy::Drop => XMPP_UNACKED_POLICY_DROP,
            UnackedPolicy::Resend => XMPP_UNACKED_POLICY_RESEND,
            _ => 0,
        }
    }
}

impl FromNumber for UnackedPolicy {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_UNACKED_POLICY_DROP => UnackedPolicy::Drop,
            XMPP_UNACKED_POLICY_RESEND => UnackedPolicy::Resend,
            _ => return None,
        })
    }
}

/// It was granted.
pub const XMPP_ANSWER_RESULT_RESULT: i32 = 1;

/// It was refused.
pub const XMPP_ANSWER_RESULT_ERROR: i32 = 2;

/// No answer came in time.
pub const XMPP_ANSWER_RESULT_TIMEOUT: i32 = 3;

/// The stream ended first. Whether the request was carried out is not known.
pub const XMPP_ANSWER_RESULT_OFFLINE: i32 = 4;

/// The app gave it up. Whether the request was carried out is not known.
pub const XMPP_ANSWER_RESULT_CANCELLED: i32 = 5;

impl Numbered for AnswerResult {
    fn number(&self) -> i32 {
        match self {
            AnswerResult::Result { .. } => XMPP_ANSWER_RESULT_RESULT,
            AnswerResult::Error { .. } => XMPP_ANSWER_RESULT_ERROR,
            AnswerResult::Timeout => XMPP_ANSWER_RESULT_TIMEOUT,
            AnswerResult::Offline => XMPP_ANSWER_RESULT_OFFLINE,
            AnswerResult::Cancelled => XMPP_ANSWER_RESULT_CANCELLED,
            _ => 0,
        }
    }
}

/// Log in first.
pub const XMPP_STANZA_ERROR_KIND_AUTH: i32 = 1;

/// Nothing.
pub const XMPP_STANZA_ERROR_KIND_CANCEL: i32 = 2;

/// Go on: it was only a warning.
pub const XMPP_STANZA_ERROR_KIND_CONTINUE: i32 = 3;

/// Change what was sent.
pub const XMPP_STANZA_ERROR_KIND_MODIFY: i32 = 4;

/// Wait and try again.
pub const XMPP_STANZA_ERROR_KIND_WAIT: i32 = 5;

impl Numbered for StanzaErrorKind {
    fn number(&self) -> i32 {
        match self {
            StanzaErrorKind::Auth => XMPP_STANZA_ERROR_KIND_AUTH,
            StanzaErrorKind::Cancel => XMPP_STANZA_ERROR_KIND_CANCEL,
            StanzaErrorKind::Continue => XMPP_STANZA_ERROR_KIND_CONTINUE,
            StanzaErrorKind::Modify => XMPP_STANZA_ERROR_KIND_MODIFY,
            StanzaErrorKind::Wait => XMPP_STANZA_ERROR_KIND_WAIT,
            _ => 0,
        }
    }
}

impl FromNumber for StanzaErrorKind {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_STANZA_ERROR_KIND_AUTH => StanzaErrorKind::Auth,
            XMPP_STANZA_ERROR_KIND_CANCEL => StanzaErrorKind::Cancel,
            XMPP_STANZA_ERROR_KIND_CONTINUE => StanzaErrorKind::Continue,
            XMPP_STANZA_ERROR_KIND_MODIFY => StanzaErrorKind::Modify,
            XMPP_STANZA_ERROR_KIND_WAIT => StanzaErrorKind::Wait,
            _ => return None,
        })
    }
}

/// The stanza cannot be processed.
pub const XMPP_STANZA_CONDITION_BAD_REQUEST: i32 = 1;

/// Something of that name is there already.
pub const XMPP_STANZA_CONDITION_CONFLICT: i32 = 2;

/// It is not offered.
pub const XMPP_STANZA_CONDITION_FEATURE_NOT_IMPLEMENTED: i32 = 3;

/// The sender may not.
pub const XMPP_STANZA_CONDITION_FORBIDDEN: i32 = 4;

/// The recipient can no longer be reached under this address.
pub const XMPP_STANZA_CONDITION_GONE: i32 = 5;

/// The server failed by itself.
pub const XMPP_STANZA_CONDITION_INTERNAL_SERVER_ERROR: i32 = 6;

/// The thing asked for is not there.
pub const XMPP_STANZA_CONDITION_ITEM_NOT_FOUND: i32 = 7;

/// An address is malformed.
pub const XMPP_STANZA_CONDITION_JID_MALFORMED: i32 = 8;

/// The recipient does not accept what was sent.
pub const XMPP_STANZA_CONDITION_NOT_ACCEPTABLE: i32 = 9;

/// Nobody may.
pub const XMPP_STANZA_CONDITION_NOT_ALLOWED: i32 = 10;

/// The sender has to log in first.
pub const XMPP_STANZA_CONDITION_NOT_AUTHORIZED: i32 = 11;

/// A local policy was broken.
pub const XMPP_STANZA_CONDITION_POLICY_VIOLATION: i32 = 12;

/// The recipient is not there just now.
pub const XMPP_STANZA_CONDITION_RECIPIENT_UNAVAILABLE: i32 = 13;

/// The recipient is to be reached elsewhere for a while.
pub const XMPP_STANZA_CONDITION_REDIRECT: i32 = 14;

/// The sender has to register first.
pub const XMPP_STANZA_CONDITION_REGISTRATION_REQUIRED: i32 = 15;

/// The recipient's server is not there.
pub const XMPP_STANZA_CONDITION_REMOTE_SERVER_NOT_FOUND: i32 = 16;

/// The recipient's server did not answer in time.
pub const XMPP_STANZA_CONDITION_REMOTE_SERVER_TIMEOUT: i32 = 17;

/// There are no resources left for it.
pub const XMPP_STANZA_CONDITION_RESOURCE_CONSTRAINT: i32 = 18;

/// The recipient does not offer it.
pub const XMPP_STANZA_CONDITION_SERVICE_UNAVAILABLE: i32 = 19;

/// The sender has to subscribe first.
pub const XMPP_STANZA_CONDITION_SUBSCRIPTION_REQUIRED: i32 = 20;

/// None of the others; see the application's condition.
pub const XMPP_STANZA_CONDITION_UNDEFINED_CONDITION: i32 = 21;

/// The stanza came at a moment when it was not expected.
pub const XMPP_STANZA_CONDITION_UNEXPECTED_REQUEST: i32 = 22;

/// A condition that RFC 6120 does not know.
pub const XMPP_STANZA_CONDITION_UNKNOWN: i32 = 23;

impl Numbered for StanzaCondition {
    fn number(&self) -> i32 {
        match self {
            StanzaCondition::BadRequest => XMPP_STANZA_CONDITION_BAD_REQUEST,
            StanzaCondition::Conflict => XMPP_STANZA_CONDITION_CONFLICT,
            StanzaCondition::FeatureNotImplemented => XMPP_STANZA_CONDITION_FEATURE_NOT_IMPLEMENTED,
            StanzaCondition::Forbidden => XMPP_STANZA_CONDITION_FORBIDDEN,
            StanzaCondition::Gone => XMPP_STANZA_CONDITION_GONE,
            StanzaCondition::InternalServerError => XMPP_STANZA_CONDITION_INTERNAL_SERVER_ERROR,
            StanzaCondition::ItemNotFound => XMPP_STANZA_CONDITION_ITEM_NOT_FOUND,
            StanzaCondition::JidMalformed => XMPP_STANZA_CONDITION_JID_MALFORMED,
            StanzaCondition::NotAcceptable => XMPP_STANZA_CONDITION_NOT_ACCEPTABLE,
            StanzaCondition::NotAllowed => XMPP_STANZA_CONDITION_NOT_ALLOWED,
            StanzaCondition::NotAuthorized => XMPP_STANZA_CONDITION_NOT_AUTHORIZED,
            StanzaCondition::PolicyViolation => XMPP_STANZA_CONDITION_POLICY_VIOLATION,
            StanzaCondition::RecipientUnavailable => XMPP_STANZA_CONDITION_RECIPIENT_UNAVAILABLE,
            StanzaCondition::Redirect => XMPP_STANZA_CONDITION_REDIRECT,
            StanzaCondition::RegistrationRequired => XMPP_STANZA_CONDITION_REGISTRATION_REQUIRED,
            StanzaCondition::RemoteServerNotFound => XMPP_STANZA_CONDITION_REMOTE_SERVER_NOT_FOUND,
            StanzaCondition::RemoteServerTimeout => XMPP_STANZA_CONDITION_REMOTE_SERVER_TIMEOUT,
            StanzaCondition::ResourceConstraint => XMPP_STANZA_CONDITION_RESOURCE_CONSTRAINT,
            StanzaCondition::ServiceUnavailable => XMPP_STANZA_CONDITION_SERVICE_UNAVAILABLE,
            StanzaCondition::SubscriptionRequired => XMPP_STANZA_CONDITION_SUBSCRIPTION_REQUIRED,
            StanzaCondition::UndefinedCondition => XMPP_STANZA_CONDITION_UNDEFINED_CONDITION,
            StanzaCondition::UnexpectedRequest => XMPP_STANZA_CONDITION_UNEXPECTED_REQUEST,
            StanzaCondition::Unknown { .. } => XMPP_STANZA_CONDITION_UNKNOWN,
            _ => 0,
        }
    }
}

/// Asks for something.
pub const XMPP_IQ_KIND_GET: i32 = 1;

/// Asks for a change.
pub const XMPP_IQ_KIND_SET: i32 = 2;

/// The answer.
pub const XMPP_IQ_KIND_RESULT: i32 = 3;

/// The answer that it could not be done.
pub const XMPP_IQ_KIND_ERROR: i32 = 4;

impl Numbered for IqKind {
    fn number(&self) -> i32 {
        match self {
            IqKind::Get => XMPP_IQ_KIND_GET,
            IqKind::Set => XMPP_IQ_KIND_SET,
            IqKind::Result => XMPP_IQ_KIND_RESULT,
            IqKind::Error => XMPP_IQ_KIND_ERROR,
            _ => 0,
        }
    }
}

impl FromNumber for IqKind {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_IQ_KIND_GET => IqKind::Get,
            XMPP_IQ_KIND_SET => IqKind::Set,
            XMPP_IQ_KIND_RESULT => IqKind::Result,
            XMPP_IQ_KIND_ERROR => IqKind::Error,
            _ => return None,
        })
    }
}

/// One to one, in a conversation.
pub const XMPP_MESSAGE_KIND_CHAT: i32 = 1;

/// An error in answer to an earlier message.
pub const XMPP_MESSAGE_KIND_ERROR: i32 = 2;

/// In a room.
pub const XMPP_MESSAGE_KIND_GROUPCHAT: i32 = 3;

/// An alert without an answer expected.
pub const XMPP_MESSAGE_KIND_HEADLINE: i32 = 4;

/// By itself.
pub const XMPP_MESSAGE_KIND_NORMAL: i32 = 5;

impl Numbered for MessageKind {
    fn number(&self) -> i32 {
        match self {
            MessageKind::Chat => XMPP_MESSAGE_KIND_CHAT,
            MessageKind::Error => XMPP_MESSAGE_KIND_ERROR,
            MessageKind::Groupchat => XMPP_MESSAGE_KIND_GROUPCHAT,
            MessageKind::Headline => XMPP_MESSAGE_KIND_HEADLINE,
            MessageKind::Normal => XMPP_MESSAGE_KIND_NORMAL,
            _ => 0,
        }
    }
}

impl FromNumber for MessageKind {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_MESSAGE_KIND_CHAT => MessageKind::Chat,
            XMPP_MESSAGE_KIND_ERROR => MessageKind::Error,
            XMPP_MESSAGE_KIND_GROUPCHAT => MessageKind::Groupchat,
            XMPP_MESSAGE_KIND_HEADLINE => MessageKind::Headline,
            XMPP_MESSAGE_KIND_NORMAL => MessageKind::Normal,
            _ => return None,
        })
    }
}

/// The sender is there.
pub const XMPP_PRESENCE_KIND_AVAILABLE: i32 = 1;

/// An error in answer to an earlier presence.
pub const XMPP_PRESENCE_KIND_ERROR: i32 = 2;

/// Asks for the present presence; between servers.
pub const XMPP_PRESENCE_KIND_PROBE: i32 = 3;

/// Asks to see the recipient's presence.
pub const XMPP_PRESENCE_KIND_SUBSCRIBE: i32 = 4;

/// Lets the recipient see the sender's presence.
pub const XMPP_PRESENCE_KIND_SUBSCRIBED: i32 = 5;

/// The sender is gone.
pub const XMPP_PRESENCE_KIND_UNAVAILABLE: i32 = 6;

/// Stops seeing the recipient's presence.
pub const XMPP_PRESENCE_KIND_UNSUBSCRIBE: i32 = 7;

/// Stops letting the recipient see the sender's presence.
pub const XMPP_PRESENCE_KIND_UNSUBSCRIBED: i32 = 8;

impl Numbered for PresenceKind {
    fn number(&self) -> i32 {
        match self {
            PresenceKind::Available => XMPP_PRESENCE_KIND_AVAILABLE,
            PresenceKind::Error => XMPP_PRESENCE_KIND_ERROR,
            PresenceKind::Probe => XMPP_PRESENCE_KIND_PROBE,
            PresenceKind::Subscribe => XMPP_PRESENCE_KIND_SUBSCRIBE,
            PresenceKind::Subscribed => XMPP_PRESENCE_KIND_SUBSCRIBED,
            PresenceKind::Unavailable => XMPP_PRESENCE_KIND_UNAVAILABLE,
            PresenceKind::Unsubscribe => XMPP_PRESENCE_KIND_UNSUBSCRIBE,
            PresenceKind::Unsubscribed => XMPP_PRESENCE_KIND_UNSUBSCRIBED,
            _ => 0,
        }
    }
}

impl FromNumber for PresenceKind {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_PRESENCE_KIND_AVAILABLE => PresenceKind::Available,
            XMPP_PRESENCE_KIND_ERROR => PresenceKind::Error,
            XMPP_PRESENCE_KIND_PROBE => PresenceKind::Probe,
            XMPP_PRESENCE_KIND_SUBSCRIBE => PresenceKind::Subscribe,
            XMPP_PRESENCE_KIND_SUBSCRIBED => PresenceKind::Subscribed,
            XMPP_PRESENCE_KIND_UNAVAILABLE => PresenceKind::Unavailable,
            XMPP_PRESENCE_KIND_UNSUBSCRIBE => PresenceKind::Unsubscribe,
            XMPP_PRESENCE_KIND_UNSUBSCRIBED => PresenceKind::Unsubscribed,
            _ => return None,
        })
    }
}

/// Away for a while.
pub const XMPP_SHOW_AWAY: i32 = 1;

/// Eager to chat.
pub const XMPP_SHOW_CHAT: i32 = 2;

/// Not to be disturbed.
pub const XMPP_SHOW_DND: i32 = 3;

/// Away for a long while.
pub const XMPP_SHOW_XA: i32 = 4;

impl Numbered for Show {
    fn number(&self) -> i32 {
        match self {
            Show::Away => XMPP_SHOW_AWAY,
            Show::Chat => XMPP_SHOW_CHAT,
            Show::Dnd => XMPP_SHOW_DND,
            Show::Xa => XMPP_SHOW_XA,
            _ => 0,
        }
    }
}

impl FromNumber for Show {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_SHOW_AWAY => Show::Away,
            XMPP_SHOW_CHAT => Show::Chat,
            XMPP_SHOW_DND => Show::Dnd,
            XMPP_SHOW_XA => Show::Xa,
            _ => return None,
        })
    }
}

/// The XML cannot be processed.
pub const XMPP_STREAM_CONDITION_BAD_FORMAT: i32 = 1;

/// A namespace prefix is missing or unknown.
pub const XMPP_STREAM_CONDITION_BAD_NAMESPACE_PREFIX: i32 = 2;

/// Another stream of the same account has taken this one's place.
pub const XMPP_STREAM_CONDITION_CONFLICT: i32 = 3;

/// The peer had nothing from us for too long.
pub const XMPP_STREAM_CONDITION_CONNECTION_TIMEOUT: i32 = 4;

/// The domain is no longer served there.
pub const XMPP_STREAM_CONDITION_HOST_GONE: i32 = 5;

/// The domain is not served there.
pub const XMPP_STREAM_CONDITION_HOST_UNKNOWN: i32 = 6;

/// An address is missing or malformed.
pub const XMPP_STREAM_CONDITION_IMPROPER_ADDRESSING: i32 = 7;

/// The server failed by itself.
pub const XMPP_STREAM_CONDITION_INTERNAL_SERVER_ERROR: i32 = 8;

/// A sender's address is not the authenticated one.
pub const XMPP_STREAM_CONDITION_INVALID_FROM: i32 = 9;

/// The stream's or the content's namespace is wrong.
pub const XMPP_STREAM_CONDITION_INVALID_NAMESPACE: i32 = 10;

/// The XML is invalid for a server that validates.
pub const XMPP_STREAM_CONDITION_INVALID_XML: i32 = 11;

/// The action needs a login first.
pub const XMPP_STREAM_CONDITION_NOT_AUTHORIZED: i32 = 12;

/// The XML is not well-formed.
pub const XMPP_STREAM_CONDITION_NOT_WELL_FORMED: i32 = 13;

/// A local policy was broken, such as a size limit.
pub const XMPP_STREAM_CONDITION_POLICY_VIOLATION: i32 = 14;

/// A further server could not be reached.
pub const XMPP_STREAM_CONDITION_REMOTE_CONNECTION_FAILED: i32 = 15;

/// The stream is to be opened anew.
pub const XMPP_STREAM_CONDITION_RESET: i32 = 16;

/// The server has no resources left for this stream.
pub const XMPP_STREAM_CONDITION_RESOURCE_CONSTRAINT: i32 = 17;

/// XML that XMPP forbids: a comment, a DTD, a processing instruction.
pub const XMPP_STREAM_CONDITION_RESTRICTED_XML: i32 = 18;

/// The server asks to connect elsewhere.
pub const XMPP_STREAM_CONDITION_SEE_OTHER_HOST: i32 = 19;

/// The server is shutting down.
pub const XMPP_STREAM_CONDITION_SYSTEM_SHUTDOWN: i32 = 20;

/// None of the others; see the application's condition.
pub const XMPP_STREAM_CONDITION_UNDEFINED_CONDITION: i32 = 21;

/// An encoding other than UTF-8.
pub const XMPP_STREAM_CONDITION_UNSUPPORTED_ENCODING: i32 = 22;

/// A mandatory feature is not supported.
pub const XMPP_STREAM_CONDITION_UNSUPPORTED_FEATURE: i32 = 23;

/// An element that the receiver does not expect at this place.
pub const XMPP_STREAM_CONDITION_UNSUPPORTED_STANZA_TYPE: i32 = 24;

/// A version of XMPP that the receiver does not support.
pub const XMPP_STREAM_CONDITION_UNSUPPORTED_VERSION: i32 = 25;

/// A condition that RFC 6120 does not know.
pub const XMPP_STREAM_CONDITION_OTHER: i32 = 26;

impl Numbered for StreamCondition {
    fn number(&self) -> i32 {
        match self {
            StreamCondition::BadFormat => XMPP_STREAM_CONDITION_BAD_FORMAT,
            StreamCondition::BadNamespacePrefix => XMPP_STREAM_CONDITION_BAD_NAMESPACE_PREFIX,
            StreamCondition::Conflict => XMPP_STREAM_CONDITION_CONFLICT,
            StreamCondition::ConnectionTimeout => XMPP_STREAM_CONDITION_CONNECTION_TIMEOUT,
            StreamCondition::HostGone => XMPP_STREAM_CONDITION_HOST_GONE,
            StreamCondition::HostUnknown => XMPP_STREAM_CONDITION_HOST_UNKNOWN,
            StreamCondition::ImproperAddressing => XMPP_STREAM_CONDITION_IMPROPER_ADDRESSING,
            StreamCondition::InternalServerError => XMPP_STREAM_CONDITION_INTERNAL_SERVER_ERROR,
            StreamCondition::InvalidFrom => XMPP_STREAM_CONDITION_INVALID_FROM,
            StreamCondition::InvalidNamespace => XMPP_STREAM_CONDITION_INVALID_NAMESPACE,
            StreamCondition::InvalidXml => XMPP_STREAM_CONDITION_INVALID_XML,
            StreamCondition::NotAuthorized => XMPP_STREAM_CONDITION_NOT_AUTHORIZED,
            StreamCondition::NotWellFormed => XMPP_STREAM_CONDITION_NOT_WELL_FORMED,
            StreamCondition::PolicyViolation => XMPP_STREAM_CONDITION_POLICY_VIOLATION,
            StreamCondition::RemoteConnectionFailed => {
                XMPP_STREAM_CONDITION_REMOTE_CONNECTION_FAILED
            }
            StreamCondition::Reset => XMPP_STREAM_CONDITION_RESET,
            StreamCondition::ResourceConstraint => XMPP_STREAM_CONDITION_RESOURCE_CONSTRAINT,
            StreamCondition::RestrictedXml => XMPP_STREAM_CONDITION_RESTRICTED_XML,
            StreamCondition::SeeOtherHost => XMPP_STREAM_CONDITION_SEE_OTHER_HOST,
            StreamCondition::SystemShutdown => XMPP_STREAM_CONDITION_SYSTEM_SHUTDOWN,
            StreamCondition::UndefinedCondition => XMPP_STREAM_CONDITION_UNDEFINED_CONDITION,
            StreamCondition::UnsupportedEncoding => XMPP_STREAM_CONDITION_UNSUPPORTED_ENCODING,
            StreamCondition::UnsupportedFeature => XMPP_STREAM_CONDITION_UNSUPPORTED_FEATURE,
            StreamCondition::UnsupportedStanzaType => XMPP_STREAM_CONDITION_UNSUPPORTED_STANZA_TYPE,
            StreamCondition::UnsupportedVersion => XMPP_STREAM_CONDITION_UNSUPPORTED_VERSION,
            StreamCondition::Other { .. } => XMPP_STREAM_CONDITION_OTHER,
            _ => 0,
        }
    }
}

/// The app called `close`.
pub const XMPP_REASON_REQUESTED: i32 = 1;

/// The app called `abort`.
pub const XMPP_REASON_ABORTED: i32 = 2;

/// Whatever drove the engine is gone: it panicked, or its runtime ended. Said by a driver.
pub const XMPP_REASON_DRIVER_GONE: i32 = 3;

/// No connection could be made.
pub const XMPP_REASON_CONNECT_FAILED: i32 = 4;

/// The server offers no TLS, or refused it, and we do not go on without.
pub const XMPP_REASON_TLS_REQUIRED: i32 = 5;

/// TLS failed, or the certificate is not valid for the domain.
pub const XMPP_REASON_TLS_FAILED: i32 = 6;

/// The connection ended without a word.
pub const XMPP_REASON_CONNECTION_LOST: i32 = 7;

/// The server closed the stream.
pub const XMPP_REASON_STREAM_CLOSED: i32 = 8;

/// The server ended the stream with an error.
pub const XMPP_REASON_STREAM_ERROR: i32 = 9;

/// The server broke the protocol; it was told so with this condition.
pub const XMPP_REASON_PEER_FAULT: i32 = 10;

/// The login failed: the server refused it, nothing usable is offered, or the server could
/// not prove that it knows the password.
pub const XMPP_REASON_LOGIN_FAILED: i32 = 11;

/// The server refused to bind the resource.
pub const XMPP_REASON_BIND_REFUSED: i32 = 12;

/// The server bound an address of another account.
pub const XMPP_REASON_WRONG_IDENTITY: i32 = 13;

/// The server did not answer in time.
pub const XMPP_REASON_TIMED_OUT: i32 = 14;

impl Numbered for Reason {
    fn number(&self) -> i32 {
        match self {
            Reason::Requested => XMPP_REASON_REQUESTED,
            Reason::Aborted => XMPP_REASON_ABORTED,
            Reason::DriverGone => XMPP_REASON_DRIVER_GONE,
            Reason::ConnectFailed { .. } => XMPP_REASON_CONNECT_FAILED,
            Reason::TlsRequired => XMPP_REASON_TLS_REQUIRED,
            Reason::TlsFailed { .. } => XMPP_REASON_TLS_FAILED,
            Reason::ConnectionLost => XMPP_REASON_CONNECTION_LOST,
            Reason::StreamClosed => XMPP_REASON_STREAM_CLOSED,
            Reason::StreamError { .. } => XMPP_REASON_STREAM_ERROR,
            Reason::PeerFault { .. } => XMPP_REASON_PEER_FAULT,
            Reason::LoginFailed { .. } => XMPP_REASON_LOGIN_FAILED,
            Reason::BindRefused { .. } => XMPP_REASON_BIND_REFUSED,
            Reason::WrongIdentity { .. } => XMPP_REASON_WRONG_IDENTITY,
            Reason::TimedOut { .. } => XMPP_REASON_TIMED_OUT,
            _ => 0,
        }
    }
}

/// The driver's connection.
pub const XMPP_LOGIN_STEP_CONNECT: i32 = 1;

/// The server's stream header.
pub const XMPP_LOGIN_STEP_HEADER: i32 = 2;

/// The server's stream features.
pub const XMPP_LOGIN_STEP_FEATURES: i32 = 3;

/// The answer to STARTTLS.
pub const XMPP_LOGIN_STEP_START_TLS: i32 = 4;

/// The TLS handshake.
pub const XMPP_LOGIN_STEP_TLS: i32 = 5;

/// The app's verdict on a certificate.
pub const XMPP_LOGIN_STEP_TRUST: i32 = 6;

/// The app's credentials.
pub const XMPP_LOGIN_STEP_CREDENTIALS: i32 = 7;

/// The server's next SASL message.
pub const XMPP_LOGIN_STEP_LOGIN: i32 = 8;

/// The server's answer to resource binding.
pub const XMPP_LOGIN_STEP_BIND: i32 = 9;

/// The server's acknowledgement of stanzas (XEP-0198).
pub const XMPP_LOGIN_STEP_ACK: i32 = 10;

/// The connection takes none of our octets: the other side is gone, or does not read.
pub const XMPP_LOGIN_STEP_WRITE: i32 = 11;

/// The end of the stream after `close`.
pub const XMPP_LOGIN_STEP_CLOSE: i32 = 12;

impl Numbered for LoginStep {
    fn number(&self) -> i32 {
        match self {
            LoginStep::Connect => XMPP_LOGIN_STEP_CONNECT,
            LoginStep::Header => XMPP_LOGIN_STEP_HEADER,
            LoginStep::Features => XMPP_LOGIN_STEP_FEATURES,
            LoginStep::StartTls => XMPP_LOGIN_STEP_START_TLS,
            LoginStep::Tls => XMPP_LOGIN_STEP_TLS,
            LoginStep::Trust => XMPP_LOGIN_STEP_TRUST,
            LoginStep::Credentials => XMPP_LOGIN_STEP_CREDENTIALS,
            LoginStep::Login => XMPP_LOGIN_STEP_LOGIN,
            LoginStep::Bind => XMPP_LOGIN_STEP_BIND,
            LoginStep::Ack => XMPP_LOGIN_STEP_ACK,
            LoginStep::Write => XMPP_LOGIN_STEP_WRITE,
            LoginStep::Close => XMPP_LOGIN_STEP_CLOSE,
            _ => 0,
        }
    }
}

impl FromNumber for LoginStep {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_LOGIN_STEP_CONNECT => LoginStep::Connect,
            XMPP_LOGIN_STEP_HEADER => LoginStep::Header,
            XMPP_LOGIN_STEP_FEATURES => LoginStep::Features,
            XMPP_LOGIN_STEP_START_TLS => LoginStep::StartTls,
            XMPP_LOGIN_STEP_TLS => LoginStep::Tls,
            XMPP_LOGIN_STEP_TRUST => LoginStep::Trust,
            XMPP_LOGIN_STEP_CREDENTIALS => LoginStep::Credentials,
            XMPP_LOGIN_STEP_LOGIN => LoginStep::Login,
            XMPP_LOGIN_STEP_BIND => LoginStep::Bind,
            XMPP_LOGIN_STEP_ACK => LoginStep::Ack,
            XMPP_LOGIN_STEP_WRITE => LoginStep::Write,
            XMPP_LOGIN_STEP_CLOSE => LoginStep::Close,
            _ => return None,
        })
    }
}

/// The engine does TLS itself (needs the feature `tls`).
pub const XMPP_TLS_MODE_ENGINE: i32 = 1;

/// The host does: the engine says `XMPP_OUT_START_TLS`, the host answers
/// `secured`; or the host connects with TLS and says so in `connected`.
pub const XMPP_TLS_MODE_HOST: i32 = 2;

/// Nobody: everything, passwords included, goes in the clear. For tests and for links
/// that never leave the machine; never chosen by the engine itself.
pub const XMPP_TLS_MODE_PLAIN: i32 = 3;

impl Numbered for TlsMode {
    fn number(&self) -> i32 {
        match self {
            TlsMode::Engine => XMPP_TLS_MODE_ENGINE,
            TlsMode::Host => XMPP_TLS_MODE_HOST,
            TlsMode::Plain => XMPP_TLS_MODE_PLAIN,
            _ => 0,
        }
    }
}

impl FromNumber for TlsMode {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_TLS_MODE_ENGINE => TlsMode::Engine,
            XMPP_TLS_MODE_HOST => TlsMode::Host,
            XMPP_TLS_MODE_PLAIN => TlsMode::Plain,
            _ => return None,
        })
    }
}

/// With the first octet (XEP-0368).
pub const XMPP_TLS_START_DIRECT: i32 = 1;

/// After `<proceed/>` (RFC 6120 section 5).
pub const XMPP_TLS_START_START_TLS: i32 = 2;

impl Numbered for TlsStart {
    fn number(&self) -> i32 {
        match self {
            TlsStart::Direct => XMPP_TLS_START_DIRECT,
            TlsStart::StartTls => XMPP_TLS_START_START_TLS,
            _ => 0,
        }
    }
}

impl FromNumber for TlsStart {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_TLS_START_DIRECT => TlsStart::Direct,
            XMPP_TLS_START_START_TLS => TlsStart::StartTls,
            _ => return None,
        })
    }
}

/// It is the server's: go on.
pub const XMPP_VERDICT_ACCEPT: i32 = 1;

/// It is not: the attempt ends with `XMPP_TLS_FAULT_REFUSED`.
pub const XMPP_VERDICT_REFUSE: i32 = 2;

impl Numbered for Verdict {
    fn number(&self) -> i32 {
        match self {
            Verdict::Accept => XMPP_VERDICT_ACCEPT,
            Verdict::Refuse => XMPP_VERDICT_REFUSE,
            _ => 0,
        }
    }
}

impl FromNumber for Verdict {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_VERDICT_ACCEPT => Verdict::Accept,
            XMPP_VERDICT_REFUSE => Verdict::Refuse,
            _ => return None,
        })
    }
}

/// RFC 5246.
pub const XMPP_TLS_VERSION_TLS12: i32 = 1;

/// RFC 8446.
pub const XMPP_TLS_VERSION_TLS13: i32 = 2;

impl Numbered for TlsVersion {
    fn number(&self) -> i32 {
        match self {
            TlsVersion::Tls12 => XMPP_TLS_VERSION_TLS12,
            TlsVersion::Tls13 => XMPP_TLS_VERSION_TLS13,
            _ => 0,
        }
    }
}

impl FromNumber for TlsVersion {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_TLS_VERSION_TLS12 => TlsVersion::Tls12,
            XMPP_TLS_VERSION_TLS13 => TlsVersion::Tls13,
            _ => return None,
        })
    }
}

/// The host name has no address.
pub const XMPP_CONNECT_FAILURE_NO_ADDRESS: i32 = 1;

/// Nobody listens there.
pub const XMPP_CONNECT_FAILURE_REFUSED: i32 = 2;

/// The network has no way to the host.
pub const XMPP_CONNECT_FAILURE_UNREACHABLE: i32 = 3;

/// No answer in time.
pub const XMPP_CONNECT_FAILURE_TIMED_OUT: i32 = 4;

/// The peer, or something between, cut the connection without a word.
pub const XMPP_CONNECT_FAILURE_RESET: i32 = 5;

/// The host's own TLS failed.
pub const XMPP_CONNECT_FAILURE_TLS: i32 = 6;

/// Anything else.
pub const XMPP_CONNECT_FAILURE_OTHER: i32 = 7;

impl Numbered for ConnectFailure {
    fn number(&self) -> i32 {
        match self {
            ConnectFailure::NoAddress => XMPP_CONNECT_FAILURE_NO_ADDRESS,
            ConnectFailure::Refused => XMPP_CONNECT_FAILURE_REFUSED,
            ConnectFailure::Unreachable => XMPP_CONNECT_FAILURE_UNREACHABLE,
            ConnectFailure::TimedOut => XMPP_CONNECT_FAILURE_TIMED_OUT,
            ConnectFailure::Reset => XMPP_CONNECT_FAILURE_RESET,
            ConnectFailure::Tls { .. } => XMPP_CONNECT_FAILURE_TLS,
            ConnectFailure::Other { .. } => XMPP_CONNECT_FAILURE_OTHER,
            _ => 0,
        }
    }
}

/// No trusted root stands above the certificate.
pub const XMPP_TLS_FAULT_UNKNOWN_ISSUER: i32 = 1;

/// The certificate, or one above it, is out of date by the time of `xmpp_now`.
pub const XMPP_TLS_FAULT_EXPIRED: i32 = 2;

/// The certificate, or one above it, is of the future by the time of `xmpp_now`.
pub const XMPP_TLS_FAULT_NOT_YET_VALID: i32 = 3;

/// The certificate is somebody else's.
pub const XMPP_TLS_FAULT_NOT_VALID_FOR_NAME: i32 = 4;

/// The certificate was called back.
pub const XMPP_TLS_FAULT_REVOKED: i32 = 5;

/// The certificate cannot be used for another reason: damaged, an authority's own, a bad
/// signature, an unknown critical extension.
pub const XMPP_TLS_FAULT_BAD_CERTIFICATE: i32 = 6;

/// The peer showed no certificate.
pub const XMPP_TLS_FAULT_NO_CERTIFICATE: i32 = 7;

/// The app did not accept the certificate.
pub const XMPP_TLS_FAULT_REFUSED: i32 = 8;

/// What came is not TLS.
pub const XMPP_TLS_FAULT_NOT_TLS: i32 = 9;

/// No version, cipher or key exchange in common.
pub const XMPP_TLS_FAULT_INCOMPATIBLE: i32 = 10;

/// The peer ended TLS by an alert.
pub const XMPP_TLS_FAULT_ALERT: i32 = 11;

/// The peer broke the rules of TLS, or an octet was changed on the way.
pub const XMPP_TLS_FAULT_PROTOCOL: i32 = 12;

/// The domain cannot stand in a certificate.
pub const XMPP_TLS_FAULT_BAD_DOMAIN: i32 = 13;

/// The engine was built without the feature `tls`.
pub const XMPP_TLS_FAULT_NOT_BUILT_IN: i32 = 14;

impl Numbered for TlsFault {
    fn number(&self) -> i32 {
        match self {
            TlsFault::UnknownIssuer => XMPP_TLS_FAULT_UNKNOWN_ISSUER,
            TlsFault::Expired => XMPP_TLS_FAULT_EXPIRED,
            TlsFault::NotYetValid => XMPP_TLS_FAULT_NOT_YET_VALID,
            TlsFault::NotValidForName { .. } => XMPP_TLS_FAULT_NOT_VALID_FOR_NAME,
            TlsFault::Revoked => XMPP_TLS_FAULT_REVOKED,
            TlsFault::BadCertificate { .. } => XMPP_TLS_FAULT_BAD_CERTIFICATE,
            TlsFault::NoCertificate => XMPP_TLS_FAULT_NO_CERTIFICATE,
            TlsFault::Refused => XMPP_TLS_FAULT_REFUSED,
            TlsFault::NotTls => XMPP_TLS_FAULT_NOT_TLS,
            TlsFault::Incompatible { .. } => XMPP_TLS_FAULT_INCOMPATIBLE,
            TlsFault::Alert { .. } => XMPP_TLS_FAULT_ALERT,
            TlsFault::Protocol { .. } => XMPP_TLS_FAULT_PROTOCOL,
            TlsFault::BadDomain { .. } => XMPP_TLS_FAULT_BAD_DOMAIN,
            TlsFault::NotBuiltIn => XMPP_TLS_FAULT_NOT_BUILT_IN,
            _ => 0,
        }
    }
}

/// What an entity is and can do.
pub const XMPP_DISCO_EVENT_INFO: i32 = 1;

/// What belongs to an entity.
pub const XMPP_DISCO_EVENT_ITEMS: i32 = 2;

/// There is no usable answer.
pub const XMPP_DISCO_EVENT_FAILED: i32 = 3;

impl Numbered for DiscoEvent {
    fn number(&self) -> i32 {
        match self {
            DiscoEvent::Info { .. } => XMPP_DISCO_EVENT_INFO,
            DiscoEvent::Items { .. } => XMPP_DISCO_EVENT_ITEMS,
            DiscoEvent::Failed { .. } => XMPP_DISCO_EVENT_FAILED,
            _ => 0,
        }
    }
}

/// The other side answered. An error such as `service-unavailable` is an answer too.
pub const XMPP_PING_EVENT_PONG: i32 = 1;

/// No answer came.
pub const XMPP_PING_EVENT_LOST: i32 = 2;

impl Numbered for PingEvent {
    fn number(&self) -> i32 {
        match self {
            PingEvent::Pong { .. } => XMPP_PING_EVENT_PONG,
            PingEvent::Lost { .. } => XMPP_PING_EVENT_LOST,
            _ => 0,
        }
    }
}

/// Nobody: `none`, or something that is not known here.
pub const XMPP_ROSTER_SUBSCRIPTION_NEITHER: i32 = 1;

/// We see theirs: `to`.
pub const XMPP_ROSTER_SUBSCRIPTION_TO: i32 = 2;

/// They see ours: `from`.
pub const XMPP_ROSTER_SUBSCRIPTION_FROM: i32 = 3;

/// Each the other's: `both`.
pub const XMPP_ROSTER_SUBSCRIPTION_BOTH: i32 = 4;

/// The contact is to go: `remove`.
pub const XMPP_ROSTER_SUBSCRIPTION_REMOVE: i32 = 5;

impl Numbered for RosterSubscription {
    fn number(&self) -> i32 {
        match self {
            RosterSubscription::Neither => XMPP_ROSTER_SUBSCRIPTION_NEITHER,
            RosterSubscription::To => XMPP_ROSTER_SUBSCRIPTION_TO,
            RosterSubscription::From => XMPP_ROSTER_SUBSCRIPTION_FROM,
            RosterSubscription::Both => XMPP_ROSTER_SUBSCRIPTION_BOTH,
            RosterSubscription::Remove => XMPP_ROSTER_SUBSCRIPTION_REMOVE,
            _ => 0,
        }
    }
}

impl FromNumber for RosterSubscription {
    fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            XMPP_ROSTER_SUBSCRIPTION_NEITHER => RosterSubscription::Neither,
            XMPP_ROSTER_SUBSCRIPTION_TO => RosterSubscription::To,
            XMPP_ROSTER_SUBSCRIPTION_FROM => RosterSubscription::From,
            XMPP_ROSTER_SUBSCRIPTION_BOTH => RosterSubscription::Both,
            XMPP_ROSTER_SUBSCRIPTION_REMOVE => RosterSubscription::Remove,
            _ => return None,
        })
    }
}

/// The whole list.
pub const XMPP_ROSTER_EVENT_RECEIVED: i32 = 1;

/// A contact is new, or has changed.
pub const XMPP_ROSTER_EVENT_CHANGED: i32 = 2;

/// A contact is gone.
pub const XMPP_ROSTER_EVENT_REMOVED: i32 = 3;

/// The server has done what a command asked.
pub const XMPP_ROSTER_EVENT_DONE: i32 = 4;

/// What a command, or the fetch at login, asked for was not done.
pub const XMPP_ROSTER_EVENT_FAILED: i32 = 5;

impl Numbered for RosterEvent {
    fn number(&self) -> i32 {
        match self {
            RosterEvent::Received { .. } => XMPP_ROSTER_EVENT_RECEIVED,
            RosterEvent::Changed { .. } => XMPP_ROSTER_EVENT_CHANGED,
            RosterEvent::Removed { .. } => XMPP_ROSTER_EVENT_REMOVED,
            RosterEvent::Done { .. } => XMPP_ROSTER_EVENT_DONE,
            RosterEvent::Failed { .. } => XMPP_ROSTER_EVENT_FAILED,
            _ => 0,
        }
    }
}
