//! XEP-0203: Delayed Delivery (version 2.0).

use super::DateTime;
use crate::jid::Jid;
use crate::stanza::payload;
use crate::xml::ns;

payload! {
    /// Says that a stanza was kept for a while (XEP-0203 section 3).
    pub struct Delay = "delay" in ns::DELAY {
        /// Who kept it.
        pub by: Option<Jid> = attr_opt("from"),
        /// When it was sent.
        pub stamp: DateTime = attr("stamp"),
        /// Why it was kept, in words.
        pub reason: Option<String> = text_opt,
    }
}
