//! Programs in C, linked with the static library and with the shared one.

mod tools;

use std::path::PathBuf;

use tools::{Link, here, run};

fn program(name: &str) -> PathBuf {
    here().join("tests/c").join(name).with_extension("c")
}

#[test]
fn values_and_elements() {
    run(&program("values"), Link::Static, None);
}

#[test]
fn a_session() {
    run(&program("session"), Link::Static, None);
    run(&program("session"), Link::Shared, None);
}

#[test]
fn the_helper() {
    run(&program("posix"), Link::Static, None);
}

#[test]
fn canonical_lines() {
    run(&program("lines"), Link::Static, None);
}

#[test]
fn bad_input() {
    let Some(told) = run(&program("bad_input"), Link::Static, None) else { return };
    let found: Vec<&str> = told.lines().filter(|line| line.contains("was freed before")).collect();
    assert_eq!(found.len(), 4, "each double free is told in a debug build: {told}");
}
