//! The namespaces the engine speaks, by the names their specifications give them.

/// Stanzas between client and server (RFC 6120).
pub const CLIENT: &str = "jabber:client";
/// Stanzas between servers (RFC 6120).
pub const SERVER: &str = "jabber:server";
/// The stream itself, its features and errors (RFC 6120).
pub const STREAMS: &str = "http://etherx.jabber.org/streams";
/// STARTTLS (RFC 6120 5).
pub const TLS: &str = "urn:ietf:params:xml:ns:xmpp-tls";
/// SASL (RFC 6120 6).
pub const SASL: &str = "urn:ietf:params:xml:ns:xmpp-sasl";
/// Resource binding (RFC 6120 7).
pub const BIND: &str = "urn:ietf:params:xml:ns:xmpp-bind";
/// Conditions of stanza errors (RFC 6120 8.3).
pub const STANZAS: &str = "urn:ietf:params:xml:ns:xmpp-stanzas";
/// Conditions of stream errors (RFC 6120 4.9).
pub const STREAM_ERRORS: &str = "urn:ietf:params:xml:ns:xmpp-streams";
/// The session request of RFC 3921, a formality since RFC 6120.
pub const SESSION: &str = "urn:ietf:params:xml:ns:xmpp-session";
/// The roster (RFC 6121 2).
pub const ROSTER: &str = "jabber:iq:roster";
/// The stream feature of roster versions (RFC 6121 2.6).
pub const ROSTER_VERSIONS: &str = "urn:xmpp:features:rosterver";
/// The stream feature of subscription pre-approval (RFC 6121 3.4).
pub const PRE_APPROVAL: &str = "urn:xmpp:features:pre-approval";
/// Entities and their features (XEP-0030).
pub const DISCO_INFO: &str = "http://jabber.org/protocol/disco#info";
/// Items of an entity (XEP-0030).
pub const DISCO_ITEMS: &str = "http://jabber.org/protocol/disco#items";
/// Receipts of messages (XEP-0184).
pub const RECEIPTS: &str = "urn:xmpp:receipts";
/// Stream management (XEP-0198).
pub const SM: &str = "urn:xmpp:sm:3";
/// Ping (XEP-0199).
pub const PING: &str = "urn:xmpp:ping";
/// Delayed delivery (XEP-0203).
pub const DELAY: &str = "urn:xmpp:delay";
/// Ids given by those who pass a stanza on (XEP-0359).
pub const STANZA_IDS: &str = "urn:xmpp:sid:0";
/// Channel-binding types a server supports (XEP-0440).
pub const SASL_CB: &str = "urn:xmpp:sasl-cb:0";
/// What the prefix `xml` is bound to (Namespaces in XML 3).
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// What the prefix `xmlns` is bound to (Namespaces in XML 3).
pub const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
