//! Who may log in: names, passwords, and the keys that SCRAM derives from them (RFC 5802 3).

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rsasl::mechanisms::scram::tools;
use sha2::Digest;

/// All accounts. A clone costs nothing and sees the accounts of its moment, which is what a
/// SASL exchange needs that outlives the call that started it.
#[derive(Clone, Default)]
pub(crate) struct Accounts(Arc<BTreeMap<String, Account>>);

impl Accounts {
    /// Adds an account, or gives an existing one another password.
    pub(crate) fn set(&mut self, node: &str, password: &str, iterations: u32) {
        let account = Account::new(node, password, iterations);
        Arc::make_mut(&mut self.0).insert(node.to_owned(), account);
    }

    pub(crate) fn get(&self, node: &str) -> Option<&Account> {
        self.0.get(node)
    }

    pub(crate) fn contains(&self, node: &str) -> bool {
        self.0.contains_key(node)
    }
}

/// One account's secrets.
#[derive(Clone)]
pub(crate) struct Account {
    password: String,
    salt: Vec<u8>,
    iterations: u32,
    keys: [OnceLock<StoredKeys>; 3],
}

/// What a server keeps of a password.
#[derive(Clone)]
pub(crate) struct StoredKeys {
    pub(crate) stored_key: Vec<u8>,
    pub(crate) server_key: Vec<u8>,
}

/// The hash of a SCRAM mechanism.
#[derive(Clone, Copy)]
pub(crate) enum ScramHash {
    Sha1,
    Sha256,
    Sha512,
}

impl ScramHash {
    /// The hash of the mechanism with this name, if it is one of SCRAM's.
    pub(crate) fn of(mechanism: &str) -> Option<ScramHash> {
        match mechanism.strip_suffix("-PLUS").unwrap_or(mechanism) {
            "SCRAM-SHA-1" => Some(ScramHash::Sha1),
            "SCRAM-SHA-256" => Some(ScramHash::Sha256),
            "SCRAM-SHA-512" => Some(ScramHash::Sha512),
            _ => None,
        }
    }
}

impl Account {
    fn new(node: &str, password: &str, iterations: u32) -> Account {
        // A salt made from the name keeps runs alike. It protects nothing, and need not: the
        // password stands beside it.
        let salt = sha2::Sha256::digest(node)[..16].to_vec();
        Account { password: password.to_owned(), salt, iterations, keys: Default::default() }
    }

    pub(crate) fn has_password(&self, password: &[u8]) -> bool {
        self.password.as_bytes() == password
    }

    pub(crate) fn salt(&self) -> &[u8] {
        &self.salt
    }

    pub(crate) fn iterations(&self) -> u32 {
        self.iterations
    }

    /// The keys for one hash, derived at their first use.
    pub(crate) fn keys(&self, hash: ScramHash) -> &StoredKeys {
        let cell = &self.keys[hash as usize];
        cell.get_or_init(|| self.derive(hash))
    }

    fn derive(&self, hash: ScramHash) -> StoredKeys {
        macro_rules! derive {
            ($digest:ty) => {{
                let mut salted = Default::default();
                tools::hash_password::<$digest>(
                    self.password.as_bytes(),
                    self.iterations,
                    &self.salt,
                    &mut salted,
                );
                let (client_key, server_key) = tools::derive_keys::<$digest>(&salted);
                let stored_key = <$digest>::digest(client_key).to_vec();
                StoredKeys { stored_key, server_key: server_key.to_vec() }
            }};
        }
        match hash {
            ScramHash::Sha1 => derive!(sha1::Sha1),
            ScramHash::Sha256 => derive!(sha2::Sha256),
            ScramHash::Sha512 => derive!(sha2::Sha512),
        }
    }
}
