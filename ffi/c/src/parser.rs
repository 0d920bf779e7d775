//! The parser alone, for who wants nothing but that.

use crate::element::xmpp_element;
use crate::error::xmpp_error_info;
use crate::guard::{Out, attempt, give};
use crate::handle::{Handle, Held};
use crate::input::nested;
use crate::structs::xmpp_xml_limits;
use crate::text::xmpp_octets;
use ::xmpp_engine::xml::{Element, Parser, XmlView};

/// A parser, and an item that it does not keep itself.
pub struct Parsing {
    parser: Parser,
    item: Option<Element>,
}

impl Held for Parsing {
    const NAME: &'static str = "xmpp_parser";
    const MARK: u64 = 0x786d_7070_7061_7273;
}

pub type xmpp_parser = Handle<Parsing>;

/// Nothing is complete: feed more.
pub const XMPP_ITEM_MORE: i32 = 0;

/// The stream header, as an element with its attributes and no content.
pub const XMPP_ITEM_START: i32 = 1;

/// An element of the stream's first level.
pub const XMPP_ITEM_ELEMENT: i32 = 2;

/// An element that exceeded a limit and was skipped: its start tag, without its content.
pub const XMPP_ITEM_DROPPED: i32 = 3;

/// The end of the stream; no element.
pub const XMPP_ITEM_END: i32 = 4;

/// A parser for one XML stream that begins with the next octet, within `limits` (NULL: the
/// defaults). Free it with xmpp_parser_free. NULL if the limits are of an impossible size.
///
///     int status = XMPP_OK;
///     while (length > 0 && status == XMPP_OK) { // behind an error nothing more is taken
///         size_t taken = xmpp_parser_feed(parser, bytes, length);
///         bytes += taken, length -= taken;
///         while ((status = xmpp_parser_next(parser, &kind, &element, &error)) == XMPP_OK
///                && kind != XMPP_ITEM_MORE)
///             ..
///     }
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_parser_new(
    limits: *const xmpp_xml_limits,
    error: *mut xmpp_error_info,
) -> *mut xmpp_parser {
    let made = attempt(|| {
        // SAFETY: the caller's struct has the size that it says.
        let limits = unsafe { nested(limits)? }.unwrap_or_default();
        Ok(Handle::give(Parsing { parser: Parser::new(limits), item: None }))
    });
    // SAFETY: as above.
    unsafe { xmpp_error_info::tell(error, made) }.unwrap_or(std::ptr::null_mut())
}

/// Frees a parser; cursors on its elements are not good any more. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_parser_free(parser: *mut xmpp_parser) {
    // SAFETY: it came from `xmpp_parser_new`.
    let _ = unsafe { Handle::free(parser) };
}

/// Whether elements over the limits are skipped and told as XMPP_ITEM_DROPPED, instead of ending the
/// stream.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_parser_skip_oversized(parser: Option<&mut xmpp_parser>, skip: bool) -> i32 {
    Handle::status(parser, |parsing| {
        parsing.parser.set_skip_oversized(skip);
        Ok(())
    })
}

/// Takes octets up to exactly behind the next item, or all of them; returns how many. It takes none
/// while an item waits for xmpp_parser_next, and none after an error. Cursors on the item before are
/// not good any more.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_parser_feed(
    parser: Option<&mut xmpp_parser>,
    bytes: *const u8,
    length: usize,
) -> usize {
    let fed = Handle::enter(parser, |parsing| {
        let octets = xmpp_octets { ptr: bytes, len: length }.get()?.unwrap_or_default();
        parsing.item = None;
        Ok(parsing.parser.feed(octets))
    });
    fed.unwrap_or(0)
}

/// The item that the last feed has completed: its kind, one of XMPP_ITEM_.., is written to `kind`
/// and its element to `element`, good until the next call with this parser; all zeros, which is no
/// element, if the item has none.
///
/// Errors: XMPP_ERR_XML_.., if the stream cannot be read any further; every further call gives it
/// again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_parser_next(
    parser: Option<&mut xmpp_parser>,
    kind: Out<i32>,
    element: Out<xmpp_element>,
    error: *mut xmpp_error_info,
) -> i32 {
    let mut element = element;
    give(element.as_deref_mut(), Some(xmpp_element::ABSENT));
    let next = Handle::enter(parser, |parsing| {
        let (found, cursor, item) = match parsing.parser.next_view()? {
            XmlView::More => (XMPP_ITEM_MORE, None, None),
            XmlView::StreamStart(header) => (XMPP_ITEM_START, None, Some(header)),
            XmlView::Element(view) => (XMPP_ITEM_ELEMENT, Some(xmpp_element::of(view)), None),
            XmlView::Dropped(dropped) => (XMPP_ITEM_DROPPED, None, Some(dropped.element)),
            XmlView::StreamEnd => (XMPP_ITEM_END, None, None),
        };
        parsing.item = item;
        let kept = parsing.item.as_ref().map(|item| xmpp_element::of(item.root()));
        give(kind, Some(found));
        give(element, cursor.or(kept));
        Ok(())
    });
    // SAFETY: the caller's struct has the size that it says.
    unsafe { xmpp_error_info::status(error, next) }
}
