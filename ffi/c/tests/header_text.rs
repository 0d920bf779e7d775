//! What is made of the header's text: a call of every function with nothing but zeros, and a header
//! as it was before most of what is in it now.

mod tools;

use tools::prototypes::{header, prototypes, taken_apart};
use tools::{Link, here, run, scratch};

/// A zero of a type.
fn zero(ty: &str) -> &'static str {
    match ty {
        _ if ty.ends_with('*') => "NULL",
        "xmpp_str" => "xmpp_text(NULL)",
        "xmpp_octets" => "octets",
        "xmpp_now" => "now",
        _ => "0",
    }
}

/// A call with zeros, `first` for the first argument apart.
fn call(name: &str, types: &[String], first: Option<&str>) -> String {
    let zeros = types.iter().map(|ty| zero(ty));
    let arguments: Vec<&str> = first.into_iter().chain(zeros.skip(first.iter().count())).collect();
    format!("  (void){name}({});\n", arguments.join(", "))
}

#[test]
fn every_function_takes_nothing_for_everything() {
    let functions: Vec<_> = prototypes(&header()).iter().map(|p| taken_apart(p)).collect();
    let symbols = std::fs::read_to_string(here().join("abi/symbols.txt")).expect("a list");
    let all = symbols.lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!(functions.len(), all, "a prototype was not understood");
    let handles = ["engine", "builder", "parser"];
    let mut calls = String::new();
    for (name, types) in &functions {
        calls += &call(name, types, None);
        let takes = |handle: &&&str| types.first() == Some(&format!("xmpp_{handle} *"));
        for handle in handles.iter().filter(takes) {
            if !name.ends_with("_free") {
                calls += &call(name, types, Some(handle));
            }
        }
    }
    let text = format!(
        "#include \"server.h\"\n\nint main(void) {{\n  static world w;\n  xmpp_octets octets = {{NULL, 0}};\n  \
         xmpp_now now = {{0, 0}};\n  xmpp_config config;\n  xmpp_engine *engine;\n  xmpp_parser *parser = \
         xmpp_parser_new(NULL, NULL);\n  xmpp_builder *builder = xmpp_builder_new(xmpp_text(\"a\"), octets.ptr \
         ? xmpp_text(\"\") : xmpp_text(NULL), NULL);\n  defaults(&config);\n  begin(&w, &config);\n  \
         expect(&w, XMPP_EVENT_ONLINE);\n  engine = w.engine;\n{calls}  xmpp_engine_free(engine);\n  \
         xmpp_parser_free(parser);\n  xmpp_builder_free(builder);\n  puts(\"zeros: ok\");\n  return 0;\n}}\n"
    );
    let file = scratch("zeros").join("zeros.c");
    std::fs::write(&file, text).expect("a scratch folder is writable");
    run(&file, Link::Static, None);
}

/// The header without what an older one did not have.
fn older(header: &str) -> String {
    let known = ["ONLINE", "MESSAGE", "WRITTEN"].map(|name| format!("XMPP_EVENT_{name} "));
    let event = |line: &&str| line.starts_with("#define XMPP_EVENT_");
    let kept = |line: &&str| !event(line) || known.iter().any(|known| line.contains(known));
    let text: String = header.lines().filter(kept).map(|line| format!("{line}\n")).collect();
    let end = text.find("} xmpp_config;").expect("the config is a struct");
    let tls = text[..end].rfind("  int32_t tls;\n").expect("the config has `tls`");
    text[..tls].to_owned() + "  int32_t tls;\n" + &text[end..]
}

#[test]
fn an_older_program_runs_on() {
    let folder = scratch("older");
    std::fs::write(folder.join("xmpp.h"), older(&header())).expect("a scratch folder is writable");
    run(&here().join("tests/c/older.c"), Link::Shared, Some(&folder));
}
