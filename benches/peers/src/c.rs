//! The readers in C: see the folder `c`.

use std::ffi::c_int;
#[cfg(any(has_expat, has_libxml2))]
use xmpp_benches::counts::Counts;

#[cfg(any(has_expat, has_libxml2))]
#[repr(C)]
#[derive(Default)]
struct Found {
    stanzas: u64,
    elements: u64,
    attributes: u64,
    text: u64,
    values: u64,
}

unsafe extern "C" {
    #[cfg(has_expat)]
    fn peers_expat(
        octets: *const u8,
        length: usize,
        chunk: usize,
        tree: c_int,
        found: &mut Found,
    ) -> c_int;
    #[cfg(has_libxml2)]
    fn peers_libxml2(octets: *const u8, length: usize, chunk: usize, found: &mut Found) -> c_int;
    safe fn peers_heap_watch(on: c_int);
    safe fn peers_heap_allocations() -> u64;
    safe fn peers_heap_peak() -> i64;
}

/// Begins to count what the libraries in C allocate.
pub fn watch_heap() {
    peers_heap_watch(1);
}

/// Ends it: allocations, and the most octets that were live at once.
pub fn unwatch_heap() -> (u64, i64) {
    let heap = (peers_heap_allocations(), peers_heap_peak());
    peers_heap_watch(0);
    heap
}

/// expat's events with namespaces.
#[cfg(has_expat)]
pub fn expat(stream: &[u8], piece: usize) -> Counts {
    // SAFETY: reads `length` octets from the pointer, keeps nothing.
    counts(|found| unsafe { peers_expat(stream.as_ptr(), stream.len(), piece, 0, found) })
}

/// The same, and a tree of each stanza.
#[cfg(has_expat)]
pub fn expat_tree(stream: &[u8], piece: usize) -> Counts {
    // SAFETY: as above.
    counts(|found| unsafe { peers_expat(stream.as_ptr(), stream.len(), piece, 1, found) })
}

/// libxml2's events with namespaces.
#[cfg(has_libxml2)]
pub fn libxml2(stream: &[u8], piece: usize) -> Counts {
    // SAFETY: as above.
    counts(|found| unsafe { peers_libxml2(stream.as_ptr(), stream.len(), piece, found) })
}

#[cfg(any(has_expat, has_libxml2))]
fn counts(read: impl FnOnce(&mut Found) -> c_int) -> Counts {
    let mut found = Found::default();
    assert_eq!(read(&mut found), 0, "a well-formed stream");
    let Found { stanzas, elements, attributes, text, values } = found;
    Counts { stanzas, elements, attributes, text, values }
}
