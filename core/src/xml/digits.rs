//! The rows of a tree as text: a row is two halves of four numbers, each of them written in two or
//! four digits of seven bits, the lowest first. All digits of a word are moved at once.

/// Four numbers, half a row.
pub(super) type Half = [u32; 4];

/// Below this a number has two digits.
const TWO_DIGITS: usize = 1 << 14;
/// Below this a number has four digits; none is larger.
pub(super) const FOUR_DIGITS: usize = 1 << 28;

/// How many digits a number has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Digits {
    Two,
    Four,
}

impl Digits {
    /// As many as a number needs.
    pub fn for_number(largest: usize) -> Digits {
        if largest < TWO_DIGITS { Digits::Two } else { Digits::Four }
    }

    /// Octets of half a row.
    #[inline]
    pub fn half_size(self) -> usize {
        match self {
            Digits::Two => 8,
            Digits::Four => 16,
        }
    }

    /// Writes numbers in their place, which is as large as they are.
    #[inline]
    pub fn write(self, place: &mut [u8], [a, b, c, d]: Half) {
        match self {
            Digits::Two => put(place, two_digits(a, b, c, d)),
            Digits::Four => {
                let (low, high) = place.split_at_mut(place.len() / 2);
                put(low, four_digits(a, b));
                put(high, four_digits(c, d));
            }
        }
    }

    /// The numbers at the start of the octets.
    #[inline]
    pub fn read(self, data: &[u8]) -> Option<Half> {
        match self {
            Digits::Two => {
                let word = gather(u64::from_le_bytes(*data.first_chunk()?));
                let lane = |which: u32| (word >> (16 * which) & 0xFFFF) as u32;
                Some([lane(0), lane(1), lane(2), lane(3)])
            }
            Digits::Four => {
                let word = gather(u64::from_le_bytes(*data.first_chunk()?));
                let next = gather(u64::from_le_bytes(*data.get(8..)?.first_chunk()?));
                let lane = |lane: u64| (lane & 0x3FFF | lane >> 2 & 0xFFF_C000) as u32;
                Some([lane(word), lane(word >> 32), lane(next), lane(next >> 32)])
            }
        }
    }
}

#[inline]
fn put(place: &mut [u8], word: u64) {
    if let Some(place) = place.first_chunk_mut() {
        *place = word.to_le_bytes();
    }
}

/// Four numbers of 14 bits, each in 16 bits.
#[inline]
fn two_digits(a: u32, b: u32, c: u32, d: u32) -> u64 {
    let low = u64::from(a | b << 16);
    spread(low | u64::from(c | d << 16) << 32)
}

/// Two numbers of 28 bits, each in two times 14 of 16 bits.
#[inline]
fn four_digits(a: u32, b: u32) -> u64 {
    let halves = |number: u32| u64::from(number & 0x3FFF | (number & 0xFFF_C000) << 2);
    spread(halves(a) | halves(b) << 32)
}

/// Two digits of seven bits out of each 14 bits.
#[inline]
fn spread(word: u64) -> u64 {
    word & 0x007F_007F_007F_007F | (word & 0x3F80_3F80_3F80_3F80) << 1
}

#[inline]
fn gather(word: u64) -> u64 {
    word & 0x007F_007F_007F_007F | (word & 0x7F00_7F00_7F00_7F00) >> 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_ascii_and_is_read_again(
            numbers in proptest::array::uniform4(0..FOUR_DIGITS as u32),
            few in any::<bool>(),
        ) {
            let half = numbers.map(|number| if few { number % TWO_DIGITS as u32 } else { number });
            let largest = half.iter().max().copied().unwrap_or_default() as usize;
            let digits = Digits::for_number(largest);
            let mut data = vec![0; digits.half_size()];
            digits.write(&mut data, half);
            prop_assert!(data.is_ascii());
            prop_assert_eq!(digits.read(&data), Some(half));
            prop_assert_eq!(digits.read(&data[1..]), None);
        }
    }
}
