//! Every declared type under the one name it has in all languages, the types that borders carry
//! by hand beside them, and the macro that replays all declarations to another crate.
//!
//! Written by `UPDATE=1 cargo test -p xmpp-tests --test declarations`. The core must compile for
//! that: where a declaration was renamed or removed, do the same to its two lines here first.
//! In a merge conflict, take either side whole and run it.

pub use crate::declare::Octets;
pub use crate::jid::Jid;
pub use crate::sasl::SecretText;
pub use crate::stanza::Iq;
pub use crate::stanza::Message;
pub use crate::stanza::Stanza;
pub use crate::stanza::Presence;
pub use crate::xml::Element;
pub use crate::dial::Dial;
pub use crate::dial::Target;
pub use crate::engine::Reconnect;
pub use crate::engine::HandledMode;
pub use crate::engine::Timeouts;
pub use crate::engine::Config;
pub use crate::engine::Output;
pub use crate::engine::InputError;
pub use crate::event::SessionKind;
pub use crate::event::MessageOrigin;
pub use crate::event::WireDirection;
pub use crate::event::Event;
pub use crate::jid::JidPart;
pub use crate::jid::JidError;
pub use crate::limits::XmlLimits;
pub use crate::limits::Limits;
pub use crate::negotiate::CredentialsWhy;
pub use crate::payload::DateTime;
pub use crate::payload::Delay;
pub use crate::payload::disco::DiscoIdentity;
pub use crate::payload::disco::DiscoFeature;
pub use crate::payload::disco::DiscoInfo;
pub use crate::payload::disco::DiscoItem;
pub use crate::payload::disco::DiscoItems;
pub use crate::payload::ReceiptRequest;
pub use crate::payload::ReceiptReceived;
pub use crate::payload::StanzaId;
pub use crate::payload::OriginId;
pub use crate::sasl::SaslPolicy;
pub use crate::sasl::SaslError;
pub use crate::sasl::SaslCondition;
pub use crate::sasl::ScramFault;
pub use crate::sasl::ScramHash;
pub use crate::sasl::Secret;
pub use crate::session::Token;
pub use crate::session::RequestId;
pub use crate::session::IncomingId;
pub use crate::session::CommandId;
pub use crate::session::SendError;
pub use crate::session::AnswerError;
pub use crate::session::SendFailure;
pub use crate::session::UnackedPolicy;
pub use crate::session::AnswerResult;
pub use crate::session::SmFault;
pub use crate::stanza::StanzaFault;
pub use crate::stanza::StanzaErrorKind;
pub use crate::stanza::StanzaCondition;
pub use crate::stanza::StanzaError;
pub use crate::stanza::IqKind;
pub use crate::stanza::MessageKind;
pub use crate::stanza::payload::PayloadError;
pub use crate::stanza::PresenceKind;
pub use crate::stanza::Show;
pub use crate::stream::error::StreamCondition;
pub use crate::stream::error::StreamError;
pub use crate::stream::reason::Reason;
pub use crate::stream::reason::LoginStep;
pub use crate::time::Now;
pub use crate::transport::ConnId;
pub use crate::transport::TlsMode;
pub use crate::transport::TlsStart;
pub use crate::transport::Trust;
pub use crate::transport::Verdict;
pub use crate::transport::TlsVersion;
pub use crate::transport::TlsInfo;
pub use crate::transport::ConnectFailure;
pub use crate::transport::TlsFault;
pub use crate::transport::TransportFault;
pub use crate::transport::ReceiveError;
pub use crate::transport::TransmittedError;
pub use crate::transport::TlsAnswerError;
pub use crate::transport::SharedError;
pub use crate::xep::disco::DiscoCommand;
pub use crate::xep::disco::DiscoEvent;
pub use crate::xep::CommandError;
pub use crate::xep::Command;
pub use crate::xep::ping::PingRequest;
pub use crate::xep::ping::PingCommand;
pub use crate::xep::ping::PingEvent;
pub use crate::xep::roster::RosterGroup;
pub use crate::xep::roster::RosterSubscription;
pub use crate::xep::roster::RosterItem;
pub use crate::xep::roster::RosterQuery;
pub use crate::xep::roster::RosterCommand;
pub use crate::xep::roster::RosterEvent;
pub use crate::xml::XmlError;
pub use crate::xml::BuildError;

/// Replays every declaration to the macro `callback` of another crate.
#[doc(hidden)]
#[macro_export]
macro_rules! for_each_declaration {
    ($($callback:ident)::+) => {
        $crate::Dial! { $($callback)::+ }
        $crate::Target! { $($callback)::+ }
        $crate::Reconnect! { $($callback)::+ }
        $crate::HandledMode! { $($callback)::+ }
        $crate::Timeouts! { $($callback)::+ }
        $crate::Config! { $($callback)::+ }
        $crate::Output! { $($callback)::+ }
        $crate::InputError! { $($callback)::+ }
        $crate::SessionKind! { $($callback)::+ }
        $crate::MessageOrigin! { $($callback)::+ }
        $crate::WireDirection! { $($callback)::+ }
        $crate::Event! { $($callback)::+ }
        $crate::JidPart! { $($callback)::+ }
        $crate::JidError! { $($callback)::+ }
        $crate::XmlLimits! { $($callback)::+ }
        $crate::Limits! { $($callback)::+ }
        $crate::CredentialsWhy! { $($callback)::+ }
        $crate::DateTime! { $($callback)::+ }
        $crate::Delay! { $($callback)::+ }
        $crate::DiscoIdentity! { $($callback)::+ }
        $crate::DiscoFeature! { $($callback)::+ }
        $crate::DiscoInfo! { $($callback)::+ }
        $crate::DiscoItem! { $($callback)::+ }
        $crate::DiscoItems! { $($callback)::+ }
        $crate::ReceiptRequest! { $($callback)::+ }
        $crate::ReceiptReceived! { $($callback)::+ }
        $crate::StanzaId! { $($callback)::+ }
        $crate::OriginId! { $($callback)::+ }
        $crate::SaslPolicy! { $($callback)::+ }
        $crate::SaslError! { $($callback)::+ }
        $crate::SaslCondition! { $($callback)::+ }
        $crate::ScramFault! { $($callback)::+ }
        $crate::ScramHash! { $($callback)::+ }
        $crate::Secret! { $($callback)::+ }
        $crate::Token! { $($callback)::+ }
        $crate::RequestId! { $($callback)::+ }
        $crate::IncomingId! { $($callback)::+ }
        $crate::CommandId! { $($callback)::+ }
        $crate::SendError! { $($callback)::+ }
        $crate::AnswerError! { $($callback)::+ }
        $crate::SendFailure! { $($callback)::+ }
        $crate::UnackedPolicy! { $($callback)::+ }
        $crate::AnswerResult! { $($callback)::+ }
        $crate::SmFault! { $($callback)::+ }
        $crate::StanzaFault! { $($callback)::+ }
        $crate::StanzaErrorKind! { $($callback)::+ }
        $crate::StanzaCondition! { $($callback)::+ }
        $crate::StanzaError! { $($callback)::+ }
        $crate::IqKind! { $($callback)::+ }
        $crate::MessageKind! { $($callback)::+ }
        $crate::PayloadError! { $($callback)::+ }
        $crate::PresenceKind! { $($callback)::+ }
        $crate::Show! { $($callback)::+ }
        $crate::StreamCondition! { $($callback)::+ }
        $crate::StreamError! { $($callback)::+ }
        $crate::Reason! { $($callback)::+ }
        $crate::LoginStep! { $($callback)::+ }
        $crate::Now! { $($callback)::+ }
        $crate::ConnId! { $($callback)::+ }
        $crate::TlsMode! { $($callback)::+ }
        $crate::TlsStart! { $($callback)::+ }
        $crate::Trust! { $($callback)::+ }
        $crate::Verdict! { $($callback)::+ }
        $crate::TlsVersion! { $($callback)::+ }
        $crate::TlsInfo! { $($callback)::+ }
        $crate::ConnectFailure! { $($callback)::+ }
        $crate::TlsFault! { $($callback)::+ }
        $crate::TransportFault! { $($callback)::+ }
        $crate::ReceiveError! { $($callback)::+ }
        $crate::TransmittedError! { $($callback)::+ }
        $crate::TlsAnswerError! { $($callback)::+ }
        $crate::SharedError! { $($callback)::+ }
        $crate::DiscoCommand! { $($callback)::+ }
        $crate::DiscoEvent! { $($callback)::+ }
        $crate::CommandError! { $($callback)::+ }
        $crate::Command! { $($callback)::+ }
        $crate::PingRequest! { $($callback)::+ }
        $crate::PingCommand! { $($callback)::+ }
        $crate::PingEvent! { $($callback)::+ }
        $crate::RosterGroup! { $($callback)::+ }
        $crate::RosterSubscription! { $($callback)::+ }
        $crate::RosterItem! { $($callback)::+ }
        $crate::RosterQuery! { $($callback)::+ }
        $crate::RosterCommand! { $($callback)::+ }
        $crate::RosterEvent! { $($callback)::+ }
        $crate::XmlError! { $($callback)::+ }
        $crate::BuildError! { $($callback)::+ }
    };
}
