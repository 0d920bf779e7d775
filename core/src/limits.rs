//! Every bound of the engine in one place, each with the reason for its value.

use crate::declare::settings;

settings! {
    /// What one XML stream may make the parser keep. Enforced on unfinished input too.
    #[derive(Copy, Eq)]
    pub struct XmlLimits {
        /// Levels of elements in one stanza. Real stanzas stay below 20.
        pub depth: u32 = 128,
        /// Octets of one element of the stream's first level, from its `<` to its last `>`. Servers
        /// accept 256 KiB to 512 KiB from clients and may send more, archives being the largest. A
        /// little less than 128 MiB is the most: more counts as that.
        pub stanza_bytes: u32 = 2 * 1024 * 1024,
        /// Elements and runs of text in one stanza. A roster of 10,000 contacts has 30,000.
        pub nodes: u32 = 65_536,
        /// Attributes in one stanza, all elements together, namespace declarations among them.
        pub attributes: u32 = 131_072,
        /// Attributes of one element, namespace declarations among them. Real ones have a dozen.
        pub attributes_per_element: u32 = 256,
        /// Octets of one name, prefix or name of a namespace. Real ones have 30.
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

    /// The most memory in octets for one stream: its header, and beside it the parser or, when that
    /// is done, an element with what is made of it. What is parsed of a list is larger than the list:
    /// 320 octets for each node, while it grows.
    fn stream_bytes(&self) -> u64 {
        const ROW: u64 = 32;
        const PARSED: u64 = 320;
        const PREFIX: u64 = 96;
        let (stanza, nodes) = (u64::from(self.stanza_bytes), u64::from(self.nodes));
        let stanza_bytes = self.stanza_bytes.max(self.header_bytes);
        let parser = XmlLimits { stanza_bytes, ..*self }.peak_bytes();
        let element = stanza + (nodes + u64::from(self.attributes)) * ROW;
        let made = 3 * stanza + nodes * PARSED;
        let prefixes = u64::from(self.attributes_per_element.min(self.attributes));
        let header = 2 * u64::from(self.header_bytes) + 3 * prefixes * PREFIX;
        parser.max(element + made) + header
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

impl Limits {
    /// The most memory in octets that a server can make an engine take, about 150 MiB with the
    /// defaults. It is the sum of
    ///
    /// - the larger of the two streams: [`XmlLimits::peak_bytes`] or, when the parser is done, the
    ///   element and what is made of it; beside them what the stream's header declares;
    /// - `received_bytes` six times: half of a buffer can be read already, it may have grown to twice
    ///   what is in it, and for a moment there is the one it grew out of as well;
    /// - `in_flight_bytes` twice: the driver has them, and may copy them;
    /// - answers that the server does not read: `queued_bytes`, and 256 octets for each of
    ///   `queued_stanzas`;
    /// - 8 KiB for each of `pending_requests`: an id and an address;
    /// - `held_bytes` three times, since addresses and lists are kept as parsed, too; 640 octets for
    ///   each of `held_events`, and the header of the stream it came over;
    /// - 512 KiB for what has a fixed size, such as 64 KiB of octets that are written and wait.
    ///
    /// Not counted: what the app gives (its config, stanzas and requests, and the news of them), the
    /// events that it took, those of `Config::wire`, and TLS.
    ///
    /// Held by a test for every limit (`tests/tests/engine_cost`).
    pub fn peak_bytes(&self) -> u64 {
        const ANSWER: u64 = 256;
        const REQUEST: u64 = 8 * 1024;
        const EVENT: u64 = 640;
        const FIXED: u64 = 512 * 1024;
        let header = self.xml.header_bytes.max(self.xml_before_login.header_bytes);
        let parts = [
            self.xml.stream_bytes().max(self.xml_before_login.stream_bytes()),
            self.received_bytes.saturating_mul(6),
            self.in_flight_bytes.saturating_mul(2),
            self.queued_bytes,
            u64::from(self.queued_stanzas) * ANSWER,
            u64::from(self.pending_requests) * REQUEST,
            self.held_bytes.saturating_mul(3),
            u64::from(self.held_events).saturating_mul(EVENT + u64::from(header)),
            FIXED,
        ];
        parts.into_iter().fold(0, u64::saturating_add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_come_to_about_150_mib() {
        assert!((145..=155).contains(&(Limits::default().peak_bytes() >> 20)));
    }

    #[test]
    fn no_limits_are_too_large_to_be_told() {
        let xml = XmlLimits {
            depth: u32::MAX,
            stanza_bytes: u32::MAX,
            nodes: u32::MAX,
            attributes: u32::MAX,
            attributes_per_element: u32::MAX,
            name_bytes: u32::MAX,
            header_bytes: u32::MAX,
        };
        let limits =
            Limits { xml, held_bytes: u64::MAX, held_events: u32::MAX, ..Limits::default() };
        assert_eq!(limits.peak_bytes(), u64::MAX);
    }
}
