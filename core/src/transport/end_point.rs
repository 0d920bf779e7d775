//! `tls-server-end-point` (RFC 5929 section 4.1): the hash of the server's certificate, by the
//! hash function of the signature on it.
//!
//! Of the certificate only the outermost structure is walked: a sequence of the signed part, the
//! algorithm and the signature. (An X.509 crate would bring 15 others for these three steps.)

use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

/// The channel binding for a certificate in DER; none if its algorithm names no hash function
/// of its own (Ed25519, Ed448) or is unknown.
pub(super) fn end_point(leaf: &[u8]) -> Option<Vec<u8>> {
    Some(match signature_hash(leaf)? {
        Hash::Sha224 => Sha224::digest(leaf).to_vec(),
        Hash::Sha256 => Sha256::digest(leaf).to_vec(),
        Hash::Sha384 => Sha384::digest(leaf).to_vec(),
        Hash::Sha512 => Sha512::digest(leaf).to_vec(),
    })
}

#[derive(Clone, Copy)]
enum Hash {
    Sha224,
    /// Also stands for MD5 and SHA-1, as the RFC asks.
    Sha256,
    Sha384,
    Sha512,
}

fn signature_hash(leaf: &[u8]) -> Option<Hash> {
    let (certificate, _) = value(SEQUENCE, leaf)?;
    let (_signed_part, rest) = value(SEQUENCE, certificate)?;
    let (algorithm, _) = value(SEQUENCE, rest)?;
    let (oid, parameters) = value(OID, algorithm)?;
    if oid == RSASSA_PSS {
        return pss_hash(parameters);
    }
    SIGNATURES.iter().find(|(known, _)| *known == oid).map(|(_, hash)| *hash)
}

/// RFC 4055 section 3.1: the hash is the field [0], SHA-1 if it is absent.
fn pss_hash(parameters: &[u8]) -> Option<Hash> {
    let (fields, _) = value(SEQUENCE, parameters)?;
    let Some((algorithm, _)) = value(CONTEXT_0, fields) else { return Some(Hash::Sha256) };
    let (oid, _) = value(OID, value(SEQUENCE, algorithm)?.0)?;
    HASHES.iter().find(|(known, _)| *known == oid).map(|(_, hash)| *hash)
}

const SEQUENCE: u8 = 0x30;
const OID: u8 = 0x06;
const CONTEXT_0: u8 = 0xa0;

/// Splits the value with this tag off: its content, and what stands behind it.
fn value(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&first, rest) = der.split_first()?;
    let (&length, mut rest) = rest.split_first()?;
    let mut count = usize::from(length);
    if length >= 0x80 {
        let (digits, behind) = rest.split_at_checked(usize::from(length & 0x7f))?;
        if digits.len() > 3 {
            return None;
        }
        count = digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit));
        rest = behind;
    }
    (first == tag).then(|| rest.split_at_checked(count)).flatten()
}

/// 1.2.840.113549.1.1.10
const RSASSA_PSS: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a";

/// Signature algorithms that name their hash (RFC 3279, 4055, 5758, 8692 leaves nothing more).
const SIGNATURES: &[(&[u8], Hash)] = &[
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04", Hash::Sha256), // md5WithRSAEncryption
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05", Hash::Sha256), // sha1WithRSAEncryption
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", Hash::Sha256), // sha256WithRSAEncryption
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c", Hash::Sha384), // sha384WithRSAEncryption
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d", Hash::Sha512), // sha512WithRSAEncryption
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0e", Hash::Sha224), // sha224WithRSAEncryption
    (b"\x2a\x86\x48\xce\x3d\x04\x01", Hash::Sha256),         // ecdsa-with-SHA1
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x01", Hash::Sha224),     // ecdsa-with-SHA224
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x02", Hash::Sha256),     // ecdsa-with-SHA256
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x03", Hash::Sha384),     // ecdsa-with-SHA384
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x04", Hash::Sha512),     // ecdsa-with-SHA512
];

/// Hash functions by themselves (RFC 3279, RFC 4055).
const HASHES: &[(&[u8], Hash)] = &[
    (b"\x2b\x0e\x03\x02\x1a", Hash::Sha256), // SHA-1
    (b"\x60\x86\x48\x01\x65\x03\x04\x02\x01", Hash::Sha256), // SHA-256
    (b"\x60\x86\x48\x01\x65\x03\x04\x02\x02", Hash::Sha384), // SHA-384
    (b"\x60\x86\x48\x01\x65\x03\x04\x02\x03", Hash::Sha512), // SHA-512
    (b"\x60\x86\x48\x01\x65\x03\x04\x02\x04", Hash::Sha224), // SHA-224
];

#[cfg(test)]
mod tests {
    use super::*;

    fn der(tag: u8, content: &[u8]) -> Vec<u8> {
        let mut all = vec![tag];
        match u8::try_from(content.len()) {
            Ok(count) if count < 0x80 => all.push(count),
            Ok(count) => all.extend([0x81, count]),
            Err(_) => all.extend([&[0x82][..], &(content.len() as u16).to_be_bytes()].concat()),
        }
        all.extend(content);
        all
    }

    /// A certificate as far as it is read, with a signed part of 300 octets.
    fn leaf(algorithm: &[&[u8]]) -> Vec<u8> {
        let algorithm = der(SEQUENCE, &algorithm.concat());
        let signed = der(SEQUENCE, &der(0x04, &[0; 300]));
        der(SEQUENCE, &[signed, algorithm, der(0x03, &[0; 70])].concat())
    }

    fn length(leaf: &[u8]) -> Option<usize> {
        end_point(leaf).map(|hash| hash.len())
    }

    #[test]
    fn each_signature_has_the_hash_it_names() {
        let null = [0x05, 0x00];
        for (last, expected) in [(4, 32), (5, 32), (11, 32), (12, 48), (13, 64), (14, 28)] {
            let rsa = [&RSASSA_PSS[..8], &[last]].concat();
            let leaf = leaf(&[&der(OID, &rsa), &null]);
            assert_eq!(length(&leaf), Some(expected), "1.2.840.113549.1.1.{last}");
        }
        for (last, expected) in [(1, 28), (2, 32), (3, 48), (4, 64)] {
            let ecdsa = [b"\x2a\x86\x48\xce\x3d\x04\x03".as_slice(), &[last]].concat();
            assert_eq!(length(&leaf(&[&der(OID, &ecdsa)])), Some(expected));
        }
        let md5 = leaf(&[&der(OID, b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04"), &null]);
        assert_eq!(end_point(&md5), Some(Sha256::digest(&md5).to_vec()));
        let ed25519 = leaf(&[&der(OID, b"\x2b\x65\x70")]);
        assert_eq!(length(&ed25519), None);
    }

    #[test]
    fn pss_names_its_hash_in_the_parameters() {
        let pss = der(OID, RSASSA_PSS);
        let sha384 = der(SEQUENCE, &der(OID, b"\x60\x86\x48\x01\x65\x03\x04\x02\x02"));
        let parameters = der(SEQUENCE, &der(CONTEXT_0, &sha384));
        assert_eq!(length(&leaf(&[&pss, &parameters])), Some(48));
        assert_eq!(length(&leaf(&[&pss, &der(SEQUENCE, &[])])), Some(32));
        assert_eq!(length(&leaf(&[&pss])), None);
    }

    #[test]
    fn a_cut_certificate_has_none() {
        let whole = leaf(&[&der(OID, RSASSA_PSS), &der(SEQUENCE, &[])]);
        assert!(end_point(&whole).is_some());
        for count in 0..whole.len() {
            assert_eq!(end_point(&whole[..count]), None);
        }
    }
}
