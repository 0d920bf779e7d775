//! What there is, and what it is called in Python.

use std::collections::BTreeMap;

use uniffi_bindgen::ComponentInterface;
use uniffi_bindgen::interface::{AsType, Enum, FfiType, Field, Record, Type};

/// The interface with its names.
pub(crate) struct Types<'a> {
    pub(crate) interface: &'a ComponentInterface,
    /// A record or choice that carries a type bears that type's name.
    carried: BTreeMap<String, String>,
}

impl<'a> Types<'a> {
    pub(crate) fn new(interface: &'a ComponentInterface) -> Types<'a> {
        let carried = interface.iter_local_types().filter_map(|ty| match ty {
            Type::Custom { name, builtin, .. } => {
                Some((declared(builtin)?.to_owned(), name.clone()))
            }
            _ => None,
        });
        Types { interface, carried: carried.collect() }
    }

    pub(crate) fn name(&self, declared: &str) -> String {
        self.carried.get(declared).cloned().unwrap_or_else(|| declared.to_owned())
    }

    pub(crate) fn records(&self) -> impl Iterator<Item = (String, &'a Record)> {
        self.interface.record_definitions().iter().map(|record| (self.name(record.name()), record))
    }

    pub(crate) fn choices(&self) -> impl Iterator<Item = (String, &'a Enum)> {
        self.interface.enum_definitions().iter().map(|choice| (self.name(choice.name()), choice))
    }

    /// Whether calls raise it.
    pub(crate) fn is_raised(&self, choice: &Enum) -> bool {
        self.interface.is_name_used_as_error(choice.name())
    }

    /// Whether it is an `Enum` of Python's: no variant carries anything, and it is no
    /// kind of error.
    pub(crate) fn is_plain(&self, choice: &Enum) -> bool {
        choice.is_flat()
    }

    /// The plain choice that a type is, if it is one.
    pub(crate) fn plain(&self, ty: &Type) -> Option<String> {
        let name = declared(ty)?;
        let choice = self.interface.get_enum_definition(name)?;
        self.is_plain(choice).then(|| self.name(name))
    }

    /// The name of a type in annotations.
    pub(crate) fn annotation(&self, ty: &Type) -> String {
        match ty {
            Type::Boolean => "bool".to_owned(),
            Type::Float32 | Type::Float64 => "float".to_owned(),
            Type::String => "str".to_owned(),
            Type::Bytes => "bytes".to_owned(),
            Type::Box { inner_type } => self.annotation(inner_type),
            Type::Optional { inner_type } => format!("Optional[{}]", self.annotation(inner_type)),
            Type::Sequence { inner_type } => format!("list[{}]", self.annotation(inner_type)),
            Type::Custom { name, .. } => name.clone(),
            Type::Record { name, .. } | Type::Enum { name, .. } | Type::Object { name, .. } => {
                self.name(name)
            }
            _ => "int".to_owned(), // what is left and supported are whole numbers
        }
    }

    /// Custom types that are another name for something simple.
    pub(crate) fn aliases(interface: &ComponentInterface) -> Vec<(&str, &Type, &str)> {
        let custom = interface.iter_local_types().filter_map(|ty| match ty {
            Type::Custom { name, builtin, .. } if declared(builtin).is_none() => {
                let defined = interface.get_custom_type_definition(name);
                let doc = defined.and_then(|it| it.docstring()).unwrap_or_default();
                Some((name.as_str(), &**builtin, doc))
            }
            _ => None,
        });
        custom.collect()
    }

    /// Everything that the module is imported for.
    pub(crate) fn exported(&self) -> Vec<String> {
        let mut names = vec!["InternalError".to_owned()];
        names.extend(Types::aliases(self.interface).iter().map(|(name, ..)| (*name).to_owned()));
        names.extend(self.records().map(|(name, _)| name));
        names.extend(self.choices().map(|(name, _)| name));
        names.extend(self.interface.object_definitions().iter().map(|it| it.name().to_owned()));
        names.extend(self.interface.function_definitions().iter().map(|it| it.name().to_owned()));
        names
    }
}

/// The name of what a type is declared as, if it is a record or a choice.
pub(crate) fn declared(ty: &Type) -> Option<&str> {
    match ty {
        Type::Record { name, .. } | Type::Enum { name, .. } => Some(name),
        Type::Custom { builtin, .. } => declared(builtin),
        Type::Box { inner_type } => declared(inner_type),
        _ => None,
    }
}

/// What is read and written for a type.
pub(crate) fn carrier(ty: &Type) -> &Type {
    match ty {
        Type::Custom { builtin, .. } => carrier(builtin),
        Type::Box { inner_type } => carrier(inner_type),
        other => other,
    }
}

/// The `Struct` of the head for a number, and its size.
pub(crate) fn number(ty: &Type) -> Option<(&'static str, u8)> {
    Some(match ty {
        Type::Int8 => ("_S8", 1),
        Type::UInt8 => ("_U8", 1),
        Type::Int16 => ("_S16", 2),
        Type::UInt16 => ("_U16", 2),
        Type::Int32 => ("_S32", 4),
        Type::UInt32 => ("_U32", 4),
        Type::Int64 => ("_S64", 8),
        Type::UInt64 => ("_U64", 8),
        Type::Float32 => ("_F32", 4),
        Type::Float64 => ("_F64", 8),
        _ => return None,
    })
}

/// The type that ctypes has for one of the border's.
pub(crate) fn ctype(ty: &FfiType) -> &'static str {
    match ty {
        FfiType::UInt8 => "c_uint8",
        FfiType::Int8 => "c_int8",
        FfiType::UInt16 => "c_uint16",
        FfiType::Int16 => "c_int16",
        FfiType::UInt32 => "c_uint32",
        FfiType::Int32 => "c_int32",
        FfiType::UInt64 | FfiType::Handle => "c_uint64",
        FfiType::Int64 => "c_int64",
        FfiType::Float32 => "c_float",
        FfiType::Float64 => "c_double",
        FfiType::RustBuffer(_) => "_Buffer",
        FfiType::ForeignBytes => "_Borrowed",
        _ => "c_void_p",
    }
}

/// A name for a type in the names of functions.
pub(crate) fn label(types: &Types<'_>, ty: &Type) -> String {
    match carrier(ty) {
        Type::Optional { inner_type } => format!("Optional{}", label(types, inner_type)),
        Type::Sequence { inner_type } => format!("List{}", label(types, inner_type)),
        Type::Record { name, .. } | Type::Enum { name, .. } | Type::Object { name, .. } => {
            types.name(name)
        }
        simple => format!("{simple:?}"),
    }
}

/// The type of a field.
pub(crate) fn of(field: &Field) -> Type {
    field.as_type()
}
