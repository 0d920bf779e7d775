//! Lent types by the names they have in C.
//!
//! Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations.

pub use crate::lent::{xmpp_event, xmpp_iq, xmpp_message, xmpp_presence};
pub use ::xmpp_engine::declared::AnswerResult as xmpp_answer_result;
pub use ::xmpp_engine::declared::ConnectFailure as xmpp_connect_failure;
pub use ::xmpp_engine::declared::DateTime as xmpp_date_time;
pub use ::xmpp_engine::declared::Delay as xmpp_delay;
pub use ::xmpp_engine::declared::DiscoEvent as xmpp_disco_event;
pub use ::xmpp_engine::declared::DiscoFeature as xmpp_disco_feature;
pub use ::xmpp_engine::declared::DiscoIdentity as xmpp_disco_identity;
pub use ::xmpp_engine::declared::DiscoInfo as xmpp_disco_info;
pub use ::xmpp_engine::declared::DiscoItem as xmpp_disco_item;
pub use ::xmpp_engine::declared::DiscoItems as xmpp_disco_items;
pub use ::xmpp_engine::declared::MessageOrigin as xmpp_message_origin;
pub use ::xmpp_engine::declared::OriginId as xmpp_origin_id;
pub use ::xmpp_engine::declared::PingEvent as xmpp_ping_event;
pub use ::xmpp_engine::declared::Reason as xmpp_reason;
pub use ::xmpp_engine::declared::ReceiptReceived as xmpp_receipt_received;
pub use ::xmpp_engine::declared::ReceiptRequest as xmpp_receipt_request;
pub use ::xmpp_engine::declared::RosterEvent as xmpp_roster_event;
pub use ::xmpp_engine::declared::RosterGroup as xmpp_roster_group;
pub use ::xmpp_engine::declared::RosterItem as xmpp_roster_item;
pub use ::xmpp_engine::declared::SaslCondition as xmpp_sasl_condition;
pub use ::xmpp_engine::declared::SaslError as xmpp_sasl_error;
pub use ::xmpp_engine::declared::ScramFault as xmpp_scram_fault;
pub use ::xmpp_engine::declared::SessionKind as xmpp_session_kind;
pub use ::xmpp_engine::declared::StanzaCondition as xmpp_stanza_condition;
pub use ::xmpp_engine::declared::StanzaError as xmpp_stanza_error;
pub use ::xmpp_engine::declared::StanzaId as xmpp_stanza_id;
pub use ::xmpp_engine::declared::StreamCondition as xmpp_stream_condition;
pub use ::xmpp_engine::declared::StreamError as xmpp_stream_error;
pub use ::xmpp_engine::declared::Target as xmpp_target;
pub use ::xmpp_engine::declared::TlsFault as xmpp_tls_fault;
