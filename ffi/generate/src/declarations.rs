//! The declarations as a table, and the rules that hold for them in every language.

use std::collections::BTreeMap;

/// The public types that fields may have but that are not declared: each border carries them by
/// hand, with one conversion each.
pub const CARRIED: [&str; 8] =
    ["Octets", "SecretText", "Jid", "Element", "Message", "Presence", "Iq", "Stanza"];

/// One declared type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declaration {
    /// The macro that declared it: `record`, `settings`, `choice`, `commands`, `failure`, `id`
    /// or `payload`.
    pub kind: String,
    /// Its name in Rust and everywhere else.
    pub name: String,
    /// Its docs, lines joined.
    pub docs: String,
    /// The fields of a record, settings or a payload.
    pub fields: Vec<Field>,
    /// The variants of a choice, commands or a failure.
    pub variants: Vec<Variant>,
}

/// A field of a record or a variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type without spaces: `Option<Jid>`.
    pub ty: String,
    /// Its docs, lines joined.
    pub docs: String,
    /// What stands behind `=`: a default of settings, a place of a payload.
    pub note: Option<String>,
}

/// A variant of a choice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// Its docs, lines joined.
    pub docs: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The sentence of a failure.
    pub sentence: Option<String>,
}

/// Every declaration of the core, replayed.
pub fn table() -> Vec<Declaration> {
    let mut table = Vec::new();
    macro_rules! row {
        (failure $name:ident [$(#[doc = $doc:literal])+] { $([$(#[doc = $vdoc:literal])+]
            $variant:ident { $([$(#[doc = $fdoc:literal])+] $field:ident: $ty:ty,)* } => $text:literal,)* }) => {
            table.push(Declaration {
                variants: vec![$(Variant {
                    sentence: Some($text.to_owned()),
                    ..variant(stringify!($variant), &[$($vdoc),+], vec![$(field(
                        stringify!($field), stringify!($ty), &[$($fdoc),+], None)),*])
                }),*],
                ..declaration("failure", stringify!($name), &[$($doc),+])
            });
        };
        ($kind:ident $name:ident [$(#[doc = $doc:literal])+] { $([$(#[doc = $vdoc:literal])+]
            $variant:ident { $([$(#[doc = $fdoc:literal])+] $field:ident: $ty:ty,)* },)* }) => {
            table.push(Declaration {
                variants: vec![$(variant(stringify!($variant), &[$($vdoc),+], vec![$(field(
                    stringify!($field), stringify!($ty), &[$($fdoc),+], None)),*])),*],
                ..declaration(stringify!($kind), stringify!($name), &[$($doc),+])
            });
        };
        ($kind:ident $name:ident [$(#[doc = $doc:literal])+] {
            $([$(#[doc = $fdoc:literal])+] $field:ident: $ty:ty $(= $note:expr)?,)* }) => {
            table.push(Declaration {
                fields: vec![$(field(stringify!($field), stringify!($ty), &[$($fdoc),+],
                    [$(stringify!($note))?].first().copied())),*],
                ..declaration(stringify!($kind), stringify!($name), &[$($doc),+])
            });
        };
    }
    xmpp_engine::for_each_declaration! { row }
    table
}

fn declaration(kind: &str, name: &str, docs: &[&str]) -> Declaration {
    let (kind, name, docs) = (kind.to_owned(), name.to_owned(), joined(docs));
    Declaration { kind, name, docs, ..Declaration::default() }
}

fn variant(name: &str, docs: &[&str], fields: Vec<Field>) -> Variant {
    Variant { name: name.to_owned(), docs: joined(docs), fields, sentence: None }
}

fn field(name: &str, ty: &str, docs: &[&str], note: Option<&str>) -> Field {
    let ty = ty.split_whitespace().collect();
    Field { name: name.to_owned(), ty, docs: joined(docs), note: note.map(str::to_owned) }
}

fn joined(docs: &[&str]) -> String {
    docs.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Everything in the table that some language could not carry, one sentence each.
pub fn faults(table: &[Declaration]) -> Vec<String> {
    let mut faults = Vec::new();
    name_faults(table, &mut faults);
    for declaration in table {
        declaration_faults(declaration, table, &mut faults);
    }
    faults
}

/// The namespace of types is flat everywhere, C and file names do not see case, and Kotlin calls
/// an error `XException`.
fn name_faults(table: &[Declaration], faults: &mut Vec<String>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let carried = CARRIED.iter().map(|name| name.to_string());
    for name in carried.chain(table.iter().map(|declaration| declaration.name.clone())) {
        let key = name.to_lowercase().replace("exception", "error");
        if let Some(other) = seen.insert(key, name.clone()) {
            faults.push(format!("{name}: the name is taken by {other}"));
        }
        if is_one_of(&name, TAKEN_TYPES) {
            faults.push(format!("{name}: a type of some language is called so"));
        }
    }
}

fn declaration_faults(declaration: &Declaration, table: &[Declaration], faults: &mut Vec<String>) {
    let name = &declaration.name;
    let mut fault = |place: &str, what: &str| faults.push(format!("{name}{place}: {what}"));
    if !is_type_name(name) {
        fault("", "not a type name in UpperCamelCase");
    }
    if declaration.docs.is_empty() {
        fault("", "no docs");
    }
    let mut names: Vec<String> =
        declaration.variants.iter().map(|v| v.name.to_lowercase()).collect();
    names.sort();
    for twins in names.windows(2).filter(|twins| twins[0] == twins[1]) {
        fault("", &format!("two variants are called {}", twins[0]));
    }
    field_faults(&declaration.fields, declaration, table, &mut |field, what| {
        fault(&format!(".{field}"), what);
    });
    for variant in &declaration.variants {
        let place = format!("::{}", variant.name);
        if !is_type_name(&variant.name) || ["None", "Some"].contains(&variant.name.as_str()) {
            fault(&place, "not a variant name that works everywhere");
        }
        if variant.docs.is_empty() {
            fault(&place, "no docs");
        }
        field_faults(&variant.fields, declaration, table, &mut |field, what| {
            fault(&format!("{place}.{field}"), what);
        });
    }
}

fn field_faults(
    fields: &[Field],
    declaration: &Declaration,
    table: &[Declaration],
    fault: &mut dyn FnMut(&str, &str),
) {
    for (i, field) in fields.iter().enumerate() {
        let name = field.name.as_str();
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            fault(name, "tuple variants and tuple structs are not for borders: name the field");
        } else if !is_field_name(name) {
            fault(name, "not a field name in snake_case");
        }
        for (whose, _) in RESERVED_FIELDS.iter().filter(|(_, words)| is_one_of(name, words)) {
            fault(name, &format!("the name is {whose}"));
        }
        if declaration.kind == "failure" && is_one_of(name, FIELDS_OF_EXCEPTIONS) {
            fault(name, "exceptions have a field of this name already");
        }
        if fields[..i].iter().any(|other| other.name == name) {
            fault(name, "twice");
        }
        if field.docs.is_empty() {
            fault(name, "no docs");
        }
        if !is_carried_type(&field.ty, table) {
            fault(name, &format!("no border carries the type {}", field.ty));
        }
    }
}

/// A type is a name, or one `Option` or `Vec` of it. Deeper ones have no accessor in C and no
/// canonical rendering that tells "no list" from "an empty list".
fn is_carried_type(ty: &str, table: &[Declaration]) -> bool {
    let inside = |outer: &str| ty.strip_prefix(outer)?.strip_prefix('<')?.strip_suffix('>');
    let name = inside("Option").or(inside("Vec")).unwrap_or(ty);
    PRIMITIVE.contains(&name)
        || CARRIED.contains(&name)
        || table.iter().any(|declaration| declaration.name == name)
}

fn is_type_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

fn is_field_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.chars().all(plain)
        && !name.starts_with('_')
        && !name.ends_with('_')
        && !name.contains("__")
}

/// The primitive types; all have one canonical rendering and exist in every language.
pub const PRIMITIVE: [&str; 7] = ["bool", "u16", "u32", "u64", "i32", "i64", "String"];

/// Words that no field may be called, by whose they are. Contextual words (`type`, `match`, `get`,
/// `data`, `open`) work as names everywhere. `namespace` is XML's own word, and allowed although
/// C++ has it: a C header calls such a parameter `namespace_`.
const RESERVED_FIELDS: [(&str, &str); 5] = [
    (
        "a keyword of Python",
        "and as assert async await break class continue def del elif else except finally for from \
         global if import in is lambda nonlocal not or pass raise return self try while with yield",
    ),
    (
        "a hard keyword of Kotlin",
        "do false fun interface null object package super this throw true typealias typeof val var \
         when",
    ),
    (
        "a keyword of Swift",
        "associatedtype case catch default defer deinit enum extension fallthrough fileprivate func \
         guard init inout internal let nil operator precedencegroup private protocol public repeat \
         rethrows static struct subscript switch throws where",
    ),
    (
        "a keyword of C or C++",
        "alignas alignof asm auto bool char concept const constexpr const_cast decltype delete \
         double explicit export extern float friend goto inline int long mutable new \
         noexcept nullptr protected register requires restrict short signed sizeof template \
         thread_local typedef typeid typename union unsigned using virtual void volatile xor",
    ),
    ("what foreign objects have already", "message copy hash_code to_string"),
];

/// What Python's and Kotlin's exceptions have already.
const FIELDS_OF_EXCEPTIONS: &str =
    "args cause stack_trace suppressed localized_message with_traceback";

/// Type names that a generated module cannot use without hiding what its language needs.
const TAKEN_TYPES: &str = "Any Array Bool Boolean Byte Character Data Dictionary Double Enum Error \
    Exception False Float Int InternalError List Long Map None Object Optional Pair Protocol Result \
    Self Set Short String Throwable True Type UInt ULong Union Unit Void";

fn is_one_of(name: &str, words: &str) -> bool {
    words.split(' ').any(|word| word == name)
}
