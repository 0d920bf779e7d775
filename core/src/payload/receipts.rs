//! XEP-0184: Message Delivery Receipts (version 1.4.0).
//!
//! The payloads: an app asks for receipts and sends them as it sees fit.

use crate::stanza::payload;
use crate::xml::ns;

payload! {
    /// Asks the recipient to say that the message arrived (XEP-0184 section 5).
    pub struct ReceiptRequest = "request" in ns::RECEIPTS {}
}

payload! {
    /// Says that a message arrived (XEP-0184 section 5).
    pub struct ReceiptReceived = "received" in ns::RECEIPTS {
        /// The id of the message that arrived.
        pub id: String = attr("id"),
    }
}
