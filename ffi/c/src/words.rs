//! Texts that are written into a buffer of the caller.

use std::ffi::c_char;
use std::fmt::Display;

use crate::guard::read;
use crate::opaque::{xmpp_stanza_error, xmpp_stream_error};
use crate::text::xmpp_str;

/// Writes as much of `text` as fits, whole characters only, and a NUL behind it. Returns the length
/// of the whole.
///
/// # Safety
/// `buffer` has `size` octets, or `size` is 0.
pub unsafe fn fill(text: &str, buffer: *mut c_char, size: usize) -> usize {
    if size > 0 && !buffer.is_null() {
        let fits = (0..=text.len().min(size - 1)).rev().find(|&at| text.is_char_boundary(at));
        let fits = fits.unwrap_or(0);
        // SAFETY: `fits` is less than `size`, and what is written to is not what is read.
        unsafe {
            std::ptr::copy_nonoverlapping(text.as_ptr().cast(), buffer, fits);
            buffer.add(fits).write(0);
        }
    }
    text.len()
}

/// Writes the words of something lent.
///
/// # Safety
/// As [`fill`].
pub unsafe fn sentence<T: Display>(lent: Option<&T>, buffer: *mut c_char, size: usize) -> usize {
    let text = read(lent, |lent| Some(lent.to_string())).unwrap_or_default();
    // SAFETY: the caller's promise.
    unsafe { fill(&text, buffer, size) }
}

/// The version of the library that runs, such as `0.1.0`; XMPP_VERSION is that of the header. Not
/// lent: it is there for good.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_version() -> xmpp_str {
    xmpp_str::of(env!("CARGO_PKG_VERSION"))
}

/// The name of an error code, such as `XMPP_ERR_SEND_FULL`; empty for one that is unknown to this
/// version. Not lent: it is there for good. What exactly was wrong, xmpp_engine_error tells.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_error_name(code: i32) -> xmpp_str {
    xmpp_str::of(crate::errors::error_name(code))
}

/// Writes what a stanza error says, in one sentence, into `buffer`; as xmpp_reason_text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_stanza_error_words(
    error: Option<&xmpp_stanza_error>,
    buffer: *mut c_char,
    size: usize,
) -> usize {
    // SAFETY: the caller's buffer has this size.
    unsafe { sentence(error, buffer, size) }
}

/// Writes what a stream error says, in one sentence, into `buffer`; as xmpp_reason_text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_stream_error_words(
    error: Option<&xmpp_stream_error>,
    buffer: *mut c_char,
    size: usize,
) -> usize {
    // SAFETY: the caller's buffer has this size.
    unsafe { sentence(error, buffer, size) }
}
