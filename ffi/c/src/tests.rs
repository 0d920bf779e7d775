//! What a program in C cannot show: panics, and what becomes of freed handles.

use std::mem::MaybeUninit;

use crate::error::{Refusal, xmpp_error_info};
use crate::errors::{XMPP_ERR_HANDLE, XMPP_ERR_NULL, XMPP_ERR_POISONED, XMPP_ERR_SIZE, XMPP_OK};
use crate::guard::{attempt, has, read};
use crate::handle::{Handle, Held};
use crate::input::{XMPP_NO, XMPP_YES, nested};
use crate::structs::{xmpp_limits, xmpp_timeouts, xmpp_timeouts_init, xmpp_xml_limits};
use crate::text::xmpp_str;
use ::xmpp_engine::limits::XmlLimits;

/// Something that tells when it is dropped.
struct Thing(std::rc::Rc<std::cell::Cell<bool>>);

impl Held for Thing {
    const NAME: &'static str = "thing";
    const MARK: u64 = 7;
}

impl Drop for Thing {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

fn thing() -> (*mut Handle<Thing>, std::rc::Rc<std::cell::Cell<bool>>) {
    let dropped = std::rc::Rc::new(std::cell::Cell::new(false));
    (Handle::give(Thing(dropped.clone())), dropped)
}

#[test]
fn a_panic_poisons_the_handle_and_goes_no_further() {
    let (handle, dropped) = thing();
    // SAFETY: it was just made, and is freed at the end.
    let enter =
        |work: fn() -> Result<(), Refusal>| Handle::status(unsafe { handle.as_mut() }, |_| work());
    assert_eq!(enter(|| Ok(())), XMPP_OK);
    assert_eq!(enter(|| panic!("a bug, made on purpose")), XMPP_ERR_POISONED);
    assert_eq!(enter(|| Ok(())), XMPP_ERR_POISONED);
    assert!(unsafe { Handle::look(handle.as_ref()) }.is_err());
    assert!(!dropped.get());
    assert_eq!(unsafe { Handle::free(handle) }, Ok(()));
    assert!(dropped.get());
}

#[test]
fn a_panic_in_an_accessor_gives_the_absent_value() {
    let lent = 1;
    assert_eq!(read(Some(&lent), |_| -> i32 { panic!("a bug, made on purpose") }), 0);
    assert_eq!(has(Some(&lent), |_| -> Option<i32> { panic!("a bug, made on purpose") }), None);
    let code = attempt(|| -> Result<(), Refusal> { panic!("a bug, made on purpose") });
    assert_eq!(code.map_err(|refusal| refusal.code), Err(XMPP_ERR_POISONED));
}

#[test]
fn a_refusal_is_kept_until_the_next_call() {
    let (handle, _) = thing();
    // SAFETY: as above.
    let handle = unsafe { &mut *handle };
    let refused = |_: &mut Thing| Err::<(), _>(Refusal::new(XMPP_ERR_SIZE, "too large"));
    assert_eq!(Handle::status(Some(handle), refused), XMPP_ERR_SIZE);
    assert_eq!(handle.last_refusal().map(|refusal| refusal.text.as_str()), Some("too large"));
    assert_eq!(Handle::status(Some(handle), |_| Ok(())), XMPP_OK);
    assert_eq!(handle.last_refusal(), None);
    let none: Option<&mut Handle<Thing>> = None;
    assert_eq!(Handle::status(none, |_| Ok(())), XMPP_ERR_NULL);
    assert_eq!(unsafe { Handle::free(handle) }, Ok(()));
}

/// A release build gives the memory back, where nobody can promise anything any more.
#[cfg(debug_assertions)]
#[test]
fn use_after_free_and_double_free_are_found() {
    let (handle, dropped) = thing();
    assert_eq!(unsafe { Handle::free(handle) }, Ok(()));
    assert!(dropped.get());
    let code = unsafe { Handle::status(handle.as_mut(), |_| Ok(())) };
    assert_eq!(code, XMPP_ERR_HANDLE);
    let again = unsafe { Handle::free(handle) };
    assert_eq!(again.map_err(|refusal| refusal.code), Err(XMPP_ERR_HANDLE));
    assert_eq!(unsafe { Handle::<Thing>::free(std::ptr::null_mut()) }, Ok(()));
}

/// A struct as an older or a newer program has it: `octets` of it, `unknown` behind the end.
fn timeouts(octets: usize, unknown: u8) -> Result<Option<u64>, i32> {
    #[repr(C)]
    struct Newer {
        known: xmpp_timeouts,
        unknown: [u8; 8],
    }
    let mut newer = MaybeUninit::<Newer>::zeroed();
    // SAFETY: all zeros is a value of it.
    let newer = unsafe {
        xmpp_timeouts_init(newer.as_mut_ptr().cast(), octets);
        newer.assume_init_mut()
    };
    newer.known.connect_ms = 5;
    newer.known.close_ms = 6;
    newer.unknown = [unknown; 8];
    // SAFETY: it has as many octets as it says.
    let read = unsafe { nested(std::ptr::from_ref(newer).cast::<xmpp_timeouts>()) };
    read.map(|read| read.map(|read| read.connect_ms * 1000 + read.close_ms)).map_err(|r| r.code)
}

#[test]
fn sizes_tell_old_from_new() {
    let whole = size_of::<xmpp_timeouts>();
    assert_eq!(timeouts(whole, 0), Ok(Some(5006)));
    assert_eq!(timeouts(whole + 8, 0), Ok(Some(5006)));
    assert_eq!(timeouts(whole + 8, 1), Err(XMPP_ERR_SIZE));
    assert_eq!(timeouts(16, 0), Ok(Some(5 * 1000 + 5000)), "an older program has fewer fields");
    assert_eq!(timeouts(20, 0), Err(XMPP_ERR_SIZE), "no struct ends there");
    assert_eq!(timeouts(4, 0), Err(XMPP_ERR_SIZE));
    assert_eq!(timeouts(0, 0), Err(XMPP_ERR_SIZE));
}

#[test]
fn what_is_not_set_has_the_default_of_its_place() {
    // SAFETY: all zeros is a value of both.
    let (mut xml, mut limits): (xmpp_xml_limits, xmpp_limits) =
        unsafe { (MaybeUninit::zeroed().assume_init(), MaybeUninit::zeroed().assume_init()) };
    (xml.size, xml.depth) = (size_of::<xmpp_xml_limits>() as u32, 9);
    limits.size = size_of::<xmpp_limits>() as u32;
    (limits.xml, limits.xml_before_login) = (&raw const xml, &raw const xml);
    // SAFETY: they have the sizes that they say.
    let limits = unsafe { nested(&raw const limits) };
    let limits = limits.expect("sound sizes").expect("a struct");
    let (after, before) = (XmlLimits::default(), XmlLimits::before_login());
    assert_eq!(limits.xml, XmlLimits { depth: 9, ..after });
    assert_eq!(limits.xml_before_login, XmlLimits { depth: 9, ..before });
}

#[test]
fn an_error_info_of_any_size_is_written_within_it() {
    #[repr(C)]
    struct Small {
        size: u32,
        code: i32,
        text: [u8; 8],
        behind: [u8; 4],
    }
    let mut info = Small { size: 16, code: 9, text: [9; 8], behind: [9; 4] };
    let result: Result<(), _> = Err(Refusal::new(XMPP_ERR_SIZE, "a längthy text"));
    // SAFETY: it has the size that it says.
    let code = unsafe { xmpp_error_info::status((&raw mut info).cast(), result.clone()) };
    assert_eq!((code, info.code), (XMPP_ERR_SIZE, XMPP_ERR_SIZE));
    assert_eq!(&info.text, "a läng\0".as_bytes(), "whole characters, and a NUL");
    assert_eq!(info.behind, [9; 4]);
    let mut none = Small { size: 7, code: 9, text: [9; 8], behind: [9; 4] };
    // SAFETY: as above.
    unsafe { xmpp_error_info::status((&raw mut none).cast(), result) };
    assert_eq!((none.code, none.text), (9, [9; 8]));
}

#[test]
fn texts_are_checked() {
    let bad = xmpp_str { ptr: b"\xff".as_ptr().cast(), len: 1 };
    assert!(bad.get("a text").is_err());
    let endless = xmpp_str { ptr: b"a".as_ptr().cast(), len: usize::MAX };
    assert_eq!(endless.get("a text").map_err(|refusal| refusal.code), Err(XMPP_ERR_SIZE));
    assert_eq!(xmpp_str::ABSENT.get_opt(), Ok(None));
    assert_eq!(xmpp_str::of("").get_opt(), Ok(Some("")));
    assert_eq!((XMPP_YES, XMPP_NO), (i32::from(true), 2));
}
