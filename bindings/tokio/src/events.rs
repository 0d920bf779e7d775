//! From the task to the program's one consumer of events.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use crate::Common;
use futures_core::Stream;
use tokio::sync::mpsc;
use xmpp_engine::Event;
use xmpp_engine::stream::Reason;

/// How many events may wait for the program before the engine is told to hold the next ones.
/// Small: what waits here is not handled, memory is the engine's business, and one event may weigh
/// as much as the largest stanza.
const BUFFER: usize = 16;

/// The events of one engine. There is one consumer: the value cannot be cloned.
///
/// An event is handled when the next one is taken: only then is its stanza acknowledged to the
/// server. The stream goes on over `Offline` and `Online`, and ends behind the `Closed` that the
/// program asked for; any other `Closed` is an error, and then it ends. If the task is gone, by a
/// panic or with its runtime, that is an error too: [`Reason::DriverGone`].
///
/// Dropping it closes the engine as [`Client::close`](crate::Client::close) does: what was sent
/// before is still written, nothing that arrives is acknowledged any more.
pub struct Events {
    common: Arc<Common>,
    receiver: mpsc::UnboundedReceiver<(u64, Event)>,
    waiting: Arc<AtomicUsize>,
    /// The event that the program has in its hands.
    taken: Option<u64>,
    /// The end was told.
    over: bool,
}

/// The task's end.
pub(crate) struct Sender {
    sender: mpsc::UnboundedSender<(u64, Event)>,
    waiting: Arc<AtomicUsize>,
}

pub(crate) fn channel(common: Arc<Common>) -> (Sender, Events) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let waiting = Arc::new(AtomicUsize::new(0));
    let events = Events { common, receiver, waiting: waiting.clone(), taken: None, over: false };
    (Sender { sender, waiting }, events)
}

impl Sender {
    /// Whether the program keeps up. The channel itself has no bound, since questions are never
    /// held; but there are few of them. Without a consumer nothing waits.
    pub(crate) fn has_room(&self) -> bool {
        self.sender.is_closed() || self.waiting.load(Ordering::Acquire) < BUFFER
    }

    /// Hands over an event. Nobody may be there to take it any more: then it is not handled.
    pub(crate) fn send(&self, seq: u64, event: Event) {
        self.waiting.fetch_add(1, Ordering::AcqRel);
        let _ = self.sender.send((seq, event));
    }
}

impl Events {
    /// The next event; cancelling the call loses nothing.
    pub async fn next(&mut self) -> Option<Result<Event, Reason>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn take(&mut self, seq: u64, event: Event) -> Option<Result<Event, Reason>> {
        self.waiting.fetch_sub(1, Ordering::AcqRel);
        self.taken = Some(seq);
        self.over |= matches!(event, Event::Closed { .. });
        match event {
            Event::Closed { reason: Reason::Requested | Reason::Aborted } => None,
            Event::Closed { reason } => Some(Err(reason)),
            event => Some(Ok(event)),
        }
    }

    /// The task is gone. Without a `Closed` from it that was no end as asked, and nobody drives the
    /// engine any more: it must not take what it could never send.
    fn end(&mut self) -> Option<Result<Event, Reason>> {
        if std::mem::replace(&mut self.over, true) {
            return None;
        }
        self.common.call(|engine| engine.abort());
        Some(Err(Reason::DriverGone))
    }

    /// The program asks for the next event: the one before it is handled.
    fn handled(&mut self) {
        if let Some(seq) = self.taken.take() {
            self.common.call(|engine| drop(engine.handled(seq)));
        }
    }
}

impl Stream for Events {
    type Item = Result<Event, Reason>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.handled();
        Poll::Ready(match ready!(self.receiver.poll_recv(context)) {
            Some((seq, event)) => self.take(seq, event),
            None => self.end(),
        })
    }
}

/// Nobody hears anything any more, so the session is over.
impl Drop for Events {
    fn drop(&mut self) {
        self.receiver.close();
        self.common.call(|engine| engine.close());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Client;
    use xmpp_engine::session::SendError;
    use xmpp_engine::stanza::Message;
    use xmpp_engine::{Config, Engine, Jid};

    #[tokio::test]
    async fn a_task_that_panics_is_an_error_and_no_end_as_asked() {
        let config = Config::client("romeo@example.org").expect("an address");
        let engine = Engine::new(config, [7; 32]).expect("no roots are needed").into();
        let common = Arc::new(Common { engine, wake: Arc::default() });
        let (sender, mut events) = channel(common.clone());
        let task = tokio::spawn(async move {
            sender.send(1, Event::Writable);
            panic!("a bug");
        });
        assert!(task.await.is_err());
        assert_eq!(events.next().await, Some(Ok(Event::Writable)));
        assert_eq!(events.next().await, Some(Err(Reason::DriverGone)));
        assert_eq!(events.next().await, None);
        let romeo = Jid::new("romeo@example.org").expect("an address");
        let message = Message::chat(romeo).body("hi").build().expect("a message");
        assert_eq!(Client::new(common).send(message), Err(SendError::Closing));
    }
}
