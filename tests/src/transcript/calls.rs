//! The `-` lines of a transcript: what the driver and the app call.

use xmpp_engine::declare::{Render, rendered};
use xmpp_engine::jid::Jid;
use xmpp_engine::sasl::Secret;
use xmpp_engine::session::{IncomingId, RequestId, Token};
use xmpp_engine::stanza::{Stanza, StanzaCondition, StanzaError};
use xmpp_engine::transport::{ConnId, ConnectFailure, TlsInfo, Verdict};
use xmpp_engine::xep::Command;
use xmpp_engine::xep::disco::DiscoCommand;
use xmpp_engine::xep::ping::PingCommand;
use xmpp_engine::xep::roster::RosterCommand;
use xmpp_engine::xml::{Element, Parser, XmlItem, ns};
use xmpp_engine::{Engine, limits::XmlLimits};

/// What a call gives: nothing, or its refusal in canonical form.
type Called = Result<Option<String>, String>;

/// Makes one call. `Err` is a mistake in the transcript, `Ok(Some(..))` a refusal by the engine.
pub fn call(engine: &mut Engine, verb: &str, argument: &str) -> Called {
    let (first, rest) = argument.split_once(' ').unwrap_or((argument, ""));
    match verb {
        "connected" => engine.connected(conn(first)?, verified(rest)),
        "failed" => engine.failed(conn(first)?, failure(rest)?),
        "eof" => engine.eof(conn(first)?),
        "secured" => engine.secured(conn(first)?, verified(rest).unwrap_or_default()),
        "transmitted" => return refusal(engine.transmitted(conn(first)?, number(rest)?)),
        "trust" => engine.trust(conn(first)?, verdict(rest)?),
        "provide" => engine.provide(Secret::password(argument)),
        "send" => return refusal(engine.send(stanza(argument)?)),
        "ask" => match stanza(argument)? {
            Stanza::Iq(iq) => return refusal(engine.ask(iq)),
            _ => return Err("only an IQ can be asked".to_owned()),
        },
        "answer" => {
            let id = IncomingId::from_value(number(first)?);
            return refusal(engine.answer(id, answer(rest)?));
        }
        "cancel" => {
            return refused(engine.cancel(Token::from_value(number(first)?)));
        }
        "cancel-request" => {
            return refused(engine.cancel_request(RequestId::from_value(number(first)?)));
        }
        "handled" => return refusal(engine.handled(number(first)?)),
        "hold" => engine.hold_events(first == "on"),
        "close" => engine.close(),
        "abort" => engine.abort(),
        "poll" => {}
        verb => return refusal(engine.command(command(verb, first, rest)?)),
    }
    Ok(None)
}

fn refusal<T, E: Render>(result: Result<T, E>) -> Called {
    Ok(result.err().map(|error| format!("* Err {}", rendered(&error))))
}

fn refused(done: bool) -> Called {
    Ok((!done).then(|| "* Err TooLate".to_owned()))
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("not a number: {text}"))
}

fn conn(text: &str) -> Result<ConnId, String> {
    number(text).map(ConnId::from_value)
}

fn verified(text: &str) -> Option<TlsInfo> {
    let verified = text == "verified";
    (!text.is_empty()).then(|| TlsInfo { verified, ..TlsInfo::default() })
}

fn verdict(text: &str) -> Result<Verdict, String> {
    match text {
        "accept" => Ok(Verdict::Accept),
        "refuse" => Ok(Verdict::Refuse),
        _ => Err(format!("no verdict: {text}")),
    }
}

fn failure(text: &str) -> Result<ConnectFailure, String> {
    Ok(match text {
        "Refused" => ConnectFailure::Refused,
        "Reset" => ConnectFailure::Reset,
        "NoAddress" => ConnectFailure::NoAddress,
        "Unreachable" => ConnectFailure::Unreachable,
        "TimedOut" => ConnectFailure::TimedOut,
        _ => match text.strip_prefix("Tls ") {
            Some(reason) => ConnectFailure::Tls { reason: reason.to_owned() },
            None => return Err(format!("no such failure: {text}")),
        },
    })
}

fn answer(text: &str) -> Result<Result<Option<Element>, StanzaError>, String> {
    if let Some(condition) = text.strip_prefix("error ") {
        return Ok(Err(StanzaError::new(StanzaCondition::from_name(condition))));
    }
    match text {
        "" => Ok(Ok(None)),
        payload => element(payload).map(|payload| Ok(Some(payload))),
    }
}

fn command(verb: &str, first: &str, rest: &str) -> Result<Command, String> {
    let jid = || Jid::new(first).map_err(|error| error.to_string());
    let to = || if first.is_empty() { Ok(None) } else { jid().map(Some) };
    let roster = |command| Command::Roster { command };
    Ok(match verb {
        "ping" => Command::Ping { command: PingCommand::Send { to: to()? } },
        "info" => Command::Disco { command: DiscoCommand::Info { to: to()?, node: None } },
        "items" => Command::Disco { command: DiscoCommand::Items { to: to()?, node: None } },
        "fetch" => roster(RosterCommand::Fetch),
        "set" => {
            let name = Some(rest.to_owned()).filter(|name| !name.is_empty());
            roster(RosterCommand::Set { jid: jid()?, name, groups: Vec::new() })
        }
        "remove" => roster(RosterCommand::Remove { jid: jid()? }),
        "subscribe" => roster(RosterCommand::Subscribe { jid: jid()? }),
        "approve" => roster(RosterCommand::Approve { jid: jid()? }),
        "deny" => roster(RosterCommand::Deny { jid: jid()? }),
        "unsubscribe" => roster(RosterCommand::Unsubscribe { jid: jid()? }),
        _ => return Err(format!("unknown verb: {verb}")),
    })
}

fn stanza(text: &str) -> Result<Stanza, String> {
    Stanza::from_element(element(text)?).map_err(|error| error.to_string())
}

/// One element as it would stand in a stream.
pub fn element(text: &str) -> Result<Element, String> {
    let mut parser = Parser::new(XmlLimits::default());
    let header = format!("<stream:stream xmlns='{}' xmlns:stream='{}'>", ns::CLIENT, ns::STREAMS);
    let mut rest = header.as_bytes();
    for octets in [header.as_bytes(), text.as_bytes()] {
        rest = octets;
        let taken = parser.feed(rest);
        rest = &rest[taken..];
        match parser.next().map_err(|error| error.to_string())? {
            XmlItem::StreamStart(_) => {}
            XmlItem::Element(element) => return Ok(element),
            _ => break,
        }
    }
    Err(format!("not one element: {text} ({} octets left)", rest.len()))
}
