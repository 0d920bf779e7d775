//! Certificates: who is believed, when, and what is said of the others.

use super::authority::{Authority, NOW_MS};
use super::pair::{Cuts, Pair};
use crate::declare::Octets;
use crate::transport::tls::Setup;
use crate::transport::{
    Shared, SharedError, TlsAnswerError, TlsFault, TlsIdentity, TlsStart, TransportEffect,
    TransportFault, Trust, Verdict,
};
use proptest::prelude::*;

/// Runs a direct TLS handshake at a time and gives both ends' faults.
fn faults(trust: &Trust, identity: &TlsIdentity, unix_ms: u64) -> [Option<TlsFault>; 2] {
    let client = Shared::new(trust).expect("a root is good");
    let server = Shared::server(identity).expect("the identity is good");
    let mut pair = Pair::new(TlsStart::Direct, client, server);
    pair.client.now.unix_ms = unix_ms;
    pair.client.write(b"secret");
    pair.run(&mut Cuts::Whole);
    assert_eq!(pair.server.read.is_empty(), pair.client.fault.is_some());
    [pair.client.fault, pair.server.fault].map(|fault| {
        fault.map(|fault| match fault {
            TransportFault::Tls { fault } => fault,
            other => panic!("{other}"),
        })
    })
}

fn alert(description: &str) -> Option<TlsFault> {
    Some(TlsFault::Alert { description: description.to_owned() })
}

#[test]
fn each_bad_certificate_is_refused_by_its_cause_and_an_alert() {
    const DAY_MS: u64 = 86_400_000;
    let [ours, theirs] = [Authority::new("Ours"), Authority::new("Theirs")];
    let identity = ours.identity(&["example.org"]);
    let trust = ours.trust();
    assert_eq!(faults(&trust, &identity, NOW_MS), [None, None]);
    let future = faults(&trust, &identity, NOW_MS + 366 * DAY_MS);
    assert_eq!(future, [Some(TlsFault::Expired), alert("CertificateExpired")]);
    let past = faults(&trust, &identity, NOW_MS - 366 * DAY_MS);
    assert_eq!(past, [Some(TlsFault::NotYetValid), alert("CertificateExpired")]);
    let unknown = faults(&theirs.trust(), &identity, NOW_MS);
    assert_eq!(unknown, [Some(TlsFault::UnknownIssuer), alert("UnknownCA")]);
    for name in ["example.com", "xmpp.example.org", "*.example.org"] {
        let [client, server] = faults(&trust, &ours.identity(&[name]), NOW_MS);
        let domain = "example.org".to_owned();
        assert_eq!(client, Some(TlsFault::NotValidForName { domain }));
        assert_eq!(server, alert("BadCertificate"));
    }
}

#[test]
fn odd_roots_are_passed_over() {
    let ours = Authority::new("Ours");
    let garbage = || vec![Octets(vec![]), Octets(vec![0x30, 0x84, 0xff]), Octets(vec![0; 900])];
    let only_garbage = Shared::new(&Trust::Roots { roots: garbage() }).err();
    assert_eq!(only_garbage, Some(SharedError::NoUsableRoots { given: 3 }));
    let none = Shared::new(&Trust::Roots { roots: vec![] }).err();
    assert_eq!(none, Some(SharedError::NoUsableRoots { given: 0 }));
    let mut roots = garbage();
    roots.push(ours.root());
    let identity = ours.identity(&["example.org"]);
    assert_eq!(faults(&Trust::Roots { roots }, &identity, NOW_MS), [None, None]);
}

#[test]
fn a_bad_identity_is_an_error() {
    let mut identity = Authority::new("Ours").identity(&["example.org"]);
    identity.key = Octets(b"no key".to_vec());
    assert!(matches!(Shared::server(&identity), Err(SharedError::BadIdentity { .. })));
}

#[test]
fn nothing_of_the_stream_leaves_before_the_verdict() {
    let [ours, other] = ["example.org", "example.com"].map(|name| {
        let client = Shared::new(&Trust::Ask).expect("asking needs no roots");
        let server = Authority::new("Anybody").server(&[name]);
        let mut pair = Pair::new(TlsStart::Direct, client, server);
        pair.client.write(b"<stream>");
        pair.server.write(b"<features/>");
        pair.run(&mut Cuts::Whole);
        pair
    });
    for (mut pair, matches) in [(ours, true), (other, false)] {
        let Some(TransportEffect::VerifyCertificate { domain, chain, name_matches }) =
            pair.client.effects.pop()
        else {
            panic!("the app is asked: {:?}", pair.client.fault)
        };
        assert_eq!((domain.as_str(), chain.len(), name_matches), ("example.org", 1, matches));
        assert!(pair.server.read.is_empty() && pair.client.read.is_empty());
        assert!(!pair.client.transport.is_secured());
        assert_eq!(pair.client.transport.channel_bindings(), (None, None));

        assert_eq!(pair.client.transport.verdict(Verdict::Accept), Ok(()));
        assert_eq!(pair.client.transport.verdict(Verdict::Accept), Err(TlsAnswerError::NotAsked));
        pair.run(&mut Cuts::Whole);
        assert_eq!(pair.client.effects, [TransportEffect::Secured]);
        assert_eq!(pair.server.read, b"<stream>");
        assert_eq!(pair.client.read, b"<features/>");
        assert!(pair.client.transport.tls_info().is_some_and(|info| info.verified));
    }
}

#[test]
fn a_refused_certificate_ends_the_attempt() {
    let client = Shared::new(&Trust::Ask).expect("asking needs no roots");
    let server = Authority::new("Anybody").server(&["example.org"]);
    let mut pair = Pair::new(TlsStart::Direct, client, server);
    assert_eq!(pair.client.transport.verdict(Verdict::Accept), Err(TlsAnswerError::NotAsked));
    pair.client.write(b"<stream>");
    pair.run(&mut Cuts::Whole);
    pair.client.transport.verdict(Verdict::Refuse).expect("it was asked");
    pair.run(&mut Cuts::Whole);
    assert_eq!(pair.client.fault, Some(TlsFault::Refused.into()));
    pair.client.act(|transport, out| transport.close(out));
    pair.run(&mut Cuts::Whole);
    assert!(pair.server.read.is_empty());
    assert!(pair.server.transport.ended().is_some());
    assert_eq!(pair.client.effects.last(), Some(&TransportEffect::Disconnect));
}

#[test]
fn with_ask_the_peer_must_still_hold_the_key() {
    let authority = Authority::new("Anybody");
    let mut identity = authority.identity(&["example.org"]);
    identity.key = authority.identity(&["example.org"]).key;
    let client = Shared::new(&Trust::Ask).expect("asking needs no roots");
    let server = Shared::of(Setup::odd_server(&identity, &rustls::version::TLS13));
    let mut pair = Pair::new(TlsStart::Direct, client, server);
    pair.run(&mut Cuts::Whole);
    assert!(matches!(
        pair.client.fault,
        Some(TransportFault::Tls { fault: TlsFault::BadCertificate { .. } })
    ));
    assert_eq!(pair.client.effects, []);
}

#[test]
fn a_domain_that_no_certificate_can_carry_is_a_fault() {
    use crate::transport::{Security, TlsMode};
    let shared = Shared::new(&Trust::Ask).expect("asking needs no roots");
    let domain = "a..b";
    let security = Security::client(TlsMode::Engine, TlsStart::Direct, domain, shared);
    let mut side = super::pair::Side::new(security);
    side.transport.connected(None);
    side.advance();
    assert_eq!(side.fault, Some(TlsFault::BadDomain { domain: domain.to_owned() }.into()));
}

#[test]
fn damaged_leaves_never_panic() {
    let whole = Authority::new("Ours").identity(&["example.org"]).chain.remove(0);
    let config = ProptestConfig::with_cases(200);
    proptest!(config, |(at in 0usize..600, value: u8, cut in 0usize..600)| {
        let mut leaf = whole.clone();
        if let Some(octet) = leaf.0.get_mut(at) {
            *octet = value;
        }
        leaf.0.truncate(cut);
        crate::transport::end_point::end_point(&leaf.0);
        crate::transport::tls::name_matches(&leaf, "example.org");
    });
}
