//! The way out: from what the app and the extensions want to the transport's octets, and back to
//! the app what became of it.

use super::Engine;
use super::link::Stage;
use crate::event::Event;
use crate::jid::Jid;
use crate::outbox::Outbox;
use crate::session::{AnswerResult, Death, Fate, Owner, SendError, SessionEffect};
use crate::stanza::{Iq, IqKind};
use crate::stream::Reason;
use crate::stream::reason::Fault;
use crate::xep::{CommandError, XepEffect, XepKey};

/// Octets that may wait in the transport, beyond which stanzas stay in the queue, where they can
/// still be cancelled.
const BACKLOG_BYTES: u64 = 64 * 1024;

impl Engine {
    /// One stanza in, or one out, by turns: a flood from the server does not starve the app.
    pub(super) fn one_in_or_out(&mut self) -> Result<bool, Fault> {
        self.out_turn = !self.out_turn;
        match self.out_turn {
            true => Ok(self.one_out() || self.one_in()?),
            false => Ok(self.one_in()? || self.one_out()),
        }
    }

    /// Writes the next stanza, if the transport has room, and the app may hear of it.
    pub(super) fn one_out(&mut self) -> bool {
        if !self.has_room_for_news() {
            return false;
        }
        let Some(link) = &self.link else { return false };
        if !matches!(link.stage, Stage::Session) || link.transport.backlog() > BACKLOG_BYTES {
            return false;
        }
        let next = self.session.next();
        self.report_session();
        let Some(written) = next else { return false };
        self.write_stanza(&written);
        true
    }

    fn write_stanza(&mut self, written: &[u8]) {
        self.show_written(written);
        let Some(link) = &mut self.link else { return };
        link.stream.send_written(written, &mut link.transport);
        self.session.mark(link.transport.written_total());
    }

    /// Whether the app can be told what becomes of a further stanza. It may be slow to listen
    /// and send all the same; if it never listens, its queue fills in the end.
    fn has_room_for_news(&self) -> bool {
        let limits = &self.config.limits;
        self.events.waiting() < limits.held_events as usize + limits.queued_stanzas as usize
    }

    /// Hands out what was written.
    pub(super) fn flush(&mut self) -> Result<bool, Fault> {
        let mut out = Outbox::default();
        let Some(link) = &mut self.link else { return Ok(false) };
        link.transport.flush(&mut out);
        let worked = !out.is_empty();
        self.carry(out)?;
        Ok(worked)
    }

    /// The address is bound: the session begins, and the extensions with it.
    pub(super) fn begin_session(&mut self, jid: Jid, management: bool) {
        self.session.online(jid, management, None);
        let mut out = Outbox::default();
        self.extensions.online(&self.own, &mut out);
        self.carry_wishes(out);
        self.session.opened();
    }

    /// The connection is gone.
    pub(super) fn lose_session(&mut self, reason: &Reason) {
        self.session.cut(match reason {
            Reason::StreamError { .. } => Death::StreamError,
            _ => Death::Lost,
        });
        self.report_session();
        if let Some(since) = self.online_since.take() {
            self.backoff.stood(self.now.mono_ms.saturating_sub(since));
            self.extensions.offline();
        }
        self.own.jid = self.config.account.clone();
        self.authenticated = false;
    }

    /// What became of stanzas and requests, for whoever has to know.
    pub(super) fn report_session(&mut self) {
        while let Some(effect) = self.session.pop_effect() {
            match effect {
                SessionEffect::Stanza { token, fate } => self.events.push(match fate {
                    Fate::Written => Event::Written { token },
                    Fate::Acked => Event::Acked { token },
                    Fate::Unsure => Event::Unsure { token },
                    Fate::Failed(failure) => Event::Failed { token, failure },
                }),
                SessionEffect::Answer { owner: Owner::App(request), result } => {
                    self.events.push(Event::Answer { request, result });
                }
                SessionEffect::Answer { owner: Owner::Extension(key), result } => {
                    self.tell_extension(key, result);
                }
                SessionEffect::Writable => self.events.push(Event::Writable),
            }
        }
    }

    fn tell_extension(&mut self, key: XepKey, result: AnswerResult) {
        let mut out = Outbox::default();
        self.extensions.reply(key, result, &self.own, &mut out);
        self.carry_wishes(out);
    }

    /// What extensions want by themselves. A request for which there is no room ends at once.
    pub(super) fn carry_wishes(&mut self, mut out: Outbox<XepEffect>) {
        while let Some(effect) = out.pop() {
            if let Err((Some(key), _)) = self.carry_wish(effect) {
                self.tell_extension(key, AnswerResult::Cancelled);
            }
        }
    }

    /// What an extension wants in answer to a command: a refusal is the caller's, and the extension
    /// forgets it without a word.
    pub(super) fn take_wishes(&mut self, mut out: Outbox<XepEffect>) -> Result<(), CommandError> {
        while let Some(effect) = out.pop() {
            if let Err((key, error)) = self.carry_wish(effect) {
                if let Some(key) = key {
                    let mut unheard = Outbox::default();
                    self.extensions.reply(key, AnswerResult::Cancelled, &self.own, &mut unheard);
                }
                self.session.call_refused(&error);
                return Err(command_error(error));
            }
        }
        Ok(())
    }

    fn carry_wish(&mut self, effect: XepEffect) -> Result<(), (Option<XepKey>, SendError)> {
        match effect {
            XepEffect::Emit(event) => {
                self.events.push(event.into());
                Ok(())
            }
            XepEffect::Send(stanza) => self.session.tell(stanza).map_err(|error| (None, error)),
            XepEffect::Ask { key, kind, to, payload } => {
                let request = match kind {
                    IqKind::Set => Iq::set_request(&payload),
                    _ => Iq::get_request(&payload),
                };
                let request = match to {
                    Some(to) => request.to(to),
                    None => request,
                };
                let iq = request.id(&self.chance.stanza_id()).build();
                let asked = iq
                    .map_err(SendError::from)
                    .and_then(|iq| self.session.ask_as(key, &iq, self.config.timeouts.request_ms));
                asked.map_err(|error| (Some(key), error))
            }
        }
    }
}

fn command_error(error: SendError) -> CommandError {
    match error {
        SendError::Full | SendError::TooManyRequests => CommandError::Full,
        SendError::Closing => CommandError::Closing,
        other => CommandError::Invalid { what: other.to_string() },
    }
}
