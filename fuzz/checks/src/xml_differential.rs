//! Our parser against quick-xml's with the rules that one leaves out ([`oracle`]), on one element;
//! and against itself, on a stream: any pieces, kept or looked at, give what the whole gives.
//!
//! The first octet decides the pieces; what follows is the document, or the stream.

use xmpp_engine::limits::XmlLimits;
use xmpp_engine::xml::{Element, XmlError};

use crate::input::Input;
use crate::oracle::{self, Opinion};
use crate::stream::{Manner, narrow, read};

/// Panics if two readers, or two ways of reading, do not agree.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let pieces = input.byte();
    pieces_change_nothing(input.rest(), pieces);
    if let Ok(document) = str::from_utf8(input.rest()) {
        readers_agree(document);
    }
}

fn readers_agree(document: &str) {
    let ours = Element::parse(document);
    match (&ours, oracle::read(document)) {
        (_, Opinion::Unsure) | (Err(XmlError::TooLarge { .. }), _) => {}
        (Ok(element), Opinion::Sound(other)) => assert_eq!(element, &other, "{document:?}"),
        (Err(_), Opinion::Refused(_)) => {}
        (_, other) => panic!("{document:?}: {ours:?}, but by quick-xml {other:?}"),
    }
}

fn pieces_change_nothing(stream: &[u8], pieces: u8) {
    for limits in [XmlLimits::default(), narrow()] {
        for skips in [false, true] {
            let whole = Manner { skips, ..Manner::whole(limits) };
            let expected = read(stream, whole);
            for manner in [Manner { pieces, ..whole }, Manner { pieces: 1, views: true, ..whole }] {
                let reading = read(stream, manner);
                assert_eq!(reading, expected, "{:?}: {manner:?}", String::from_utf8_lossy(stream));
            }
        }
    }
}
