//! One function for each field that an app can read: it borrows the field, nothing more. A value
//! of another variant, or NULL, gives the absent value of its type.

use crate::declarations::{Declaration, Field};
use crate::model::{LENT, Many, Model, Shape};
use crate::names::{c_type, constant, screaming, snake};
use crate::text::{docs, first_sentence, head};
use std::fmt::Write;

/// Payloads that are looked for in each kind of stanza.
const CARRIED_BY: [(&str, &[&str]); 2] = [
    ("message", &["Delay", "ReceiptRequest", "ReceiptReceived", "StanzaId", "OriginId"]),
    ("presence", &["Delay"]),
];

/// `src/generated/accessors.rs`.
pub fn accessors_rs(model: &Model) -> String {
    let mut out = head("Accessors of everything that an engine gives out.");
    out.push_str(
        "use crate::element::xmpp_element;\nuse crate::guard::{Lent, Out, give, has, item, read};\n\
         use crate::number::Numbered;\nuse crate::error::xmpp_error_info;\nuse crate::opaque::*;\nuse crate::stanza::payload;\nuse crate::text::{xmpp_octets, xmpp_str};\n\
         use crate::words::sentence;\nuse std::ffi::c_char;\nuse ::xmpp_engine::declared::*;\n",
    );
    for (stanza, payloads) in CARRIED_BY {
        payloads.iter().for_each(|name| payload(&mut out, stanza, model.known(name)));
    }
    for declaration in model.reachable(&LENT) {
        let owner = Owner { model, declaration };
        if !declaration.variants.is_empty() {
            owner.kind(&mut out);
        }
        if declaration.kind == "failure" {
            owner.text(&mut out);
        }
        for field in &declaration.fields {
            owner.field(&mut out, None, field);
        }
        for variant in &declaration.variants {
            for field in &variant.fields {
                owner.field(&mut out, Some(&variant.name), field);
            }
        }
    }
    out
}

fn payload(out: &mut String, stanza: &str, payload: &Declaration) {
    let (name, ty) = (&payload.name, c_type(&payload.name));
    let text = format!(
        "The payload of a {stanza}: {}\nLent as long as the {stanza}. NULL if there is none; or if it is malformed, \
         which `error` tells (XMPP_ERR_PAYLOAD_..; it may be NULL).",
        payload.docs
    );
    let _ = write!(
        out,
        "\n{}#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn xmpp_{stanza}_{}({stanza}: Option<&xmpp_{stanza}>, \
         error: *mut xmpp_error_info) -> Option<&{ty}> {{\n    // SAFETY: the caller's struct has the size that it \
         says.\n    unsafe {{ payload({stanza}, error, |stanza| stanza.get::<{name}>()) }}\n}}\n",
        docs(&text, ""),
        snake(name)
    );
}

/// `src/generated/opaque.rs`: the names that lent types have in C.
pub fn opaque_rs(model: &Model) -> String {
    let mut out = head("Lent types by the names they have in C.");
    out.push_str("pub use crate::lent::{xmpp_event, xmpp_iq, xmpp_message, xmpp_presence};\n");
    for declaration in model.reachable(&LENT).iter().filter(|d| d.name != "Event") {
        let name = &declaration.name;
        let _ = writeln!(out, "pub use ::xmpp_engine::declared::{name} as {};", c_type(name));
    }
    out
}

/// The forward declarations of lent types, for the header.
pub fn opaque_h(model: &Model) -> String {
    let mut out = String::new();
    for declaration in model.reachable(&LENT) {
        let name = c_type(&declaration.name);
        let first = first_sentence(&declaration.docs);
        let how = match declaration.variants.is_empty() {
            true => String::new(),
            false => {
                format!("\n * `{name}_kind` says which: XMPP_{}_..", screaming(&declaration.name))
            }
        };
        let _ = writeln!(out, "/**\n * Lent. {first}{how}\n */\ntypedef struct {name} {name};\n");
    }
    out
}

/// Which numbers a function answers.
fn one_of(choice: &Declaration, zero: &str) -> String {
    format!("\nOne of {}..; 0 {zero}.", constant(&choice.name, ""))
}

struct Owner<'a> {
    model: &'a Model,
    declaration: &'a Declaration,
}

/// One function, before it is written.
struct Accessor {
    docs: String,
    name: String,
    /// Further arguments.
    arguments: &'static str,
    /// The type of its result.
    result: String,
    /// What is done with the owner, called as the parameter is.
    body: String,
}

impl Owner<'_> {
    /// The parameter's name.
    fn it(&self) -> String {
        snake(&self.declaration.name)
    }

    fn write(&self, out: &mut String, accessor: Accessor) {
        let (it, ty) = (self.it(), c_type(&self.declaration.name));
        let Accessor { docs: text, name, arguments, result, body } = accessor;
        let _ = write!(
            out,
            "\n{}#[unsafe(no_mangle)]\npub extern \"C\" fn {name}({it}: Option<&{ty}>{arguments}) -> \
             {result} {{\n    {body}\n}}\n",
            docs(&text, "")
        );
    }

    fn kind(&self, out: &mut String) {
        let (it, name) = (self.it(), &self.declaration.name);
        let prefix = constant(name, "");
        let value = if name == "Event" { "event.get()" } else { &it };
        self.write(
            out,
            Accessor {
                docs: format!(
                    "Which {it} it is: one of {prefix}..; 0 for NULL. Numbers that this header does not know \
                     may come from a newer library: pass over them."
                ),
                name: format!("{}_kind", c_type(name)),
                arguments: "",
                result: "i32".to_owned(),
                body: format!("read({it}, |{it}| {value}.number())"),
            },
        );
    }

    /// The sentence of a failure.
    fn text(&self, out: &mut String) {
        let (it, ty) = (self.it(), c_type(&self.declaration.name));
        let _ = write!(
            out,
            "\n{}#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn {ty}_text({it}: Option<&{ty}>, buffer: \
             *mut c_char, size: usize) -> usize {{\n    // SAFETY: the caller's buffer has this size.\n    \
             unsafe {{ sentence({it}, buffer, size) }}\n}}\n",
            docs(
                "Writes what went wrong, in one sentence without a full stop, into `buffer`, as much as fits \
                 into `size` octets, a final NUL included. Returns the octets of the whole sentence without \
                 the NUL, as snprintf does: `buffer` may be NULL if `size` is 0. 0 for NULL.",
                ""
            )
        );
    }

    fn field(&self, out: &mut String, variant: Option<&str>, field: &Field) {
        let (many, shape) = self.model.shape(&field.ty);
        match many {
            Many::One => self.single(out, variant, field, shape, false),
            Many::Optional => self.single(out, variant, field, shape, true),
            Many::List => {
                self.count(out, variant, field);
                self.at(out, variant, field, shape);
            }
        }
    }

    /// `xmpp_reason_stream_error_error`.
    fn name(&self, variant: Option<&str>, field: &Field) -> String {
        let ty = c_type(&self.declaration.name);
        match variant {
            Some(variant) => format!("{ty}_{}_{}", snake(variant), field.name),
            None => format!("{ty}_{}", field.name),
        }
    }

    /// Docs of a field, and of which variant it is.
    fn docs(&self, variant: Option<&str>, field: &Field, absent: &str) -> String {
        let of = match variant {
            Some(variant) => format!("\nOf {}.", constant(&self.declaration.name, variant)),
            None => String::new(),
        };
        format!("{}{of}{absent}", field.docs)
    }

    /// An expression of type `Option<_>`: `work` on the field, `None` in another variant.
    fn with(&self, variant: Option<&str>, field: &Field, work: &str) -> String {
        let (it, name, owner) = (self.it(), &field.name, &self.declaration.name);
        let value = if owner == "Event" { "event.get()" } else { &it };
        match variant {
            None => format!("let {name} = &{it}.{name}; {work}"),
            Some(variant) => format!(
                "match {value} {{ {owner}::{variant} {{ {name}, .. }} => {work}, _ => Lent::absent() }}"
            ),
        }
    }

    fn single(
        &self,
        out: &mut String,
        v: Option<&str>,
        field: &Field,
        shape: Shape,
        optional: bool,
    ) {
        let (it, name) = (self.it(), &field.name);
        let by_out = optional && matches!(shape, Shape::Flag | Shape::Number(_) | Shape::Id);
        if by_out || shape == Shape::Element {
            return self.through_out(out, v, field, shape, optional);
        }
        let (result, work) = form(shape, name);
        let work = match optional {
            false => work,
            true if matches!(shape, Shape::Lent(_)) => format!("{name}.as_ref()"),
            true => format!("{name}.as_ref().map_or(Lent::absent(), |{name}| {work})"),
        };
        let absent = match (shape, optional) {
            (Shape::Flat(choice), true) => one_of(choice, "if there is none"),
            (Shape::Flat(choice), false) => one_of(choice, "if there is no such thing"),
            (_, true) => "\nAbsent if there is none.".to_owned(),
            (_, false) => String::new(),
        };
        self.write(
            out,
            Accessor {
                docs: self.docs(v, field, &absent),
                name: self.name(v, field),
                arguments: "",
                result,
                body: format!("read({it}, |{it}| {{ {} }})", self.with(v, field, &work)),
            },
        );
    }

    /// A value that has no absent form of its own goes through `out`.
    fn through_out(
        &self,
        out: &mut String,
        v: Option<&str>,
        field: &Field,
        shape: Shape,
        optional: bool,
    ) {
        let (it, name) = (self.it(), &field.name);
        let (ty, value) = form(shape, name);
        let work = match optional {
            true => format!("{name}.as_ref().map(|{name}| {value})"),
            false => format!("Some({value})"),
        };
        let arguments: &'static str = match ty.as_str() {
            "xmpp_element" => ", out: Out<xmpp_element>",
            "bool" => ", out: Out<bool>",
            "u16" => ", out: Out<u16>",
            "u32" => ", out: Out<u32>",
            "u64" => ", out: Out<u64>",
            "i32" => ", out: Out<i32>",
            _ => ", out: Out<i64>",
        };
        self.write(
            out,
            Accessor {
                docs: self.docs(
                    v,
                    field,
                    "\nIt is written to `out`; false, and nothing written, if there is none.",
                ),
                name: self.name(v, field),
                arguments,
                result: "bool".to_owned(),
                body: format!(
                    "give(out, has({it}, |{it}| {{ {} }}))",
                    self.with(v, field, &work).replace("Lent::absent()", "None")
                ),
            },
        );
    }

    fn count(&self, out: &mut String, v: Option<&str>, field: &Field) {
        let it = self.it();
        let work = format!("{}.len()", field.name);
        self.write(
            out,
            Accessor {
                docs: self.docs(v, field, "\nHow many there are."),
                name: format!("{}_count", self.name(v, field)),
                arguments: "",
                result: "usize".to_owned(),
                body: format!("read({it}, |{it}| {{ {} }})", self.with(v, field, &work)),
            },
        );
    }

    fn at(&self, out: &mut String, v: Option<&str>, field: &Field, shape: Shape) {
        let (it, name) = (self.it(), &field.name);
        if shape == Shape::Element {
            return self.element_at(out, v, field);
        }
        let (result, work) = form(shape, "item");
        let work = match shape {
            Shape::Lent(_) => format!("{name}.get(index)"),
            _ => format!("item({name}, index, |item| {work})"),
        };
        self.write(
            out,
            Accessor {
                docs: self.docs(v, field, "\nThe one at `index`, from 0; absent beyond the last."),
                name: format!("{}_at", self.name(v, field)),
                arguments: ", index: usize",
                result,
                body: format!("read({it}, |{it}| {{ {} }})", self.with(v, field, &work)),
            },
        );
    }

    fn element_at(&self, out: &mut String, v: Option<&str>, field: &Field) {
        let (it, name) = (self.it(), &field.name);
        let (_, value) = form(Shape::Element, "item");
        let work = format!("{name}.get(index).map(|item| {value})");
        self.write(
            out,
            Accessor {
                docs: self.docs(
                    v,
                    field,
                    "\nThe one at `index`, from 0, is written to `out`; false beyond the last.",
                ),
                name: format!("{}_at", self.name(v, field)),
                arguments: ", index: usize, out: Out<xmpp_element>",
                result: "bool".to_owned(),
                body: format!(
                    "give(out, has({it}, |{it}| {{ {} }}))",
                    self.with(v, field, &work).replace("Lent::absent()", "None")
                ),
            },
        );
    }
}

/// The type in C, written in Rust, and the expression that makes it of a reference.
fn form(shape: Shape, name: &str) -> (String, String) {
    match shape {
        Shape::Flag => ("bool".to_owned(), format!("*{name}")),
        Shape::Number(ty) => (ty.to_owned(), format!("*{name}")),
        Shape::Text("Jid") => ("xmpp_str".to_owned(), format!("xmpp_str::of({name}.as_str())")),
        Shape::Text("SecretText") => {
            ("xmpp_str".to_owned(), format!("xmpp_str::of({name}.reveal())"))
        }
        Shape::Text(_) => ("xmpp_str".to_owned(), format!("xmpp_str::of({name})")),
        Shape::Octets => ("xmpp_octets".to_owned(), format!("xmpp_octets::of(&{name}.0)")),
        Shape::Id => ("u64".to_owned(), format!("{name}.value()")),
        Shape::Flat(_) => ("i32".to_owned(), format!("{name}.number()")),
        Shape::Lent(lent) => (format!("Option<&{}>", c_type(&lent.name)), format!("Some({name})")),
        Shape::View(view) => {
            (format!("Option<&{}>", c_type(view)), format!("Some(event.view({name}))"))
        }
        Shape::Element => ("xmpp_element".to_owned(), format!("xmpp_element::of({name}.root())")),
    }
}
