//! The messages of SCRAM, by the grammar of RFC 5802 section 7 and no more: what the server may
//! send, and how a name of ours is written.

use super::{SaslError, ScramFault};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The lowest number of rounds (RFC 5802 section 5.1, RFC 7677 section 4).
const FEWEST_ROUNDS: u64 = 4096;

/// The server's first message.
#[derive(Debug, PartialEq)]
pub(super) struct ServerFirst {
    /// Ours and, behind it, the server's.
    pub(super) nonce: String,
    pub(super) salt: Vec<u8>,
    pub(super) iterations: u32,
    /// The hash of what the server announced (XEP-0474, `h`).
    pub(super) announced: Option<String>,
}

impl ServerFirst {
    /// Reads it and checks the nonce against ours and the rounds against the bounds.
    pub(super) fn parse(text: &str, own_nonce: &str, highest: u32) -> Result<Self, SaslError> {
        if text.starts_with("m=") {
            return Err(SaslError::ExtensionRequired);
        }
        let mut fields = text.split(',');
        let nonce = nonce(attribute(fields.next(), "r=")?, own_nonce)?;
        let salt = base64(attribute(fields.next(), "s=")?)?;
        let iterations = rounds(attribute(fields.next(), "i=")?, highest)?;
        let mut announced = None;
        for field in fields {
            match extension(field)? {
                (b'm', _) => return Err(SaslError::ExtensionRequired),
                (b'r' | b's' | b'i', _) => return Err(SaslError::malformed("a field twice")),
                (b'h', hash) if announced.is_none() => announced = Some(hash.to_owned()),
                (b'h', _) => return Err(SaslError::malformed("a field twice")),
                _ => {}
            }
        }
        Ok(ServerFirst { nonce, salt, iterations, announced })
    }
}

/// The signature in the server's last message; its own error, if that is what it sends.
pub(super) fn server_final(text: &str) -> Result<Vec<u8>, SaslError> {
    let mut fields = text.split(',');
    let first = fields.next();
    let outcome = match attribute(first, "e=") {
        Ok(fault) => Err(SaslError::ScramRefused { fault: ScramFault::of_name(fault) }),
        Err(_) => base64(attribute(first, "v=")?),
    };
    for field in fields {
        extension(field)?;
    }
    outcome
}

/// A user name as it stands in a message (`saslname`).
pub(super) fn escaped(name: &str) -> String {
    name.replace('=', "=3D").replace(',', "=2C")
}

/// A message of the server as text.
pub(super) fn text(data: &[u8]) -> Result<&str, SaslError> {
    let text = str::from_utf8(data).map_err(|_| SaslError::malformed("not UTF-8"))?;
    match text.contains('\0') {
        true => Err(SaslError::malformed("NUL in a message")),
        false => Ok(text),
    }
}

/// The value of the field that must stand here.
fn attribute<'a>(field: Option<&'a str>, prefix: &str) -> Result<&'a str, SaslError> {
    match field.and_then(|field| field.strip_prefix(prefix)) {
        Some("") => Err(SaslError::malformed(&format!("{prefix} is empty"))),
        Some(value) => Ok(value),
        None => Err(SaslError::malformed(&format!("{prefix} is missing"))),
    }
}

/// Name and value of a field that the mechanism does not define.
fn extension(field: &str) -> Result<(u8, &str), SaslError> {
    match field.as_bytes() {
        [name, b'=', _, ..] if name.is_ascii_alphabetic() => Ok((*name, &field[2..])),
        _ => Err(SaslError::malformed("not an extension")),
    }
}

fn base64(value: &str) -> Result<Vec<u8>, SaslError> {
    STANDARD.decode(value).map_err(|_| SaslError::malformed("not base64"))
}

fn nonce(value: &str, own: &str) -> Result<String, SaslError> {
    if !value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(SaslError::malformed("a nonce that is not printable"));
    }
    match value.strip_prefix(own) {
        None | Some("") => Err(SaslError::BadNonce),
        Some(_) => Ok(value.to_owned()),
    }
}

fn rounds(value: &str, highest: u32) -> Result<u32, SaslError> {
    if value.starts_with('0') || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(SaslError::malformed("a number of rounds that is none"));
    }
    let rounds = value.parse().unwrap_or(u64::MAX); // digits alone: only too many of them can fail
    match u32::try_from(rounds) {
        Ok(fits) if (FEWEST_ROUNDS..=u64::from(highest)).contains(&rounds) => Ok(fits),
        _ => Err(SaslError::IterationsOutOfRange { rounds, highest }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<ServerFirst, SaslError> {
        ServerFirst::parse(text, "own", 1_000_000)
    }

    #[test]
    fn reads_a_first_message_with_extensions() {
        let first = parse("r=own+=their,s=QSXCR+Q6sek8bf92,i=4096,x=a=b,h=G6k=").expect("valid");
        assert_eq!(first.nonce, "own+=their");
        assert_eq!((first.salt.len(), first.iterations), (12, 4096));
        assert_eq!(first.announced.as_deref(), Some("G6k="));
        assert_eq!(parse("r=ownx,s=AA==,i=1000000").expect("valid").announced, None);
    }

    #[test]
    fn a_broken_first_message_is_refused() {
        for text in [
            "",
            ",",
            "r",
            "r=",
            "r=ownx",
            "r=ownx,",
            "r=ownx,s",
            "r=ownx,s=,i",
            "r=ownx,s=,i=4096",
            "r=ownx,s=AA==",
            "r=ownx,s=AA==,",
            "r=ownx,s=AA==,i=",
            "r=ownx,s=AA==,i=04096",
            "r=ownx,s=AA==,i=+4096",
            "r=ownx,s=AA==,i=4096 ",
            "r=ownx,s=AA==,i=4e3",
            "r=ownx,s=A,i=4096",
            "r=ownx,s=AB==,i=4096",
            "r=ownx,i=4096,s=AA==",
            "s=AA==,r=ownx,i=4096",
            "r=own x,s=AA==,i=4096",
            "r=ownü,s=AA==,i=4096",
            "r=ownx,s=AA==,i=4096,",
            "r=ownx,s=AA==,i=4096,x",
            "r=ownx,s=AA==,i=4096,x=",
            "r=ownx,s=AA==,i=4096,1=x",
            "r=ownx,s=AA==,i=4096,xy=z",
            "r=ownx,s=AA==,i=4096,é=x",
            "r=ownx,s=AA==,i=4096,i=1",
            "r=ownx,s=AA==,i=4096,h=a,h=a",
            "n=user,r=ownx,s=AA==,i=4096",
        ] {
            let refused = parse(text);
            assert!(matches!(refused, Err(SaslError::Malformed { .. })), "{text:?}: {refused:?}");
        }
    }

    #[test]
    fn the_nonce_begins_with_ours_and_goes_on() {
        for nonce in ["own", "ow", "xown", "OWNx", "x"] {
            let refused = parse(&format!("r={nonce},s=AA==,i=4096"));
            assert_eq!(refused, Err(SaslError::BadNonce), "{nonce}");
        }
    }

    #[test]
    fn rounds_have_bounds() {
        for (text, rounds) in [
            ("1", 1),
            ("4095", 4095),
            ("1000001", 1_000_001),
            ("4294967295", 4_294_967_295),
            ("4294971392", 4_294_971_392), // 4096 modulo 2^32
            ("99999999999999999999999999", u64::MAX),
        ] {
            let refused = Err(SaslError::IterationsOutOfRange { rounds, highest: 1_000_000 });
            assert_eq!(parse(&format!("r=ownx,s=AA==,i={text}")), refused);
        }
    }

    #[test]
    fn a_demanded_extension_is_refused() {
        for text in ["m=x,r=ownx,s=AA==,i=4096", "m=", "r=ownx,s=AA==,i=4096,m=x"] {
            assert_eq!(parse(text), Err(SaslError::ExtensionRequired), "{text}");
        }
    }

    #[test]
    fn reads_a_final_message() {
        assert_eq!(server_final("v=AAEC"), Ok(vec![0, 1, 2]));
        assert_eq!(server_final("v=AAEC,x=y"), Ok(vec![0, 1, 2]));
        let fault = ScramFault::InvalidProof;
        assert_eq!(server_final("e=invalid-proof"), Err(SaslError::ScramRefused { fault }));
        for text in
            ["", "v", "v=", "v=A", "e=", "e", "x=y", "v=AAEC,", "v=AAEC,x", "e=x,", ",v=AAEC"]
        {
            let refused = server_final(text);
            assert!(matches!(refused, Err(SaslError::Malformed { .. })), "{text:?}: {refused:?}");
        }
    }

    #[test]
    fn names_are_escaped() {
        assert_eq!(escaped("a=2C,b"), "a=3D2C=2Cb");
    }
}
