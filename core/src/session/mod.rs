//! One session with a server, as plain data that never asks how the stream was made: our stanzas on
//! their way out, our requests and those of others, and what both sides acknowledge (XEP-0198, see
//! `sm.rs`). A session outlives its streams: the app's stanzas wait while there is none.
//!
//! Whoever drives it calls, in a session:
//! - for an inbound stanza: `reply` (an IQ answer), `request`
//!   (an IQ for the app), and, once its events are numbered, `received`;
//!   for an element of stream management `management`;
//! - to write: `next`, and `mark` behind what was written;
//! - after anything: `pop_effect` until there is none.

mod fate;
mod flight;
mod handled;
mod ids;
mod iq;
mod outbound;
mod queue;
mod requests;
mod results;
mod sm;
#[cfg(test)]
mod tests;
mod timers;

pub(crate) use fate::Fate;
pub use ids::{CommandId, IncomingId, RequestId, Token};
pub(crate) use outbound::Death;
pub use results::{AnswerError, AnswerResult, SendError, SendFailure, SmFault, UnackedPolicy};

use std::sync::Arc;

use crate::jid::Jid;
use crate::limits::Limits;
use crate::outbox::Outbox;
use crate::stanza::{Iq, StanzaCondition, StanzaError};
use crate::time::{Deadline, earliest};
use crate::xml::{Element, ElementRef, ns, write_with};
use fate::Ending;
use handled::Handled;
use iq::{IqTable, Request};
use outbound::{Outbound, Outgoing};
use queue::{Bounds, Origin};
use requests::{Asker, ID_BYTES, Requests};

/// A stanza as it stands in the stream. It is written once, when it is taken: how large it is has
/// to be known then, and what is sent again is the same, octet for octet.
pub(crate) type Written = Arc<[u8]>;

/// Room for a usual stanza is kept between two.
const USUAL_BYTES: usize = 4096;

/// One session. `K` is what an extension knows its requests by.
pub(crate) struct Session<K> {
    outbound: Outbound<Written>,
    handled: Handled,
    iqs: IqTable<Owner<K>>,
    requests: Requests,
    /// Our full JID while there is a stream to write to.
    own: Option<Jid>,
    effects: Outbox<SessionEffect<K>>,
    endings: Vec<Ending>,
    last_request: u64,
    /// Where the next stanza is written, before it is known how long it is.
    page: Vec<u8>,
    /// Something of the app was refused for lack of room.
    refused: bool,
    closing: bool,
}

/// Who hears of the end of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner<K> {
    /// The app.
    App(RequestId),
    /// An extension.
    Extension(K),
}

/// What whoever drives a session has to pass on.
#[derive(Debug, PartialEq)]
pub(crate) enum SessionEffect<K> {
    /// News of a stanza given to [`send`](Session::send).
    Stanza { token: Token, fate: Fate },
    /// A request ended.
    Answer { owner: Owner<K>, result: AnswerResult },
    /// There is room again after a refusal.
    Writable,
}

/// The life of the session.
impl<K: PartialEq> Session<K> {
    /// `generation` is one above that of the session it continues, if any.
    pub(crate) fn new(limits: &Limits, policy: UnackedPolicy, generation: u32) -> Session<K> {
        let bounds = Bounds { stanzas: limits.queued_stanzas as usize, bytes: limits.queued_bytes };
        let first = Token::first(generation).next();
        Session {
            outbound: Outbound::new(bounds, limits.unacked_stanzas as usize, policy, first),
            handled: Handled::default(),
            iqs: IqTable::new(limits.pending_iqs as usize),
            requests: Requests::new(limits.pending_requests as usize),
            own: None,
            effects: Outbox::default(),
            endings: Vec::new(),
            last_request: 0,
            page: Vec::new(),
            refused: false,
            closing: false,
        }
    }

    /// A fresh stream is bound to `own`. `sm`: stream management is offered and wanted;
    /// `stanza_bytes`: the largest stanza the server takes (XEP-0478). What extensions send from
    /// here to [`opened`](Session::opened) goes in front of everything that waits.
    pub(crate) fn online(&mut self, own: Jid, sm: bool, stanza_bytes: Option<u64>) {
        self.own = Some(own);
        self.outbound.fresh(sm, stanza_bytes);
    }

    /// The extensions have said what a fresh session begins with.
    pub(crate) fn opened(&mut self) {
        self.outbound.queue_mut().set_opening(false);
    }

    /// The stream is dead: every request ends, and what was in flight ends or is sent again. Does
    /// nothing if there was no stream: what was asked since the last one waits for the next.
    pub(crate) fn cut(&mut self, death: Death) {
        if self.own.take().is_some() {
            self.outbound.cut(death, &mut self.endings);
            self.requests.clear();
            self.fail_requests();
            self.report();
        }
    }

    /// From now on nothing is taken from the app.
    pub(crate) fn stop_taking(&mut self) {
        self.closing = true;
    }

    /// Whether anything is taken from the app.
    pub(crate) fn is_taking(&self) -> bool {
        !self.closing
    }

    /// Whether all that was taken is written to the stream, and acknowledged if the server does.
    /// The transport may still hold octets of stanzas that nobody waits for.
    pub(crate) fn is_settled(&self) -> bool {
        self.outbound.is_drained()
    }

    /// The last thing before the stream is closed in good order: lets [`next`](Session::next) give
    /// a last acknowledgement, or the server would deliver again what was handled.
    pub(crate) fn say_goodbye(&mut self) {
        self.outbound.sm_mut().say_goodbye();
    }

    /// The end of the session: everything ends.
    pub(crate) fn close(&mut self) {
        self.own = None;
        self.closing = true;
        self.outbound.end(&mut self.endings);
        self.requests.clear();
        self.fail_requests();
        self.report();
    }

    /// What is to be passed on next.
    pub(crate) fn pop_effect(&mut self) -> Option<SessionEffect<K>> {
        self.effects.pop()
    }

    fn fail_requests(&mut self) {
        while let Some(request) = self.iqs.end_any() {
            self.outbound.queue_mut().withdraw(request.token);
            self.end_request(request.owner, AnswerResult::Offline);
        }
    }

    fn end_request(&mut self, owner: Owner<K>, result: AnswerResult) {
        self.effects.push(SessionEffect::Answer { owner, result });
    }

    /// Turns what became of stanzas into effects: tokens of the app, requests of whoever asked.
    fn report(&mut self) {
        for Ending { token, origin, fate } in std::mem::take(&mut self.endings) {
            match (origin, fate) {
                (Origin::App, _) => self.effects.push(SessionEffect::Stanza { token, fate }),
                (Origin::Request, Fate::Failed(SendFailure::TooLarge)) => {
                    let error = StanzaError::new(StanzaCondition::PolicyViolation);
                    if let Some(request) = self.iqs.end_where(|request| request.token == token) {
                        self.end_request(request.owner, AnswerResult::Error { error });
                    }
                }
                _ => {}
            }
        }
        if self.refused && self.outbound.queue().is_writable() && !self.iqs.is_full() {
            self.refused = false;
            self.effects.push(SessionEffect::Writable);
        }
    }
}

/// What goes out.
impl<K: PartialEq> Session<K> {
    /// Takes a stanza of the app; `id` is for it if it has none.
    pub(crate) fn send(&mut self, stanza: &Element, id: Option<&str>) -> Result<Token, SendError> {
        let sent = self.push(stanza, id, Origin::App);
        sent.inspect_err(|error| self.call_refused(error))
    }

    /// Takes a stanza of the engine or an extension: nobody hears of it, it ends with the stream.
    pub(crate) fn tell(&mut self, stanza: Element) -> Result<(), SendError> {
        self.push(&stanza, None, Origin::Internal).map(drop)
    }

    /// Takes a request of the app; `id` is for it if it has none. Its time runs from the next poll
    /// on.
    pub(crate) fn ask(
        &mut self,
        iq: &Iq,
        id: Option<&str>,
        timeout_ms: u64,
    ) -> Result<RequestId, SendError> {
        let request = RequestId::from_value(self.last_request + 1);
        let asked = self.ask_for(iq, id, timeout_ms, Owner::App(request));
        asked.inspect_err(|error| self.call_refused(error))?;
        self.last_request += 1;
        Ok(request)
    }

    /// As [`ask`](Session::ask), for an extension.
    pub(crate) fn ask_as(&mut self, key: K, iq: &Iq, timeout_ms: u64) -> Result<(), SendError> {
        self.ask_for(iq, None, timeout_ms, Owner::Extension(key))
    }

    /// Takes a stanza back that was never written.
    pub(crate) fn cancel(&mut self, token: Token) -> bool {
        let withdrawn = self.outbound.queue_mut().withdraw_apps(token);
        self.report();
        withdrawn
    }

    /// Gives up a request of the app; `false` if it has ended.
    pub(crate) fn cancel_request(&mut self, request: RequestId) -> bool {
        let owner = Owner::App(request);
        let Some(request) = self.iqs.end_where(|request| request.owner == owner) else {
            return false;
        };
        self.outbound.queue_mut().withdraw(request.token);
        self.end_request(owner, AnswerResult::Cancelled);
        self.report();
        true
    }

    /// Answers somebody's request for the app: with a result's payload, or an error.
    pub(crate) fn answer(
        &mut self,
        id: IncomingId,
        answer: Result<Option<Element>, StanzaError>,
    ) -> Result<(), AnswerError> {
        let asker = self.requests.get(id).ok_or(AnswerError::Unknown)?;
        let stanza = asker.answered(answer).map_err(SendError::from)?;
        let told = self.tell(stanza);
        told.inspect_err(|error| self.call_refused(error))?;
        self.requests.end(id);
        Ok(())
    }

    /// A call of the app was refused. If it was for lack of room, the app is told when there is
    /// some.
    pub(crate) fn call_refused(&mut self, error: &SendError) {
        self.refused |= matches!(error, SendError::Full | SendError::TooManyRequests);
    }

    /// Answers a request at once, without the app.
    pub(crate) fn respond(
        &mut self,
        iq: &Iq,
        answer: Result<Option<Element>, StanzaError>,
    ) -> Result<(), SendError> {
        self.tell_asker(&Asker::of(iq), answer)
    }

    /// Answers a request that could not be read, or was too large to be.
    pub(crate) fn refuse(
        &mut self,
        id: &str,
        sender: Option<Jid>,
        error: StanzaError,
    ) -> Result<(), SendError> {
        self.tell_asker(&Asker { sender, id: id.to_owned() }, Err(error))
    }

    /// An id longer than any real one is not said again: written, each octet of it can be six.
    fn tell_asker(
        &mut self,
        asker: &Asker,
        answer: Result<Option<Element>, StanzaError>,
    ) -> Result<(), SendError> {
        if asker.has_long_id() {
            let (bytes, limit) = (asker.id.len() as u64, ID_BYTES as u64);
            return Err(SendError::TooLarge { bytes, limit });
        }
        self.tell(asker.answered(answer)?)
    }

    /// What to write next, if there is a stream and something to write. To be called whenever the
    /// transport has room.
    pub(crate) fn next(&mut self) -> Option<Written> {
        self.own.as_ref()?;
        let (h, short) = (self.handled.h(), self.handled.is_behind());
        let outgoing = self.outbound.next(h, short, &mut self.endings);
        self.report();
        match outgoing? {
            Outgoing::Stanza(stanza) => Some(stanza),
            Outgoing::Control(control) => Some(self.written(&control.element().ok()?, None)),
        }
    }

    /// What [`next`](Session::next) gave so far is written and ends in front of transport octet
    /// `total`.
    pub(crate) fn mark(&mut self, total: u64) {
        self.outbound.mark(total);
    }

    /// The transport has passed on `total` octets of this stream's connection.
    pub(crate) fn transmitted(&mut self, total: u64) {
        self.outbound.transmitted(total, &mut self.endings);
        self.report();
    }

    /// Whether stanzas that arrive are counted for the server (XEP-0198).
    pub(crate) fn is_managed(&self) -> bool {
        self.outbound.sm().is_on()
    }

    /// Asks the server for a sign of life, if stanzas are counted.
    pub(crate) fn probe(&mut self) {
        self.outbound.sm_mut().probe();
    }

    /// Whether so many stanzas of our own wait to be written that no input should be taken.
    pub(crate) fn is_congested(&self) -> bool {
        self.own.is_some() && self.outbound.queue().is_congested()
    }

    fn ask_for(
        &mut self,
        iq: &Iq,
        given: Option<&str>,
        timeout_ms: u64,
        owner: Owner<K>,
    ) -> Result<(), SendError> {
        let Some(id) = given.or(iq.id()) else {
            return Err(SendError::Invalid { what: "a request needs an id".to_owned() });
        };
        if self.iqs.contains(id) {
            return Err(SendError::DuplicateId);
        }
        if self.iqs.is_full() && !self.closing {
            return Err(SendError::TooManyRequests);
        }
        let token = self.push(iq.element(), given, Origin::Request)?;
        let request = Request { to: iq.recipient().cloned(), owner, token };
        self.iqs.insert(id, request, timeout_ms);
        Ok(())
    }

    fn push(
        &mut self,
        stanza: &Element,
        id: Option<&str>,
        origin: Origin,
    ) -> Result<Token, SendError> {
        if self.closing && origin != Origin::Internal {
            return Err(SendError::Closing);
        }
        let stanza = self.written(stanza, id);
        let bytes = stanza.len() as u64;
        self.outbound.push(stanza, bytes, origin)
    }

    /// The element as the stream has it; with an id, if one is given.
    fn written(&mut self, element: &Element, id: Option<&str>) -> Written {
        let id = id.map(|id| ("id", id));
        write_with(element.root(), id.as_slice(), ns::CLIENT, &mut self.page);
        let written = Arc::from(&self.page[..]);
        self.page.clear();
        self.page.shrink_to(USUAL_BYTES);
        written
    }
}

/// What comes in.
impl<K: PartialEq> Session<K> {
    /// An IQ result or error. `false` if it answers nothing of ours: an answer from a stranger, or
    /// one that came too late.
    pub(crate) fn reply(&mut self, iq: &Iq) -> bool {
        self.ended_by_peer(iq.id(), iq.sender(), result_of(iq))
    }

    /// An IQ result or error that was dropped, being over the limits.
    pub(crate) fn reply_dropped(&mut self, id: Option<&str>, sender: Option<&Jid>) -> bool {
        let error = StanzaError::new(StanzaCondition::ResourceConstraint);
        self.ended_by_peer(id, sender, AnswerResult::Error { error })
    }

    /// An IQ request for the app. An error, with which to [`respond`](Session::respond), if too
    /// many wait already.
    pub(crate) fn request(&mut self, iq: &Iq, timeout_ms: u64) -> Result<IncomingId, StanzaError> {
        self.requests.insert(Asker::of(iq), timeout_ms).ok_or_else(too_busy)
    }

    /// A stanza was worked off, events and all: those up to `last_event` are given out.
    pub(crate) fn received(&mut self, last_event: u64) {
        if self.outbound.sm().is_on() {
            self.handled.stanza(last_event);
        }
    }

    /// The app has handled every event up to `seq`.
    pub(crate) fn handled(&mut self, seq: u64) {
        self.handled.handled(seq);
        if !self.handled.is_behind() {
            self.outbound.sm_mut().caught_up();
        }
    }

    /// An element of stream management.
    pub(crate) fn management(
        &mut self,
        element: ElementRef<'_>,
        mono_ms: u64,
    ) -> Result<(), SmFault> {
        match element.name() {
            "a" => {
                let h = element.attr("h").and_then(|h| h.trim().parse().ok());
                self.outbound.answered(h.ok_or(SmFault::Malformed)?, mono_ms, &mut self.endings)?;
            }
            "r" => self.outbound.sm_mut().asked()?,
            "enabled" => {
                self.outbound.sm_mut().enabled()?;
                self.handled.restart();
            }
            "failed" => self.outbound.sm_failed()?,
            name => return Err(SmFault::Unexpected { name: name.to_owned() }),
        }
        self.report();
        Ok(())
    }

    fn ended_by_peer(
        &mut self,
        id: Option<&str>,
        sender: Option<&Jid>,
        result: AnswerResult,
    ) -> bool {
        let (Some(id), Some(own)) = (id, &self.own) else { return false };
        let Some(owner) = self.iqs.answered(id, sender, own) else { return false };
        self.end_request(owner, result);
        self.report();
        true
    }
}

/// Time.
impl<K: PartialEq> Session<K> {
    /// It is `mono_ms`: what was begun since the last poll has its time from now on.
    pub(crate) fn arm(&mut self, mono_ms: u64) {
        self.iqs.arm(mono_ms);
        self.requests.arm(mono_ms);
    }

    /// Ends what is overdue; `false` if nothing was. Not to be called while we are the ones who do
    /// not read: the answer may be there.
    pub(crate) fn expire(&mut self, mono_ms: u64) -> bool {
        let due = crate::time::due(self.deadline(), mono_ms);
        self.outbound.sm_mut().tick(mono_ms);
        while let Some(request) = self.iqs.expired(mono_ms) {
            self.outbound.queue_mut().withdraw(request.token);
            self.end_request(request.owner, AnswerResult::Timeout);
        }
        while let Some(asker) = self.requests.expired(mono_ms) {
            // A full queue says the same: the asker's own deadline comes.
            let _ = asker.answered(Err(too_busy())).map(|stanza| self.tell(stanza));
        }
        self.report();
        due
    }

    /// When [`expire`](Session::expire) has something to do.
    pub(crate) fn deadline(&self) -> Deadline {
        let sm = self.outbound.sm().deadline();
        [self.iqs.deadline(), self.requests.deadline()].into_iter().fold(sm, earliest)
    }

    /// The number of the `<r/>` that the server has not answered yet, zero for `<enable/>`: it has a
    /// deadline of its own.
    pub(crate) fn waits_for_ack(&self) -> Option<u64> {
        self.outbound.sm().waits_for_answer()
    }
}

/// What we say if the app does not answer, or cannot be asked.
fn too_busy() -> StanzaError {
    StanzaError::new(StanzaCondition::ResourceConstraint)
}

fn result_of(iq: &Iq) -> AnswerResult {
    match iq.error() {
        Some(error) => AnswerResult::Error { error },
        None => AnswerResult::Result { payload: iq.payload().map(|payload| payload.to_owned()) },
    }
}
