//! The declarations as C sees them: which shape each type has, and which types can be reached from
//! what comes out.

use crate::declarations::{Declaration, Field};

/// How a value crosses the border.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape<'a> {
    /// `bool`.
    Flag,
    /// An integer of this type in Rust.
    Number(&'a str),
    /// `xmpp_str`.
    Text(&'a str),
    /// `xmpp_octets`.
    Octets,
    /// `uint64_t`.
    Id,
    /// A choice in which no variant has fields: its number.
    Flat(&'a Declaration),
    /// A pointer to something with accessors of its own.
    Lent(&'a Declaration),
    /// A pointer to a view made by hand: `Message`, `Presence`, `Iq`.
    View(&'a str),
    /// A cursor that the caller owns.
    Element,
}

/// One of it, perhaps none, or many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Many {
    /// Exactly one.
    One,
    /// None or one.
    Optional,
    /// A list.
    List,
}

/// Choices whose variants have no fields today but will have some: lent like those that have.
const GROWING: [&str; 2] = ["MessageOrigin", "SessionKind"];

/// All declarations.
pub struct Model {
    /// In the order of declaration.
    pub table: Vec<Declaration>,
}

impl Model {
    /// The declarations of the core.
    pub fn new() -> Model {
        Model { table: crate::declarations::table() }
    }

    /// The declaration of this name.
    pub fn get(&self, name: &str) -> Option<&Declaration> {
        self.table.iter().find(|declaration| declaration.name == name)
    }

    /// The declaration of this name, which the generator itself knows of.
    pub fn known(&self, name: &str) -> &Declaration {
        self.get(name).unwrap_or_else(|| panic!("{name} is not declared any more"))
    }

    /// How many of what a field holds.
    pub fn shape<'a>(&'a self, ty: &'a str) -> (Many, Shape<'a>) {
        let inside = |outer: &str| ty.strip_prefix(outer)?.strip_prefix('<')?.strip_suffix('>');
        match (inside("Option"), inside("Vec")) {
            (Some(ty), _) => (Many::Optional, self.single(ty)),
            (_, Some(ty)) => (Many::List, self.single(ty)),
            _ => (Many::One, self.single(ty)),
        }
    }

    fn single<'a>(&'a self, ty: &'a str) -> Shape<'a> {
        match ty {
            "bool" => Shape::Flag,
            "u16" | "u32" | "u64" | "i32" | "i64" => Shape::Number(ty),
            "String" | "Jid" | "SecretText" => Shape::Text(ty),
            "Octets" => Shape::Octets,
            "Element" => Shape::Element,
            "Message" | "Presence" | "Iq" => Shape::View(ty),
            _ => match self.known(ty) {
                id if id.kind == "id" => Shape::Id,
                choice if is_flat(choice) => Shape::Flat(choice),
                lent => Shape::Lent(lent),
            },
        }
    }

    /// Everything with accessors: what can be reached from `roots`, themselves included, in the
    /// order of declaration.
    pub fn reachable(&self, roots: &[&str]) -> Vec<&Declaration> {
        let mut found: Vec<&Declaration> = roots.iter().map(|root| self.known(root)).collect();
        let mut at = 0;
        while let Some(declaration) = found.get(at).copied() {
            for field in fields(declaration) {
                if let (_, Shape::Lent(next)) = self.shape(&field.ty)
                    && !found.iter().any(|known| known.name == next.name)
                {
                    found.push(next);
                }
            }
            at += 1;
        }
        let place = |name: &str| self.table.iter().position(|known| known.name == name);
        found.sort_by_key(|declaration| place(&declaration.name));
        found
    }

    /// Choices that are mere numbers and stand in a field of these, in the order of declaration.
    pub fn flats<'a>(&'a self, reached: &[&Declaration]) -> Vec<&'a Declaration> {
        let used = |choice: &&Declaration| {
            let no_fields = choice.variants.iter().all(|variant| variant.fields.is_empty());
            let mut all = reached.iter().flat_map(|declaration| fields(declaration));
            choice.kind == "choice"
                && no_fields
                && all.any(|field| of_type(&field.ty) == choice.name)
        };
        self.table.iter().filter(used).collect()
    }
}

/// The type in an `Option` or a `Vec`.
fn of_type(ty: &str) -> &str {
    ty.rsplit('<').next().unwrap_or(ty).trim_end_matches('>')
}

impl Default for Model {
    fn default() -> Model {
        Model::new()
    }
}

/// Whether a choice is carried as its number alone.
pub fn is_flat(declaration: &Declaration) -> bool {
    let no_fields = declaration.variants.iter().all(|variant| variant.fields.is_empty());
    declaration.kind == "choice"
        && no_fields
        && !declaration.variants.is_empty()
        && !GROWING.contains(&declaration.name.as_str())
}

/// Every field of a declaration, those of its variants too.
pub fn fields(declaration: &Declaration) -> impl Iterator<Item = &Field> {
    declaration.fields.iter().chain(declaration.variants.iter().flat_map(|v| &v.fields))
}

/// What an engine gives out: the roots of everything that is read by accessors. `Output` itself is
/// a struct made by hand; payloads are found by hand in stanzas.
pub const LENT: [&str; 8] = [
    "Event",
    "Target",
    "Delay",
    "ReceiptRequest",
    "ReceiptReceived",
    "StanzaId",
    "OriginId",
    "StanzaError",
];

/// What functions may refuse with: each variant has an error code.
pub const REFUSALS: [&str; 10] = [
    "InputError",
    "SendError",
    "AnswerError",
    "CommandError",
    "SharedError",
    "JidError",
    "XmlError",
    "BuildError",
    "StanzaFault",
    "PayloadError",
];

/// What goes in as a sized struct.
pub const STRUCTS: [&str; 6] =
    ["XmlLimits", "Limits", "Timeouts", "SaslPolicy", "TlsInfo", "Config"];
