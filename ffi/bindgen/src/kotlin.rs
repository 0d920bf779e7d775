//! What programs print of an exception in Kotlin is its `message`. The generator makes that a list
//! of fields; here it becomes the engine's sentence, which `toString` tells.

use std::fs;
use std::path::Path;

const CLASS: &str = "sealed class CallException: kotlin.Exception() {";
const END: &str = "companion object";
const MESSAGE: &str = "override val message\n            get() = ";

pub(crate) fn speak(folder: &Path) -> Result<(), String> {
    let file = folder.join("org/libxmpp/xmpp_foreign.kt");
    let module =
        fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let spoken = spoken(&module).ok_or("CallException is not written as it was")?;
    fs::write(&file, spoken).map_err(|error| format!("{}: {error}", file.display()))
}

fn spoken(module: &str) -> Option<String> {
    let (before, class) = module.split_once(CLASS)?;
    let (class, after) = class.split_once(END)?;
    let mut kinds = class.split(MESSAGE);
    let mut spoken = [before, CLASS, kinds.next()?].concat();
    let length = spoken.len();
    for kind in kinds {
        let (_fields, rest) = kind.split_once('\n')?;
        spoken.extend([MESSAGE, "toString()\n", rest]);
    }
    let found = spoken.len() > length;
    spoken.extend([END, after]);
    found.then_some(spoken)
}
