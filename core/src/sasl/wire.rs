//! SASL data as text in XML (RFC 6120 section 6.4): base64, `=` for data that is there but
//! empty.

use super::SaslError;
use crate::limits::Limits;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The text of `<auth/>` for an initial response; an empty one must be told from none.
pub(crate) fn encode_initial(data: &[u8]) -> String {
    match data {
        [] => "=".to_owned(),
        data => STANDARD.encode(data),
    }
}

/// The text of `<response/>`, which is always there and so may be empty.
pub(crate) fn encode_response(data: &[u8]) -> String {
    STANDARD.encode(data)
}

/// The data of `<challenge/>` or `<success/>`; `None` if there is none. Strict: no white space,
/// canonical padding; at most [`Limits::sasl_message_bytes`] octets.
pub(crate) fn decode(text: &str, limits: &Limits) -> Result<Option<Vec<u8>>, SaslError> {
    let limit = limits.sasl_message_bytes;
    match text {
        "" => return Ok(None),
        "=" => return Ok(Some(Vec::new())),
        text if text.len() as u64 > u64::from(limit).div_ceil(3) * 4 => {
            return Err(SaslError::MessageTooLarge { limit });
        }
        _ => {}
    }
    let data = STANDARD.decode(text).map_err(|_| SaslError::malformed("not base64"))?;
    match data.len() as u64 > u64::from(limit) {
        true => Err(SaslError::MessageTooLarge { limit }),
        false => Ok(Some(data)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_data_is_told_from_none() {
        let limits = Limits::default();
        assert_eq!(decode("", &limits), Ok(None));
        assert_eq!(decode("=", &limits), Ok(Some(vec![])));
        assert_eq!(encode_initial(b""), "=");
        assert_eq!(encode_response(b""), "");
        assert_eq!(encode_initial(b"n,,"), "biws");
    }

    #[test]
    fn only_canonical_base64_is_read() {
        let limits = Limits::default();
        assert_eq!(decode("biws", &limits), Ok(Some(b"n,,".to_vec())));
        for text in [" biws", "biws\n", "bi ws", "biw", "YQ", "YQ=", "YR==", "====", "_-==", "é"] {
            assert_eq!(decode(text, &limits), Err(SaslError::malformed("not base64")), "{text:?}");
        }
    }

    #[test]
    fn the_limit_counts_decoded_octets() {
        let limits = Limits { sasl_message_bytes: 4, ..Limits::default() };
        assert_eq!(decode(&encode_response(b"abcd"), &limits), Ok(Some(b"abcd".to_vec())));
        for data in [&b"abcde"[..], b"abcdef", b"abcdefg", &[0; 1000]] {
            let refused = Err(SaslError::MessageTooLarge { limit: 4 });
            assert_eq!(decode(&encode_response(data), &limits), refused);
        }
    }
}
