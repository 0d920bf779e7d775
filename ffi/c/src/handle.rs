//! What a program holds: an engine, a builder, a parser. A handle knows whether it is alive, and
//! whether a panic has left it in a state that nobody knows.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use crate::error::Refusal;
use crate::errors::{XMPP_ERR_HANDLE, XMPP_OK};
use crate::guard::{null, poisoned};

/// What a handle holds.
pub trait Held {
    /// What C calls it.
    const NAME: &'static str;
    /// Tells handles of this kind from others and from those that were freed.
    const MARK: u64;
}

/// The mark of what was freed.
const DEAD: u64 = 0x6465_6164_786d_7070;

/// Something that C holds a pointer to. `repr(C)`, so that the mark is found in a handle of another
/// kind, too.
#[repr(C)]
pub struct Handle<T: Held> {
    mark: u64,
    poisoned: bool,
    refusal: Option<Refusal>,
    value: Option<T>,
}

impl<T: Held> Handle<T> {
    /// Gives a value to C, which frees it.
    pub fn give(value: T) -> *mut Handle<T> {
        let handle = Handle { mark: T::MARK, poisoned: false, refusal: None, value: Some(value) };
        Box::into_raw(Box::new(handle))
    }

    /// Does something with the value. A refusal is kept for [`last_refusal`](Self::last_refusal).
    #[inline(always)]
    pub fn enter<R>(
        handle: Option<&mut Handle<T>>,
        work: impl FnOnce(&mut T) -> Result<R, Refusal>,
    ) -> Result<R, Refusal> {
        let handle = handle.ok_or_else(|| null(T::NAME))?;
        handle.alive()?;
        let Some(value) = &mut handle.value else { return Err(dead::<T>()) };
        let result = catch_unwind(AssertUnwindSafe(|| work(value))).unwrap_or_else(|_| {
            handle.poisoned = true;
            Err(poisoned())
        });
        handle.refusal = result.as_ref().err().cloned();
        result
    }

    /// The same for a function that answers a code.
    #[inline(always)]
    pub fn status(
        handle: Option<&mut Handle<T>>,
        work: impl FnOnce(&mut T) -> Result<(), Refusal>,
    ) -> i32 {
        match Handle::enter(handle, work) {
            Ok(()) => XMPP_OK,
            Err(refusal) => refusal.code,
        }
    }

    /// The value, to look at only.
    pub fn look(handle: Option<&Handle<T>>) -> Result<&T, Refusal> {
        let handle = handle.ok_or_else(|| null(T::NAME))?;
        handle.alive()?;
        handle.value.as_ref().ok_or_else(dead::<T>)
    }

    /// Why the last call was refused, if it was.
    pub fn last_refusal(&self) -> Option<&Refusal> {
        self.refusal.as_ref().filter(|_| self.mark == T::MARK)
    }

    #[inline(always)]
    fn alive(&self) -> Result<(), Refusal> {
        match self.poisoned {
            _ if self.mark != T::MARK => Err(dead::<T>()),
            true => Err(poisoned()),
            false => Ok(()),
        }
    }

    /// Takes a handle back from C and drops what it holds. NULL is nothing. That it was freed before
    /// is seen in a debug build, in which the shells of the last freed handles are kept.
    ///
    /// # Safety
    /// The handle came from [`give`](Handle::give).
    pub unsafe fn free(handle: *mut Handle<T>) -> Result<(), Refusal> {
        // SAFETY: it came from `give`; a freed one is still memory in a debug build, and in others
        // the caller promises that it was not freed.
        let Some(shell) = (unsafe { handle.as_mut() }) else { return Ok(()) };
        if shell.mark != T::MARK {
            return Err(complain(dead::<T>()));
        }
        shell.mark = DEAD;
        let value = shell.value.take();
        shell.refusal = None;
        // A panic while a value is dropped is a bug of ours: what is left of it leaks.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(value)));
        match cfg!(debug_assertions) {
            true => bury(handle),
            // SAFETY: it came from `Box::into_raw` and is not used any more.
            false => drop(unsafe { Box::from_raw(handle) }),
        }
        Ok(())
    }
}

fn dead<T: Held>() -> Refusal {
    let name = T::NAME;
    Refusal::new(XMPP_ERR_HANDLE, &format!("{name} was freed before, or is no {name}"))
}

/// In a debug build a mistake that no code can report is told on standard error.
pub fn complain(refusal: Refusal) -> Refusal {
    if cfg!(debug_assertions) {
        eprintln!("libxmpp: {}", refusal.text);
    }
    refusal
}

/// Shells of freed handles that are kept: enough for a mistake to be found soon after it was made.
const GRAVES: usize = 1000;

/// A shell, and what frees it.
type Grave = (usize, fn(usize));

/// Keeps the shell of a freed handle where leak checkers find it, in place of the oldest one.
fn bury<T: Held>(shell: *mut Handle<T>) {
    static KEPT: Mutex<VecDeque<Grave>> = Mutex::new(VecDeque::new());
    let Ok(mut kept) = KEPT.lock() else { return };
    kept.push_back((shell as usize, |shell| {
        // SAFETY: it came from `Box::into_raw`, and is taken out of the queue once.
        drop(unsafe { Box::from_raw(shell as *mut Handle<T>) });
    }));
    if kept.len() > GRAVES
        && let Some((oldest, free)) = kept.pop_front()
    {
        free(oldest);
    }
}
