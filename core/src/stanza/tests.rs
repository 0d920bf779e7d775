//! Stanzas from XML as peers write it, and the XML that builders write.

use super::*;
use crate::declare::{Render, rendered};
use crate::payload::{Delay, OriginId, ReceiptRequest};
use crate::xml::{BuildError, ElementBuilder, ElementRef, ns};

fn jid(text: &str) -> Jid {
    Jid::new(text).expect(text)
}

/// An element of the client's namespace with these attributes.
fn element(name: &str, attrs: &[(&str, &str)], fill: impl FnOnce(&mut ElementBuilder)) -> Element {
    let mut out = Element::builder(name, ns::CLIENT);
    for (name, value) in attrs {
        out.attr(name, value);
    }
    fill(&mut out);
    out.build().expect("sound")
}

fn message(attrs: &[(&str, &str)], fill: impl FnOnce(&mut ElementBuilder)) -> Message {
    Message::from_element(element("message", attrs, fill)).expect("a message")
}

fn iq(attrs: &[(&str, &str)], fill: impl FnOnce(&mut ElementBuilder)) -> Iq {
    Iq::from_element(element("iq", attrs, fill)).expect("an IQ")
}

fn part(name: &str, text: &str) -> impl FnOnce(&mut ElementBuilder) {
    move |out| {
        out.open(name, ns::CLIENT).text(text).close();
    }
}

#[test]
fn a_message_is_read() {
    let attrs = [("from", "Juliet@Capulet.lit/balcony"), ("to", "romeo@montague.lit"), ("id", "1")];
    let message = message(&attrs, |out| {
        out.attr_ns(ns::XML, "lang", "en").attr("type", "chat");
        out.open("body", ns::CLIENT).attr_ns(ns::XML, "lang", "it").text("Romeo?").close();
        out.open("body", ns::CLIENT).text("Where").text(" art thou?").close();
        out.open("body", "urn:other").text("no").close();
        out.open("subject", ns::CLIENT).close().open("thread", ns::CLIENT).text("t1").close();
    });
    assert_eq!(message.sender(), Some(&jid("juliet@capulet.lit/balcony")));
    assert_eq!(message.recipient(), Some(&jid("romeo@montague.lit")));
    assert_eq!((message.id(), message.kind()), (Some("1"), MessageKind::Chat));
    assert_eq!(message.body().as_deref(), Some("Where art thou?"));
    let bodies: Vec<_> = message.bodies().map(|(lang, text)| (lang, text.into_owned())).collect();
    assert_eq!(bodies, [(Some("it"), "Romeo?".into()), (Some("en"), "Where art thou?".into())]);
    assert_eq!((message.subject().as_deref(), message.thread().as_deref()), (Some(""), Some("t1")));
    assert_eq!((message.error(), message.get::<Delay>()), (None, Ok(None)));
    assert_eq!(rendered(&Stanza::from(message.clone())), rendered(message.element()));
}

#[test]
fn a_message_of_an_unknown_type_is_a_normal_one() {
    assert_eq!(message(&[], |_| ()).kind(), MessageKind::Normal);
    assert_eq!(message(&[("type", "telepathy")], |_| ()).kind(), MessageKind::Normal);
    assert_eq!(message(&[("type", "groupchat")], |_| ()).kind(), MessageKind::Groupchat);
}

#[test]
fn what_is_malformed_is_not_absent() {
    let delayed = message(&[], |out| {
        out.open("delay", ns::DELAY).attr("stamp", "yesterday").close();
    });
    assert_eq!(delayed.get::<Delay>(), Err(PayloadError::Invalid { part: "stamp".into() }));
    assert_eq!(delayed.get::<OriginId>(), Ok(None));
}

#[test]
fn faults_of_stanzas() {
    let fault = |name, attrs: &[(&str, &str)]| {
        Stanza::from_element(element(name, attrs, |_| ())).expect_err("a fault").to_string()
    };
    assert_eq!(fault("a", &[]), "<a/> is no stanza");
    assert_eq!(fault("message", &[("from", "@x")]), "the address in 'from' is not a JID");
    assert_eq!(fault("presence", &[("to", "a@")]), "the address in 'to' is not a JID");
    assert_eq!(fault("presence", &[("type", "here")]), "unknown type");
    assert_eq!(fault("iq", &[("type", "get")]), "an IQ without an id or without its payload");
    assert_eq!(fault("iq", &[("id", "1")]), "unknown type");
    let foreign = Element::builder("message", ns::SERVER).build().expect("sound");
    assert!(Stanza::from_element(foreign).is_err());
}

#[test]
fn a_builder_takes_its_parts_in_any_order() -> Result<(), BuildError> {
    let message = Message::chat(jid("juliet@capulet.lit"))
        .body("Hi <&>")
        .body_in("de", "Hallo")
        .id("first")
        .payload(&ReceiptRequest {})
        .thread("t")
        .kind(MessageKind::Headline)
        .id("second")
        .build()?;
    assert_eq!(
        message.element().to_string(),
        "<message xmlns='jabber:client' to='juliet@capulet.lit' type='headline' id='second'>\
         <body>Hi &lt;&amp;&gt;</body><body xml:lang='de'>Hallo</body>\
         <request xmlns='urn:xmpp:receipts'/><thread>t</thread></message>"
    );
    assert_eq!(Message::from_element(message.element().clone()), Ok(message));
    let bad = Message::chat(jid("a@b")).body("\0").build();
    assert_eq!(bad.err(), Some(BuildError::InvalidCharacter));
    Ok(())
}

#[test]
fn replies() {
    let read = |attrs: &[(&str, &str)]| {
        message(attrs, |out| {
            out.open("thread", ns::CLIENT).text("t");
        })
    };
    let reply = |message: &Message| message.reply().map(|reply| reply.build().expect("sound"));
    let chat = [("from", "a@b/c"), ("to", "me@b/d"), ("type", "chat"), ("id", "1")];
    let answer = reply(&read(&chat)).expect("a reply");
    assert_eq!(answer.recipient(), Some(&jid("a@b/c")));
    assert_eq!((answer.kind(), answer.thread().as_deref()), (MessageKind::Chat, Some("t")));
    assert_eq!(answer.id(), None);
    let room = [("from", "room@b/nick"), ("to", "me@b/d"), ("type", "groupchat")];
    assert_eq!(reply(&read(&room)).expect("a reply").recipient(), Some(&jid("room@b")));
    for never in [
        vec![("from", "a@b/c"), ("type", "error")],
        vec![("from", "me@b/e"), ("to", "me@b/d"), ("type", "chat")],
        vec![("to", "me@b/d"), ("type", "chat")],
    ] {
        assert!(read(&never).reply().is_none(), "{never:?}");
    }
    let delayed = message(&chat, |out| {
        out.open("delay", ns::DELAY);
    });
    assert!(delayed.reply().is_none(), "even one whose stamp cannot be read");
}

#[test]
fn presences_are_read_and_written() -> Result<(), BuildError> {
    let away = Presence::available().show(Show::Xa).status("off").priority(-1).id("p").build()?;
    assert_eq!(
        away.element().to_string(),
        "<presence xmlns='jabber:client' id='p'><show>xa</show><status>off</status>\
         <priority>-1</priority></presence>"
    );
    assert_eq!((away.show(), away.priority()), (Some(Show::Xa), -1));
    assert_eq!(away.status().as_deref(), Some("off"));
    let kinds =
        ["error", "probe", "subscribe", "subscribed", "unavailable", "unsubscribe", "unsubscribed"];
    for name in kinds {
        let presence = Presence::from_element(element("presence", &[("type", name)], |_| ()));
        let kind = presence.expect("a presence").kind();
        let written = Presence::to(jid("a@b"), kind).build()?;
        assert_eq!(written.element().attr("type"), Some(name));
        assert_eq!(written.recipient(), Some(&jid("a@b")));
    }
    assert_eq!(Presence::unavailable().build()?.element().attr("type"), Some("unavailable"));
    Ok(())
}

#[test]
fn odd_presences_are_read_as_far_as_they_go() {
    let read = |name, text| {
        Presence::from_element(element("presence", &[], part(name, text))).expect("a presence")
    };
    assert_eq!(read("priority", " 5 ").priority(), 5);
    assert_eq!(read("priority", "200").priority(), 0);
    assert_eq!(read("priority", "high").priority(), 0);
    assert_eq!(read("show", "asleep").show(), None);
    assert_eq!(read("show", "dnd").show(), Some(Show::Dnd));
}

#[test]
fn requests_have_one_payload() {
    let ping = |out: &mut ElementBuilder| {
        out.open("ping", ns::PING).close();
    };
    let named = |iq: &Iq| iq.payload().map(|payload: ElementRef<'_>| payload.name().to_owned());
    let attrs = |kind| [("type", kind), ("id", "1")];
    assert_eq!(named(&iq(&attrs("get"), ping)).as_deref(), Some("ping"));
    assert_eq!(named(&iq(&attrs("set"), |_| ())), None);
    let twice = |out: &mut ElementBuilder| {
        ping(out);
        ping(out);
    };
    assert_eq!(named(&iq(&attrs("set"), twice)), None);
    assert_eq!(named(&iq(&attrs("error"), twice)).as_deref(), Some("ping"));
    assert!(IqKind::Get.is_request() && !IqKind::Result.is_request());
}

#[test]
fn answers_go_where_the_request_came_from() -> Result<(), BuildError> {
    let attrs = [("type", "get"), ("id", "i<1"), ("from", "Room@Muc/e\u{301}"), ("to", "me@b")];
    let request = iq(&attrs, |out| {
        out.open("ping", ns::PING);
    });
    let result = request.result_of(None)?;
    assert_eq!(
        result.element().to_string(),
        "<iq xmlns='jabber:client' type='result' to='Room@Muc/e\u{301}' id='i&lt;1'/>"
    );
    assert_eq!((result.kind(), result.recipient()), (IqKind::Result, request.sender()));
    let error = StanzaError::service_unavailable();
    let refusal = request.error_of(&error)?;
    assert_eq!((refusal.kind(), refusal.error()), (IqKind::Error, Some(error)));
    let ping = Element::builder("ping", ns::PING).build()?;
    let ask = Iq::get_request(&ping).id("a").to(jid("x")).to(jid("y")).build()?;
    assert_eq!(
        ask.element().to_string(),
        "<iq xmlns='jabber:client' type='get' to='y' id='a'><ping xmlns='urn:xmpp:ping'/></iq>"
    );
    let answer = request.result_of(Some(&ping))?;
    assert_eq!(answer.payload().map(|payload| payload.to_owned()), Some(ping));
    Ok(())
}

/// What is read back of an error.
fn through_xml(error: &StanzaError) -> StanzaError {
    let stanza = message(&[("type", "error")], |out| error.write(out));
    stanza.error().expect("an error")
}

#[test]
fn every_condition_comes_back() {
    let names = [
        "bad-request",
        "conflict",
        "feature-not-implemented",
        "forbidden",
        "gone",
        "internal-server-error",
        "item-not-found",
        "jid-malformed",
        "not-acceptable",
        "not-allowed",
        "not-authorized",
        "policy-violation",
        "recipient-unavailable",
        "redirect",
        "registration-required",
        "remote-server-not-found",
        "remote-server-timeout",
        "resource-constraint",
        "service-unavailable",
        "subscription-required",
        "undefined-condition",
        "unexpected-request",
        "payment-required",
    ];
    for name in names {
        let condition = StanzaCondition::from_name(name);
        assert_eq!(condition.name(), name);
        let known = !matches!(condition, StanzaCondition::Unknown { .. });
        assert_eq!(known, name != "payment-required", "{name}");
        let error = StanzaError::new(condition);
        assert_eq!(through_xml(&error), error);
    }
}

#[test]
fn an_error_comes_back_whole() {
    let application = Element::builder("too-long", "urn:example").attr("by", "3").build();
    let error = StanzaError {
        kind: StanzaErrorKind::Wait,
        text: Some("Moved & gone".into()),
        by: Some(jid("b.example")),
        new_address: Some("xmpp:romeo@afterlife.example".into()),
        application: Some(application.expect("sound")),
        ..StanzaError::new(StanzaCondition::Gone)
    };
    assert_eq!(through_xml(&error), error);
    assert_eq!(error.to_string(), "gone (Moved & gone)");
}

#[test]
fn broken_errors_are_still_errors() {
    let undefined = StanzaError::new(StanzaCondition::UndefinedCondition);
    assert_eq!(message(&[("type", "error")], |_| ()).error(), Some(undefined.clone()));
    let read = |fill: fn(&mut ElementBuilder)| {
        message(&[("type", "error")], |out| {
            out.open("error", ns::CLIENT);
            fill(out);
        })
    };
    assert_eq!(read(|_| ()).error(), Some(undefined));
    let error = read(|out| {
        out.attr("type", "whatever").attr("by", "@");
        out.open("own", "urn:x").close().open("text", ns::STANZAS).text("no").close();
        out.open("forbidden", ns::STANZAS).text("stray").close();
    });
    let error = error.error().expect("an error");
    assert_eq!(
        (error.kind, &error.condition),
        (StanzaErrorKind::Auth, &StanzaCondition::Forbidden)
    );
    assert_eq!((error.text.as_deref(), &error.by, &error.new_address), (Some("no"), &None, &None));
    assert!(error.application.expect("kept").is("own", "urn:x"));
}

#[test]
fn views_render_as_their_elements() {
    let presence = Presence::unavailable().build().expect("sound");
    let mut out = String::new();
    presence.render(&mut out);
    assert_eq!(out, "\"<presence xmlns='jabber:client' type='unavailable'/>\"");
}

mod payloads {
    use super::*;

    payload! {
        /// One of each kind of field.
        pub struct Sample = "sample" in ns::PING {
            /// An attribute.
            pub id: u32 = attr("id"),
            /// An attribute that may be absent.
            pub sender: Option<Jid> = attr_opt("from"),
            /// A text in a child.
            pub title: String = child_text("title"),
            /// A text in a child that may be absent.
            pub count: Option<i64> = child_text_opt("count"),
            /// Whether a child is there.
            pub urgent: bool = flag("urgent"),
            /// A payload.
            pub origin: OriginId = child,
            /// A payload that may be absent.
            pub delay: Option<Delay> = child_opt,
            /// Any number of payloads.
            pub inner: Vec<Inner> = children,
        }
    }

    payload! {
        /// A payload with text of its own.
        pub struct Inner = "inner" in ns::PING {
            /// Its text.
            pub yes: bool = text,
        }
    }

    fn sample() -> Sample {
        let inner = |yes| Inner { yes };
        let origin = OriginId { id: "o".into() };
        let (inner, title) = (vec![inner(true), inner(false)], "<&'\">".to_owned());
        Sample {
            id: 7,
            sender: Some(jid("a@b/c")),
            title,
            count: Some(-3),
            urgent: true,
            origin,
            delay: None,
            inner,
        }
    }

    #[test]
    fn every_kind_of_field_comes_back() {
        let whole = sample();
        let element = whole.to_element().expect("sound");
        assert_eq!(
            element.to_string(),
            "<sample xmlns='urn:xmpp:ping' id='7' from='a@b/c'><title>&lt;&amp;'\"&gt;</title>\
             <count>-3</count><urgent/><origin-id xmlns='urn:xmpp:sid:0' id='o'/>\
             <inner>true</inner><inner>false</inner></sample>"
        );
        assert_eq!(Sample::parse(element.root()), Ok(whole));
        let bare = Sample { sender: None, count: None, urgent: false, inner: vec![], ..sample() };
        assert_eq!(Sample::parse(bare.to_element().expect("sound").root()), Ok(bare));
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let parse = |fill: fn(&mut ElementBuilder)| {
            let mut out = Element::builder("sample", ns::PING);
            fill(&mut out);
            Sample::parse(out.build().expect("sound").root()).expect_err("a fault").to_string()
        };
        assert_eq!(parse(|_| ()), "id is missing");
        assert_eq!(
            parse(|out| {
                out.attr("id", "-1");
            }),
            "id has an invalid value"
        );
        assert_eq!(
            parse(|out| {
                out.attr("id", "4294967296");
            }),
            "id has an invalid value"
        );
        assert_eq!(
            parse(|out| {
                out.attr("id", "1").attr("from", "@");
            }),
            "from has an invalid value"
        );
        assert_eq!(
            parse(|out| {
                out.attr("id", "1");
            }),
            "title is missing"
        );
        assert_eq!(
            parse(|out| {
                out.attr("id", "1").open("title", ns::PING);
            }),
            "origin-id is missing"
        );
    }
}
