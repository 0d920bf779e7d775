//! Plain data shared by many extensions: one file per specification.

mod date_time;
mod delay;
pub mod disco;
mod receipts;
mod stanza_ids;

pub use date_time::DateTime;
pub use delay::Delay;
pub use receipts::{ReceiptReceived, ReceiptRequest};
pub use stanza_ids::{OriginId, StanzaId};

#[cfg(test)]
mod tests;
