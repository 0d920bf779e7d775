//! Decisions out of octets. An input that is used up decides for zero, so any octets are a play.

/// The octets of an input that are not used yet.
pub(crate) struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub(crate) fn new(data: &'a [u8]) -> Input<'a> {
        Input(data)
    }

    pub(crate) fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    /// A number below `bound`, which is small.
    pub(crate) fn below(&mut self, bound: u8) -> u8 {
        self.byte() % bound
    }

    /// One octet decides: yes once in `times`.
    pub(crate) fn once_in(&mut self, times: u8) -> bool {
        self.below(times) == 1
    }

    /// A number of any size, small ones most often.
    pub(crate) fn number(&mut self) -> u64 {
        let octets = usize::from(self.below(9));
        self.take(octets).iter().fold(0, |number, octet| number << 8 | u64::from(*octet))
    }

    /// At most so many octets.
    pub(crate) fn take(&mut self, octets: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(octets.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// Octets whose number is told by the one in front.
    pub(crate) fn octets(&mut self) -> &'a [u8] {
        let octets = usize::from(self.byte());
        self.take(octets)
    }

    pub(crate) fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[usize::from(self.byte()) % among.len()]
    }

    /// Everything that is left.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.0
    }
}
