//! All readers that are measured, ours first.

use xmpp_benches::counts::Counts;
use xmpp_benches::ours;

use crate::{quick, rx};

/// All octets in one piece.
pub const WHOLE: usize = usize::MAX;
/// What a driver usually reads from its socket.
pub const READ: usize = 16_384;
/// What one packet carries.
pub const PACKET: usize = 1_460;

/// A parser, used as its makers mean it to be.
pub struct Reader {
    /// Its word on the command line and in the records.
    pub key: &'static str,
    /// What it does, for the table.
    pub title: &'static str,
    /// Octets of the pieces that it can be fed with.
    pub pieces: &'static [usize],
    /// How much of the work it does.
    pub depth: Depth,
    /// Reads a stream in pieces of so many octets.
    pub read: fn(&[u8], usize) -> Counts,
}

/// What a reader looks at, and so what it can be compared on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Depth {
    /// Tags and text.
    Tags,
    /// Attributes too.
    Attributes,
    /// And the namespaces of both.
    Namespaces,
}

const ANY: &[usize] = &[WHOLE, READ, PACKET, 1];
/// A reader of a slice cannot go on where a piece ended.
const ONLY_WHOLE: &[usize] = &[WHOLE];
/// rxml takes quadratic time for one large piece.
const NOT_WHOLE: &[usize] = &[READ, PACKET, 1];

const fn reader(
    key: &'static str,
    title: &'static str,
    pieces: &'static [usize],
    read: fn(&[u8], usize) -> Counts,
) -> Reader {
    Reader { key, title, pieces, depth: Depth::Namespaces, read }
}

/// Every reader for which everything is installed.
pub const READERS: &[Reader] = &[
    reader("owned", "ours: owned tree", ANY, ours::owned),
    reader("borrowed", "ours: borrowed view", ANY, ours::borrowed),
    Reader {
        depth: Depth::Tags,
        ..reader("quick-xml-events", "quick-xml: tags and text", ONLY_WHOLE, quick::events)
    },
    Reader {
        depth: Depth::Attributes,
        ..reader("quick-xml-attrs", "quick-xml: + attributes", ONLY_WHOLE, quick::attributes)
    },
    reader("quick-xml-ns", "quick-xml: + namespaces", ONLY_WHOLE, quick::namespaces),
    reader("rxml", "rxml: events", NOT_WHOLE, rx::events),
    reader("minidom", "rxml -> minidom tree", NOT_WHOLE, rx::minidom),
    #[cfg(has_expat)]
    reader("expat", "expat: events", ANY, crate::c::expat),
    #[cfg(has_expat)]
    reader("expat-tree", "expat -> malloc'd tree", ANY, crate::c::expat_tree),
    #[cfg(has_libxml2)]
    reader("libxml2", "libxml2: events", ANY, crate::c::libxml2),
];

/// The reader of this key.
pub fn named(key: &str) -> Option<&'static Reader> {
    READERS.iter().find(|reader| reader.key == key)
}

impl Reader {
    /// What it must find where ours finds `ours`.
    pub fn expected(&self, ours: Counts) -> Counts {
        match self.depth {
            Depth::Tags => Counts { attributes: 0, values: 0, ..ours },
            Depth::Attributes | Depth::Namespaces => ours,
        }
    }
}

/// The peers with their versions, and which ones are missing.
pub fn peers() -> Vec<(&'static str, Option<&'static str>)> {
    vec![
        ("quick-xml", Some(env!("VERSION_quick_xml"))),
        ("rxml", Some(env!("VERSION_rxml"))),
        ("minidom", Some(env!("VERSION_minidom"))),
        ("expat", option_env!("VERSION_expat")),
        ("libxml2", option_env!("VERSION_libxml2")),
    ]
}
