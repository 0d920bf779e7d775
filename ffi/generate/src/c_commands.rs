//! One function for each command: it reads the arguments and hands the command to the engine.

use crate::declarations::{Declaration, Field, Variant};
use crate::model::{Many, Model, Shape};
use crate::names::snake;
use crate::text::{docs, head};
use std::fmt::Write;

/// `src/generated/commands.rs`.
pub fn commands_rs(model: &Model) -> String {
    let mut out = head("What an app can ask of extensions.");
    out.push_str(
        "use crate::arguments;\nuse crate::engine::{command, \
         xmpp_engine};\nuse crate::guard::Out;\nuse crate::text::xmpp_str;\nuse ::xmpp_engine::declared::*;\n",
    );
    for extension in &model.known("Command").variants {
        let commands = model.known(&extension.fields[0].ty);
        for variant in &commands.variants {
            function(&mut out, model, extension, commands, variant);
        }
    }
    out
}

fn function(
    out: &mut String,
    model: &Model,
    extension: &Variant,
    commands: &Declaration,
    variant: &Variant,
) {
    let arguments: Vec<Argument> = variant.fields.iter().map(|f| Argument::new(model, f)).collect();
    let parameters: String = arguments.iter().map(|a| format!("{}, ", a.parameters)).collect();
    let values: String = arguments.iter().map(|a| format!("{}: {}, ", a.name, a.value)).collect();
    let told: String = arguments.iter().map(|a| format!("\n`{}`: {}", a.name, a.docs)).collect();
    let fields = if values.is_empty() { String::new() } else { format!(" {{ {values} }}") };
    let safety = if parameters.contains("*const") { "unsafe " } else { "" };
    let text = format!(
        "{}{told}\n\nThe command's id, which the events about it name, is written to `out`, which may be NULL. \
         Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..",
        variant.docs
    );
    let _ = write!(
        out,
        "\n{}#[unsafe(no_mangle)]\npub {safety}extern \"C\" fn xmpp_engine_{}_{}(engine: Option<&mut \
         xmpp_engine>, {parameters}out: Out<u64>) -> i32 {{\n    command(engine, out, || {{\n        let command = \
         {}::{}{fields};\n        Ok(Command::{} {{ command }})\n    }})\n}}\n",
        docs(&text, ""),
        snake(&extension.name),
        snake(&variant.name),
        commands.name,
        variant.name,
        extension.name,
    );
}

struct Argument {
    name: String,
    docs: String,
    parameters: String,
    value: String,
}

impl Argument {
    fn new(model: &Model, field: &Field) -> Argument {
        let name = &field.name;
        let (many, shape) = model.shape(&field.ty);
        let (ty, value) = match (many, shape) {
            (Many::One, Shape::Text("Jid")) => ("xmpp_str", format!("arguments::jid({name})?")),
            (Many::Optional, Shape::Text("Jid")) => {
                ("xmpp_str", format!("arguments::jid_opt({name})?"))
            }
            (Many::One, Shape::Text(_)) => ("xmpp_str", format!("arguments::owned({name})?")),
            (Many::Optional, Shape::Text(_)) => {
                ("xmpp_str", format!("arguments::owned_opt({name})?"))
            }
            (Many::One, Shape::Flag) => ("bool", name.clone()),
            (Many::One, Shape::Number(ty)) => return Argument::plain(field, ty, name.clone()),
            (Many::One, Shape::Id) => ("u64", format!("{}::from_value({name})", field.ty)),
            (Many::List, Shape::Text("String")) => {
                let safe = "// SAFETY: the caller gives as many as it says.";
                let value = format!(
                    "{safe}\n            unsafe {{ arguments::texts({name}, {name}_count)? }}"
                );
                let parameters = format!("{name}: *const xmpp_str, {name}_count: usize");
                let docs = format!("{} There are `{name}_count` of them.", field.docs);
                return Argument { name: name.clone(), docs, parameters, value };
            }
            _ => panic!("no function takes a command's argument of the type {}", field.ty),
        };
        Argument::plain(field, ty, value)
    }

    fn plain(field: &Field, ty: &str, value: String) -> Argument {
        let optional =
            if field.ty.starts_with("Option") { " May be absent (`ptr` NULL)." } else { "" };
        Argument {
            name: field.name.clone(),
            docs: format!("{}{optional}", field.docs.replace('\n', " ")),
            parameters: format!("{}: {ty}", field.name),
            value,
        }
    }
}
