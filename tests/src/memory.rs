//! Heap memory, counted and not timed: each thread counts its own, so tests can run side by side.

#![allow(unsafe_code)] // an allocator that counts can be written in no other way

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The system's allocator, which counts. A test that wants it says
/// `#[global_allocator] static COUNTING: Counting = Counting;`.
pub struct Counting;

thread_local! {
    static CALLS: Cell<u64> = const { Cell::new(0) };
    static TOTAL: Cell<u64> = const { Cell::new(0) };
    static LIVE: Cell<i64> = const { Cell::new(0) };
    static PEAK: Cell<i64> = const { Cell::new(0) };
}

// At the end of a thread its counters may be gone.
fn got(octets: usize) {
    let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
    let _ = TOTAL.try_with(|total| total.set(total.get() + octets as u64));
    let live = LIVE.try_with(|live| {
        live.set(live.get() + octets as i64);
        live.get()
    });
    let _ = PEAK.try_with(|peak| peak.set(peak.get().max(live.unwrap_or_default())));
}

fn gave_back(octets: usize) {
    let _ = LIVE.try_with(|live| live.set(live.get() - octets as i64));
}

// SAFETY: everything is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        got(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        gave_back(layout.size());
        unsafe { System.dealloc(place, layout) }
    }

    /// What moves is there twice for a moment.
    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        got(size);
        gave_back(layout.size());
        unsafe { System.realloc(place, layout, size) }
    }
}

/// What some work cost.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// How often memory was asked for.
    pub calls: u64,
    /// Octets asked for, all together.
    pub octets: u64,
    /// The most octets that were in use at once, above what was in use before.
    pub peak: i64,
}

/// Octets that `work` gives back on this thread, beyond what it takes.
pub fn freed(work: impl FnOnce()) -> i64 {
    let live = LIVE.get();
    work();
    live - LIVE.get()
}

/// Counts what `work` costs on this thread.
pub fn cost(work: impl FnOnce()) -> Cost {
    let (calls, octets, live) = (CALLS.get(), TOTAL.get(), LIVE.get());
    PEAK.set(live);
    work();
    Cost { calls: CALLS.get() - calls, octets: TOTAL.get() - octets, peak: PEAK.get() - live }
}
