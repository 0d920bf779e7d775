//! The functions of the header, taken apart.

use super::here;

/// The text of the header.
pub fn header() -> String {
    std::fs::read_to_string(here().join("include/xmpp.h")).expect("the header is checked in")
}

/// Each prototype on one line: `int32_t xmpp_engine_eof(xmpp_engine *engine, uint64_t conn)`.
pub fn prototypes(header: &str) -> Vec<String> {
    let code = without_comments(header);
    let lines = code.lines().filter(|line| !line.starts_with('#'));
    let code = lines.collect::<Vec<_>>().join(" ");
    let parts = code.split([';', '{', '}']);
    let parts = parts.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    parts
        .filter(|part| part.ends_with(')') && !part.contains(['=', '?', '&']))
        .filter(|part| !part.contains("static inline"))
        .collect()
}

fn without_comments(header: &str) -> String {
    let parts = header.split("/*").enumerate();
    let outside = parts.filter_map(|(i, part)| match i {
        0 => Some(part),
        _ => part.split_once("*/").map(|(_, behind)| behind),
    });
    outside.collect()
}

/// The name of a prototype's function, and the types of its parameters.
pub fn taken_apart(prototype: &str) -> (String, Vec<String>) {
    let (head, parameters) = prototype.split_once('(').expect("a prototype");
    let name = head.rsplit([' ', '*']).next().expect("a name").to_owned();
    let parameters = parameters.trim_end_matches(')').split(", ").filter(|it| *it != "void");
    let types = parameters.map(|parameter| {
        let end = parameter.rfind([' ', '*']).map_or(0, |at| at + 1);
        parameter[..end].trim().to_owned()
    });
    (name, types.collect())
}
