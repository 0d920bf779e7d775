//! Two ends in memory: the client's transport against the receiving role's.

mod authority;
mod host;
mod lanes;
mod pair;
mod trust;

use super::buffer::Buffer;
use super::tls::Setup;
use crate::transport::{Shared, TlsStart, TlsVersion, TransportEffect, Trust};
use authority::Authority;
use pair::{Cuts, Pair};

const STARTS: [TlsStart; 2] = [TlsStart::Direct, TlsStart::StartTls];

/// A pair whose client trusts the server's authority.
fn good_pair(start: TlsStart) -> Pair {
    let authority = Authority::new("Test CA");
    let client = Shared::new(&authority.trust()).expect("the root is good");
    Pair::new(start, client, authority.server(&["example.org"]))
}

/// Says `<starttls/>` and `<proceed/>`, if it is that kind of pair, and ends in TLS.
fn secure(pair: &mut Pair, start: TlsStart, cuts: &mut Cuts) {
    if start == TlsStart::StartTls {
        pair.client.write(b"<starttls/>");
        pair.run(cuts);
        assert_eq!(std::mem::take(&mut pair.server.read), b"<starttls/>");
        pair.server.write(b"<proceed/>");
        pair.server.start_tls().expect("nothing waits");
        pair.run(cuts);
        assert_eq!(std::mem::take(&mut pair.client.read), b"<proceed/>");
        pair.client.start_tls().expect("nothing waits");
    }
    pair.run(cuts);
}

#[test]
fn a_handshake_and_what_follows_pass_at_any_cut() {
    for start in STARTS {
        let mut cuts = vec![Cuts::Whole, Cuts::Octets];
        cuts.extend((0..20).map(Cuts::random));
        for mut cuts in cuts {
            let mut pair = good_pair(start);
            // Written before TLS stands, hence sent behind it: end of handshake and first octets
            // of the stream in one read.
            if start == TlsStart::Direct {
                pair.client.write(b"<stream>");
                pair.server.write(b"<features/>");
            }
            secure(&mut pair, start, &mut cuts);
            assert_eq!((&pair.client.fault, &pair.server.fault), (&None, &None));
            assert_eq!(pair.client.effects, [TransportEffect::Secured]);
            assert_eq!(pair.server.effects, [TransportEffect::Secured]);
            if start == TlsStart::StartTls {
                pair.client.write(b"<stream>");
                pair.server.write(b"<features/>");
            }
            pair.run(&mut cuts);
            assert_eq!(pair.server.read, b"<stream>");
            assert_eq!(pair.client.read, b"<features/>");
            for sent in [&pair.client.sent, &pair.server.sent] {
                assert!(!sent.windows(4).any(|seen| seen == b"<str" || seen == b"<fea"));
            }
        }
    }
}

#[test]
fn both_ends_have_the_same_channel_bindings() {
    let mut pair = good_pair(TlsStart::Direct);
    pair.run(&mut Cuts::Whole);
    let (exporter, end_point) = pair.client.transport.channel_bindings();
    assert_eq!(pair.server.transport.channel_bindings(), (exporter.clone(), end_point.clone()));
    assert_eq!(exporter.expect("TLS 1.3 has an exporter").len(), 32);

    let info = pair.client.transport.tls_info().expect("it is secured");
    let leaf = info.leaf.as_ref().expect("the server showed one");
    use sha2::Digest;
    assert_eq!(end_point.expect("ECDSA names a hash"), sha2::Sha256::digest(&leaf.0).to_vec());
    assert_eq!(info.version, Some(TlsVersion::Tls13));
    assert_eq!(info.alpn.as_deref(), Some("xmpp-client"));
    assert!(info.verified);

    let other = {
        let mut pair = good_pair(TlsStart::Direct);
        pair.run(&mut Cuts::Whole);
        pair.client.transport.channel_bindings()
    };
    assert_ne!(other.0, pair.client.transport.channel_bindings().0);
}

#[test]
fn tls_1_2_has_an_end_point_and_no_exporter() {
    let authority = Authority::new("Test CA");
    let client = Shared::new(&authority.trust()).expect("the root is good");
    let identity = authority.identity(&["example.org"]);
    let server = Shared::of(Setup::odd_server(&identity, &rustls::version::TLS12));
    let mut pair = Pair::new(TlsStart::StartTls, client, server);
    secure(&mut pair, TlsStart::StartTls, &mut Cuts::Whole);
    let info = pair.client.transport.tls_info().expect("it is secured");
    assert_eq!((info.version, &info.alpn), (Some(TlsVersion::Tls12), &None));
    let (exporter, end_point) = pair.client.transport.channel_bindings();
    assert_eq!(exporter, None);
    assert!(end_point.is_some());
}

#[test]
fn the_end_point_follows_the_signature_on_the_leaf() {
    let cases: [(&'static rcgen::SignatureAlgorithm, Option<usize>); 3] = [
        (&rcgen::PKCS_ECDSA_P256_SHA256, Some(32)),
        (&rcgen::PKCS_ECDSA_P384_SHA384, Some(48)),
        (&rcgen::PKCS_ED25519, None),
    ];
    for (algorithm, length) in cases {
        let authority = Authority::with_algorithm("Test CA", algorithm);
        let client = Shared::new(&authority.trust()).expect("the root is good");
        let mut pair = Pair::new(TlsStart::Direct, client, authority.server(&["example.org"]));
        pair.run(&mut Cuts::Whole);
        let (_, end_point) = pair.client.transport.channel_bindings();
        assert_eq!(end_point.map(|hash| hash.len()), length);
    }
}

#[test]
fn a_flood_is_decrypted_by_the_window_and_idle_costs_little() {
    let mut pair = good_pair(TlsStart::Direct);
    pair.run(&mut Cuts::Whole);
    let flood = vec![b'x'; 200_000];
    pair.server.write(&flood);
    let records = std::mem::take(&mut pair.server.wire);
    let transport = &mut pair.client.transport;
    let mut out = crate::outbox::Outbox::default();
    let mut read = 0;
    transport.receive(&records).expect("below the limit");
    while read < flood.len() {
        transport.advance(pair.client.now, &mut out).expect("all is well");
        let count = transport.plaintext().len();
        assert!((1..=32 * 1024).contains(&count), "{count} octets wait for the parser");
        transport.consume(count);
        read += count;
    }
    assert_eq!((read, transport.unread()), (flood.len(), 0));
    let kept = [&transport.plaintext, &transport.held, transport.outgoing.pending()];
    let kept = kept.map(Buffer::capacity).iter().sum::<usize>();
    assert!(kept + transport.lane.capacity() <= 2048, "{kept} octets are kept for nothing");
}

#[test]
fn what_is_shared_shows_no_secret() {
    let identity = Authority::new("Test CA").identity(&["example.org"]);
    let shared = Shared::server(&identity).expect("our own identity is good");
    assert_eq!(format!("{shared:?}"), "Shared");
    assert_eq!(format!("{identity:?}"), "TlsIdentity { chain: 1 certificates, key: *** }");
    assert!(Shared::new(&Trust::Ask).is_ok());
}
