//! The one way out of a layer. A state does not call its neighbours: it puts effects, of its
//! layer's own type, into the [`Outbox`] it was handed, and whoever drives the layer carries
//! them out in order.

use std::collections::VecDeque;

/// Effects in the order in which they were asked for.
pub(crate) struct Outbox<E>(VecDeque<E>);

impl<E> Default for Outbox<E> {
    fn default() -> Self {
        Outbox(VecDeque::new())
    }
}

impl<E> Outbox<E> {
    pub(crate) fn push(&mut self, effect: E) {
        self.0.push_back(effect);
    }

    pub(crate) fn pop(&mut self) -> Option<E> {
        self.0.pop_front()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
