//! The header compiles as C99 and as C++11, without a warning and without anything before it.

mod tools;

use tools::{compiler, here, scratch};

const STRICT: [&str; 5] = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only"];

#[test]
fn the_header_is_c99_and_cpp11() {
    let folder = scratch("header");
    let source = folder.join("header.c");
    let twice = "#include \"xmpp.h\"\n#include \"xmpp.h\"\nint main(void) { return 0; }\n";
    std::fs::write(&source, twice).expect("a scratch folder is writable");
    for language in [["-xc", "-std=c99"], ["-xc", "-std=c11"], ["-xc++", "-std=c++11"]] {
        let Some(mut cc) = compiler() else { return };
        cc.args(STRICT).args(language).arg("-I").arg(here().join("include")).arg(&source);
        let output = cc.output().expect("the compiler runs");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{language:?}:\n{told}");
    }
}
