//! What the README shows is what is compiled.

const README: &str = include_str!("../../../README.md");
const ECHO: &str = include_str!("../examples/echo.rs");

#[test]
fn the_echo_bot_of_the_readme_is_the_example() {
    let code = ECHO.split_once("\n\n").expect("a head and the code").1;
    assert!(README.contains(&format!("```rust\n{code}```")), "README and examples/echo.rs differ");
}
