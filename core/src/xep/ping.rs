//! XEP-0199: XMPP Ping (version 2.0.1).
//!
//! Answers pings and sends them on request. Pings that watch the own connection are left to
//! stream management.

use std::collections::BTreeMap;

use super::{CommandError, Context, Extension};
use crate::declare::{choice, commands};
use crate::jid::Jid;
use crate::session::{AnswerResult, CommandId};
use crate::stanza::{Iq, IqKind, StanzaError, payload};
use crate::xml::{Element, ElementRef, ns};

payload! {
    /// A ping (XEP-0199 section 4).
    pub struct PingRequest = "ping" in ns::PING {}
}

commands! {
    /// What an app can ask of XEP-0199.
    pub enum PingCommand {
        /// Pings somebody; the answer is a [`PingEvent`].
        Send {
            /// Whom to ping; the own server if absent.
            to: Option<Jid>,
        },
    }
}

choice! {
    /// What XEP-0199 tells the app.
    pub enum PingEvent {
        /// The other side answered. An error such as `service-unavailable` is an answer too.
        Pong {
            /// The command that asked for it.
            command: CommandId,
            /// Who was pinged.
            target: Option<Jid>,
            /// What the other side answered instead of a result.
            error: Option<StanzaError>,
        },
        /// No answer came.
        Lost {
            /// The command that asked for it.
            command: CommandId,
            /// Who was pinged.
            target: Option<Jid>,
        },
    }
}

/// The extension.
#[derive(Default)]
pub(crate) struct Ping {
    /// Whom each command pings, until its answer; bounded by the table of requests.
    targets: BTreeMap<u64, Option<Jid>>,
}

impl Extension for Ping {
    type Command = PingCommand;

    fn features(&self) -> &'static [&'static str] {
        &[ns::PING]
    }

    fn owns(&self) -> &'static [(&'static str, &'static str)] {
        &[("ping", ns::PING)]
    }

    fn request(
        &mut self,
        iq: &Iq,
        _: ElementRef<'_>,
        _: &mut Context<'_>,
    ) -> Result<Option<Element>, StanzaError> {
        match iq.kind() {
            IqKind::Get => Ok(None),
            _ => Err(StanzaError::bad_request()),
        }
    }

    fn command(
        &mut self,
        id: CommandId,
        command: PingCommand,
        context: &mut Context<'_>,
    ) -> Result<(), CommandError> {
        let PingCommand::Send { to } = command;
        context.ask(id.value(), IqKind::Get, to.clone(), &PingRequest {})?;
        self.targets.insert(id.value(), to);
        Ok(())
    }

    fn reply(&mut self, key: u64, result: AnswerResult, context: &mut Context<'_>) {
        let command = CommandId::from_value(key);
        let target = self.targets.remove(&key).flatten();
        context.emit(match result {
            AnswerResult::Result { .. } => PingEvent::Pong { command, target, error: None },
            AnswerResult::Error { error } => {
                PingEvent::Pong { command, target, error: Some(error) }
            }
            _ => PingEvent::Lost { command, target },
        });
    }
}
