//! The engine behind the border, as a shell drives it.

mod world;

use world::World;
use xmpp_engine::declared::{
    AnswerResult, Event, HandledMode, InputError, Iq, Jid, JidError, Message, Output, Reason,
    SharedError, Stanza, Trust,
};
use xmpp_engine::xml::Element;
use xmpp_foreign::{CallError, Engine, client_config, reason_text};

/// Romeo's message to himself.
fn note(body: &str) -> Stanza {
    let romeo = Jid::new("romeo@localhost/garden").expect("an address");
    Message::chat(romeo).body(body).build().expect("a message").into()
}

/// Numbers and texts of the messages that were told.
fn bodies(world: &World) -> Vec<(u64, String)> {
    let bodies = world.told.iter().filter_map(|(seq, event)| match event {
        Event::Message { stanza, .. } => Some((*seq, stanza.body()?.into_owned())),
        _ => None,
    });
    bodies.collect()
}

#[test]
fn logs_in_and_hears_what_it_says() {
    let mut world = World::online(|_| {});
    let token = world.engine.send(note("but soft")).expect("it is taken");
    world.run();
    assert_eq!(bodies(&world).len(), 1);
    assert_eq!(bodies(&world)[0].1, "but soft");
    assert!(world.told.iter().any(|(_, event)| *event == Event::Written { token }));
    world.engine.close_stream();
    world.run();
    let (_, last) = world.told.last().expect("it was told");
    assert_eq!(*last, Event::Closed { reason: Reason::Requested });
    assert_eq!(reason_text(Reason::Requested), Ok("closed as asked".to_owned()));
}

#[test]
fn a_stanza_is_there_until_its_event_is_handled() {
    let mut world = World::online(|_| {});
    for body in ["1", "2"] {
        world.engine.send(note(body)).expect("it is taken");
    }
    world.run();
    let seqs: Vec<u64> = bodies(&world).into_iter().map(|(seq, _)| seq).collect();
    let stanza = world.engine.element(seqs[0]).expect("the first");
    assert_eq!(stanza.attribute("from"), Some("romeo@localhost/garden".to_owned()));
    world.engine.handled(seqs[0]).expect("it was given out");
    assert_eq!(seqs.iter().filter(|seq| world.engine.element(**seq).is_some()).count(), 1);
    assert_eq!(world.engine.handled(u64::MAX), Err(InputError::NeverHappened.into()));
}

#[test]
fn octets_may_be_copied() {
    let engine = || {
        let config = client_config("romeo@localhost".to_owned()).expect("an address");
        Engine::new(config, &[7; 32]).expect("no roots are needed")
    };
    let copied = engine().step_copied(1, 2, None, Vec::new(), 16).expect("nothing is full");
    assert_eq!(Ok(copied.clone()), engine().step(1, 2, None, &[], 16));
    assert!(matches!(copied.outputs[..], [Output::Connect { .. }]), "{copied:?}");
}

#[test]
fn implicitly_the_next_step_handles() {
    let mut world = World::online(|config| config.handled = HandledMode::Implicit);
    world.engine.send(note("1")).expect("it is taken");
    world.most = 1;
    let seq = loop {
        world.run();
        if let Some((seq, _)) = bodies(&world).pop() {
            break seq;
        }
    };
    // The run has ended with a step behind the message.
    assert!(world.engine.element(seq).is_none());
}

#[test]
fn however_few_come_at_once_all_come() {
    let events = |most: u32| {
        let mut world = World::new(|_| {});
        world.most = most;
        world.run();
        for body in ["1", "2", "3"] {
            world.engine.send(note(body)).expect("it is taken");
        }
        world.run();
        world.told.into_iter().map(|(seq, event)| (seq, format!("{event:?}"))).collect::<Vec<_>>()
    };
    assert!(events(1).len() > 6);
    assert_eq!(events(1), events(1000));
}

#[test]
fn a_step_ends_behind_what_changes_the_transport() {
    let mut world = World::new(|_| {});
    let step = world.step();
    assert!(matches!(step.outputs[..], [Output::Connect { .. }]), "{step:?}");
    assert!(step.more && !step.read && step.wait_until.is_none());
    world.carry_out(step.outputs);
    world.run();
    assert!(!world.told.is_empty());
}

#[test]
fn a_refused_step_takes_nothing_and_loses_nothing() {
    let mut world = World::new(|_| {});
    let outputs = world.step().outputs;
    let Some(Output::Connect { conn, .. }) = outputs.first() else { panic!("{outputs:?}") };
    let conn = *conn;
    world.carry_out(outputs);
    let flood = vec![b' '; 300 * 1024];
    let refused = world.engine.step(1_000, 1_795_650_000_000, Some(conn), &flood, 16);
    assert_eq!(refused, Err(InputError::Full.into()));
    world.run();
    assert!(world.told.iter().any(|(_, event)| matches!(event, Event::Online { .. })));
}

#[test]
fn requests_are_asked_and_answered() {
    let weather = "urn:example:weather";
    let mut world = World::online(|config| config.claims.push(weather.to_owned()));
    let payload = |name: &str| Element::builder(name, weather).build().expect("an element");
    let romeo = Jid::new("romeo@localhost/garden").expect("an address");
    let ask = Iq::get_request(&payload("query")).to(romeo).build().expect("a request");
    let request = world.engine.ask(ask).expect("it is taken");
    world.run();
    let id = world.told.iter().find_map(|(_, event)| match event {
        Event::Request { id, .. } => Some(*id),
        _ => None,
    });
    let id = id.expect("a request");
    world.engine.answer(id, Some(payload("rain"))).expect("it is taken");
    let again = world.engine.answer(id, None);
    assert!(matches!(again, Err(CallError::Answer { .. })), "{again:?}");
    world.run();
    let result = AnswerResult::Result { payload: Some(payload("rain")) };
    let answer = Event::Answer { request, result };
    assert!(world.told.iter().any(|(_, event)| *event == answer), "{:?}", world.told);
}

#[test]
fn what_an_engine_cannot_be_made_of_is_refused() {
    let made = |config, seed: &[u8]| Engine::new(config, seed).err();
    let config = client_config("romeo@localhost".to_owned()).expect("an address");
    assert_eq!(made(config.clone(), &[1; 31]), Some(CallError::BadSeed));
    // An address that only a server could like.
    let account = Jid::received("romeo@localhost/\u{1}").expect("its structure is sound");
    let odd = made(xmpp_engine::Config { account, ..config.clone() }, &[1; 32]);
    assert!(matches!(odd, Some(CallError::Address { .. })), "{odd:?}");
    let trust = Trust::Roots { roots: Vec::new() };
    let untrusting = made(xmpp_engine::Config { trust, ..config }, &[1; 32]);
    let error = SharedError::NoUsableRoots { given: 0 };
    assert_eq!(untrusting, Some(CallError::Roots { error }));
    assert!(matches!(
        client_config("@".to_owned()),
        Err(CallError::Address { error: JidError::Empty { .. } })
    ));
}
