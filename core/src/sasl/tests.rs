//! Whole conversations: the vectors of the RFCs, hostile servers, keys of earlier logins.

use super::downgrade::Announced;
use super::scram::Binding;
use super::scram::{Credentials, Scram};
use super::*;
use crate::declare::Octets;
use crate::limits::Limits;
use proptest::prelude::*;

const UNBOUND: Binding = Binding::Unable;

/// The client of a vector, its first message sent.
fn client(hash: ScramHash, binding: Binding, nonce: &str, secret: &Secret) -> (Scram, String) {
    let credentials = Credentials::new("user", hash, secret, None).expect("a good password");
    started(credentials, binding, nonce)
}

fn started(credentials: Credentials, binding: Binding, nonce: &str) -> (Scram, String) {
    let announced = Announced::new(
        &["SCRAM-SHA-1", "SCRAM-SHA-1-PLUS"].map(String::from),
        &["tls-server-end-point", "tls-exporter"].map(String::from),
    );
    let highest = Limits::default().scram_iterations;
    let mut scram = Scram::new("SCRAM", binding, credentials, announced, highest);
    let first = String::from_utf8(scram.start(nonce.to_owned())).expect("text");
    (scram, first)
}

fn pencil() -> Secret {
    Secret::password("pencil")
}

/// Gives the challenge and derives to the end: the response, and in how many further slices.
fn answer(scram: &mut Scram, challenge: &str) -> Result<(String, u32), SaslError> {
    let mut step = scram.challenge(challenge.as_bytes())?;
    for slices in 0.. {
        match step {
            Step::Respond(data) => return Ok((String::from_utf8(data).expect("text"), slices)),
            Step::Deriving => step = scram.slice().expect("a derivation goes on"),
        }
    }
    unreachable!()
}

struct Vector {
    hash: ScramHash,
    binding: Binding,
    nonce: &'static str,
    first: &'static str,
    challenge: &'static str,
    response: &'static str,
    slices: u32,
    success: &'static str,
    keys: &'static str,
}

/// RFC 5802 section 5.
fn sha1() -> Vector {
    Vector {
        hash: ScramHash::Sha1,
        binding: UNBOUND,
        nonce: "fyko+d2lbbFgONRv9qkxdawL",
        first: "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
        challenge: "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
        response: "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,\
                   p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        slices: 0,
        success: "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
        keys: "4jTEe/bDZpbdbYUrmaqiuiZVVygP4JJYs6yFK6UCzGK6kD6qzb99MQ==",
    }
}

/// RFC 7677 section 3.
fn sha256() -> Vector {
    Vector {
        hash: ScramHash::Sha256,
        binding: UNBOUND,
        nonce: "rOprNGfwEbeRWgbNEkqO",
        first: "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
        challenge: "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
                    s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        response: "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
                   p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        slices: 0,
        success: "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
        keys: "pg/JI9Z+hkSpLRa5btpe9GVrDHJcSEN0viVTVXaZbovB88vBwTqdNaFMCZDu2XYp\
               6iJYY+VmpDFKuZ8/AOXZ1Q==",
    }
}

/// No document has a vector for SHA-512; this one was computed with Python's hashlib.
fn sha512() -> Vector {
    Vector {
        hash: ScramHash::Sha512,
        challenge: "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
                    s=W22ZaJ0SNY7soEsUEjb6gQ==,i=25000",
        response: "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
                   p=yGbh73/kFELeow4/GLbefTTj6lGMYjjaoVutMCrtGapLNd96vFnTXaDquIjsL+wU\
                   kCNB9CPCg9Yr1muub6P16g==",
        slices: 2,
        success: "v=amfJ2ijqFGt4F3cEa7Z3wh+8Vv0BNqATdUmxiwomxd22eqlvj71QX7xnupK+JrQ+\
                  XJrOFPMTmR/FOLeLvUziGA==",
        keys: "Nn6w+AQLzMlz2vbye9onA9KQl2n/vUCse2oi6so5Me6EgTW2s2GRuYLdy3TLiDK9\
               QiVgG3zmGrgbCP0z+eQbGkdJwBh0VdPgfx19XDDozyUoVmAlM53YjahQPZDaJans\
               dfYz+CGXcCwWcsCpPj7pWdYRhIjbQWpdas58cAdPDQw=",
        ..sha256()
    }
}

/// The exchange of XEP-0474 section 7.3 without the extension in its last message; proof and
/// signature computed with Python's hashlib.
fn bound() -> Vector {
    Vector {
        binding: Binding::Bound { name: "tls-exporter", data: b"THIS IS FAKE CB DATA".to_vec() },
        nonce: "12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6",
        first: "p=tls-exporter,,n=user,r=12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6",
        challenge: "r=12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6a09117a6-ac50-4f2f-93f1-93799c2bddf6,\
                    s=QSXCR+Q6sek8bf92,i=4096,h=G6k/rBLDqgOhRRaCuuatSDFkJ08=",
        response: "c=cD10bHMtZXhwb3J0ZXIsLFRISVMgSVMgRkFLRSBDQiBEQVRB,\
                   r=12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6a09117a6-ac50-4f2f-93f1-93799c2bddf6,\
                   p=NWgTsQJvWgbXKxbqd3P4BNurjkU=",
        success: "v=EMsYR2n9LecK8qm5xR19xuvM1jw=",
        ..sha1()
    }
}

#[test]
fn the_vectors_are_met() {
    for vector in [sha1(), sha256(), sha512(), bound()] {
        let (mut scram, first) = client(vector.hash, vector.binding, vector.nonce, &pencil());
        assert_eq!(first, vector.first);
        let response = answer(&mut scram, vector.challenge);
        assert_eq!(response, Ok((vector.response.to_owned(), vector.slices)));
        assert_eq!(scram.new_keys(), None, "the server has not proved itself yet");
        assert_eq!(scram.success(Some(vector.success.as_bytes())), Ok(()));
        let Some(Secret::ClientKeys { keys, .. }) = scram.new_keys() else { panic!("no keys") };
        assert_eq!(keys.reveal(), vector.keys);
    }
}

#[test]
fn the_proof_may_come_as_a_challenge() {
    let v = sha1();
    let (mut scram, _) = client(v.hash, v.binding, v.nonce, &pencil());
    answer(&mut scram, v.challenge).expect("vector");
    assert_eq!(scram.challenge(v.success.as_bytes()), Ok(Step::Respond(vec![])));
    assert_eq!(scram.success(None), Ok(()));
}

/// The client of RFC 5802, waiting for the server's proof.
fn waiting_for_proof() -> Scram {
    let v = sha1();
    let (mut scram, _) = client(v.hash, v.binding, v.nonce, &pencil());
    answer(&mut scram, v.challenge).expect("vector");
    scram
}

#[test]
fn success_without_proof_is_a_failure() {
    let v = sha1();
    let no_proof = Err(SaslError::SuccessWithoutProof);
    let (mut scram, _) = client(v.hash, UNBOUND, v.nonce, &pencil());
    assert_eq!(scram.success(Some(v.success.as_bytes())), no_proof, "no challenge at all");
    for nothing in [None, Some(&b""[..])] {
        let mut scram = waiting_for_proof();
        assert_eq!(scram.success(nothing), no_proof);
        assert_eq!(scram.success(Some(v.success.as_bytes())), no_proof, "the error stays");
        assert_eq!(scram.new_keys(), None);
    }
    let long = v.challenge.replace("4096", "20000");
    let (mut scram, _) = client(v.hash, UNBOUND, v.nonce, &pencil());
    assert_eq!(scram.challenge(long.as_bytes()), Ok(Step::Deriving));
    assert_eq!(scram.success(None), no_proof, "in the middle of a derivation");
}

#[test]
fn a_wrong_signature_is_a_failure() {
    for wrong in ["v=rmF9pqV8S7suAoZWja4dJRkFsKU=", "v=rmF9", "v=rmF9pqV8S7suAoZWja4dJRkFsKQA"] {
        let bad = SaslError::BadServerSignature;
        assert_eq!(waiting_for_proof().success(Some(wrong.as_bytes())), Err(bad.clone()));
        let mut scram = waiting_for_proof();
        assert_eq!(scram.challenge(wrong.as_bytes()), Err(bad));
        assert_eq!(scram.success(None), Err(SaslError::SuccessWithoutProof));
    }
    let fault = ScramFault::ChannelBindingsDontMatch;
    let refused = waiting_for_proof().challenge(b"e=channel-bindings-dont-match");
    assert_eq!(refused, Err(SaslError::ScramRefused { fault }));
}

#[test]
fn messages_out_of_step_are_refused() {
    let v = sha1();
    let mut scram = waiting_for_proof();
    scram.challenge(v.success.as_bytes()).expect("vector");
    assert_eq!(scram.challenge(v.success.as_bytes()), Err(SaslError::OutOfStep));
    let mut scram = waiting_for_proof();
    scram.challenge(v.success.as_bytes()).expect("vector");
    assert_eq!(scram.success(Some(b"v=x")), Err(SaslError::OutOfStep));
    let (mut scram, _) = client(v.hash, UNBOUND, v.nonce, &pencil());
    assert_eq!(scram.slice(), None);
    scram.challenge(b"").expect_err("empty");
    assert_eq!(scram.challenge(v.challenge.as_bytes()), Err(SaslError::OutOfStep));
}

/// A challenge that differs from the vector's is signed as it came, so the proof differs.
#[test]
fn extensions_of_the_challenge_are_signed() {
    let v = sha1();
    let proof = |challenge: &str| {
        let (mut scram, _) = client(v.hash, UNBOUND, v.nonce, &pencil());
        answer(&mut scram, challenge).expect("valid").0
    };
    assert_eq!(proof(v.challenge), v.response);
    assert_ne!(proof(&format!("{},x=y", v.challenge)), v.response);
}

#[test]
fn a_changed_announcement_is_found() {
    let v = bound();
    let (mut scram, _) = client(v.hash, v.binding, v.nonce, &pencil());
    let changed = v.challenge.replace("h=G6k/", "h=G6k+");
    assert_eq!(answer(&mut scram, &changed), Err(SaslError::Downgraded));
}

#[test]
fn keys_of_an_earlier_login_save_the_derivation() {
    let v = sha512();
    let salted = |salt, iterations| Secret::ClientKeys {
        hash: v.hash,
        salt: Octets(base64_of(salt)),
        iterations,
        keys: v.keys.into(),
    };
    let keys = |iterations| salted("W22ZaJ0SNY7soEsUEjb6gQ==", iterations);
    let login = |credentials| {
        let (mut scram, _) = started(credentials, UNBOUND, v.nonce);
        let (response, slices) = answer(&mut scram, v.challenge)?;
        scram.success(Some(v.success.as_bytes()))?;
        Ok((response == v.response, slices, scram.new_keys().is_some()))
    };
    let credentials = |secret: &Secret, cached: Option<&Secret>| {
        Credentials::new("user", v.hash, secret, cached).expect("a good password")
    };
    assert_eq!(login(credentials(&keys(25_000), None)), Ok((true, 0, false)));
    assert_eq!(login(credentials(&pencil(), Some(&keys(25_000)))), Ok((true, 0, false)));
    // Others are ignored if the password is there, and of no use if not.
    assert_eq!(login(credentials(&pencil(), Some(&keys(4096)))), Ok((true, 2, true)));
    for outdated in [keys(4096), salted("QSXCR+Q6sek8bf92", 25_000)] {
        assert_eq!(login(credentials(&outdated, None)), Err(SaslError::KeysOutdated));
    }
}

fn base64_of(text: &str) -> Vec<u8> {
    decode(text, &Limits::default()).expect("base64").unwrap_or_default()
}

/// RFC 4013 section 3: these passwords are one.
#[test]
fn passwords_are_prepared() {
    let v = sha1();
    for (password, same) in [("I\u{ad}X", "IX"), ("\u{2168}", "IX"), ("\u{aa}", "a")] {
        let response = |password: &str| {
            let (mut scram, _) = client(v.hash, UNBOUND, v.nonce, &Secret::password(password));
            answer(&mut scram, v.challenge).expect("valid").0
        };
        assert_eq!(response(password), response(same));
    }
}

#[test]
fn each_login_has_a_nonce_of_its_own() {
    let mut chance = Chance::new([7; 32]);
    let (mut scram, _) = client(ScramHash::Sha1, UNBOUND, "unused", &pencil());
    let mut first = || String::from_utf8(scram.initial(&mut chance).expect("speaks first"));
    let (one, two) = (first().expect("text"), first().expect("text"));
    assert_ne!(one, two);
    assert_eq!(one.len(), "n,,n=user,r=".len() + 32);
}

/// What a hostile server may send: near the grammar, or anything.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let field = prop_oneof![
        Just("r=own".to_owned()),
        Just("s=AA==".to_owned()),
        Just("i=4096".to_owned()),
        "[rsimvehx]?=?[A-Za-z0-9+/=\u{0}-\u{ff}]{0,8}",
    ];
    let near = proptest::collection::vec(field, 0..6).prop_map(|fields| fields.join(","));
    prop_oneof![near.prop_map(String::into_bytes), proptest::collection::vec(any::<u8>(), 0..64),]
}

proptest! {
    /// No message, at any step, makes us panic or believe.
    #[test]
    fn no_server_message_is_a_panic(messages in proptest::collection::vec(hostile(), 1..4)) {
        let (mut before, _) = client(ScramHash::Sha1, UNBOUND, "ow", &pencil());
        let mut after = waiting_for_proof();
        for message in &messages {
            for scram in [&mut before, &mut after] {
                let _ = scram.challenge(message);
                let _ = scram.slice();
            }
        }
        prop_assert!(before.success(messages.last().map(Vec::as_slice)).is_err());
        prop_assert!(after.success(messages.last().map(Vec::as_slice)).is_err());
    }
}
