//! The XML declaration (XML 1.0 2.8): version 1.0, UTF-8, and a `standalone` that says nothing
//! in XMPP.

use super::error::XmlError;
use super::lexer::{malformed, restricted};
use super::names;

/// Checks `<?...>` at the start of a stream.
pub(super) fn check(octets: &[u8]) -> Result<(), XmlError> {
    let mut rest = match octets.strip_prefix(b"<?xml") {
        Some(rest) if rest.first().is_some_and(|&byte| names::is_space(byte)) => rest,
        Some([b'?', ..]) => return Err(malformed("an XML declaration without a version")),
        _ => return Err(restricted("processing instructions")),
    };
    let version = pseudo_attribute(&mut rest, b"version")?;
    if version != Some(b"1.0".as_slice()) {
        return Err(malformed("an XML version other than 1.0"));
    }
    let encoding = pseudo_attribute(&mut rest, b"encoding")?;
    if encoding.is_some_and(|name| !name.eq_ignore_ascii_case(b"utf-8")) {
        return Err(XmlError::UnsupportedEncoding);
    }
    let standalone = pseudo_attribute(&mut rest, b"standalone")?;
    if standalone.is_some_and(|value| value != b"yes" && value != b"no") {
        return Err(malformed("standalone in the XML declaration"));
    }
    match skip_spaces(rest) {
        b"?>" => Ok(()),
        _ => Err(malformed("the XML declaration")),
    }
}

/// The value of ` name = "value"` if `rest` begins with it.
fn pseudo_attribute<'a>(rest: &mut &'a [u8], name: &[u8]) -> Result<Option<&'a [u8]>, XmlError> {
    let Some(behind) = skip_spaces(rest).strip_prefix(name) else { return Ok(None) };
    let bad = || malformed("the XML declaration");
    let behind = skip_spaces(behind).strip_prefix(b"=").map(skip_spaces).ok_or_else(bad)?;
    let (quote, behind) = behind.split_first().ok_or_else(bad)?;
    let len = behind.iter().position(|byte| byte == quote).ok_or_else(bad)?;
    if !rest.first().is_some_and(|&byte| names::is_space(byte)) || !b"'\"".contains(quote) {
        return Err(bad());
    }
    *rest = behind.get(len + 1..).unwrap_or_default();
    Ok(behind.get(..len))
}

fn skip_spaces(octets: &[u8]) -> &[u8] {
    let spaces = octets.iter().take_while(|&&byte| names::is_space(byte)).count();
    octets.get(spaces..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_of_xml_1_0_in_utf_8_are_accepted() {
        for good in [
            "<?xml version='1.0'?>",
            "<?xml version=\"1.0\" encoding='utf-8'?>",
            "<?xml\tversion = '1.0'\r\n encoding=\"UTF-8\" standalone='yes' ?>",
            "<?xml version='1.0' standalone='no'?>",
        ] {
            assert_eq!(check(good.as_bytes()), Ok(()), "{good}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for (bad, condition) in [
            ("<?xml version='1.0'\x0C?>", "not-well-formed"),
            ("<?xml?>", "not-well-formed"),
            ("<?xml ?>", "not-well-formed"),
            ("<?xml version='1.1'?>", "not-well-formed"),
            ("<?xml version=1.0?>", "not-well-formed"),
            ("<?xml version='1.0\"?>", "not-well-formed"),
            ("<?xml version='1.0'encoding='UTF-8'?>", "not-well-formed"),
            ("<?xml encoding='UTF-8' version='1.0'?>", "not-well-formed"),
            ("<?xml version='1.0' standalone='yes' encoding='UTF-8'?>", "not-well-formed"),
            ("<?xml version='1.0' standalone='YES'?>", "not-well-formed"),
            ("<?xml version='1.0' version='1.0'?>", "not-well-formed"),
            ("<?xml version='1.0'>", "not-well-formed"),
            ("<?xml version='1.0' ? >", "not-well-formed"),
            ("<?xml version='1.0' encoding='ISO-8859-1'?>", "unsupported-encoding"),
            ("<?xml-stylesheet href='a'?>", "restricted-xml"),
            ("<?XML version='1.0'?>", "restricted-xml"),
            ("<?>", "restricted-xml"),
        ] {
            let error = check(bad.as_bytes()).expect_err(bad);
            assert_eq!(error.condition(), condition, "{bad}");
        }
    }
}
