//! rxml, and the tree that minidom makes of it, as xmpp-rs has them.

use minidom::tree_builder::TreeBuilder;
use minidom::{Element, Node};
use rxml::error::EndOrError;
use rxml::{Event, Parse, Parser, RawEvent, RawParser};
use xmpp_benches::counts::Counts;

/// Its events with namespaces resolved.
pub fn events(stream: &[u8], piece: usize) -> Counts {
    let mut counts = Counts::default();
    let mut depth = 0;
    feed(Parser::new(), stream, piece, |event| match event {
        Event::XmlDeclaration(..) => {}
        Event::StartElement(_, _, attributes) => {
            depth += 1;
            counts.stanzas += u64::from(depth == 2);
            counts.elements += u64::from(depth > 1);
            if depth > 1 {
                counts.attributes += attributes.len() as u64;
                counts.values += attributes.values().map(|value| value.len() as u64).sum::<u64>();
            }
        }
        Event::EndElement(_) => depth -= 1,
        Event::Text(_, text) if depth > 1 => counts.text += text.len() as u64,
        Event::Text(..) => {}
    });
    counts
}

/// A tree of each stanza, taken off the stream's element when it is complete.
pub fn minidom(stream: &[u8], piece: usize) -> Counts {
    let mut counts = Counts::default();
    let mut builder = TreeBuilder::new();
    feed(RawParser::new(), stream, piece, |event| {
        let foot = matches!(event, RawEvent::ElementFoot(_));
        builder.process_event(event).expect("a well-formed stream");
        if foot && builder.depth() == 1 {
            let stanza = builder.unshift_child().expect("a stanza");
            counts.stanzas += 1;
            add(&mut counts, &stanza);
        }
    });
    counts
}

fn feed<P: Parse>(mut parser: P, stream: &[u8], piece: usize, mut event: impl FnMut(P::Output)) {
    for mut octets in stream.chunks(piece) {
        match parser.parse_all(&mut octets, false, &mut event) {
            Ok(()) | Err(EndOrError::NeedMoreData) => {}
            Err(error) => panic!("a well-formed stream: {error:?}"),
        }
    }
}

/// Everything in an element, as `xmpp_benches::ours` does it.
fn add(counts: &mut Counts, element: &Element) {
    counts.elements += 1;
    for value in element.attrs().values() {
        counts.attributes += 1;
        counts.values += value.len() as u64;
    }
    for node in element.nodes() {
        match node {
            Node::Element(child) => add(counts, child),
            Node::Text(text) => counts.text += text.len() as u64,
        }
    }
}
