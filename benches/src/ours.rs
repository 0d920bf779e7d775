//! Our parser as one of the readers.

use xmpp_engine::limits::XmlLimits;
use xmpp_engine::xml::{Element, ElementRef, Node, Parser, XmlItem, XmlView, ns, write_element};

use crate::counts::Counts;

/// Reads a stream in pieces of `chunk` octets; every stanza becomes an owned tree, which is then
/// walked through.
pub fn owned(stream: &[u8], chunk: usize) -> Counts {
    let mut counts = Counts::default();
    read(stream, chunk, |element| add_stanza(&mut counts, element.root()));
    counts
}

/// The same without a look into the trees: what parsing alone costs.
pub fn owned_unread(stream: &[u8], chunk: usize) -> u64 {
    let mut stanzas = 0;
    read(stream, chunk, |_| stanzas += 1);
    stanzas
}

fn read(stream: &[u8], chunk: usize, mut stanza: impl FnMut(Element)) {
    let mut parser = Parser::new(XmlLimits::default());
    for mut piece in stream.chunks(chunk) {
        loop {
            let taken = parser.feed(piece);
            piece = &piece[taken..];
            match parser.next().expect("a well-formed stream") {
                XmlItem::Element(element) => stanza(element),
                XmlItem::More => break,
                _ => {}
            }
        }
    }
}

/// Walks through every stanza where the parser has it, and keeps nothing.
pub fn borrowed(stream: &[u8], chunk: usize) -> Counts {
    let mut counts = Counts::default();
    view(stream, chunk, |element| add_stanza(&mut counts, element));
    counts
}

/// The same without a look into the stanzas.
pub fn borrowed_unread(stream: &[u8], chunk: usize) -> u64 {
    let mut stanzas = 0;
    view(stream, chunk, |_| stanzas += 1);
    stanzas
}

fn view(stream: &[u8], chunk: usize, mut stanza: impl FnMut(ElementRef<'_>)) {
    let mut parser = Parser::new(XmlLimits::default());
    for mut piece in stream.chunks(chunk) {
        loop {
            let taken = parser.feed(piece);
            piece = &piece[taken..];
            match parser.next_view().expect("a well-formed stream") {
                XmlView::Element(element) => stanza(element),
                XmlView::More => break,
                _ => {}
            }
        }
    }
}

/// All stanzas of a stream.
pub fn elements(stream: &[u8]) -> Vec<Element> {
    let mut elements = Vec::new();
    read(stream, stream.len(), |element| elements.push(element));
    elements
}

/// Writes stanzas one after the other, into a buffer that is emptied as a socket empties it; gives
/// how many octets they have.
pub fn written(elements: &[Element]) -> u64 {
    let (mut out, mut octets) = (Vec::new(), 0);
    for element in elements {
        write_element(element.root(), ns::CLIENT, &mut out);
        if out.len() > 16_384 {
            octets += out.len() as u64;
            out.clear();
        }
    }
    octets + out.len() as u64
}

fn add_stanza(counts: &mut Counts, root: ElementRef<'_>) {
    counts.stanzas += 1;
    add(counts, root);
}

/// Everything in an element; by recursion, since the corpora are shallow and a stack of our own
/// would be an allocation that is not the parser's.
fn add(counts: &mut Counts, element: ElementRef<'_>) {
    counts.elements += 1;
    for attr in element.attrs() {
        counts.attributes += 1;
        counts.values += attr.value.len() as u64;
    }
    for node in element.nodes() {
        match node {
            Node::Element(child) => add(counts, child),
            Node::Text(text) => counts.text += text.len() as u64,
        }
    }
}
