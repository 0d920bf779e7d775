//! What many engines have in common: whom they trust, prepared once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::config::{trust, xmpp_roots};
use crate::error::{Refusal, xmpp_error_info};
use crate::guard::attempt;
use crate::handle::{Handle, Held};
use ::xmpp_engine::transport::Shared;

/// With its count of references.
pub struct Counted {
    shared: Arc<Shared>,
    count: AtomicUsize,
}

impl Held for Counted {
    const NAME: &'static str = "xmpp_shared";
    const MARK: u64 = 0x786d_7070_7368_6172;
}

pub type xmpp_shared = Handle<Counted>;

/// Prepares the trust in `roots` (NULL: engines ask by XMPP_EVENT_VERIFY_CERTIFICATE) for many
/// engines. It may be used from any thread and for as many engines as one likes; each engine holds
/// what it needs, so that the last xmpp_shared_unref may come before they are freed. NULL if not one
/// of the roots can be used: XMPP_ERR_SHARED_..
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_shared_new(
    roots: *const xmpp_roots,
    error: *mut xmpp_error_info,
) -> *mut xmpp_shared {
    let made = attempt(|| {
        // SAFETY: NULL or from `xmpp_roots_from_pem`.
        let shared = Shared::new(&unsafe { trust(roots)? })?;
        Ok(Handle::give(Counted { shared, count: AtomicUsize::new(1) }))
    });
    // SAFETY: the caller's struct has the size that it says.
    unsafe { xmpp_error_info::tell(error, made) }.unwrap_or(std::ptr::null_mut())
}

/// Takes one more reference and returns its argument. From any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_shared_ref(shared: *mut xmpp_shared) -> *mut xmpp_shared {
    // SAFETY: NULL or from `xmpp_shared_new`; only looked at, since other threads may do the same.
    if let Ok(counted) = Handle::look(unsafe { shared.as_ref() }) {
        counted.count.fetch_add(1, Ordering::Relaxed);
    }
    shared
}

/// Gives one reference back; with the last one it is freed. From any thread. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_shared_unref(shared: *mut xmpp_shared) {
    // SAFETY: as above.
    let last = match Handle::look(unsafe { shared.as_ref() }) {
        // What other threads did with it comes before it is freed.
        Ok(counted) => counted.count.fetch_sub(1, Ordering::AcqRel) == 1,
        // It was freed before, which `free` tells.
        Err(_) => true,
    };
    if last {
        // SAFETY: nobody else has a reference.
        let _ = unsafe { Handle::free(shared) };
    }
}

/// The part that an engine takes.
pub fn taken(shared: Option<&xmpp_shared>) -> Result<Arc<Shared>, Refusal> {
    Handle::look(shared).map(|counted| counted.shared.clone())
}
