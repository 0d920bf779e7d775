//! Addresses: what is accepted is in its normal form, and its parts make up the whole.
//!
//! The input is the text of an address.

use xmpp_engine::jid::Jid;

/// Octets that a part may have (RFC 7622 3).
const PART_BYTES: usize = 1023;

/// Panics if an address is not what it should be.
pub fn check(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let (given, received) = (Jid::new(text), Jid::received(text));
    if let Ok(jid) = &given {
        assert_eq!(received.as_ref(), Ok(jid), "received differs from given");
        assert_eq!(Jid::new(jid.as_str()).as_ref(), Ok(jid), "not in its normal form");
        has_sound_parts(jid);
        is_put_together_again(jid);
        names_a_host(jid);
    }
    if let Ok(jid) = &received {
        assert_eq!(Jid::received(jid.as_str()).as_ref(), Ok(jid), "not in its normal form");
        has_sound_parts(jid);
    }
}

fn has_sound_parts(jid: &Jid) {
    let node = jid.node().map(|node| format!("{node}@")).unwrap_or_default();
    let resource = jid.resource().map(|resource| format!("/{resource}")).unwrap_or_default();
    assert_eq!(format!("{node}{}{resource}", jid.domain()), jid.as_str());
    assert_eq!(jid.to_string(), jid.as_str());
    for part in [jid.node(), Some(jid.domain()), jid.resource()].into_iter().flatten() {
        assert!((1..=PART_BYTES).contains(&part.len()), "{} octets", part.len());
    }
    let bare = jid.bare();
    assert!(bare.same_bare(jid) && bare.is_bare() && bare.bare() == bare);
    assert_eq!(jid.is_bare(), jid.resource().is_none());
    assert_eq!(bare.as_str(), format!("{node}{}", jid.domain()));
    assert_eq!(jid.domain_jid().as_str(), jid.domain());
    assert_eq!(bare == *jid, jid.is_bare());
}

fn is_put_together_again(jid: &Jid) {
    let bare = jid.bare();
    if let Some(resource) = jid.resource() {
        assert_eq!(bare.with_resource(resource).as_ref(), Ok(jid));
    }
    if let Some(node) = jid.node() {
        assert_eq!(jid.domain_jid().with_node(node), Ok(bare));
    }
}

/// The form for DNS names the same domain.
fn names_a_host(jid: &Jid) {
    let ascii = jid.domain_ascii();
    assert!(ascii.is_ascii(), "{ascii:?}");
    assert_eq!(Jid::new(&ascii).as_ref().map(Jid::as_str), Ok(jid.domain()));
}
