//! XEP-0474: SASL SCRAM Downgrade Protection (version 0.5.0). A SCRAM server repeats, hashed and
//! under its signature, what it announced, so that a man in the middle cannot shorten the list
//! unseen.

use super::ScramHash;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What the server announced, as it reached us, with the delimiters of today and with those of
/// versions before 0.4, which ejabberd sent until 2025. Absent if a name holds such a delimiter,
/// as no real one does: two different lists could then give the same text.
pub(super) struct Announced(Option<[String; 2]>);

impl Announced {
    /// `types` are those of XEP-0440, empty if none were announced.
    pub(super) fn new(mechanisms: &[String], types: &[String]) -> Announced {
        let unclear = |name: &String| name.contains([',', '|', '\u{1e}', '\u{1f}']);
        let clear = !mechanisms.iter().chain(types).any(unclear);
        let forms = [("\u{1e}", "\u{1f}"), (",", "|")];
        Announced(clear.then(|| forms.map(|(name, list)| listed(mechanisms, types, name, list))))
    }

    /// Whether the server announced what reached us, by the hash in its challenge.
    pub(super) fn matches(&self, hash: ScramHash, claimed: &str) -> bool {
        let hashed = |text: &String| STANDARD.encode(hash.digest(text.as_bytes()));
        self.0.iter().flatten().any(|text| hashed(text) == claimed)
    }
}

/// Both lists in the order of their octets.
fn listed(mechanisms: &[String], types: &[String], between: &str, lists: &str) -> String {
    let sorted = |names: &[String]| {
        let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
        names.sort_unstable();
        names.join(between)
    };
    match types {
        [] => sorted(mechanisms),
        types => format!("{}{lists}{}", sorted(mechanisms), sorted(types)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn announced(mechanisms: &[&str], types: &[&str]) -> Announced {
        let owned =
            |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        Announced::new(&owned(mechanisms), &owned(types))
    }

    const TYPES: [&str; 2] = ["tls-server-end-point", "tls-exporter"];

    /// The example of section 7.3 of the XEP.
    #[test]
    fn knows_the_hash_of_the_specification() {
        let claimed = "G6k/rBLDqgOhRRaCuuatSDFkJ08=";
        for mechanisms in [["SCRAM-SHA-1", "SCRAM-SHA-1-PLUS"], ["SCRAM-SHA-1-PLUS", "SCRAM-SHA-1"]]
        {
            assert!(announced(&mechanisms, &TYPES).matches(ScramHash::Sha1, claimed));
        }
        assert!(!announced(&["SCRAM-SHA-1"], &TYPES).matches(ScramHash::Sha1, claimed));
        assert!(
            !announced(&["SCRAM-SHA-1", "SCRAM-SHA-1-PLUS"], &[]).matches(ScramHash::Sha1, claimed)
        );
    }

    #[test]
    fn older_delimiters_are_taken_but_no_name_may_hold_one() {
        let old = |text: &str| STANDARD.encode(ScramHash::Sha256.digest(text.as_bytes()));
        let mechanisms = ["PLAIN", "SCRAM-SHA-256"];
        let claimed = old("PLAIN,SCRAM-SHA-256|tls-exporter,tls-server-end-point");
        assert!(announced(&mechanisms, &TYPES).matches(ScramHash::Sha256, &claimed));
        // A man in the middle could join the names into one of his own making.
        let merged = ["PLAIN,SCRAM-SHA-256|tls-exporter,tls-server-end-point"];
        assert!(!announced(&merged, &[]).matches(ScramHash::Sha256, &claimed));
        assert!(!announced(&["PLAIN,SCRAM-SHA-256"], &TYPES).matches(ScramHash::Sha256, &claimed));
    }
}
