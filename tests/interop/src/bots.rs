//! Has a bot of any language talked to:
//!
//! ```text
//! bots --server embedded|binding|prosody NAME -- COMMAND {account} {host} {port}
//! bots --tracker embedded|binding|prosody NAME -- COMMAND {account} {file} {host} {port}
//! ```
//!
//! By `--server` the bot is an echo bot, by `--tracker` a time tracker. `binding` is the embedded
//! server without mechanisms that lack channel binding. Prints one row a case and a closing line;
//! the exit code is 0 only if nothing failed.

use std::process::ExitCode;

use tokio::runtime::Runtime;
use xmpp_interop::bot::{self, QUESTION, Recipe};
use xmpp_interop::host::Host;
use xmpp_interop::report::Report;
use xmpp_interop::{Outcome, prosody, tracker};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let parted = arguments.iter().position(|argument| argument == "--").unwrap_or(arguments.len());
    let (ours, command) = arguments.split_at(parted);
    let ([option, server, name], [_, command @ ..]) = (ours, command) else { return usage() };
    let talk = match option.as_str() {
        "--server" => echo,
        "--tracker" => track,
        _ => return usage(),
    };
    let host = match server.as_str() {
        "embedded" => Host::embedded(),
        "binding" => Host::binding(),
        "prosody" => Host::real(&prosody::PROSODY),
        _ => return usage(),
    };
    match host.and_then(|host| run(host, name, command.to_vec(), talk)) {
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
        "usage: bots --server embedded|binding|prosody NAME -- COMMAND {{account}} {{host}} {{port}}\n\
         usage: bots --tracker embedded|binding|prosody NAME -- COMMAND {{account}} {{file}} {{host}} {{port}}"
    );
    ExitCode::from(2)
}

fn run(host: Host, name: &str, command: Vec<String>, talk: fn(&mut Talk)) -> Outcome<bool> {
    let folder = std::env::temp_dir().join(format!("bots-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let recipe = Recipe { command, folder: folder.clone(), answer: QUESTION };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut table = Talk { name, host, recipe, runtime, report: Report::default() };
    talk(&mut table);
    std::fs::remove_dir_all(&folder)?;
    Ok(table.report.finish())
}

/// One bot with one server.
struct Talk<'a> {
    name: &'a str,
    host: Host,
    recipe: Recipe,
    runtime: Runtime,
    report: Report,
}

impl Talk<'_> {
    fn row(&mut self, path: &str, case: impl AsyncFnOnce(&mut Host, &Recipe) -> Outcome<()>) {
        let Talk { name, host, recipe, runtime, report } = self;
        let path = format!("{name}: {path}");
        report.case(host.name(), &path, || runtime.block_on(case(host, recipe)));
    }
}

fn echo(talk: &mut Talk) {
    talk.row("echoes in order", bot::echoes);
    talk.row("accepts a subscription", bot::accepts);
    talk.row("survives a restart", bot::survives);
    talk.row("wrong password", bot::refused_password);
    talk.row("unknown authority", bot::untrusted);
    talk.row("another name", bot::another_name);
    talk.row("nobody listens", bot::nobody);
}

fn track(talk: &mut Talk) {
    talk.recipe.answer = tracker::HELP;
    talk.row("keeps the times of two people", tracker::two_people);
    talk.row("reckons what comes late, survives restarts", tracker::keeps);
    talk.row("accepts a subscription", bot::accepts);
    talk.row("damaged file", tracker::damaged_file);
    talk.row("wrong password", bot::refused_password);
}
