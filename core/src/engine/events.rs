//! Events on their way to the app.

use std::collections::VecDeque;

use crate::event::Event;

/// Events in order, and how far the app is.
#[derive(Default)]
pub(crate) struct Events {
    waiting: VecDeque<Event>,
    questions: VecDeque<Event>,
    /// The number of the last event that was given out. Numbers count from one.
    given: u64,
    held: bool,
    /// What elements weigh that gave waiting events, each with the number of its last event.
    weights: VecDeque<(u64, u64)>,
    weight: u64,
}

impl Events {
    pub(crate) fn push(&mut self, event: Event) {
        match event.is_question() {
            true => self.questions.push_back(event),
            false => self.waiting.push_back(event),
        }
    }

    /// The next one, with its number. A question overtakes the others, so it has no number of its
    /// own: it carries that of the last event given out, and to handle it says nothing about those
    /// it overtook.
    pub(crate) fn pop(&mut self) -> Option<(u64, Event)> {
        if let Some(question) = self.questions.pop_front() {
            return Some((self.given, question));
        }
        if self.held {
            return None;
        }
        let event = self.waiting.pop_front()?;
        self.given += 1;
        while let Some((_, weight)) = self.weights.front().filter(|(last, _)| *last <= self.given) {
            self.weight -= weight;
            self.weights.pop_front();
        }
        Some((self.given, event))
    }

    /// The events pushed behind number `before` were made from an element of so many octets, and
    /// keep about as much memory.
    pub(crate) fn weigh(&mut self, before: u64, octets: u64) {
        if self.pushed() > before {
            self.weights.push_back((self.pushed(), octets));
            self.weight += octets;
        }
    }

    /// Octets of memory that waiting events keep.
    pub(crate) fn weight(&self) -> u64 {
        self.weight
    }

    pub(crate) fn hold(&mut self, held: bool) {
        self.held = held;
    }

    /// The number of the last event given out.
    pub(crate) fn given(&self) -> u64 {
        self.given
    }

    /// The number that the last event pushed has, or will have.
    pub(crate) fn pushed(&self) -> u64 {
        self.given + self.waiting.len() as u64
    }

    /// How many wait.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Takes back questions that came to nothing with their connection.
    pub(crate) fn withdraw(&mut self, withdrawn: impl Fn(&Event) -> bool) {
        self.questions.retain(|question| !withdrawn(question));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_weigh_what_their_element_weighs_until_the_last_is_given_out() {
        let mut events = Events::default();
        events.weigh(events.pushed(), 7); // an element that nobody hears of
        assert_eq!(events.weight(), 0);
        for octets in [100, 10] {
            let before = events.pushed();
            events.push(Event::Writable);
            events.push(Event::Writable);
            events.weigh(before, octets);
        }
        let weights = std::iter::from_fn(|| events.pop().map(|_| events.weight()));
        assert_eq!(weights.collect::<Vec<_>>(), [110, 10, 10, 0]);
    }
}
