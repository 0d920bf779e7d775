//! Reads or writes one corpus once, for callgrind: `instructions chat owned [octets
//! [octets of a piece]]`; ends with the counts.

use xmpp_benches::{corpus, ours};
use xmpp_engine::xml::Element;

fn main() {
    let mut args = std::env::args().skip(1);
    let (name, way) = (args.next().unwrap_or_default(), args.next().unwrap_or_default());
    let octets = args.next().and_then(|octets| octets.parse().ok()).unwrap_or(1_000_000);
    let piece = args.next().and_then(|piece| piece.parse().ok()).unwrap_or(16_384);
    let Some(stream) = corpus::named(&name, octets) else {
        return eprintln!("one of {:?}, and owned, unread, borrowed, view or write", corpus::NAMES);
    };
    let elements = if way == "write" { ours::elements(&stream) } else { Vec::new() };
    println!("{name}: {} octets, {}", stream.len(), measured(&way, &stream, piece, &elements));
}

#[inline(never)]
fn measured(way: &str, stream: &[u8], piece: usize, elements: &[Element]) -> String {
    match way {
        "unread" => ours::owned_unread(stream, piece).to_string(),
        "borrowed" => format!("{:?}", ours::borrowed(stream, piece)),
        "view" => ours::borrowed_unread(stream, piece).to_string(),
        "write" => ours::written(elements).to_string(),
        _ => format!("{:?}", ours::owned(stream, piece)),
    }
}
