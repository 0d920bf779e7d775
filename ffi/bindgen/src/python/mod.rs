//! The module for Python: one file that runs, small and quick to import, and a stub beside it with
//! the types and the manual. uniffi's own module for Python reads each number through a call and
//! ctypes, takes three times as long for a message, and hides from type checkers what a value is.

mod calls;
mod code;
mod metadata;
mod read;
mod stub;
mod types;
mod values;
mod write;

use std::path::Path;

use uniffi_bindgen::{BindgenLoader, BindgenPaths, ComponentInterface, GlobalConfig};

use crate::docs::foreign;
use code::Code;
use types::Types;

/// What goes before everything, with marks for the names.
const HEAD: &str = include_str!("head.py");

/// Writes the module and its stub.
pub(crate) fn generate(library: &str, folder: &Path) -> Result<(), String> {
    let words = |error| format!("{error:#}");
    let loader = BindgenLoader::new(BindgenPaths::default(), GlobalConfig::default());
    let metadata =
        loader.load_metadata_specialized(library.into(), metadata::exported).map_err(words)?;
    let mut found = loader.load_cis(metadata).map_err(words)?;
    let (Some(mut interface), true) = (found.pop(), found.is_empty()) else {
        return Err("the library has not one interface".to_owned());
    };
    interface.derive_ffi_funcs().map_err(words)?;
    let write = |name, text: String| {
        std::fs::write(folder.join(name), foreign(&text))
            .map_err(|error| format!("{name}: {error}"))
    };
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    write("engine.py", module(&interface)?)?;
    write("engine.pyi", stub::stub(&interface))
}

fn module(interface: &ComponentInterface) -> Result<String, String> {
    let types = Types::new(interface);
    let mut code = Code::default();
    code.text(&head(interface));
    calls::functions(&mut code, interface);
    values::aliases(&mut code, interface);
    values::records(&mut code, &types);
    values::choices(&mut code, &types);
    read::readers(&mut code, &types)?;
    write::writers(&mut code, &types)?;
    calls::objects(&mut code, &types);
    calls::free_functions(&mut code, &types);
    code.line(&format!("__all__ = {:?}", types.exported()));
    Ok(code.finish())
}

fn head(interface: &ComponentInterface) -> String {
    let crate_name = interface.crate_name();
    HEAD.replace("@library@", crate_name)
        .replace("@crate@", crate_name)
        .replace("@contract@", &interface.uniffi_contract_version().to_string())
}
