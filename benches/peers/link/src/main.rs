//! What a chat message costs whole clients, in CPU time of their processes:
//! `link [--messages N] [--rounds N] [--receiving] NAME=COMMAND ..`.
//!
//! Each client is started with `receive|send`, a port on 127.0.0.1 and a number of messages. It logs
//! in without TLS by whatever is offered, sends presence, and receives so many messages, reading each
//! body, or sends so many; then the server closes the stream and the client ends. The cost of one is
//! the difference between a run with many and a run with none, divided by their number.

mod server;

use std::process::{Child, Command, ExitCode};

use server::{Canned, Way};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("link: {fault}");
            ExitCode::FAILURE
        }
    }
}

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn run() -> Outcome<()> {
    let (mut messages, mut rounds, mut clients) = (50_000u64, 5usize, Vec::new());
    let mut ways = vec![("receiving", Way::Receive), ("sending", Way::Send)];
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} what?"));
        match argument.as_str() {
            "--messages" => messages = value()?.parse()?,
            "--rounds" => rounds = value()?.parse::<usize>()?.max(1),
            "--receiving" => ways.truncate(1),
            client => {
                let (name, command) = client.split_once('=').ok_or("NAME=COMMAND")?;
                clients.push((name.to_owned(), command.to_owned()));
            }
        }
    }
    println!("microseconds of CPU time a message of 417 octets, plaintext; median of {rounds} rounds");
    print!("{:24}", "");
    ways.iter().for_each(|(title, _)| print!(" {title:>9}"));
    println!();
    for (name, command) in &clients {
        print!("{name:<24}");
        for (_, way) in &ways {
            print!(" {:>9.2}", cost(command, *way, messages, rounds)?);
        }
        println!();
    }
    Ok(())
}

/// Microseconds a message.
fn cost(command: &str, way: Way, messages: u64, rounds: usize) -> Outcome<f64> {
    let mut costs = Vec::new();
    for _ in 0..rounds {
        let idle = measure(command, way, 0)?;
        let busy = measure(command, way, messages)?;
        costs.push((busy - idle) * 1e6 / messages as f64);
    }
    costs.sort_by(f64::total_cmp);
    Ok(costs[costs.len() / 2])
}

/// Seconds of CPU time of one run.
fn measure(command: &str, way: Way, messages: u64) -> Outcome<f64> {
    let server = Canned::start(way, messages)?;
    let mut words = command.split_whitespace();
    let mut child = Command::new(words.next().ok_or("no command")?);
    child.args(words).args([way.name(), &server.port.to_string(), &messages.to_string()]);
    let (seconds, code) = wait(child.spawn()?)?;
    server.end()?;
    match code {
        0 => Ok(seconds),
        code => Err(format!("{command} ended with {code}").into()),
    }
}

/// Waits for a child; its CPU time in seconds, and its status.
#[allow(unsafe_code)] // std does not tell the resources of one child
fn wait(child: Child) -> Outcome<(f64, i32)> {
    let mut status = 0;
    // SAFETY: both places live during the call, and zeros are a value of `rusage`.
    let (usage, got) = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        let got = libc::wait4(child.id() as i32, &mut status, 0, &mut usage);
        (usage, got)
    };
    if got < 0 {
        return Err(std::io::Error::last_os_error().into());
    }
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    Ok((seconds(usage.ru_utime) + seconds(usage.ru_stime), status))
}
