//! Every transcript, replayed whole, octet by octet and at random cuts.

use std::path::{Path, PathBuf};

use xmpp_tests::transcript::{Cuts, play};

/// Seeds of the random cuts; a failure prints the one it came with.
const SEEDS: std::ops::Range<u64> = 1..5;

#[test]
fn every_transcript_is_played_as_written() {
    let update = std::env::var_os("UPDATE").is_some();
    let files = transcripts(&folder());
    assert!(!files.is_empty(), "transcripts are missing");
    let mut failures = Vec::new();
    for file in &files {
        if update {
            failures.extend(play(file, Cuts::Whole, true).err());
        }
        let cuts = [Cuts::Whole, Cuts::Octets].into_iter().chain(SEEDS.map(Cuts::Random));
        // One failure a file is enough to read.
        failures.extend(cuts.map(|cuts| play(file, cuts, false)).find_map(Result::err));
    }
    assert!(failures.is_empty(), "{}\n{} failed", failures.join("\n\n"), failures.len());
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("transcripts")
}

/// All `.txt` files. Those that exist to be included are plays as well: the beginnings of others.
fn transcripts(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder of transcripts is readable") {
        let path = entry.expect("its entries are readable").path();
        if path.is_dir() {
            files.extend(transcripts(&path));
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            files.push(path);
        }
    }
    files.sort();
    files
}
