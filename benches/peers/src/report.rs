//! The table that a run prints, and its record in JSON.

use std::fmt::Write;

use crate::measure::{Plan, Row};
use crate::readers::{Depth, PACKET, READ, WHOLE, peers};

const PIECES: [usize; 4] = [WHOLE, READ, PACKET, 1];

/// Who is measured where, and who is missing.
pub fn head(plan: &Plan) -> String {
    let mut text = format!(
        "MB/s of CPU time, median of {} rounds, and the best of the usual way; \
         {} MB of each corpus (1 MB octet by octet)\n{}\n",
        plan.rounds,
        plan.octets / 1_000_000,
        cpu(),
    );
    for (name, version) in peers() {
        let _ = match version {
            Some(version) => write!(text, "{name} {version}; "),
            None => write!(text, "\n*** {name} IS LEFT OUT: its headers are not installed ***\n"),
        };
    }
    text.trim_end().to_owned()
}

/// The model of the processor, where the system tells.
pub fn cpu() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find(|line| line.starts_with("model name"));
    let model = model.and_then(|line| line.split_once(": "));
    model.map_or("an unnamed processor", |(_, name)| name).to_owned()
}

/// The table of one corpus.
pub fn table(corpus: &str, rows: &[Row]) -> String {
    let mut text = format!(
        "\n{corpus:24} {:>8} {:>8} {:>8} {:>8} | {:>8} | {:>9} | {:>12} {:>10}\n",
        "whole", "16 KiB", "1460", "1 octet", "best", "ours is", "alloc/stanza", "peak heap"
    );
    for own in rows.chunk_by(|a, b| a.reader.key == b.reader.key) {
        line(&mut text, own);
    }
    text
}

fn line(text: &mut String, own: &[Row]) {
    let home = home(own);
    let _ = write!(text, "{:24}", home.reader.title);
    for piece in PIECES {
        let _ = match own.iter().find(|row| row.piece == piece) {
            Some(row) => write!(text, " {:8.1}", row.median),
            None => write!(text, " {:>8}", "-"),
        };
    }
    let _ = writeln!(
        text,
        " | {:8.1} | {:7.2} x | {:12.1} {:>8} K",
        home.best,
        home.ours_is,
        home.heap.allocations as f64 / home.stanzas as f64,
        home.heap.peak.div_ceil(1_000)
    );
}

/// The way a reader is mostly used: in pieces as they are read, if it can do that.
fn home(rows: &[Row]) -> &Row {
    rows.iter().find(|row| row.piece == READ).unwrap_or(&rows[0])
}

/// The record: a list of rows, one a line.
pub fn json(plan: &Plan, tables: &[(&str, Vec<Row>)]) -> String {
    let rows = tables.iter().flat_map(|(corpus, rows)| rows.iter().map(move |row| (corpus, row)));
    let rows: Vec<String> = rows.map(|(corpus, row)| json_row(corpus, row)).collect();
    let versions: Vec<String> = peers()
        .iter()
        .map(|(name, version)| format!("\"{name}\": \"{}\"", version.unwrap_or("left out")))
        .collect();
    format!(
        "{{\"what\": \"MB/s of CPU time\", \"rounds\": {}, \"cpu\": \"{}\",\n\"peers\": {{{}}},\n\"rows\": [\n{}\n]}}\n",
        plan.rounds,
        cpu().replace(['"', '\\'], ""),
        versions.join(", "),
        rows.join(",\n")
    )
}

fn json_row(corpus: &str, row: &Row) -> String {
    let piece = if row.piece == WHOLE { 0 } else { row.piece };
    format!(
        "{{\"corpus\": \"{corpus}\", \"reader\": \"{}\", \"title\": \"{}\", \"piece\": {piece}, \
         \"namespaces\": {}, \"mb_s\": {:.1}, \"best_mb_s\": {:.1}, \"ours_is\": {:.2}, \
         \"allocations_per_stanza\": {:.2}, \"peak_heap\": {}}}",
        row.reader.key,
        row.reader.title,
        row.reader.depth == Depth::Namespaces,
        row.median,
        row.best,
        row.ours_is,
        row.heap.allocations as f64 / row.stanzas as f64,
        row.heap.peak
    )
}
