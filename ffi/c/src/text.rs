//! Text and octets that somebody lends.

use std::ffi::c_char;

use crate::error::Refusal;
use crate::errors::{XMPP_ERR_SIZE, XMPP_ERR_UTF8};
use crate::guard::null;
use ::xmpp_engine::declared::Octets;

/// A text in UTF-8, not ended by a NUL; `ptr` is NULL if there is none. One that the library gives
/// is lent; one that it is given is only read during the call. `xmpp_text("..")` makes one of a
/// string of C, and `printf("%.*s", (int)text.len, text.ptr)` prints one.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct xmpp_str {
    /// The first octet, or NULL.
    pub ptr: *const c_char,
    /// How many octets.
    pub len: usize,
}

/// Octets of any kind; `ptr` is NULL if there are none.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct xmpp_octets {
    /// The first octet, or NULL.
    pub ptr: *const u8,
    /// How many octets.
    pub len: usize,
}

impl xmpp_str {
    pub const ABSENT: xmpp_str = xmpp_str { ptr: std::ptr::null(), len: 0 };

    /// Lends a text. An empty one has an address that can be read, too.
    pub fn of(text: &str) -> xmpp_str {
        match text.is_empty() {
            true => xmpp_str { ptr: c"".as_ptr(), len: 0 },
            false => xmpp_str { ptr: text.as_ptr().cast(), len: text.len() },
        }
    }

    /// Lends a text, if there is one.
    pub fn of_opt(text: Option<&str>) -> xmpp_str {
        text.map_or(xmpp_str::ABSENT, xmpp_str::of)
    }

    /// The text, which has to be there. The life-time is as long as the call that it was given to:
    /// whoever keeps it, copies it.
    pub fn get<'a>(self, what: &str) -> Result<&'a str, Refusal> {
        self.get_opt()?.ok_or_else(|| null(what))
    }

    /// The text, if there is one.
    pub fn get_opt<'a>(self) -> Result<Option<&'a str>, Refusal> {
        let octets = xmpp_octets { ptr: self.ptr.cast(), len: self.len }.get()?;
        let utf8 = |octets| simdutf8::basic::from_utf8(octets);
        octets.map(utf8).transpose().map_err(|_| Refusal::new(XMPP_ERR_UTF8, "a text is not UTF-8"))
    }

    /// A copy of the text, if there is one.
    pub fn owned_opt(self) -> Result<Option<String>, Refusal> {
        Ok(self.get_opt()?.map(str::to_owned))
    }
}

impl xmpp_octets {
    pub const ABSENT: xmpp_octets = xmpp_octets { ptr: std::ptr::null(), len: 0 };

    /// Lends octets.
    pub fn of(octets: &[u8]) -> xmpp_octets {
        match octets.is_empty() {
            true => xmpp_octets { ptr: c"".as_ptr().cast(), len: 0 },
            false => xmpp_octets { ptr: octets.as_ptr(), len: octets.len() },
        }
    }

    /// The octets, if there are any; life-time as with [`xmpp_str::get`].
    pub fn get<'a>(self) -> Result<Option<&'a [u8]>, Refusal> {
        if self.ptr.is_null() {
            return Ok(None);
        }
        if self.len > isize::MAX as usize {
            return Err(Refusal::new(XMPP_ERR_SIZE, "a length is beyond the memory"));
        }
        // SAFETY: the caller of the function in C lends `len` octets from `ptr` on for its time.
        Ok(Some(unsafe { std::slice::from_raw_parts(self.ptr, self.len) }))
    }

    /// A copy of the octets, if there are any.
    pub fn owned_opt(self) -> Result<Option<Octets>, Refusal> {
        Ok(self.get()?.map(|octets| Octets(octets.to_vec())))
    }
}

/// As many values as a list of the caller has.
///
/// # Safety
/// `list` has `count` values, or is NULL.
pub unsafe fn values<'a, T>(list: *const T, count: usize) -> Result<&'a [T], Refusal> {
    match (list.is_null(), count) {
        (_, 0) => Ok(&[]),
        (true, _) => Err(null("a list")),
        (false, count) if count > isize::MAX as usize / size_of::<T>() => {
            Err(Refusal::new(XMPP_ERR_SIZE, "a list is beyond the memory"))
        }
        // SAFETY: the caller's promise.
        (false, count) => Ok(unsafe { std::slice::from_raw_parts(list, count) }),
    }
}
