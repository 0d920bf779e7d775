//! Order and flow: ends at their place, damage behind what is good, bounds both ways.

use super::authority::NOW_MS;
use super::pair::{Cuts, Pair, Side};
use super::{good_pair, secure};
use crate::limits::Limits;
use crate::outbox::Outbox;
use crate::time::Now;
use crate::transport::{
    ConnectFailure, End, ReceiveError, Security, Shared, TlsFault, TlsMode, TlsStart,
    TransmittedError, Transport, TransportEffect, TransportFault, Trust,
};

const NOW: Now = Now { mono_ms: 0, unix_ms: NOW_MS };

fn secured_pair() -> Pair {
    let mut pair = good_pair(TlsStart::StartTls);
    secure(&mut pair, TlsStart::StartTls, &mut Cuts::Whole);
    pair
}

#[test]
fn the_last_stanza_before_an_end_is_not_lost() {
    type MarkEnd = fn(&mut Transport);
    let ends: [(MarkEnd, End); 2] = [
        (Transport::eof, End::Eof { truncated: true }),
        (|transport| transport.failed(ConnectFailure::Reset), End::Failed(ConnectFailure::Reset)),
    ];
    for (end, expected) in ends {
        let mut pair = secured_pair();
        pair.server.write(b"<message/>");
        let records = std::mem::take(&mut pair.server.wire);
        let client = &mut pair.client.transport;
        client.receive(&records).expect("there is room");
        end(client);
        client.receive(b"nothing").expect("ignored behind the end");
        client.advance(NOW, &mut Outbox::default()).expect("all is well");
        assert_eq!((client.plaintext(), client.ended()), (b"<message/>".as_slice(), None));
        client.consume(10);
        assert_eq!(client.ended(), Some(&expected));
    }
}

#[test]
fn a_close_in_tls_is_not_a_truncation() {
    let mut pair = secured_pair();
    pair.server.write(b"</stream>");
    pair.server.act(|transport, out| transport.close(out));
    pair.server.write(b"too late");
    assert_eq!(pair.server.effects.last(), Some(&TransportEffect::Disconnect));
    pair.run(&mut Cuts::Octets);
    pair.client.transport.eof();
    pair.run(&mut Cuts::Whole);
    assert_eq!(pair.client.read, b"</stream>");
    assert_eq!(pair.client.transport.ended(), Some(&End::Eof { truncated: false }));
}

#[test]
fn damage_is_told_behind_what_is_good_and_the_alert_leaves() {
    let mut pair = secured_pair();
    pair.server.write(b"<good/>");
    let before = pair.server.wire.len();
    pair.server.write(b"<bad/>");
    if let Some(octet) = pair.server.wire.get_mut(before + 8) {
        *octet ^= 1;
    }
    let records = std::mem::take(&mut pair.server.wire);
    pair.client.transport.receive(&records).expect("there is room");
    let first = pair.client.act(|transport, out| transport.advance(NOW, out));
    assert_eq!(first, Ok(()));
    assert_eq!(pair.client.transport.plaintext(), b"<good/>");
    assert!(!pair.client.wire.is_empty(), "the alert is on the way");
    pair.run(&mut Cuts::Whole);
    assert!(matches!(
        pair.client.fault,
        Some(TransportFault::Tls { fault: TlsFault::Protocol { .. } })
    ));
    let description = "BadRecordMac".to_owned();
    assert_eq!(pair.server.fault, Some(TlsFault::Alert { description }.into()));
}

#[test]
fn a_peer_without_tls_is_told_by_name() {
    let mut pair = good_pair(TlsStart::Direct);
    pair.client.transport.receive(b"<stream:stream xmlns=").expect("there is room");
    pair.client.advance();
    assert_eq!(pair.client.fault, Some(TlsFault::NotTls.into()));
}

#[test]
fn noise_in_place_of_a_handshake_is_a_fault() {
    for seed in 0..100 {
        let mut chance = crate::chance::Chance::new([seed; 32]);
        let mut noise = vec![0; 20_000];
        chance.fill(&mut noise);
        if let Some(start) = noise.first_chunk_mut() {
            *start = [22, 3, 3, 0x40, 0]; // the head of the longest handshake record
        }
        let mut pair = good_pair(TlsStart::Direct);
        pair.client.transport.receive(&noise).expect("there is room");
        pair.client.advance();
        assert!(pair.client.fault.is_some(), "seed {seed}");
    }
}

#[test]
fn a_failed_connect_is_an_end() {
    let mut pair = good_pair(TlsStart::Direct);
    let security = pair.client.transport.security.clone();
    pair.client = Side::new(security);
    assert!(!pair.client.transport.is_connected());
    pair.client.transport.failed(ConnectFailure::Refused);
    pair.client.advance();
    let end = End::Failed(ConnectFailure::Refused);
    assert_eq!(pair.client.transport.ended(), Some(&end));
}

/// A connection in the clear with small bounds.
fn small() -> Transport {
    let limits = Limits { received_bytes: 100, in_flight_bytes: 50, ..Limits::default() };
    let shared = Shared::new(&Trust::Ask).expect("asking needs no roots");
    let security = Security::client(TlsMode::Plain, TlsStart::StartTls, "example.org", shared);
    let mut transport = Transport::new(security, &limits);
    transport.connected(None);
    transport
}

#[test]
fn receive_beyond_the_cap_takes_nothing() {
    let mut transport = small();
    assert_eq!(transport.receive(&[b'a'; 49]), Ok(()));
    assert!(transport.wants_read());
    assert_eq!(transport.receive(b"b"), Ok(()));
    assert!(!transport.wants_read());
    assert_eq!(transport.receive(&[b'c'; 51]), Err(ReceiveError::Full));
    assert_eq!(transport.receive(&[b'd'; 50]), Ok(()));
    assert_eq!(transport.receive(b"e"), Err(ReceiveError::Full));
    assert_eq!(transport.plaintext().len(), 100);
    assert_eq!(transport.plaintext().last(), Some(&b'd'));
    transport.consume(51);
    assert!(transport.wants_read());
    assert_eq!(transport.receive(b"e"), Ok(()));
}

/// What a flush hands out.
fn flushed(transport: &mut Transport) -> Vec<u8> {
    let mut out = Outbox::default();
    transport.flush(&mut out);
    let mut all = Vec::new();
    while let Some(effect) = out.pop() {
        match effect {
            TransportEffect::Transmit(octets) => all.extend(octets),
            other => panic!("{other:?}"),
        }
    }
    all
}

#[test]
fn no_more_is_in_flight_than_allowed() {
    let mut transport = small();
    transport.write(&[b'a'; 30]);
    assert_eq!((transport.written_total(), transport.backlog()), (30, 30));
    assert_eq!(flushed(&mut transport).len(), 30);
    transport.write(&[b'b'; 100]);
    assert_eq!((transport.written_total(), transport.backlog()), (130, 100));
    assert_eq!(flushed(&mut transport).len(), 20);
    assert_eq!(flushed(&mut transport).len(), 0);
    let error = TransmittedError::MoreThanSent { sent: 50 };
    assert_eq!(transport.transmitted(51), Err(error));
    assert_eq!(transport.transmitted_total(), 0);
    assert_eq!(transport.transmitted(45), Ok(()));
    assert_eq!(transport.transmitted(40), Ok(()), "an older total changes nothing");
    assert_eq!(transport.transmitted_total(), 45);
    assert_eq!(flushed(&mut transport), [b'b'; 45]);
    assert_eq!((transport.written_total(), transport.backlog()), (130, 35));
}

#[test]
fn a_disconnect_waits_for_what_was_written_and_an_abort_does_not() {
    let mut transport = small();
    let mut out = Outbox::default();
    transport.write(&[b'a'; 60]);
    transport.close(&mut out);
    assert!(matches!(out.pop(), Some(TransportEffect::Transmit(octets)) if octets.len() == 50));
    assert_eq!(out.pop(), None);
    transport.transmitted(50).expect("it was sent");
    transport.flush(&mut out);
    assert!(matches!(out.pop(), Some(TransportEffect::Transmit(octets)) if octets.len() == 10));
    assert_eq!(out.pop(), Some(TransportEffect::Disconnect));
    transport.abort(&mut out);
    assert_eq!(out.pop(), None);

    let mut transport = small();
    transport.write(&[b'a'; 60]);
    transport.abort(&mut out);
    transport.flush(&mut out);
    assert_eq!(out.pop(), Some(TransportEffect::Disconnect));
    assert_eq!(out.pop(), None);
}

#[test]
fn written_marks_cover_the_last_record() {
    let mut pair = secured_pair();
    let before = pair.client.transport.written_total();
    assert_eq!(before, pair.client.transport.transmitted_total());
    pair.client.transport.write(b"<message/>");
    let mark = pair.client.transport.written_total();
    assert!(mark > before + 10);
    assert!(pair.client.transport.transmitted_total() < mark);
    pair.client.act(|transport, out| transport.flush(out));
    assert_eq!(pair.client.transport.transmitted_total(), mark);
    assert_eq!(pair.client.sent.len() as u64, mark);
}
