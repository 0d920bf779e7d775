//! Writing values. A writer appends to octets; what it cannot write is a `TypeError`.

use std::collections::BTreeMap;

use uniffi_bindgen::interface::{Field, Type, Variant};

use super::calls::lowered_types;
use super::code::Code;
use super::types::{Types, carrier, label, number, of};
use super::values::class;

pub(crate) fn writers(code: &mut Code, types: &Types<'_>) -> Result<(), String> {
    for (name, record) in types.records() {
        writer(code, &name, |code| {
            code.block(&format!("if not isinstance(v, {name}):"), |code| {
                code.line(&format!("_wrong(\"{name}\", v)"));
            });
            fields(code, types, record.fields())
        })?;
    }
    for (name, choice) in types.choices() {
        match types.is_plain(choice) {
            true => plain(code, &name),
            false => carrying(code, types, &name, choice.variants())?,
        }
    }
    // What is passed by itself and has no declaration, such as a list.
    let mut listed = BTreeMap::new();
    for ty in lowered_types(types.interface) {
        if matches!(carrier(&ty), Type::Optional { .. } | Type::Sequence { .. } | Type::Bytes) {
            listed.insert(label(types, &ty), ty);
        }
    }
    for (label, ty) in listed {
        writer(code, &label, |code| write(code, types, &ty, "v"))?;
    }
    Ok(())
}

fn writer(
    code: &mut Code,
    name: &str,
    body: impl FnOnce(&mut Code) -> Result<(), String>,
) -> Result<(), String> {
    let mut result = Ok(());
    code.forget_names();
    code.definition(&format!("def _w_{name}(out, v):"), |code| result = body(code));
    result.map_err(|what| format!("{name}: {what}"))
}

fn plain(code: &mut Code, name: &str) {
    code.definition(&format!("def _w_{name}(out, v):"), |code| {
        code.block(&format!("if not isinstance(v, {name}):"), |code| {
            code.line(&format!("_wrong(\"{name}\", v)"));
        });
        code.line("out += _packed_length(v.value)");
    });
}

fn carrying(
    code: &mut Code,
    types: &Types<'_>,
    name: &str,
    variants: &[Variant],
) -> Result<(), String> {
    let mut known = String::new();
    for (number, variant) in variants.iter().enumerate() {
        let class = class(name, variant);
        writer(code, &class, |code| {
            code.line(&format!("out += _packed_length({})", number + 1));
            fields(code, types, variant.fields())
        })?;
        known.push_str(&format!("{class}: _w_{class}, "));
    }
    code.line("");
    code.line(&format!("_writers_{name} = {{{}}}", known.trim_end()));
    code.definition(&format!("def _w_{name}(out, v):"), |code| {
        code.line(&format!("(_writers_{name}.get(v.__class__) or _wrong(\"{name}\", v))(out, v)"));
    });
    Ok(())
}

fn fields(code: &mut Code, types: &Types<'_>, fields: &[Field]) -> Result<(), String> {
    fields
        .iter()
        .try_for_each(|field| write(code, types, &of(field), &format!("v.{}", field.name())))
}

/// Lines that write one value.
fn write(code: &mut Code, types: &Types<'_>, ty: &Type, value: &str) -> Result<(), String> {
    match carrier(ty) {
        Type::Boolean => code.line(&format!("out.append(1 if {value} else 0)")),
        Type::String | Type::Bytes => {
            let octets = code.fresh();
            match carrier(ty) {
                Type::String => code.line(&format!("{octets} = _string({value})")),
                _ => code.line(&format!("{octets} = memoryview({value}).cast(\"B\")")),
            }
            code.line(&format!("out += _packed_length(len({octets}))"));
            code.line(&format!("out += {octets}"));
        }
        Type::Optional { inner_type } => {
            code.block(&format!("if {value} is None:"), |code| code.line("out.append(0)"));
            let mut result = Ok(());
            code.block("else:", |code| {
                code.line("out.append(1)");
                result = write(code, types, inner_type, value);
            });
            result?;
        }
        Type::Sequence { inner_type } => {
            let item = code.fresh();
            code.line(&format!("out += _packed_length(len({value}))"));
            let mut result = Ok(());
            code.block(&format!("for {item} in _items({value}):"), |code| {
                result = write(code, types, inner_type, &item);
            });
            result?;
        }
        Type::Record { .. } | Type::Enum { .. } => {
            code.line(&format!("_w_{}(out, {value})", label(types, ty)));
        }
        Type::Object { name, .. } => {
            code.line(&format!("out += _U64.pack(_handle({name}, {value}))"));
        }
        other => {
            let (structure, _) = number(other).ok_or(format!("{other:?} has no writer"))?;
            let field = value.strip_prefix("v.").map(|name| format!(", \"{name}\""));
            let place = field.unwrap_or_default();
            code.line(&format!("out += _packed({structure}, {value}{place})"));
        }
    }
    Ok(())
}
