//! Times that nobody has in mind, which must neither panic nor turn into other times.

use xmpp_engine::stream::LoginStep;
use xmpp_engine::{Config, Engine, Event, Now, Output, stream::Reason};

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
