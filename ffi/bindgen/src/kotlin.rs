//! Four things in the generated Kotlin are made better. What programs print of an exception is its
//! `message`: it is a list of fields, and becomes the engine's sentence, which `toString` tells. Cases
//! without fields are printed by their names. Every call makes a status of native memory, which JNA
//! counts and cleans up at a price: half of what sending costs. A thread keeps those that it is done with.
//! And what octets are lent by address, nothing holds: a buffer that nobody needs behind the call was
//! collected within it. The address has its buffer at hand now.

use std::fs;
use std::path::Path;

use crate::docs::foreign;

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

const LENT: &str = "        val fb = ForeignBytes.ByValue()\n";
const HELD: &str = "        val fb = ForeignBytes.ByValue()\n        fb.owner = value\n";
const ADDRESS: &str = "internal open class ForeignBytes : Structure() {\n";
const OWNED: &str = "internal open class ForeignBytes : Structure() {
    /** Whose memory it is: it must live as long as the call. Not public, so none of the fields. */
    internal var owner: java.nio.ByteBuffer? = null

";

/// What stands once in the module, and what takes its place.
const BETTER: [(&str, &str); 3] = [(MADE, KEPT), (LENT, HELD), (ADDRESS, OWNED)];

pub(crate) fn improve(folder: &Path) -> Result<(), String> {
    let file = folder.join("org/libxmpp/xmpp_foreign.kt");
    let told = |error: std::io::Error| format!("{}: {error}", file.display());
    let module = fs::read_to_string(&file).map_err(told)?;
    fs::write(&file, foreign(&improved(&module)?)).map_err(told)
}

fn improved(module: &str) -> Result<String, String> {
    let mut module = spoken(module).ok_or("CallException is not written as it was")?;
    for (text, better) in BETTER {
        if module.matches(text).count() != 1 {
            return Err(format!("another uniffi: the Kotlin module has not exactly one {text:?}"));
        }
        module = module.replace(text, better);
    }
    if !module.contains(CASE) {
        return Err("cases without fields are not written as they were".to_owned());
    }
    Ok(module.replace(CASE, NAMED_CASE))
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
