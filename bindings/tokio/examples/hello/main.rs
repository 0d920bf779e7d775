//! Hello over XMPP, in two ways:
//!
//! ```text
//! cargo run --example hello               juliet and romeo chat over a test server in this process
//! cargo run --example hello -- --lossy    the same, but the server loses one of their messages
//! cargo run --example hello -- --jid romeo@example.org --to juliet@example.net
//!                                         one message from an account of yours; the password is
//!                                         asked for, or taken from XMPP_PASSWORD
//! ```

mod account;
mod chat;

use std::error::Error;
use std::process::ExitCode;

const USAGE: &str = "\
Usage: hello [--lossy]
       hello --jid ACCOUNT --to ADDRESS [--host HOST:PORT] [--ca FILE]

The password is taken from XMPP_PASSWORD, or asked for. The port is that of STARTTLS. FILE holds
the authorities to trust, in PEM; without it those of the system are.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(std::env::args().skip(1)).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("hello: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether every message got through.
async fn run(mut arguments: impl Iterator<Item = String>) -> Result<bool, Box<dyn Error>> {
    let mut letter = account::Letter::default();
    let (mut lossy, mut real) = (false, false);
    while let Some(argument) = arguments.next() {
        if argument == "--help" || argument == "-h" {
            println!("{USAGE}");
            return Ok(true);
        }
        let field = match argument.as_str() {
            "--lossy" => {
                lossy = true;
                continue;
            }
            "--jid" => &mut letter.jid,
            "--to" => &mut letter.to,
            "--host" => &mut letter.host,
            "--ca" => &mut letter.ca,
            _ => return Err(format!("{argument} is not known here\n\n{USAGE}").into()),
        };
        *field = arguments.next().ok_or_else(|| format!("{argument} wants a value"))?;
        real = true;
    }
    match (lossy, real) {
        (_, false) => chat::chat(lossy).await,
        (false, true) => account::deliver(letter).await,
        (true, true) => Err("--lossy is for the chat over the test server alone".into()),
    }
}
