//! All transcripts through the border, by a replayer in C; and that it sees what is damaged there.

mod tools;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tools::prototypes::{header, prototypes};
use tools::{Link, compile, here, scratch};

/// All `.txt` files. None is left out: what a transcript needs, the border has.
fn transcripts() -> Vec<PathBuf> {
    let folder = here().join("../../tests/transcripts").canonicalize().expect("transcripts");
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder of transcripts is readable") {
            let path = entry.expect("its entries are readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "txt") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Lines of events and of other outputs in a file with all that it includes.
fn lines(path: &Path) -> (usize, usize) {
    let text = std::fs::read_to_string(path).expect("a transcript is readable");
    let folder = path.ancestors().find(|folder| folder.ends_with("transcripts"));
    let included = text.lines().filter_map(|line| line.strip_prefix("& "));
    let included = included.map(|name| lines(&folder.expect("the folder").join(name)));
    let count = |sign| text.lines().filter(|line| line.starts_with(sign)).count();
    included.fold((count('!'), count('*')), |sum, more| (sum.0 + more.0, sum.1 + more.1))
}

fn replay(program: &Path, files: &[PathBuf], corrupt: Option<usize>) -> Output {
    let mut replay = Command::new(program);
    replay.args(files).envs(corrupt.map(|number| ("CORRUPT", number.to_string())));
    replay.output().expect("the replayer runs")
}

fn source() -> PathBuf {
    here().join("tests/c/replay.c")
}

#[test]
fn every_transcript_is_played_as_written() {
    let Some(program) = compile(&source(), "replay", Link::Static, &[]) else { return };
    let files = transcripts();
    let output = replay(&program, &files, None);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    // Each line of each file was compared, in both plays.
    let sum = files.iter().map(|file| lines(file));
    let (events, outputs) = sum.fold((0, 0), |sum, more| (sum.0 + more.0, sum.1 + more.1));
    let said = String::from_utf8_lossy(&output.stdout);
    let (files, events, outputs) = (files.len(), 2 * events, 2 * outputs);
    let want = format!("files={files} failed=0 events={events} outputs={outputs} octets=");
    assert!(said.starts_with(&want), "{said} is not {want}");
}

/// Fields of `xmpp_output`: when there is something to damage, and how.
const OUTPUT: [(&str, &str, &str); 8] = [
    ("conn", "out->conn > 0", "out->conn += 1"),
    ("bytes", "out->bytes.len > 0", "out->bytes.len -= 1"),
    ("target", "out->target", "out->target = NULL"),
    ("domain", "out->domain.len > 0", "out->domain.len -= 1"),
    ("event", "out->event", "out->event = NULL"),
    ("read", "out->kind == XMPP_OUT_WAIT", "out->read = !out->read"),
    ("has_until", "out->has_until", "out->has_until = 0"),
    ("until", "out->has_until", "out->until += 1"),
];

/// What a damaged accessor gives: when there is something to damage, and how.
fn damage(ty: &str, is_out: bool) -> (&'static str, &'static str) {
    match ty {
        "bool" if is_out => ("value", "value = false"),
        "bool" => ("true", "value = !value"),
        "xmpp_str" | "xmpp_octets" => ("value.len > 0", "value.len -= 1"),
        _ if ty.ends_with('*') => ("value", "value = NULL"),
        _ => ("true", "value += 1"),
    }
}

/// How many fields transcripts reach: more with each one for a new event, never fewer. What else is
/// declared stands in stanzas, or in faults that no transcript can bring about.
const REACHED: usize = 126;

/// The accessors that make lines, and around each a function that can damage what it gives. It tells
/// the first file in which it could. `CORRUPT` names the one that does.
fn corrupted(header: &str, canonical: &str) -> (String, Vec<String>) {
    let mut names = Vec::new();
    let mut text =
        "#define CORRUPTED\n#include <stdio.h>\n#include <stdlib.h>\n#include \"xmpp.h\"\n\
        static const char *playing;\n\
        static inline bool hits(int number, bool *told) {\n  \
          static int chosen = -2;\n  const char *given = chosen == -2 ? getenv(\"CORRUPT\") : NULL;\n  \
          if (chosen == -2) chosen = given ? atoi(given) : -1;\n  \
          if (!*told) fprintf(stderr, \"reached %d %s\\n\", number, playing);\n  \
          *told = true;\n  return chosen == number;\n}\n"
            .to_owned();
    let mut hidden = String::new();
    for prototype in prototypes(header) {
        let (head, parameters) = prototype.split_once('(').expect("a prototype");
        let at = head.rfind("xmpp_").expect("a name of ours");
        let (ty, name) = (head[..at].trim(), &head[at..]);
        let is_read = parameters.starts_with("const xmpp_") && !parameters.contains("char *");
        if !is_read || !canonical.contains(&format!("{name}(")) {
            continue;
        }
        let given = parameters.trim_end_matches(')').split(", ");
        let given: Vec<&str> = given.filter_map(|p| p.rsplit([' ', '*']).next()).collect();
        let (can, how) = damage(ty, given.len() > 1);
        let number = names.len();
        text += &format!(
            "static inline {ty} damaged_{name}({parameters} {{\n  static bool told;\n  {ty} value = {name}({});\n  \
             if ({can} && hits({number}, &told)) {how};\n  return value;\n}}\n",
            given.join(", ")
        );
        hidden += &format!("#define {name} damaged_{name}\n");
        names.push(name.to_owned());
    }
    text += "static inline int32_t damaged_poll(xmpp_engine *engine, xmpp_now now, xmpp_output *out) {\n  \
             static bool told[8];\n  int32_t code = xmpp_engine_poll(engine, now, out);\n";
    for (at, (field, can, how)) in OUTPUT.iter().enumerate() {
        let number = names.len();
        text += &format!("  if ({can} && hits({number}, &told[{at}])) {how};\n");
        names.push(format!("xmpp_output.{field}"));
    }
    (text + "  return code;\n}\n#define xmpp_engine_poll damaged_poll\n" + &hidden, names)
}

#[test]
fn every_damaged_field_is_seen() {
    let canonical = std::fs::read_to_string(here().join("tests/c/canonical.h")).expect("a file");
    let (text, names) = corrupted(&header(), &canonical);
    let file = scratch("programs").join("corrupted.h");
    std::fs::write(&file, text).expect("a scratch folder is writable");
    let first =
        ["-Wno-unused-function".to_owned(), "-include".to_owned(), file.display().to_string()];
    let Some(program) = compile(&source(), "replay-corrupted", Link::Static, &first) else {
        return;
    };
    let sound = replay(&program, &transcripts(), None);
    let told = String::from_utf8_lossy(&sound.stderr);
    assert!(sound.status.success(), "{told}");
    let reached: BTreeMap<usize, PathBuf> = told
        .lines()
        .filter_map(|line| line.strip_prefix("reached ")?.split_once(' '))
        .map(|(number, path)| (number.parse().expect("a number"), PathBuf::from(path)))
        .collect();
    let mut waits = transcripts();
    waits.retain(|path| std::fs::read_to_string(path).is_ok_and(|text| text.contains("- waits")));
    for (number, path) in &reached {
        // What stands in a `Wait` is seen where the transcript asks for it.
        let files =
            if names[*number].starts_with("xmpp_output") { &waits } else { &vec![path.clone()] };
        let seen = replay(&program, files, Some(*number));
        assert!(!seen.status.success(), "{} is damaged in {}", names[*number], path.display());
    }
    let missing = (0..names.len()).filter(|number| !reached.contains_key(number));
    let missing: Vec<&String> = missing.map(|number| &names[number]).collect();
    assert!(reached.len() >= REACHED, "transcripts do not reach {missing:#?}");
}
