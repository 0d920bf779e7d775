//! What a library says of itself. uniffi looks for it among the symbols that a stripped library has
//! no more; it is among the exported ones as well, so a wheel is made of the very library in it.

use camino::Utf8Path;
use goblin::elf::Elf;
use uniffi_meta::{Metadata, read_metadata};

/// The metadata among the exported symbols of an ELF file; `None` for other files.
pub(crate) fn exported(_: &Utf8Path, data: &[u8]) -> anyhow::Result<Option<Vec<Metadata>>> {
    let Ok(elf) = Elf::parse(data) else { return Ok(None) };
    let mut found = Vec::new();
    for symbol in elf.dynsyms.iter() {
        let name = elf.dynstrtab.get_at(symbol.st_name).unwrap_or_default();
        let section = elf.section_headers.get(symbol.st_shndx);
        if let (true, Some(section)) = (name.starts_with("UNIFFI_META"), section) {
            let at = symbol.st_value - section.sh_addr + section.sh_offset;
            found.push(read_metadata(&data[at as usize..])?);
        }
    }
    Ok(Some(found))
}
