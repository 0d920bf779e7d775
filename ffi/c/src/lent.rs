//! What an engine lends: an event, and views of the stanza in it. What has to be made on the way,
//! such as a text that was in pieces, is kept with the event and goes with it.

use std::any::{Any, TypeId};
use std::cell::{OnceCell, RefCell};
use std::ptr::NonNull;

use ::xmpp_engine::Event;
use ::xmpp_engine::stanza::{Iq, Message, Presence};

/// The place of an event, with what was made of it. It stays where it is, so that an event is moved
/// once only.
#[derive(Default)]
pub struct xmpp_event {
    event: Option<Event>,
    first: First,
    kept: Kept,
}

/// The views of nearly all events, which have one stanza at most: they need no memory of their own.
#[derive(Default)]
pub struct First {
    message: Slot<Message>,
    presence: Slot<Presence>,
    iq: Slot<Iq>,
}

/// What there are views of.
pub trait Viewed: Sized + 'static {
    fn first(views: &First) -> &Slot<Self>;
}

impl Viewed for Message {
    fn first(views: &First) -> &Slot<Self> {
        &views.message
    }
}

impl Viewed for Presence {
    fn first(views: &First) -> &Slot<Self> {
        &views.presence
    }
}

impl Viewed for Iq {
    fn first(views: &First) -> &Slot<Self> {
        &views.iq
    }
}

type Slot<T> = OnceCell<View<T>>;

/// A stanza that belongs to an event.
pub struct View<T: 'static> {
    stanza: NonNull<T>,
    kept: NonNull<Kept>,
}

pub type xmpp_message = View<Message>;
pub type xmpp_presence = View<Presence>;
pub type xmpp_iq = View<Iq>;

impl xmpp_event {
    /// Puts an event there.
    #[inline(always)]
    pub fn set(&mut self, event: Event) -> &xmpp_event {
        self.event = Some(event);
        self
    }

    /// Drops the event, if there is one.
    #[inline(always)]
    pub fn clear(&mut self) -> bool {
        let there = self.event.is_some();
        if there {
            self.first = First::default();
            if !self.kept.is_empty() {
                self.kept.clear();
            }
            self.event = None;
        }
        there
    }

    /// The event; in an empty place, which is not lent, one that says nothing.
    #[inline(always)]
    pub fn get(&self) -> &Event {
        self.event.as_ref().unwrap_or(&Event::Writable)
    }

    /// A view of a stanza in this event.
    #[inline(always)]
    pub fn view<T: Viewed>(&self, stanza: &T) -> &View<T> {
        let view = || View { stanza: stanza.into(), kept: (&self.kept).into() };
        let first = T::first(&self.first).get_or_init(view);
        match first.stanza == stanza.into() {
            true => first,
            false => self.further(stanza),
        }
    }

    /// A view of a stanza that is not the first of its kind in this event.
    #[cold]
    #[inline(never)]
    fn further<T: Viewed>(&self, stanza: &T) -> &View<T> {
        self.kept.keep(stanza, 0, || View { stanza: stanza.into(), kept: (&self.kept).into() })
    }
}

impl<T> View<T> {
    pub fn get(&self) -> &T {
        // SAFETY: views are made by `xmpp_event::view` alone; they are kept with the event, never
        // given out beyond it, and an event that was lent does not move.
        unsafe { self.stanza.as_ref() }
    }

    /// What was made of the stanza, kept with its event. `what` tells such things of one type apart.
    pub fn keep<V: 'static>(&self, what: usize, make: impl FnOnce() -> V) -> &V {
        // SAFETY: as in `get`.
        unsafe { self.kept.as_ref() }.keep(self.get(), what, make)
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
        // SAFETY: it is a `V` by its type's id, and only dropped by `clear`, for which `self` is not
        // lent any more.
        unsafe { &*value.cast::<V>() }
    }

    fn is_empty(&mut self) -> bool {
        self.0.get_mut().is_empty()
    }

    #[cold]
    fn clear(&mut self) {
        while let Some(entry) = self.0.get_mut().pop() {
            // SAFETY: each came from `Box::into_raw` and is dropped once.
            drop(unsafe { Box::from_raw(entry.value) });
        }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.clear();
    }
}
