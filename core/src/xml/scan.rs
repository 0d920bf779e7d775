//! The first look at every octet, and the only one at most of them: sixteen at a time, it finds
//! those that can mean anything to the lexer. The portable way on 64-bit words; code for one
//! processor has its place behind [`specials`], with the same result.

/// Octets that are looked at together.
const BLOCK: usize = 16;

/// Bit `i` is set if octet `i` is one of `"`, `&`, `'`, `<`, `>` or a control below U+0020.
///
/// One mask is enough: in text and values these are rare, in tags nearly all of them matter, and
/// whether octets above 0x7F are right is checked for a stanza as a whole.
fn specials(block: &[u8; BLOCK]) -> u16 {
    let [low, high] = [0, 8].map(|at| {
        let mut word = [0; 8];
        word.copy_from_slice(&block[at..at + 8]);
        u16::from(specials_of_word(u64::from_le_bytes(word)))
    });
    low | high << 8
}

fn specials_of_word(word: u64) -> u8 {
    const fn each(byte: u8) -> u64 {
        0x0101_0101_0101_0101 * byte as u64
    }
    /// Sets the top bit of each octet that is zero, exactly.
    fn zeros(word: u64) -> u64 {
        !(((word & each(0x7F)) + each(0x7F)) | word) & each(0x80)
    }
    let quote = zeros(word ^ each(b'"'));
    let ampersand_or_apostrophe = zeros((word | each(1)) ^ each(b'\''));
    let angle = zeros((word | each(2)) ^ each(b'>'));
    let control = zeros(word & each(0xE0));
    let found = quote | ampersand_or_apostrophe | angle | control;
    // Gathers the eight top bits: each is moved to its own place in the product's highest octet.
    ((found >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8
}

/// Walks over the special octets of a piece of input.
pub(super) struct Scanner<'a> {
    input: &'a [u8],
    /// Where the block at hand begins.
    base: usize,
    /// Its specials that were not given yet.
    bits: u16,
}

impl<'a> Scanner<'a> {
    pub fn new(input: &'a [u8]) -> Scanner<'a> {
        let mut scanner = Scanner { input, base: 0, bits: 0 };
        scanner.load(0);
        scanner
    }

    /// The place of the next special octet.
    pub fn next(&mut self) -> Option<usize> {
        while self.bits == 0 {
            if self.base + BLOCK >= self.input.len() {
                return None;
            }
            self.load(self.base + BLOCK);
        }
        let at = self.base + self.bits.trailing_zeros() as usize;
        self.bits &= self.bits - 1;
        Some(at)
    }

    /// Passes over everything before `at`.
    pub fn skip_to(&mut self, at: usize) {
        match at.checked_sub(self.base) {
            Some(passed) if passed < BLOCK => self.bits &= u16::MAX << passed,
            _ => self.load(at),
        }
    }

    fn load(&mut self, base: usize) {
        let rest = self.input.get(base..).unwrap_or_default();
        self.base = base;
        self.bits = match rest.first_chunk::<BLOCK>() {
            Some(block) => specials(block),
            None => {
                let mut block = [b' '; BLOCK];
                block[..rest.len()].copy_from_slice(rest);
                specials(&block)
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_special(byte: u8) -> bool {
        byte < 0x20 || b"\"&'<>".contains(&byte)
    }

    #[test]
    fn every_octet_is_classified_at_every_place() {
        for byte in 0..=255 {
            for place in 0..BLOCK {
                for filler in [b' ', b'<', 0, 0xFF] {
                    let mut block = [filler; BLOCK];
                    block[place] = byte;
                    let bit = specials(&block) >> place & 1 == 1;
                    assert_eq!(bit, is_special(byte), "{byte} at {place} in {filler}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn the_walk_finds_what_a_plain_search_finds(
            input in proptest::collection::vec(any::<u8>(), 0..100), skip in 0usize..120,
        ) {
            let mut scanner = Scanner::new(&input);
            scanner.skip_to(skip);
            let found: Vec<usize> = std::iter::from_fn(|| scanner.next()).collect();
            let plain: Vec<usize> = (skip.min(input.len())..input.len())
                .filter(|&at| is_special(input[at]))
                .collect();
            prop_assert_eq!(found, plain);
        }
    }
}
