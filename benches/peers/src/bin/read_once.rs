//! Reads one corpus once, for callgrind: `read_once READER CORPUS OCTETS`, in pieces of 16 KiB
//! where the reader can, or has our writer write it (`write`). Prints the octets of the corpus;
//! without arguments, all readers.

use std::hint::black_box;
use xmpp_benches::{corpus, ours};
use xmpp_engine::xml::Element;
use xmpp_peers::readers::{self, READ, READERS, Reader};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [key, name, octets] = &args[..] else {
        READERS.iter().for_each(|reader| println!("{}", reader.key));
        println!("{WRITE}");
        return Ok(());
    };
    let stream = corpus::named(name, octets.parse()?).ok_or("no such corpus")?;
    match key.as_str() {
        WRITE => measured_writing(&ours::elements(&stream)),
        key => measured(readers::named(key).ok_or("no such reader")?, &stream),
    }
    println!("{}", stream.len());
    Ok(())
}

/// Not a reader, but our writer.
const WRITE: &str = "write";

/// What callgrind counts: `--toggle-collect` names it.
#[inline(never)]
fn measured(reader: &Reader, stream: &[u8]) {
    black_box((reader.read)(black_box(stream), READ));
}

#[inline(never)]
fn measured_writing(elements: &[Element]) {
    black_box(ours::written(black_box(elements)));
}
