//! Interop with real servers: `interop --server prosody`, `interop --server ejabberd`.
//!
//! Starts the server as a child process with a throw-away CA and accounts, logs in by every path
//! it offers, and goes through the hardships a network has ready. Prints one row a case and a
//! closing line `N passed, N failed, N skipped`; the exit code is 0 only if nothing failed.

mod authority;
mod ejabberd;
mod probe;
mod prosody;
mod report;
mod server;
mod site;

use std::process::ExitCode;

use probe::Tls;
use report::Report;
use server::{Product, Server};

/// What can go wrong here ends up in one printed row, so its text is all that counts.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let product = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--server", "prosody"] => &prosody::PROSODY,
        ["--server", "ejabberd"] => &ejabberd::EJABBERD,
        _ => {
            eprintln!("usage: interop --server prosody|ejabberd");
            return ExitCode::from(2);
        }
    };
    match run(product) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("{}: {fault}", product.name);
            ExitCode::FAILURE
        }
    }
}

fn run(product: &'static Product) -> Outcome<bool> {
    let mut server = Server::start(product)?;
    let mut report = Report::default();
    probe_offers(&server, &mut report);
    check_powers(&mut server, &mut report);
    Ok(report.finish())
}

/// The server offers what its configuration says: what the logins rely on.
fn probe_offers(server: &Server, report: &mut Report) {
    for site in server.product.sites.iter().filter(|site| site.is_certified()) {
        for (tls, address) in [(Tls::Start, server.starttls()), (Tls::Direct, server.direct())] {
            report.case(
                server.product.name,
                &format!("offer of {} ({tls:?})", site.domain),
                || {
                    let features = probe::features(address, tls, site.domain, &server.ca)?;
                    let offered = probe::mechanisms(&features);
                    if offered == site.offers {
                        return Ok(());
                    }
                    Err(format!("{offered:?} instead of {:?}", site.offers).into())
                },
            );
        }
    }
}

/// What the harness does to a server happens to it.
fn check_powers(server: &mut Server, report: &mut Report) {
    let name = server.product.name;
    report.case(name, "frozen: accepts and never answers; thawed: answers", || {
        server.freeze()?;
        let is_open = probe::is_open(server.starttls());
        server.thaw()?;
        if is_open { probe_mixed(server) } else { Err("refused".into()) }
    });
    report.case(name, "killed: refuses; started again: answers", || {
        server.kill();
        let is_open = probe::is_open(server.starttls());
        server.resume()?;
        if is_open { Err("still there".into()) } else { probe_mixed(server) }
    });
    report.case(name, "stopped in order; started again: answers", || {
        server.stop()?;
        server.resume()?;
        probe_mixed(server)
    });
}

fn probe_mixed(server: &Server) -> Outcome<()> {
    let domain = server.product.mixed.domain;
    probe::features(server.direct(), Tls::Direct, domain, &server.ca).map(|_| ())
}
