//! The portable way: eight octets at a time in one word.

use super::{Found, is_special};

#[cfg_attr(not(test), allow(dead_code))] // where the processor has a better way
pub(super) fn look_at<const OCTETS: usize>(block: &[u8; OCTETS]) -> Found {
    let (mut specials, mut all) = (0, 0);
    for (at, octets) in block.chunks_exact(8).enumerate() {
        let mut word = [0; 8];
        word.copy_from_slice(octets);
        let word = u64::from_le_bytes(word);
        specials |= u64::from(specials_of_word(word)) << (8 * at);
        all |= word;
    }
    Found { specials, high: all & each(0x80) != 0 }
}

const fn each(byte: u8) -> u64 {
    0x0101_0101_0101_0101 * byte as u64
}

/// Whether there is no special octet in a text, which may be short.
#[inline]
pub(super) fn is_plain(text: &[u8]) -> bool {
    let word = |octets: &[u8; 8]| some_mark(u64::from_le_bytes(*octets));
    let Some(last) = text.last_chunk() else {
        return !text.iter().any(|&byte| is_special(byte));
    };
    // The last eight may have been looked at before, in part.
    let words = text.as_chunks().0.iter().fold(word(last), |found, octets| found | word(octets));
    words & each(0x80) == 0
}

fn specials_of_word(word: u64) -> u8 {
    // Gathers the eight top bits: each is moved to its own place in the product's highest octet.
    ((marks(word) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8
}

/// Sets the top bit of some octet if one is special: less exact than [`marks`], and less work. Other
/// bits mean nothing.
#[inline]
fn some_mark(word: u64) -> u64 {
    /// Sets the top bit of the first octet that is below `than`, and perhaps of others behind it.
    fn below(word: u64, than: u8) -> u64 {
        word.wrapping_sub(each(than)) & !word
    }
    let quote = below(word ^ each(b'"'), 1);
    let ampersand_or_apostrophe = below((word | each(1)) ^ each(b'\''), 1);
    let angle = below((word | each(2)) ^ each(b'>'), 1);
    quote | ampersand_or_apostrophe | angle | below(word, 0x20)
}

/// Sets the top bit of each octet that is special.
#[inline]
fn marks(word: u64) -> u64 {
    /// Sets the top bit of each octet that is zero, exactly.
    fn zeros(word: u64) -> u64 {
        !(((word & each(0x7F)) + each(0x7F)) | word) & each(0x80)
    }
    let quote = zeros(word ^ each(b'"'));
    let ampersand_or_apostrophe = zeros((word | each(1)) ^ each(b'\''));
    let angle = zeros((word | each(2)) ^ each(b'>'));
    let control = zeros(word & each(0xE0));
    quote | ampersand_or_apostrophe | angle | control
}
