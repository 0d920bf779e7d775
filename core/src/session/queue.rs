//! Stanzas that wait to be written. They survive the loss of the link, are bounded by count and
//! octets, and can be withdrawn.
//!
//! Three lanes, because one would deadlock: while stanzas of the app are held back, since too many
//! are unacknowledged already, requests of the server must still be answered, or it would have to
//! stop reading before it could acknowledge. Otherwise the order of the calls is kept over all
//! lanes.

use super::ids::Token;
use super::results::SendError;
use std::collections::VecDeque;

/// Who gave a stanza, and so what becomes of it when the link dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The app, by `send`: its token is reported, it survives the link.
    App,
    /// The app or an extension, by `ask`: it ends with its request.
    Request,
    /// The engine or an extension, without a word to anybody: it ends with the stream.
    Internal,
}

/// A stanza on its way.
#[derive(Debug)]
pub(crate) struct Entry<E> {
    pub(crate) token: Token,
    pub(crate) origin: Origin,
    pub(crate) element: E,
    /// Octets of the element in its written form.
    pub(crate) bytes: u64,
    /// Whether it was given to a stream before: then it may have been delivered.
    pub(crate) flown: bool,
    /// Stream errors in a row at which it was in flight.
    pub(crate) deaths: u8,
}

/// The bounds of each lane.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) stanzas: usize,
    pub(crate) bytes: u64,
}

/// Stanzas that wait to be written.
#[derive(Debug)]
pub(crate) struct Queue<E> {
    /// What makes a fresh session work (roster, presence): before all that queued up offline.
    opening: Lane<E>,
    /// The engine's and the extensions' stanzas, and requests.
    own: Lane<E>,
    app: Lane<E>,
    is_opening: bool,
    bounds: Bounds,
    /// Octets of one stanza that the server takes (XEP-0478).
    stanza_bytes: u64,
    next: Token,
}

impl<E> Queue<E> {
    pub(crate) fn new(bounds: Bounds, first: Token) -> Queue<E> {
        Queue {
            opening: Lane::default(),
            own: Lane::default(),
            app: Lane::default(),
            is_opening: false,
            bounds,
            stanza_bytes: u64::MAX,
            next: first,
        }
    }

    /// Appends a stanza. Requests get half of the lane they share with answers, so that they
    /// cannot crowd those out.
    pub(crate) fn push(
        &mut self,
        element: E,
        bytes: u64,
        origin: Origin,
    ) -> Result<Token, SendError> {
        let limit = self.bounds.bytes.min(self.stanza_bytes);
        if bytes > limit {
            return Err(SendError::TooLarge { bytes, limit });
        }
        let bounds = if origin == Origin::Request { self.bounds.half() } else { self.bounds };
        let lane = match origin {
            Origin::App => &mut self.app,
            _ if self.is_opening => &mut self.opening,
            _ => &mut self.own,
        };
        if !lane.has_room(bytes, bounds) {
            return Err(SendError::Full);
        }
        let token = self.next;
        self.next = token.next();
        lane.push_back(Entry { token, origin, element, bytes, flown: false, deaths: 0 });
        Ok(token)
    }

    /// The next stanza to write; while `hold_app`, none of the app's.
    pub(crate) fn pop(&mut self, hold_app: bool) -> Option<Entry<E>> {
        if let Some(entry) = self.opening.pop_front() {
            return Some(entry);
        }
        let own_first = match (self.own.front_token(), self.app.front_token()) {
            (Some(own), Some(app)) => hold_app || own < app,
            (own, _) => own.is_some() || hold_app,
        };
        if own_first { self.own.pop_front() } else { self.app.pop_front() }
    }

    /// Takes a stanza back, unless it was given to a stream already.
    pub(crate) fn withdraw(&mut self, token: Token) -> bool {
        [&mut self.app, &mut self.own, &mut self.opening].into_iter().any(|lane| lane.remove(token))
    }

    /// Takes a stanza of the app back: its tokens are all it knows, and it may guess others.
    pub(crate) fn withdraw_apps(&mut self, token: Token) -> bool {
        self.app.remove(token)
    }

    /// Puts stanzas of the app that may have been lost back in front of all others of the app.
    pub(crate) fn put_back(&mut self, lost: Vec<Entry<E>>) {
        for entry in lost.into_iter().rev() {
            self.app.push_front(entry);
        }
    }

    /// Forgets what ends with the stream: all but the app's stanzas.
    pub(crate) fn end_stream(&mut self) {
        self.opening = Lane::default();
        self.own = Lane::default();
        self.is_opening = false;
        for entry in &mut self.app.entries {
            entry.deaths = 0; // not in flight at this death, so not its cause
        }
    }

    /// From `true` to `false`, what is pushed for the session itself goes before all else.
    pub(crate) fn set_opening(&mut self, is_opening: bool) {
        self.is_opening = is_opening;
    }

    /// Octets of one stanza that the server takes; no limit if it named none.
    pub(crate) fn set_stanza_bytes(&mut self, limit: Option<u64>) {
        self.stanza_bytes = limit.unwrap_or(u64::MAX);
    }

    pub(crate) fn stanza_bytes(&self) -> u64 {
        self.stanza_bytes
    }

    /// Whether so many stanzas of our own wait that no further input should be taken, as it would
    /// only make more.
    pub(crate) fn is_congested(&self) -> bool {
        !self.own.has_room(0, self.bounds.half())
    }

    /// Whether a refused `send` has a good chance now: half of the room is free.
    pub(crate) fn is_writable(&self) -> bool {
        self.app.has_room(0, self.bounds.half()) && self.own.has_room(0, self.bounds.half())
    }

    pub(crate) fn is_empty(&self) -> bool {
        [&self.opening, &self.own, &self.app].into_iter().all(|lane| lane.entries.is_empty())
    }
}

impl Bounds {
    fn half(self) -> Bounds {
        Bounds { stanzas: self.stanzas.div_ceil(2), bytes: self.bytes / 2 }
    }
}

/// One lane, in the order of its tokens.
#[derive(Debug)]
struct Lane<E> {
    entries: VecDeque<Entry<E>>,
    bytes: u64,
}

impl<E> Default for Lane<E> {
    fn default() -> Self {
        Lane { entries: VecDeque::new(), bytes: 0 }
    }
}

impl<E> Lane<E> {
    fn has_room(&self, bytes: u64, bounds: Bounds) -> bool {
        // One stanza always fits, or a large one could never be sent.
        self.entries.is_empty()
            || self.entries.len() < bounds.stanzas
                && self.bytes.saturating_add(bytes) <= bounds.bytes
    }

    fn push_back(&mut self, entry: Entry<E>) {
        self.bytes += entry.bytes;
        self.entries.push_back(entry);
    }

    fn push_front(&mut self, entry: Entry<E>) {
        self.bytes += entry.bytes;
        self.entries.push_front(entry);
    }

    fn pop_front(&mut self) -> Option<Entry<E>> {
        let entry = self.entries.pop_front()?;
        self.bytes -= entry.bytes;
        Some(entry)
    }

    fn front_token(&self) -> Option<Token> {
        self.entries.front().map(|entry| entry.token)
    }

    fn remove(&mut self, token: Token) -> bool {
        let Ok(at) = self.entries.binary_search_by_key(&token, |entry| entry.token) else {
            return false;
        };
        if self.entries[at].flown {
            return false;
        }
        self.bytes -= self.entries.remove(at).map_or(0, |entry| entry.bytes);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { stanzas: 4, bytes: 100 };

    fn queue() -> Queue<&'static str> {
        Queue::new(BOUNDS, Token::first(1))
    }

    fn written(queue: &mut Queue<&'static str>, hold_app: bool) -> Vec<&'static str> {
        std::iter::from_fn(|| queue.pop(hold_app)).map(|entry| entry.element).collect()
    }

    #[test]
    fn the_order_of_the_calls_is_kept() {
        let mut queue = queue();
        queue.push("a", 1, Origin::App).expect("room");
        queue.push("b", 1, Origin::Internal).expect("room");
        queue.push("c", 1, Origin::Request).expect("room");
        queue.push("d", 1, Origin::App).expect("room");
        assert_eq!(written(&mut queue, false), ["a", "b", "c", "d"]);
        assert!(queue.is_empty());
    }

    #[test]
    fn what_is_held_does_not_hold_our_own() {
        let mut queue = queue();
        queue.push("a", 1, Origin::App).expect("room");
        queue.push("b", 1, Origin::Internal).expect("room");
        assert_eq!(written(&mut queue, true), ["b"]);
        assert_eq!(written(&mut queue, false), ["a"]);
    }

    #[test]
    fn an_opening_goes_before_what_waited() {
        let mut queue = queue();
        queue.push("waited", 1, Origin::App).expect("room");
        queue.push("asked", 1, Origin::Request).expect("room");
        queue.set_opening(true);
        queue.push("roster", 1, Origin::Request).expect("room");
        queue.push("presence", 1, Origin::Internal).expect("room");
        queue.set_opening(false);
        queue.push("later", 1, Origin::Internal).expect("room");
        assert_eq!(written(&mut queue, false), ["roster", "presence", "waited", "asked", "later"]);
    }

    #[test]
    fn each_lane_is_bounded_by_count_and_octets() {
        let mut queue = queue();
        for _ in 0..4 {
            queue.push("m", 1, Origin::App).expect("room");
        }
        assert_eq!(queue.push("m", 1, Origin::App), Err(SendError::Full));
        assert!(!queue.is_writable());
        queue.push("r", 1, Origin::Request).expect("room");
        queue.push("r", 1, Origin::Request).expect("room");
        assert_eq!(queue.push("r", 1, Origin::Request), Err(SendError::Full));
        assert!(queue.is_congested());
        queue.push("i", 97, Origin::Internal).expect("room");
        assert_eq!(queue.push("i", 2, Origin::Internal), Err(SendError::Full));
    }

    #[test]
    fn too_large_is_refused_for_good() {
        let mut queue = queue();
        let refused = SendError::TooLarge { bytes: 101, limit: 100 };
        assert_eq!(queue.push("m", 101, Origin::App), Err(refused));
        queue.set_stanza_bytes(Some(10));
        let refused = SendError::TooLarge { bytes: 11, limit: 10 };
        assert_eq!(queue.push("m", 11, Origin::App), Err(refused));
    }

    #[test]
    fn a_stanza_can_be_withdrawn_until_it_flew() {
        let mut queue = queue();
        let a = queue.push("a", 60, Origin::App).expect("room");
        let b = queue.push("b", 40, Origin::App).expect("room");
        assert!(queue.withdraw(b) && !queue.withdraw(b));
        queue.push("c", 40, Origin::App).expect("the octets are free again");
        let mut lost = queue.pop(false).expect("a waits");
        lost.flown = true;
        queue.put_back(vec![lost]);
        assert!(!queue.withdraw(a));
        assert_eq!(written(&mut queue, false), ["a", "c"]);
    }

    #[test]
    fn only_the_apps_stanzas_survive_the_stream() {
        let mut queue = queue();
        queue.push("i", 1, Origin::Internal).expect("room");
        queue.push("m", 1, Origin::App).expect("room");
        queue.push("r", 1, Origin::Request).expect("room");
        queue.end_stream();
        assert_eq!(written(&mut queue, false), ["m"]);
    }
}
