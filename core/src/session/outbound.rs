//! The way of our stanzas out: queued, written, and then exactly one of acknowledged, unsure or
//! failed; without stream management *written* is the last honest word. A stanza that is sent again
//! is written again. Generic over the stanza
//! (`E`), of which only the size matters here.

use super::fate::{Ending, Fate};
use super::flight::Flight;
use super::ids::Token;
use super::queue::{Bounds, Entry, Origin, Queue};
use super::results::{SendError, SendFailure, SmFault, UnackedPolicy};
use super::sm::{Control, StreamManagement};

/// How the link died.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Death {
    /// The server sent a stream error, for which a stanza of ours may be the cause.
    StreamError,
    /// In any other way.
    Lost,
}

/// What the stream is to write.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outgoing<E> {
    Control(Control),
    Stanza(E),
}

/// All stanzas of ours that are not at their end.
#[derive(Debug)]
pub(crate) struct Outbound<E> {
    queue: Queue<E>,
    flight: Flight<E>,
    sm: StreamManagement,
    bounds: Bounds,
    unacked: usize,
    policy: UnackedPolicy,
}

impl<E: Clone> Outbound<E> {
    /// `unacked` bounds the stanzas of the app whose fate is open; its octets are bounded as those
    /// of the queue are.
    pub(crate) fn new(bounds: Bounds, unacked: usize, policy: UnackedPolicy, first: Token) -> Self {
        Outbound {
            queue: Queue::new(bounds, first),
            flight: Flight::default(),
            sm: StreamManagement::default(),
            bounds,
            unacked: unacked.max(1),
            policy,
        }
    }

    /// A fresh stream: stanzas may be written from now on.
    pub(crate) fn fresh(&mut self, sm: bool, stanza_bytes: Option<u64>) {
        self.sm = StreamManagement::fresh(sm);
        self.queue.set_stanza_bytes(stanza_bytes);
        self.queue.set_opening(true);
    }

    pub(crate) fn push(
        &mut self,
        stanza: E,
        bytes: u64,
        origin: Origin,
    ) -> Result<Token, SendError> {
        self.queue.push(stanza, bytes, origin)
    }

    /// The next thing to write, with the count of handled stanzas for an `<a/>`.
    pub(crate) fn next(
        &mut self,
        h: u32,
        short: bool,
        out: &mut Vec<Ending>,
    ) -> Option<Outgoing<E>> {
        let at_stake = self.flight.len() > 0;
        if let Some(control) = self.sm.control(at_stake, false, h, short) {
            return Some(Outgoing::Control(control));
        }
        while let Some(entry) = self.queue.pop(self.holds_app()) {
            if entry.bytes <= self.queue.stanza_bytes() {
                return Some(Outgoing::Stanza(self.launch(entry)));
            }
            out.push(Ending::of(&entry, Fate::Failed(SendFailure::TooLarge)));
        }
        self.sm.control(at_stake, true, h, short).map(Outgoing::Control)
    }

    /// What was given out so far ends in front of transport octet `total`.
    pub(crate) fn mark(&mut self, total: u64) {
        self.flight.mark(total);
    }

    /// The transport has passed on `total` octets.
    pub(crate) fn transmitted(&mut self, total: u64, out: &mut Vec<Ending>) {
        self.flight.transmitted(total, self.sm.is_counting(), out);
    }

    /// `<a/>`
    pub(crate) fn answered(
        &mut self,
        h: u32,
        mono_ms: u64,
        out: &mut Vec<Ending>,
    ) -> Result<(), SmFault> {
        let number = self.sm.answered(h, mono_ms)?;
        self.flight.acknowledged(number, out);
        Ok(())
    }

    /// `<failed/>`
    pub(crate) fn sm_failed(&mut self) -> Result<(), SmFault> {
        self.sm.failed()?;
        self.flight.release_covered();
        Ok(())
    }

    /// The link died. What may have been lost is decided by policy, the rest goes on waiting.
    pub(crate) fn cut(&mut self, death: Death, out: &mut Vec<Ending>) {
        self.sm = StreamManagement::default();
        self.queue.end_stream();
        let mut again = Vec::new();
        for mut entry in self.flight.take() {
            entry.deaths = if death == Death::StreamError { entry.deaths + 1 } else { 0 };
            match self.policy {
                UnackedPolicy::Drop => out.push(Ending::of(&entry, Fate::Unsure)),
                UnackedPolicy::Resend if entry.deaths >= 2 => {
                    out.push(Ending::of(&entry, Fate::Failed(SendFailure::Poison)));
                }
                UnackedPolicy::Resend => again.push(entry),
            }
        }
        self.queue.put_back(again);
    }

    /// The session is over: every stanza ends.
    pub(crate) fn end(&mut self, out: &mut Vec<Ending>) {
        self.sm = StreamManagement::default();
        let lost = self.flight.take();
        out.extend(lost.iter().map(|entry| Ending::of(entry, Fate::Unsure)));
        self.queue.end_stream();
        while let Some(entry) = self.queue.pop(false) {
            let fate = if entry.flown { Fate::Unsure } else { Fate::Failed(SendFailure::Closed) };
            out.push(Ending::of(&entry, fate));
        }
    }

    /// Whether nothing waits to be written and no fate is open.
    pub(crate) fn is_drained(&self) -> bool {
        self.queue.is_empty() && self.flight.len() == 0
    }

    pub(crate) fn queue(&self) -> &Queue<E> {
        &self.queue
    }

    pub(crate) fn queue_mut(&mut self) -> &mut Queue<E> {
        &mut self.queue
    }

    pub(crate) fn sm(&self) -> &StreamManagement {
        &self.sm
    }

    pub(crate) fn sm_mut(&mut self) -> &mut StreamManagement {
        &mut self.sm
    }

    /// Whether so many fates are open that the app's stanzas must wait. One always may fly.
    fn holds_app(&self) -> bool {
        self.sm.is_counting()
            && (self.flight.len() >= self.unacked || self.flight.bytes() >= self.bounds.bytes)
    }

    fn launch(&mut self, mut entry: Entry<E>) -> E {
        let is_apps = entry.origin == Origin::App;
        let number = self.sm.stanza_out(is_apps);
        let stanza = entry.element.clone();
        if is_apps {
            entry.flown = true;
            self.flight.launch(entry, number);
        }
        stanza
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    const BOUNDS: Bounds = Bounds { stanzas: 100, bytes: 1000 };

    fn outbound(policy: UnackedPolicy) -> Outbound<u32> {
        Outbound::new(BOUNDS, 3, policy, Token::first(0))
    }

    /// An outbound side on a stream with stream management, its counters near the wrap.
    fn managed(policy: UnackedPolicy) -> Outbound<u32> {
        let mut outbound = outbound(policy);
        outbound.sm = StreamManagement::on_at(0xFFFF_FFFE);
        outbound
    }

    /// Everything that can be written now; control elements are left out.
    fn stanzas(outbound: &mut Outbound<u32>, out: &mut Vec<Ending>) -> Vec<u32> {
        let everything = std::iter::from_fn(|| outbound.next(0, false, out));
        let stanza = |outgoing| match outgoing {
            Outgoing::Stanza(stanza) => Some(stanza),
            Outgoing::Control(_) => None,
        };
        everything.filter_map(stanza).collect()
    }

    fn fates(out: &mut Vec<Ending>) -> Vec<(u64, Fate)> {
        out.drain(..).map(|ending| (ending.token.value(), ending.fate)).collect()
    }

    fn push(outbound: &mut Outbound<u32>, stanzas: std::ops::Range<u32>) {
        for stanza in stanzas {
            outbound.push(stanza, 1, Origin::App).expect("room");
        }
    }

    #[test]
    fn without_management_written_is_the_last_word() {
        let (mut outbound, mut out) = (outbound(UnackedPolicy::Resend), Vec::new());
        push(&mut outbound, 0..4);
        assert_eq!(stanzas(&mut outbound, &mut out), [0, 1, 2, 3]);
        outbound.mark(40);
        outbound.transmitted(39, &mut out);
        assert_eq!(fates(&mut out), []);
        outbound.transmitted(40, &mut out);
        assert_eq!(fates(&mut out), [0, 1, 2, 3].map(|token| (token, Fate::Written)));
        assert!(outbound.is_drained());
    }

    #[test]
    fn too_many_unacknowledged_hold_the_apps_stanzas_only() {
        let (mut outbound, mut out) = (managed(UnackedPolicy::Drop), Vec::new());
        push(&mut outbound, 0..5);
        outbound.push(9, 1, Origin::Internal).expect("room");
        assert_eq!(stanzas(&mut outbound, &mut out), [0, 1, 2, 9]);
        outbound.answered(0, 0, &mut out).expect("2 of 4");
        let both = |token| [(token, Fate::Written), (token, Fate::Acked)];
        assert_eq!(fates(&mut out), [both(0), both(1)].concat());
        assert_eq!(stanzas(&mut outbound, &mut out), [3, 4]);
    }

    #[test]
    fn refused_management_leaves_written_as_the_last_word() {
        let (mut outbound, mut out) = (outbound(UnackedPolicy::Drop), Vec::new());
        outbound.fresh(true, None);
        push(&mut outbound, 0..2);
        stanzas(&mut outbound, &mut out);
        outbound.mark(10);
        outbound.transmitted(10, &mut out);
        assert!(!outbound.is_drained());
        outbound.sm_failed().expect("asked for");
        assert!(outbound.is_drained());
        outbound.cut(Death::Lost, &mut out);
        assert_eq!(fates(&mut out), [(0, Fate::Written), (1, Fate::Written)]);
    }

    #[test]
    fn what_was_lost_is_sent_again_first_and_in_order() {
        let (mut outbound, mut out) = (managed(UnackedPolicy::Resend), Vec::new());
        push(&mut outbound, 0..5);
        stanzas(&mut outbound, &mut out);
        outbound.answered(0xFFFF_FFFF, 0, &mut out).expect("1 of 3");
        outbound.cut(Death::Lost, &mut out);
        assert_eq!(fates(&mut out).last(), Some(&(0, Fate::Acked)));
        outbound.fresh(false, None);
        assert_eq!(stanzas(&mut outbound, &mut out), [1, 2, 3, 4]);
    }

    #[test]
    fn what_was_lost_ends_as_unsure() {
        let (mut outbound, mut out) = (managed(UnackedPolicy::Drop), Vec::new());
        push(&mut outbound, 0..5);
        stanzas(&mut outbound, &mut out);
        outbound.cut(Death::Lost, &mut out);
        assert_eq!(fates(&mut out), [0, 1, 2].map(|token| (token, Fate::Unsure)));
        outbound.fresh(false, None);
        assert_eq!(stanzas(&mut outbound, &mut out), [3, 4]);
    }

    #[test]
    fn poison_is_given_up_after_two_stream_errors_in_a_row() {
        let (mut outbound, mut out) = (managed(UnackedPolicy::Resend), Vec::new());
        push(&mut outbound, 0..1);
        let deaths = [Death::StreamError, Death::Lost, Death::StreamError];
        for death in deaths {
            assert_eq!(stanzas(&mut outbound, &mut out), [0]);
            outbound.cut(death, &mut out);
            assert_eq!(fates(&mut out), []);
        }
        outbound.cut(Death::StreamError, &mut out); // still queued: not its fault
        stanzas(&mut outbound, &mut out);
        outbound.cut(Death::StreamError, &mut out);
        assert_eq!(fates(&mut out), []);
        stanzas(&mut outbound, &mut out);
        outbound.cut(Death::StreamError, &mut out);
        assert_eq!(fates(&mut out), [(0, Fate::Failed(SendFailure::Poison))]);
        assert!(outbound.is_drained());
    }

    #[test]
    fn a_server_that_takes_less_than_before_fails_what_waits() {
        let (mut outbound, mut out) = (outbound(UnackedPolicy::Drop), Vec::new());
        outbound.push(0, 100, Origin::App).expect("room");
        push(&mut outbound, 1..2);
        outbound.fresh(false, Some(99));
        assert_eq!(stanzas(&mut outbound, &mut out), [1]);
        assert_eq!(fates(&mut out), [(0, Fate::Failed(SendFailure::TooLarge))]);
    }

    #[test]
    fn at_the_end_every_stanza_ends() {
        let (mut outbound, mut out) = (managed(UnackedPolicy::Resend), Vec::new());
        push(&mut outbound, 0..5);
        stanzas(&mut outbound, &mut out);
        outbound.cut(Death::Lost, &mut out);
        outbound.end(&mut out);
        let (unsure, closed) = (Fate::Unsure, Fate::Failed(SendFailure::Closed));
        let want = [(0, unsure), (1, unsure), (2, unsure), (3, closed), (4, closed)];
        assert_eq!(fates(&mut out), want);
        assert!(outbound.is_drained());
    }

    #[derive(Clone, Debug)]
    enum Step {
        Push(bool),
        Withdraw(u8),
        Write,
        Transmit,
        Take(u8),
        Answer,
        Cut(bool),
        Fresh(Option<bool>),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => any::<bool>().prop_map(Step::Push),
            1 => any::<u8>().prop_map(Step::Withdraw),
            6 => Just(Step::Write),
            2 => Just(Step::Transmit),
            3 => (0u8..4).prop_map(Step::Take),
            3 => Just(Step::Answer),
            1 => any::<bool>().prop_map(Step::Cut),
            2 => any::<Option<bool>>().prop_map(Step::Fresh),
        ]
    }

    /// The world around an outbound side: one link, and a server that takes what was written.
    struct World {
        outbound: Outbound<u32>,
        out: Vec<Ending>,
        online: bool,
        /// Stanzas on this stream, and how many of them the server took.
        written: Vec<u32>,
        taken: usize,
        /// Where the count of this stream began.
        base: u32,
        managed: bool,
        octets: u64,
        next: u32,
        withdrawn: Vec<u64>,
        /// The fates of each token, and whether the server ever took it.
        fates: BTreeMap<u64, Vec<Fate>>,
        delivered: Vec<u32>,
    }

    impl World {
        fn run(&mut self, step: Step) {
            match step {
                Step::Push(is_apps) => self.push(is_apps),
                Step::Withdraw(token) => self.withdraw(token.into()),
                Step::Write if self.online => self.write(),
                Step::Transmit if self.online => {
                    self.outbound.transmitted(self.octets, &mut self.out);
                }
                Step::Take(count) => {
                    let taken = (self.taken + usize::from(count)).min(self.written.len());
                    self.delivered.extend(&self.written[self.taken..taken]);
                    self.taken = taken;
                }
                Step::Answer if self.online && self.managed => {
                    let h = self.base.wrapping_add(self.taken as u32);
                    self.outbound.answered(h, 0, &mut self.out).expect("an honest count");
                }
                Step::Cut(by_error) => self.cut(by_error),
                Step::Fresh(sm) if !self.online => self.fresh(sm),
                _ => {}
            }
            self.note();
        }

        fn push(&mut self, is_apps: bool) {
            let origin = if is_apps { Origin::App } else { Origin::Internal };
            if let Ok(token) = self.outbound.push(self.next, 1, origin) {
                assert_eq!(token.value(), u64::from(self.next));
                if is_apps {
                    self.fates.insert(token.value(), Vec::new());
                }
                self.next += 1;
            }
        }

        fn withdraw(&mut self, token: u64) {
            if self.outbound.queue_mut().withdraw(Token::from_value(token)) {
                self.withdrawn.push(token);
            }
        }

        fn write(&mut self) {
            if let Some(Outgoing::Stanza(stanza)) = self.outbound.next(0, false, &mut self.out) {
                self.written.push(stanza);
                self.octets += 10;
                self.outbound.mark(self.octets);
            }
        }

        fn cut(&mut self, by_error: bool) {
            let death = if by_error { Death::StreamError } else { Death::Lost };
            self.outbound.cut(death, &mut self.out);
            self.online = false;
            self.written.clear();
            (self.taken, self.octets) = (0, 0);
        }

        fn fresh(&mut self, sm: Option<bool>) {
            self.online = true;
            self.outbound.fresh(false, None);
            self.outbound.queue_mut().set_opening(false);
            self.managed = sm.is_some();
            if let Some(near_the_wrap) = sm {
                let count = if near_the_wrap { 0xFFFF_FFFD } else { 0 };
                self.base = count as u32;
                self.outbound.sm = StreamManagement::on_at(count);
            }
        }

        fn note(&mut self) {
            for ending in self.out.drain(..).filter(|ending| ending.origin == Origin::App) {
                let token = ending.token.value();
                if ending.fate == Fate::Acked {
                    assert!(self.delivered.contains(&(token as u32)), "{token} was not taken");
                }
                self.fates.entry(token).or_default().push(ending.fate);
            }
        }
    }

    proptest! {
        /// However sending, acknowledging and cutting interleave: each token ends exactly once,
        /// and is acknowledged only if the server took it.
        #[test]
        fn every_token_ends_exactly_once(
            steps in prop::collection::vec(step(), 0..120),
            resend: bool,
        ) {
            let policy = if resend { UnackedPolicy::Resend } else { UnackedPolicy::Drop };
            let mut world = World {
                outbound: outbound(policy),
                out: Vec::new(),
                online: false,
                written: Vec::new(),
                taken: 0,
                base: 0,
                managed: false,
                octets: 0,
                next: 0,
                withdrawn: Vec::new(),
                fates: BTreeMap::new(),
                delivered: Vec::new(),
            };
            steps.into_iter().for_each(|step| world.run(step));
            world.outbound.end(&mut world.out);
            world.note();
            prop_assert!(world.outbound.is_drained());
            for (token, fates) in &world.fates {
                let ends = fates.iter().filter(|fate| **fate != Fate::Written).count();
                if world.withdrawn.contains(token) {
                    prop_assert!(fates.is_empty(), "{token} was withdrawn: {fates:?}");
                } else if fates.last() == Some(&Fate::Written) {
                    prop_assert_eq!(ends, 0, "{} lived on: {:?}", token, fates);
                } else {
                    prop_assert_eq!(ends, 1, "{} ended otherwise: {:?}", token, fates);
                    if let [before @ .., Fate::Acked] = &fates[..] {
                        prop_assert_eq!(before.last(), Some(&Fate::Written), "{} {:?}", token, fates);
                    }
                }
            }
        }
    }
}
