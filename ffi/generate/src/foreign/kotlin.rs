//! As Kotlin writes it.

use super::{Language, Part, Value, lower_camel};
use crate::declarations::{Declaration, Field, Variant};
use crate::model::Many;
use crate::names::screaming;
use crate::text::first_sentence;

/// Kotlin.
pub struct Kotlin;

impl Language for Kotlin {
    const COMMANDS: &str = "bindings/kotlin/src/main/kotlin/org/libxmpp/Commands.kt";
    const LINES: &str = "bindings/kotlin/src/test/kotlin/org/libxmpp/Canonical.kt";
    const COMMANDS_HEAD: &str = include_str!("commands_head.kt");
    const LINES_HEAD: &str = include_str!("lines_head.kt");
    const LINES_TAIL: &str = include_str!("lines_tail.kt");

    fn extension(&self, variant: &Variant, docs: &str, commands: &[String]) -> String {
        format!(
            "\n/** {} */\nclass {} internal constructor(private val commands: Commands) {{\n{}}}\n",
            first_sentence(docs),
            variant.name,
            commands.join("\n")
        )
    }

    fn command(&self, extension: &Variant, owner: &str, variant: &Variant) -> String {
        let each = |write: fn(&Field) -> String| {
            variant.fields.iter().map(write).collect::<Vec<_>>().join(", ")
        };
        let values = match variant.fields.is_empty() {
            true => String::new(),
            false => format!("({})", each(|field| lower_camel(&field.name))),
        };
        format!(
            "    /** {} */\n    fun {}({}): CommandId =\n        commands.command(Command.{}({owner}.{}{values}))\n",
            first_sentence(&variant.docs),
            lower_camel(&variant.name),
            each(parameter),
            extension.name,
            variant.name,
        )
    }

    fn extensions(&self, variants: &[Variant]) -> String {
        let property = |variant: &Variant| {
            format!("    val {}: {} get() = {1}(this)\n", lower_camel(&variant.name), variant.name)
        };
        let properties: String = variants.iter().map(property).collect();
        format!(
            "\n/** What an app can ask of extensions; the id that comes back stands in the events about it. */\n\
             interface Commands {{\n    fun command(asked: Command): CommandId\n\n{properties}}}\n"
        )
    }

    fn flat(&self, choice: &Declaration) -> String {
        let name = &choice.name;
        let entry = |variant: &Variant| {
            format!("        {name}.{} -> \"{}\"\n", screaming(&variant.name), variant.name)
        };
        let entries: String = choice.variants.iter().map(entry).collect();
        format!(
            "\n    private fun {}(it: {name}): String = when (it) {{\n{entries}    }}\n",
            lower_camel(name)
        )
    }

    fn record(&self, record: &Declaration, parts: &[Part]) -> String {
        let (name, function) = (&record.name, lower_camel(&record.name));
        let whole = braces("", parts, "    ");
        format!("\n    private fun {function}(it: {name}): String = {whole}\n")
    }

    fn choice(&self, choice: &Declaration, variants: &[(&Variant, Vec<Part>)]) -> String {
        let of = |name: &str| match choice.kind.as_str() {
            "failure" => exception(name),
            _ => name.to_owned(),
        };
        let name = of(&choice.name);
        let case = |(variant, parts): &(&Variant, Vec<Part>)| {
            let whole = braces(&variant.name, parts, "        ");
            format!("        is {name}.{} -> {whole}\n", of(&variant.name))
        };
        let cases: String = variants.iter().map(case).collect();
        let (stanza, rest) = match choice.name.as_str() {
            "Event" => (", stanza: String", ""),
            "Output" => ("", "        else -> \"?\"\n"),
            _ => ("", ""),
        };
        format!(
            "\n    fun {}(it: {name}{stanza}): String = when (it) {{\n{cases}{rest}    }}\n",
            lower_camel(&choice.name)
        )
    }
}

/// Kotlin says exception for error.
fn exception(name: &str) -> String {
    name.strip_suffix("Error").map_or(name.to_owned(), |name| format!("{name}Exception"))
}

fn parameter(field: &Field) -> String {
    let ty = match field.ty.as_str() {
        "String" | "Jid" => field.ty.clone(),
        "Option<String>" => "String? = null".to_owned(),
        "Option<Jid>" => "Jid? = null".to_owned(),
        "Vec<String>" => "List<String> = emptyList()".to_owned(),
        "bool" => "Boolean = false".to_owned(),
        "u16" => "UShort".to_owned(),
        "u32" => "UInt".to_owned(),
        "u64" => "ULong".to_owned(),
        ty => panic!("no method takes a command's argument of the type {ty}"),
    };
    format!("{}: {ty}", lower_camel(&field.name))
}

fn braces(name: &str, parts: &[Part], indent: &str) -> String {
    if parts.is_empty() && !name.is_empty() {
        return format!("\"{name}\"");
    }
    let field = |part: &Part| format!("\n{indent}    {},", put(part));
    let fields: String = parts.iter().map(field).collect();
    format!("braces(\n{indent}    \"{name}\",{fields}\n{indent})")
}

fn put(part: &Part) -> String {
    let value = match part.value {
        Value::Stanza => "stanza".to_owned(),
        Value::Field => format!("it.{}", lower_camel(&part.field.name)),
    };
    let writer = format!("::{}", lower_camel(&part.writer));
    let (put, writer) = match part.many {
        Many::One => ("field", writer),
        Many::Optional => ("option", writer),
        Many::List => ("field", format!("many({writer})")),
    };
    format!("{put}(\"{}\", {value}, {writer})", part.path)
}
