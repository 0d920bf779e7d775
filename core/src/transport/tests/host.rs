//! TLS that the host brings, and no TLS at all.

use super::pair::Side;
use crate::declare::Octets;
use crate::transport::{
    Security, Shared, TlsAnswerError, TlsInfo, TlsMode, TlsStart, TransportEffect, TransportFault,
    Trust, Verdict,
};

fn side(mode: TlsMode, start: TlsStart) -> Side {
    let shared = Shared::new(&Trust::Ask).expect("asking needs no roots");
    Side::new(Security::client(mode, start, "example.org", shared))
}

fn verified() -> TlsInfo {
    TlsInfo { verified: true, exporter: Some(Octets(vec![7; 32])), ..TlsInfo::default() }
}

/// A connection whose host was asked for TLS.
fn asked() -> Side {
    let mut side = side(TlsMode::Host, TlsStart::StartTls);
    side.transport.connected(None);
    side.write(b"<starttls/>");
    side.transport.receive(b"<proceed/>").expect("there is room");
    side.advance();
    side.start_tls().expect("nothing waits");
    assert_eq!(side.effects, [TransportEffect::StartTls { domain: "example.org".to_owned() }]);
    side.effects.clear();
    side
}

#[test]
fn nothing_is_sent_between_start_tls_and_secured() {
    let mut side = asked();
    side.write(b"<stream>");
    side.advance();
    assert_eq!(side.sent, b"<starttls/>");
    side.transport.secured(verified()).expect("it was asked");
    side.transport.receive(b"<features/>").expect("there is room");
    side.advance();
    assert_eq!(side.effects, [TransportEffect::Secured]);
    assert_eq!(side.sent, b"<starttls/><stream>");
    assert_eq!(side.read, b"<proceed/><features/>");
    assert_eq!(side.transport.channel_bindings(), (Some(vec![7; 32]), None));
    assert_eq!(side.transport.secured(verified()), Err(TlsAnswerError::NotAsked));
}

#[test]
fn octets_in_front_of_secured_are_an_injection() {
    let mut late = asked();
    late.transport.receive(b"<features/>").expect("there is room");
    late.advance();
    assert_eq!(late.fault, Some(TransportFault::Injection));

    let mut same_round = asked();
    same_round.transport.receive(b" ").expect("there is room");
    same_round.transport.secured(verified()).expect("it was asked");
    same_round.transport.receive(b"<features/>").expect("there is room");
    same_round.advance();
    assert_eq!(same_round.fault, Some(TransportFault::Injection));
    assert!(same_round.effects.is_empty());
    assert_eq!(same_round.read, b"<proceed/>");
}

#[test]
fn octets_behind_proceed_are_an_injection() {
    for mode in [TlsMode::Engine, TlsMode::Host] {
        let mut side = side(mode, TlsStart::StartTls);
        side.transport.connected(None);
        side.transport.receive(b"<proceed/><features/>").expect("there is room");
        assert_eq!(side.transport.plaintext(), b"<proceed/><features/>");
        side.transport.consume("<proceed/>".len());
        assert_eq!(side.start_tls(), Err(TransportFault::Injection));
        side.advance();
        assert_eq!(side.fault, Some(TransportFault::Injection));
        assert!(side.effects.is_empty() && side.sent.is_empty());
    }
}

#[test]
fn a_host_that_did_not_verify_makes_us_ask() {
    for leaf in [None, Some(Octets(b"no certificate".to_vec()))] {
        let mut side = asked();
        side.transport
            .secured(TlsInfo { leaf: leaf.clone(), ..TlsInfo::default() })
            .expect("asked");
        side.write(b"<stream>");
        side.advance();
        let chain: Vec<_> = leaf.into_iter().collect();
        let domain = "example.org".to_owned();
        let question = TransportEffect::VerifyCertificate { domain, chain, name_matches: false };
        assert_eq!(side.effects, [question]);
        assert_eq!(side.sent, b"<starttls/>");
        side.transport.verdict(Verdict::Accept).expect("it was asked");
        side.advance();
        assert_eq!(side.sent, b"<starttls/><stream>");
        assert!(side.transport.is_secured());
    }
}

#[test]
fn a_host_may_connect_with_tls() {
    let mut side = side(TlsMode::Host, TlsStart::Direct);
    side.write(b"<stream>");
    side.advance();
    assert!(side.sent.is_empty());
    side.transport.connected(Some(verified()));
    side.advance();
    assert_eq!(
        (side.sent.as_slice(), side.effects.as_slice()),
        (b"<stream>".as_slice(), [TransportEffect::Secured].as_slice())
    );
}

#[test]
fn a_direct_host_that_connects_without_tls_is_asked_for_it() {
    let mut side = side(TlsMode::Host, TlsStart::Direct);
    side.write(b"<stream>");
    side.transport.connected(None);
    side.advance();
    assert_eq!(side.effects, [TransportEffect::StartTls { domain: "example.org".to_owned() }]);
    assert!(side.sent.is_empty());
}

#[test]
fn plain_passes_everything() {
    let mut side = side(TlsMode::Plain, TlsStart::Direct);
    side.write(b"<stream>");
    assert!(side.sent.is_empty());
    side.transport.connected(None);
    side.transport.receive(b"<features/>").expect("there is room");
    side.advance();
    assert_eq!(
        (side.sent.as_slice(), side.read.as_slice()),
        (b"<stream>".as_slice(), b"<features/>".as_slice())
    );
    assert!(side.transport.is_plain_allowed() && !side.transport.is_secured());
}
