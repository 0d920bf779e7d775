//! IPv6 address literals as text (RFC 4291 2.2) and their one normal form (RFC 5952). Sockets and
//! their types are the driver's. Left out: zones.

use std::fmt::Write;

/// The normal form of a literal; an embedded IPv4 address is written as two groups.
pub(super) fn normal_form(text: &str) -> Option<String> {
    let groups = parse(text)?;
    let (gap, length) = longest_gap(&groups);
    let mut out = String::new();
    for (at, group) in groups.iter().enumerate() {
        if length >= 2 && (gap..gap + length).contains(&at) {
            if at == gap {
                out.push_str("::");
            }
        } else {
            let colon = if out.is_empty() || out.ends_with("::") { "" } else { ":" };
            let _ = write!(out, "{colon}{group:x}");
        }
    }
    Some(out)
}

fn parse(text: &str) -> Option<[u16; 8]> {
    let Some((head, tail)) = text.split_once("::") else {
        return groups(text, true)?.try_into().ok();
    };
    let mut all = groups(head, false)?;
    let tail = groups(tail, true)?;
    let zeros = 8usize.checked_sub(all.len() + tail.len()).filter(|zeros| *zeros > 0)?;
    all.extend(std::iter::repeat_n(0, zeros).chain(tail));
    all.try_into().ok()
}

/// The groups between colons; the last may be an IPv4 address if `last` says so.
fn groups(text: &str, last: bool) -> Option<Vec<u16>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let mut all = Vec::new();
    let count = text.split(':').count();
    for (at, group) in text.split(':').enumerate() {
        if last && at + 1 == count && group.contains('.') {
            all.extend(ipv4(group)?);
        } else if group.len() <= 4 && group.bytes().all(|b| b.is_ascii_hexdigit()) {
            all.push(u16::from_str_radix(group, 16).ok()?);
        } else {
            return None;
        }
    }
    Some(all)
}

fn ipv4(text: &str) -> Option<[u16; 2]> {
    let octet = |part: &str| {
        let plain =
            part.bytes().all(|b| b.is_ascii_digit()) && !(part.len() > 1 && part.starts_with('0'));
        if plain { part.parse::<u8>().ok() } else { None }
    };
    let octets: Vec<u8> = text.split('.').map(octet).collect::<Option<_>>()?;
    let [a, b, c, d]: [u8; 4] = octets.try_into().ok()?;
    Some([u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])])
}

/// The first of the longest runs of zeros: where it begins and how long it is.
fn longest_gap(groups: &[u16; 8]) -> (usize, usize) {
    let run = |start: usize| groups.iter().skip(start).take_while(|group| **group == 0).count();
    (0..8)
        .map(|start| (start, run(start)))
        .rev()
        .max_by_key(|(_, length)| *length)
        .unwrap_or((0, 0))
}

#[cfg(test)]
mod tests {
    use super::normal_form;

    #[test]
    fn one_form_for_each_address() {
        for (text, want) in [
            ("::", "::"),
            ("::1", "::1"),
            ("1::", "1::"),
            ("2001:DB8:0:0:8:800:200c:417A", "2001:db8::8:800:200c:417a"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("::ffff:192.0.2.1", "::ffff:c000:201"),
            ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"),
        ] {
            assert_eq!(normal_form(text).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn what_is_no_address() {
        for text in [
            "",
            ":",
            ":::",
            "1",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "1::2::3",
            "12345::",
            "g::",
            "1:2:3:4:5:6:7:8::",
            "::1.2.3",
            "::1.2.3.256",
            "::01.2.3.4",
            "1.2.3.4::",
            "fe80::1%eth0",
            "::+1",
            ":1:2:3:4:5:6:7",
        ] {
            assert_eq!(normal_form(text), None, "{text}");
        }
    }
}
