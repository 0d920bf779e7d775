//! Records and choices as classes.

use uniffi_bindgen::ComponentInterface;
use uniffi_bindgen::interface::{DefaultValue, Enum, Field, Literal, Type, Variant};

use super::calls::{methods, shown};
use super::code::Code;
use super::types::{Types, of};

pub(crate) fn aliases(code: &mut Code, interface: &ComponentInterface) {
    let types = Types::new(interface);
    code.line("");
    for (name, builtin, _) in Types::aliases(interface) {
        code.line(&format!("{name} = {}", types.annotation(builtin)));
    }
}

pub(crate) fn records(code: &mut Code, types: &Types<'_>) {
    for (name, record) in types.records() {
        code.definition(&format!("class {name}(_Value):"), |code| {
            code.doc(&folded(record.docstring(), record.fields()));
            fields(code, record.fields(), true);
            let this = format!("_lowered(_w_{name}, self)");
            methods(code, types, record.methods(), &this);
            shown(code, types, &record.uniffi_trait_methods(), &this);
        });
    }
}

/// The doc of a class with those of its fields, which have no other place.
pub(crate) fn folded(doc: Option<&str>, fields: &[Field]) -> String {
    let mut text = doc.unwrap_or_default().trim().to_owned();
    for field in fields {
        let doc = field.docstring().unwrap_or_default().trim().replace('\n', "\n    ");
        if !doc.is_empty() {
            text.push_str(&format!("\n\n`{}`: {doc}", field.name()));
        }
    }
    text
}

/// The places of the fields, and what fills them.
fn fields(code: &mut Code, fields: &[Field], by_name: bool) {
    let names: Vec<&str> = fields.iter().map(Field::name).collect();
    let listed: String = names.iter().map(|name| format!("\"{name}\", ")).collect();
    code.line(&format!("__slots__ = __match_args__ = ({})", listed.trim_end()));
    if fields.is_empty() {
        return;
    }
    let star = if by_name { "*, " } else { "" };
    let arguments: Vec<String> = fields.iter().map(argument).collect();
    code.definition(&format!("def __init__(self, {star}{}):", arguments.join(", ")), |code| {
        for field in fields {
            let name = field.name();
            match default(field).as_deref() {
                Some("[]") => {
                    code.line(&format!("self.{name} = [] if {name} is None else {name}"));
                }
                _ => code.line(&format!("self.{name} = {name}")),
            }
        }
    });
}

fn argument(field: &Field) -> String {
    match default(field).as_deref() {
        None => field.name().to_owned(),
        // A list in this place would be one for all.
        Some("[]") => format!("{}=None", field.name()),
        Some(value) => format!("{}={value}", field.name()),
    }
}

/// The default of a field, in Python.
pub(crate) fn default(field: &Field) -> Option<String> {
    Some(match field.default_value()? {
        DefaultValue::Default => match of(field) {
            Type::Optional { .. } => "None".to_owned(),
            Type::Sequence { .. } => "[]".to_owned(),
            Type::Boolean => "False".to_owned(),
            Type::String => "\"\"".to_owned(),
            _ => "0".to_owned(),
        },
        DefaultValue::Literal(Literal::Boolean(true)) => "True".to_owned(),
        DefaultValue::Literal(Literal::Boolean(false)) => "False".to_owned(),
        DefaultValue::Literal(Literal::String(text)) => format!("{text:?}"),
        DefaultValue::Literal(Literal::UInt(number, ..)) => number.to_string(),
        DefaultValue::Literal(Literal::Int(number, ..)) => number.to_string(),
        DefaultValue::Literal(Literal::Float(number, _)) => number.clone(),
        DefaultValue::Literal(Literal::EmptySequence) => "[]".to_owned(),
        DefaultValue::Literal(_) => "None".to_owned(),
    })
}

pub(crate) fn choices(code: &mut Code, types: &Types<'_>) {
    for (name, choice) in types.choices() {
        match types.is_plain(choice) {
            true => plain(code, types, &name, choice),
            false => carrying(code, types, &name, choice),
        }
    }
}

fn plain(code: &mut Code, types: &Types<'_>, name: &str, choice: &Enum) {
    code.definition(&format!("class {name}(Enum):"), |code| {
        code.doc(choice.docstring().unwrap_or_default());
        for (number, variant) in choice.variants().iter().enumerate() {
            code.line(&format!("{} = {}", shouted(variant.name()), number + 1));
        }
        let this = format!("_lowered(_w_{name}, self)");
        methods(code, types, choice.methods(), &this);
        shown(code, types, &choice.uniffi_trait_methods(), &this);
    });
}

/// `ItemNotFound` as constants are written: `ITEM_NOT_FOUND`.
pub(crate) fn shouted(name: &str) -> String {
    let mut text = String::new();
    for (at, letter) in name.char_indices() {
        if letter.is_uppercase() && at > 0 {
            text.push('_');
        }
        text.extend(letter.to_uppercase());
    }
    text
}

fn carrying(code: &mut Code, types: &Types<'_>, name: &str, choice: &Enum) {
    let raised = types.is_raised(choice);
    let base = if raised { "_Value, Exception" } else { "_Value" };
    code.definition(&format!("class {name}({base}):"), |code| {
        code.doc(choice.docstring().unwrap_or_default());
        code.line("__slots__ = ()");
        if raised {
            code.line("__hash__ = Exception.__hash__");
        }
        let this = format!("_lowered(_w_{name}, self)");
        methods(code, types, choice.methods(), &this);
        shown(code, types, &choice.uniffi_trait_methods(), &this);
    });
    for variant in choice.variants() {
        let class = class(name, variant);
        code.definition(&format!("class {class}({name}):"), |code| {
            code.doc(&folded(variant.docstring(), variant.fields()));
            fields(code, variant.fields(), false);
        });
        code.line(&format!("_variant({name}, \"{}\", {class})", variant.name()));
    }
}

/// The class of a variant as it is called inside of the module.
pub(crate) fn class(choice: &str, variant: &Variant) -> String {
    format!("_{choice}_{}", variant.name())
}
