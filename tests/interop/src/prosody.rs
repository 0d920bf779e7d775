//! Prosody: configuration, accounts, command.

use std::fs;
use std::process::Command;

use crate::Outcome;
use crate::server::{Product, Setting};
use crate::site::{self, PASSWORD, Site};

/// Everything at once: what `mod_auth_internal_plain` can offer.
const MIXED: Site =
    Site { domain: "mixed.example", offers: &["PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256"] };

/// Prosody as Debian ships it.
pub const PROSODY: Product = Product {
    name: "prosody",
    sites: &[&site::SHA_1, &site::SHA_256, &site::PLAIN, &site::ANONYMOUS, &site::STRANGER, &MIXED],
    mixed: &MIXED,
    prepare,
    command,
    is_prepared: |_| true, // accounts are there before it starts
};

fn prepare(setting: &Setting, sites: &[&Site]) -> Outcome<()> {
    let hosts: String = sites.iter().map(|site| host(site)).collect();
    fs::create_dir_all(setting.home.join("data"))?;
    fs::write(setting.home.join("prosody.cfg.lua"), common(setting) + &hosts)?;
    for site in sites {
        for account in site.accounts() {
            register(setting, account, site.domain)?;
        }
    }
    Ok(())
}

fn command(setting: &Setting, _: &[&Site]) -> Outcome<Command> {
    let mut command = Command::new("prosody");
    command.args(["--config", &setting.path("prosody.cfg.lua"), "-F"]);
    Ok(command)
}

fn register(setting: &Setting, account: &str, domain: &str) -> Outcome<()> {
    let mut command = Command::new("prosodyctl");
    command.args(["--config", &setting.path("prosody.cfg.lua")]);
    let output = command.args(["register", account, domain, PASSWORD]).output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("prosodyctl register: {}", String::from_utf8_lossy(&output.stdout)).into())
}

fn common(setting: &Setting) -> String {
    let (starttls, direct) = (setting.starttls_port, setting.direct_port);
    let (data, log, pid) =
        (setting.path("data"), setting.path("server.log"), setting.path("prosody.pid"));
    let (certificate, key) = (setting.path("cert.pem"), setting.path("key.pem"));
    format!(
        r#"run_as_root = true
daemonize = false
data_path = "{data}"
pidfile = "{pid}"
log = {{ info = "{log}" }}
interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {starttls} }}
c2s_direct_tls_ports = {{ {direct} }}
c2s_require_encryption = true
modules_enabled = {{ "roster", "saslauth", "tls", "disco", "ping", "smacks", "offline" }}
modules_disabled = {{ "s2s" }}
ssl = {{ certificate = "{certificate}", key = "{key}" }}
"#
    )
}

fn host(site: &Site) -> String {
    let withheld: Vec<String> = site.withheld().map(|name| format!("\"{name}\"")).collect();
    format!(
        "VirtualHost \"{}\"\n{}disable_sasl_mechanisms = {{ {} }}\n",
        site.domain,
        authentication(site),
        withheld.join(", ")
    )
}

/// Hashed stores offer one SCRAM and PLAIN, the plain store every SCRAM.
fn authentication(site: &Site) -> &'static str {
    match site.offers {
        ["ANONYMOUS"] => "authentication = \"anonymous\"\n",
        ["SCRAM-SHA-1"] => "authentication = \"internal_hashed\"\npassword_hash = \"SHA-1\"\n",
        ["SCRAM-SHA-256"] => "authentication = \"internal_hashed\"\npassword_hash = \"SHA-256\"\n",
        _ => "authentication = \"internal_plain\"\n",
    }
}
