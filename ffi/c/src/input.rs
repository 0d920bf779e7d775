//! Structs that go in. Each begins with its size: of a shorter one, by an older program, the rest
//! counts as zero; a longer one, by a newer program, may have nothing but zeros in what is unknown
//! here, or it would be told a lie.

use std::mem::MaybeUninit;

use crate::arguments::texts;
use crate::error::Refusal;
use crate::errors::XMPP_ERR_SIZE;
use crate::guard::null;
use crate::number::{FromNumber, chosen, unknown};
use crate::text::{values, xmpp_octets, xmpp_str};
use ::xmpp_engine::declared::Octets;

/// Yes, where 0 stands for the default. The same as `true`.
pub const XMPP_YES: i32 = 1;

/// No, where 0 stands for the default.
pub const XMPP_NO: i32 = 2;

/// A struct that goes in.
///
/// # Safety
/// It is `repr(C)`, begins with its size in 32 bits, has nothing but numbers and pointers in it, and
/// has 8 octets at least.
pub unsafe trait Input: Copy {
    type Value;
    /// The defaults of a struct that stands by itself.
    fn start(&self) -> Result<Self::Value, Refusal>;
    /// What is set here, over `value`.
    fn fill(&self, value: Self::Value) -> Result<Self::Value, Refusal>;
}

/// Reads a struct that has to be there.
///
/// # Safety
/// `input` is NULL or has as many octets as its first field says.
pub unsafe fn sized<T: Input>(input: *const T) -> Result<T::Value, Refusal> {
    // SAFETY: the caller's promise.
    unsafe { nested(input)? }.ok_or_else(|| null("a struct"))
}

/// Reads a struct, if there is one.
///
/// # Safety
/// As [`sized`].
pub unsafe fn nested<T: Input>(input: *const T) -> Result<Option<T::Value>, Refusal> {
    // SAFETY: the caller's promise.
    let copy = unsafe { copied(input)? };
    copy.map(|copy| copy.fill(copy.start()?)).transpose()
}

/// Reads a struct in another one, where what is not set has defaults of its own.
///
/// # Safety
/// As [`sized`].
pub unsafe fn filled<T: Input>(input: *const T, default: T::Value) -> Result<T::Value, Refusal> {
    // SAFETY: the caller's promise.
    match unsafe { copied(input)? } {
        Some(copy) => copy.fill(default),
        None => Ok(default),
    }
}

/// A struct as this library knows it.
///
/// # Safety
/// As [`sized`].
unsafe fn copied<T: Input>(input: *const T) -> Result<Option<T>, Refusal> {
    if input.is_null() {
        return Ok(None);
    }
    let octets = input.cast::<u8>();
    // SAFETY: every such struct begins with its size in 32 bits, and has as many octets. What is
    // copied is no longer than what is copied to, which is all zeros and thus a value before.
    unsafe {
        let size = input.cast::<u32>().read_unaligned() as usize;
        // A struct ends at a multiple of its alignment: any other end would cut a pointer in half.
        if size < 2 * size_of::<u32>() || !size.is_multiple_of(align_of::<T>()) {
            return Err(bad_size());
        }
        let known = size.min(size_of::<T>());
        if (known..size).any(|at| octets.add(at).read() != 0) {
            return Err(bad_size());
        }
        let mut copy = MaybeUninit::<T>::zeroed();
        std::ptr::copy_nonoverlapping(octets, copy.as_mut_ptr().cast::<u8>(), known);
        Ok(Some(copy.assume_init()))
    }
}

fn bad_size() -> Refusal {
    let text = "a struct's size is impossible, or it has settings that this library does not know";
    Refusal::new(XMPP_ERR_SIZE, text)
}

/// Fills a struct of the caller with zeros and notes its size.
///
/// # Safety
/// `input` is NULL or has `size` octets.
pub unsafe fn init<T: Input>(input: *mut T, size: usize) {
    let Ok(noted) = u32::try_from(size) else { return };
    if !input.is_null() && size >= size_of::<u32>() {
        // SAFETY: the caller's promise.
        unsafe {
            std::ptr::write_bytes(input.cast::<u8>(), 0, size);
            input.cast::<u32>().write_unaligned(noted);
        }
    }
}

/// Yes, no or the default.
pub fn flag(given: i32, default: bool) -> Result<bool, Refusal> {
    match given {
        0 => Ok(default),
        XMPP_YES => Ok(true),
        XMPP_NO => Ok(false),
        other => Err(unknown(i64::from(other))),
    }
}

/// A number or, for 0, the default.
pub fn count<T: TryFrom<u64>>(given: u64, default: T) -> Result<T, Refusal> {
    match given {
        0 => Ok(default),
        _ => T::try_from(given).map_err(|_| unknown(i64::try_from(given).unwrap_or(i64::MAX))),
    }
}

/// A choice or, for 0, the default.
pub fn choose<T: FromNumber>(given: i32, default: T) -> Result<T, Refusal> {
    if given == 0 { Ok(default) } else { chosen(given) }
}

/// A choice or, for 0, none.
pub fn choose_some<T: FromNumber>(given: i32) -> Result<Option<T>, Refusal> {
    if given == 0 { Ok(None) } else { chosen(given).map(Some) }
}

/// Copies of a list of texts.
///
/// # Safety
/// `list` has `count` texts.
pub unsafe fn list_of_texts(list: *const xmpp_str, count: usize) -> Result<Vec<String>, Refusal> {
    // SAFETY: the caller's promise.
    unsafe { texts(list, count) }
}

/// Copies of a list of octets.
///
/// # Safety
/// `list` has `count` entries.
pub unsafe fn list_of_octets(
    list: *const xmpp_octets,
    count: usize,
) -> Result<Vec<Octets>, Refusal> {
    // SAFETY: the caller's promise.
    let list = unsafe { values(list, count)? };
    list.iter().map(|octets| Ok(octets.owned_opt()?.unwrap_or_default())).collect()
}
