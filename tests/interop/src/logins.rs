//! Every way to log in that a server has, and those that must fail.

use std::time::{Duration, Instant};

use xmpp_tokio::engine::declare::Octets;
use xmpp_tokio::engine::sasl::{SaslCondition, SaslError};
use xmpp_tokio::engine::stream::Reason;
use xmpp_tokio::engine::transport::{ConnId, TlsFault, Trust, Verdict};
use xmpp_tokio::engine::{Config, Event, Secret};

use crate::person::{Person, brief, config};
use crate::probe::Tls;
use crate::server::Server;
use crate::site::{self, ANONYMOUS, PLAIN, ROMEO, STRANGER, Site};
use crate::{Outcome, authority};

/// Logs in to the site by the strongest mechanism that really works there, and out again.
pub async fn log_in(server: &Server, tls: Tls, site: &Site, mechanism: &str) -> Outcome<()> {
    let mut config = config(server, tls, &account(site))?;
    config.sasl.allow_plain = site.domain == PLAIN.domain;
    config.wire = true;
    let mut person = Person::start(config)?;
    let used = person.until("the choice of a mechanism", chosen_mechanism).await?;
    let jid = person.online().await?;
    person.close().await?;
    if used != mechanism {
        return Err(format!("{used} was chosen instead of {mechanism}").into());
    }
    if jid.domain() != site.domain || jid.resource().is_none() {
        return Err(format!("bound to {jid}").into());
    }
    Ok(())
}

fn account(site: &Site) -> String {
    match site.domain == ANONYMOUS.domain {
        true => site.domain.to_owned(),
        false => format!("{ROMEO}@{}", site.domain),
    }
}

/// The mechanism of an `<auth/>` on its way out, as the engine shows it.
fn chosen_mechanism(event: Event) -> Option<String> {
    let Event::Wire { xml, .. } = event else { return None };
    let rest = xml.strip_prefix("<auth")?.split("mechanism=").nth(1)?;
    rest.split(['"', '\'']).nth(1).map(str::to_owned)
}

/// A password refused is the end, said clearly, after one try.
pub async fn wrong_password(server: &Server) -> Outcome<()> {
    let mut config = mixed(server)?;
    config.credentials = Some(Secret::password("not-the-password"));
    let mut person = Person::start(config)?;
    match person.next().await? {
        Some(Err(Reason::LoginFailed {
            error: SaslError::Refused { condition: SaslCondition::NotAuthorized, .. },
        })) => {}
        other => return Err(format!("instead of the refusal: {}", brief(&other)).into()),
    }
    match person.next().await? {
        None => Ok(()),
        other => Err(format!("behind the end: {}", brief(&other)).into()),
    }
}

/// With credentials as a question, a wrong answer is asked again, and a right one logs in.
pub async fn wrong_password_asked(server: &Server) -> Outcome<()> {
    let mut config = mixed(server)?;
    config.credentials = None;
    let mut person = Person::start(config)?;
    let asks = |event| matches!(event, Event::NeedCredentials { .. }).then_some(());
    person.until("the question", asks).await?;
    person.client.provide(Secret::password("not-the-password"));
    person.until("the question again", asks).await?;
    person.client.provide(Secret::password(site::PASSWORD));
    person.online().await?;
    person.close().await
}

/// PLAIN alone is offered and was not allowed: the password stays here.
pub async fn plain_not_allowed(server: &Server) -> Outcome<()> {
    let mut person = Person::start(config(server, Tls::Start, &account(&PLAIN))?)?;
    match person.next().await? {
        Some(Err(Reason::LoginFailed { error: SaslError::PlainNotAllowed })) => Ok(()),
        other => Err(format!("instead of a clear end: {}", brief(&other)).into()),
    }
}

/// The certificate is for other domains: no login, and no haste to try again.
pub async fn certificate_for_another_name(server: &Server, tls: Tls) -> Outcome<()> {
    let mut person = Person::start(config(server, tls, &account(&STRANGER))?)?;
    let outcome = person.offline().await?;
    person.client.abort();
    match outcome {
        (Reason::TlsFailed { fault: TlsFault::NotValidForName { domain } }, true)
            if domain == STRANGER.domain =>
        {
            Ok(())
        }
        other => Err(format!("instead of the wrong name: {}", brief(&other)).into()),
    }
}

/// A CA that we do not trust.
pub async fn unknown_authority(server: &Server) -> Outcome<()> {
    let elsewhere = server.setting.home.join("elsewhere");
    std::fs::create_dir_all(&elsewhere)?;
    let mut config = mixed(server)?;
    config.trust = Trust::Roots { roots: vec![Octets(authority::issue(&elsewhere, &[])?)] };
    let mut person = Person::start(config)?;
    let outcome = person.offline().await?;
    person.client.abort();
    match outcome {
        (Reason::TlsFailed { fault: TlsFault::UnknownIssuer }, true) => Ok(()),
        other => Err(format!("instead of the unknown issuer: {}", brief(&other)).into()),
    }
}

/// The program decides on certificates: yes leads to a login, whatever the roots say.
pub async fn certificate_asked(server: &Server) -> Outcome<()> {
    let mut config = mixed(server)?;
    config.trust = Trust::Ask;
    let mut person = Person::start(config)?;
    let (conn, name_matches) = person.until("the question", verify_certificate).await?;
    person.client.trust(conn, Verdict::Accept);
    person.online().await?;
    person.close().await?;
    if name_matches { Ok(()) } else { Err("the name should match".into()) }
}

/// The program is told that the name does not match, and refuses.
pub async fn certificate_refused(server: &Server) -> Outcome<()> {
    let mut config = config(server, Tls::Start, &account(&STRANGER))?;
    config.trust = Trust::Ask;
    let mut person = Person::start(config)?;
    let (conn, name_matches) = person.until("the question", verify_certificate).await?;
    person.client.trust(conn, Verdict::Refuse);
    let (reason, _) = person.offline().await?;
    person.client.abort();
    match reason {
        Reason::TlsFailed { fault: TlsFault::Refused } if !name_matches => Ok(()),
        other => Err(format!("name matches: {name_matches}; {}", brief(&other)).into()),
    }
}

fn verify_certificate(event: Event) -> Option<(ConnId, bool)> {
    match event {
        Event::VerifyCertificate { conn, name_matches, .. } => Some((conn, name_matches)),
        _ => None,
    }
}

/// A server that accepts connections and never answers: a timeout, named, again and again, with
/// growing pauses; when it wakes up the login succeeds.
pub async fn mute(server: &Server, tls: Tls) -> Outcome<()> {
    let mut config = config(server, tls, &account(server.product.mixed))?;
    config.timeouts.answer_ms = 300;
    config.timeouts.tls_ms = 300;
    server.freeze()?;
    let began = Instant::now();
    let outcome = timed_out_twice(config).await;
    server.thaw()?;
    let mut person = outcome?;
    if began.elapsed() < Duration::from_millis(300 + 500 + 300) {
        return Err("it tried again without a pause".into());
    }
    person.online().await?;
    person.close().await
}

async fn timed_out_twice(config: Config) -> Outcome<Person> {
    let mut person = Person::start(config)?;
    for _ in 0..2 {
        match person.offline().await? {
            (Reason::TimedOut { .. }, true) => {}
            other => return Err(format!("instead of a timeout: {}", brief(&other)).into()),
        }
    }
    Ok(person)
}

fn mixed(server: &Server) -> Outcome<Config> {
    config(server, Tls::Start, &account(server.product.mixed))
}
