//! Long lists: what is parsed is larger than what was said.

use super::world::{World, config};
use super::{MANY, WIDER, bounded, narrow, wider, with};
use xmpp_engine::limits::{Limits, XmlLimits};

const ITEMS: [&str; 2] = ["<item jid='a'/>", "<item jid='a'><group/></item>"];

/// Says the list in an IQ of this kind, under the id of what was asked at the login.
fn say_list(world: &mut World, kind: &str, items: &str) -> bool {
    let start =
        format!("<iq type='{kind}' id='{}'><query xmlns='jabber:iq:roster'>", world.asked());
    [start.as_str(), items, "</query></iq>"].into_iter().all(|said| world.say(said))
}

/// One list as long as it may be, pushed or asked for.
#[test]
fn one_list() {
    let (n, few) = (MANY, narrow().xml);
    let xml = XmlLimits { nodes: 2 * n, attributes: n, stanza_bytes: 30 * n, ..few };
    for (item, kind) in ITEMS.into_iter().flat_map(|item| [(item, "set"), (item, "result")]) {
        let lists = [1, WIDER].map(|times| item.repeat((times * n - 8) as usize));
        bounded(&format!("{kind} of {item}"), with(xml), with(wider(xml)), |limits| {
            for items in &lists {
                let mut world = World::online(config(limits));
                say_list(&mut world, kind, items);
            }
        });
    }
}

/// Lists that the app does not take, one for each of many sessions.
#[test]
fn many_lists() {
    let xml = XmlLimits { stanza_bytes: 16 * 1024, nodes: 1024, attributes: 1024, ..narrow().xml };
    let limits = Limits { held_events: 512, held_bytes: 2 * 1024 * 1024, ..with(xml) };
    let wider = Limits { held_events: 4096, held_bytes: 8 * limits.held_bytes, ..limits };
    for item in ITEMS {
        let items = item.repeat(8 * 1024 / item.len());
        bounded(&format!("lists of {item}"), limits, wider, |limits| {
            let mut world = World::connected(config(limits));
            world.hold();
            while world.try_log_in() && say_list(&mut world, "result", &items) {
                world.hang_up();
            }
        });
    }
}
