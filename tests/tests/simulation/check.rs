//! What has to be true when the network has healed, everything was said and time has passed.

use std::collections::BTreeSet;

use xmpp_engine::session::{AnswerResult, UnackedPolicy};

use crate::ledger::Fate;
use crate::person::Person;

/// What `receiver` heard of what `sender` sent. `calm`: nothing went wrong on the way.
pub fn check_messages(sender: &Person, receiver: &Person, calm: bool) {
    let firsts = first_arrivals(receiver);
    // What a session without stream management lost, a sender that sends again brings later.
    let forgetful = !receiver.ledger.managed && receiver.ledger.losses > 0;
    check_order(sender, &firsts, !forgetful);
    for (id, fate) in sender.fates() {
        let arrived = firsts.iter().any(|first| first == id);
        match fate {
            Fate::Cancelled => assert!(!arrived, "{id} was withdrawn, and arrived"),
            // Without stream management the server takes what it has written for delivered.
            _ if forgetful => {}
            Fate::Acked => assert!(arrived, "{id} was acknowledged, and is lost"),
            _ if calm => assert!(arrived, "{id} is lost in a calm network"),
            _ => {}
        }
        assert!(fate != Fate::Queued, "{id} has no end");
    }
    if calm {
        assert_eq!(
            firsts.len(),
            receiver.heard.len(),
            "something came twice: {:?}",
            receiver.heard
        );
    }
}

/// What one person was promised.
pub fn check_promises(person: &Person, calm: bool) {
    let resends = person.ledger.managed && person.ledger.policy == UnackedPolicy::Resend;
    for (id, fate) in person.fates() {
        let ended_well = matches!(fate, Fate::Acked | Fate::Cancelled | Fate::Forgotten);
        // `close` does not wait for a server that is away.
        let given_up = fate == Fate::Unsure && person.character.restarts > 0;
        let fails = fate == Fate::Failed || given_up;
        assert!(!resends || ended_well || fails, "{id} was to be sent again: {fate:?}");
        assert!(!calm || fate != Fate::Unsure, "{id} is unsure in a calm network");
    }
    if calm {
        assert_eq!(person.ledger.losses, 0, "{} lost a calm connection", person.name);
        for (request, result) in &person.answers_of_server {
            let is_answer = matches!(result, AnswerResult::Error { .. });
            assert!(is_answer, "request {request} of {}: {result:?}", person.name);
        }
    }
    assert!(!person.ledger.refused, "{} was refused, and never told Writable", person.name);
}

/// Ids as they arrived for the first time.
fn first_arrivals(receiver: &Person) -> Vec<String> {
    let mut known = BTreeSet::new();
    receiver.heard.iter().filter(|id| known.insert(id.as_str())).cloned().collect()
}

/// What arrived was sent, and first arrivals are in the order of sending.
fn check_order(sender: &Person, firsts: &[String], ordered: bool) {
    let place = |first: &String| sender.fates().position(|(id, _)| id == first);
    let places: Option<Vec<usize>> = firsts.iter().map(place).collect();
    let places = places.unwrap_or_else(|| panic!("not all of it was sent: {firsts:?}"));
    assert!(!ordered || places.is_sorted(), "out of order: {firsts:?}");
}
