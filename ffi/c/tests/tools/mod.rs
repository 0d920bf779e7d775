//! The tools that tests in C need, and where things are.
#![allow(dead_code)] // not each test uses all of them

pub mod prototypes;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

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

/// The folder in which both libraries stand. A test does not bring them along: cargo makes only
/// what Rust links.
pub fn libraries() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("tmp is in target");
        let mut build = Command::new(cargo);
        // What cargo tells a test about its package would reach the build scripts of others, which
        // would then build anew, here and the next time outside.
        let prefixes = ["CARGO_PKG_", "CARGO_MANIFEST_", "OUT_DIR"];
        let ours = |name: &str| prefixes.iter().any(|prefix| name.starts_with(prefix));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(ours)) {
            build.env_remove(name);
        }
        let status = build
            .args(["build", "--quiet", "--locked", "--package", "libxmpp", "--target-dir"])
            .arg(target)
            .current_dir(here())
            .status()
            .expect("cargo runs");
        assert!(status.success(), "the library does not build");
        target.join("debug")
    })
}

/// How a program is linked.
#[derive(Clone, Copy, Debug)]
pub enum Link {
    /// With `libxmpp.a`.
    Static,
    /// With `libxmpp.so`, found under the name that the loader knows.
    Shared,
}

/// Compiles and runs a program, with another header if there is one. Gives what it wrote to standard
/// error; `None` if there is no compiler.
pub fn run(source: &Path, link: Link, header: Option<&Path>) -> Option<String> {
    let include = header.map(|folder| format!("-I{}", folder.display()));
    let name = source.file_stem().expect("a file").to_string_lossy().into_owned();
    let program = compile(source, &format!("{name}-{link:?}"), link, include.as_slice())?;
    let output = Command::new(&program).output().expect("the program runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{name}, {link:?}: {}\n{told}", output.status);
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{name}: ok\n"));
    Some(told)
}

/// Compiles a program under this name; `first` are arguments before all others. `None` if there is no
/// compiler.
pub fn compile(source: &Path, name: &str, link: Link, first: &[String]) -> Option<PathBuf> {
    let mut cc = compiler()?;
    let program = scratch("programs").join(name);
    cc.args(["-std=c99", "-g", "-Wall", "-Wextra", "-Werror", "-pedantic", "-o"]).arg(&program);
    cc.args(first).arg(source);
    cc.arg("-I").arg(here().join("include")).arg("-I").arg(here().join("tests/c"));
    match link {
        Link::Static => cc.arg(libraries().join("libxmpp.a")).args(["-lpthread", "-ldl", "-lm"]),
        Link::Shared => cc.arg(libraries().join("libxmpp.so")).arg(run_path()),
    };
    let compiled = cc.output().expect("the compiler runs");
    assert!(compiled.status.success(), "{name}:\n{}", String::from_utf8_lossy(&compiled.stderr));
    Some(program)
}

/// The file of the shared library is not called as the loader finds it, before an installation.
fn run_path() -> String {
    static COPIED: OnceLock<String> = OnceLock::new();
    let path = COPIED.get_or_init(|| {
        let folder = scratch("programs/lib").join(std::process::id().to_string());
        std::fs::create_dir_all(&folder).expect("the target directory is writable");
        let link = folder.join("libxmpp.so.0");
        if !link.exists() {
            std::os::unix::fs::symlink(libraries().join("libxmpp.so"), link).expect("a link");
        }
        format!("-Wl,-rpath,{}", folder.display())
    });
    path.clone()
}
