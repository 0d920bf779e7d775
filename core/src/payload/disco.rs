//! XEP-0030: Service Discovery (version 2.5.0).
//!
//! The payloads; the extension that answers and asks is in `xep/disco.rs`.

use crate::jid::Jid;
use crate::stanza::payload;
use crate::xml::ns;

payload! {
    /// What kind of thing an entity is (XEP-0030 section 3.1).
    pub struct DiscoIdentity = "identity" in ns::DISCO_INFO {
        /// The category, such as `client`.
        pub category: String = attr("category"),
        /// The type within the category, such as `bot`.
        pub kind: String = attr("type"),
        /// A name for people.
        pub name: Option<String> = attr_opt("name"),
    }
}

payload! {
    /// One thing that an entity can do (XEP-0030 section 3.1).
    pub struct DiscoFeature = "feature" in ns::DISCO_INFO {
        /// Its name (`var`), mostly a namespace.
        pub name: String = attr("var"),
    }
}

payload! {
    /// The question what an entity is and can do, and the answer (XEP-0030 section 3).
    pub struct DiscoInfo = "query" in ns::DISCO_INFO {
        /// The node asked about.
        pub node: Option<String> = attr_opt("node"),
        /// What the entity is.
        pub identities: Vec<DiscoIdentity> = children,
        /// What it can do.
        pub features: Vec<DiscoFeature> = children,
    }
}

payload! {
    /// One entity that belongs to another (XEP-0030 section 4.1).
    pub struct DiscoItem = "item" in ns::DISCO_ITEMS {
        /// Its address.
        pub jid: Jid = attr("jid"),
        /// Its node.
        pub node: Option<String> = attr_opt("node"),
        /// A name for people.
        pub name: Option<String> = attr_opt("name"),
    }
}

payload! {
    /// The question what belongs to an entity, and the answer (XEP-0030 section 4).
    pub struct DiscoItems = "query" in ns::DISCO_ITEMS {
        /// The node asked about.
        pub node: Option<String> = attr_opt("node"),
        /// What belongs to it.
        pub items: Vec<DiscoItem> = children,
    }
}
