//! The time tracker of the examples: the chat that those of all languages play, and the bot with
//! a server.

#[allow(dead_code)] // its `main`
#[path = "../examples/tracker/main.rs"]
mod bot;
mod world;

use std::fs;
use std::iter::Peekable;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use bot::tracker::Tracker;
use world::{config, message, online, server, until, write};
use xmpp_test_server::RunningServer;
use xmpp_tokio::engine::payload::{DateTime, Delay};
use xmpp_tokio::engine::stanza::{Message, PresenceKind};
use xmpp_tokio::engine::xep::{Command, roster::RosterCommand};
use xmpp_tokio::engine::{Config, Event, Jid, Reconnect};
use xmpp_tokio::{Client, Events};

const SCRIPT: &str = include_str!("../../../tests/chats/tracker.txt");

/// A folder that is removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let (process, number) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(format!("tracker-{process}-{number}"));
        fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_chat_is_answered_as_in_every_language() {
    let (replies, files) = play(SCRIPT).unwrap_or_else(|fault| panic!("{fault}"));
    assert!(replies > 70 && files > 5, "only {replies} replies, {files} files");
}

#[test]
fn another_reply_file_or_error_is_found() {
    for (right, wrong) in [
        ("> Started report.", "> Started a report."),
        ("> report 0 h 00 min, running\n", ""),
        ("start report\n<", "start a report\n<"),
        ("romeo@example.org stop\n\n", "romeo@example.org stop\n|\n"),
        ("! line 1 is damaged\n", ""),
        ("! line 1 is damaged", "! line 2 is damaged"),
        ("+ \\n\n*\n", "+\n*\n"),
    ] {
        let script = SCRIPT.replacen(right, wrong, 1);
        assert_ne!(script, SCRIPT, "{right}");
        assert!(play(&script).is_err(), "{right} became {wrong:?}, and nobody noticed");
    }
}

/// Plays a script; how many replies and files were compared.
fn play(script: &str) -> Result<(usize, usize), String> {
    let folder = Folder::new();
    let file = folder.0.join("times");
    let (mut tracker, mut now, mut replies, mut files) = (Tracker::open(&file), 0, 0, 0);
    let mut lines = script.lines().map(parts).filter(|(kind, _)| !"#".contains(kind)).peekable();
    while let Some((kind, rest)) = lines.next() {
        let (expected, heard) = match kind {
            "@" => {
                now = DateTime::parse(&rest).ok_or(rest)?.unix_ms / 1000;
                continue;
            }
            "+" => {
                fs::write(&file, rest + &all(&mut lines, "+").concat()).expect("a file");
                continue;
            }
            "*" => {
                tracker = Tracker::open(&file);
                let error = tracker.as_ref().err().map(|error| format!("! {error}"));
                (all(&mut lines, "!").first().map(|error| format!("! {error}")), error)
            }
            "<" => {
                replies += 1;
                let (person, text) = rest.split_once(' ').unwrap_or((&rest, ""));
                let bot = tracker.as_mut().map_err(|error| error.to_string())?;
                let reply = bot.answer(person, text, now).map_err(|error| error.to_string())?;
                (Some(all(&mut lines, ">").join("\n")), Some(reply))
            }
            "|" => {
                files += 1;
                assert!(!folder.0.join("times.new").exists(), "it was not renamed");
                let written = fs::read_to_string(&file).map_err(|error| error.to_string())?;
                let lines = [vec![rest], all(&mut lines, "|"), vec![String::new()]].concat();
                (Some(lines.join("\n")), Some(written))
            }
            _ => return Err(format!("{kind} {rest}: nothing stands like that here")),
        };
        if expected != heard {
            return Err(format!("{heard:?} came in the place of {expected:?}"));
        }
    }
    Ok((replies, files))
}

/// The kind of a line and the rest.
fn parts(line: &str) -> (&str, String) {
    let (kind, rest) = line.split_at(line.chars().next().map_or(0, char::len_utf8));
    (kind, unescaped(rest.strip_prefix(' ').unwrap_or(rest)))
}

/// The lines of one kind that follow.
fn all<'a>(
    lines: &mut Peekable<impl Iterator<Item = (&'a str, String)>>,
    kind: &str,
) -> Vec<String> {
    std::iter::from_fn(|| lines.next_if(|line| line.0 == kind)).map(|(_, rest)| rest).collect()
}

/// `\n`, `\r`, `\t`, `\\` and `\u{2028}` as what they stand for.
fn unescaped(text: &str) -> String {
    let Some((plain, escaped)) = text.split_once('\\') else { return text.to_owned() };
    let (character, rest) = match escaped.split_at(1) {
        ("n", rest) => ('\n', rest),
        ("r", rest) => ('\r', rest),
        ("t", rest) => ('\t', rest),
        ("\\", rest) => ('\\', rest),
        ("u", rest) => {
            let (hex, rest) = rest[1..].split_once('}').expect("a number in braces");
            let code = u32::from_str_radix(hex, 16).expect("a hexadecimal number");
            (char::from_u32(code).expect("a code point"), rest)
        }
        _ => panic!("an escape in {text}"),
    };
    format!("{plain}{character}{}", unescaped(rest))
}

#[test]
fn a_line_that_is_no_text_is_damaged_and_stays() {
    let folder = Folder::new();
    let file = folder.0.join("times");
    let octets = b"2026-03-02T09:00:00Z romeo@example.org start caf\xe9\n";
    fs::write(&file, octets).expect("a file");
    let error = Tracker::open(&file).err().expect("an error");
    assert_eq!(error.to_string(), "line 1 is damaged");
    assert_eq!(fs::read(&file).expect("the file"), octets);
}

#[test]
fn what_cannot_be_written_was_not_noted() {
    let folder = Folder::new();
    let mut tracker = Tracker::open(folder.0.join("times")).expect("a tracker");
    fs::create_dir(folder.0.join("times.new")).expect("something in the way");
    assert!(tracker.answer("romeo@example.org", "start report", 0).is_err());
    fs::remove_dir(folder.0.join("times.new")).expect("it is gone");
    let reply = tracker.answer("romeo@example.org", "stop", 0).expect("a reply");
    assert_eq!(reply, "Nothing is running.");
    assert!(!folder.0.join("times").exists());
}

#[tokio::test]
async fn the_bot_outlives_the_server_and_its_times_outlive_the_bot() {
    let (folder, server) = (Folder::new(), server());
    let file = folder.0.join("times");
    let [mut his, mut her] = ["romeo", "juliet"].map(|name| config(name, &server));
    (his.reconnect, her.reconnect) = (Reconnect::OnceOnline, Reconnect::Always);
    let (juliet, mut news, _) = online(her).await;
    let romeo = his.account.clone();

    let first = beside_the_bot(his.clone(), &file, async {
        befriend(&juliet, &mut news, &romeo).await;
        write(&juliet, &romeo, "stop");
        assert_eq!(message(&mut news).await, "Nothing is running.");
        say_late(&juliet, &romeo, "start report", now() - (2 * 3600 + 5 * 60 + 30));
        assert_eq!(message(&mut news).await, "Started report.");
    });
    first.await;

    write(&juliet, &romeo, "start mail"); // the server keeps it for the bot
    let second = beside_the_bot(his, &file, async {
        hears(&mut news, "Stopped report after 2 h 05 min. Started mail.").await;
        let ports = server.ports();
        let _server = RunningServer::run(server.stop(), ports).expect("the same ports");
        until(&mut news, |event| matches!(event, Event::Online { .. }).then_some(())).await;
        write(&juliet, &romeo, "stop");
        hears(&mut news, "Stopped mail after 0 h 00 min.").await;
    });
    second.await;
    let written = fs::read_to_string(&file).expect("the file");
    let told: Vec<&str> = written.lines().filter_map(|line| line.get(21..)).collect();
    let [report, mail, stop] = ["start report", "start mail", "stop"];
    assert_eq!(told, [report, mail, stop].map(|told| format!("juliet@localhost {told}")));
}

/// Runs the bot while something else happens, and then kills it.
async fn beside_the_bot(config: Config, file: &Path, chat: impl Future<Output = ()>) {
    let tracker = Tracker::open(file).expect("a tracker");
    tokio::select! {
        end = bot::track(config, tracker) => panic!("the bot ended: {end:?}"),
        () = chat => {}
    }
}

/// Waits for a reply. Others may come twice: what the bot had not acknowledged, it is told again.
async fn hears(news: &mut Events, reply: &str) {
    while message(news).await != reply {}
}

/// Waits until the bot lets juliet see that it is there.
async fn befriend(juliet: &Client, news: &mut Events, romeo: &Jid) {
    let command = RosterCommand::Subscribe { jid: romeo.clone() };
    juliet.command(Command::Roster { command }).expect("room for it");
    until(news, |event| match event {
        Event::Presence { stanza } => {
            let his = stanza.sender().is_some_and(|sender| sender.same_bare(romeo));
            (his && stanza.kind() == PresenceKind::Available).then_some(())
        }
        _ => None,
    })
    .await;
}

/// Says something as if it had been kept since then.
fn say_late(juliet: &Client, to: &Jid, text: &str, unix: i64) {
    let stamp = DateTime { unix_ms: unix * 1000 };
    let delay = Delay { by: None, stamp, reason: None };
    let late = Message::chat(to.clone()).body(text).payload(&delay).build().expect("a message");
    juliet.send(late).expect("room for it");
}

fn now() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.expect("a clock behind 1970").as_secs() as i64
}
