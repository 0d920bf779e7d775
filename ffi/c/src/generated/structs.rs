//! Structs that go in.
//!
//! Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations.

use crate::config::{account, credentials, dial, identity, trust, xmpp_roots};
use crate::error::Refusal;
use crate::input::{
    Input, choose, choose_some, count, filled, flag, init, list_of_octets, list_of_texts,
};
use crate::text::{xmpp_octets, xmpp_str};
use ::xmpp_engine::declared::*;

/// What one XML stream may make the parser keep. Enforced on unfinished input too.
/// Set up by `xmpp_xml_limits_init`, then changed field by field: zero, and an absent text, stand
/// for the default.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct xmpp_xml_limits {
    /// `sizeof` this struct, as the program knows it.
    pub size: u32,
    /// Zero.
    pub reserved: u32,
    /// Levels of elements in one stanza. Real stanzas stay below 20.
    /// Default: 128.
    pub depth: u64,
    /// Octets of one element of the stream's first level, from its `<` to its last `>`. Servers
    /// accept 256 KiB to 512 KiB from clients and may send more, archives being the largest. A
    /// little less than 128 MiB is the most: more counts as that.
    /// Default: 2 * 1024 * 1024.
    pub stanza_bytes: u64,
    /// Elements and runs of text in one stanza. A roster of 10,000 contacts has 30,000.
    /// Default: 65_536.
    pub nodes: u64,
    /// Attributes in one stanza, all elements together, namespace declarations among them.
    /// Default: 131_072.
    pub attributes: u64,
    /// Attributes of one element, namespace declarations among them. Real ones have a dozen.
    /// Default: 256.
    pub attributes_per_element: u64,
    /// Octets of one name, prefix or name of a namespace. Real ones have 30.
    /// Default: 1024.
    pub name_bytes: u64,
    /// Octets of the stream header with the XML declaration. Real ones have 300.
    /// Default: 16 * 1024.
    pub header_bytes: u64,
}

// SAFETY: it was made to be so.
unsafe impl Input for xmpp_xml_limits {
    type Value = XmlLimits;

    fn start(&self) -> Result<XmlLimits, Refusal> {
        Ok(XmlLimits::default())
    }

    fn fill(&self, mut value: XmlLimits) -> Result<XmlLimits, Refusal> {
        value.depth = count(self.depth, value.depth).map_err(Refusal::about("depth"))?;
        value.stanza_bytes =
            count(self.stanza_bytes, value.stanza_bytes).map_err(Refusal::about("stanza_bytes"))?;
        value.nodes = count(self.nodes, value.nodes).map_err(Refusal::about("nodes"))?;
        value.attributes =
            count(self.attributes, value.attributes).map_err(Refusal::about("attributes"))?;
        value.attributes_per_element =
            count(self.attributes_per_element, value.attributes_per_element)
                .map_err(Refusal::about("attributes_per_element"))?;
        value.name_bytes =
            count(self.name_bytes, value.name_bytes).map_err(Refusal::about("name_bytes"))?;
        value.header_bytes =
            count(self.header_bytes, value.header_bytes).map_err(Refusal::about("header_bytes"))?;
        Ok(value)
    }
}

/// Sets up `xml_limits` with the defaults: fills it with zeros and notes its size, which is
/// `sizeof` it.
///
///     xmpp_xml_limits xml_limits;
///     xmpp_xml_limits_init(&xml_limits, sizeof xml_limits);
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_xml_limits_init(xml_limits: *mut xmpp_xml_limits, size: usize) {
    // SAFETY: the caller's struct has this size.
    unsafe { init(xml_limits, size) }
}

/// Every bound of an engine. What exceeds one gets a typed error; nothing grows without end.
/// Set up by `xmpp_limits_init`, then changed field by field: zero, and an absent text, stand for
/// the default.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct xmpp_limits {
    /// `sizeof` this struct, as the program knows it.
    pub size: u32,
    /// Zero.
    pub reserved: u32,
    /// The parser after login.
    /// May be NULL.
    pub xml: *const xmpp_xml_limits,
    /// The parser before login.
    /// May be NULL.
    pub xml_before_login: *const xmpp_xml_limits,
    /// Octets of a connection's input that wait for the machine. `XMPP_OUT_WAIT`
    /// says `read = 0` from half of it; beyond it `receive` takes nothing. Sixteen TLS records, so
    /// that a driver that reads in pieces of 64 KiB never meets the border.
    /// Default: 256 * 1024.
    pub received_bytes: u64,
    /// Octets handed out in `XMPP_OUT_TRANSMIT` that the driver has not reported as transmitted. As
    /// much as
    /// a socket's own buffer holds: more would only wait there, where it cannot be cancelled.
    /// Default: 256 * 1024.
    pub in_flight_bytes: u64,
    /// Stanzas that wait to be written. An app that was offline for a day has dozens.
    /// Default: 4096.
    pub queued_stanzas: u64,
    /// Octets of the stanzas that wait to be written: 4 KiB for each, on average.
    /// Default: 16 * 1024 * 1024.
    pub queued_bytes: u64,
    /// Stanzas written but not acknowledged by the server (XEP-0198). One that is full holds
    /// further stanzas back in the queue. It is
    /// asked every 64 stanzas, so this is many lost answers.
    /// Default: 4096.
    pub unacked_stanzas: u64,
    /// Our own IQ requests that wait for an answer. A large account asks some hundreds at login.
    /// Default: 1024.
    pub pending_iqs: u64,
    /// Incoming IQ requests that wait for the app's answer; further ones are refused with
    /// `resource-constraint`. As many as our own.
    /// Default: 1024.
    pub pending_requests: u64,
    /// Events that wait for the app while it holds events; from then on the sockets are left
    /// unread. Stanzas are still written, until the news of them are `queued_stanzas` more.
    /// A room's history or a page of an archive fits.
    /// Default: 1024.
    pub held_events: u64,
    /// Octets of memory of the elements that waiting events were made from; from then on the
    /// sockets are left unread as well: a few huge stanzas weigh more than a thousand small
    /// ones. One stanza more can come on top.
    /// Default: 16 * 1024 * 1024.
    pub held_bytes: u64,
    /// Rounds of password derivation that a server may ask for at most (RFC 5802, `i`): a
    /// second's work; servers use 4,096 to 100,000.
    /// Default: 1_000_000.
    pub scram_iterations: u64,
    /// Octets of one SASL message of the server, decoded. Those of SCRAM have 200.
    /// Default: 16 * 1024.
    pub sasl_message_bytes: u64,
}

// SAFETY: it was made to be so.
unsafe impl Input for xmpp_limits {
    type Value = Limits;

    fn start(&self) -> Result<Limits, Refusal> {
        Ok(Limits::default())
    }

    fn fill(&self, mut value: Limits) -> Result<Limits, Refusal> {
        // SAFETY: the caller's struct has the size that it says.
        value.xml = unsafe { filled(self.xml, value.xml).map_err(Refusal::about("xml"))? };
        // SAFETY: the caller's struct has the size that it says.
        value.xml_before_login = unsafe {
            filled(self.xml_before_login, value.xml_before_login)
                .map_err(Refusal::about("xml_before_login"))?
        };
        value.received_bytes = count(self.received_bytes, value.received_bytes)
            .map_err(Refusal::about("received_bytes"))?;
        value.in_flight_bytes = count(self.in_flight_bytes, value.in_flight_bytes)
            .map_err(Refusal::about("in_flight_bytes"))?;
        value.queued_stanzas = count(self.queued_stanzas, value.queued_stanzas)
            .map_err(Refusal::about("queued_stanzas"))?;
        value.queued_bytes =
            count(self.queued_bytes, value.queued_bytes).map_err(Refusal::about("queued_bytes"))?;
        value.unacked_stanzas = count(self.unacked_stanzas, value.unacked_stanzas)
            .map_err(Refusal::about("unacked_stanzas"))?;
        value.pending_iqs =
            count(self.pending_iqs, value.pending_iqs).map_err(Refusal::about("pending_iqs"))?;
        value.pending_requests = count(self.pending_requests, value.pending_requests)
            .map_err(Refusal::about("pending_requests"))?;
        value.held_events =
            count(self.held_events, value.held_events).map_err(Refusal::about("held_events"))?;
        value.held_bytes =
            count(self.held_bytes, value.held_bytes).map_err(Refusal::about("held_bytes"))?;
        value.scram_iterations = count(self.scram_iterations, value.scram_iterations)
            .map_err(Refusal::about("scram_iterations"))?;
        value.sasl_message_bytes = count(self.sasl_message_bytes, value.sasl_message_bytes)
            .map_err(Refusal::about("sasl_message_bytes"))?;
        Ok(value)
    }
}

/// Sets up `limits` with the defaults: fills it with zeros and notes its size, which is `sizeof`
/// it.
///
///     xmpp_limits limits;
///     xmpp_limits_init(&limits, sizeof limits);
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_limits_init(limits: *mut xmpp_limits, size: usize) {
    // SAFETY: the caller's struct has this size.
    unsafe { init(limits, size) }
}

/// How long the engine waits, in milliseconds.
/// Set up by `xmpp_timeouts_init`, then changed field by field: zero, and an absent text, stand for
/// the default.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct xmpp_timeouts {
    /// `sizeof` this struct, as the program knows it.
    pub size: u32,
    /// Zero.
    pub reserved: u32,
    /// For the driver's connection.
    /// Default: 30_000.
    pub connect_ms: u64,
    /// For the TLS handshake.
    /// Default: 30_000.
    pub tls_ms: u64,
    /// For the app's verdict on a certificate: a person may have to read it.
    /// Default: 120_000.
    pub trust_ms: u64,
    /// For the app's credentials. When it is over the connection is given back, and the
    /// question stays.
    /// Default: 120_000.
    pub credentials_ms: u64,
    /// For each answer of the server while logging in.
    /// Default: 30_000.
    pub answer_ms: u64,
    /// For the answer to a request of ours.
    /// Default: 60_000.
    pub request_ms: u64,
    /// For the app's answer to somebody's request; then the engine answers with an error.
    /// Default: 60_000.
    pub incoming_request_ms: u64,
    /// For the server's acknowledgement once it was asked for (XEP-0198), and for the next of our
    /// octets to be transmitted.
    /// Default: 60_000.
    pub ack_ms: u64,
    /// For a word of the server. Behind such a silence it is asked for one (XEP-0198), or white
    /// space is sent, so that a link that died unseen is noticed, and routers on the way do not
    /// forget it: five minutes is what the more forgetful of them allow.
    /// Default: 300_000.
    pub idle_ms: u64,
    /// For the end of everything after `close`.
    /// Default: 5_000.
    pub close_ms: u64,
}

// SAFETY: it was made to be so.
unsafe impl Input for xmpp_timeouts {
    type Value = Timeouts;

    fn start(&self) -> Result<Timeouts, Refusal> {
        Ok(Timeouts::default())
    }

    fn fill(&self, mut value: Timeouts) -> Result<Timeouts, Refusal> {
        value.connect_ms =
            count(self.connect_ms, value.connect_ms).map_err(Refusal::about("connect_ms"))?;
        value.tls_ms = count(self.tls_ms, value.tls_ms).map_err(Refusal::about("tls_ms"))?;
        value.trust_ms =
            count(self.trust_ms, value.trust_ms).map_err(Refusal::about("trust_ms"))?;
        value.credentials_ms = count(self.credentials_ms, value.credentials_ms)
            .map_err(Refusal::about("credentials_ms"))?;
        value.answer_ms =
            count(self.answer_ms, value.answer_ms).map_err(Refusal::about("answer_ms"))?;
        value.request_ms =
            count(self.request_ms, value.request_ms).map_err(Refusal::about("request_ms"))?;
        value.incoming_request_ms = count(self.incoming_request_ms, value.incoming_request_ms)
            .map_err(Refusal::about("incoming_request_ms"))?;
        value.ack_ms = count(self.ack_ms, value.ack_ms).map_err(Refusal::about("ack_ms"))?;
        value.idle_ms = count(self.idle_ms, value.idle_ms).map_err(Refusal::about("idle_ms"))?;
        value.close_ms =
            count(self.close_ms, value.close_ms).map_err(Refusal::about("close_ms"))?;
        Ok(value)
    }
}

/// Sets up `timeouts` with the defaults: fills it with zeros and notes its size, which is `sizeof`
/// it.
///
///     xmpp_timeouts timeouts;
///     xmpp_timeouts_init(&timeouts, sizeof timeouts);
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_timeouts_init(timeouts: *mut xmpp_timeouts, size: usize) {
    // SAFETY: the caller's struct has this size.
    unsafe { init(timeouts, size) }
}

/// Which mechanisms a login by password may use.
/// Set up by `xmpp_sasl_policy_init`, then changed field by field: zero, and an absent text, stand
/// for the default.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct xmpp_sasl_policy {
    /// `sizeof` this struct, as the program knows it.
    pub size: u32,
    /// Zero.
    pub reserved: u32,
    /// Weaker mechanisms than SCRAM with this hash are refused, PLAIN among them.
    /// One of XMPP_SCRAM_HASH_.., or 0.
    pub minimum: i32,
    /// Only mechanisms with channel binding (-PLUS): nobody can sit in between even with a
    /// certificate that we trust. Not every server and proxy can do it.
    /// Default: false.
    /// XMPP_YES, XMPP_NO, or 0 for the default.
    pub require_channel_binding: i32,
    /// PLAIN may be used if nothing better is offered and the server's certificate is verified.
    /// It hands the password to the server, and to everybody who deceives the certificate check.
    /// Default: false.
    /// XMPP_YES, XMPP_NO, or 0 for the default.
    pub allow_plain: i32,
}

// SAFETY: it was made to be so.
unsafe impl Input for xmpp_sasl_policy {
    type Value = SaslPolicy;

    fn start(&self) -> Result<SaslPolicy, Refusal> {
        Ok(SaslPolicy::default())
    }

    fn fill(&self, mut value: SaslPolicy) -> Result<SaslPolicy, Refusal> {
        value.minimum = choose_some(self.minimum).map_err(Refusal::about("minimum"))?;
        value.require_channel_binding =
            flag(self.require_channel_binding, value.require_channel_binding)
                .map_err(Refusal::about("require_channel_binding"))?;
        value.allow_plain =
            flag(self.allow_plain, value.allow_plain).map_err(Refusal::about("allow_plain"))?;
        Ok(value)
    }
}

/// Sets up `sasl_policy` with the defaults: fills it with zeros and notes its size, which is
/// `sizeof` it.
///
///     xmpp_sasl_policy sasl_policy;
///     xmpp_sasl_policy_init(&sasl_policy, sizeof sasl_policy);
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_sasl_policy_init(sasl_policy: *mut xmpp_sasl_policy, size: usize) {
    // SAFETY: the caller's struct has this size.
    unsafe { init(sasl_policy, size) }
}

/// What the TLS of a connection is and proved. A host that brings the TLS fills in what its
/// library tells; each field may be absent, and an absent one only costs what it would allow.
/// Set up by `xmpp_tls_info_init`, then changed field by field: zero, and an absent text, stand for
/// the default.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct xmpp_tls_info {
    /// `sizeof` this struct, as the program knows it.
    pub size: u32,
    /// Zero.
    pub reserved: u32,
    /// The version agreed on.
    /// One of XMPP_TLS_VERSION_.., or 0.
    pub version: i32,
    /// 32 octets exported under `EXPORTER-Channel-Binding` with an empty context (RFC 9266), on
    /// TLS 1.3 only. Allows SCRAM with `tls-exporter`.
    pub exporter: xmpp_octets,
    /// The server's own certificate in DER. Allows SCRAM with `tls-server-end-point`.
    pub leaf: xmpp_octets,
    /// The certificates above the leaf, in the order the server sent them, in DER; used for
    /// the question to the app only.
    pub chain: *const xmpp_octets,
    /// How many `chain` there are.
    pub chain_count: usize,
    /// Whether the certificate was checked, chain and name. If a host does not say so, the app
    /// is asked as with `XMPP_TRUST_ASK`.
    /// XMPP_YES, XMPP_NO, or 0 for the default.
    pub verified: i32,
    /// The application protocol agreed on (`xmpp-client` on direct TLS).
    pub alpn: xmpp_str,
}

// SAFETY: it was made to be so.
unsafe impl Input for xmpp_tls_info {
    type Value = TlsInfo;

    fn start(&self) -> Result<TlsInfo, Refusal> {
        Ok(TlsInfo::default())
    }

    fn fill(&self, mut value: TlsInfo) -> Result<TlsInfo, Refusal> {
        value.version = choose_some(self.version).map_err(Refusal::about("version"))?;
        value.exporter = self.exporter.owned_opt().map_err(Refusal::about("exporter"))?;
        value.leaf = self.leaf.owned_opt().map_err(Refusal::about("leaf"))?;
        // SAFETY: the caller gives as many as it says.
        value.chain = unsafe {
            list_of_octets(self.chain, self.chain_count)
                .map_err(Refusal::about("chain, chain_count"))?
        };
        value.verified = flag(self.verified, value.verified).map_err(Refusal::about("verified"))?;
        value.alpn = self.alpn.owned_opt().map_err(Refusal::about("alpn"))?;
        Ok(value)
    }
}

/// Sets up `tls_info` with the defaults: fills it with zeros and notes its size, which is `sizeof`
/// it.
///
///     xmpp_tls_info tls_info;
///     xmpp_tls_info_init(&tls_info, sizeof tls_info);
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_tls_info_init(tls_info: *mut xmpp_tls_info, size: usize) {
    // SAFETY: the caller's struct has this size.
    unsafe { init(tls_info, size) }
}

/// Everything an engine is told when it is made. `xmpp_config_init` fills in what most want;
/// the rest is changed field by field.
/// Set up by `xmpp_config_init`, then changed field by field: zero, and an absent text, stand for
/// the default.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct xmpp_config {
    /// `sizeof` this struct, as the program knows it.
    pub size: u32,
    /// Zero.
    pub reserved: u32,
    /// The account, `user@domain`, or a domain alone for an anonymous login. With a resource,
    /// that resource is asked for; else the server chooses one.
    pub account: xmpp_str,
    /// The password. Absent, as by default: the app is asked by XMPP_EVENT_NEED_CREDENTIALS.
    pub password: xmpp_str,
    /// XMPP_YES: log in without a password, to a temporary account (RFC 4505).
    pub anonymous: i32,
    /// Where to connect instead of where the account's domain says: a host name or an IP address.
    /// Certificates are checked for the domain all the same.
    pub host: xmpp_str,
    /// The TCP port of `host`. Default: 5222, or 5223 for direct TLS.
    pub port: u64,
    /// Whether TLS begins with the first octet at `host` (XEP-0368). Default: XMPP_NO.
    pub direct_tls: i32,
    /// Who brings the TLS. Default: the engine.
    /// One of XMPP_TLS_MODE_.., or 0.
    pub tls: i32,
    /// The authorities whose certificates are good. NULL, as by default: the app is asked by
    /// XMPP_EVENT_VERIFY_CERTIFICATE. Not looked at if the engine is made with an xmpp_shared. They
    /// may be freed once the engine is made.
    pub roots: *const xmpp_roots,
    /// Which ways to log in are good enough.
    /// May be NULL.
    pub sasl: *const xmpp_sasl_policy,
    /// Bounds of everything that could grow.
    /// May be NULL.
    pub limits: *const xmpp_limits,
    /// How long to wait.
    /// May be NULL.
    pub timeouts: *const xmpp_timeouts,
    /// Whether to dial again. Default: always.
    /// One of XMPP_RECONNECT_.., or 0.
    pub reconnect: i32,
    /// What becomes of stanzas that the server did not acknowledge before a connection was lost.
    /// Default: they end as unsure.
    /// One of XMPP_UNACKED_POLICY_.., or 0.
    pub unacked: i32,
    /// When an event counts as handled. Default: at the next `poll`.
    /// One of XMPP_HANDLED_MODE_.., or 0.
    pub handled: i32,
    /// Use stream management where the server has it (XEP-0198). Default: yes.
    /// XMPP_YES, XMPP_NO, or 0 for the default.
    pub stream_management: i32,
    /// Fetch the roster and send initial presence at each login. Default: yes.
    /// XMPP_YES, XMPP_NO, or 0 for the default.
    pub announce: i32,
    /// Namespaces of IQ requests that the app answers itself; each is announced as a feature.
    pub claims: *const xmpp_str,
    /// How many `claims` there are.
    pub claims_count: usize,
    /// What kind of client this is (XEP-0030). Default: `client`.
    pub identity_category: xmpp_str,
    /// The type within the category. Default: `pc`.
    pub identity_kind: xmpp_str,
    /// A name of the client for people. Default: none.
    pub identity_name: xmpp_str,
    /// The preferred language of the server's words, such as `en`.
    pub lang: xmpp_str,
    /// Accept a bound address of another account than the one that logged in. Default: no.
    /// XMPP_YES, XMPP_NO, or 0 for the default.
    pub allow_alias: i32,
    /// Give an event for each element on the wire. Default: no.
    /// XMPP_YES, XMPP_NO, or 0 for the default.
    pub wire: i32,
}

// SAFETY: it was made to be so.
unsafe impl Input for xmpp_config {
    type Value = Config;

    fn start(&self) -> Result<Config, Refusal> {
        account(self.account).map_err(Refusal::about("account"))
    }

    fn fill(&self, mut value: Config) -> Result<Config, Refusal> {
        value.credentials = credentials(self.password, self.anonymous)
            .map_err(Refusal::about("password, anonymous"))?;
        value.dial = dial(self.host, self.port, self.direct_tls)
            .map_err(Refusal::about("host, port, direct_tls"))?;
        value.tls = choose(self.tls, value.tls).map_err(Refusal::about("tls"))?;
        // SAFETY: NULL or a handle.
        value.trust = unsafe { trust(self.roots).map_err(Refusal::about("roots"))? };
        // SAFETY: the caller's struct has the size that it says.
        value.sasl = unsafe { filled(self.sasl, value.sasl).map_err(Refusal::about("sasl"))? };
        // SAFETY: the caller's struct has the size that it says.
        value.limits =
            unsafe { filled(self.limits, value.limits).map_err(Refusal::about("limits"))? };
        // SAFETY: the caller's struct has the size that it says.
        value.timeouts =
            unsafe { filled(self.timeouts, value.timeouts).map_err(Refusal::about("timeouts"))? };
        value.reconnect =
            choose(self.reconnect, value.reconnect).map_err(Refusal::about("reconnect"))?;
        value.unacked = choose(self.unacked, value.unacked).map_err(Refusal::about("unacked"))?;
        value.handled = choose(self.handled, value.handled).map_err(Refusal::about("handled"))?;
        value.stream_management = flag(self.stream_management, value.stream_management)
            .map_err(Refusal::about("stream_management"))?;
        value.announce = flag(self.announce, value.announce).map_err(Refusal::about("announce"))?;
        // SAFETY: the caller gives as many as it says.
        value.claims = unsafe {
            list_of_texts(self.claims, self.claims_count)
                .map_err(Refusal::about("claims, claims_count"))?
        };
        identity(
            &mut value.identity,
            self.identity_category,
            self.identity_kind,
            self.identity_name,
        )
        .map_err(Refusal::about("identity_category, identity_kind, identity_name"))?;
        value.lang = self.lang.owned_opt().map_err(Refusal::about("lang"))?;
        value.allow_alias =
            flag(self.allow_alias, value.allow_alias).map_err(Refusal::about("allow_alias"))?;
        value.wire = flag(self.wire, value.wire).map_err(Refusal::about("wire"))?;
        Ok(value)
    }
}

/// Sets up `config` with the defaults: fills it with zeros and notes its size, which is `sizeof`
/// it.
///
///     xmpp_config config;
///     xmpp_config_init(&config, sizeof config);
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_config_init(config: *mut xmpp_config, size: usize) {
    // SAFETY: the caller's struct has this size.
    unsafe { init(config, size) }
}
