//! Stanzas of the app that were given to the stream and whose fate is open: until the transport
//! has covered their last octet or, with stream management, until the server has acknowledged
//! them. Each ends exactly once.
//!
//! Stanzas of the engine and requests are not kept here: nobody waits for their fate, and so a
//! flood of pings, each answered, takes no room. They only move the numbers.

use super::fate::{Ending, Fate};
use super::queue::Entry;
use std::collections::VecDeque;

/// Stanzas whose fate is open, in the order of writing.
#[derive(Debug)]
pub(crate) struct Flight<E> {
    stanzas: VecDeque<Flying<E>>,
    /// How many of them, from the first on, the transport has covered: reported as written.
    covered: usize,
    bytes: u64,
}

#[derive(Debug)]
struct Flying<E> {
    entry: Entry<E>,
    /// Its number on this stream, counted as stream management counts.
    number: u64,
    /// The transport octets behind its last one, once they are known.
    mark: Option<u64>,
}

impl<E> Default for Flight<E> {
    fn default() -> Self {
        Flight { stanzas: VecDeque::new(), covered: 0, bytes: 0 }
    }
}

impl<E> Flight<E> {
    /// Takes in a stanza that is being written as number `number` of the stream.
    pub(crate) fn launch(&mut self, entry: Entry<E>, number: u64) {
        self.bytes += entry.bytes;
        self.stanzas.push_back(Flying { entry, number, mark: None });
    }

    /// What was launched since the last mark ends in front of transport octet `total`.
    pub(crate) fn mark(&mut self, total: u64) {
        let unmarked = self.stanzas.iter_mut().rev().take_while(|stanza| stanza.mark.is_none());
        unmarked.for_each(|stanza| stanza.mark = Some(total));
    }

    /// The transport has passed on `total` octets. Without management that is the end.
    pub(crate) fn transmitted(&mut self, total: u64, managed: bool, out: &mut Vec<Ending>) {
        while let Some(stanza) = self.stanzas.get(self.covered) {
            if stanza.mark.is_none_or(|mark| mark > total) {
                break;
            }
            out.push(Ending::of(&stanza.entry, Fate::Written));
            self.covered += 1;
        }
        if !managed {
            self.release_covered();
        }
    }

    /// The server has acknowledged every stanza up to number `number`.
    pub(crate) fn acknowledged(&mut self, number: u64, out: &mut Vec<Ending>) {
        let count = self.stanzas.iter().take_while(|stanza| stanza.number <= number).count();
        for (at, stanza) in self.stanzas.drain(..count).enumerate() {
            if at >= self.covered {
                // The driver is slower to report than the server is to answer.
                out.push(Ending::of(&stanza.entry, Fate::Written));
            }
            out.push(Ending::of(&stanza.entry, Fate::Acked));
            self.bytes -= stanza.entry.bytes;
        }
        self.covered = self.covered.saturating_sub(count);
    }

    /// Management was refused: for what is written, that was the last word.
    pub(crate) fn release_covered(&mut self) {
        for stanza in self.stanzas.drain(..self.covered) {
            self.bytes -= stanza.entry.bytes;
        }
        self.covered = 0;
    }

    /// The link is dead: everything whose fate is open, in order.
    pub(crate) fn take(&mut self) -> Vec<Entry<E>> {
        let lost = std::mem::take(self);
        lost.stanzas.into_iter().map(|stanza| stanza.entry).collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.stanzas.len()
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }
}
