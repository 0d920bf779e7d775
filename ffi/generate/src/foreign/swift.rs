//! As Swift writes it.

use super::{Language, Part, Value, lower_camel};
use crate::declarations::{Declaration, Field, Variant};
use crate::model::Many;
use crate::text::first_sentence;

/// Swift.
pub struct Swift;

impl Language for Swift {
    const COMMANDS: &str = "bindings/swift/Sources/LibXMPP/Commands.swift";
    const LINES: &str = "bindings/swift/Tests/LibXMPPTests/Canonical.swift";
    const COMMANDS_HEAD: &str = include_str!("commands_head.swift");
    const LINES_HEAD: &str = include_str!("lines_head.swift");
    const LINES_TAIL: &str = include_str!("lines_tail.swift");

    fn extension(&self, variant: &Variant, docs: &str, commands: &[String]) -> String {
        format!(
            "\n/// {}\npublic struct {}: Sendable {{\n  let commands: any Commands\n{}}}\n",
            first_sentence(docs),
            variant.name,
            commands.concat()
        )
    }

    fn command(&self, extension: &Variant, _owner: &str, variant: &Variant) -> String {
        let parameters = variant.fields.iter().enumerate();
        let parameters: Vec<String> =
            parameters.map(|(at, field)| parameter(field, at == 0)).collect();
        let values = variant.fields.iter().map(|field| lower_camel(&field.name));
        let values: Vec<String> = values.map(|name| format!("{name}: {name}")).collect();
        let values =
            if values.is_empty() { String::new() } else { format!("({})", values.join(", ")) };
        format!(
            "\n  /// {}\n  @discardableResult\n  public func {}({}) throws -> CommandId {{\n    try \
             commands.command(.{}(command: .{1}{values}))\n  }}\n",
            first_sentence(&variant.docs),
            lower_camel(&variant.name),
            parameters.join(", "),
            lower_camel(&extension.name),
        )
    }

    fn extensions(&self, variants: &[Variant]) -> String {
        let property = |variant: &Variant| {
            format!(
                "  public var {}: {} {{ {1}(commands: self) }}\n",
                lower_camel(&variant.name),
                variant.name
            )
        };
        let properties: String = variants.iter().map(property).collect();
        format!(
            "\n/// What an app can ask of extensions; the id that comes back stands in the events about it.\n\
             public protocol Commands: Sendable {{\n  @discardableResult\n  func command(_ asked: Command) \
             throws -> CommandId\n}}\n\nextension Commands {{\n{properties}}}\n"
        )
    }

    fn flat(&self, choice: &Declaration) -> String {
        let case = |variant: &Variant| {
            format!("    case .{}: \"{}\"\n", lower_camel(&variant.name), variant.name)
        };
        let cases: String = choice.variants.iter().map(case).collect();
        let function = lower_camel(&choice.name);
        format!(
            "\n  func {function}(_ it: {}) -> String {{\n    switch it {{\n{cases}    }}\n  }}\n",
            choice.name
        )
    }

    fn record(&self, record: &Declaration, parts: &[Part]) -> String {
        format!(
            "\n  func {}(_ it: {}) -> String {{\n    {}\n  }}\n",
            lower_camel(&record.name),
            record.name,
            braces("", parts, "it.", "    ")
        )
    }

    fn choice(&self, choice: &Declaration, variants: &[(&Variant, Vec<Part>)]) -> String {
        let cases: String =
            variants.iter().map(|(variant, parts)| case(choice, variant, parts)).collect();
        let (stanza, rest) = match choice.name.as_str() {
            "Event" => (", _ stanza: String", ""),
            "Output" => ("", "    default: \"?\"\n"),
            _ => ("", ""),
        };
        format!(
            "\n  func {}(_ it: {}{stanza}) -> String {{\n    switch it {{\n{cases}{rest}    }}\n  }}\n",
            lower_camel(&choice.name),
            choice.name
        )
    }
}

fn case(choice: &Declaration, variant: &Variant, parts: &[Part]) -> String {
    let name = match choice.kind.as_str() {
        "failure" => variant.name.clone(),
        _ => lower_camel(&variant.name),
    };
    let bound = parts.iter().map(|part| match part.value {
        Value::Stanza => "_".to_owned(),
        Value::Field => format!("let {}", lower_camel(&part.field.name)),
    });
    let bound: Vec<String> = bound.collect();
    let pattern = match bound.iter().any(|part| part != "_") {
        true => format!(".{name}({})", bound.join(", ")),
        false => format!(".{name}"),
    };
    format!("    case {pattern}:\n      {}\n", braces(&variant.name, parts, "", "      "))
}

fn parameter(field: &Field, is_first: bool) -> String {
    let ty = match field.ty.as_str() {
        "String" | "Jid" => field.ty.clone(),
        "Option<String>" => "String? = nil".to_owned(),
        "Option<Jid>" => "Jid? = nil".to_owned(),
        "Vec<String>" => "[String] = []".to_owned(),
        "bool" => "Bool = false".to_owned(),
        "u16" => "UInt16".to_owned(),
        "u32" => "UInt32".to_owned(),
        "u64" => "UInt64".to_owned(),
        ty => panic!("no method takes a command's argument of the type {ty}"),
    };
    let label = if is_first && !field.ty.starts_with("Option") { "_ " } else { "" };
    format!("{label}{}: {ty}", lower_camel(&field.name))
}

fn braces(name: &str, parts: &[Part], owner: &str, indent: &str) -> String {
    if parts.is_empty() && !name.is_empty() {
        return format!("\"{name}\"");
    }
    let fields = parts.iter().map(|part| format!("\n{indent}  {}", put(part, owner)));
    let fields: Vec<String> = fields.collect();
    format!("braces(\n{indent}  \"{name}\",{}\n{indent})", fields.join(","))
}

fn put(part: &Part, owner: &str) -> String {
    let value = match part.value {
        Value::Stanza => "stanza".to_owned(),
        Value::Field => format!("{owner}{}", lower_camel(&part.field.name)),
    };
    let writer = format!("self.{}", lower_camel(&part.writer)); // a field may have the same name
    let (put, writer) = match part.many {
        Many::One => ("field", writer),
        Many::Optional => ("option", writer),
        Many::List => ("field", format!("many({writer})")),
    };
    format!("{put}(\"{}\", {value}, {writer})", part.path)
}
