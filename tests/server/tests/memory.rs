//! What the server does for its clients, played in memory.

mod world;

use world::{World, base64};
use xmpp_engine::accept::AcceptTls;
use xmpp_engine::xml::{Element, ns};
use xmpp_test_server::{Conflict, Faults};

/// Romeo asks for juliet's presence and she agrees, both ways.
fn befriend(world: &mut World, romeo: world::Client, juliet: world::Client) {
    for (one, other) in [(romeo, "juliet@localhost"), (juliet, "romeo@localhost")] {
        let partner = if one == romeo { juliet } else { romeo };
        let own = if one == romeo { "romeo@localhost" } else { "juliet@localhost" };
        world.say(one, &format!("<presence type='subscribe' to='{other}'/>"));
        world.say(partner, &format!("<presence type='subscribed' to='{own}'/>"));
    }
    world.hush(romeo);
    world.hush(juliet);
}

fn condition(stanza: &Element) -> String {
    let error = stanza.child("error", ns::CLIENT).expect("an error");
    let defined = error.children().find(|child| child.namespace() == ns::STANZAS);
    defined.expect("a condition").name().to_owned()
}

fn item(push: &Element) -> Element {
    let query = push.child("query", ns::ROSTER).expect("a roster");
    query.child("item", ns::ROSTER).expect("an item").to_owned()
}

#[test]
fn a_wrong_password_is_refused_and_can_be_tried_again() {
    let mut world = World::verona(|_| {});
    let client = world.connect();
    world.open(client);
    let auth = |password: &str| {
        let data = base64(format!("\0romeo\0{password}").as_bytes());
        format!("<auth xmlns='{}' mechanism='PLAIN'>{data}</auth>", ns::SASL)
    };
    world.say(client, &auth("wrong"));
    let failure = world.hear(client);
    assert!(failure.child("not-authorized", ns::SASL).is_some(), "{failure}");
    world.say(client, &auth("secret"));
    assert!(world.hear(client).is("success", ns::SASL));
}

#[test]
fn five_failures_end_the_stream() {
    let mut world = World::verona(|_| {});
    let client = world.connect();
    world.open(client);
    for _ in 0..5 {
        world.say(client, &format!("<auth xmlns='{}' mechanism='SPELL'>=</auth>", ns::SASL));
        assert!(world.hear(client).child("invalid-mechanism", ns::SASL).is_some());
    }
    assert!(world.hear(client).child("policy-violation", ns::STREAM_ERRORS).is_some());
    assert!(world.is_closed(client) && world.is_cut(client));
}

#[test]
fn nothing_is_served_before_the_login() {
    let mut world = World::verona(|_| {});
    let client = world.connect();
    world.open(client);
    world.say(client, "<message to='juliet@localhost'><body>hi</body></message>");
    assert!(world.hear(client).child("not-authorized", ns::STREAM_ERRORS).is_some());
}

#[test]
fn another_domain_is_unknown() {
    let mut world = World::verona(|_| {});
    let client = world.connect();
    world.say(
        client,
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' \
         to='example.net' version='1.0'>",
    );
    assert_eq!(world.hear(client).attr("from"), Some("localhost"));
    assert!(world.hear(client).child("host-unknown", ns::STREAM_ERRORS).is_some());
}

#[test]
fn a_login_can_be_given_up() {
    let mut world = World::verona(|config| config.mechanisms = vec!["SCRAM-SHA-1".to_owned()]);
    let client = world.connect();
    world.open(client);
    world.say(client, &format!("<auth xmlns='{}' mechanism='SCRAM-SHA-1'/>", ns::SASL));
    assert!(
        world.hear(client).is("challenge", ns::SASL),
        "no initial response: an empty challenge"
    );
    let first = base64(b"n,,n=romeo,r=abc");
    world.say(client, &format!("<response xmlns='{}'>{first}</response>", ns::SASL));
    assert!(world.hear(client).is("challenge", ns::SASL));
    world.say(client, &format!("<abort xmlns='{}'/>", ns::SASL));
    assert!(world.hear(client).child("aborted", ns::SASL).is_some());
    world.say(client, &format!("<auth xmlns='{}' mechanism='SCRAM-SHA-1'>?</auth>", ns::SASL));
    assert!(world.hear(client).child("incorrect-encoding", ns::SASL).is_some());
}

#[test]
fn no_login_before_tls_where_it_is_required() {
    let mut world = World::verona(|_| {});
    let client = world.connect_by(AcceptTls::Required);
    world.open(client);
    world.say(client, &format!("<auth xmlns='{}' mechanism='PLAIN'>=</auth>", ns::SASL));
    assert!(world.hear(client).child("encryption-required", ns::SASL).is_some());
    world.say(client, &format!("<starttls xmlns='{}'/><presence/>", ns::TLS));
    assert!(world.hear(client).is("proceed", ns::TLS));
    assert!(world.is_cut(client), "what stands behind <starttls/> is an injection");
}

#[test]
fn a_client_that_does_not_read_is_not_heard_for_ever() {
    let mut world = World::verona(|_| {});
    let romeo = world.appear("romeo", "garden");
    let juliet = world.appear("juliet", "balcony");
    world.say(juliet, "<enable xmlns='urn:xmpp:sm:3'/>");
    world.deafen(juliet);
    let asks = "<r xmlns='urn:xmpp:sm:3'/>".repeat(200);
    let mut said = 0;
    while world.server.wants_read(juliet) {
        world.say(juliet, &asks);
        said += asks.len();
        assert!(said < 2 * 1024 * 1024, "it is heard on and on");
    }
    let body = "x".repeat(100_000);
    for _ in 0..200 {
        let message =
            format!("<message to='juliet@localhost/balcony'><body>{body}</body></message>");
        world.say(romeo, &message);
    }
    assert!(!world.is_cut(juliet));
    world.pass(5_000);
    assert!(world.is_cut(juliet), "too much waits for it");
}

#[test]
fn each_step_of_the_login_has_its_time() {
    let mut world = World::verona(|config| config.step_timeout_ms = 5_000);
    let client = world.connect();
    world.pass(4_999);
    world.open(client);
    world.pass(4_999);
    assert!(!world.is_cut(client));
    world.pass(1);
    assert!(world.hear(client).child("connection-timeout", ns::STREAM_ERRORS).is_some());
    assert!(world.is_cut(client));
}

#[test]
fn a_message_finds_the_full_address_or_the_highest_priority() {
    let mut world = World::verona(|_| {});
    let romeo = world.appear("romeo", "garden");
    let [low, high] = ["low", "high"].map(|resource| world.appear("juliet", resource));
    world.say(high, "<presence><priority>5</priority></presence>");
    world.hush(low);
    world.say(romeo, "<message to='juliet@localhost' type='chat' id='1'><body>a</body></message>");
    let message = world.hear(high);
    assert_eq!(message.attr("from"), Some("romeo@localhost/garden"));
    assert!(world.heard(low).is_none());
    world.say(romeo, "<message to='juliet@localhost/low' id='2'><body>b</body></message>");
    assert_eq!(world.hear(low).attr("id"), Some("2"));
    assert!(world.heard(high).is_none());
}

#[test]
fn a_message_waits_for_an_account_that_is_away() {
    let mut world = World::verona(|_| {});
    let romeo = world.appear("romeo", "garden");
    world.say(romeo, "<message to='juliet@localhost' type='chat'><body>hi</body></message>");
    let bashful = world.login("juliet", "bashful");
    world.say(bashful, "<presence><priority>-1</priority></presence>");
    assert!(world.heard(bashful).is_none());
    let juliet = world.login("juliet", "balcony");
    world.say(juliet, "<presence/>");
    let kept = std::iter::from_fn(|| world.heard(juliet)).find(|stanza| stanza.name() == "message");
    let delay = kept.expect("the kept message").child("delay", ns::DELAY).map(|d| d.to_owned());
    assert_eq!(delay.expect("a stamp").attr("stamp"), Some("2026-11-25T23:40:00Z"));
    assert!(world.heard(romeo).is_none(), "no error");
}

#[test]
fn strangers_and_other_servers_are_not_found() {
    let mut world = World::verona(|_| {});
    let romeo = world.appear("romeo", "garden");
    world.say(romeo, "<message id='1' to='nobody@localhost'><body>hi</body></message>");
    let error = world.hear(romeo);
    assert_eq!(error.attr("id"), Some("1"));
    assert_eq!(condition(&error), "service-unavailable");
    world.say(romeo, "<message id='2' to='juliet@example.net'><body>hi</body></message>");
    assert_eq!(condition(&world.hear(romeo)), "remote-server-not-found");
    world.say(romeo, "<iq id='3' type='get' to='juliet@localhost/x'><q xmlns='u:q'/></iq>");
    assert_eq!(condition(&world.hear(romeo)), "service-unavailable");
}

#[test]
fn subscriptions_are_asked_given_and_shown() {
    let mut world = World::verona(|_| {});
    let romeo = world.appear("romeo", "garden");
    let juliet = world.appear("juliet", "balcony");
    world.say(romeo, "<presence type='subscribe' to='juliet@localhost'/>");
    assert_eq!(item(&world.hear(romeo)).attr("ask"), Some("subscribe"));
    let request = world.hear(juliet);
    assert_eq!(request.attr("type"), Some("subscribe"));
    assert_eq!(request.attr("from"), Some("romeo@localhost"));
    world.say(juliet, "<presence type='subscribed' to='romeo@localhost'/>");
    assert_eq!(item(&world.hear(juliet)).attr("subscription"), Some("from"));
    assert_eq!(world.hear(romeo).attr("type"), Some("subscribed"));
    assert_eq!(item(&world.hear(romeo)).attr("subscription"), Some("to"));
    let presence = world.hear(romeo);
    assert_eq!(presence.attr("from"), Some("juliet@localhost/balcony"));
    world.say(juliet, "<presence><show>away</show></presence>");
    assert!(world.hear(romeo).child("show", ns::CLIENT).is_some());
    world.say(juliet, "<presence type='unsubscribed' to='romeo@localhost'/>");
    assert_eq!(item(&world.hear(juliet)).attr("subscription"), Some("none"));
    assert_eq!(world.hear(romeo).attr("type"), Some("unavailable"));
    assert_eq!(world.hear(romeo).attr("type"), Some("unsubscribed"));
    assert_eq!(item(&world.hear(romeo)).attr("subscription"), Some("none"));
}

#[test]
fn a_request_waits_for_an_account_that_is_away() {
    let mut world = World::verona(|_| {});
    let romeo = world.appear("romeo", "garden");
    world.say(romeo, "<presence type='subscribe' to='juliet@localhost'/>");
    let juliet = world.login("juliet", "balcony");
    world.say(juliet, "<presence/>");
    assert_eq!(world.hear(juliet).attr("type"), Some("subscribe"));
    world.say(romeo, "<presence type='subscribe' to='nobody@localhost'/>");
    let answers: Vec<_> = std::iter::from_fn(|| world.heard(romeo)).collect();
    assert!(answers.iter().any(|stanza| stanza.attr("type") == Some("unsubscribed")));
}

#[test]
fn a_removed_contact_is_gone_on_both_sides() {
    let mut world = World::verona(|_| {});
    let romeo = world.appear("romeo", "garden");
    let juliet = world.appear("juliet", "balcony");
    befriend(&mut world, romeo, juliet);
    let remove = "<item jid='juliet@localhost' subscription='remove'/>";
    world.say(
        romeo,
        &format!("<iq type='set' id='1'><query xmlns='{}'>{remove}</query></iq>", ns::ROSTER),
    );
    let heard: Vec<_> = std::iter::from_fn(|| world.heard(romeo)).collect();
    let last = item(heard.last().expect("a push"));
    assert_eq!(last.attr("subscription"), Some("remove"));
    let heard: Vec<_> = std::iter::from_fn(|| world.heard(juliet)).collect();
    let last = heard.iter().rev().find(|stanza| stanza.name() == "iq").expect("a push");
    assert_eq!(item(last).attr("subscription"), Some("none"));
    world.say(romeo, "<presence><show>dnd</show></presence>");
    assert!(world.heard(juliet).is_none());
}

#[test]
fn a_roster_is_kept_and_pushed() {
    let mut world = World::verona(|_| {});
    let [one, two] = ["one", "two"].map(|resource| world.appear("romeo", resource));
    world.hush(one);
    let contact = "<item jid='juliet@localhost' name='Juliet'><group>Verona</group></item>";
    world.say(
        one,
        &format!("<iq type='set' id='1'><query xmlns='{}'>{contact}</query></iq>", ns::ROSTER),
    );
    assert_eq!(world.hear(one).attr("type"), Some("result"));
    for client in [one, two] {
        assert_eq!(item(&world.hear(client)).attr("name"), Some("Juliet"));
    }
    world.say(two, &format!("<iq type='get' id='2'><query xmlns='{}'/></iq>", ns::ROSTER));
    let kept = item(&world.hear(two));
    assert_eq!(kept.child("group", ns::ROSTER).expect("a group").text(), "Verona");
}

#[test]
fn whoever_goes_without_a_word_becomes_unavailable() {
    let mut world = World::verona(|_| {});
    let romeo = world.appear("romeo", "garden");
    let juliet = world.appear("juliet", "balcony");
    befriend(&mut world, romeo, juliet);
    world.server.eof(juliet);
    world.run();
    let gone = world.hear(romeo);
    assert_eq!(gone.attr("from"), Some("juliet@localhost/balcony"));
    assert_eq!(gone.attr("type"), Some("unavailable"));
    assert!(world.is_cut(juliet));
}

#[test]
fn the_server_answers_for_itself() {
    let mut world = World::verona(|_| {});
    let romeo = world.appear("romeo", "garden");
    world.say(romeo, "<iq type='get' id='1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
    let pong = world.hear(romeo);
    assert_eq!((pong.attr("type"), pong.attr("from")), (Some("result"), Some("localhost")));
    world.say(
        romeo,
        &format!("<iq type='get' id='2' to='localhost'><query xmlns='{}'/></iq>", ns::DISCO_INFO),
    );
    let info = world.hear(romeo);
    let query = info.child("query", ns::DISCO_INFO).expect("a query");
    assert!(query.children().any(|child| child.attr("var") == Some(ns::PING)));
    world.say(romeo, "<iq type='get' id='3' to='localhost'><query xmlns='u:q'/></iq>");
    assert_eq!(condition(&world.hear(romeo)), "service-unavailable");
}

#[test]
fn requests_go_from_resource_to_resource() {
    let mut world = World::verona(|_| {});
    let romeo = world.appear("romeo", "garden");
    let juliet = world.appear("juliet", "balcony");
    world.say(romeo, "<iq type='get' id='1' to='juliet@localhost/balcony'><q xmlns='u:q'/></iq>");
    assert_eq!(world.hear(juliet).attr("from"), Some("romeo@localhost/garden"));
    world.say(juliet, "<iq type='result' id='1' to='romeo@localhost/garden'/>");
    assert_eq!(world.hear(romeo).attr("type"), Some("result"));
}

#[test]
fn a_taken_resource_is_replaced_refused_or_renamed() {
    for conflict in [Conflict::Replace, Conflict::Refuse, Conflict::Rename] {
        let mut world = World::verona(|config| config.conflict = conflict);
        let old = world.login("romeo", "garden");
        let client = world.connect();
        world.open(client);
        let auth = base64(b"\0romeo\0secret");
        world.say(client, &format!("<auth xmlns='{}' mechanism='PLAIN'>{auth}</auth>", ns::SASL));
        world.hear(client);
        let answer = world.bind(client, "garden");
        let bound = answer.child("bind", ns::BIND).and_then(|bind| bind.child("jid", ns::BIND));
        let jid = bound.map(|jid| jid.text().into_owned());
        match conflict {
            Conflict::Replace => {
                assert_eq!(jid.as_deref(), Some("romeo@localhost/garden"));
                let error = std::iter::from_fn(|| world.heard(old)).last().expect("an error");
                assert!(error.child("conflict", ns::STREAM_ERRORS).is_some(), "{error}");
            }
            Conflict::Refuse => assert_eq!(condition(&answer), "conflict"),
            Conflict::Rename => {
                let jid = jid.expect("an address");
                assert!(jid.starts_with("romeo@localhost/garden-"), "{jid}");
            }
        }
        assert_eq!(world.is_cut(old), conflict == Conflict::Replace);
    }
}

#[test]
fn stanzas_are_counted_and_acknowledged() {
    let mut world = World::verona(|_| {});
    let romeo = world.appear("romeo", "garden");
    let juliet = world.appear("juliet", "balcony");
    world.say(juliet, "<enable xmlns='urn:xmpp:sm:3'/>");
    assert!(world.hear(juliet).is("enabled", ns::SM));
    world.say(juliet, "<presence/><presence/><r xmlns='urn:xmpp:sm:3'/>");
    let ack = std::iter::from_fn(|| world.heard(juliet)).find(|element| element.is("a", ns::SM));
    assert_eq!(ack.expect("an ack").attr("h"), Some("2"));
    world.say(romeo, "<message to='juliet@localhost/balcony' type='chat'><body>1</body></message>");
    assert!(world.hear(juliet).is("message", ns::CLIENT));
    assert!(world.hear(juliet).is("r", ns::SM));
    world.say(juliet, "<a xmlns='urn:xmpp:sm:3' h='1'/>");
    assert!(world.heard(juliet).is_none());
    world.say(juliet, "<a xmlns='urn:xmpp:sm:3' h='2'/>");
    let error = world.hear(juliet);
    assert!(error.child("handled-count-too-high", ns::SM).is_some(), "{error}");
}

#[test]
fn a_client_that_is_behind_is_not_asked_again_at_once() {
    let mut world = World::verona(|_| {});
    let romeo = world.appear("romeo", "garden");
    let juliet = world.appear("juliet", "balcony");
    world.say(juliet, "<enable xmlns='urn:xmpp:sm:3'/>");
    world.say(romeo, "<message to='juliet@localhost/balcony' type='chat'><body>1</body></message>");
    world.hush(juliet);
    world.say(juliet, "<a xmlns='urn:xmpp:sm:3' h='0'/>");
    assert!(world.heard(juliet).is_none(), "it would say the same, for ever");
    world.pass(9_999);
    assert!(world.heard(juliet).is_none());
    world.pass(1);
    assert!(world.hear(juliet).is("r", ns::SM));
    world.say(juliet, "<a xmlns='urn:xmpp:sm:3' h='1'/>");
    world.pass(60_000);
    assert!(world.heard(juliet).is_none());
}

#[test]
fn an_unacknowledged_message_is_kept_for_the_next_stream() {
    let mut world = World::verona(|_| {});
    let romeo = world.appear("romeo", "garden");
    let juliet = world.appear("juliet", "balcony");
    world.say(juliet, "<enable xmlns='urn:xmpp:sm:3'/>");
    world.say(romeo, "<message to='juliet@localhost' type='chat' id='m'><body>1</body></message>");
    world.server.cut(juliet);
    world.run();
    let juliet = world.login("juliet", "balcony");
    world.say(juliet, "<presence/>");
    let again =
        std::iter::from_fn(|| world.heard(juliet)).find(|stanza| stanza.name() == "message");
    assert_eq!(again.expect("the message").attr("id"), Some("m"));
}

#[test]
fn the_session_request_of_old_is_answered() {
    let mut world = World::verona(|_| {});
    let romeo = world.login("romeo", "garden");
    world.say(romeo, &format!("<iq type='set' id='s'><session xmlns='{}'/></iq>", ns::SESSION));
    assert_eq!(world.hear(romeo).attr("type"), Some("result"));
}

#[test]
fn a_sender_cannot_be_forged() {
    let mut world = World::verona(|_| {});
    let romeo = world.login("romeo", "garden");
    world.say(romeo, "<message from='juliet@localhost' to='juliet@localhost'/>");
    assert!(world.hear(romeo).child("invalid-from", ns::STREAM_ERRORS).is_some());
}

#[test]
fn closing_is_answered() {
    let mut world = World::verona(|_| {});
    let romeo = world.login("romeo", "garden");
    world.say(romeo, "</stream:stream>");
    assert!(world.is_closed(romeo) && world.is_cut(romeo));
}

#[test]
fn anonymous_users_get_names() {
    let mut world = World::verona(|_| {});
    let client = world.connect();
    world.open(client);
    world.say(client, &format!("<auth xmlns='{}' mechanism='ANONYMOUS'>=</auth>", ns::SASL));
    assert!(world.hear(client).is("success", ns::SASL));
    assert_eq!(world.bind(client, "x").attr("type"), Some("result"));
}

#[test]
fn faults_are_made_on_purpose() {
    let mut world = World::verona(|_| {});
    world.server.set_faults(Faults { drop_every: Some(2), ..Faults::default() });
    let romeo = world.appear("romeo", "garden");
    let juliet = world.appear("juliet", "balcony");
    for id in 1..=4 {
        let to = "juliet@localhost/balcony";
        world.say(romeo, &format!("<message id='{id}' to='{to}'><body>x</body></message>"));
        world.say(romeo, &format!("<message id='receipt' to='{to}'/>"));
    }
    let ids: Vec<_> = std::iter::from_fn(|| world.heard(juliet)).collect();
    let ids: Vec<_> = ids.iter().filter_map(|message| message.attr("id")).collect();
    assert_eq!(ids, ["1", "receipt", "receipt", "3", "receipt", "receipt"]);

    world.server.set_faults(Faults { cut_after: Some(6), ..Faults::default() });
    for _ in 0..2 {
        world.say(romeo, "<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
    }
    assert!(world.is_cut(romeo) && !world.is_closed(romeo));

    world.server.set_faults(Faults { mute: true, ..Faults::default() });
    let client = world.connect();
    world.say(client, "<stream:stream xmlns='jabber:client' to='localhost'>");
    world.pass(60_000);
    assert!(world.heard(client).is_none());
}
