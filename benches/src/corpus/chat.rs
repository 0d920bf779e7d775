//! One stanza of the chat corpus: the shares are those of a busy account in rooms and chats.

use super::rng::Rng;
use super::words::sentence;

const PEOPLE: &[&str] = &["juliet", "nurse", "mercutio", "benvolio", "tybalt", "laurence", "paris"];
const ROOMS: &[&str] = &["verona", "developers", "operators"];
const DEVICES: &[&str] = &["balcony", "Conversations.8hYq", "gajim.K2C4NX", "dino.4f8d3a1c"];

pub fn stanza(rng: &mut Rng, out: &mut String) {
    match rng.below(100) {
        0..=34 => message(rng, out),
        35..=59 => room_message(rng, out),
        60..=74 => presence(rng, out),
        75..=84 => archived(rng, out),
        85..=89 => carbon(rng, out),
        90..=92 => pubsub(rng, out),
        93..=94 => roster(rng, out),
        95 => info(rng, out),
        96..=97 => receipt(rng, out),
        _ => management(rng, out),
    }
}

fn person(rng: &mut Rng) -> String {
    format!("{}@example.net/{}", rng.pick(PEOPLE), rng.pick(DEVICES))
}

fn body(rng: &mut Rng, out: &mut String) {
    out.push_str("<body>");
    sentence(rng, out);
    out.push_str("</body>");
}

fn message(rng: &mut Rng, out: &mut String) {
    let (id, from) = (rng.id(), person(rng));
    out.push_str(&format!(
        "<message xml:lang='en' to='romeo@example.org/orchard' from='{from}' type='chat' id='{id}'>"
    ));
    body(rng, out);
    out.push_str("<active xmlns='http://jabber.org/protocol/chatstates'/>");
    if rng.below(2) == 0 {
        out.push_str(
            "<request xmlns='urn:xmpp:receipts'/><markable xmlns='urn:xmpp:chat-markers:0'/>",
        );
    }
    out.push_str(&format!("<origin-id xmlns='urn:xmpp:sid:0' id='{id}'/>"));
    let archive = rng.id();
    out.push_str(&format!(
        "<stanza-id xmlns='urn:xmpp:sid:0' id='{archive}' by='romeo@example.org'/></message>"
    ));
}

fn room_message(rng: &mut Rng, out: &mut String) {
    let (room, nick, id) = (rng.pick(ROOMS), rng.pick(PEOPLE), rng.id());
    out.push_str(&format!(
        "<message from=\"{room}@rooms.example.org/{nick}\" to=\"romeo@example.org/orchard\" \
         type=\"groupchat\" id=\"{id}\">"
    ));
    body(rng, out);
    let (occupant, archive) = (rng.id(), rng.id());
    out.push_str(&format!(
        "<occupant-id xmlns=\"urn:xmpp:occupant-id:0\" id=\"{occupant}\"/>\
         <stanza-id xmlns=\"urn:xmpp:sid:0\" by=\"{room}@rooms.example.org\" id=\"{archive}\"/>\
         <origin-id xmlns=\"urn:xmpp:sid:0\" id=\"{id}\"/></message>"
    ));
}

fn presence(rng: &mut Rng, out: &mut String) {
    let from = person(rng);
    out.push_str(&format!("<presence from='{from}' to='romeo@example.org/orchard'>"));
    if rng.below(3) == 0 {
        out.push_str("<show>away</show><status>");
        sentence(rng, out);
        out.push_str("</status>");
    }
    let (hash, photo) = (rng.next(), rng.next());
    out.push_str(&format!(
        "<priority>5</priority><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' \
         node='https://gajim.org' ver='{hash:016x}Lf1kQ3s='/><x xmlns='vcard-temp:x:update'>\
         <photo>{photo:016x}a1b2c3d4e5f6</photo></x></presence>"
    ));
}

fn archived(rng: &mut Rng, out: &mut String) {
    let (result, id, query, from) = (rng.id(), rng.id(), rng.next(), person(rng));
    let (day, hour, minute) = (1 + rng.below(28), rng.below(24), rng.below(60));
    out.push_str(&format!(
        "<message to='romeo@example.org/orchard' from='romeo@example.org'>\
         <result xmlns='urn:xmpp:mam:2' queryid='{query:x}' id='{result}'>\
         <forwarded xmlns='urn:xmpp:forward:0'>\
         <delay xmlns='urn:xmpp:delay' stamp='2026-11-{day:02}T{hour:02}:{minute:02}:09Z'/>\
         <message xmlns='jabber:client' type='chat' to='romeo@example.org' from='{from}' id='{id}'>"
    ));
    body(rng, out);
    out.push_str("</message></forwarded></result></message>");
}

fn carbon(rng: &mut Rng, out: &mut String) {
    let (id, to) = (rng.id(), person(rng));
    out.push_str(&format!(
        "<message from='romeo@example.org' to='romeo@example.org/orchard' type='chat'>\
         <sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>\
         <message xmlns='jabber:client' to='{to}' from='romeo@example.org/home' type='chat' id='{id}'>"
    ));
    body(rng, out);
    out.push_str("</message></forwarded></sent></message>");
}

fn pubsub(rng: &mut Rng, out: &mut String) {
    let (from, hash, octets) = (rng.pick(PEOPLE), rng.next(), rng.below(60_000));
    out.push_str(&format!(
        "<message from='{from}@example.net' to='romeo@example.org' type='headline'>\
         <event xmlns='http://jabber.org/protocol/pubsub#event'>\
         <items node='urn:xmpp:avatar:metadata'><item id='{hash:016x}'>\
         <metadata xmlns='urn:xmpp:avatar:metadata'>\
         <info bytes='{octets}' id='{hash:016x}' height='96' type='image/png' width='96'/>\
         </metadata></item></items></event></message>"
    ));
}

fn roster(rng: &mut Rng, out: &mut String) {
    let id = rng.next();
    out.push_str(&format!(
        "<iq type='result' id='{id:x}' to='romeo@example.org/orchard'><query xmlns='jabber:iq:roster'>"
    ));
    for _ in 0..5 + rng.below(20) {
        let (person, number) = (rng.pick(PEOPLE), rng.below(1_000));
        out.push_str(&format!(
            "<item subscription='both' jid='{person}{number}@example.net' name='{person} {number}'>\
             <group>Friends &amp; family</group></item>"
        ));
    }
    out.push_str("</query></iq>");
}

fn info(rng: &mut Rng, out: &mut String) {
    let (id, from) = (rng.next(), person(rng));
    out.push_str(&format!(
        "<iq type='result' id='{id:x}' from='{from}' to='romeo@example.org/orchard'>\
         <query xmlns='http://jabber.org/protocol/disco#info'>\
         <identity category='client' type='pc' name='Gajim'/>"
    ));
    for feature in [
        "http://jabber.org/protocol/bytestreams",
        "http://jabber.org/protocol/chatstates",
        "http://jabber.org/protocol/disco#info",
        "http://jabber.org/protocol/muc",
        "jabber:iq:version",
        "jabber:x:conference",
        "urn:xmpp:avatar:metadata+notify",
        "urn:xmpp:chat-markers:0",
        "urn:xmpp:jingle:1",
        "urn:xmpp:ping",
        "urn:xmpp:receipts",
        "urn:xmpp:time",
    ] {
        out.push_str(&format!("<feature var='{feature}'/>"));
    }
    out.push_str("</query></iq>");
}

fn receipt(rng: &mut Rng, out: &mut String) {
    let (from, id, received) = (person(rng), rng.id(), rng.id());
    out.push_str(&format!(
        "<message from='{from}' to='romeo@example.org/orchard' id='{id}'>\
         <received xmlns='urn:xmpp:receipts' id='{received}'/>\
         <store xmlns='urn:xmpp:hints'/></message>"
    ));
}

fn management(rng: &mut Rng, out: &mut String) {
    match rng.below(2) {
        0 => out.push_str("<r xmlns='urn:xmpp:sm:3'/>"),
        _ => out.push_str(&format!("<a xmlns='urn:xmpp:sm:3' h='{}'/>", rng.below(100_000))),
    }
}
