//! Refusals: a code and a sentence.

use std::ffi::c_char;
use std::fmt::Display;
use std::mem::size_of;

use crate::errors::XMPP_OK;

/// Why a function did not do what it was asked. Nothing has changed then.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    pub code: i32,
    pub text: String,
}

impl Refusal {
    pub fn new(code: i32, text: &str) -> Refusal {
        Refusal { code, text: text.to_owned() }
    }

    /// The same with the names of what it is about.
    pub fn about(names: &str) -> impl Fn(Refusal) -> Refusal {
        move |refusal| Refusal { text: format!("{names}: {}", refusal.text), ..refusal }
    }
}

/// A failure of the core that has error codes.
pub trait Coded: Display {
    fn code(&self) -> i32;
}

impl<T: Coded> From<T> for Refusal {
    fn from(failure: T) -> Refusal {
        Refusal { code: failure.code(), text: failure.to_string() }
    }
}

/// What functions without an engine say about an error: the caller's own, or NULL for who does not
/// want to know more than that it failed. Set it up with XMPP_ERROR_INFO_INIT:
///
///     xmpp_error_info error = XMPP_ERROR_INFO_INIT;
#[repr(C)]
pub struct xmpp_error_info {
    /// `sizeof` this struct; of a struct that is shorter or longer that much is used.
    pub size: u32,
    /// XMPP_OK, or one of XMPP_ERR_..
    pub code: i32,
    /// A sentence, ended by a NUL and cut if it is too long.
    pub text: [c_char; 256],
}

/// Where the text begins.
const HEAD: usize = 2 * size_of::<u32>();

impl xmpp_error_info {
    /// Tells what came of a call, and gives its value.
    ///
    /// # Safety
    /// `info` is NULL or has as many octets as its `size` says.
    pub unsafe fn tell<T>(info: *mut xmpp_error_info, result: Result<T, Refusal>) -> Option<T> {
        let (code, text) = match &result {
            Ok(_) => (XMPP_OK, ""),
            Err(refusal) => (refusal.code, refusal.text.as_str()),
        };
        // SAFETY: the caller's promise.
        unsafe { xmpp_error_info::write(info, code, text) };
        result.ok()
    }

    /// The same for a function that answers the code.
    ///
    /// # Safety
    /// As `tell`.
    pub unsafe fn status(info: *mut xmpp_error_info, result: Result<(), Refusal>) -> i32 {
        let code = result.as_ref().err().map_or(XMPP_OK, |refusal| refusal.code);
        // SAFETY: the caller's promise.
        unsafe { xmpp_error_info::tell(info, result) };
        code
    }

    unsafe fn write(info: *mut xmpp_error_info, code: i32, text: &str) {
        if info.is_null() {
            return;
        }
        // SAFETY: `info` begins with its size, and has as many octets.
        unsafe {
            let size = (&raw const (*info).size).read() as usize;
            if size < HEAD {
                return;
            }
            (&raw mut (*info).code).write(code);
            let room = info.cast::<c_char>().add(HEAD);
            crate::words::fill(text, room, size - HEAD);
        }
    }
}
