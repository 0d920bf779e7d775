//! Compiles `play/`, where there is a compiler for C.

use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=play");
    println!("cargo:rerun-if-changed=../../ffi/c/include");
    println!("cargo:rerun-if-changed=../../ffi/c/tests/c/canonical.h");
    println!("cargo:rustc-check-cfg=cfg(played)");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo gives it"));
    if Command::new("cc").arg("--version").output().is_err() {
        println!(
            "cargo:warning=SKIPPED: without `cc` on the PATH the border to C is not played with"
        );
        return;
    }
    compile(&out);
    println!("cargo:rustc-cfg=played");
    println!("cargo:rustc-link-search=native={}", out.display());
    println!("cargo:rustc-link-lib=static=play");
}

fn compile(out: &Path) {
    let object = out.join("play.o");
    run(Command::new("cc")
        .args(["-std=c99", "-g", "-O1", "-fPIC", "-Wall", "-Wextra", "-Werror", "-pedantic", "-c"])
        .args(["-Wno-unused-function"])
        .args(["-I../../ffi/c/include", "-I../../ffi/c/tests/c", "play/play.c", "-o"])
        .arg(&object));
    run(Command::new("ar").arg("rcs").arg(out.join("libplay.a")).arg(&object));
}

fn run(command: &mut Command) {
    let output = command.output().expect("the compiler's tools run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
