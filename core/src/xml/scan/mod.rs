//! The first look at every octet, and the only one at most of them: 64 at a time, it finds those
//! that can mean anything to the lexer. Each processor has its own way to compare octets side by
//! side, all with the same result; the portable one, on 64-bit words, is always compiled and
//! tested.
//!
//! The only `unsafe` is the step into code that needs a processor's instructions, where the target
//! has them for certain. Nothing in there touches memory by a pointer: a vector is made of
//! numbers, which the compiler turns into one load. AVX2 would gain three per cent, and would have
//! to be looked for while the program runs.

mod portable;

#[cfg(all(any(target_arch = "x86", target_arch = "x86_64"), target_feature = "sse2"))]
mod sse2;
#[cfg(all(any(target_arch = "x86", target_arch = "x86_64"), target_feature = "sse2"))]
use sse2::look_at;

#[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
mod neon;
#[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
use neon::look_at;

#[cfg(not(any(
    all(any(target_arch = "x86", target_arch = "x86_64"), target_feature = "sse2"),
    all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"),
)))]
use portable::look_at;

/// Octets that are looked at together.
const BLOCK: usize = 64;

/// The fewest octets that can be looked at together.
pub(super) const PIECE: usize = 16;

/// What is in a block.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Found {
    /// Bit `i` is set if octet `i` is special.
    specials: u64,
    /// Whether some octet is above 0x7F.
    high: bool,
}

/// Walks over the special octets of a text that grows: those that are one of `"`, `&`, `'`, `<`,
/// `>` or a control below U+0020.
///
/// One mask is enough: in text and values these are rare, in tags nearly all of them matter, and
/// whether octets above 0x7F are right is checked for a stanza as a whole.
#[derive(Clone, Copy, Default)]
pub(super) struct Scanner {
    /// Where the block at hand begins.
    base: usize,
    /// Its specials that were not given yet.
    bits: u64,
    /// Where what was not looked at begins.
    end: usize,
    /// Behind the special octet that was given last.
    seen: usize,
    /// Whether some octet so far is above 0x7F.
    high: bool,
}

impl Scanner {
    /// The place of the next special octet; none if everything that is there was looked at.
    #[inline(always)]
    pub fn next(&mut self, text: &[u8]) -> Option<usize> {
        while self.bits == 0 {
            let rest = text.get(self.end..).filter(|rest| !rest.is_empty())?;
            self.base = self.end;
            self.end += rest.len().min(BLOCK);
            let found = look(rest);
            self.bits = found.specials;
            self.high |= found.high;
        }
        let at = self.base + self.bits.trailing_zeros() as usize;
        self.bits &= self.bits - 1;
        self.seen = at + 1;
        Some(at)
    }

    /// Passes over a few octets that were just added to the text, no more than [`FEW`], if none is
    /// special. A short way, for input that comes octet by octet.
    #[inline]
    pub fn pass(&mut self, added: &[u8]) -> bool {
        if self.bits != 0 {
            return false;
        }
        let found = look_one_by_one(added);
        if found.specials != 0 {
            return false;
        }
        self.end += added.len();
        self.high |= found.high;
        true
    }

    /// Behind the special octet that was given last.
    pub fn seen(&self) -> usize {
        self.seen
    }

    /// Whether there was no octet above 0x7F so far.
    pub fn is_ascii(&self) -> bool {
        !self.high
    }
}

/// Whether there is no special octet in a text.
#[inline]
pub(super) fn is_plain(text: &[u8]) -> bool {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    blocks.iter().all(|block| look_at(block).specials == 0) && is_rest_plain(rest)
}

/// Whether there is no special octet among the first `len`, up to [`PIECE`].
#[inline]
pub(super) fn is_plain_start(octets: &[u8; PIECE], len: usize) -> bool {
    look_at(octets).specials & ((1 << len) - 1) == 0
}

#[inline]
fn is_rest_plain(rest: &[u8]) -> bool {
    let Some(last) = rest.last_chunk::<PIECE>() else { return portable::is_plain(rest) };
    // The last sixteen may be looked at twice, in part.
    let pieces = rest.as_chunks::<PIECE>().0.iter();
    pieces.fold(look_at(last).specials, |found, piece| found | look_at(piece).specials) == 0
}

#[inline(always)]
fn look(rest: &[u8]) -> Found {
    match rest.first_chunk::<BLOCK>() {
        Some(block) => look_at(block),
        None => look_at_few(rest),
    }
}

#[cold]
#[inline(never)]
fn look_at_few(rest: &[u8]) -> Found {
    if rest.len() <= FEW {
        return look_one_by_one(rest);
    }
    let mut block = [b' '; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    look_at(&block)
}

/// So few octets cost less one by one than as a block.
pub(super) const FEW: usize = 8;

#[inline]
fn look_one_by_one(rest: &[u8]) -> Found {
    let mut found = Found { specials: 0, high: false };
    for (at, &byte) in rest.iter().enumerate() {
        found.specials |= u64::from(is_special(byte)) << at;
        found.high |= byte > 0x7F;
    }
    found
}

#[inline]
fn is_special(byte: u8) -> bool {
    byte < b' ' || matches!(byte, b'"' | b'&' | b'\'' | b'<' | b'>')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_octet_is_classified_at_every_place() {
        for byte in 0..=255 {
            for place in 0..BLOCK {
                for filler in [b' ', b'<', 0, 0xFF] {
                    let mut block = [filler; BLOCK];
                    block[place] = byte;
                    let found = look_at(&block);
                    let bit = found.specials >> place & 1 == 1;
                    assert_eq!(bit, is_special(byte), "{byte} at {place} in {filler}");
                    assert_eq!(found.high, byte > 0x7F || filler > 0x7F, "{byte} at {place}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn all_ways_find_the_same(block in proptest::array::uniform32(any::<u8>()), low in any::<bool>()) {
            let octets: Vec<u8> =
                block.iter().cycle().take(BLOCK).map(|byte| if low { byte & 0x3F } else { *byte }).collect();
            let block: &[u8; BLOCK] = octets.first_chunk().expect("64 octets");
            prop_assert_eq!(look_at(block), portable::look_at(block));
            let piece: &[u8; PIECE] = octets.first_chunk().expect("16 octets");
            prop_assert_eq!(look_at(piece), portable::look_at(piece));
        }

        /// However the text grows.
        #[test]
        fn the_walk_finds_what_a_plain_search_finds(
            input in proptest::collection::vec(any::<u8>(), 0..400),
            cuts in proptest::collection::vec(0usize..400, 0..6),
        ) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(input.len())).collect();
            cuts.push(input.len());
            cuts.sort_unstable();
            let mut scanner = Scanner::default();
            let mut found = Vec::new();
            for cut in cuts {
                found.extend(std::iter::from_fn(|| scanner.next(&input[..cut])));
            }
            prop_assert_eq!(scanner.is_ascii(), input.is_ascii());
            prop_assert_eq!(is_plain(&input), !input.iter().any(|&byte| is_special(byte)));
            let plain: Vec<usize> = (0..input.len()).filter(|&at| is_special(input[at])).collect();
            prop_assert_eq!(found, plain);
        }
    }
}
