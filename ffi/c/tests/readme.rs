//! What the README for C shows is what is tested: the echo bot, to the letter.

mod tools;

use std::fs::read_to_string;
use tools::here;

#[test]
fn the_readme_shows_the_echo_bot() {
    let readme = read_to_string(here().join("README.md")).expect("a README");
    let (_, behind) = readme.split_once("```c\n").expect("a program in C");
    let (shown, _) = behind.split_once("```").expect("its end");
    assert_eq!(shown, read_to_string(here().join("examples/echo.c")).expect("the bot"));
}
