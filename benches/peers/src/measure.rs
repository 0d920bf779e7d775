//! Times every reader with every size of piece, in rounds: one after the other, then again, so
//! that what else the machine does hits all of them alike.

use std::hint::black_box;
use xmpp_benches::counts::Counts;
use xmpp_benches::{clock, corpus, ours};

use crate::heap::{self, Heap};
use crate::readers::{READ, READERS, Reader};

/// Octets of the stream that is fed octet by octet.
const SMALL: usize = 1_000_000;

/// How much is measured.
pub struct Plan {
    /// Octets of each corpus.
    pub octets: usize,
    /// How often everything is read.
    pub rounds: usize,
}

/// One reader with one size of pieces.
pub struct Row {
    /// Who.
    pub reader: &'static Reader,
    /// Octets of a piece.
    pub piece: usize,
    /// Megabytes in a second of CPU time: the median of the rounds.
    pub median: f64,
    /// The best of the rounds.
    pub best: f64,
    /// How many times as fast our owned tree is with the same pieces: the median of what that is
    /// in each round, since noise often lasts longer than one.
    pub ours_is: f64,
    /// What it took from the heap in one reading.
    pub heap: Heap,
    /// What it read.
    pub stanzas: u64,
}

/// Measures one corpus; fails with the name of a reader that found something else than ours.
pub fn corpus(name: &str, plan: &Plan) -> Result<Vec<Row>, String> {
    let large = Stream::new(name, plan.octets)?;
    let small = Stream::new(name, plan.octets.min(SMALL))?;
    let pieces = |reader: &'static Reader| reader.pieces.iter().map(move |piece| (reader, *piece));
    let mut rows: Vec<Measuring> = READERS
        .iter()
        .flat_map(pieces)
        .map(|(reader, piece)| {
            let stream = if piece == 1 { &small } else { &large };
            Measuring { reader, piece, stream, seconds: Vec::new() }
        })
        .collect();
    rows.iter().try_for_each(Measuring::check)?;
    for _ in 0..plan.rounds {
        rows.iter_mut().for_each(Measuring::time);
    }
    Ok(rows.iter().map(|row| row.finish(&rows)).collect())
}

struct Stream {
    octets: Vec<u8>,
    found: Counts,
}

impl Stream {
    fn new(name: &str, octets: usize) -> Result<Stream, String> {
        let octets = corpus::named(name, octets).ok_or(format!("no corpus {name}"))?;
        let found = ours::owned(&octets, READ);
        Ok(Stream { octets, found })
    }
}

struct Measuring<'a> {
    reader: &'static Reader,
    piece: usize,
    stream: &'a Stream,
    seconds: Vec<f64>,
}

impl Measuring<'_> {
    fn check(&self) -> Result<(), String> {
        let found = (self.reader.read)(&self.stream.octets, self.piece);
        let expected = self.reader.expected(self.stream.found);
        match found == expected {
            true => Ok(()),
            false => Err(format!(
                "{} in pieces of {} found {found:?}, ours {expected:?}",
                self.reader.key, self.piece
            )),
        }
    }

    fn time(&mut self) {
        let started = clock::cpu_ns();
        black_box((self.reader.read)(black_box(&self.stream.octets), self.piece));
        self.seconds.push((clock::cpu_ns() - started) as f64 / 1e9);
    }

    fn finish(&self, all: &[Measuring<'_>]) -> Row {
        let speeds =
            self.seconds.iter().map(|seconds| self.stream.octets.len() as f64 / 1e6 / seconds);
        let (median, best) = median_and_best(speeds.collect());
        let heap = heap::measured(|| {
            (self.reader.read)(&self.stream.octets, self.piece);
        });
        let ours = all.iter().find(|ours| ours.piece == self.piece).unwrap_or(self);
        let times = self.seconds.iter().zip(&ours.seconds).map(|(own, ours)| own / ours);
        Row {
            reader: self.reader,
            piece: self.piece,
            median,
            best,
            ours_is: median_and_best(times.collect()).0,
            heap,
            stanzas: self.stream.found.stanzas,
        }
    }
}

fn median_and_best(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_unstable_by(f64::total_cmp);
    (values[values.len() / 2], values[values.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::{Depth, PACKET, WHOLE};

    #[test]
    fn all_readers_find_the_same() {
        for name in corpus::NAMES {
            let rows = corpus(name, &Plan { octets: 100_000, rounds: 1 });
            let rows = rows.unwrap_or_else(|fault| panic!("{name}: {fault}"));
            assert!(rows.len() > READERS.len());
        }
    }

    #[test]
    fn who_finds_something_else_is_named() {
        static LIAR: Reader = Reader {
            key: "liar",
            title: "finds nothing",
            pieces: &[WHOLE, PACKET],
            depth: Depth::Namespaces,
            read: |_, _| Counts::default(),
        };
        let stream = Stream::new("tiny", 1_000).expect("a corpus");
        let row = Measuring { reader: &LIAR, piece: PACKET, stream: &stream, seconds: Vec::new() };
        assert!(row.check().expect_err("a lie").starts_with("liar in pieces of 1460"));
    }
}
