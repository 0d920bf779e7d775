//! A sample of the corpora of the fuzzer, through the checks that it drives.

use std::fs;
use std::path::{Path, PathBuf};

use xmpp_fuzz_checks::TARGETS;

/// Files of one corpus that are replayed: evenly spread, all of them if `FUZZ_CORPUS=all`.
const SAMPLE: usize = 60;

fn corpus(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    files.sort();
    files
}

#[test]
fn every_target_holds_for_its_corpus() {
    let all = std::env::var("FUZZ_CORPUS").is_ok_and(|which| which == "all");
    for (target, check) in TARGETS {
        let files = corpus(target);
        assert!(!files.is_empty(), "the corpus of {target} is empty");
        let step = if all { 1 } else { files.len().div_ceil(SAMPLE) };
        for file in files.iter().step_by(step) {
            println!("{target} {}", file.display()); // the last one names what failed
            check(&fs::read(file).expect("readable"));
        }
    }
}

#[test]
fn every_target_can_be_driven() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
    let manifest = fs::read_to_string(manifest).expect("the fuzzer's manifest");
    let driven = manifest.matches("[[bin]]").count();
    assert_eq!(driven, TARGETS.len());
    for (target, _) in TARGETS {
        assert!(manifest.contains(&format!("name = \"{target}\"")), "{target}");
    }
}
