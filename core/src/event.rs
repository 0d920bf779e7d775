//! What the app hears.

use crate::declare::{Octets, choice, choice_as};
use crate::jid::Jid;
use crate::negotiate::CredentialsWhy;
use crate::session::{AnswerResult, IncomingId, RequestId, SendFailure, Token};
use crate::stanza::{Iq, Message, Presence};
use crate::stream::Reason;
use crate::transport::ConnId;
use crate::xep::disco::DiscoEvent;
use crate::xep::ping::PingEvent;
use crate::xep::roster::RosterEvent;
use crate::xep::{XepEvent, for_each_extension};

choice! {
    /// How a session came to be.
    #[derive(Copy, Eq)]
    pub enum SessionKind {
        /// A new session: what others knew of an earlier one is gone.
        Fresh,
    }
}

choice! {
    /// By which way a message came.
    #[derive(Copy, Eq)]
    pub enum MessageOrigin {
        /// Directly, over this stream.
        Live,
    }
}

choice! {
    /// Which way an element went.
    #[derive(Copy, Eq)]
    pub enum WireDirection {
        /// From the server.
        Received,
        /// To the server.
        Sent,
    }
}

/// Adds an event variant for each extension to the engine's own.
macro_rules! declare_event {
    ($($(#[doc = $xep_doc:literal])+ $field:ident: $name:ident { $event:ident, $command:ident })*) => {
        choice_as! { choice
            /// What the app hears. Events are owned: any call to the engine may be made while one
            /// is looked at.
            pub enum Event {
                /// The session is there: stanzas flow.
                Online {
                    /// The bound address.
                    jid: Jid,
                    /// Whether it is a new session.
                    session: SessionKind,
                },
                /// The connection is gone, or could not be made; the engine dials again by itself.
                Offline {
                    /// Why.
                    reason: Reason,
                    /// When it dials again, on the monotonic clock in milliseconds. Absent while it
                    /// waits for the app, such as for credentials.
                    retry_at: Option<u64>,
                },
                /// The engine has come to its end and does nothing any more.
                Closed {
                    /// Why.
                    reason: Reason,
                },
                /// A message, errors among them.
                Message {
                    /// By which way it came.
                    origin: MessageOrigin,
                    /// The message.
                    stanza: Message,
                },
                /// A presence: who is there, who asks for a subscription, an error.
                Presence {
                    /// The presence.
                    stanza: Presence,
                },
                /// An IQ request in a namespace that the config claims. It waits for `answer`.
                Request {
                    /// Its id, for `answer`.
                    id: IncomingId,
                    /// The request.
                    stanza: Iq,
                },
                /// The end of a request made with `ask`.
                Answer {
                    /// The request.
                    request: RequestId,
                    /// What came of it.
                    result: AnswerResult,
                },
                /// A stanza is written: the driver reported its last octet as transmitted. The last
                /// word on it unless the server counts stanzas (XEP-0198); after a lost connection a
                /// stanza can be written again.
                Written {
                    /// The stanza.
                    token: Token,
                },
                /// The server has taken the stanza (XEP-0198). The last word on it.
                Acked {
                    /// The stanza.
                    token: Token,
                },
                /// The connection was lost before the server acknowledged the stanza: it may or
                /// may not have arrived. The last word on it.
                Unsure {
                    /// The stanza.
                    token: Token,
                },
                /// The stanza was not sent and will not be. The last word on it.
                Failed {
                    /// The stanza.
                    token: Token,
                    /// Why.
                    failure: SendFailure,
                },
                /// A call was refused because a queue was full; there is room again.
                Writable,
                /// Something from the server was left out: it was over the limits or could not be
                /// understood. The session goes on.
                Dropped {
                    /// The element's name.
                    name: String,
                    /// Who sent it, if that can be told.
                    sender: Option<Jid>,
                    /// Its id.
                    id: Option<String>,
                    /// What was wrong with it.
                    what: String,
                },
                /// The app has to decide on a certificate; `trust` answers.
                VerifyCertificate {
                    /// The connection.
                    conn: ConnId,
                    /// The domain that the certificate has to be valid for.
                    domain: String,
                    /// The certificates, DER, the server's own first.
                    chain: Vec<Octets>,
                    /// Whether the certificate names the domain. Platform trust functions do not
                    /// all check that.
                    name_matches: bool,
                },
                /// Credentials are needed; `provide` answers.
                NeedCredentials {
                    /// What the server offers.
                    mechanisms: Vec<String>,
                    /// Why they are needed.
                    why: CredentialsWhy,
                },
                /// An element on the wire, if the config asks for it. Secrets are left out.
                Wire {
                    /// The connection.
                    conn: ConnId,
                    /// Which way it went.
                    direction: WireDirection,
                    /// The element; what a session sends as it stands in the stream, whose namespace
                    /// is `jabber:client`.
                    xml: String,
                },
                $($(#[doc = $xep_doc])+ $name {
                    /// What happened.
                    event: $event,
                },)*
            }
        }

        impl From<XepEvent> for Event {
            fn from(event: XepEvent) -> Event {
                match event {
                    $(XepEvent::$name(event) => Event::$name { event },)*
                }
            }
        }
    };
}
for_each_extension!(declare_event);

impl Event {
    /// Questions overtake events that wait for a slow app: nothing would come behind them.
    pub(crate) fn is_question(&self) -> bool {
        matches!(self, Event::VerifyCertificate { .. } | Event::NeedCredentials { .. })
    }
}
