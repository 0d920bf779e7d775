//! One session with a server: plain data that never asks how the stream was made.

mod errors;
mod flight;
mod handled;
mod ids;
mod outbound;
mod queue;
mod sm;

pub use errors::{AnswerError, SendError, SendFailure, SmFault, UnackedPolicy};
pub use ids::{CommandId, IncomingId, RequestId, Token};
