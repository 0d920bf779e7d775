//! The stub: the types for checkers, the manual for editors.

use uniffi_bindgen::ComponentInterface;
use uniffi_bindgen::interface::{AsType, Callable, Enum, Field, Method};

use super::code::Code;
use super::types::{Types, of};
use super::values::{default, shouted};

const HEAD: &str = "\
# Written by ffi/bindgen from the built library; do not edit.
from enum import Enum
from typing import Optional

class InternalError(Exception):
    \"\"\"A bug of the library: it says which.\"\"\"
";

pub(crate) fn stub(interface: &ComponentInterface) -> String {
    let types = Types::new(interface);
    let mut code = Code::default();
    code.text(HEAD);
    code.line("");
    for (name, builtin, doc) in Types::aliases(interface) {
        code.line(&format!("{name} = {}", types.annotation(builtin)));
        code.doc(doc);
    }
    for (name, record) in types.records() {
        code.definition(&format!("class {name}:"), |code| {
            code.doc(record.docstring().unwrap_or_default());
            fields(code, &types, record.fields(), true);
            methods(code, &types, record.methods());
        });
    }
    types.choices().for_each(|(name, choice)| self::choice(&mut code, &types, &name, choice));
    objects(&mut code, &types);
    for function in interface.function_definitions() {
        signature(&mut code, &types, function.name(), "", function);
    }
    code.line(&format!("__all__ = {:?}", types.exported()));
    code.finish()
}

fn fields(code: &mut Code, types: &Types<'_>, fields: &[Field], by_name: bool) {
    let listed: String = fields.iter().map(|field| format!("\"{}\", ", field.name())).collect();
    code.line(&format!("__match_args__ = ({})", listed.trim_end()));
    for field in fields {
        code.line(&format!("{}: {}", field.name(), types.annotation(&of(field))));
        code.doc(field.docstring().unwrap_or_default());
    }
    let arguments = fields.iter().map(|field| {
        let default = default(field).map_or("", |_| " = ...");
        format!(", {}: {}{default}", field.name(), types.annotation(&of(field)))
    });
    let star = if by_name && !fields.is_empty() { ", *" } else { "" };
    let arguments = arguments.collect::<String>();
    code.line(&format!("def __init__(self{star}{arguments}) -> None: ..."));
}

fn choice(code: &mut Code, types: &Types<'_>, name: &str, choice: &Enum) {
    let plain = types.is_plain(choice);
    let base = match (plain, types.is_raised(choice)) {
        (true, _) => "(Enum)",
        (false, true) => "(Exception)",
        (false, false) => "",
    };
    code.definition(&format!("class {name}{base}:"), |code| {
        code.doc(choice.docstring().unwrap_or_default());
        for (number, variant) in choice.variants().iter().enumerate() {
            if plain {
                code.line(&format!("{} = {}", shouted(variant.name()), number + 1));
                code.doc(variant.docstring().unwrap_or_default());
                continue;
            }
            // A class inside of the one that it extends: only a stub can say so.
            code.definition(&format!("class {}({name}):", variant.name()), |code| {
                code.doc(variant.docstring().unwrap_or_default());
                fields(code, types, variant.fields(), false);
            });
        }
        methods(code, types, choice.methods());
    });
}

fn objects(code: &mut Code, types: &Types<'_>) {
    for object in types.interface.object_definitions() {
        code.definition(&format!("class {}:", object.name()), |code| {
            code.doc(object.docstring().unwrap_or_default());
            if let Some(made) = object.primary_constructor() {
                signature(code, types, "__init__", "self", made);
            }
            for made in object.alternate_constructors() {
                code.line("@classmethod");
                signature(code, types, made.name(), "cls", made);
            }
            methods(code, types, object.methods());
        });
    }
}

fn methods<'a>(code: &mut Code, types: &Types<'_>, methods: impl IntoIterator<Item = &'a Method>) {
    for method in methods {
        signature(code, types, method.name(), "self", method);
    }
}

fn signature(code: &mut Code, types: &Types<'_>, name: &str, first: &str, it: &dyn Callable) {
    let given = it.arguments().into_iter();
    let given =
        given.map(|given| format!("{}: {}", given.name(), types.annotation(&given.as_type())));
    let first = Some(first.to_owned()).filter(|first| !first.is_empty());
    let arguments = first.into_iter().chain(given).collect::<Vec<_>>().join(", ");
    let result = match (name, it.return_type()) {
        ("__init__", _) | (_, None) => "None".to_owned(),
        (_, Some(ty)) => types.annotation(ty),
    };
    code.block(&format!("def {name}({arguments}) -> {result}:"), |code| {
        code.doc(it.docstring().unwrap_or_default());
        code.line("...");
    });
}
