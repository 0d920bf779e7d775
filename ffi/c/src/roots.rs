//! Authorities to trust, from PEM (RFC 7468).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::error::{Refusal, xmpp_error_info};
use crate::errors::XMPP_ERR_PEM;
use crate::guard::attempt;
use crate::handle::{Handle, Held};
use crate::text::xmpp_str;
use ::xmpp_engine::declared::Octets;

/// Certificates in DER.
pub struct Roots(pub Vec<Octets>);

impl Held for Roots {
    const NAME: &'static str = "xmpp_roots";
    const MARK: u64 = 0x786d_7070_726f_6f74;
}

pub type xmpp_roots = Handle<Roots>;

/// The certificates of a PEM file: of an authority of one's own, or of all that the system trusts
/// (such as /etc/ssl/certs/ca-certificates.crt). Free them with xmpp_roots_free. NULL if there is no
/// certificate in it, or a damaged one: XMPP_ERR_PEM. Whether one is any good as an authority is seen
/// when an engine or an xmpp_shared is made of them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_roots_from_pem(
    pem: xmpp_str,
    error: *mut xmpp_error_info,
) -> *mut xmpp_roots {
    let made = attempt(|| Ok(Handle::give(Roots(certificates(pem)?))));
    // SAFETY: the caller's struct has the size that it says.
    unsafe { xmpp_error_info::tell(error, made) }.unwrap_or(std::ptr::null_mut())
}

/// Frees certificates. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn xmpp_roots_free(roots: *mut xmpp_roots) {
    // SAFETY: it came from `xmpp_roots_from_pem`.
    let _ = unsafe { Handle::free(roots) };
}

/// What stands between the marks; anything else, such as comments in the system's file, which need
/// not be UTF-8, is passed over.
fn certificates(pem: xmpp_str) -> Result<Vec<Octets>, Refusal> {
    let octets = crate::text::xmpp_octets { ptr: pem.ptr.cast(), len: pem.len }.get()?;
    let text = String::from_utf8_lossy(octets.ok_or_else(|| crate::guard::null("the PEM"))?);
    let mut found = Vec::new();
    for part in text.split("-----BEGIN CERTIFICATE-----").skip(1) {
        let body = part.split("-----END CERTIFICATE-----").next().filter(|body| *body != part);
        let body: String = body.ok_or_else(damaged)?.split_whitespace().collect();
        let der = STANDARD.decode(body).map_err(|_| damaged())?;
        found.push(Octets(der));
    }
    match found.is_empty() {
        true => Err(Refusal::new(XMPP_ERR_PEM, "there is no certificate in it")),
        false => Ok(found),
    }
}

fn damaged() -> Refusal {
    Refusal::new(XMPP_ERR_PEM, "a certificate in it is damaged")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pem: &[u8]) -> Result<Vec<Octets>, Refusal> {
        certificates(xmpp_str { ptr: pem.as_ptr().cast(), len: pem.len() })
    }

    #[test]
    fn certificates_are_found_among_other_things() {
        let pem =
            b"# caf\xe9\n-----BEGIN CERTIFICATE-----\r\nAQI\r\nD\n-----END CERTIFICATE-----\nx\n\
                    -----BEGIN CERTIFICATE-----\nBA==\n-----END CERTIFICATE-----";
        assert_eq!(read(pem), Ok(vec![Octets(vec![1, 2, 3]), Octets(vec![4])]));
    }

    #[test]
    fn nothing_and_damage_are_told() {
        let key = b"-----BEGIN PRIVATE KEY-----\nAQID\n-----END PRIVATE KEY-----";
        let open = b"-----BEGIN CERTIFICATE-----\nAQID\n";
        let bad = b"-----BEGIN CERTIFICATE-----\nA=!\n-----END CERTIFICATE-----";
        for pem in [&key[..], open, bad, b""] {
            assert_eq!(read(pem).map_err(|refusal| refusal.code), Err(XMPP_ERR_PEM));
        }
    }
}
