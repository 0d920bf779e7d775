//! What every function goes through: NULL is answered, a panic is caught.

use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::element::xmpp_element;
use crate::error::Refusal;
use crate::errors::{XMPP_ERR_NULL, XMPP_ERR_POISONED};
use crate::text::{xmpp_octets, xmpp_str};

/// A place of the caller that something may be written to; NULL is `None`.
pub type Out<'a, T> = Option<&'a mut MaybeUninit<T>>;

/// What has a value that stands for "not there".
pub trait Lent {
    fn absent() -> Self;
}

macro_rules! absent {
    ($($ty:ty: $value:expr,)*) => {$(
        impl Lent for $ty {
            fn absent() -> Self {
                $value
            }
        }
    )*};
}
absent! {
    bool: false,
    u16: 0,
    u32: 0,
    u64: 0,
    usize: 0,
    i32: 0,
    i64: 0,
    xmpp_str: xmpp_str::ABSENT,
    xmpp_octets: xmpp_octets::ABSENT,
    xmpp_element: xmpp_element::ABSENT,
}

impl<T> Lent for Option<T> {
    fn absent() -> Self {
        None
    }
}

/// Reads something lent: NULL, or a panic, gives the absent value.
pub fn read<'a, T, R: Lent>(lent: Option<&'a T>, work: impl FnOnce(&'a T) -> R) -> R {
    let Some(lent) = lent else { return R::absent() };
    catch_unwind(AssertUnwindSafe(|| work(lent))).unwrap_or_else(|_| R::absent())
}

/// The same for what goes through an out-argument.
pub fn has<'a, T, R>(lent: Option<&'a T>, work: impl FnOnce(&'a T) -> Option<R>) -> Option<R> {
    read(lent, work)
}

/// Writes a value to its place, if there are both.
pub fn give<T>(out: Out<'_, T>, value: Option<T>) -> bool {
    let there = value.is_some();
    if let (Some(out), Some(value)) = (out, value) {
        out.write(value);
    }
    there
}

/// One of a list.
pub fn item<'a, T, R: Lent>(list: &'a [T], index: usize, work: impl FnOnce(&'a T) -> R) -> R {
    list.get(index).map_or_else(R::absent, work)
}

/// Does something for which there is no handle that a panic could poison.
pub fn attempt<R>(work: impl FnOnce() -> Result<R, Refusal>) -> Result<R, Refusal> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(poisoned()))
}

/// A bug of ours, as C sees it.
pub fn poisoned() -> Refusal {
    Refusal::new(XMPP_ERR_POISONED, "the library panicked; the handle can only be freed")
}

/// Something that has to be there is NULL.
pub fn null(what: &str) -> Refusal {
    Refusal::new(XMPP_ERR_NULL, &format!("{what} is NULL"))
}
