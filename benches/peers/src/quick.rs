//! quick-xml over a slice, in three depths. It checks less than a stream of XMPP demands: see
//! the README of the benches.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::{NsReader, Reader};
use xmpp_benches::counts::Counts;

/// Tags and texts, without a look at attributes; `_piece` since it can read a whole only.
pub fn events(stream: &[u8], _piece: usize) -> Counts {
    elements(stream, |_, _| {})
}

/// Also every attribute, its value decoded, names compared for duplicates.
pub fn attributes(stream: &[u8], _piece: usize) -> Counts {
    elements(stream, |start, counts| {
        for attribute in start.attributes() {
            let attribute = attribute.expect("a well-formed attribute");
            if attribute.key.as_namespace_binding().is_none() {
                let value = attribute.normalized_value(XmlVersion::Explicit1_0);
                counts.attributes += 1;
                counts.values += value.expect("a well-formed value").len() as u64;
            }
        }
    })
}

fn elements(stream: &[u8], attributes: impl Fn(&BytesStart<'_>, &mut Counts)) -> Counts {
    let mut reader = Reader::from_reader(stream);
    let mut sums = Sums::default();
    loop {
        match reader.read_event().expect("a well-formed stream") {
            Event::Start(start) if sums.open() => attributes(&start, &mut sums.counts),
            Event::Empty(start) if sums.open() => {
                attributes(&start, &mut sums.counts);
                sums.depth -= 1;
            }
            Event::Eof => return sums.counts,
            event => sums.other(&event),
        }
    }
}

/// Also the namespaces of all elements and attributes.
pub fn namespaces(stream: &[u8], _piece: usize) -> Counts {
    let mut reader = NsReader::from_reader(stream);
    let mut sums = Sums::default();
    loop {
        let (namespace, event) = reader.read_resolved_event().expect("a well-formed stream");
        assert!(!matches!(namespace, ResolveResult::Unknown(_)), "a prefix without namespace");
        match event {
            Event::Start(start) if sums.open() => resolved(&reader, &start, &mut sums.counts),
            Event::Empty(start) if sums.open() => {
                resolved(&reader, &start, &mut sums.counts);
                sums.depth -= 1;
            }
            Event::Eof => return sums.counts,
            event => sums.other(&event),
        }
    }
}

fn resolved(reader: &NsReader<&[u8]>, start: &BytesStart<'_>, counts: &mut Counts) {
    for attribute in start.attributes() {
        let attribute = attribute.expect("a well-formed attribute");
        if attribute.key.as_namespace_binding().is_none() {
            let (namespace, _) = reader.resolver().resolve_attribute(attribute.key);
            assert!(!matches!(namespace, ResolveResult::Unknown(_)), "a prefix without namespace");
            let value = attribute.normalized_value(XmlVersion::Explicit1_0);
            counts.attributes += 1;
            counts.values += value.expect("a well-formed value").len() as u64;
        }
    }
}

#[derive(Default)]
struct Sums {
    depth: usize,
    counts: Counts,
}

impl Sums {
    /// Notes a start tag; whether it is below the stream's.
    fn open(&mut self) -> bool {
        self.depth += 1;
        self.counts.stanzas += u64::from(self.depth == 2);
        self.counts.elements += u64::from(self.depth > 1);
        self.depth > 1
    }

    fn other(&mut self, event: &Event<'_>) {
        match event {
            Event::End(_) => self.depth -= 1,
            Event::Text(text) if self.depth > 1 => {
                self.counts.text += text.xml10_content().len() as u64;
            }
            Event::GeneralRef(reference) if self.depth > 1 => {
                self.counts.text += referred(reference);
            }
            _ => {}
        }
    }
}

/// Octets that a reference stands for.
fn referred(reference: &BytesRef<'_>) -> u64 {
    match reference.resolve_char_ref().expect("a well-formed reference") {
        Some(char) => char.len_utf8() as u64,
        None => 1,
    }
}
