//! The domains every server under test serves: one for each way to log in.

/// One domain of a server.
pub struct Site {
    /// The domain, and the domain part of its accounts.
    pub domain: &'static str,
    /// What its SASL offer consists of inside TLS; everything else is switched off.
    pub offers: &'static [&'static str],
}

/// The account that exists on every site but [`ANONYMOUS`].
pub const ROMEO: &str = "romeo";
/// The second account, on the site for chats (the product's mixed one).
pub const JULIET: &str = "juliet";
/// The third, beside it.
pub const NURSE: &str = "nurse";
/// The password of all. It has nothing a shell or a config file would have to escape.
pub const PASSWORD: &str = "But-soft-what-light";

/// SCRAM-SHA-1 alone.
pub const SHA_1: Site = Site { domain: "sha1.example", offers: &["SCRAM-SHA-1"] };
/// SCRAM-SHA-256 alone.
pub const SHA_256: Site = Site { domain: "sha256.example", offers: &["SCRAM-SHA-256"] };
/// SCRAM-SHA-512 alone.
pub const SHA_512: Site = Site { domain: "sha512.example", offers: &["SCRAM-SHA-512"] };
/// PLAIN alone: only a client that was allowed to will use it.
pub const PLAIN: Site = Site { domain: "plain.example", offers: &["PLAIN"] };
/// Login without an account.
pub const ANONYMOUS: Site = Site { domain: "anonymous.example", offers: &["ANONYMOUS"] };
/// The domain that the server's certificate does not cover.
pub const STRANGER: Site = Site { domain: "stranger.example", offers: &["SCRAM-SHA-1"] };

impl Site {
    /// The mechanisms a server must be told to leave out.
    pub fn withheld(&self) -> impl Iterator<Item = &'static str> + '_ {
        ALL.iter().copied().filter(|name| !self.offers.contains(name))
    }

    /// The mechanism that a login by password uses here: the offers are sorted by strength too,
    /// and those with channel binding do not count, since neither server has any for TLS 1.3.
    pub fn strongest(&self) -> &'static str {
        let usable = |name: &&&str| !name.ends_with("-PLUS");
        self.offers.iter().rev().find(usable).copied().unwrap_or("none")
    }

    /// The accounts of this site.
    pub fn accounts(&self) -> &'static [&'static str] {
        match self.offers {
            ["ANONYMOUS"] => &[],
            [_] => &[ROMEO],
            _ => &[ROMEO, JULIET, NURSE],
        }
    }

    /// Whether the server's certificate names this site.
    pub fn is_certified(&self) -> bool {
        self.domain != STRANGER.domain
    }
}

const ALL: &[&str] = &[
    "ANONYMOUS",
    "DIGEST-MD5",
    "PLAIN",
    "SCRAM-SHA-1",
    "SCRAM-SHA-1-PLUS",
    "SCRAM-SHA-256",
    "SCRAM-SHA-256-PLUS",
    "SCRAM-SHA-512",
    "SCRAM-SHA-512-PLUS",
    "X-OAUTH2",
];
