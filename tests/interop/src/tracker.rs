//! The time tracker in whatever language, as a child process. What it answers and keeps is held by
//! the chat in `tests/chats`; here it has a network and a clock.

use std::fs;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use xmpp_tokio::engine::jid::Jid;
use xmpp_tokio::engine::payload::{DateTime, Delay};
use xmpp_tokio::engine::stanza::{Message, MessageBuilder};

use crate::Outcome;
use crate::bot::{Recipe, body_of, config_of, fails, is_there, meet};
use crate::host::Host;
use crate::person::Person;
use crate::site::{JULIET, NURSE, PASSWORD};

/// How the help begins.
pub const HELP: &str = "start NAME - ";

/// Each of two people is told their own times.
pub async fn two_people(host: &mut Host, recipe: &Recipe) -> Outcome<()> {
    forget(recipe);
    let (mut bot, mut juliet) = meet(host, recipe).await?;
    let mut nurse = Person::start(config_of(host, NURSE)?)?;
    nurse.online().await?;
    let romeo = Jid::new(&host.place()?.account)?;
    let chat = || Message::chat(romeo.clone());
    tell(&mut juliet, chat(), "start report", "Started report.").await?;
    tell(&mut nurse, chat(), "stop", "Nothing is running.").await?;
    tell(&mut nurse, chat(), "START the\nmail", "Started the mail.").await?;
    tell(&mut juliet, chat(), "today", "Today:\nreport 0 h ").await?;
    tell(&mut nurse, chat(), "week", "This week:\nthe mail 0 h ").await?;
    tell(&mut juliet, chat(), "stop", "Stopped report after 0 h ").await?;
    tell(&mut nurse, chat(), "stop", "Stopped the mail after 0 h ").await?;
    tell(&mut nurse, chat(), "stop it", HELP).await?;
    bot.lives()?;
    nurse.close().await?;
    juliet.close().await
}

/// What comes late counts from when it was sent, and is known to the bot and to the server when
/// they have died and come back.
pub async fn keeps(host: &mut Host, recipe: &Recipe) -> Outcome<()> {
    forget(recipe);
    let (bot, mut juliet) = meet(host, recipe).await?;
    let romeo = Jid::new(&host.place()?.account)?;
    let chat = || Message::chat(romeo.clone());
    let late = chat().payload(&sent_before(Duration::from_secs(2 * 3600 + 5 * 60 + 30))?);
    tell(&mut juliet, late, "start report", "Started report.").await?;
    drop(bot);

    let mut bot = recipe.start(&host.place()?, PASSWORD)?;
    is_there(host, recipe, &mut bot, &mut juliet).await?;
    let stopped = "Stopped report after 2 h 05 min. Started mail.";
    tell(&mut juliet, chat(), "start mail", stopped).await?;
    juliet.close().await?;

    host.restart()?;
    let mut juliet = Person::start(config_of(host, JULIET)?)?;
    juliet.online().await?;
    is_there(host, recipe, &mut bot, &mut juliet).await?;
    tell(&mut juliet, chat(), "stop", "Stopped mail after 0 h ").await?;
    bot.lives()?;
    juliet.close().await
}

/// A damaged file is told in words, and ends it; it stays as it is.
pub async fn damaged_file(host: &mut Host, recipe: &Recipe) -> Outcome<()> {
    let damaged = "2026-03-02T09:00:00Z romeo@example.org start report\n2026-03-02T10";
    fs::write(recipe.file(), damaged)?;
    fails(recipe, &host.place()?, PASSWORD, &["line 2 is damaged"])?;
    let left = fs::read_to_string(recipe.file())?;
    forget(recipe);
    match left == damaged {
        true => Ok(()),
        false => Err("the file is not what it was".into()),
    }
}

/// Makes it begin with nothing. If there is no file that is so already.
fn forget(recipe: &Recipe) {
    let _ = fs::remove_file(recipe.file());
}

/// Waits for the reply that begins so. Answers to earlier questions are passed over.
async fn tell(
    person: &mut Person,
    message: MessageBuilder,
    body: &str,
    reply: &str,
) -> Outcome<()> {
    person.client.send(message.body(body).build()?)?;
    let mut heard = None;
    let is_reply = |event| {
        heard = Some(body_of(event)?);
        heard.as_ref().filter(|body| body.starts_with(reply)).map(|_| ())
    };
    let answered = person.until(reply, is_reply).await;
    answered.map_err(|fault| format!("{fault}; the last reply was {heard:?}").into())
}

/// The stamp of a message that was kept for so long.
fn sent_before(while_ago: Duration) -> Outcome<Delay> {
    let sent = SystemTime::now().duration_since(UNIX_EPOCH)? - while_ago;
    let stamp = DateTime { unix_ms: sent.as_millis() as i64 };
    Ok(Delay { by: None, stamp, reason: None })
}
