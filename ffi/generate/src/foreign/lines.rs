//! The canonical lines (`core/src/declare.rs` tells their form), made in each language from the
//! fields that have crossed: what replays transcripts compares them, and a field that is damaged on
//! its way shows.

use super::{Language, Part, Value};
use crate::declarations::{Declaration, Field};
use crate::model::{Many, Model, REFUSALS, Shape};

/// Outputs that the replayer reads by itself, being no lines.
const UNWRITTEN: [&str; 3] = ["Transmit", "Event", "Wait"];

/// The whole file.
pub fn lines<L: Language>(model: &Model, language: &L) -> String {
    let mut out = L::LINES_HEAD.to_owned();
    let mut roots = vec!["Output"];
    roots.extend(REFUSALS);
    let reached = model.reachable(&roots);
    for flat in model.flats(&reached) {
        out += &language.flat(flat);
    }
    for declaration in reached.into_iter().filter(|reached| !has_no_fields(reached)) {
        out += &written(model, language, declaration);
    }
    out + L::LINES_TAIL
}

/// A choice whose variants may get fields has none in these languages until one has.
fn has_no_fields(declaration: &Declaration) -> bool {
    let bare = declaration.variants.iter().all(|variant| variant.fields.is_empty());
    declaration.kind == "choice" && bare
}

fn written<L: Language>(model: &Model, language: &L, declaration: &Declaration) -> String {
    let name = &declaration.name;
    if declaration.variants.is_empty() {
        return language.record(declaration, &parts(model, name, &declaration.fields));
    }
    let shown = |variant: &str| name != "Output" || !UNWRITTEN.contains(&variant);
    let variants = declaration.variants.iter().filter(|variant| shown(&variant.name));
    let variants = variants.map(|variant| {
        (variant, parts(model, &format!("{name}.{}", variant.name), &variant.fields))
    });
    language.choice(declaration, &variants.collect::<Vec<_>>())
}

fn parts<'a>(model: &'a Model, owner: &str, fields: &'a [Field]) -> Vec<Part<'a>> {
    let part = |field: &'a Field| {
        let (many, shape) = model.shape(&field.ty);
        let value = if matches!(shape, Shape::View(_)) { Value::Stanza } else { Value::Field };
        let many = if value == Value::Stanza { Many::One } else { many };
        Part { path: format!("{owner}.{}", field.name), field, value, writer: writer(shape), many }
    };
    fields.iter().map(part).collect()
}

/// The name of what writes a value, in the style of declarations: languages write it as theirs.
fn writer(shape: Shape) -> String {
    match shape {
        Shape::Flag => "flag".to_owned(),
        Shape::Number(_) | Shape::Id => "number".to_owned(),
        Shape::Text("SecretText") => "secret".to_owned(),
        Shape::Text(_) | Shape::Element | Shape::View(_) => "text".to_owned(),
        Shape::Octets => "octets".to_owned(),
        Shape::Flat(declaration) | Shape::Lent(declaration) => declaration.name.clone(),
    }
}
