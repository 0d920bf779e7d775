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
        Some((self.given, event))
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
