//! A bot in whatever language, as a child process: what it must do is the same for all.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use tokio::time::timeout;
use xmpp_tokio::engine::jid::Jid;
use xmpp_tokio::engine::stanza::{Message, Presence, PresenceKind};
use xmpp_tokio::engine::{Config, Event};

use crate::host::{Host, Place};
use crate::person::{Person, config_at};
use crate::probe::Tls;
use crate::server::{dying_with_us, wait_for};
use crate::site::{JULIET, PASSWORD};
use crate::{Outcome, authority};

/// How long a bot may take to start or to give up. A virtual machine that starts needs a while.
const PATIENCE: Duration = Duration::from_secs(40);

/// What the bot is asked until it answers.
pub const QUESTION: &str = "Are you there?";

/// How to start a bot. `{account}`, `{host}`, `{port}`, `{ca}` and `{file}`, where it may keep
/// something, are filled in in its arguments; the password is in `XMPP_PASSWORD`, and the trusted certificates in `SSL_CERT_FILE` as well.
pub struct Recipe {
    /// The program and its arguments.
    pub command: Vec<String>,
    /// For what it prints and keeps, and for certificates of others.
    pub folder: PathBuf,
    /// How its answer to [`QUESTION`] begins.
    pub answer: &'static str,
}

/// A bot that runs; dropping it kills it.
pub struct Bot {
    child: Child,
    printed: PathBuf,
}

impl Recipe {
    /// The file that the bot keeps.
    pub fn file(&self) -> PathBuf {
        self.folder.join("kept.txt")
    }

    /// Starts the bot.
    pub fn start(&self, place: &Place, password: &str) -> Outcome<Bot> {
        let (host, port) = (place.address.ip().to_string(), place.address.port().to_string());
        let ca = place.ca_file.display().to_string();
        let file = self.file().display().to_string();
        let filled = |argument: &String| {
            let named = argument.replace("{account}", &place.account).replace("{ca}", &ca);
            named.replace("{host}", &host).replace("{port}", &port).replace("{file}", &file)
        };
        let mut arguments = self.command.iter().map(filled);
        let mut command = Command::new(arguments.next().ok_or("no command for the bot")?);
        command.args(arguments).env("XMPP_PASSWORD", password).env("SSL_CERT_FILE", &ca);
        let printed = self.folder.join("printed.txt");
        let file = File::create(&printed)?;
        let mut command = dying_with_us(&command);
        command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
        Ok(Bot { child: command.spawn()?, printed })
    }
}

impl Bot {
    /// What it printed so far.
    fn printed(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.printed).unwrap_or_default()).trim().to_owned()
    }

    /// An error if it has ended.
    pub fn lives(&mut self) -> Outcome<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => Err(format!("the bot ended: {status}; {}", self.printed()).into()),
        }
    }

    fn end(&mut self) -> Outcome<ExitStatus> {
        let mut status = None;
        wait_for("the bot's end", PATIENCE, || {
            status = self.child.try_wait()?;
            Ok(status.is_some())
        })?;
        status.ok_or_else(|| "the bot has not ended".into())
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whatever the bot is told comes back, in order, and nothing else does.
pub async fn echoes(host: &mut Host, recipe: &Recipe) -> Outcome<()> {
    let (mut bot, mut juliet) = meet(host, recipe).await?;
    let romeo = Jid::new(&host.place()?.account)?;
    let said = ["one", "two & <three>", "\u{1f339} what's in a name?\nthat which we call a rose"];
    for body in said {
        juliet.client.send(Message::chat(romeo.clone()).body(body).build()?)?;
    }
    for body in said {
        let echo = |event| body_of(event).filter(|it| it != QUESTION);
        let heard = juliet.until("the echo", echo).await?;
        if heard != body {
            return Err(format!("{heard:?} came in the place of {body:?}").into());
        }
    }
    bot.lives()?;
    juliet.close().await
}

/// Who asks to see the bot's presence may.
pub async fn accepts(host: &mut Host, recipe: &Recipe) -> Outcome<()> {
    let (mut bot, mut juliet) = meet(host, recipe).await?;
    let romeo = Jid::new(&host.place()?.account)?;
    let ask = Presence::to(romeo, PresenceKind::Subscribe);
    juliet.client.send(ask.build()?)?;
    let accepted = |event| match event {
        Event::Presence { stanza } => (stanza.kind() == PresenceKind::Subscribed).then_some(()),
        _ => None,
    };
    juliet.until("the subscription", accepted).await?;
    bot.lives()?;
    juliet.close().await
}

/// The server dies and comes back: so does the bot.
pub async fn survives(host: &mut Host, recipe: &Recipe) -> Outcome<()> {
    let (mut bot, juliet) = meet(host, recipe).await?;
    juliet.close().await?;
    host.restart()?;
    let mut juliet = Person::start(config_of(host, JULIET)?)?;
    juliet.online().await?;
    is_there(host, recipe, &mut bot, &mut juliet).await?;
    juliet.close().await
}

/// A password that is refused is told in words, and ends it.
pub async fn refused_password(host: &mut Host, recipe: &Recipe) -> Outcome<()> {
    fails(recipe, &host.place()?, "not-the-password", &["not-authorized"])
}

/// So does a certificate of an authority that is not trusted.
pub async fn untrusted(host: &mut Host, recipe: &Recipe) -> Outcome<()> {
    let elsewhere = recipe.folder.join("elsewhere");
    fs::create_dir_all(&elsewhere)?;
    authority::issue(&elsewhere, &[])?;
    let place = Place { ca_file: elsewhere.join("ca.pem"), ..host.place()? };
    fails(recipe, &place, PASSWORD, &["trusted", "unable to get local issuer certificate"])
}

/// So does a certificate for another name.
pub async fn another_name(host: &mut Host, recipe: &Recipe) -> Outcome<()> {
    fails(recipe, &host.stranger()?, PASSWORD, &["not valid for", "hostname mismatch"])
}

/// So does a server that is not there.
pub async fn nobody(host: &mut Host, recipe: &Recipe) -> Outcome<()> {
    fails(recipe, &host.nobody()?, PASSWORD, &["refused"])
}

/// The bot must end by itself, not as if all were well, and say why: in the words of the engine or,
/// if it brings OpenSSL for the certificates, in those of OpenSSL.
pub fn fails(recipe: &Recipe, place: &Place, password: &str, words: &[&str]) -> Outcome<()> {
    let mut bot = recipe.start(place, password)?;
    let status = bot.end()?;
    let printed = bot.printed();
    if status.code().is_none_or(|code| code == 0) {
        return Err(format!("it ended with {status}: {printed}").into());
    }
    if printed.contains(password) {
        return Err("it printed the password".into());
    }
    match words.iter().any(|words| printed.contains(words)) {
        true => Ok(()),
        false => Err(format!("it said, without {words:?}: {printed}").into()),
    }
}

/// A bot and somebody it talks to.
pub async fn meet(host: &Host, recipe: &Recipe) -> Outcome<(Bot, Person)> {
    let mut bot = recipe.start(&host.place()?, PASSWORD)?;
    let mut juliet = Person::start(config_of(host, JULIET)?)?;
    juliet.online().await?;
    is_there(host, recipe, &mut bot, &mut juliet).await?;
    Ok((bot, juliet))
}

/// How one of the people of a server logs in.
pub fn config_of(host: &Host, name: &str) -> Outcome<Config> {
    let place = host.place()?;
    let domain = place.account.split('@').nth(1).unwrap_or_default();
    config_at(place.address, Tls::Start, &host.ca()?, &format!("{name}@{domain}"))
}

/// Asks again and again, since nobody announces that the bot has logged in, and one that was away
/// does not answer what it was asked meanwhile.
pub async fn is_there(
    host: &Host,
    recipe: &Recipe,
    bot: &mut Bot,
    juliet: &mut Person,
) -> Outcome<()> {
    let romeo = Jid::new(&host.place()?.account)?;
    for _ in 0..PATIENCE.as_secs() {
        bot.lives()?;
        juliet.client.send(Message::chat(romeo.clone()).body(QUESTION).build()?)?;
        let is_answer = |body: &String| body.starts_with(recipe.answer);
        let answer = juliet.until("the bot", |event| body_of(event).filter(is_answer));
        if let Ok(answer) = timeout(Duration::from_secs(1), answer).await {
            return answer.map(|_| ());
        }
    }
    Err(format!("the bot never answers; it said: {}", bot.printed()).into())
}

/// The text of a message.
pub fn body_of(event: Event) -> Option<String> {
    match event {
        Event::Message { stanza, .. } => stanza.body().map(|body| body.to_string()),
        _ => None,
    }
}
