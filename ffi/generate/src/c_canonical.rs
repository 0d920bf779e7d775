//! The canonical line of an event (`core/src/declare.rs` tells its form), made in C from what the
//! accessors give: what replays transcripts through the border compares such lines, and a field
//! that is damaged on its way shows.

use crate::declarations::{Declaration, Field};
use crate::model::{LENT, Many, Model, Shape, fields};
use crate::names::{c_type, constant, snake};
use std::fmt::Write;

/// `tests/c/canonical.h`: what is written by hand, then one function for each declaration.
pub fn canonical_h(model: &Model) -> String {
    let mut out = include_str!("canonical.h").to_owned();
    let lent = model.reachable(&LENT);
    for declaration in &lent {
        let _ = writeln!(out, "{};", head(declaration));
    }
    for choice in flats(model, &lent) {
        flat(&mut out, choice);
    }
    for declaration in &lent {
        function(&mut out, model, declaration);
    }
    out.push_str(&crate::c_refusals::refusals(model));
    out + include_str!("canonical_end.h")
}

/// Choices that are mere numbers, in the order of declaration.
fn flats<'a>(model: &'a Model, lent: &[&Declaration]) -> Vec<&'a Declaration> {
    let used = |choice: &&Declaration| {
        let mut all = lent.iter().flat_map(|declaration| fields(declaration));
        all.any(
            |field| matches!(model.shape(&field.ty), (_, Shape::Flat(d)) if d.name == choice.name),
        )
    };
    model.table.iter().filter(used).collect()
}

fn head(declaration: &Declaration) -> String {
    let name = snake(&declaration.name);
    let unused = if declaration.name == "Event" { "" } else { "CANONICAL_PART " };
    format!(
        "{unused}static inline void put_{name}(canonical *out, const {} *it)",
        c_type(&declaration.name)
    )
}

fn flat(out: &mut String, choice: &Declaration) {
    let name = snake(&choice.name);
    let _ = write!(
        out,
        "\nCANONICAL_PART static inline void put_{name}(canonical *out, int32_t it) {{\n  switch (it) {{\n"
    );
    for variant in &choice.variants {
        let number = constant(&choice.name, &variant.name);
        let _ = writeln!(out, "  case {number}:\n    put(out, \"{}\");\n    break;", variant.name);
    }
    out.push_str("  default:\n    put(out, \"?\");\n  }\n}\n");
}

fn function(out: &mut String, model: &Model, declaration: &Declaration) {
    let _ = writeln!(out, "\n{} {{", head(declaration));
    let all: Vec<&Field> = fields(declaration).collect();
    if all.is_empty() && declaration.variants.is_empty() {
        out.push_str("  (void)it;\n");
    }
    if declaration.variants.is_empty() {
        braces(out, model, declaration, None, &declaration.fields, "  ");
    } else {
        let _ = writeln!(out, "  switch ({}_kind(it)) {{", c_type(&declaration.name));
        for variant in &declaration.variants {
            let number = constant(&declaration.name, &variant.name);
            let _ = writeln!(out, "  case {number}:\n    put(out, \"{}\");", variant.name);
            if !variant.fields.is_empty() {
                braces(out, model, declaration, Some(&variant.name), &variant.fields, "    ");
            }
            out.push_str("    break;\n");
        }
        out.push_str("  default:\n    put(out, \"?\");\n  }\n");
    }
    out.push_str("}\n");
}

fn braces(
    out: &mut String,
    model: &Model,
    owner: &Declaration,
    variant: Option<&str>,
    fields: &[Field],
    indent: &str,
) {
    let _ = writeln!(out, "{indent}put(out, \"{{\");");
    for field in fields {
        let middle = variant.map(|variant| snake(variant) + "_").unwrap_or_default();
        let accessor = format!("{}_{middle}{}", c_type(&owner.name), field.name);
        for line in put_field(model, &accessor, field).lines() {
            let _ = writeln!(out, "{indent}{line}");
        }
    }
    let _ = writeln!(out, "{indent}put(out, \"}}\");");
}

/// What writes ` name=value`, unless the value is absent.
fn put_field(model: &Model, accessor: &str, field: &Field) -> String {
    let (name, (many, shape)) = (&field.name, model.shape(&field.ty));
    match many {
        Many::One => one(name, shape, &format!("{accessor}(it)"), accessor),
        Many::Optional => optional(name, shape, accessor),
        Many::List => {
            let item = put(shape, &format!("{accessor}_at(it, i)"));
            format!(
                "if ({accessor}_count(it) > 0) {{\n  size_t i;\n  put_name(out, \"{name}\");\n  for (i = 0; i < \
                 {accessor}_count(it); i++) {{\n    put(out, i ? \" \" : \"[\");\n    {item}\n  }}\n  put(out, \"]\");\n}}"
            )
        }
    }
}

fn one(name: &str, shape: Shape, value: &str, accessor: &str) -> String {
    let plain = format!("put_name(out, \"{name}\");\n{}", put(shape, value));
    match shape {
        Shape::Flag => {
            format!("if ({value}) {{\n  put_name(out, \"{name}\");\n  put(out, \"true\");\n}}")
        }
        Shape::Octets => {
            format!(
                "if ({value}.len > 0) {{\n  put_name(out, \"{name}\");\n  {}\n}}",
                put(shape, value)
            )
        }
        Shape::Element => through(name, "xmpp_element", accessor, "put_element(out, &found);"),
        _ => plain,
    }
}

fn optional(name: &str, shape: Shape, accessor: &str) -> String {
    let value = format!("{accessor}(it)");
    let there = match shape {
        Shape::Flag => return through(name, "bool", accessor, &put(shape, "found")),
        Shape::Number(ty) => return through(name, c_number(ty), accessor, &put(shape, "found")),
        Shape::Id => return through(name, "uint64_t", accessor, &put(shape, "found")),
        Shape::Element => {
            return through(name, "xmpp_element", accessor, "put_element(out, &found);");
        }
        Shape::Text(_) | Shape::Octets => format!("{value}.ptr"),
        _ => value.clone(),
    };
    format!("if ({there}) {{\n  put_name(out, \"{name}\");\n  {}\n}}", put(shape, &value))
}

fn through(name: &str, ty: &str, accessor: &str, work: &str) -> String {
    format!(
        "{{\n  {ty} found;\n  if ({accessor}(it, &found)) {{\n    put_name(out, \"{name}\");\n    {work}\n  }}\n}}"
    )
}

fn c_number(ty: &str) -> &'static str {
    match ty {
        "u16" => "uint16_t",
        "u32" => "uint32_t",
        "i32" => "int32_t",
        "i64" => "int64_t",
        _ => "uint64_t",
    }
}

/// The statement that writes a value.
fn put(shape: Shape, value: &str) -> String {
    match shape {
        Shape::Flag => format!("put(out, {value} ? \"true\" : \"false\");"),
        Shape::Number("i32" | "i64") => format!("put_signed(out, {value});"),
        Shape::Number(_) | Shape::Id => format!("put_number(out, {value});"),
        Shape::Text("SecretText") => "put(out, \"***\");".to_owned(),
        Shape::Text(_) => format!("put_text(out, {value});"),
        Shape::Octets => format!("put_octets(out, {value});"),
        Shape::Flat(d) | Shape::Lent(d) => format!("put_{}(out, {value});", snake(&d.name)),
        Shape::View(view) => format!("put_{}(out, {value});", snake(view)),
        Shape::Element => "put_element(out, &found);".to_owned(),
    }
}
