//! Has an echo bot of any language talked to:
//!
//! ```text
//! bots --server embedded|binding|prosody NAME -- COMMAND {account} {host} {port}
//! ```
//!
//! `binding` is the embedded server without mechanisms that lack channel binding.
//! Prints one row a case and a closing line; the exit code is 0 only if nothing failed.

use std::process::ExitCode;

use xmpp_interop::bot::{self, Recipe};
use xmpp_interop::host::Host;
use xmpp_interop::report::Report;
use xmpp_interop::{Outcome, prosody};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let parted = arguments.iter().position(|argument| argument == "--").unwrap_or(arguments.len());
    let (ours, command) = arguments.split_at(parted);
    let ([option, server, name], [_, command @ ..]) = (ours, command) else { return usage() };
    let host = match (option.as_str(), server.as_str()) {
        ("--server", "embedded") => Host::embedded(),
        ("--server", "binding") => Host::binding(),
        ("--server", "prosody") => Host::real(&prosody::PROSODY),
        _ => return usage(),
    };
    match host.and_then(|host| run(host, name, command.to_vec())) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("{name}: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!(
        "usage: bots --server embedded|binding|prosody NAME -- COMMAND {{account}} {{host}} {{port}}"
    );
    ExitCode::from(2)
}

fn run(mut host: Host, name: &str, command: Vec<String>) -> Outcome<bool> {
    let folder = std::env::temp_dir().join(format!("bots-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let recipe = Recipe { command, folder: folder.clone() };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut report = Report::default();
    let server = host.name();
    let mut row = |path: &str, run: &mut dyn FnMut(&mut Host) -> Outcome<()>| {
        report.case(server, &format!("{name}: {path}"), || run(&mut host));
    };
    row("echoes in order", &mut |host| runtime.block_on(bot::echoes(host, &recipe)));
    row("accepts a subscription", &mut |host| runtime.block_on(bot::accepts(host, &recipe)));
    row("survives a restart", &mut |host| runtime.block_on(bot::survives(host, &recipe)));
    row("wrong password", &mut |host| runtime.block_on(bot::refused_password(host, &recipe)));
    row("unknown authority", &mut |host| runtime.block_on(bot::untrusted(host, &recipe)));
    row("another name", &mut |host| runtime.block_on(bot::another_name(host, &recipe)));
    row("nobody listens", &mut |host| runtime.block_on(bot::nobody(host, &recipe)));
    std::fs::remove_dir_all(&folder)?;
    Ok(report.finish())
}
