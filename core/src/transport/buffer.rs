//! Octets that are added behind and taken in front, and that cost nothing while there are none:
//! most connections are idle most of the time.

/// Capacity that an empty buffer may keep; a greater one is given back.
const KEPT_BYTES: usize = 512;

/// Where so many octets wait, more will come: room for them is made at once, not by doubling.
const BUSY_BYTES: usize = 2048;
const MORE_BYTES: usize = 16 * 1024;

#[derive(Default)]
pub(super) struct Buffer {
    octets: Vec<u8>,
    start: usize,
}

impl Buffer {
    pub(super) fn as_slice(&self) -> &[u8] {
        &self.octets[self.start..]
    }

    pub(super) fn len(&self) -> usize {
        self.octets.len() - self.start
    }

    pub(super) fn push(&mut self, octets: &[u8]) {
        let tail = self.tail();
        if tail.len() >= BUSY_BYTES && tail.len() + octets.len() > tail.capacity() {
            tail.reserve(octets.len().max(MORE_BYTES));
        }
        tail.extend_from_slice(octets);
    }

    /// The end of the buffer, to be appended to and nothing else. What was taken is dropped once
    /// it is the greater part, so that each octet is moved at most once on average.
    pub(super) fn tail(&mut self) -> &mut Vec<u8> {
        if self.start > self.octets.len() / 2 {
            self.octets.drain(..self.start);
            self.start = 0;
        }
        &mut self.octets
    }

    /// Takes `count` octets in front; all of them if there are fewer.
    pub(super) fn consume(&mut self, count: usize) {
        self.start += count.min(self.len());
        if self.start == self.octets.len() {
            self.clear();
        }
    }

    /// Takes up to `count` octets out; without copying if that is all. Room that was made for more
    /// is given back: whoever keeps them keeps little else.
    pub(super) fn take(&mut self, count: usize) -> Vec<u8> {
        if self.start == 0 && count >= self.octets.len() {
            let mut all = std::mem::take(&mut self.octets);
            if all.capacity() > 2 * all.len() {
                all.shrink_to_fit();
            }
            return all;
        }
        let taken = self.as_slice()[..count.min(self.len())].to_vec();
        self.consume(taken.len());
        taken
    }

    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        self.octets.capacity()
    }

    pub(super) fn clear(&mut self) {
        self.start = 0;
        self.octets.clear();
        if self.octets.capacity() > KEPT_BYTES {
            self.octets = Vec::new();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order_and_gives_memory_back() {
        let mut buffer = Buffer::default();
        let mut expected = std::collections::VecDeque::new();
        for round in 0..200u8 {
            let piece = vec![round; usize::from(round) * 7];
            buffer.push(&piece);
            expected.extend(&piece);
            let count = usize::from(round) * 5;
            assert_eq!(buffer.take(count), expected.drain(..count).collect::<Vec<_>>());
        }
        assert_eq!(buffer.as_slice(), expected.make_contiguous());
        buffer.consume(usize::MAX);
        assert_eq!((buffer.len(), buffer.octets.capacity()), (0, 0));
    }
}
