//! All readers that are measured, ours first.

use xmpp_benches::counts::Counts;
use xmpp_benches::ours;

use crate::{c, quick, rx};

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
    /// Whether it looks at attributes at all.
    pub attributes: bool,
    /// Reads a stream in pieces of so many octets.
    pub read: fn(&[u8], usize) -> Counts,
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
    Reader { key, title, pieces, attributes: true, read }
}

/// Every reader for which everything is installed.
pub const READERS: &[Reader] = &[
    reader("owned", "ours: owned tree", ANY, ours::owned),
    // Further ways of ours go here, a line each: `table` and records compare all with the first.
    Reader {
        attributes: false,
        ..reader("quick-xml-events", "quick-xml: events only", ONLY_WHOLE, quick::events)
    },
    reader("quick-xml-attrs", "quick-xml: + attributes", ONLY_WHOLE, quick::attributes),
    reader("quick-xml-ns", "quick-xml: + namespaces", ONLY_WHOLE, quick::namespaces),
    reader("rxml", "rxml: events", NOT_WHOLE, rx::events),
    reader("minidom", "rxml -> minidom tree", NOT_WHOLE, rx::minidom),
    #[cfg(has_expat)]
    reader("expat", "expat: events", ANY, c::expat),
    #[cfg(has_expat)]
    reader("expat-tree", "expat -> malloc'd tree", ANY, c::expat_tree),
    #[cfg(has_libxml2)]
    reader("libxml2", "libxml2: events", ANY, c::libxml2),
];

/// The reader of this key.
pub fn named(key: &str) -> Option<&'static Reader> {
    READERS.iter().find(|reader| reader.key == key)
}

impl Reader {
    /// What it must find where ours finds `ours`.
    pub fn expected(&self, ours: Counts) -> Counts {
        match self.attributes {
            true => ours,
            false => Counts { attributes: 0, values: 0, ..ours },
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
