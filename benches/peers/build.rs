//! Compiles the readers in C for those libraries that are installed, and notes all versions.

use std::path::PathBuf;

fn main() {
    println!("cargo::rerun-if-changed=c");
    println!("cargo::rerun-if-changed=Cargo.lock");
    println!("cargo::rustc-check-cfg=cfg(has_expat, has_libxml2)");
    compile("heap", &[]);
    for (name, module) in [("expat", "expat"), ("libxml2", "libxml-2.0")] {
        match pkg_config::probe_library(module) {
            Ok(library) => {
                compile(name, &library.include_paths);
                // Behind the reader that uses it, or a linker that goes in order finds nothing.
                library.libs.iter().for_each(|lib| println!("cargo::rustc-link-lib={lib}"));
                println!("cargo::rustc-cfg=has_{name}");
                version(name, &library.version);
            }
            Err(_) => println!("cargo::warning=no {module} found: {name} is LEFT OUT"),
        }
    }
    let lock = std::fs::read_to_string("Cargo.lock").unwrap_or_default();
    for name in ["quick-xml", "rxml", "minidom"] {
        version(&name.replace('-', "_"), locked(&lock, name));
    }
}

fn compile(name: &str, include: &[PathBuf]) {
    let mut build = cc::Build::new();
    build.file(format!("c/{name}.c")).includes(include).warnings(true);
    build.compile(&format!("peers_{name}"));
}

fn version(name: &str, version: &str) {
    println!("cargo::rustc-env=VERSION_{name}={version}");
}

/// The version of a package in Cargo.lock.
fn locked<'a>(lock: &'a str, name: &str) -> &'a str {
    let (_, rest) =
        lock.split_once(&format!("name = \"{name}\"\nversion = \"")).unwrap_or_default();
    rest.split('"').next().unwrap_or_default()
}
