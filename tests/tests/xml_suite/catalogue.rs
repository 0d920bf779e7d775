//! The list of the suite's cases, and which of them are for us.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::path::{Path, PathBuf};

/// The whole list in one file, as the package has it.
const LIST: &str = "cleaned/xmlconf-flattened.xml";

pub struct Case {
    pub id: String,
    pub well_formed: bool,
    pub document: Vec<u8>,
    /// What it contains, in canonical form.
    pub canonical: Option<Vec<u8>>,
}

/// The cases for a parser of XML 1.0 (5th edition) with namespaces that reads no other files.
/// Those of the type "error" are left out: a parser may do with them what it likes.
pub fn cases(suite: &Path) -> Vec<Case> {
    let list = std::fs::read_to_string(suite.join(LIST)).expect("the suite's list can be read");
    let mut reader = Reader::from_str(&list);
    let mut folders = vec![suite.join("xmlconf")];
    let mut cases = Vec::new();
    loop {
        match reader.read_event().expect("the list is well-formed") {
            Event::Start(tag) if tag.name().into_inner() == "TESTCASES" => {
                let base = attribute(&tag, "xml:base").unwrap_or_default();
                folders.push(folder(&folders).join(base));
            }
            Event::End(tag) if tag.name().into_inner() == "TESTCASES" => {
                folders.pop();
            }
            Event::Start(tag) if tag.name().into_inner() == "TEST" && is_for_us(&tag) => {
                cases.push(case(&tag, &folder(&folders)));
            }
            Event::Eof => return cases,
            _ => {}
        }
    }
}

fn folder(folders: &[PathBuf]) -> PathBuf {
    folders.last().cloned().expect("as many starts as ends")
}

fn is_for_us(tag: &BytesStart<'_>) -> bool {
    let is = |name: &str, value: &str| attribute(tag, name).is_some_and(|found| found == value);
    let edition = attribute(tag, "EDITION");
    edition.is_none_or(|editions| editions.split(' ').any(|edition| edition == "5"))
        && !is("RECOMMENDATION", "XML1.1")
        && !is("RECOMMENDATION", "NS1.1")
        && !is("VERSION", "1.1")
        && !is("NAMESPACE", "no")
        && !is("TYPE", "error")
}

fn case(tag: &BytesStart<'_>, folder: &Path) -> Case {
    let needed = |name| attribute(tag, name).unwrap_or_else(|| panic!("{tag:?} has no {name}"));
    let file =
        |name: String| std::fs::read(folder.join(&name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    Case {
        id: needed("ID"),
        well_formed: needed("TYPE") != "not-wf",
        document: file(needed("URI")),
        canonical: attribute(tag, "OUTPUT").map(file),
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).expect("the list is well-formed")?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).expect("the list is well-formed");
    Some(value.into_owned())
}
