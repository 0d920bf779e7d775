//! What is wrong with XML that arrives ([`XmlError`], by RFC 6120 4.9.3) or is built
//! ([`BuildError`]).

use crate::declare::failure;

failure! {
    /// Why a stream cannot be read any further. It is the peer's fault and final: the stream is
    /// closed with the error that [`condition`](XmlError::condition) names.
    #[derive(Eq)]
    pub enum XmlError {
        /// A rule of XML 1.0 (5th edition) is broken.
        NotWellFormed {
            /// The rule, in a few words.
            what: String,
        } => "not well-formed: {what}",
        /// Something XML has and XMPP has not (RFC 6120 11.1): a comment, a processing
        /// instruction, a document type declaration, or an entity other than the five predefined.
        RestrictedXml {
            /// Which of them.
            what: String,
        } => "{what} are not allowed in XMPP",
        /// An encoding other than UTF-8, or a byte order mark (RFC 6120 11.6).
        UnsupportedEncoding => "the encoding is not UTF-8",
        /// Octets that are no UTF-8.
        InvalidUtf8 => "the octets are not valid UTF-8",
        /// A prefix that is not declared, or a reserved prefix or namespace that is misused.
        BadNamespacePrefix {
            /// The rule, in a few words.
            what: String,
        } => "bad namespace prefix: {what}",
        /// Text other than white space between the elements of the stream's first level.
        UnexpectedText => "text between two stanzas",
        /// A stream header inside a stream.
        SecondHeader => "a stream header inside a stream",
        /// One of the limits of the parser (`XmlLimits`) is exceeded.
        TooLarge {
            /// The name of the limit.
            limit: String,
        } => "the limit {limit} is exceeded",
    }
}

impl XmlError {
    /// The name of the stream error that tells the peer (RFC 6120 4.9.3).
    pub fn condition(&self) -> &'static str {
        match self {
            XmlError::NotWellFormed { .. } => "not-well-formed",
            XmlError::RestrictedXml { .. } => "restricted-xml",
            XmlError::UnsupportedEncoding | XmlError::InvalidUtf8 => "unsupported-encoding",
            XmlError::BadNamespacePrefix { .. } => "bad-namespace-prefix",
            XmlError::UnexpectedText | XmlError::SecondHeader => "bad-format",
            XmlError::TooLarge { .. } => "policy-violation",
        }
    }
}

failure! {
    /// Why an element cannot be built. It is the caller's mistake.
    #[derive(Eq)]
    pub enum BuildError {
        /// Not a name without a colon by Namespaces in XML, or the name `xmlns`.
        InvalidName {
            /// The name as it was given.
            name: String,
        } => "{name:?} is not a name in XML",
        /// Text, a value or a namespace with a character that XML cannot carry, such as U+0000.
        InvalidCharacter => "the text holds a character that XML cannot carry",
        /// A namespace that cannot be used here: `xmlns` and `xml` are reserved.
        InvalidNamespace {
            /// The namespace as it was given.
            namespace: String,
        } => "the namespace {namespace:?} cannot be used here",
        /// Two attributes of one element with the same name and namespace.
        DuplicateAttribute {
            /// The name of the attribute.
            name: String,
        } => "the attribute {name} is given twice",
        /// An attribute behind content, content outside the root, or `close` without `open`.
        Misplaced {
            /// What was misplaced.
            what: String,
        } => "{what} is misplaced",
        /// The element would have 2^28 octets or more.
        Oversized => "the element is too large",
    }
}
