//! Choices as numbers.

use crate::error::Refusal;
use crate::errors::XMPP_ERR_VALUE;

/// What is told as a number: 0 stands for "unknown".
pub trait Numbered {
    fn number(&self) -> i32;
}

/// What is taken as a number.
pub trait FromNumber: Sized {
    fn from_number(number: i32) -> Option<Self>;
}

/// The choice that a number stands for.
pub fn chosen<T: FromNumber>(number: i32) -> Result<T, Refusal> {
    T::from_number(number).ok_or_else(|| unknown(i64::from(number)))
}

/// A number that stands for nothing.
pub fn unknown(number: i64) -> Refusal {
    Refusal::new(XMPP_ERR_VALUE, &format!("{number} is not a value that stands for something here"))
}
