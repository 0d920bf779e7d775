//! XEP-0030: Service Discovery (version 2.5.0).
//!
//! Answers what we are and can do, and asks others on request. Nodes of our own are left out:
//! none of the extensions has one yet.

use std::collections::BTreeMap;

use super::{CommandError, Context, Extension};
use crate::declare::{choice, commands};
use crate::jid::Jid;
use crate::payload::disco::{DiscoFeature, DiscoInfo, DiscoItems};
use crate::session::{AnswerResult, CommandId};
use crate::stanza::{Iq, IqKind, Payload, StanzaError};
use crate::xml::{Element, ElementRef, ns};

commands! {
    /// What an app can ask of XEP-0030.
    pub enum DiscoCommand {
        /// Asks what an entity is and can do.
        Info {
            /// Whom to ask; the own account if absent.
            to: Option<Jid>,
            /// The node to ask about.
            node: Option<String>,
        },
        /// Asks what belongs to an entity.
        Items {
            /// Whom to ask; the own account if absent.
            to: Option<Jid>,
            /// The node to ask about.
            node: Option<String>,
        },
    }
}

choice! {
    /// What XEP-0030 tells the app.
    pub enum DiscoEvent {
        /// What an entity is and can do.
        Info {
            /// The command that asked for it.
            command: CommandId,
            /// The answer.
            info: DiscoInfo,
        },
        /// What belongs to an entity.
        Items {
            /// The command that asked for it.
            command: CommandId,
            /// The answer.
            items: DiscoItems,
        },
        /// There is no usable answer.
        Failed {
            /// The command that asked.
            command: CommandId,
            /// What came instead; a result here could not be read.
            result: AnswerResult,
        },
    }
}

/// The extension.
#[derive(Default)]
pub(crate) struct Disco {
    /// What each command asks for, until its answer; bounded by the table of requests.
    asked: BTreeMap<u64, Question>,
}

#[derive(Clone, Copy)]
enum Question {
    Info,
    Items,
}

impl Extension for Disco {
    type Command = DiscoCommand;

    fn features(&self) -> &'static [&'static str] {
        &[ns::DISCO_INFO, ns::DISCO_ITEMS]
    }

    fn owns(&self) -> &'static [(&'static str, &'static str)] {
        &[("query", ns::DISCO_INFO), ("query", ns::DISCO_ITEMS)]
    }

    fn request(
        &mut self,
        iq: &Iq,
        query: ElementRef<'_>,
        context: &mut Context<'_>,
    ) -> Result<Option<Element>, StanzaError> {
        if iq.kind() != IqKind::Get {
            return Err(StanzaError::bad_request());
        }
        if query.attr("node").is_some() {
            return Err(StanzaError::item_not_found());
        }
        let answer = match query.namespace() {
            ns::DISCO_INFO => own_info(context).to_element(),
            _ => DiscoItems { node: None, items: Vec::new() }.to_element(),
        };
        answer.map(Some).map_err(|_| StanzaError::internal_server_error())
    }

    fn command(
        &mut self,
        id: CommandId,
        command: DiscoCommand,
        context: &mut Context<'_>,
    ) -> Result<(), CommandError> {
        let question = match command {
            DiscoCommand::Info { to, node } => {
                let query = DiscoInfo { node, identities: Vec::new(), features: Vec::new() };
                context.ask(id.value(), IqKind::Get, to, &query)?;
                Question::Info
            }
            DiscoCommand::Items { to, node } => {
                let query = DiscoItems { node, items: Vec::new() };
                context.ask(id.value(), IqKind::Get, to, &query)?;
                Question::Items
            }
        };
        self.asked.insert(id.value(), question);
        Ok(())
    }

    fn reply(&mut self, key: u64, result: AnswerResult, context: &mut Context<'_>) {
        let command = CommandId::from_value(key);
        let Some(question) = self.asked.remove(&key) else { return };
        let event = match (question, result.payload()) {
            (Question::Info, Some(query)) => {
                DiscoInfo::parse(query).ok().map(|info| DiscoEvent::Info { command, info })
            }
            (Question::Items, Some(query)) => {
                DiscoItems::parse(query).ok().map(|items| DiscoEvent::Items { command, items })
            }
            (_, None) => None,
        };
        context.emit(event.unwrap_or(DiscoEvent::Failed { command, result }));
    }
}

fn own_info(context: &Context<'_>) -> DiscoInfo {
    let own = context.own();
    DiscoInfo {
        node: None,
        identities: vec![own.identity.clone()],
        features: own.features.iter().map(|name| DiscoFeature { name: name.clone() }).collect(),
    }
}
