//! The tools that tests in C need, and where things are.
#![allow(dead_code)] // not each test uses all of them

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of this package.
pub fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder for what a test makes, in the target directory.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("the target directory is writable");
    folder
}

/// The C compiler, or a loud word that the test was skipped.
pub fn compiler() -> Option<Command> {
    tool("cc")
}

/// A program on the PATH.
pub fn tool(name: &str) -> Option<Command> {
    let there = Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success());
    if !there {
        eprintln!("SKIPPED: there is no `{name}` on the PATH");
    }
    there.then(|| Command::new(name))
}
