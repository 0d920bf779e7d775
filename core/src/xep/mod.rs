//! Extensions: one file per XEP, one line in `for_each_extension`.
//!
//! An extension is plain state that hears what concerns it and answers through its `Context`.
//! It never sees the stream, the clock or another extension. To add one: write `xep/name.rs` with
//! its payloads, `NameEvent`, `NameCommand` and `impl Extension for Name`; add its line below;
//! run the declarations test with `UPDATE=1`; add its row to the README's table.

pub mod disco;
pub mod ping;
pub mod roster;

mod context;

pub(crate) use context::{Context, Own, XepEffect, XepKey};

use crate::declare::{choice_as, failure};
use crate::outbox::Outbox;
use crate::session::{AnswerResult, CommandId};
use crate::stanza::{Iq, StanzaError};
use crate::xml::{Element, ElementRef};
use disco::{Disco, DiscoCommand, DiscoEvent};
use ping::{Ping, PingCommand, PingEvent};
use roster::{Roster, RosterCommand, RosterEvent};

/// The one list of extensions. A line gives the field of [`Extensions`], the type, which is also
/// the variant's name in events and commands, and what these carry.
macro_rules! for_each_extension {
    ($($callback:ident)::+) => {
        $($callback)::+! {
            /// Service discovery (XEP-0030).
            disco: Disco { DiscoEvent, DiscoCommand }
            /// Pings between entities (XEP-0199).
            ping: Ping { PingEvent, PingCommand }
            /// The contact list and who may see whom (RFC 6121).
            roster: Roster { RosterEvent, RosterCommand }
        }
    };
}
pub(crate) use for_each_extension;

failure! {
    /// Why a command was not taken. Nothing has changed.
    #[derive(Eq)]
    pub enum CommandError {
        /// The queue of outbound stanzas, or the table of requests, is full.
        Full => "too much is waiting to be sent",
        /// The engine is closing or closed.
        Closing => "the session is closing",
        /// An argument of the command cannot be sent.
        Invalid {
            /// What is wrong with it.
            what: String,
        } => "{what}",
    }
}

/// What an extension does. Every body but `command` is optional.
pub(crate) trait Extension {
    /// What an app can ask of it.
    type Command;

    /// Features to announce (XEP-0030).
    fn features(&self) -> &'static [&'static str] {
        &[]
    }
    /// Names and namespaces of the IQ requests that it answers.
    fn owns(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }
    /// A session began.
    fn online(&mut self, _: &mut Context<'_>) {}
    /// The connection is gone. Its requests have failed before.
    fn offline(&mut self) {}
    /// An IQ request that it owns: the answer's payload, or an error.
    fn request(
        &mut self,
        _: &Iq,
        _: ElementRef<'_>,
        _: &mut Context<'_>,
    ) -> Result<Option<Element>, StanzaError> {
        Err(StanzaError::service_unavailable())
    }
    /// The end of a request that it made under `key`.
    fn reply(&mut self, _key: u64, _: AnswerResult, _: &mut Context<'_>) {}
    /// The app asks for something; what comes of it is told in events that name `id`.
    fn command(
        &mut self,
        id: CommandId,
        command: Self::Command,
        context: &mut Context<'_>,
    ) -> Result<(), CommandError>;
}

/// Makes of the list: the struct that holds all, what an app can say to them, what they say.
macro_rules! declare_extensions {
    ($($(#[doc = $doc:literal])+ $field:ident: $name:ident { $event:ident, $command:ident })*) => {
        choice_as! { choice
            /// What an app can ask of an extension.
            pub enum Command {
                $($(#[doc = $doc])+ $name {
                    /// What is asked.
                    command: $command,
                },)*
            }
        }

        /// Which extension.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum ExtensionName {
            $($name,)*
        }

        /// What an extension tells the app, on its way to becoming an event.
        pub(crate) enum XepEvent {
            $($name($event),)*
        }

        $(impl From<$event> for XepEvent {
            fn from(event: $event) -> XepEvent {
                XepEvent::$name(event)
            }
        })*

        /// All extensions of one engine.
        #[derive(Default)]
        pub(crate) struct Extensions {
            $($field: $name,)*
        }

        impl Extensions {
            pub(crate) fn features(&self) -> Vec<&'static str> {
                let mut features = Vec::new();
                $(features.extend_from_slice(self.$field.features());)*
                features
            }

            pub(crate) fn online(&mut self, own: &Own, out: &mut Outbox<XepEffect>) {
                $(self.$field.online(&mut Context::new(ExtensionName::$name, own, out));)*
            }

            pub(crate) fn offline(&mut self) {
                $(self.$field.offline();)*
            }

            /// The answer of the request's owner, if it has one.
            pub(crate) fn request(
                &mut self,
                iq: &Iq,
                payload: ElementRef<'_>,
                own: &Own,
                out: &mut Outbox<XepEffect>,
            ) -> Option<Result<Option<Element>, StanzaError>> {
                let key = (payload.name(), payload.namespace());
                $(if self.$field.owns().contains(&key) {
                    let context = &mut Context::new(ExtensionName::$name, own, out);
                    return Some(self.$field.request(iq, payload, context));
                })*
                None
            }

            pub(crate) fn reply(
                &mut self,
                XepKey { owner, key }: XepKey,
                result: AnswerResult,
                own: &Own,
                out: &mut Outbox<XepEffect>,
            ) {
                let context = &mut Context::new(owner, own, out);
                match owner {
                    $(ExtensionName::$name => self.$field.reply(key, result, context),)*
                }
            }

            pub(crate) fn command(
                &mut self,
                id: CommandId,
                command: Command,
                own: &Own,
                out: &mut Outbox<XepEffect>,
            ) -> Result<(), CommandError> {
                match command {
                    $(Command::$name { command } => {
                        let context = &mut Context::new(ExtensionName::$name, own, out);
                        self.$field.command(id, command, context)
                    })*
                }
            }
        }
    };
}
for_each_extension!(declare_extensions);
