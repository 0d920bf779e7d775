//! Writes the module of one language from the built library, which tells what is in it.

mod docs;
mod kotlin;
mod python;
mod swift;

use std::path::Path;
use std::process::ExitCode;

use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate};

const HELP: &str = "Usage: xmpp-bindgen python|kotlin|swift LIBRARY FOLDER";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        // So maturin calls it, which looks for a command named uniffi-bindgen.
        [
            "generate",
            "--no-format",
            "--language",
            language,
            "--out-dir",
            folder,
            "--library",
            library,
        ]
        | [language, library, folder] => written(language, library, folder),
        _ => Err(HELP.to_owned()),
    }
    .map_or_else(
        |what| {
            eprintln!("xmpp-bindgen: {what}");
            ExitCode::from(2)
        },
        |()| ExitCode::SUCCESS,
    )
}

fn written(language: &str, library: &str, folder: &str) -> Result<(), String> {
    let language = match language {
        "python" => return python::generate(library, Path::new(folder)),
        "kotlin" => TargetLanguage::Kotlin,
        "swift" => TargetLanguage::Swift,
        _ => return Err(HELP.to_owned()),
    };
    let options = GenerateOptions {
        languages: vec![language.clone()],
        source: library.into(),
        out_dir: folder.into(),
        config_override: Some(concat!(env!("CARGO_MANIFEST_DIR"), "/uniffi.toml").into()),
        ..GenerateOptions::default()
    };
    generate(options).map_err(|error| format!("{error:#}"))?;
    match language {
        TargetLanguage::Kotlin => kotlin::improve(Path::new(folder)),
        TargetLanguage::Swift => swift::quicken(Path::new(folder)),
        _ => Ok(()),
    }
}
