//! Times that nobody has in mind, which must neither panic nor turn into other times.

use xmpp_engine::stream::LoginStep;
use xmpp_engine::transport::{ConnId, TlsMode};
use xmpp_engine::{Config, Engine, Event, Now, Output, Secret, stream::Reason};

fn engine(change: impl FnOnce(&mut Config)) -> Engine {
    let mut config = Config::client("romeo@example.org").expect("an address");
    change(&mut config);
    Engine::new(config, [7; 32]).expect("no roots are needed")
}

/// Everything up to the next `Wait`, and its time.
fn poll(engine: &mut Engine, mono_ms: u64) -> (Vec<Output>, Option<u64>) {
    let mut outputs = Vec::new();
    for _ in 0..100 {
        match engine.poll(Now { mono_ms, unix_ms: 0 }) {
            Output::Wait { until, .. } => return (outputs, until),
            output => outputs.push(output),
        }
    }
    panic!("it polls for ever: {outputs:?}");
}

#[test]
fn a_timeout_as_long_as_can_be_never_comes() {
    let mut engine = engine(|config| config.timeouts.connect_ms = u64::MAX);
    assert_eq!(poll(&mut engine, 1_000).1, Some(u64::MAX));
    let (outputs, until) = poll(&mut engine, u64::MAX / 2);
    assert!(outputs.is_empty(), "{outputs:?}");
    assert_eq!(until, Some(u64::MAX));
}

#[test]
fn patience_at_the_end_may_be_endless() {
    let mut engine = engine(|config| config.timeouts.close_ms = u64::MAX);
    poll(&mut engine, 1_000);
    engine.close();
    let (outputs, until) = poll(&mut engine, 2_000);
    let closed = Event::Closed { reason: Reason::Requested };
    assert!(matches!(outputs.last(), Some(Output::Event { event, .. }) if *event == closed));
    assert_eq!(until, None);
}

#[test]
fn a_clock_at_its_end_leaves_the_engine_at_rest() {
    let mut engine = engine(|_| {});
    assert_eq!(poll(&mut engine, 1_000).1, Some(31_000));
    let (outputs, until) = poll(&mut engine, u64::MAX);
    let timed_out = Reason::TimedOut { step: LoginStep::Connect };
    assert!(matches!(
        outputs.last(),
        Some(Output::Event { event: Event::Offline { reason, .. }, .. }) if *reason == timed_out
    ));
    assert_eq!(until, Some(u64::MAX));
    assert!(poll(&mut engine, u64::MAX).0.is_empty());
}

/// An engine that is online, found by the fuzzer to send white space for ever.
#[test]
fn a_silence_of_no_time_is_broken_once_a_millisecond() {
    let mut engine = engine(|config| {
        config.timeouts.idle_ms = 0;
        config.tls = TlsMode::Plain;
        config.credentials = Some(Secret::Anonymous);
        config.announce = false;
    });
    log_in(&mut engine);
    let (outputs, until) = poll(&mut engine, 2_000);
    assert!(matches!(&outputs[..], [Output::Transmit { bytes, .. }] if bytes.0 == b" "));
    assert_eq!(until, Some(2_001));
}

/// An anonymous login, without stream management, at the first second.
fn log_in(engine: &mut Engine) {
    let conn = ConnId::from_value(1);
    poll(engine, 1_000);
    engine.connected(conn, None);
    let header = "<stream:stream version='1.0' id='1' from='example.org' xmlns='jabber:client' \
        xmlns:stream='http://etherx.jabber.org/streams'>";
    let features = |what: &str| format!("{header}<stream:features>{what}</stream:features>");
    let mechanisms = "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>\
        <mechanism>ANONYMOUS</mechanism></mechanisms>";
    let success = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>".to_owned();
    let bind = features("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>");
    let mut written = String::new();
    for octets in [features(mechanisms), success, bind] {
        engine.receive(conn, octets.as_bytes()).expect("there is room");
        for output in poll(engine, 1_000).0 {
            if let Output::Transmit { bytes, .. } = output {
                written += &String::from_utf8_lossy(&bytes.0);
            }
        }
    }
    let id = written.rsplit_once(" id='").expect("a request to bind").1;
    let id = id.split('\'').next().expect("its id");
    let bound = format!(
        "<iq type='result' id='{id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>\
         <jid>romeo@example.org/x</jid></bind></iq>"
    );
    engine.receive(conn, bound.as_bytes()).expect("there is room");
    let (outputs, _) = poll(engine, 1_000);
    let online =
        |output: &Output| matches!(output, Output::Event { event: Event::Online { .. }, .. });
    assert!(outputs.iter().any(online), "{outputs:?}");
}
