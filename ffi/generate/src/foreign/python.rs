//! As Python writes it.

use super::{Language, Part, Value};
use crate::declarations::{Declaration, Field, Variant};
use crate::model::Many;
use crate::names::{screaming, snake};
use crate::text::first_sentence;

/// Python.
pub struct Python;

impl Language for Python {
    const COMMANDS: &str = "bindings/python/src/libxmpp/commands.py";
    const LINES: &str = "bindings/python/tests/canonical.py";
    const COMMANDS_HEAD: &str = include_str!("commands_head.py");
    const LINES_HEAD: &str = include_str!("lines_head.py");
    const LINES_TAIL: &str = include_str!("lines_tail.py");

    fn extension(&self, variant: &Variant, docs: &str, commands: &[String]) -> String {
        format!(
            "\n\nclass {}:\n    \"\"\"{}\"\"\"\n\n    def __init__(self, ask: Ask) -> None:\n        \
             self._ask = ask\n{}",
            variant.name,
            first_sentence(docs),
            commands.concat()
        )
    }

    fn command(&self, extension: &Variant, owner: &str, variant: &Variant) -> String {
        let parameters: String =
            variant.fields.iter().map(|field| format!(", {}", parameter(field))).collect();
        let values: Vec<String> = variant.fields.iter().map(value).collect();
        let asked = format!("engine.{owner}.{}({})", variant.name, values.join(", "));
        format!(
            "\n    def {}(self{parameters}) -> int:\n        \"\"\"{}\"\"\"\n        return \
             self._ask(engine.Command.{}({asked}))\n",
            snake(&variant.name),
            first_sentence(&variant.docs),
            extension.name
        )
    }

    fn extensions(&self, variants: &[Variant]) -> String {
        let property = |variant: &Variant| {
            format!(
                "\n    @property\n    def {}(self) -> {}:\n        return {1}(self.command)\n",
                snake(&variant.name),
                variant.name
            )
        };
        let properties: String = variants.iter().map(property).collect();
        format!(
            "\n\nclass Commands:\n    \"\"\"What an app can ask of extensions; the id that comes back \
             stands in the events about it.\"\"\"\n\n    def command(self, asked: engine.Command) -> \
             int:\n        raise NotImplementedError\n{properties}"
        )
    }

    fn flat(&self, choice: &Declaration) -> String {
        let name = &choice.name;
        let entry = |variant: &Variant| {
            format!("    engine.{name}.{}: \"{}\",\n", screaming(&variant.name), variant.name)
        };
        let entries: String = choice.variants.iter().map(entry).collect();
        format!("\n\n{} = {{\n{entries}}}.__getitem__\n", snake(name))
    }

    fn record(&self, record: &Declaration, parts: &[Part]) -> String {
        format!("\n\ndef {}(it):\n    return {}\n", snake(&record.name), braces("", parts, "    "))
    }

    fn choice(&self, choice: &Declaration, variants: &[(&Variant, Vec<Part>)]) -> String {
        let case = |(variant, parts): &(&Variant, Vec<Part>)| {
            format!(
                "    if isinstance(it, engine.{}.{}):\n        return {}\n",
                choice.name,
                variant.name,
                braces(&variant.name, parts, "        ")
            )
        };
        let cases: String = variants.iter().map(case).collect();
        let stanza = if choice.name == "Event" { ", stanza" } else { "" };
        format!("\n\ndef {}(it{stanza}):\n{cases}    return \"?\"\n", snake(&choice.name))
    }
}

fn parameter(field: &Field) -> String {
    let name = &field.name;
    match field.ty.as_str() {
        "String" | "Jid" => format!("{name}: str"),
        "Option<String>" | "Option<Jid>" => format!("{name}: Optional[str] = None"),
        "Vec<String>" => format!("{name}: Sequence[str] = ()"),
        "bool" => format!("{name}: bool = False"),
        "u16" | "u32" | "u64" | "i32" | "i64" => format!("{name}: int"),
        ty => panic!("no method takes a command's argument of the type {ty}"),
    }
}

fn value(field: &Field) -> String {
    match field.ty.starts_with("Vec<") {
        true => format!("_listed({})", field.name),
        false => field.name.clone(),
    }
}

fn braces(name: &str, parts: &[Part], indent: &str) -> String {
    if parts.is_empty() && !name.is_empty() {
        return format!("\"{name}\"");
    }
    let fields: String = parts.iter().map(|part| format!("\n{indent}    {},", put(part))).collect();
    format!("braces(\n{indent}    \"{name}\",{fields}\n{indent})")
}

fn put(part: &Part) -> String {
    let value = match part.value {
        Value::Stanza => "stanza".to_owned(),
        Value::Field => format!("it.{}", part.field.name),
    };
    let (put, writer) = match part.many {
        Many::One => ("field", snake(&part.writer)),
        Many::Optional => ("option", snake(&part.writer)),
        Many::List => ("field", format!("many({})", snake(&part.writer))),
    };
    format!("{put}(\"{}\", {value}, {writer})", part.path)
}
