//! Functions, and objects with their methods.

use uniffi_bindgen::ComponentInterface;
use uniffi_bindgen::interface::{
    Argument, AsType, Callable, FfiFunction, Method, Object, Type, UniffiTraitMethods,
};

use super::code::Code;
use super::types::{Types, carrier, ctype, label, number};

/// The functions of the library, as ctypes calls them.
pub(crate) fn functions(code: &mut Code, interface: &ComponentInterface) {
    for function in interface.iter_user_ffi_function_definitions() {
        let types: Vec<&str> =
            function.arguments().iter().map(|argument| ctype(&argument.type_())).collect();
        let result = function.return_type().map_or("None", ctype);
        let name = function.name();
        let types = types.iter().map(|ty| format!(", {ty}")).collect::<String>();
        code.line(&format!("_{name} = _function(\"{name}\", {result}{types})"));
    }
}

/// Every type that a call gives back or raises.
pub(crate) fn lifted_types(interface: &ComponentInterface) -> Vec<Type> {
    callables(interface, |it| {
        it.return_type().into_iter().chain(it.throws_type()).cloned().collect()
    })
}

/// Every type that a call takes.
pub(crate) fn lowered_types(interface: &ComponentInterface) -> Vec<Type> {
    callables(interface, |it| it.arguments().iter().map(|argument| argument.as_type()).collect())
}

fn callables(
    interface: &ComponentInterface,
    types: impl Fn(&dyn Callable) -> Vec<Type>,
) -> Vec<Type> {
    let functions = interface.function_definitions().iter().flat_map(|it| types(it));
    let objects = interface.object_definitions().iter().flat_map(|object| {
        let methods = object.methods().into_iter().flat_map(|it| types(it)).collect::<Vec<_>>();
        let made = object.constructors().into_iter().flat_map(|it| types(it)).collect::<Vec<_>>();
        methods.into_iter().chain(made)
    });
    let records = interface.record_definitions().iter().flat_map(|it| it.methods());
    let choices = interface.enum_definitions().iter().flat_map(|it| it.methods());
    let values = records.chain(choices).flat_map(|it| types(it));
    functions.chain(objects).chain(values).collect()
}

pub(crate) fn objects(code: &mut Code, types: &Types<'_>) {
    for object in types.interface.object_definitions() {
        code.definition(&format!("class {}:", object.name()), |code| {
            code.doc(object.docstring().unwrap_or_default());
            code.line("__slots__ = (\"_handle\", \"__weakref__\")");
            code.line(&format!("_clone = _{}", object.ffi_object_clone().name()));
            constructors(code, types, object);
            code.definition("def __del__(self):", |code| {
                code.block("if hasattr(self, \"_handle\"):", |code| {
                    let free = object.ffi_object_free().name();
                    code.line(&format!("_call(_{free}, None, self._handle)"));
                });
            });
            let this = format!("_handle({}, self)", object.name());
            methods(code, types, object.methods(), &this);
            shown(code, types, &object.uniffi_trait_methods(), &this);
        });
    }
}

/// Methods; `this` is what the library is given for the object itself.
pub(crate) fn methods<'a>(
    code: &mut Code,
    types: &Types<'_>,
    methods: impl IntoIterator<Item = &'a Method>,
    this: &str,
) {
    for method in methods {
        let head = format!("def {}({}):", method.name(), parameters("self", method));
        code.definition(&head, |code| {
            code.doc(method.docstring().unwrap_or_default());
            code.line(&format!("return {}", call(types, method, Some(this))));
        });
    }
}

/// How it shows, if the library says so.
pub(crate) fn shown(code: &mut Code, types: &Types<'_>, methods: &UniffiTraitMethods, this: &str) {
    for (name, method) in [("__str__", &methods.display_fmt), ("__repr__", &methods.debug_fmt)] {
        let Some(method) = method else { continue };
        code.definition(&format!("def {name}(self):"), |code| {
            code.line(&format!("return {}", call(types, method, Some(this))));
        });
    }
}

fn constructors(code: &mut Code, types: &Types<'_>, object: &Object) {
    if let Some(made) = object.primary_constructor() {
        code.definition(&format!("def __init__({}):", parameters("self", made)), |code| {
            code.line(&format!("self._handle = {}", raw(types, made, made.ffi_func(), None)));
        });
    }
    for made in object.alternate_constructors() {
        code.line("");
        code.line("@classmethod");
        code.block(&format!("def {}({}):", made.name(), parameters("cls", made)), |code| {
            code.doc(made.docstring().unwrap_or_default());
            let handle = raw(types, made, made.ffi_func(), None);
            code.line(&format!("return _adopted(cls, {handle})"));
        });
    }
}

pub(crate) fn free_functions(code: &mut Code, types: &Types<'_>) {
    for function in types.interface.function_definitions() {
        let head = format!("def {}({}):", function.name(), parameters("", function));
        code.definition(&head, |code| {
            code.doc(function.docstring().unwrap_or_default());
            code.line(&format!("return {}", call(types, function, None)));
        });
    }
}

fn parameters(first: &str, callable: &dyn Callable) -> String {
    let arguments = callable.arguments();
    let names = arguments.iter().map(|argument| argument.name());
    let first = Some(first).filter(|first| !first.is_empty());
    first.into_iter().chain(names).collect::<Vec<_>>().join(", ")
}

/// The call with its result as a value of Python's.
fn call(types: &Types<'_>, callable: &dyn Callable, this: Option<&str>) -> String {
    let raw = raw(types, callable, callable.ffi_func(), this);
    let Some(ty) = callable.return_type() else { return raw };
    match carrier(ty) {
        Type::String => format!("_lifted_str({raw})"),
        Type::Boolean => format!("{raw} == 1"),
        Type::Object { name, .. } => format!("_adopted({name}, {raw})"),
        simple if number(simple).is_some() => raw,
        _ => format!("_lifted(_r_{}, {raw})", label(types, ty)),
    }
}

/// The call with its result as ctypes gives it.
fn raw(
    types: &Types<'_>,
    callable: &dyn Callable,
    function: &FfiFunction,
    this: Option<&str>,
) -> String {
    let raised = callable.throws_type();
    let raised = raised.map_or("None".to_owned(), |ty| format!("_r_{}", label(types, ty)));
    let given = callable.arguments().into_iter().map(|argument| lowered(types, argument));
    let arguments: String =
        this.map(str::to_owned).into_iter().chain(given).map(|it| format!(", {it}")).collect();
    format!("_call(_{}, {raised}{arguments})", function.name())
}

fn lowered(types: &Types<'_>, argument: &Argument) -> String {
    let (name, ty) = (argument.name(), argument.as_type());
    if argument.is_borrowed_bytes() {
        return format!("_borrowed({name})");
    }
    match carrier(&ty) {
        Type::String => format!("_lowered_str({name})"),
        Type::Boolean => format!("1 if {name} else 0"),
        Type::Object { name: class, .. } => format!("_handle({class}, {name})"),
        simple => match number(simple) {
            Some((structure, _)) => format!("_check{structure}({name})"),
            None => format!("_lowered(_w_{}, {name})", label(types, &ty)),
        },
    }
}
