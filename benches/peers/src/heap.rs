//! Counts allocations of Rust code while it is asked to, and of the readers in C with them.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering::Relaxed};

use crate::c;

/// To be the `#[global_allocator]` of a program that measures.
pub struct Counting;

static WATCHED: AtomicBool = AtomicBool::new(false);
static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static LIVE: AtomicI64 = AtomicI64::new(0);
static PEAK: AtomicI64 = AtomicI64::new(0);

/// What a reader took from the heap.
#[derive(Clone, Copy, Debug)]
pub struct Heap {
    /// Calls that gave a block: new ones and enlarged ones.
    pub allocations: u64,
    /// The most octets that were live at once.
    pub peak: u64,
}

/// Runs `read` and tells what it took. One thread at a time.
pub fn measured(read: impl FnOnce()) -> Heap {
    ALLOCATIONS.store(0, Relaxed);
    LIVE.store(0, Relaxed);
    PEAK.store(0, Relaxed);
    c::watch_heap();
    WATCHED.store(true, Relaxed);
    read();
    WATCHED.store(false, Relaxed);
    let (allocations, peak) = c::unwatch_heap();
    Heap {
        allocations: ALLOCATIONS.load(Relaxed) + allocations,
        peak: (PEAK.load(Relaxed) + peak).max(0).unsigned_abs(),
    }
}

fn changed(taken: usize, given: usize) {
    if !WATCHED.load(Relaxed) {
        return;
    }
    let change = taken as i64 - given as i64;
    let live = LIVE.fetch_add(change, Relaxed) + change;
    PEAK.fetch_max(live, Relaxed);
    ALLOCATIONS.fetch_add(u64::from(taken > 0), Relaxed);
}

// SAFETY: everything is done by the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        changed(layout.size(), 0);
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        changed(layout.size(), 0);
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        changed(size, layout.size());
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        changed(0, layout.size());
        unsafe { System.dealloc(block, layout) }
    }
}
