//! Reads addresses by our `Jid` and by the `jid` crate in one run: nanoseconds of CPU time, median of
//! the rounds, and allocations of one reading.

use std::hint::black_box;

use xmpp_benches::clock;
use xmpp_engine::jid::Jid;
use xmpp_peers::heap::{self, Counting};

#[global_allocator]
static COUNTING: Counting = Counting;

const ROUNDS: usize = 25;
const READINGS: u64 = 100_000;

/// What addresses look like, the first ones mostly.
const ADDRESSES: [(&str, &str); 4] = [
    ("ASCII, full", "juliet.capulet@example.net/balcony-4f2a"),
    ("ASCII, bare", "juliet.capulet@example.net"),
    ("upper case", "Juliet.Capulet@Example.NET/Balcony"),
    ("beyond ASCII", "julić@münchen.example/Балкон"),
];

fn main() {
    println!("nanoseconds      ours  jid crate   ours/jid   allocations: ours, jid crate");
    for (what, text) in ADDRESSES {
        let (ours, theirs) = in_turn(text);
        let ours_heap = heap::measured(|| read(text)).allocations;
        let their_heap = heap::measured(|| read_theirs(text)).allocations;
        let ratio = ours / theirs;
        println!("{what:13} {ours:7.0} {theirs:10.0} {ratio:10.2}   {ours_heap}, {their_heap}");
    }
}

/// The medians of rounds that are run in turn.
fn in_turn(text: &str) -> (f64, f64) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(time(|| read(black_box(text))));
        theirs.push(time(|| read_theirs(black_box(text))));
    }
    (median(ours), median(theirs))
}

fn read(text: &str) {
    black_box(Jid::new(text).expect("an address"));
}

fn read_theirs(text: &str) {
    black_box(jid::Jid::new(text).expect("an address"));
}

/// Nanoseconds of one of many.
fn time(read: impl Fn()) -> f64 {
    let started = clock::cpu_ns();
    (0..READINGS).for_each(|_| read());
    (clock::cpu_ns() - started) as f64 / READINGS as f64
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
