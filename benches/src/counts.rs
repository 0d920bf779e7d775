//! What was found in a stream. Readers that are measured side by side must agree on it, or they did
//! not do the same work.

/// Sums over a stream, its header and end apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Elements of the first level.
    pub stanzas: u64,
    /// Elements of every level below the stream's.
    pub elements: u64,
    /// Attributes, declarations of namespaces apart.
    pub attributes: u64,
    /// Octets of character data, decoded.
    pub text: u64,
    /// Octets of attributes' values, decoded.
    pub values: u64,
}
