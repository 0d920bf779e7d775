//! Every bound of the engine in one place, each with the reason for its value.

use crate::declare::settings;

settings! {
    /// What one XML stream may make the parser keep. Enforced on unfinished input too.
    #[derive(Copy, Eq)]
    pub struct XmlLimits {
        /// Levels of elements in one stanza. Real stanzas stay below 20.
        pub depth: u32 = 128,
        /// Octets of one element of the stream's first level, from its `<` to its last `>`. Servers
        /// accept 256 KiB to 512 KiB from clients and may send more, archives being the largest.
        pub stanza_bytes: u32 = 2 * 1024 * 1024,
        /// Elements and runs of text in one stanza. A roster of 10,000 contacts has 30,000.
        pub nodes: u32 = 65_536,
        /// Attributes in one stanza, all elements together, namespace declarations among them.
        pub attributes: u32 = 131_072,
        /// Attributes of one element, namespace declarations among them. Real ones have a dozen.
        pub attributes_per_element: u32 = 256,
        /// Octets of one name or prefix. Real ones have 30.
        pub name_bytes: u32 = 1024,
        /// Octets of the stream header with the XML declaration. Real ones have 300.
        pub header_bytes: u32 = 16 * 1024,
    }
}

impl XmlLimits {
    /// The most memory in octets that a parser takes for one stanza, that of the element it gives
    /// included: of a limit's octets no more than so many follow.
    ///
    /// - the text: `stanza_bytes`;
    /// - a row of 28 octets for each node and attribute, and as many as 32 behind the text;
    /// - 28 octets for each open element, 96 for each declared prefix, list and index together;
    /// - 16 octets for each value of the start tag at hand;
    /// - each buffer may have grown to twice what is in it, and for a moment there is the one it grew
    ///   out of as well: three times the sum; and once more text and rows, in the element.
    ///
    /// Held by a test over every kind of limit (`tests/tests/xml_cost.rs`).
    pub fn peak_bytes(&self) -> u64 {
        const ROW: u64 = 28;
        const WRITTEN: u64 = 32;
        const OPEN: u64 = 28;
        const PREFIX: u64 = 96;
        const VALUE: u64 = 16;
        let rows = u64::from(self.nodes) + u64::from(self.attributes);
        let text = u64::from(self.stanza_bytes) + rows * WRITTEN;
        let levels = u64::from(self.depth);
        let prefixes = levels.saturating_mul(u64::from(self.attributes_per_element));
        let prefixes = prefixes.min(u64::from(self.attributes));
        let values = u64::from(self.attributes_per_element);
        3 * (text + rows * ROW + levels * OPEN + prefixes * PREFIX + values * VALUE) + text
    }

    /// The narrow limits that hold until the peer has proved who it is: nothing before login
    /// comes near them, and anybody can connect.
    pub fn before_login() -> XmlLimits {
        XmlLimits { stanza_bytes: 64 * 1024, nodes: 2048, attributes: 4096, ..XmlLimits::default() }
    }
}

settings! {
    /// Every bound of an engine. What exceeds one gets a typed error; nothing grows without end.
    #[derive(Copy, Eq)]
    pub struct Limits {
        /// The parser after login.
        pub xml: XmlLimits = XmlLimits::default(),
        /// The parser before login.
        pub xml_before_login: XmlLimits = XmlLimits::before_login(),
        /// Octets of a connection's input that wait for the machine. [`Wait`](crate::Output::Wait)
        /// says `read: false` from half of it; beyond it `receive` takes nothing. Sixteen TLS records, so
        /// that a driver that reads in pieces of 64 KiB never meets the border.
        pub received_bytes: u64 = 256 * 1024,
        /// Octets handed out in `Transmit` that the driver has not reported as transmitted. As much as
        /// a socket's own buffer holds: more would only wait there, where it cannot be cancelled.
        pub in_flight_bytes: u64 = 256 * 1024,
        /// Stanzas that wait to be written. An app that was offline for a day has dozens.
        pub queued_stanzas: u32 = 4096,
        /// Octets of the stanzas that wait to be written: 4 KiB for each, on average.
        pub queued_bytes: u64 = 16 * 1024 * 1024,
        /// Stanzas written but not acknowledged by the server (XEP-0198). One that is full holds
        /// further stanzas back in the queue. It is
        /// asked every 64 stanzas, so this is many lost answers.
        pub unacked_stanzas: u32 = 4096,
        /// Our own IQ requests that wait for an answer. A large account asks some hundreds at login.
        pub pending_iqs: u32 = 1024,
        /// Incoming IQ requests that wait for the app's answer; further ones are refused with
        /// `resource-constraint`. As many as our own.
        pub pending_requests: u32 = 1024,
        /// Events that wait for the app while it holds events; from then on the sockets are left
        /// unread. Stanzas are still written, until the news of them are `queued_stanzas` more.
        /// A room's history or a page of an archive fits.
        pub held_events: u32 = 1024,
        /// Octets of memory of the elements that waiting events were made from; from then on the
        /// sockets are left unread as well: a few huge stanzas weigh more than a thousand small
        /// ones. One stanza more can come on top.
        pub held_bytes: u64 = 16 * 1024 * 1024,
        /// Rounds of password derivation that a server may ask for at most (RFC 5802, `i`): a
        /// second's work; servers use 4,096 to 100,000.
        pub scram_iterations: u32 = 1_000_000,
        /// Octets of one SASL message of the server, decoded. Those of SCRAM have 200.
        pub sasl_message_bytes: u32 = 16 * 1024,
    }
}
