//! XEP-0198: Stream Management (version 1.6.3). The counters and who says what when. Left out:
//! `<resume/>`, and the delay stamp on stanzas that are sent again.
//!
//! Our count of what we sent starts exactly behind our `<enable/>`, the count of what we received
//! exactly behind the server's `<enabled/>`: stanzas between the two are ours only.
//!
//! **When we ask (`<r/>`)**: right behind the last stanza that can be written, or behind each
//! [`ASK_EVERY`]th of a long backlog, while the fate of a stanza of the app is open. One request
//! is on its way at a time. It leaves in the same packet as the stanza, so no timer wakes a radio.
//! Only if the answer did not cover what was asked about, it is asked again after
//! [`ASK_AGAIN_MS`]. The engine's own stanzas alone are no reason to ask: nobody waits for their
//! fate. After long silence it is asked whatever is at stake: the answer says that the link lives.
//!
//! **When we answer (`<a/>`)**: to each `<r/>`, at the next chance to write, with what is handled
//! by then; once more, unasked, if that was less than what had been received and the app has
//! caught up.

use super::results::SmFault;
use crate::time::{Deadline, due};
use crate::xml::{BuildError, Element, ns};

/// Stanzas of the app in one run after which an acknowledgement is asked for.
const ASK_EVERY: u32 = 64;

/// How long to wait before asking again, if an answer did not cover what it was asked about.
const ASK_AGAIN_MS: u64 = 10_000;

/// The state of stream management on one stream.
#[derive(Debug, Default)]
pub(crate) struct StreamManagement {
    state: State,
    /// Stanzas sent since `<enable/>`. On the wire it is this modulo 2^32.
    sent: u64,
    /// Those of them that the server has acknowledged.
    acked: u64,
    ask: Ask,
    /// Stanzas of the app written since the last `<r/>`.
    unasked: u32,
    /// How many `<r/>` were written.
    asks: u64,
    /// An `<a/>` is to be written.
    owes_answer: bool,
    /// An `<r/>` is to be written whatever is at stake.
    probes: bool,
    /// Our last `<a/>` covered less than had been received.
    answered_short: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Off,
    /// `<enable/>` is to be written.
    Wanted,
    /// `<enable/>` is written.
    Enabling,
    On,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Ask {
    #[default]
    Idle,
    /// An `<r/>` is on its way; stanzas up to number `about` were sent before it.
    Asked { about: u64 },
    /// The answer did not cover all of `about`.
    Again { about: u64, at: u64 },
}

/// An element of stream management for the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Control {
    /// `<enable/>`
    Enable,
    /// `<r/>`
    Ask,
    /// `<a/>`
    Answer { h: u32 },
}

impl Control {
    pub(crate) fn element(self) -> Result<Element, BuildError> {
        let element = |name: &str| Element::builder(name, ns::SM);
        match self {
            Control::Enable => element("enable").build(),
            Control::Ask => element("r").build(),
            Control::Answer { h } => element("a").attr("h", &h.to_string()).build(),
        }
    }
}

impl StreamManagement {
    /// For a fresh stream; `offered`: the server has the feature and we want it.
    pub(crate) fn fresh(offered: bool) -> StreamManagement {
        let state = if offered { State::Wanted } else { State::Off };
        StreamManagement { state, ..StreamManagement::default() }
    }

    /// The element to write before the next stanza, if any. `at_stake`: the fate of a stanza of the
    /// app is open; `dry`: there is no stanza to write; `short`: `h` is less than was received.
    pub(crate) fn control(
        &mut self,
        at_stake: bool,
        dry: bool,
        h: u32,
        short: bool,
    ) -> Option<Control> {
        if self.state == State::Wanted {
            self.state = State::Enabling;
            return Some(Control::Enable);
        }
        if std::mem::take(&mut self.owes_answer) {
            self.answered_short = short;
            return Some(Control::Answer { h });
        }
        let time_to_ask = self.unasked >= ASK_EVERY || dry && self.unasked > 0;
        let asks = at_stake && time_to_ask || self.probes;
        if self.state == State::On && self.ask == Ask::Idle && asks {
            self.probes = false;
            self.unasked = 0;
            self.asks += 1;
            self.ask = Ask::Asked { about: self.sent };
            return Some(Control::Ask);
        }
        None
    }

    /// A stanza is being written; gives its number. `asks`: its fate matters to the app.
    pub(crate) fn stanza_out(&mut self, asks: bool) -> u64 {
        if self.is_counting() {
            self.sent += 1;
            self.unasked += u32::from(asks);
        }
        self.sent
    }

    /// `<enabled/>`
    pub(crate) fn enabled(&mut self) -> Result<(), SmFault> {
        self.leave_enabling("enabled", State::On)
    }

    /// `<failed/>`
    pub(crate) fn failed(&mut self) -> Result<(), SmFault> {
        self.leave_enabling("failed", State::Off)
    }

    /// `<r/>`
    pub(crate) fn asked(&mut self) -> Result<(), SmFault> {
        self.only_when_on("r")?;
        self.owes_answer = true;
        Ok(())
    }

    /// `<a h=''/>`: gives the number up to which stanzas are acknowledged. A count that goes
    /// backwards acknowledges nothing and is otherwise ignored.
    pub(crate) fn answered(&mut self, h: u32, mono_ms: u64) -> Result<u64, SmFault> {
        self.only_when_on("a")?;
        let ahead = h.wrapping_sub(self.acked as u32);
        if u64::from(ahead) <= self.sent - self.acked {
            self.acked += u64::from(ahead);
        } else if ahead < 1 << 31 {
            return Err(SmFault::HandledCountTooHigh { h, sent: self.sent as u32 });
        }
        self.ask = match self.ask {
            Ask::Asked { about } if self.acked < about => {
                Ask::Again { about, at: mono_ms.saturating_add(ASK_AGAIN_MS) }
            }
            Ask::Again { about, at } if self.acked < about => Ask::Again { about, at },
            _ => Ask::Idle,
        };
        Ok(self.acked)
    }

    /// The app has handled everything that was received.
    pub(crate) fn caught_up(&mut self) {
        self.owes_answer |= std::mem::take(&mut self.answered_short) && self.is_on();
    }

    /// Asks the server for a sign of life.
    pub(crate) fn probe(&mut self) {
        self.probes = self.is_on();
    }

    /// Asks for a last answer to write before the stream is closed, or the server would deliver
    /// again what was handled.
    pub(crate) fn say_goodbye(&mut self) {
        self.owes_answer |= self.is_on();
    }

    /// The number of the `<r/>` that is on its way; zero for `<enable/>`, which is owed an answer
    /// as well.
    pub(crate) fn waits_for_answer(&self) -> Option<u64> {
        let asked = matches!(self.ask, Ask::Asked { .. }).then_some(self.asks);
        asked.or((self.state == State::Enabling).then_some(0))
    }

    /// When [`tick`](StreamManagement::tick) has something to do.
    pub(crate) fn deadline(&self) -> Deadline {
        match self.ask {
            Ask::Again { at, .. } => Some(at),
            _ => None,
        }
    }

    /// The time has come to `mono_ms`.
    pub(crate) fn tick(&mut self, mono_ms: u64) {
        if due(self.deadline(), mono_ms) {
            self.ask = Ask::Idle;
            self.unasked = self.unasked.max(1);
        }
    }

    /// Whether stanzas that we send are counted, and so kept until they are acknowledged.
    pub(crate) fn is_counting(&self) -> bool {
        matches!(self.state, State::Enabling | State::On)
    }

    /// Whether stanzas that we receive are counted.
    pub(crate) fn is_on(&self) -> bool {
        self.state == State::On
    }

    fn leave_enabling(&mut self, name: &str, state: State) -> Result<(), SmFault> {
        if self.state != State::Enabling {
            return Err(SmFault::Unexpected { name: name.to_owned() });
        }
        self.state = state;
        Ok(())
    }

    fn only_when_on(&self, name: &str) -> Result<(), SmFault> {
        if self.is_on() { Ok(()) } else { Err(SmFault::Unexpected { name: name.to_owned() }) }
    }

    /// Stream management that is on and has sent, and got acknowledged, so many stanzas.
    #[cfg(test)]
    pub(crate) fn on_at(count: u64) -> StreamManagement {
        StreamManagement { state: State::On, sent: count, acked: count, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRY: bool = true;

    /// What is written now, with everything handled.
    fn control(sm: &mut StreamManagement, at_stake: bool, dry: bool) -> Option<Control> {
        sm.control(at_stake, dry, 7, false)
    }

    #[test]
    fn our_count_starts_behind_enable() {
        let mut sm = StreamManagement::fresh(true);
        assert_eq!(sm.stanza_out(true), 0);
        assert_eq!(control(&mut sm, false, DRY), Some(Control::Enable));
        assert_eq!(sm.stanza_out(true), 1);
        assert!(!sm.is_on());
        assert_eq!(control(&mut sm, true, DRY), None, "no <r/> before <enabled/>");
        sm.enabled().expect("enabling");
        assert_eq!(control(&mut sm, true, DRY), Some(Control::Ask));
        assert_eq!(sm.answered(1, 0), Ok(1));
    }

    #[test]
    fn refused_means_off() {
        let mut sm = StreamManagement::fresh(true);
        control(&mut sm, false, DRY);
        sm.failed().expect("enabling");
        sm.stanza_out(true);
        assert!(!sm.is_counting());
        assert_eq!(control(&mut sm, true, DRY), None);
    }

    #[test]
    fn elements_out_of_place_are_faults() {
        let unexpected = |name: &str| Err(SmFault::Unexpected { name: name.to_owned() });
        for mut sm in [StreamManagement::fresh(false), StreamManagement::fresh(true)] {
            assert_eq!(sm.enabled(), unexpected("enabled"));
            assert_eq!(sm.failed(), unexpected("failed"));
            assert_eq!(sm.asked(), unexpected("r"));
            assert_eq!(sm.answered(0, 0), Err(SmFault::Unexpected { name: "a".into() }));
        }
        assert_eq!(StreamManagement::on_at(0).enabled(), unexpected("enabled"));
    }

    #[test]
    fn one_request_is_on_its_way_at_a_time() {
        let mut sm = StreamManagement::on_at(0);
        sm.stanza_out(true);
        assert_eq!(control(&mut sm, true, !DRY), None);
        assert_eq!(control(&mut sm, true, DRY), Some(Control::Ask));
        sm.stanza_out(true);
        assert_eq!(control(&mut sm, true, DRY), None);
        assert_eq!(sm.answered(1, 0), Ok(1));
        assert_eq!(control(&mut sm, true, DRY), Some(Control::Ask));
        assert_eq!(sm.answered(2, 0), Ok(2));
        assert_eq!(control(&mut sm, false, DRY), None);
    }

    #[test]
    fn a_backlog_asks_now_and_then_and_our_own_stanzas_never() {
        let mut sm = StreamManagement::on_at(0);
        for _ in 0..1000 {
            sm.stanza_out(false);
        }
        assert_eq!(control(&mut sm, false, DRY), None);
        for _ in 1..ASK_EVERY {
            sm.stanza_out(true);
        }
        assert_eq!(control(&mut sm, true, !DRY), None);
        sm.stanza_out(true);
        assert_eq!(control(&mut sm, true, !DRY), Some(Control::Ask));
    }

    #[test]
    fn a_short_answer_is_asked_about_again_later() {
        let mut sm = StreamManagement::on_at(0);
        sm.stanza_out(true);
        control(&mut sm, true, DRY);
        assert_eq!(sm.answered(0, 5), Ok(0));
        assert_eq!(control(&mut sm, true, DRY), None, "no ping-pong");
        assert_eq!(sm.deadline(), Some(5 + ASK_AGAIN_MS));
        sm.tick(4 + ASK_AGAIN_MS);
        assert_eq!(control(&mut sm, true, DRY), None);
        sm.tick(5 + ASK_AGAIN_MS);
        assert_eq!(sm.deadline(), None);
        assert_eq!(control(&mut sm, true, DRY), Some(Control::Ask));
    }

    #[test]
    fn answers_cover_what_is_handled_and_follow_when_the_app_catches_up() {
        let mut sm = StreamManagement::on_at(0);
        sm.asked().expect("on");
        sm.asked().expect("on");
        assert_eq!(sm.control(false, DRY, 3, true), Some(Control::Answer { h: 3 }));
        assert_eq!(sm.control(false, DRY, 3, true), None);
        sm.caught_up();
        assert_eq!(sm.control(false, DRY, 5, false), Some(Control::Answer { h: 5 }));
        sm.caught_up();
        assert_eq!(sm.control(false, DRY, 5, false), None);
    }

    #[test]
    fn counts_are_modulo_two_to_the_32() {
        let mut sm = StreamManagement::on_at((1 << 32) - 2);
        for _ in 0..4 {
            sm.stanza_out(true);
        }
        assert_eq!(sm.answered(u32::MAX, 0), Ok((1 << 32) - 1));
        assert_eq!(sm.answered(0, 0), Ok(1 << 32));
        let too_high = SmFault::HandledCountTooHigh { h: 3, sent: 2 };
        assert_eq!(sm.answered(3, 0), Err(too_high));
        assert_eq!(sm.answered(2, 0), Ok((1 << 32) + 2));
        let farthest = 2 + (u32::MAX >> 1);
        let too_high = SmFault::HandledCountTooHigh { h: farthest, sent: 2 };
        assert_eq!(sm.answered(farthest, 0), Err(too_high));
        assert_eq!(sm.answered(farthest + 1, 0), Ok((1 << 32) + 2), "rather behind than ahead");
    }

    #[test]
    fn a_count_that_goes_backwards_acknowledges_nothing() {
        for start in [10, 1 << 32, (1 << 32) + 1] {
            let mut sm = StreamManagement::on_at(start);
            for _ in 0..4 {
                sm.stanza_out(true);
            }
            let two = (start as u32).wrapping_add(2);
            assert_eq!(sm.answered(two, 0), Ok(start + 2));
            assert_eq!(sm.answered(two.wrapping_sub(1), 0), Ok(start + 2));
            assert_eq!(sm.answered(two.wrapping_sub(9), 0), Ok(start + 2));
        }
    }
}
