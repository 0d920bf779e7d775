//! The session as a whole, played by hand: what goes in, what comes out.

use super::*;
use crate::limits::XmlLimits;
use crate::xml::{Parser, XmlItem};

const OWN: &str = "romeo@example.net/orchard";
const MINUTE_MS: u64 = 60_000;

fn session() -> Session<u32> {
    Session::new(&Limits::default(), UnackedPolicy::Drop, 0)
}

/// A session whose stream has no stream management.
fn online() -> Session<u32> {
    let mut session = session();
    session.online(jid(OWN), false, None);
    session.opened();
    session
}

/// A session whose stream has stream management, enabled.
fn managed() -> Session<u32> {
    let mut session = session();
    session.online(jid(OWN), true, None);
    session.opened();
    assert_eq!(written(&mut session), ["<enable xmlns='urn:xmpp:sm:3'/>"]);
    manage(&mut session, "enabled", &[]).expect("it was asked for");
    session
}

fn jid(text: &str) -> Jid {
    Jid::new(text).expect("a JID")
}

fn message(id: &str) -> Element {
    Element::builder("message", ns::CLIENT).attr("id", id).build().expect("sound")
}

fn iq(kind: &str, id: &str, addresses: &[(&str, &str)]) -> Iq {
    let mut element = Element::builder("iq", ns::CLIENT);
    element.attr("type", kind).attr("id", id);
    for (name, value) in addresses {
        element.attr(name, value);
    }
    match kind {
        "error" => too_busy().write(&mut element),
        _ => drop(element.open("query", "urn:example:q").close()),
    }
    Iq::from_element(element.build().expect("sound")).expect("an IQ")
}

fn manage(session: &mut Session<u32>, name: &str, attrs: &[(&str, &str)]) -> Result<(), SmFault> {
    let mut element = Element::builder(name, ns::SM);
    for (name, value) in attrs {
        element.attr(name, value);
    }
    session.management(element.build().expect("sound").root(), 0)
}

/// The element as the other side reads it.
fn read(written: &[u8]) -> Element {
    let stream = Element::builder("stream", ns::STREAMS).build().expect("sound");
    let mut octets = Vec::new();
    crate::xml::write_header(stream.root(), ns::CLIENT, &mut octets);
    octets.extend_from_slice(written);
    let mut parser = Parser::new(XmlLimits::default());
    let header = parser.feed(&octets);
    assert!(matches!(parser.next(), Ok(XmlItem::StreamStart(_))));
    parser.feed(&octets[header..]);
    match parser.next() {
        Ok(XmlItem::Element(element)) => element,
        other => panic!("{other:?}"),
    }
}

/// Everything that is written now: stanzas as `name id`, the rest as XML.
fn written(session: &mut Session<u32>) -> Vec<String> {
    let elements = std::iter::from_fn(|| session.next()).map(|written| read(&written));
    let short = |element: Element| match element.namespace() {
        ns::CLIENT => format!("{} {}", element.name(), element.attr("id").unwrap_or("-")),
        _ => element.to_string().replace('"', "'"),
    };
    elements.map(short).collect()
}

fn effects(session: &mut Session<u32>) -> Vec<SessionEffect<u32>> {
    std::iter::from_fn(|| session.pop_effect()).collect()
}

fn news(token: Token, fate: Fate) -> SessionEffect<u32> {
    SessionEffect::Stanza { token, fate }
}

fn end(owner: Owner<u32>, result: AnswerResult) -> SessionEffect<u32> {
    SessionEffect::Answer { owner, result }
}

#[test]
fn what_is_sent_offline_waits_behind_the_opening() {
    let mut session = session();
    session.send(&message("m"), None).expect("room");
    assert_eq!(written(&mut session), [""; 0]);
    session.online(jid(OWN), true, None);
    session.ask_as(1, &iq("get", "roster", &[]), MINUTE_MS).expect("room");
    session.opened();
    let want = ["<enable xmlns='urn:xmpp:sm:3'/>", "iq roster", "message m"];
    assert_eq!(written(&mut session), want);
}

#[test]
fn a_token_is_written_then_acknowledged() {
    let mut session = managed();
    let token = session.send(&message("m"), None).expect("room");
    assert_eq!(written(&mut session), ["message m", "<r xmlns='urn:xmpp:sm:3'/>"]);
    assert!(session.waits_for_ack().is_some());
    session.mark(100);
    session.transmitted(100);
    assert_eq!(effects(&mut session), [news(token, Fate::Written)]);
    assert!(!session.is_settled());
    manage(&mut session, "a", &[("h", "1")]).expect("honest");
    assert_eq!(effects(&mut session), [news(token, Fate::Acked)]);
    assert!(session.is_settled() && session.waits_for_ack().is_none());
}

#[test]
fn only_what_was_handled_is_acknowledged() {
    let mut session = session();
    session.online(jid(OWN), true, None);
    written(&mut session);
    session.received(1); // between <enable/> and <enabled/>: not counted
    manage(&mut session, "enabled", &[]).expect("asked for");
    session.received(2);
    session.received(3);
    session.handled(2);
    manage(&mut session, "r", &[]).expect("on");
    assert_eq!(written(&mut session), ["<a xmlns='urn:xmpp:sm:3' h='1'/>"]);
    session.handled(3); // the app has caught up: said unasked
    assert_eq!(written(&mut session), ["<a xmlns='urn:xmpp:sm:3' h='2'/>"]);
    session.say_goodbye();
    assert_eq!(written(&mut session), ["<a xmlns='urn:xmpp:sm:3' h='2'/>"]);
}

#[test]
fn a_fresh_stream_counts_from_zero() {
    let mut session = managed();
    session.received(1);
    session.handled(1);
    session.cut(Death::Lost);
    session.online(jid(OWN), true, None);
    written(&mut session);
    manage(&mut session, "enabled", &[]).expect("asked for");
    session.received(1);
    manage(&mut session, "r", &[]).expect("on");
    assert_eq!(written(&mut session), ["<a xmlns='urn:xmpp:sm:3' h='1'/>"]);
}

#[test]
fn misuse_of_stream_management_is_a_fault() {
    let mut session = managed();
    assert_eq!(manage(&mut session, "a", &[]), Err(SmFault::Malformed));
    assert_eq!(manage(&mut session, "a", &[("h", "4294967296")]), Err(SmFault::Malformed));
    let fault = manage(&mut session, "a", &[("h", "1")]).expect_err("nothing was sent");
    assert_eq!(fault, SmFault::HandledCountTooHigh { h: 1, sent: 0 });
    assert_eq!(fault.condition(), "undefined-condition");
    let application = fault.application().expect("it has one");
    assert_eq!((application.attr("h"), application.attr("send-count")), (Some("1"), Some("0")));
    let name = "resumed".to_owned();
    assert_eq!(manage(&mut session, "resumed", &[]), Err(SmFault::Unexpected { name }));
}

#[test]
fn a_request_is_answered_by_whom_it_was_sent_to() {
    let mut session = online();
    let to = "juliet@example.com";
    let request = session.ask(&iq("get", "q", &[("to", to)]), None, MINUTE_MS).expect("room");
    assert!(!session.reply(&iq("result", "q", &[("from", "mallory@example.com")])));
    assert!(!session.reply(&iq("result", "p", &[("from", to)])));
    assert_eq!(effects(&mut session), []);
    assert!(session.reply(&iq("result", "q", &[("from", to)])));
    assert!(!session.reply(&iq("result", "q", &[("from", to)])));
    let payload = Element::builder("query", "urn:example:q").build().ok();
    assert!(payload.is_some());
    let result = AnswerResult::Result { payload };
    assert_eq!(effects(&mut session), [end(Owner::App(request), result)]);
}

/// Found by the fuzzer: a guess took back a request, which then waited for an answer for nothing.
#[test]
fn a_token_that_was_never_given_out_takes_nothing_back() {
    let mut session = online();
    session.ask(&iq("get", "a", &[]), None, MINUTE_MS).expect("room");
    for guess in 0..10 {
        assert!(!session.cancel(Token::from_value(guess)), "{guess}");
    }
    assert_eq!(written(&mut session), ["iq a"]);
}

#[test]
fn a_refusal_is_an_answer_too() {
    let mut session = online();
    session.ask_as(7, &iq("set", "q", &[]), MINUTE_MS).expect("room");
    assert!(session.reply(&iq("error", "q", &[])));
    let ends = effects(&mut session);
    let [SessionEffect::Answer { owner: Owner::Extension(7), result }] = &ends[..] else {
        panic!("{ends:?}");
    };
    assert!(matches!(result, AnswerResult::Error { .. }));
}

#[test]
fn a_request_without_answer_ends_in_time() {
    let mut session = online();
    let a = session.ask(&iq("get", "a", &[]), None, 10).expect("room");
    session.arm(100);
    assert_eq!(session.deadline(), Some(110));
    assert!(!session.expire(109));
    assert!(session.expire(110));
    assert_eq!(effects(&mut session), [end(Owner::App(a), AnswerResult::Timeout)]);
    assert_eq!(written(&mut session), [""; 0], "it was not written any more");
    assert_eq!(session.deadline(), None);
}

#[test]
fn a_cut_ends_every_request_and_takes_it_back() {
    let mut session = online();
    let a = session.ask(&iq("get", "a", &[]), None, MINUTE_MS).expect("room");
    assert_eq!(written(&mut session), ["iq a"]);
    session.ask_as(2, &iq("set", "b", &[]), MINUTE_MS).expect("room");
    session.cut(Death::Lost);
    let offline = |owner| end(owner, AnswerResult::Offline);
    assert_eq!(effects(&mut session), [offline(Owner::App(a)), offline(Owner::Extension(2))]);
    session.ask_as(3, &iq("get", "c", &[]), MINUTE_MS).expect("room");
    session.cut(Death::Lost); // a dial that failed
    assert_eq!(effects(&mut session), []);
    session.online(jid(OWN), false, None);
    assert_eq!(written(&mut session), ["iq c"]);
}

#[test]
fn a_request_can_be_given_up() {
    let mut session = online();
    let a = session.ask(&iq("get", "a", &[]), None, MINUTE_MS).expect("room");
    assert!(session.cancel_request(a) && !session.cancel_request(a));
    assert_eq!(effects(&mut session), [end(Owner::App(a), AnswerResult::Cancelled)]);
    assert_eq!(written(&mut session), [""; 0]);
}

#[test]
fn ids_of_requests_are_checked() {
    let mut session = online();
    session.ask(&iq("get", "a", &[]), None, MINUTE_MS).expect("room");
    assert_eq!(session.ask(&iq("get", "a", &[]), None, MINUTE_MS), Err(SendError::DuplicateId));
}

#[test]
fn the_app_answers_a_request_once() {
    let mut session = online();
    let asked = iq("get", "q", &[("from", "juliet@example.com/x")]);
    let id = session.request(&asked, MINUTE_MS).expect("room");
    session.answer(id, Ok(None)).expect("it waits");
    assert_eq!(session.answer(id, Ok(None)), Err(AnswerError::Unknown));
    let answer = read(&session.next().expect("the answer"));
    let attrs = ["type", "id", "to", "from"].map(|name| answer.attr(name));
    assert_eq!(attrs, [Some("result"), Some("q"), Some("juliet@example.com/x"), None]);
}

#[test]
fn a_request_that_the_app_forgets_is_refused_in_time() {
    let mut session = online();
    let id = session.request(&iq("set", "q", &[]), 10).expect("room");
    session.arm(0);
    assert!(session.expire(10));
    let answer = read(&session.next().expect("a refusal"));
    assert_eq!((answer.attr("type"), answer.attr("id")), (Some("error"), Some("q")));
    assert_eq!(session.answer(id, Ok(None)), Err(AnswerError::Unknown));
}

#[test]
fn too_much_is_refused_and_room_is_told() {
    let limits = Limits { queued_stanzas: 2, pending_iqs: 1, ..Limits::default() };
    let mut session: Session<u32> = Session::new(&limits, UnackedPolicy::Drop, 0);
    session.send(&message("a"), None).expect("room");
    let b = session.send(&message("b"), None).expect("room");
    assert_eq!(session.send(&message("c"), None), Err(SendError::Full));
    assert!(session.cancel(b) && !session.cancel(b));
    assert_eq!(effects(&mut session), [], "not half free yet");
    session.online(jid(OWN), false, None);
    session.opened();
    assert_eq!(written(&mut session), ["message a"]);
    assert_eq!(effects(&mut session), [SessionEffect::Writable]);
    session.ask(&iq("get", "a", &[]), None, MINUTE_MS).expect("room");
    let refused = session.ask(&iq("get", "b", &[]), None, MINUTE_MS);
    assert_eq!(refused, Err(SendError::TooManyRequests));
}

#[test]
fn closing_takes_nothing_and_ends_everything() {
    let mut session = online();
    let sent = session.send(&message("m"), None).expect("room");
    let asked = session.ask(&iq("get", "a", &[]), None, MINUTE_MS).expect("room");
    session.stop_taking();
    assert_eq!(session.send(&message("n"), None), Err(SendError::Closing));
    assert_eq!(session.ask(&iq("get", "b", &[]), None, MINUTE_MS), Err(SendError::Closing));
    session.close();
    let closed = news(sent, Fate::Failed(SendFailure::Closed));
    let want = [end(Owner::App(asked), AnswerResult::Offline), closed];
    let got = effects(&mut session);
    assert!(got.len() == 2 && want.iter().all(|effect| got.contains(effect)), "{got:?}");
    assert_eq!(written(&mut session), [""; 0]);
}

#[test]
fn a_request_that_the_server_will_not_take_is_refused() {
    let mut session = session();
    session.ask_as(1, &iq("set", "q", &[]), MINUTE_MS).expect("room");
    session.online(jid(OWN), false, Some(20));
    assert_eq!(written(&mut session), [""; 0]);
    let error = StanzaError::new(StanzaCondition::PolicyViolation);
    let want = end(Owner::Extension(1), AnswerResult::Error { error });
    assert_eq!(effects(&mut session), [want]);
}
