//! One element as quick-xml reads it, and the rules that it leaves out: another opinion on what our
//! parser accepts, and on what it reads.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{PrefixDeclaration, QName, ResolveResult};
use quick_xml::reader::NsReader;
use xmpp_engine::xml::{Element, ElementBuilder, ns};

use crate::rules::{
    attributes_are_apart, has_sound_references, is_char, is_ncname, is_sound_reference,
};

/// Another reader's opinion on a document.
#[derive(Debug, PartialEq)]
pub enum Opinion {
    /// It is sound, and says this.
    Sound(Element),
    /// It breaks a rule.
    Refused(String),
    /// It cannot tell: quick-xml does not normalise the declaration of a namespace.
    Unsure,
}

/// Reads one element that stands alone.
pub fn read(document: &str) -> Opinion {
    match Reading::new(document).run() {
        Ok(element) => Opinion::Sound(element),
        Err(Stop::Refused(rule)) => Opinion::Refused(rule),
        Err(Stop::Unsure) => Opinion::Unsure,
    }
}

/// Why nothing more is read.
enum Stop {
    Refused(String),
    Unsure,
}

fn refused<T>(rule: &str) -> Result<T, Stop> {
    Err(Stop::Refused(rule.to_owned()))
}

fn hold(rule: bool, broken: &str) -> Result<(), Stop> {
    if rule { Ok(()) } else { refused(broken) }
}

struct Reading<'a> {
    document: &'a str,
    reader: NsReader<&'a [u8]>,
    builder: Option<ElementBuilder>,
    depth: usize,
}

impl<'a> Reading<'a> {
    fn new(document: &'a str) -> Reading<'a> {
        let reader = NsReader::from_str(document);
        Reading { document, reader, builder: None, depth: 0 }
    }

    fn run(mut self) -> Result<Element, Stop> {
        hold(self.document.chars().all(is_char), "a character")?;
        hold(!self.document.starts_with('\u{FEFF}'), "a byte order mark")?;
        loop {
            let event = self.reader.read_event().map_err(|e| Stop::Refused(e.to_string()))?;
            match event {
                Event::Start(tag) => self.start(&tag)?,
                Event::Empty(tag) => {
                    self.start(&tag)?;
                    self.end()?;
                }
                Event::End(_) => self.end()?,
                Event::Text(piece) => {
                    hold(!piece.contains("]]>"), "]]> in text")?;
                    self.text(&piece.xml10_content())?;
                }
                Event::CData(piece) => {
                    hold(self.depth > 0, "CDATA outside the element")?;
                    self.text(&piece.xml10_content())?;
                }
                Event::GeneralRef(name) => self.reference(&name)?,
                Event::Eof => break,
                Event::Comment(_) | Event::PI(_) | Event::DocType(_) | Event::Decl(_) => {
                    return refused("what XMPP has not");
                }
            }
        }
        hold(self.depth == 0, "an element without end")?;
        let Some(mut builder) = self.builder else { return refused("no element") };
        builder.build().map_err(|error| Stop::Refused(error.to_string()))
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Stop> {
        hold(self.depth > 0 || self.builder.is_none(), "two elements")?;
        hold(attributes_are_apart(tag.attributes_raw()), "attributes that touch")?;
        let name = local_name(tag.name())?;
        let (namespace, _) = self.reader.resolver().resolve_element(tag.name());
        let namespace = bound(namespace)?;
        hold(self.depth > 0 || (name, &*namespace) != ("stream", ns::STREAMS), "a second header")?;
        self.depth += 1;
        match &mut self.builder {
            Some(builder) => drop(builder.open(name, &namespace)),
            None => drop(self.builder.insert(Element::builder(name, &namespace))),
        }
        self.attributes(tag)
    }

    /// Duplicates by prefix are found by the builder.
    fn attributes(&mut self, tag: &BytesStart<'_>) -> Result<(), Stop> {
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| Stop::Refused(error.to_string()))?;
            hold(!attribute.value.contains('<'), "< in a value")?;
            hold(has_sound_references(&attribute.value), "a reference in a value")?;
            let name = local_name(attribute.key)?;
            if let Some(declaration) = attribute.key.as_namespace_binding() {
                declared(declaration, &attribute.value)?;
                continue;
            }
            let (namespace, _) = self.reader.resolver().resolve_attribute(attribute.key);
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|error| Stop::Refused(error.to_string()))?;
            let builder = self.builder.as_mut().expect("the element is open");
            builder.attr_ns(&bound(namespace)?, name, &value);
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Stop> {
        let Some(depth) = self.depth.checked_sub(1) else { return refused("an end too many") };
        self.depth = depth;
        self.builder.as_mut().expect("an element was open").close();
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Stop> {
        match &mut self.builder {
            Some(builder) if self.depth > 0 => drop(builder.text(text)),
            _ => hold(text.trim_matches([' ', '\t', '\r', '\n']).is_empty(), "text outside")?,
        }
        Ok(())
    }

    fn reference(&mut self, name: &BytesRef<'_>) -> Result<(), Stop> {
        hold(self.depth > 0, "a reference outside the element")?;
        hold(is_sound_reference(name), "a reference")?;
        match name.resolve_char_ref() {
            Ok(Some(c)) => self.text(c.encode_utf8(&mut [0; 4])),
            _ => self.text(resolve_predefined_entity(name).expect("one of the five")),
        }
    }
}

/// The local name, if both parts are names.
fn local_name<'a>(name: QName<'a>) -> Result<&'a str, Stop> {
    let (local, prefix) = name.decompose();
    let prefix = prefix.map(|prefix| prefix.into_inner());
    hold(prefix.is_none_or(is_ncname) && is_ncname(local.into_inner()), "a name")?;
    Ok(local.into_inner())
}

fn bound(namespace: ResolveResult<'_>) -> Result<String, Stop> {
    match namespace {
        ResolveResult::Bound(namespace) => Ok(namespace.into_inner().to_owned()),
        ResolveResult::Unbound => Ok(String::new()),
        ResolveResult::Unknown(_) => refused("an undeclared prefix"),
    }
}

/// The constraints on declarations (Namespaces 2.2, 3).
fn declared(declaration: PrefixDeclaration<'_>, namespace: &str) -> Result<(), Stop> {
    if namespace.contains(['&', '\t', '\r', '\n']) {
        return Err(Stop::Unsure);
    }
    match declaration {
        PrefixDeclaration::Default => {
            hold(![ns::XML, ns::XMLNS].contains(&namespace), "a reserved namespace")
        }
        PrefixDeclaration::Named("xml") => hold(namespace == ns::XML, "the prefix xml"),
        PrefixDeclaration::Named("xmlns") => refused("the prefix xmlns"),
        PrefixDeclaration::Named(prefix) => {
            hold(is_ncname(prefix), "a prefix")?;
            hold(!namespace.is_empty(), "a prefix without namespace")?;
            hold(![ns::XML, ns::XMLNS].contains(&namespace), "a reserved namespace")
        }
    }
}
