//! The fast path of a whole address: plain ASCII that is in its normal form already, as nearly all
//! that arrives. Whatever it is not sure of it leaves to the others.

use super::PART_BYTES;
use super::domain::LABEL_BYTES;

/// Where an octet may stand in a plain address. In a domain only what is in a node as well.
const NODE: u8 = 1;
const DOMAIN: u8 = 2;
const RESOURCE: u8 = 4;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = b' ';
    while byte < 0x7F {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'.' => NODE | DOMAIN | RESOURCE,
            b' ' | b'A'..=b'Z' => RESOURCE,
            b'"' | b'&' | b'\'' | b'/' | b':' | b'<' | b'>' | b'@' => RESOURCE,
            _ => NODE | RESOURCE,
        };
        byte += 1;
    }
    classes
};

/// Where the domain of a plain address begins and ends.
pub(super) fn domain_of(text: &str) -> Option<(u16, u16)> {
    let octets = text.as_bytes();
    if octets.len() > PART_BYTES {
        return None;
    }
    let first = run(octets, NODE);
    let (start, end) = match octets.get(first) {
        Some(b'@') if first > 0 => {
            let domain = octets.get(first + 1..).unwrap_or_default();
            (first + 1, first + 1 + run(domain, DOMAIN))
        }
        _ => (0, first),
    };
    let is_resource = match octets.get(end..).unwrap_or_default() {
        [] => true,
        [b'/', b' ', ..] | [b'/'] => false,
        [b'/', resource @ ..] => run(resource, RESOURCE) == resource.len(),
        _ => false,
    };
    let plain = is_resource && is_plain_domain(octets.get(start..end)?);
    plain.then_some((start as u16, end as u16)) // both below 1024
}

/// How many octets from the start are of the class.
#[inline(always)]
fn run(octets: &[u8], class: u8) -> usize {
    let other = |&byte: &u8| CLASSES[usize::from(byte)] & class == 0;
    octets.iter().position(other).unwrap_or(octets.len())
}

/// Whether there are labels between dots, which no hyphen begins or ends. Two hyphens side by side
/// may be those of an A-label.
fn is_plain_domain(domain: &[u8]) -> bool {
    let mut mark = true; // the octet before is a dot or a hyphen, or there is none
    for &byte in domain {
        let is_mark = matches!(byte, b'.' | b'-');
        if is_mark && mark || CLASSES[usize::from(byte)] & DOMAIN == 0 {
            return false;
        }
        mark = is_mark;
    }
    !mark && domain.len() <= LABEL_BYTES // so no label is too long
}
