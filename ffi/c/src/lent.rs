//! What an engine lends: an event, and views of the stanza in it. What has to be made on the way,
//! such as a text that was in pieces, is kept with the event and goes with it.

use std::any::{Any, TypeId};
use std::cell::RefCell;

use ::xmpp_engine::Event;
use ::xmpp_engine::stanza::{Iq, Message, Presence};

/// An event with what was made of it.
pub struct xmpp_event {
    event: Event,
    kept: Kept,
}

/// A stanza that belongs to an event.
pub struct View<T: 'static> {
    stanza: *const T,
    kept: *const Kept,
}

pub type xmpp_message = View<Message>;
pub type xmpp_presence = View<Presence>;
pub type xmpp_iq = View<Iq>;

impl xmpp_event {
    pub fn new(event: Event) -> xmpp_event {
        xmpp_event { event, kept: Kept::default() }
    }

    pub fn get(&self) -> &Event {
        &self.event
    }

    /// A view of a stanza in this event.
    pub fn view<T>(&self, stanza: &T) -> &View<T> {
        self.kept.keep(stanza, 0, || View { stanza, kept: &self.kept })
    }
}

impl<T> View<T> {
    pub fn get(&self) -> &T {
        // SAFETY: views are made by `xmpp_event::view` alone; they are kept with the event, never
        // given out beyond it, and an event that was lent does not move.
        unsafe { &*self.stanza }
    }

    /// What was made of the stanza, kept with its event. `what` tells such things of one type apart.
    pub fn keep<V: 'static>(&self, what: usize, make: impl FnOnce() -> V) -> &V {
        // SAFETY: as in `get`.
        unsafe { &*self.kept }.keep(self.get(), what, make)
    }
}

/// Things that live as long as an event, found again by what they were made of.
#[derive(Default)]
struct Kept(RefCell<Vec<Entry>>);

struct Entry {
    of: *const u8,
    what: usize,
    ty: TypeId,
    /// From `Box::into_raw`: a box would not allow that what it holds is lent while it moves.
    value: *mut dyn Any,
}

impl Kept {
    fn keep<T, V: 'static>(&self, of: &T, what: usize, make: impl FnOnce() -> V) -> &V {
        let (of, ty) = (std::ptr::from_ref(of).cast::<u8>(), TypeId::of::<V>());
        let found = |entry: &&Entry| entry.of == of && entry.what == what && entry.ty == ty;
        let known = self.0.borrow().iter().find(found).map(|entry| entry.value);
        let value = known.unwrap_or_else(|| {
            let value: *mut dyn Any = Box::into_raw(Box::new(make()));
            self.0.borrow_mut().push(Entry { of, what, ty, value });
            value
        });
        // SAFETY: it is a `V` by its type's id, and only dropped with `self`.
        unsafe { &*value.cast::<V>() }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        for entry in self.0.get_mut().drain(..) {
            // SAFETY: each came from `Box::into_raw` and is dropped once.
            drop(unsafe { Box::from_raw(entry.value) });
        }
    }
}
