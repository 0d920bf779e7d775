//! Error codes: the border's own, then one for each way the core may refuse.
//!
//! Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations.

use crate::error::Coded;
use ::xmpp_engine::declared::*;

/// It was done.
pub const XMPP_OK: i32 = 0;

/// A pointer that has to be there was NULL.
pub const XMPP_ERR_NULL: i32 = 1;

/// A text is not UTF-8.
pub const XMPP_ERR_UTF8: i32 = 2;

/// A bug of the library: it panicked in this call or an earlier one with this handle, which can
/// only be freed.
pub const XMPP_ERR_POISONED: i32 = 3;

/// A size is impossible: a struct's is smaller than any known one or larger with settings that this
/// library does not know, the seed has not 32 octets, or a length is beyond the memory.
pub const XMPP_ERR_SIZE: i32 = 4;

/// The handle was freed before, or is none of this kind.
pub const XMPP_ERR_HANDLE: i32 = 5;

/// A number stands for nothing that this library knows.
pub const XMPP_ERR_VALUE: i32 = 6;

/// There is no certificate in it, or one that is damaged.
pub const XMPP_ERR_PEM: i32 = 7;

/// There is nothing to give: what was asked for is not there.
pub const XMPP_ERR_EMPTY: i32 = 8;

/// The input waits already for more than `xmpp_limits.received_bytes`: `read = 0` was
/// ignored.
pub const XMPP_ERR_INPUT_FULL: i32 = 100;

/// More octets are said to be transmitted than were given out.
pub const XMPP_ERR_INPUT_NEVER_GIVEN: i32 = 101;

/// An event is said to be handled that was never given out.
pub const XMPP_ERR_INPUT_NEVER_HAPPENED: i32 = 102;

impl Coded for InputError {
    fn code(&self) -> i32 {
        match self {
            InputError::Full => XMPP_ERR_INPUT_FULL,
            InputError::NeverGiven => XMPP_ERR_INPUT_NEVER_GIVEN,
            InputError::NeverHappened => XMPP_ERR_INPUT_NEVER_HAPPENED,
            _ => XMPP_ERR_VALUE,
        }
    }
}

/// The queue is at its limit (`xmpp_limits.queued_stanzas`, `xmpp_limits.queued_bytes`);
/// `XMPP_EVENT_WRITABLE` comes when there is room again.
pub const XMPP_ERR_SEND_FULL: i32 = 103;

/// As many of our requests wait for an answer as may (`xmpp_limits.pending_iqs`).
pub const XMPP_ERR_SEND_TOO_MANY_REQUESTS: i32 = 104;

/// The stanza is larger than the queue or the server takes.
pub const XMPP_ERR_SEND_TOO_LARGE: i32 = 105;

/// XML cannot carry the stanza, or it is a request without an id.
pub const XMPP_ERR_SEND_INVALID: i32 = 106;

/// A request with the same id waits for its answer.
pub const XMPP_ERR_SEND_DUPLICATE_ID: i32 = 107;

/// `close` was called: nothing further is taken.
pub const XMPP_ERR_SEND_CLOSING: i32 = 108;

impl Coded for SendError {
    fn code(&self) -> i32 {
        match self {
            SendError::Full => XMPP_ERR_SEND_FULL,
            SendError::TooManyRequests => XMPP_ERR_SEND_TOO_MANY_REQUESTS,
            SendError::TooLarge { .. } => XMPP_ERR_SEND_TOO_LARGE,
            SendError::Invalid { .. } => XMPP_ERR_SEND_INVALID,
            SendError::DuplicateId => XMPP_ERR_SEND_DUPLICATE_ID,
            SendError::Closing => XMPP_ERR_SEND_CLOSING,
            _ => XMPP_ERR_VALUE,
        }
    }
}

/// No such request waits: it was answered, its deadline has passed, or the stream it came
/// over has ended.
pub const XMPP_ERR_ANSWER_UNKNOWN: i32 = 109;

/// The answer was not taken by the queue.
pub const XMPP_ERR_ANSWER_NOT_SENT: i32 = 110;

impl Coded for AnswerError {
    fn code(&self) -> i32 {
        match self {
            AnswerError::Unknown => XMPP_ERR_ANSWER_UNKNOWN,
            AnswerError::NotSent { .. } => XMPP_ERR_ANSWER_NOT_SENT,
            _ => XMPP_ERR_VALUE,
        }
    }
}

/// The queue of outbound stanzas, or the table of requests, is full.
pub const XMPP_ERR_COMMAND_FULL: i32 = 111;

/// The engine is closing or closed.
pub const XMPP_ERR_COMMAND_CLOSING: i32 = 112;

/// An argument of the command cannot be sent.
pub const XMPP_ERR_COMMAND_INVALID: i32 = 113;

impl Coded for CommandError {
    fn code(&self) -> i32 {
        match self {
            CommandError::Full => XMPP_ERR_COMMAND_FULL,
            CommandError::Closing => XMPP_ERR_COMMAND_CLOSING,
            CommandError::Invalid { .. } => XMPP_ERR_COMMAND_INVALID,
            _ => XMPP_ERR_VALUE,
        }
    }
}

/// Not one root could be used: no server could ever be trusted.
pub const XMPP_ERR_SHARED_NO_USABLE_ROOTS: i32 = 114;

/// The chain or key of a server's identity cannot be used.
pub const XMPP_ERR_SHARED_BAD_IDENTITY: i32 = 115;

/// The engine was built without the feature `tls`.
pub const XMPP_ERR_SHARED_NO_TLS: i32 = 116;

impl Coded for SharedError {
    fn code(&self) -> i32 {
        match self {
            SharedError::NoUsableRoots { .. } => XMPP_ERR_SHARED_NO_USABLE_ROOTS,
            SharedError::BadIdentity { .. } => XMPP_ERR_SHARED_BAD_IDENTITY,
            SharedError::NoTls => XMPP_ERR_SHARED_NO_TLS,
            _ => XMPP_ERR_VALUE,
        }
    }
}

/// A part is empty: `@example.org`, `juliet@`, `example.org/`.
pub const XMPP_ERR_JID_EMPTY: i32 = 117;

/// A part has more than 1,023 octets in its normal form.
pub const XMPP_ERR_JID_TOO_LONG: i32 = 118;

/// A character has no place in the part, or not in this place.
pub const XMPP_ERR_JID_REFUSED: i32 = 119;

/// The local part mixes directions of writing in a way that cannot be read in one order
/// (the Bidi rule of RFC 5893).
pub const XMPP_ERR_JID_MIXED_DIRECTIONS: i32 = 120;

/// The domain is neither a name that IDNA knows nor an address literal.
pub const XMPP_ERR_JID_BAD_DOMAIN: i32 = 121;

impl Coded for JidError {
    fn code(&self) -> i32 {
        match self {
            JidError::Empty { .. } => XMPP_ERR_JID_EMPTY,
            JidError::TooLong { .. } => XMPP_ERR_JID_TOO_LONG,
            JidError::Refused { .. } => XMPP_ERR_JID_REFUSED,
            JidError::MixedDirections => XMPP_ERR_JID_MIXED_DIRECTIONS,
            JidError::BadDomain => XMPP_ERR_JID_BAD_DOMAIN,
            _ => XMPP_ERR_VALUE,
        }
    }
}

/// A rule of XML 1.0 (5th edition) is broken.
pub const XMPP_ERR_XML_NOT_WELL_FORMED: i32 = 122;

/// Something XML has and XMPP has not (RFC 6120 11.1): a comment, a processing
/// instruction, a document type declaration, or an entity other than the five predefined.
pub const XMPP_ERR_XML_RESTRICTED_XML: i32 = 123;

/// An encoding other than UTF-8, or a byte order mark (RFC 6120 11.6).
pub const XMPP_ERR_XML_UNSUPPORTED_ENCODING: i32 = 124;

/// Octets that are no UTF-8.
pub const XMPP_ERR_XML_INVALID_UTF8: i32 = 125;

/// A prefix that is not declared, or a reserved prefix or namespace that is misused.
pub const XMPP_ERR_XML_BAD_NAMESPACE_PREFIX: i32 = 126;

/// Text other than white space between the elements of the stream's first level.
pub const XMPP_ERR_XML_UNEXPECTED_TEXT: i32 = 127;

/// A stream header inside a stream.
pub const XMPP_ERR_XML_SECOND_HEADER: i32 = 128;

/// One of the limits of the parser (`XmlLimits`) is exceeded.
pub const XMPP_ERR_XML_TOO_LARGE: i32 = 129;

impl Coded for XmlError {
    fn code(&self) -> i32 {
        match self {
            XmlError::NotWellFormed { .. } => XMPP_ERR_XML_NOT_WELL_FORMED,
            XmlError::RestrictedXml { .. } => XMPP_ERR_XML_RESTRICTED_XML,
            XmlError::UnsupportedEncoding => XMPP_ERR_XML_UNSUPPORTED_ENCODING,
            XmlError::InvalidUtf8 => XMPP_ERR_XML_INVALID_UTF8,
            XmlError::BadNamespacePrefix { .. } => XMPP_ERR_XML_BAD_NAMESPACE_PREFIX,
            XmlError::UnexpectedText => XMPP_ERR_XML_UNEXPECTED_TEXT,
            XmlError::SecondHeader => XMPP_ERR_XML_SECOND_HEADER,
            XmlError::TooLarge { .. } => XMPP_ERR_XML_TOO_LARGE,
            _ => XMPP_ERR_VALUE,
        }
    }
}

/// Not a name without a colon by Namespaces in XML, or the name `xmlns`.
pub const XMPP_ERR_BUILD_INVALID_NAME: i32 = 130;

/// Text, a value or a namespace with a character that XML cannot carry, such as U+0000.
pub const XMPP_ERR_BUILD_INVALID_CHARACTER: i32 = 131;

/// A namespace that cannot be used here: `xmlns` and `xml` are reserved.
pub const XMPP_ERR_BUILD_INVALID_NAMESPACE: i32 = 132;

/// Two attributes of one element with the same name and namespace.
pub const XMPP_ERR_BUILD_DUPLICATE_ATTRIBUTE: i32 = 133;

/// An attribute behind content, content outside the root, or `close` without `open`.
pub const XMPP_ERR_BUILD_MISPLACED: i32 = 134;

/// The element would have 2^28 octets or more.
pub const XMPP_ERR_BUILD_OVERSIZED: i32 = 135;

impl Coded for BuildError {
    fn code(&self) -> i32 {
        match self {
            BuildError::InvalidName { .. } => XMPP_ERR_BUILD_INVALID_NAME,
            BuildError::InvalidCharacter => XMPP_ERR_BUILD_INVALID_CHARACTER,
            BuildError::InvalidNamespace { .. } => XMPP_ERR_BUILD_INVALID_NAMESPACE,
            BuildError::DuplicateAttribute { .. } => XMPP_ERR_BUILD_DUPLICATE_ATTRIBUTE,
            BuildError::Misplaced { .. } => XMPP_ERR_BUILD_MISPLACED,
            BuildError::Oversized => XMPP_ERR_BUILD_OVERSIZED,
            _ => XMPP_ERR_VALUE,
        }
    }
}

/// It is no message, presence or iq of the namespace `jabber:client`.
pub const XMPP_ERR_STANZA_NO_STANZA: i32 = 136;

/// An address is not a JID.
pub const XMPP_ERR_STANZA_BAD_ADDRESS: i32 = 137;

/// The type is not one that this kind of stanza has.
pub const XMPP_ERR_STANZA_BAD_TYPE: i32 = 138;

/// An IQ without an id, or a request without exactly one payload.
pub const XMPP_ERR_STANZA_BAD_IQ: i32 = 139;

impl Coded for StanzaFault {
    fn code(&self) -> i32 {
        match self {
            StanzaFault::NoStanza { .. } => XMPP_ERR_STANZA_NO_STANZA,
            StanzaFault::BadAddress { .. } => XMPP_ERR_STANZA_BAD_ADDRESS,
            StanzaFault::BadType => XMPP_ERR_STANZA_BAD_TYPE,
            StanzaFault::BadIq => XMPP_ERR_STANZA_BAD_IQ,
            _ => XMPP_ERR_VALUE,
        }
    }
}

/// It is another element.
pub const XMPP_ERR_PAYLOAD_UNEXPECTED: i32 = 140;

/// A part that has to be there is not.
pub const XMPP_ERR_PAYLOAD_MISSING: i32 = 141;

/// A part has a value that it cannot have.
pub const XMPP_ERR_PAYLOAD_INVALID: i32 = 142;

impl Coded for PayloadError {
    fn code(&self) -> i32 {
        match self {
            PayloadError::Unexpected { .. } => XMPP_ERR_PAYLOAD_UNEXPECTED,
            PayloadError::Missing { .. } => XMPP_ERR_PAYLOAD_MISSING,
            PayloadError::Invalid { .. } => XMPP_ERR_PAYLOAD_INVALID,
            _ => XMPP_ERR_VALUE,
        }
    }
}

/// The name of a code; empty for one that is unknown.
pub fn error_name(code: i32) -> &'static str {
    match code {
        XMPP_OK => "XMPP_OK",
        XMPP_ERR_NULL => "XMPP_ERR_NULL",
        XMPP_ERR_UTF8 => "XMPP_ERR_UTF8",
        XMPP_ERR_POISONED => "XMPP_ERR_POISONED",
        XMPP_ERR_SIZE => "XMPP_ERR_SIZE",
        XMPP_ERR_HANDLE => "XMPP_ERR_HANDLE",
        XMPP_ERR_VALUE => "XMPP_ERR_VALUE",
        XMPP_ERR_PEM => "XMPP_ERR_PEM",
        XMPP_ERR_EMPTY => "XMPP_ERR_EMPTY",
        XMPP_ERR_INPUT_FULL => "XMPP_ERR_INPUT_FULL",
        XMPP_ERR_INPUT_NEVER_GIVEN => "XMPP_ERR_INPUT_NEVER_GIVEN",
        XMPP_ERR_INPUT_NEVER_HAPPENED => "XMPP_ERR_INPUT_NEVER_HAPPENED",
        XMPP_ERR_SEND_FULL => "XMPP_ERR_SEND_FULL",
        XMPP_ERR_SEND_TOO_MANY_REQUESTS => "XMPP_ERR_SEND_TOO_MANY_REQUESTS",
        XMPP_ERR_SEND_TOO_LARGE => "XMPP_ERR_SEND_TOO_LARGE",
        XMPP_ERR_SEND_INVALID => "XMPP_ERR_SEND_INVALID",
        XMPP_ERR_SEND_DUPLICATE_ID => "XMPP_ERR_SEND_DUPLICATE_ID",
        XMPP_ERR_SEND_CLOSING => "XMPP_ERR_SEND_CLOSING",
        XMPP_ERR_ANSWER_UNKNOWN => "XMPP_ERR_ANSWER_UNKNOWN",
        XMPP_ERR_ANSWER_NOT_SENT => "XMPP_ERR_ANSWER_NOT_SENT",
        XMPP_ERR_COMMAND_FULL => "XMPP_ERR_COMMAND_FULL",
        XMPP_ERR_COMMAND_CLOSING => "XMPP_ERR_COMMAND_CLOSING",
        XMPP_ERR_COMMAND_INVALID => "XMPP_ERR_COMMAND_INVALID",
        XMPP_ERR_SHARED_NO_USABLE_ROOTS => "XMPP_ERR_SHARED_NO_USABLE_ROOTS",
        XMPP_ERR_SHARED_BAD_IDENTITY => "XMPP_ERR_SHARED_BAD_IDENTITY",
        XMPP_ERR_SHARED_NO_TLS => "XMPP_ERR_SHARED_NO_TLS",
        XMPP_ERR_JID_EMPTY => "XMPP_ERR_JID_EMPTY",
        XMPP_ERR_JID_TOO_LONG => "XMPP_ERR_JID_TOO_LONG",
        XMPP_ERR_JID_REFUSED => "XMPP_ERR_JID_REFUSED",
        XMPP_ERR_JID_MIXED_DIRECTIONS => "XMPP_ERR_JID_MIXED_DIRECTIONS",
        XMPP_ERR_JID_BAD_DOMAIN => "XMPP_ERR_JID_BAD_DOMAIN",
        XMPP_ERR_XML_NOT_WELL_FORMED => "XMPP_ERR_XML_NOT_WELL_FORMED",
        XMPP_ERR_XML_RESTRICTED_XML => "XMPP_ERR_XML_RESTRICTED_XML",
        XMPP_ERR_XML_UNSUPPORTED_ENCODING => "XMPP_ERR_XML_UNSUPPORTED_ENCODING",
        XMPP_ERR_XML_INVALID_UTF8 => "XMPP_ERR_XML_INVALID_UTF8",
        XMPP_ERR_XML_BAD_NAMESPACE_PREFIX => "XMPP_ERR_XML_BAD_NAMESPACE_PREFIX",
        XMPP_ERR_XML_UNEXPECTED_TEXT => "XMPP_ERR_XML_UNEXPECTED_TEXT",
        XMPP_ERR_XML_SECOND_HEADER => "XMPP_ERR_XML_SECOND_HEADER",
        XMPP_ERR_XML_TOO_LARGE => "XMPP_ERR_XML_TOO_LARGE",
        XMPP_ERR_BUILD_INVALID_NAME => "XMPP_ERR_BUILD_INVALID_NAME",
        XMPP_ERR_BUILD_INVALID_CHARACTER => "XMPP_ERR_BUILD_INVALID_CHARACTER",
        XMPP_ERR_BUILD_INVALID_NAMESPACE => "XMPP_ERR_BUILD_INVALID_NAMESPACE",
        XMPP_ERR_BUILD_DUPLICATE_ATTRIBUTE => "XMPP_ERR_BUILD_DUPLICATE_ATTRIBUTE",
        XMPP_ERR_BUILD_MISPLACED => "XMPP_ERR_BUILD_MISPLACED",
        XMPP_ERR_BUILD_OVERSIZED => "XMPP_ERR_BUILD_OVERSIZED",
        XMPP_ERR_STANZA_NO_STANZA => "XMPP_ERR_STANZA_NO_STANZA",
        XMPP_ERR_STANZA_BAD_ADDRESS => "XMPP_ERR_STANZA_BAD_ADDRESS",
        XMPP_ERR_STANZA_BAD_TYPE => "XMPP_ERR_STANZA_BAD_TYPE",
        XMPP_ERR_STANZA_BAD_IQ => "XMPP_ERR_STANZA_BAD_IQ",
        XMPP_ERR_PAYLOAD_UNEXPECTED => "XMPP_ERR_PAYLOAD_UNEXPECTED",
        XMPP_ERR_PAYLOAD_MISSING => "XMPP_ERR_PAYLOAD_MISSING",
        XMPP_ERR_PAYLOAD_INVALID => "XMPP_ERR_PAYLOAD_INVALID",
        _ => "",
    }
}
