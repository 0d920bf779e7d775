//! ejabberd: configuration, accounts, command. It runs in a plain Erlang VM without distribution,
//! so that neither epmd nor a cookie is involved.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::Outcome;
use crate::server::{Product, Setting};
use crate::site::{self, PASSWORD, Site};

/// Everything at once, with the -PLUS forms that 23.01 announces on TLS 1.3 and cannot do.
const MIXED: Site = Site {
    domain: "mixed.example",
    offers: &[
        "PLAIN",
        "SCRAM-SHA-1",
        "SCRAM-SHA-1-PLUS",
        "SCRAM-SHA-256",
        "SCRAM-SHA-256-PLUS",
        "SCRAM-SHA-512",
        "SCRAM-SHA-512-PLUS",
    ],
};

/// ejabberd as Debian ships it.
pub const EJABBERD: Product = Product {
    name: "ejabberd",
    sites: &[
        &site::SHA_1,
        &site::SHA_256,
        &site::SHA_512,
        &site::PLAIN,
        &site::ANONYMOUS,
        &site::STRANGER,
        &MIXED,
    ],
    mixed: &MIXED,
    prepare,
    command,
    is_prepared: |setting| setting.home.join(REGISTERED).exists(),
};

/// The file that the VM writes once the accounts exist.
const REGISTERED: &str = "registered";

fn prepare(setting: &Setting, sites: &[&Site]) -> Outcome<()> {
    let hosts: String = sites.iter().map(|site| host(site)).collect();
    fs::write(setting.home.join("ejabberd.yml"), common(setting, sites) + &hosts)?;
    Ok(())
}

fn command(setting: &Setting, sites: &[&Site]) -> Outcome<Command> {
    let _ = fs::remove_file(setting.home.join(REGISTERED));
    let mut command = Command::new("erl");
    command.arg("-noinput").arg("-pa").arg(installed()?.join("ebin"));
    command.args(["-mnesia", "dir", &format!("\"{}\"", setting.path("mnesia"))]);
    command.args(["-s", "ejabberd", "-eval", &registration(setting, sites)]);
    command.env("EJABBERD_CONFIG_PATH", setting.path("ejabberd.yml"));
    command.env("EJABBERD_LOG_PATH", setting.path("server.log"));
    command.env("ERL_CRASH_DUMP", setting.path("crash.dump"));
    command.env("HOME", &setting.home);
    Ok(command)
}

/// The folder of ejabberd's own modules: `ejabberd-23.01-1` among the machine's Erlang libraries.
fn installed() -> Outcome<PathBuf> {
    let machine = std::env::consts::ARCH;
    for libraries in [format!("/usr/lib/{machine}-linux-gnu"), "/usr/lib/erlang/lib".to_owned()] {
        for entry in fs::read_dir(libraries).into_iter().flatten() {
            let path = entry?.path();
            if path.join("ebin/ejabberd.beam").exists() {
                return Ok(path);
            }
        }
    }
    Err("ejabberd's modules are not where Debian puts them".into())
}

/// Erlang that makes the accounts (those of an earlier start are kept) and says so by a file.
fn registration(setting: &Setting, sites: &[&Site]) -> String {
    let mut script = String::new();
    for site in sites {
        for account in site.accounts() {
            let domain = site.domain;
            script += &format!(
                "ejabberd_auth:try_register(<<\"{account}\">>, <<\"{domain}\">>, <<\"{PASSWORD}\">>), "
            );
        }
    }
    script + &format!("file:write_file(\"{}\", <<>>).", setting.path(REGISTERED))
}

fn common(setting: &Setting, sites: &[&Site]) -> String {
    let (starttls, direct) = (setting.starttls_port, setting.direct_port);
    let (certificate, key) = (setting.path("cert.pem"), setting.path("key.pem"));
    let hosts: String = sites.iter().map(|site| format!("  - {}\n", site.domain)).collect();
    format!(
        r#"loglevel: info
hosts:
{hosts}certfiles:
  - "{certificate}"
  - "{key}"
auth_method: [internal]
auth_password_format: plain
listen:
  - port: {starttls}
    ip: "127.0.0.1"
    module: ejabberd_c2s
    starttls_required: true
  - port: {direct}
    ip: "127.0.0.1"
    module: ejabberd_c2s
    tls: true
modules:
  mod_roster: {{}}
  mod_disco: {{}}
  mod_ping: {{}}
  mod_offline: {{}}
  mod_stream_mgmt: {{}}
host_config:
"#
    )
}

fn host(site: &Site) -> String {
    let withheld: Vec<&str> = site.withheld().collect();
    let anonymous = match site.offers {
        ["ANONYMOUS"] => {
            "    auth_method: [anonymous]\n    anonymous_protocol: sasl_anon\n    allow_multiple_connections: true\n"
        }
        _ => "",
    };
    format!(
        "  {}:\n{anonymous}    disable_sasl_mechanisms: [{}]\n",
        site.domain,
        withheld.join(", ")
    )
}
