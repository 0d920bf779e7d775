//! NEON, which every 64-bit ARM processor has: sixteen octets at a time. There is no instruction
//! that gathers one bit of each octet; adding neighbours three times does it for a whole block.

use core::arch::aarch64::*;

use super::Found;

#[allow(unsafe_code)] // the only place in the crate
#[inline]
pub(super) fn look_at<const OCTETS: usize>(block: &[u8; OCTETS]) -> Found {
    // SAFETY: what is called needs nothing but the instructions, and this file is compiled only
    // where the target has them for certain.
    unsafe { of_block(block) }
}

#[target_feature(enable = "neon")]
#[inline]
fn of_block<const OCTETS: usize>(block: &[u8; OCTETS]) -> Found {
    if OCTETS == 16 {
        let octets = vector(block, 0);
        let found = of_sixteen(octets);
        let sum = vpaddq_u8(found, found);
        let sum = vpaddq_u8(sum, sum);
        let sum = vpaddq_u8(sum, sum);
        let specials = u64::from(vgetq_lane_u16::<0>(vreinterpretq_u16_u8(sum)));
        return Found { specials, high: vmaxvq_u8(octets) > 0x7F };
    }
    let (a, b) = (vector(block, 0), vector(block, 16));
    let (c, d) = (vector(block, 32), vector(block, 48));
    let sum =
        vpaddq_u8(vpaddq_u8(of_sixteen(a), of_sixteen(b)), vpaddq_u8(of_sixteen(c), of_sixteen(d)));
    let sum = vpaddq_u8(sum, sum);
    let specials = vgetq_lane_u64::<0>(vreinterpretq_u64_u8(sum));
    let all = vorrq_u8(vorrq_u8(a, b), vorrq_u8(c, d));
    Found { specials, high: vmaxvq_u8(all) > 0x7F }
}

#[target_feature(enable = "neon")]
#[inline]
fn vector(block: &[u8], at: usize) -> uint8x16_t {
    let word = |at: usize| {
        let word = block.get(at..).and_then(|rest| rest.first_chunk::<8>());
        u64::from_le_bytes(word.copied().unwrap_or_default())
    };
    words(word(at), word(at + 8))
}

#[target_feature(enable = "neon")]
#[inline]
fn words(low: u64, high: u64) -> uint8x16_t {
    vreinterpretq_u8_u64(vcombine_u64(vcreate_u64(low), vcreate_u64(high)))
}

/// Of each octet that is special the bit that is its place among eight.
#[target_feature(enable = "neon")]
#[inline]
fn of_sixteen(octets: uint8x16_t) -> uint8x16_t {
    let quote = vceqq_u8(octets, vdupq_n_u8(b'"'));
    // `&` and `'` differ in the lowest bit only, `<` and `>` in the one above it.
    let ampersand_or_apostrophe = vceqq_u8(vorrq_u8(octets, vdupq_n_u8(1)), vdupq_n_u8(b'\''));
    let angle = vceqq_u8(vorrq_u8(octets, vdupq_n_u8(2)), vdupq_n_u8(b'>'));
    let control = vcltq_u8(octets, vdupq_n_u8(0x20));
    let marks = vorrq_u8(quote, ampersand_or_apostrophe);
    let found = vorrq_u8(vorrq_u8(marks, angle), control);
    let places = words(0x8040_2010_0804_0201, 0x8040_2010_0804_0201);
    vandq_u8(found, places)
}
