//! Our XML parser and quick-xml, by criterion, for work on the parser: it compares with the run
//! before. Beside all peers, and in the right setting for a comparison, `peers/` measures.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use quick_xml::reader::NsReader;
use xmpp_benches::{corpus, ours};

/// Smaller than the corpora of the records, so that a run takes a minute.
const OCTETS: usize = 1_000_000;
const PIECE: usize = 16_384;

fn xml(criterion: &mut Criterion) {
    for name in corpus::NAMES {
        let stream = corpus::named(name, OCTETS).expect("a known name");
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(stream.len() as u64));
        let mut reader = |reader: &str, read: &dyn Fn(&[u8]) -> u64| {
            let id = BenchmarkId::from_parameter(reader);
            group.bench_with_input(id, &stream[..], |bencher, stream| {
                bencher.iter(|| read(black_box(stream)));
            });
        };
        reader("owned", &|stream| ours::owned(stream, PIECE).values);
        reader("unread", &|stream| ours::owned_unread(stream, PIECE));
        reader("borrowed", &|stream| ours::borrowed(stream, PIECE).values);
        reader("quick-xml", &quick_xml);
    }
}

/// Events with namespaces and attributes, as far as quick-xml does it.
fn quick_xml(stream: &[u8]) -> u64 {
    let mut reader = NsReader::from_reader(stream);
    let mut values = 0;
    loop {
        match reader.read_resolved_event().expect("a well-formed stream").1 {
            Event::Start(start) | Event::Empty(start) => {
                for attribute in start.attributes() {
                    let attribute = attribute.expect("a well-formed attribute");
                    values +=
                        attribute.normalized_value(XmlVersion::Explicit1_0).expect("a value").len()
                            as u64;
                }
            }
            Event::Eof => return values,
            _ => {}
        }
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    targets = xml
}
criterion_main!(benches);
