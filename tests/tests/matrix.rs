//! The matrix of phases and mishaps, `tests/transcripts/MATRIX.md`: no phase is missing, no cell is
//! empty, each names a play, and each play of the folder `matrix` has its cell.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What can go wrong, as the columns are headed.
const MISHAPS: [&str; 5] = ["stream error", "EOF", "timeout", "wrong element", "over-limit input"];

/// The phases that there have to be.
const PHASES: [&str; 16] = [
    "connecting",
    "header",
    "features",
    "STARTTLS (proceed)",
    "TLS (host secured)",
    "trust verdict",
    "credentials",
    "SASL login (challenge)",
    "header behind login",
    "features behind login",
    "bind",
    "legacy session",
    "session without SM",
    "enabling SM",
    "session with SM",
    "closing",
];

#[test]
fn every_phase_has_a_row_of_plays() {
    let rows = rows();
    let head: Vec<&str> = ["phase"].into_iter().chain(MISHAPS).collect();
    assert_eq!(rows.first().map(Vec::as_slice), Some(to_owned(&head).as_slice()));
    let phases: Vec<&str> = rows.iter().skip(2).map(|row| row[0].as_str()).collect();
    assert_eq!(phases, PHASES);
    let faults: Vec<String> = rows.iter().skip(2).flat_map(|row| faults(row)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_play_of_the_matrix_has_its_cell() {
    let named: BTreeSet<String> = rows().into_iter().skip(2).flatten().collect();
    let files = std::fs::read_dir(folder().join("matrix")).expect("the folder is readable");
    for file in files {
        let name = file.expect("its entries are readable").file_name();
        let cell = format!("matrix/{}", name.to_string_lossy());
        assert!(named.contains(&cell), "{cell} stands in no cell");
    }
}

/// What is wrong with one row.
fn faults(row: &[String]) -> Vec<String> {
    let phase = &row[0];
    let mut faults = Vec::new();
    if row.len() != MISHAPS.len() + 1 {
        faults.push(format!("{phase}: {} cells", row.len() - 1));
    }
    for (cell, mishap) in row.iter().skip(1).zip(MISHAPS) {
        let reason = cell.strip_prefix("cannot happen: ");
        // All files below the folder are played by the test of transcripts.
        let is_play = cell.ends_with(".txt") && folder().join(cell).is_file();
        if !is_play && reason.is_none_or(str::is_empty) {
            faults.push(format!("{phase}, {mishap}: {cell:?} is no play"));
        }
    }
    faults
}

/// The lines of the table, as cells.
fn rows() -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(folder().join("MATRIX.md")).expect("the matrix is there");
    let lines = text.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'));
    lines.map(|line| to_owned(&line.split('|').map(str::trim).collect::<Vec<_>>())).collect()
}

fn to_owned(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("transcripts")
}
