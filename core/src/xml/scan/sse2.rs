//! SSE2, which every x86-64 processor has: sixteen octets at a time.

#[cfg(target_arch = "x86")]
use core::arch::x86::*;
#[cfg(target_arch = "x86_64")]
use core::arch::x86_64::*;

use super::Found;

#[allow(unsafe_code)] // the only place in the crate
#[inline]
pub(super) fn look_at<const OCTETS: usize>(block: &[u8; OCTETS]) -> Found {
    // SAFETY: what is called needs nothing but the instructions, and this file is compiled only
    // where the target has them for certain.
    unsafe { of_block(block) }
}

#[target_feature(enable = "sse2")]
#[inline]
fn of_block<const OCTETS: usize>(block: &[u8; OCTETS]) -> Found {
    let (mut specials, mut all) = (0, _mm_setzero_si128());
    let (vectors, _) = block.as_chunks::<16>();
    for (at, octets) in vectors.iter().enumerate() {
        let octets = vector(octets);
        specials |= u64::from(of_sixteen(octets)) << (16 * at);
        all = _mm_or_si128(all, octets);
    }
    Found { specials, high: _mm_movemask_epi8(all) != 0 }
}

#[target_feature(enable = "sse2")]
#[inline]
fn vector(octets: &[u8; 16]) -> __m128i {
    let number = u128::from_le_bytes(*octets);
    _mm_set_epi64x((number >> 64) as i64, number as i64)
}

#[target_feature(enable = "sse2")]
#[inline]
fn of_sixteen(octets: __m128i) -> u16 {
    let quote = _mm_cmpeq_epi8(octets, _mm_set1_epi8(b'"' as i8));
    // `&` and `'` differ in the lowest bit only, `<` and `>` in the one above it.
    let ampersand_or_apostrophe =
        _mm_cmpeq_epi8(_mm_or_si128(octets, _mm_set1_epi8(1)), _mm_set1_epi8(b'\'' as i8));
    let angle = _mm_cmpeq_epi8(_mm_or_si128(octets, _mm_set1_epi8(2)), _mm_set1_epi8(b'>' as i8));
    let control = _mm_cmpeq_epi8(_mm_min_epu8(octets, _mm_set1_epi8(0x1F)), octets);
    let marks = _mm_or_si128(quote, ampersand_or_apostrophe);
    let found = _mm_or_si128(_mm_or_si128(marks, angle), control);
    _mm_movemask_epi8(found) as u16
}
