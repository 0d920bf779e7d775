//! A thin tokio driver around [`xmpp_engine`]: it executes what the engine puts out and carries
//! events to the program. No protocol rule and no TLS stands here; both are in the engine.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use xmpp_tokio::engine::{Event, Secret};
//!
//! let mut config = xmpp_tokio::config("romeo@example.org")?;
//! config.credentials = Some(Secret::password(std::env::var("XMPP_PASSWORD")?));
//! let (client, mut events) = xmpp_tokio::connect(config)?;
//! while let Some(event) = events.next().await {
//!     if let Event::Message { stanza, .. } = event? {
//!         if let (Some(reply), Some(body)) = (stanza.reply(), stanza.body()) {
//!             client.send(reply.body(&body).build()?)?;
//!         }
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod client;
mod clock;
mod driver;
mod events;
mod socket;
mod trust;

use std::sync::{Arc, Mutex};

pub use client::Client;
pub use events::Events;
#[cfg(feature = "platform-verifier")]
pub use trust::platform_verdict;
pub use trust::{roots_from_file, system_roots};
pub use xmpp_engine as engine;

use tokio::sync::Notify;
use xmpp_engine::transport::SharedError;
use xmpp_engine::{Config, Engine, HandledMode, JidError};

/// What the handle, the consumer of events and the driver's task have in common. Calls to the
/// engine only store, and no poll of it is long, so the lock is never held for long.
pub(crate) struct Common {
    pub engine: Mutex<Engine>,
    /// Something was stored: the task has to poll.
    pub wake: Arc<Notify>,
}

/// The program has dropped both its ends: the task has to notice.
impl Drop for Common {
    fn drop(&mut self) {
        self.wake.notify_one();
    }
}

impl Common {
    /// Calls the engine, then wakes the task. A panic inside the engine would have poisoned the
    /// lock; the engine keeps its invariants at every step, so work goes on.
    pub(crate) fn call<T>(&self, call: impl FnOnce(&mut Engine) -> T) -> T {
        let result = call(&mut self.engine.lock().unwrap_or_else(|poison| poison.into_inner()));
        self.wake.notify_one();
        result
    }
}

/// A config for the account `jid` that trusts the system's roots.
///
/// # Errors
/// The address is not a JID.
pub fn config(jid: &str) -> Result<Config, JidError> {
    let mut config = Config::client(jid)?;
    config.trust = system_roots();
    Ok(config)
}

/// Makes an engine and the task that drives it; call it inside a tokio runtime. The client is
/// cheap to clone and sends; the one [`Events`] receives. The task ends with the engine, which
/// dropping the events closes, or at once when both are dropped.
///
/// An event counts as handled when the program takes the next one: what a program that is killed
/// had not finished, the server delivers again. `config.handled` is therefore always explicit.
///
/// # Errors
/// None of the config's roots can be used.
///
/// # Panics
/// Outside a tokio runtime, or if the operating system has no random source.
pub fn connect(mut config: Config) -> Result<(Client, Events), SharedError> {
    config.handled = HandledMode::Explicit;
    let received_bytes = config.limits.received_bytes;
    let mut seed = [0; 32];
    // Without a random source nothing safe can be done: nonces would be guessable.
    getrandom::fill(&mut seed).expect("the operating system has a random source");
    let engine = Engine::new(config, seed)?;
    let common = Arc::new(Common { engine: Mutex::new(engine), wake: Arc::new(Notify::new()) });
    let (sender, events) = events::channel(common.clone());
    tokio::spawn(driver::Driver::new(&common, sender, received_bytes).run());
    Ok((Client::new(common), events))
}
