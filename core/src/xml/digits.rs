//! The rows of a tree as text: a row is eight numbers, each of them written in two or four digits
//! of seven bits, the lowest first. All digits of a word are moved at once.

/// How many numbers there are in a row.
pub(super) const NUMBERS: usize = 8;

/// A row in plain numbers.
pub(super) type Numbers = [u32; NUMBERS];

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

    /// Octets of a row.
    #[inline]
    pub fn row_size(self) -> usize {
        match self {
            Digits::Two => 2 * NUMBERS,
            Digits::Four => 4 * NUMBERS,
        }
    }

    /// Writes a row in its place.
    #[inline]
    pub fn write(self, place: &mut [u8], row: Numbers) {
        let words = place.chunks_exact_mut(8);
        match self {
            Digits::Two => words.zip(row.chunks_exact(4)).for_each(|(word, lanes)| {
                word.copy_from_slice(&spread(two_digits(lanes)).to_le_bytes());
            }),
            Digits::Four => words.zip(row.chunks_exact(2)).for_each(|(word, lanes)| {
                word.copy_from_slice(&spread(four_digits(lanes)).to_le_bytes());
            }),
        }
    }

    /// The row at the start of the octets.
    #[inline]
    pub fn read(self, data: &[u8]) -> Option<Numbers> {
        let mut row = [0; NUMBERS];
        match self {
            Digits::Two => {
                let words = data.first_chunk::<{ 2 * NUMBERS }>()?.chunks_exact(8);
                for (lanes, word) in row.chunks_exact_mut(4).zip(words) {
                    let word = gather(to_word(word));
                    lanes[0] = (word & 0xFFFF) as u32;
                    lanes[1] = (word >> 16 & 0xFFFF) as u32;
                    lanes[2] = (word >> 32 & 0xFFFF) as u32;
                    lanes[3] = (word >> 48) as u32;
                }
            }
            Digits::Four => {
                let words = data.first_chunk::<{ 4 * NUMBERS }>()?.chunks_exact(8);
                for (lanes, word) in row.chunks_exact_mut(2).zip(words) {
                    let word = gather(to_word(word));
                    lanes[0] = (word & 0x3FFF | word >> 2 & 0xFFF_C000) as u32;
                    lanes[1] = (word >> 32 & 0x3FFF | word >> 34 & 0xFFF_C000) as u32;
                }
            }
        }
        Some(row)
    }
}

#[inline]
fn to_word(octets: &[u8]) -> u64 {
    u64::from_le_bytes(octets.first_chunk().copied().unwrap_or_default())
}

/// Four numbers of 14 bits, each in 16 bits.
#[inline]
fn two_digits(numbers: &[u32]) -> u64 {
    numbers.iter().rev().fold(0, |word, &number| word << 16 | u64::from(number))
}

/// Two numbers of 28 bits, each in two times 14 of 16 bits.
#[inline]
fn four_digits(numbers: &[u32]) -> u64 {
    let halves = |number: u32| u64::from(number & 0x3FFF | (number & 0xFFF_C000) << 2);
    numbers.iter().rev().fold(0, |word, &number| word << 32 | halves(number))
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
            numbers in proptest::array::uniform8(0..FOUR_DIGITS as u32),
            few in any::<bool>(),
        ) {
            let row = numbers.map(|number| if few { number % TWO_DIGITS as u32 } else { number });
            let largest = row.iter().max().copied().unwrap_or_default() as usize;
            let digits = Digits::for_number(largest);
            let mut data = vec![0; digits.row_size()];
            digits.write(&mut data, row);
            prop_assert!(data.is_ascii());
            prop_assert_eq!(digits.read(&data), Some(row));
            prop_assert_eq!(digits.read(&data[1..]), None);
        }
    }
}
