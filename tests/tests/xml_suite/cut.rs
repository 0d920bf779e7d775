//! Cuts away what XML allows around the root of a document and XMPP does not: comments, processing
//! instructions, and a DOCTYPE that says nothing to a parser that does not validate, since it
//! declares only elements and attributes of any text without a default.
//!
//! Each is cut only if it is well-formed itself, by the grammar of XML 1.0 (2.5, 2.6, 2.8, 3.2, 3.3),
//! and leaves a space behind, so that nothing moves to the start of the document. What remains is
//! then well-formed if and only if the whole was.

/// The document without them, if there is something to cut.
pub fn cut(document: &[u8]) -> Option<Vec<u8>> {
    let declaration = super::document::declaration(document);
    let mut front = document.get(..declaration)?.to_vec();
    let mut rest = Cursor(document.get(declaration..)?);
    let mut doctypes = 0;
    loop {
        let before = rest.0;
        rest.spaces();
        front.extend_from_slice(&before[..before.len() - rest.0.len()]);
        let is_doctype = doctypes == 0 && rest.attempt(Cursor::doctype);
        doctypes += usize::from(is_doctype);
        if !is_doctype && !rest.attempt(Cursor::comment) && !rest.attempt(Cursor::instruction) {
            break;
        }
        front.push(b' ');
    }
    let back = without_end(rest.0);
    let cut = [&front, back, b" "].concat();
    (back.len() < rest.0.len() || front.len() + rest.0.len() < document.len()).then_some(cut)
}

/// Cuts comments and processing instructions, and white space, at the end.
fn without_end(mut rest: &[u8]) -> &[u8] {
    loop {
        let text = rest.trim_ascii_end();
        let opening = match text {
            [.., b'-', b'-', b'>'] => "<!--",
            [.., b'?', b'>'] => "<?",
            _ => return rest,
        };
        let Some(at) = text.windows(opening.len()).rposition(|at| at == opening.as_bytes()) else {
            return rest;
        };
        let mut last = Cursor(&text[at..]);
        if last.comment().or_else(|| last.instruction()).is_none() || !last.0.is_empty() {
            return rest;
        }
        rest = &rest[..at];
    }
}

/// What is still to be read. A method that gives `None` has read nothing or something wrong.
#[derive(Clone, Copy)]
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    /// Reads on if that succeeds, else stays.
    fn attempt(&mut self, read: impl Fn(&mut Cursor<'a>) -> Option<()>) -> bool {
        let mut ahead = *self;
        let done = read(&mut ahead).is_some();
        if done {
            *self = ahead;
        }
        done
    }

    fn token(&mut self, token: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(token.as_bytes())?;
        Some(())
    }

    fn one_of(&mut self, tokens: &[&str]) -> Option<()> {
        tokens.iter().any(|token| self.attempt(|ahead| ahead.token(token))).then_some(())
    }

    fn spaces(&mut self) -> Option<()> {
        let rest = self.0.trim_ascii_start();
        let some = rest.len() < self.0.len();
        self.0 = rest;
        some.then_some(())
    }

    /// A name, roughly: one that is not shows again in the root, which is not cut.
    fn name(&mut self) -> Option<&'a [u8]> {
        let inner =
            |byte: &u8| byte.is_ascii_alphanumeric() || b"._:-".contains(byte) || *byte > 127;
        let len = self.0.iter().position(|byte| !inner(byte)).unwrap_or(self.0.len());
        let (name, rest) = self.0.split_at(len);
        let first = name.first()?;
        self.0 = rest;
        (!first.is_ascii_digit() && !b".-".contains(first)).then_some(name)
    }

    /// Characters up to a token, all of which XML can carry.
    fn up_to(&mut self, token: &str) -> Option<&'a [u8]> {
        let len = self.0.windows(token.len()).position(|at| at == token.as_bytes())?;
        let (inner, rest) = self.0.split_at(len);
        let bad =
            |c: char| c < ' ' && !"\t\r\n".contains(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
        self.0 = rest;
        std::str::from_utf8(inner).is_ok_and(|inner| !inner.contains(bad)).then_some(inner)
    }

    fn comment(&mut self) -> Option<()> {
        self.token("<!--")?;
        self.up_to("--")?;
        self.token("-->")
    }

    fn instruction(&mut self) -> Option<()> {
        self.token("<?")?;
        let target = self.name().filter(|name| name.is_ascii() && !name.contains(&b':'))?;
        if !self.0.starts_with(b"?>") {
            self.spaces()?;
        }
        self.up_to("?>")?;
        self.token("?>")?;
        (!target.eq_ignore_ascii_case(b"xml")).then_some(())
    }

    fn doctype(&mut self) -> Option<()> {
        self.token("<!DOCTYPE")?;
        self.spaces()?;
        self.name()?;
        self.spaces();
        self.token("[")?;
        while self.attempt(Cursor::spaces)
            || self.attempt(Cursor::comment)
            || self.attempt(Cursor::instruction)
            || self.attempt(Cursor::element)
            || self.attempt(Cursor::attributes)
        {}
        self.token("]")?;
        self.spaces();
        self.token(">")
    }

    fn attributes(&mut self) -> Option<()> {
        self.token("<!ATTLIST")?;
        self.spaces()?;
        self.name()?;
        while self.attempt(Cursor::attribute) {}
        self.spaces();
        self.token(">")
    }

    fn attribute(&mut self) -> Option<()> {
        self.spaces()?;
        self.name()?;
        self.spaces()?;
        self.token("CDATA")?;
        self.spaces()?;
        self.one_of(&["#IMPLIED", "#REQUIRED"])
    }

    fn element(&mut self) -> Option<()> {
        self.token("<!ELEMENT")?;
        self.spaces()?;
        self.name()?;
        self.spaces()?;
        let known = self.one_of(&["EMPTY", "ANY"]).is_some()
            || self.attempt(Cursor::mixed)
            || self.attempt(Cursor::children);
        self.spaces();
        self.token(">").filter(|()| known)
    }

    fn mixed(&mut self) -> Option<()> {
        self.token("(")?;
        self.spaces();
        self.token("#PCDATA")?;
        let mut names = 0;
        loop {
            self.spaces();
            if self.token("|").is_none() {
                break;
            }
            self.spaces();
            self.name()?;
            names += 1;
        }
        self.token(")")?;
        self.token("*").or((names == 0).then_some(()))
    }

    fn children(&mut self) -> Option<()> {
        self.group()?;
        self.one_of(&["?", "*", "+"]);
        Some(())
    }

    fn group(&mut self) -> Option<()> {
        self.token("(")?;
        self.particle()?;
        let separator = if self.0.starts_with(b"|") { "|" } else { "," };
        while self.token(separator).is_some() {
            self.particle()?;
        }
        self.token(")")
    }

    /// A name or a group, with white space around it.
    fn particle(&mut self) -> Option<()> {
        self.spaces();
        if !self.attempt(|ahead| ahead.name().map(drop)) {
            self.group()?;
        }
        self.one_of(&["?", "*", "+"]);
        self.spaces();
        Some(())
    }
}

#[test]
fn what_is_well_formed_is_cut() {
    for (whole, left) in [
        ("<!--a--><a/>", " <a/> "),
        ("<?xml version='1.0'?>\n<?b c?><!DOCTYPE a []>\n<a/>", "<?xml version='1.0'?>\n  \n<a/> "),
        ("<a/>\n<!--b--> <?c?>\n", "<a/>\n "),
        ("<!--a-->\n<?xml version='1.0'?><a/>", " \n<?xml version='1.0'?><a/> "),
        ("<!DOCTYPE a [<!ELEMENT a EMPTY> <!--x--><!ELEMENT b (#PCDATA | c)* >]><a/>", " <a/> "),
        ("<!DOCTYPE a\n[<!ELEMENT a (b, ( c? | d )+ ,e)*><?x y?>] ><a>&b;</a>", " <a>&b;</a> "),
        ("<!DOCTYPE a [<!ATTLIST a\nb CDATA #IMPLIED\nc\tCDATA #REQUIRED >]><a/>", " <a/> "),
    ] {
        let cut = cut(whole.as_bytes()).map(|cut| String::from_utf8(cut).expect("UTF-8"));
        assert_eq!(cut.as_deref(), Some(left), "{whole}");
    }
}

#[test]
fn what_is_not_stays() {
    for whole in [
        "<a/>",
        "<a><!--b--></a>",
        "<!--a--b--><a/>",
        "<!--\u{FFFF}--><a/>",
        "<?XML b?><a/>",
        "<?b:c d?><a/>",
        "<?b\u{1}?><a/>",
        "<a/><?b ?><c/><? ?>",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a SYSTEM 'b' []><a/>",
        "<!DOCTYPE a [<!ELEMENT a CDATA>]><a/>",
        "<!DOCTYPE a [<!ELEMENT a (b|c,d)>]><a/>",
        "<!DOCTYPE a [<!ELEMENT a (b *)>]><a/>",
        "<!DOCTYPE a [<!ELEMENT a (#PCDATA|b)>]><a/>",
        "<!DOCTYPE a [<!ELEMENT a (#PCDATA)?>]><a/>",
        "<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>",
        "<!DOCTYPE a [<!ATTLIST a b NMTOKEN #IMPLIED>]><a/>",
    ] {
        assert_eq!(cut(whole.as_bytes()), None, "{whole}");
    }
}
