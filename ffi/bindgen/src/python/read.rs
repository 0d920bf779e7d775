//! Reading values. A reader takes the octets and where to begin, and gives the value and where it
//! ends. Numbers, texts, options and lists are read in place: a call for each would cost more than
//! the reading.

use std::collections::BTreeMap;

use uniffi_bindgen::interface::{Field, Type, Variant};

use super::calls::lifted_types;
use super::code::Code;
use super::types::{Types, carrier, label, number, of};
use super::values::{class, shouted};

pub(crate) fn readers(code: &mut Code, types: &Types<'_>) -> Result<(), String> {
    for (name, record) in types.records() {
        reader(code, &name, |code| made(code, types, &name, record.fields()))?;
    }
    for (name, choice) in types.choices() {
        match types.is_plain(choice) {
            true => plain(code, &name, choice.variants()),
            false => {
                let raised = types.is_raised(choice);
                carrying(code, types, &name, choice.variants(), raised)?;
            }
        }
    }
    // What is given back by itself and has no declaration, such as a list.
    let mut listed = BTreeMap::new();
    for ty in lifted_types(types.interface) {
        if matches!(carrier(&ty), Type::Optional { .. } | Type::Sequence { .. } | Type::Bytes) {
            listed.insert(label(types, &ty), ty);
        }
    }
    for (label, ty) in listed {
        reader(code, &label, |code| {
            read(code, types, &ty, "value")?;
            code.line("return value, o");
            Ok(())
        })?;
    }
    Ok(())
}

fn reader(
    code: &mut Code,
    name: &str,
    body: impl FnOnce(&mut Code) -> Result<(), String>,
) -> Result<(), String> {
    let mut result = Ok(());
    code.forget_names();
    code.definition(&format!("def _r_{name}(d, o):"), |code| result = body(code));
    result.map_err(|what| format!("{name}: {what}"))
}

fn plain(code: &mut Code, name: &str, variants: &[Variant]) {
    let all: String =
        variants.iter().map(|it| format!("{name}.{}, ", shouted(it.name()))).collect();
    code.line("");
    code.line(&format!("_all_{name} = (None, {})", all.trim_end()));
    code.definition(&format!("def _r_{name}(d, o):"), |code| {
        code.line(&format!("return _all_{name}[_length(d, o)[0]], o + 4"));
    });
}

fn carrying(
    code: &mut Code,
    types: &Types<'_>,
    name: &str,
    variants: &[Variant],
    raised: bool,
) -> Result<(), String> {
    let mut all = String::new();
    for variant in variants {
        let class = class(name, variant);
        reader(code, &class, |code| match raised {
            true => raised_variant(code, types, &class, variant.fields()),
            false => made(code, types, &class, variant.fields()),
        })?;
        all.push_str(&format!("_r_{class}, "));
    }
    code.line("");
    code.line(&format!("_all_{name} = (None, {})", all.trim_end()));
    code.definition(&format!("def _r_{name}(d, o):"), |code| {
        code.line(&format!("return _all_{name}[_length(d, o)[0]](d, o + 4)"));
    });
    Ok(())
}

/// Makes an object without a call of its `__init__`, which costs as much as all of its fields.
fn made(code: &mut Code, types: &Types<'_>, class: &str, fields: &[Field]) -> Result<(), String> {
    code.line(&format!("v = _new({class})"));
    for field in fields {
        read(code, types, &of(field), &format!("v.{}", field.name()))?;
    }
    code.line("return v, o");
    Ok(())
}

/// An exception keeps what it was made of by its `__new__`.
fn raised_variant(
    code: &mut Code,
    types: &Types<'_>,
    class: &str,
    fields: &[Field],
) -> Result<(), String> {
    let mut names = Vec::new();
    for field in fields {
        let name = code.fresh();
        read(code, types, &of(field), &name)?;
        names.push(name);
    }
    code.line(&format!("return {class}({}), o", names.join(", ")));
    Ok(())
}

/// Lines that read one value into a place.
fn read(code: &mut Code, types: &Types<'_>, ty: &Type, place: &str) -> Result<(), String> {
    let ty = carrier(ty);
    if let Some(plain) = types.plain(ty) {
        code.line(&format!("{place} = _all_{plain}[_length(d, o)[0]]"));
        code.line("o += 4");
        return Ok(());
    }
    match ty {
        Type::Boolean => {
            code.line(&format!("{place} = d[o] == 1"));
            code.line("o += 1");
        }
        Type::String | Type::Bytes => {
            let decoded = if *ty == Type::String { ".decode()" } else { "" };
            code.line("b = o + 4");
            code.line("o = b + _length(d, o)[0]");
            code.line(&format!("{place} = d[b:o]{decoded}"));
        }
        Type::Optional { inner_type } => {
            code.line("o += 1");
            let mut result = Ok(());
            code.block("if d[o - 1]:", |code| result = read(code, types, inner_type, place));
            result?;
            code.block("else:", |code| code.line(&format!("{place} = None")));
        }
        Type::Sequence { inner_type } => {
            let (list, item) = (code.fresh(), code.fresh());
            code.line(&format!("{place} = {list} = []"));
            code.line("o += 4");
            let mut result = Ok(());
            code.block("for _ in range(_length(d, o - 4)[0]):", |code| {
                result = read(code, types, inner_type, &item);
                code.line(&format!("{list}.append({item})"));
            });
            result?;
        }
        Type::Record { .. } => code.line(&format!("{place}, o = _r_{}(d, o)", label(types, ty))),
        Type::Enum { .. } => {
            let all = label(types, ty);
            code.line(&format!("{place}, o = _all_{all}[_length(d, o)[0]](d, o + 4)"));
        }
        Type::Object { name, .. } => {
            code.line(&format!("{place} = _adopted({name}, _U64.unpack_from(d, o)[0])"));
            code.line("o += 8");
        }
        other => {
            let (structure, size) = number(other).ok_or(format!("{other:?} has no reader"))?;
            code.line(&format!("{place} = {structure}.unpack_from(d, o)[0]"));
            code.line(&format!("o += {size}"));
        }
    }
    Ok(())
}
