//! XEP-0359: Unique and Stable Stanza IDs (version 0.7.0).

use crate::jid::Jid;
use crate::stanza::payload;
use crate::xml::ns;

payload! {
    /// An id that a server or a room gave to a stanza (XEP-0359 section 3). It means something only
    /// if `by` is trusted to have said so.
    pub struct StanzaId = "stanza-id" in ns::STANZA_IDS {
        /// The id.
        pub id: String = attr("id"),
        /// Who gave it.
        pub by: Jid = attr("by"),
    }
}

payload! {
    /// An id that the sender gave to a stanza, and that survives on its way (XEP-0359 section 3).
    pub struct OriginId = "origin-id" in ns::STANZA_IDS {
        /// The id.
        pub id: String = attr("id"),
    }
}
