//! What goes in as a struct whose first field is its size: settings, and what a host tells of its
//! TLS. Zero is the default of every field, and fields are only ever appended.

use crate::declarations::{Declaration, Field};
use crate::model::{Many, Model, STRUCTS, Shape};
use crate::names::{c_type, screaming};
use crate::text::{docs, head};
use std::fmt::Write;

/// The head of `abi/structs.txt`.
const HEAD: &str = "\
# The fields of the structs that go in, in their order in memory. Appended to by
# `UPDATE=1 cargo test -p xmpp-generate`; a line that is here stays as it is, since programs are
# compiled with it.
";

/// One field in C.
struct CField {
    name: String,
    ty: String,
    docs: String,
}

/// `src/generated/structs.rs` and the new text of `abi/structs.txt`.
pub fn structs_rs(model: &Model, order: &str) -> (String, String) {
    let mut out = head("Structs that go in.");
    out.push_str(
        "use crate::config::{account, credentials, dial, identity, trust, xmpp_roots};\nuse \
         crate::error::Refusal;\nuse crate::input::{Input, choose, choose_some, count, filled, flag, init, list_of_octets, \
         list_of_texts};\nuse crate::text::{xmpp_octets, xmpp_str};\nuse ::xmpp_engine::declared::*;\n",
    );
    let mut lines: Vec<String> =
        order.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    for declaration in STRUCTS.iter().map(|name| model.known(name)) {
        let fields: Vec<(Vec<CField>, String)> =
            declaration.fields.iter().map(|field| parts(model, declaration, field)).collect();
        structure(&mut out, declaration, &fields, &mut lines);
        input(&mut out, declaration, &fields);
        init(&mut out, declaration);
    }
    (out, HEAD.to_owned() + &lines.iter().map(|line| format!("{line}\n")).collect::<String>())
}

/// The struct, its fields in the order of the register.
fn structure(
    out: &mut String,
    declaration: &Declaration,
    fields: &[(Vec<CField>, String)],
    lines: &mut Vec<String>,
) {
    let name = c_type(&declaration.name);
    let line = |field: &CField| format!("{name}.{} {}", field.name, field.ty);
    let mut all: Vec<&CField> = fields.iter().flat_map(|(fields, _)| fields).collect();
    for field in &all {
        if !lines.contains(&line(field)) {
            lines.push(line(field));
        }
    }
    all.sort_by_key(|field| lines.iter().position(|known| *known == line(field)));
    let text = format!(
        "{}\nSet up by `{name}_init`, then changed field by field: zero, and an absent text, stand for the \
         default.",
        declaration.docs
    );
    let _ = write!(
        out,
        "\n{}#[repr(C)]\n#[derive(Clone, Copy)]\npub struct {name} {{\n",
        docs(&text, "")
    );
    out.push_str("    /// `sizeof` this struct, as the program knows it.\n    pub size: u32,\n");
    out.push_str("    /// Zero.\n    pub reserved: u32,\n");
    for field in all {
        let _ = writeln!(out, "{}    pub {}: {},", docs(&field.docs, "    "), field.name, field.ty);
    }
    out.push_str("}\n");
}

fn input(out: &mut String, declaration: &Declaration, fields: &[(Vec<CField>, String)]) {
    let (name, value) = (c_type(&declaration.name), &declaration.name);
    let start = match value.as_str() {
        "Config" => "account(self.account).map_err(Refusal::about(\"account\"))".to_owned(),
        _ => format!("Ok({value}::default())"),
    };
    let _ = write!(
        out,
        "\n// SAFETY: it was made to be so.\nunsafe impl Input for {name} {{\n    type Value = {value};\n\n    fn start(&self) -> \
         Result<{value}, Refusal> {{\n        {start}\n    }}\n\n    fn fill(&self, mut value: {value}) -> \
         Result<{value}, Refusal> {{\n"
    );
    for (fields, work) in fields {
        let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let named = format!(".map_err(Refusal::about(\"{}\"))?", names.join(", "));
        for line in work.lines() {
            let _ = writeln!(out, "        {}", line.replace('?', &named));
        }
    }
    out.push_str("        Ok(value)\n    }\n}\n");
}

fn init(out: &mut String, declaration: &Declaration) {
    let name = c_type(&declaration.name);
    let it = name.trim_start_matches("xmpp_");
    let text = format!(
        "Sets up `{it}` with the defaults: fills it with zeros and notes its size, which is `sizeof` it.\n\n    {name} \
         {it};\n    {name}_init(&{it}, sizeof {it});"
    );
    let _ = write!(
        out,
        "\n{}#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn {name}_init({it}: *mut {name}, size: usize) {{\n    \
         // SAFETY: the caller's struct has this size.\n    unsafe {{ init({it}, size) }}\n}}\n",
        docs(&text, "")
    );
}

/// The fields in C that one field of the core becomes, and what reads them.
fn parts(model: &Model, declaration: &Declaration, field: &Field) -> (Vec<CField>, String) {
    if declaration.name == "Config"
        && let Some(parts) = by_hand(field)
    {
        return parts;
    }
    let name = &field.name;
    let told = match &field.note {
        // A struct in it says its defaults itself.
        Some(note) if note != "None" && !note.contains("::") => {
            format!("{}\nDefault: {note}.", field.docs)
        }
        _ => field.docs.clone(),
    };
    let one = |ty: &str, docs: String, work: String| {
        (vec![CField { name: name.clone(), ty: ty.to_owned(), docs }], work)
    };
    let (many, shape) = model.shape(&field.ty);
    match (many, shape) {
        (Many::One, Shape::Flag) => one(
            "i32",
            format!("{told}\nXMPP_YES, XMPP_NO, or 0 for the default."),
            format!("value.{name} = flag(self.{name}, value.{name})?;"),
        ),
        (Many::One, Shape::Number(_)) => {
            one("u64", told, format!("value.{name} = count(self.{name}, value.{name})?;"))
        }
        (Many::One, Shape::Flat(choice)) => one(
            "i32",
            format!("{told}\nOne of XMPP_{}_.., or 0.", screaming(&choice.name)),
            format!("value.{name} = choose(self.{name}, value.{name})?;"),
        ),
        (Many::Optional, Shape::Flat(choice)) => one(
            "i32",
            format!("{told}\nOne of XMPP_{}_.., or 0.", screaming(&choice.name)),
            format!("value.{name} = choose_some(self.{name})?;"),
        ),
        (Many::Optional, Shape::Text("String")) => {
            one("xmpp_str", told, format!("value.{name} = self.{name}.owned_opt()?;"))
        }
        (Many::Optional, Shape::Octets) => {
            one("xmpp_octets", told, format!("value.{name} = self.{name}.owned_opt()?;"))
        }
        (Many::One, Shape::Lent(inner)) if STRUCTS.contains(&inner.name.as_str()) => one(
            &format!("*const {}", c_type(&inner.name)),
            format!("{told}\nMay be NULL."),
            format!(
                "// SAFETY: the caller's struct has the size that it says.\nvalue.{name} = unsafe {{ filled(self.{name}, value.{name})? }};"
            ),
        ),
        (Many::List, shape) => list(field, &told, shape),
        _ => panic!("no struct carries {}.{name}: {}", declaration.name, field.ty),
    }
}

fn list(field: &Field, told: &str, shape: Shape) -> (Vec<CField>, String) {
    let name = &field.name;
    let (ty, reader) = match shape {
        Shape::Text("String") => ("*const xmpp_str", "list_of_texts"),
        Shape::Octets => ("*const xmpp_octets", "list_of_octets"),
        _ => panic!("no struct carries a list of {}", field.ty),
    };
    let field = |name: String, ty: &str, docs: String| CField { name, ty: ty.to_owned(), docs };
    let fields = vec![
        field(name.clone(), ty, told.to_owned()),
        field(format!("{name}_count"), "usize", format!("How many `{name}` there are.")),
    ];
    let safe = "// SAFETY: the caller gives as many as it says.";
    (
        fields,
        format!("{safe}\nvalue.{name} = unsafe {{ {reader}(self.{name}, self.{name}_count)? }};"),
    )
}

/// The fields of the config that C fills in another way.
fn by_hand(field: &Field) -> Option<(Vec<CField>, String)> {
    let told = |docs: &str| docs.to_owned();
    let made = |fields: &[(&str, &str, String)], work: &str| {
        let fields = fields.iter().map(|(name, ty, docs)| CField {
            name: (*name).to_owned(),
            ty: (*ty).to_owned(),
            docs: docs.clone(),
        });
        Some((fields.collect(), work.to_owned()))
    };
    match field.name.as_str() {
        "account" => made(&[("account", "xmpp_str", field.docs.clone())], ""),
        "credentials" => made(
            &[
                (
                    "password",
                    "xmpp_str",
                    told(
                        "The password. Absent, as by default: the app is asked by XMPP_EVENT_NEED_CREDENTIALS.",
                    ),
                ),
                (
                    "anonymous",
                    "i32",
                    told("XMPP_YES: log in without a password, to a temporary account (RFC 4505)."),
                ),
            ],
            "value.credentials = credentials(self.password, self.anonymous)?;",
        ),
        "dial" => made(
            &[
                (
                    "host",
                    "xmpp_str",
                    told(
                        "Where to connect instead of where the account's domain says: a host name or an IP address. \
                         Certificates are checked for the domain all the same.",
                    ),
                ),
                (
                    "port",
                    "u64",
                    told("The TCP port of `host`. Default: 5222, or 5223 for direct TLS."),
                ),
                (
                    "direct_tls",
                    "i32",
                    told(
                        "Whether TLS begins with the first octet at `host` (XEP-0368). Default: XMPP_NO.",
                    ),
                ),
            ],
            "value.dial = dial(self.host, self.port, self.direct_tls)?;",
        ),
        "trust" => made(
            &[(
                "roots",
                "*const xmpp_roots",
                told(
                    "The authorities whose certificates are good. NULL, as by default: the app is asked by \
                     XMPP_EVENT_VERIFY_CERTIFICATE. Not looked at if the engine is made with an xmpp_shared. They may \
                     be freed once the engine is made.",
                ),
            )],
            "// SAFETY: NULL or a handle.\nvalue.trust = unsafe { trust(self.roots)? };",
        ),
        "identity" => made(
            &[
                (
                    "identity_category",
                    "xmpp_str",
                    told("What kind of client this is (XEP-0030). Default: `client`."),
                ),
                ("identity_kind", "xmpp_str", told("The type within the category. Default: `pc`.")),
                (
                    "identity_name",
                    "xmpp_str",
                    told("A name of the client for people. Default: none."),
                ),
            ],
            "identity(&mut value.identity, self.identity_category, self.identity_kind, self.identity_name)?;",
        ),
        _ => None,
    }
}
