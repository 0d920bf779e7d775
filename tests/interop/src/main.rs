//! Interop with real servers: `interop --server prosody`, `interop --server ejabberd`.
//!
//! Starts the server as a child process with a throw-away CA and accounts, logs in by every path
//! it offers, and goes through the hardships a network has ready. Prints one row a case and a
//! closing line `N passed, N failed, N skipped`; the exit code is 0 only if nothing failed.

use std::process::ExitCode;

use tokio::runtime::Runtime;
use xmpp_interop::probe::{self, Tls};
use xmpp_interop::report::Report;
use xmpp_interop::server::{Product, Server};
use xmpp_interop::site::Site;
use xmpp_interop::{Outcome, chats, ejabberd, logins, prosody};

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
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let server = Server::start(product)?;
    let mut table = Table { runtime, server, report: Report::default() };
    table.logins();
    table.refusals();
    table.hardships();
    Ok(table.report.finish())
}

const WAYS: [(Tls, &str); 2] = [(Tls::Start, "STARTTLS"), (Tls::Direct, "direct TLS")];

/// The rows, in the order in which they run.
struct Table {
    runtime: Runtime,
    server: Server,
    report: Report,
}

impl Table {
    fn row(&mut self, path: &str, run: impl AsyncFnOnce(&mut Server) -> Outcome<()>) {
        let Table { runtime, server, report } = self;
        report.case(server.product.name, path, || {
            let outcome = runtime.block_on(run(server));
            // Whatever a failed case left behind must not fail the next one.
            let usable = server.recover();
            outcome.and(usable)
        });
    }

    /// First what the server offers, without our own code, then a login by it.
    fn logins(&mut self) {
        let product = self.server.product;
        for site in product.sites.iter().copied().filter(|site| site.is_certified()) {
            let mechanism = site.strongest();
            for (tls, way) in WAYS {
                let path = format!("{way}, {mechanism} ({})", site.domain);
                self.row(&path, async |server| {
                    check_offer(server, tls, site)?;
                    logins::log_in(server, tls, site, mechanism).await
                });
            }
        }
    }

    fn refusals(&mut self) {
        self.row("wrong password: one try, a clear end", async |server| {
            logins::wrong_password(server).await
        });
        self.row("wrong password, then the right one, each on being asked", async |server| {
            logins::wrong_password_asked(server).await
        });
        self.row("only PLAIN offered, PLAIN not allowed", async |server| {
            logins::plain_not_allowed(server).await
        });
        for (tls, way) in WAYS {
            self.row(&format!("{way}, certificate for another name"), async |server| {
                logins::certificate_for_another_name(server, tls).await
            });
        }
        self.row("certificate of an unknown authority", async |server| {
            logins::unknown_authority(server).await
        });
        self.row("the app is asked about the certificate, and accepts", async |server| {
            logins::certificate_asked(server).await
        });
        self.row("the app is asked about a wrong name, and refuses", async |server| {
            logins::certificate_refused(server).await
        });
    }

    fn hardships(&mut self) {
        self.row("a body of 100 kB, there and back", async |server| chats::long_body(server).await);
        self.row("1,000 messages in order, each acknowledged", async |server| {
            chats::thousand(server).await
        });
        for (tls, way) in WAYS {
            self.row(&format!("{way}, accepts and never answers"), async |server| {
                logins::mute(server, tls).await
            });
        }
        self.row("goes silent in mid-session", async |server| chats::silent(server).await);
        self.row("killed in mid-session, started again", async |server| {
            chats::killed(server).await
        });
        self.row("stopped in order, started again", async |server| chats::stopped(server).await);
    }
}

/// The server offers exactly what its configuration says: what the logins rely on.
fn check_offer(server: &Server, tls: Tls, site: &Site) -> Outcome<()> {
    let features = probe::features(server.address(tls), tls, site.domain, &server.ca)?;
    let offered = probe::mechanisms(&features);
    if offered == site.offers {
        Ok(())
    } else {
        Err(format!("the server offers {offered:?}").into())
    }
}
