//! Elements, seen: a cursor on an element somewhere in a tree.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use crate::error::Refusal;
use crate::errors::XMPP_ERR_HANDLE;
use crate::guard::{Out, give, has, null, read};
use crate::text::xmpp_str;
use crate::words::fill;
use ::xmpp_engine::xml::{Attrs, ElementRef, Node, Nodes};

/// Words of memory behind the mark of a cursor. cbindgen reads numbers alone: the structs say ten.
const ROOM: usize = 9;

/// What stands in front of a cursor that was written by this library.
const MARK: usize = 0x786d_6c63;

/// A cursor on an element, the caller's own: functions write it, and it can be copied. It stays
/// good for as long as what it was taken from is lent. All zeros is "no element".
#[repr(C)]
#[derive(Clone, Copy)]
pub struct xmpp_element {
    /// The library's.
    pub room: [usize; 10],
}

/// The elements and texts in an element, one after the other; the caller's own, as xmpp_element.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct xmpp_nodes {
    /// The library's.
    pub room: [usize; 10],
}

/// The attributes of an element, one after the other; the caller's own, as xmpp_element.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct xmpp_attrs {
    /// The library's.
    pub room: [usize; 10],
}

/// An attribute.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct xmpp_attr {
    /// The namespace, empty for nearly all attributes of XMPP.
    pub namespace_: xmpp_str,
    /// The name.
    pub name: xmpp_str,
    /// The value.
    pub value: xmpp_str,
}

/// There is nothing more.
pub const XMPP_NODE_END: i32 = 0;

/// An element.
pub const XMPP_NODE_ELEMENT: i32 = 1;

/// A run of text.
pub const XMPP_NODE_TEXT: i32 = 2;

/// Puts a value of the core into the room of a cursor.
fn store<T>(value: T) -> [usize; 1 + ROOM] {
    const { assert!(size_of::<T>() <= ROOM * size_of::<usize>() && !std::mem::needs_drop::<T>()) };
    const { assert!(align_of::<T>() <= align_of::<usize>()) };
    let mut room = [0; 1 + ROOM];
    room[0] = MARK;
    // SAFETY: it fits, and has no more need of alignment than a word.
    unsafe { room.as_mut_ptr().add(1).cast::<T>().write(value) };
    room
}

/// The value that `store` put there.
///
/// # Safety
/// The room was written by `store` with the same type, or begins with another word.
unsafe fn stored<T>(room: &[usize; 1 + ROOM]) -> Option<&T> {
    // SAFETY: the mark is there, so the value is.
    (room[0] == MARK).then(|| unsafe { &*room.as_ptr().add(1).cast::<T>() })
}

impl xmpp_element {
    pub const ABSENT: xmpp_element = xmpp_element { room: [0; 1 + ROOM] };

    pub fn of(element: ElementRef<'_>) -> xmpp_element {
        xmpp_element { room: store(element) }
    }

    /// The cursor, if there is an element.
    pub fn get(&self) -> Option<ElementRef<'_>> {
        // SAFETY: only `of` writes the mark; the caller lets go of the cursor in time.
        unsafe { stored::<ElementRef<'_>>(&self.room) }.copied()
    }
}

/// The cursor of an argument that has to be there.
pub fn given(element: Option<&xmpp_element>) -> Result<ElementRef<'_>, Refusal> {
    let element = element.ok_or_else(|| null("an element"))?;
    element.get().ok_or_else(|| Refusal::new(XMPP_ERR_HANDLE, "there is no element in the cursor"))
}

/// Reads an element that may be absent.
fn look<'a, R: crate::guard::Lent>(
    element: Option<&'a xmpp_element>,
    work: impl FnOnce(ElementRef<'a>) -> R,
) -> R {
    read(element, |element| element.get().map_or_else(R::absent, work))
}

/// The local name; lent. Absent for NULL and for no element.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_element_name(element: Option<&xmpp_element>) -> xmpp_str {
    look(element, |element| xmpp_str::of(element.name()))
}

/// The namespace; lent. Empty if the element is in none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_element_namespace(element: Option<&xmpp_element>) -> xmpp_str {
    look(element, |element| xmpp_str::of(element.namespace()))
}

/// Whether the element has this name and namespace.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_element_is(
    element: Option<&xmpp_element>,
    name: xmpp_str,
    namespace: xmpp_str,
) -> bool {
    let named = || Some((name.get_opt().ok()??, namespace.get_opt().ok()?.unwrap_or_default()));
    look(element, |element| named().is_some_and(|(name, ns)| element.is(name, ns)))
}

/// The value of the attribute of this name that is in no namespace; lent. Absent if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_element_attr(element: Option<&xmpp_element>, name: xmpp_str) -> xmpp_str {
    let name = name.get_opt().ok().flatten();
    look(element, |element| xmpp_str::of_opt(name.and_then(|name| element.attr(name))))
}

/// The value of the attribute of this namespace and name; lent. Absent if there is none. `xml:lang`
/// is `lang` in `http://www.w3.org/XML/1998/namespace`.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_element_attr_ns(
    element: Option<&xmpp_element>,
    namespace: xmpp_str,
    name: xmpp_str,
) -> xmpp_str {
    let named = || Some((namespace.get_opt().ok()?.unwrap_or_default(), name.get_opt().ok()??));
    look(element, |element| {
        xmpp_str::of_opt(named().and_then(|(namespace, name)| element.attr_ns(namespace, name)))
    })
}

/// The first element of this name and namespace directly in this one. It is written to `child`;
/// false, and nothing written, if there is none. `child` may be `element` itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_element_child(
    element: *const xmpp_element,
    name: xmpp_str,
    namespace: xmpp_str,
    child: *mut xmpp_element,
) -> bool {
    // SAFETY: both are NULL or the caller's; the first is not looked at any more when the second is
    // written, so that they may be one.
    let found = has(unsafe { element.as_ref() }, |element| {
        let namespace = namespace.get_opt().ok()?.unwrap_or_default();
        element.get()?.child(name.get_opt().ok()??, namespace).map(xmpp_element::of)
    });
    // SAFETY: as above.
    give(unsafe { child.cast::<MaybeUninit<xmpp_element>>().as_mut() }, found)
}

/// The first run of text directly in the element; lent. Empty if there is none. That is all of its
/// text, unless text and elements are mixed: then use xmpp_element_text_copy or xmpp_element_nodes.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_element_text(element: Option<&xmpp_element>) -> xmpp_str {
    let run = |node| match node {
        Node::Text(text) => Some(text),
        Node::Element(_) => None,
    };
    look(element, |element| xmpp_str::of(element.nodes().find_map(run).unwrap_or_default()))
}

/// Writes all text directly in the element, without that of the elements in it, into `buffer`: as
/// much as fits into `size` octets, a final NUL included. Returns the octets of the whole without
/// the NUL, as snprintf does: `buffer` may be NULL if `size` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_element_text_copy(
    element: Option<&xmpp_element>,
    buffer: *mut c_char,
    size: usize,
) -> usize {
    let text = has(element, |element| Some(element.get()?.text())).unwrap_or_default();
    // SAFETY: the caller's buffer has this size.
    unsafe { fill(&text, buffer, size) }
}

/// Writes the element as XML, a document of its own, into `buffer`; as xmpp_element_text_copy.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_element_xml(
    element: Option<&xmpp_element>,
    buffer: *mut c_char,
    size: usize,
) -> usize {
    let xml = has(element, |element| Some(element.get()?.to_string())).unwrap_or_default();
    // SAFETY: the caller's buffer has this size.
    unsafe { fill(&xml, buffer, size) }
}

/// Begins to go through the elements and texts directly in an element:
///
///     xmpp_nodes nodes;
///     xmpp_element child;
///     xmpp_str text;
///     int32_t kind;
///     if (xmpp_element_nodes(&element, &nodes))
///         while ((kind = xmpp_nodes_next(&nodes, &child, &text)) != XMPP_NODE_END)
///             ..
///
/// False for NULL and for no element.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_element_nodes(
    element: Option<&xmpp_element>,
    nodes: Out<xmpp_nodes>,
) -> bool {
    give(nodes, has(element, |element| Some(xmpp_nodes { room: store(element.get()?.nodes()) })))
}

/// The next: XMPP_NODE_ELEMENT, and `element` is written; XMPP_NODE_TEXT, and `text` is written; or
/// XMPP_NODE_END. Who does not want the one or the other gives NULL for it.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_nodes_next(
    nodes: Option<&mut xmpp_nodes>,
    element: Out<xmpp_element>,
    text: Out<xmpp_str>,
) -> i32 {
    let Some(nodes) = nodes else { return XMPP_NODE_END };
    // SAFETY: only `xmpp_element_nodes` writes the mark there.
    let Some(mut at) = unsafe { stored::<Nodes<'_>>(&nodes.room) }.cloned() else {
        return XMPP_NODE_END;
    };
    let next = has(Some(&()), |()| Some(at.next())).flatten();
    nodes.room = store(at);
    match next {
        Some(Node::Element(found)) => {
            give(element, Some(xmpp_element::of(found)));
            XMPP_NODE_ELEMENT
        }
        Some(Node::Text(found)) => {
            give(text, Some(xmpp_str::of(found)));
            XMPP_NODE_TEXT
        }
        None => XMPP_NODE_END,
    }
}

/// Begins to go through the attributes of an element, declarations of namespaces left out. False for
/// NULL and for no element.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_element_attrs(
    element: Option<&xmpp_element>,
    attrs: Out<xmpp_attrs>,
) -> bool {
    give(attrs, has(element, |element| Some(xmpp_attrs { room: store(element.get()?.attrs()) })))
}

/// The next attribute, which is written to `attr`; false at the end.
#[unsafe(no_mangle)]
pub extern "C" fn xmpp_attrs_next(attrs: Option<&mut xmpp_attrs>, attr: Out<xmpp_attr>) -> bool {
    let Some(attrs) = attrs else { return false };
    // SAFETY: only `xmpp_element_attrs` writes the mark there.
    let Some(mut at) = unsafe { stored::<Attrs<'_>>(&attrs.room) }.cloned() else { return false };
    let next = has(Some(&()), |()| Some(at.next())).flatten();
    attrs.room = store(at);
    let text = xmpp_str::of;
    let found = next.map(|attr| xmpp_attr {
        namespace_: text(attr.namespace),
        name: text(attr.name),
        value: text(attr.value),
    });
    give(attr, found)
}
