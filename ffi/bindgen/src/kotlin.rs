//! Three things in the generated Kotlin are made better. What programs print of an exception is its
//! `message`: it is a list of fields, and becomes the engine's sentence, which `toString` tells. Cases
//! without fields are printed by their names. And every call makes a status of native memory, which JNA
//! counts and cleans up at a price: half of what sending costs. A thread keeps those that it is done with.

use std::fs;
use std::path::Path;

const CLASS: &str = "sealed class CallException: kotlin.Exception() {";
const END: &str = "companion object";
const MESSAGE: &str = "override val message\n            get() = ";

const CASE: &str = "\n    object ";
const NAMED_CASE: &str = "\n    data object ";

const MADE: &str = "    var status = UniffiRustCallStatus()
    val return_value = callback(status)
    uniffiCheckCallStatus(errorHandler, status)
    return return_value
}
";
const KEPT: &str = "    val idle = idleStatuses.get()
    val status = idle.removeLastOrNull() ?: UniffiRustCallStatus()
    val return_value = callback(status)
    uniffiCheckCallStatus(errorHandler, status)
    idle.addLast(status) // not if it told of a failure, which has taken what is in it
    return return_value
}

private val idleStatuses = ThreadLocal.withInitial { ArrayDeque<UniffiRustCallStatus>() }
";

pub(crate) fn improve(folder: &Path) -> Result<(), String> {
    let file = folder.join("org/libxmpp/xmpp_foreign.kt");
    let module =
        fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let spoken = spoken(&module).ok_or("CallException is not written as it was")?;
    if spoken.matches(MADE).count() != 1 {
        return Err("calls are not made as they were".to_owned());
    }
    if !spoken.contains(CASE) {
        return Err("cases without fields are not written as they were".to_owned());
    }
    fs::write(&file, spoken.replace(MADE, KEPT).replace(CASE, NAMED_CASE))
        .map_err(|error| format!("{}: {error}", file.display()))
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
