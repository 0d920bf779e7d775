//! What two people go through: long messages, many messages, a server that dies.

use xmpp_tokio::engine::Event;
use xmpp_tokio::engine::session::UnackedPolicy;
use xmpp_tokio::engine::stream::{LoginStep, Reason, StreamCondition};

use crate::Outcome;
use crate::person::{Person, brief, config};
use crate::probe::Tls;
use crate::server::Server;
use crate::site::{JULIET, ROMEO};

/// A body of 100 kB goes there and comes back unharmed.
pub async fn long_body(server: &Server) -> Outcome<()> {
    let (romeo, mut juliet) = both(server).await?;
    let mut romeo = romeo;
    let body: String = "Two households, both alike in dignity & <love> \u{1f339}\n"
        .chars()
        .cycle()
        .take(100_000)
        .collect();
    romeo.say(&juliet, &body)?;
    juliet.hears(&body).await?;
    juliet.say(&romeo, &body)?;
    romeo.hears(&body).await?;
    romeo.close().await?;
    juliet.close().await
}

/// A thousand messages arrive in their order, and the server acknowledges each, in order as well.
pub async fn thousand(server: &Server) -> Outcome<()> {
    const COUNT: usize = 1_000;
    let (mut romeo, mut juliet) = both(server).await?;
    let mut tokens = Vec::new();
    for number in 0..COUNT {
        tokens.push(romeo.say(&juliet, &number.to_string())?);
    }
    let hear = async {
        for number in 0..COUNT {
            let next = |event| match event {
                Event::Message { stanza, .. } => stanza.body()?.parse::<usize>().ok(),
                _ => None,
            };
            let heard = juliet.until("a number", next).await?;
            if heard != number {
                return Err(format!("{heard} came in the place of {number}").into());
            }
        }
        juliet.close().await
    };
    let count_acks = async {
        for token in tokens {
            let next = |event| match event {
                Event::Acked { token } => Some(token),
                _ => None,
            };
            let acked = romeo.until("an acknowledgement", next).await?;
            if acked != token {
                return Err(format!("{acked:?} was acknowledged in the place of {token:?}").into());
            }
        }
        romeo.close().await
    };
    let (heard, counted) = tokio::join!(hear, count_acks);
    heard.and(counted)
}

/// The server crashes; what is said meanwhile arrives once it is back.
pub async fn killed(server: &mut Server) -> Outcome<()> {
    let (mut romeo, mut juliet) = both(server).await?;
    server.kill();
    for person in [&mut romeo, &mut juliet] {
        match person.offline().await? {
            (Reason::ConnectionLost | Reason::ConnectFailed { .. }, true) => {}
            other => return Err(format!("instead of a loss: {}", brief(&other)).into()),
        }
    }
    server.resume()?;
    juliet.online().await?;
    let token = romeo.say(&juliet, "Are you there?")?;
    romeo.online().await?;
    juliet.hears("Are you there?").await?;
    romeo.acked(token).await?;
    romeo.close().await?;
    juliet.close().await
}

/// The server shuts down in order: it says so, and we come back. What it says is lost if it closes
/// its socket while something of ours is unread there, so it is tried up to three times.
pub async fn stopped(server: &mut Server) -> Outcome<()> {
    const TRIES: usize = 3;
    let mut heard = Vec::new();
    for _ in 0..TRIES {
        let mut romeo = Person::log_in(server, ROMEO).await?;
        server.stop()?;
        let outcome = romeo.offline().await?;
        server.resume()?;
        romeo.online().await?;
        romeo.close().await?;
        match outcome {
            (Reason::StreamError { error }, true)
                if error.condition == StreamCondition::SystemShutdown =>
            {
                return Ok(());
            }
            (Reason::StreamClosed, true) => return Ok(()),
            (Reason::ConnectionLost, true) => heard.push("a loss"),
            other => return Err(format!("instead of a shutdown: {}", brief(&other)).into()),
        }
    }
    Err(format!("instead of a shutdown, each time: {heard:?}").into())
}

/// The server goes silent in mid-session: the missing acknowledgement gives it away, and the
/// message that was under way is sent again.
pub async fn silent(server: &Server) -> Outcome<()> {
    let mut juliet = Person::log_in(server, JULIET).await?;
    let account = format!("{ROMEO}@{}", server.product.mixed.domain);
    let mut config = config(server, Tls::Start, &account)?;
    config.timeouts.ack_ms = 500;
    config.unacked = UnackedPolicy::Resend;
    let mut romeo = Person::start(config)?;
    romeo.online().await?;

    server.freeze()?;
    let said = romeo.say(&juliet, "Hello?");
    let outcome = romeo.offline().await;
    server.thaw()?;
    let token = said?;
    romeo.acked(token).await?;
    juliet.hears("Hello?").await?;
    romeo.close().await?;
    juliet.close().await?;
    match outcome? {
        (Reason::TimedOut { step: LoginStep::Ack }, true) => Ok(()),
        other => Err(format!("instead of a timeout: {}", brief(&other)).into()),
    }
}

async fn both(server: &Server) -> Outcome<(Person, Person)> {
    Ok((Person::log_in(server, ROMEO).await?, Person::log_in(server, JULIET).await?))
}
