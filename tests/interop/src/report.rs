//! The table: server, path, outcome.

use std::time::Instant;

use crate::Outcome;

/// Collects outcomes and prints each as it comes.
#[derive(Default)]
pub struct Report {
    passed: usize,
    failed: usize,
}

impl Report {
    /// Runs one case and prints its row.
    pub fn case(&mut self, server: &str, path: &str, run: impl FnOnce() -> Outcome<()>) {
        let began = Instant::now();
        let outcome = run();
        let millis = began.elapsed().as_millis();
        match outcome {
            Ok(()) => {
                self.passed += 1;
                println!("{server:<9} | {path:<60} | passed ({millis} ms)");
            }
            Err(fault) => {
                self.failed += 1;
                println!("{server:<9} | {path:<60} | FAILED ({millis} ms): {fault}");
            }
        }
    }

    /// Prints the closing line; whether all is well.
    pub fn finish(self) -> bool {
        let Report { passed, failed } = self;
        println!("{passed} passed, {failed} failed, 0 skipped"); // a case is run or is not there
        failed == 0 && passed > 0
    }
}
