//! What a person's engine has promised, and whether it keeps it. Every broken promise is a panic.

use std::collections::{BTreeMap, BTreeSet};

use xmpp_engine::session::{AnswerResult, CommandId, RequestId, SendFailure, Token, UnackedPolicy};
use xmpp_engine::stream::StreamCondition;
use xmpp_engine::xep::{disco::DiscoEvent, ping::PingEvent, roster::RosterEvent};
use xmpp_engine::{Event, Reason};

/// A message given to `send`.
pub struct Sent {
    pub id: String,
    pub fate: Fate,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fate {
    Queued,
    /// Without stream management this is the last word.
    Written,
    Acked,
    Unsure,
    Failed,
    Cancelled,
    /// The program that knew died.
    Forgotten,
}

/// One engine's promises.
pub struct Ledger {
    pub managed: bool,
    pub policy: UnackedPolicy,
    /// Messages in the order of the calls.
    pub sent: Vec<Sent>,
    by_token: BTreeMap<Token, usize>,
    pub requests: BTreeSet<RequestId>,
    pub commands: BTreeSet<CommandId>,
    pub online: bool,
    pub closed: bool,
    /// `close` was called.
    pub closing: bool,
    /// Sessions lost, and dials that came to nothing.
    pub losses: u32,
    /// Stream errors heard.
    stream_errors: u32,
    /// A stanza ended as unsure, and the loss that explains it has not been told yet.
    doubtful: bool,
    /// A call was refused for lack of room, and Writable has not been heard since.
    pub refused: bool,
    /// Refused calls for which a Writable may come.
    refusals: u32,
}

impl Ledger {
    pub fn new(managed: bool, policy: UnackedPolicy) -> Ledger {
        Ledger {
            managed,
            policy,
            sent: Vec::new(),
            by_token: BTreeMap::new(),
            requests: BTreeSet::new(),
            commands: BTreeSet::new(),
            online: false,
            closed: false,
            closing: false,
            losses: 0,
            stream_errors: 0,
            doubtful: false,
            refused: false,
            refusals: 0,
        }
    }

    pub fn sent(&mut self, token: Token, id: String) {
        self.sent.push(Sent { id, fate: Fate::Queued });
        let before = self.by_token.insert(token, self.sent.len() - 1);
        assert!(before.is_none(), "token {token} twice");
    }

    /// Another program begins; what the last one knew and had not heard the end of is forgotten.
    pub fn restart(&mut self) {
        let managed = self.managed;
        for sent in &mut self.sent {
            if sent.fate == Fate::Queued || managed && sent.fate == Fate::Written {
                sent.fate = Fate::Forgotten;
            }
        }
        let sent = std::mem::take(&mut self.sent);
        let (losses, stream_errors) = (self.losses + 1, self.stream_errors);
        *self = Ledger { sent, losses, stream_errors, ..Ledger::new(managed, self.policy) };
    }

    /// A call was refused for lack of room.
    pub fn refuse(&mut self) {
        self.refused = true;
        self.refusals += 1;
    }

    pub fn cancelled(&mut self, token: Token) {
        let fate = self.fate(token);
        assert_eq!(*fate, Fate::Queued, "token {token} was withdrawn");
        *fate = Fate::Cancelled;
    }

    /// Messages whose end is not known.
    pub fn open(&self) -> usize {
        self.sent.iter().filter(|sent| self.is_open(sent)).count()
    }

    fn is_open(&self, sent: &Sent) -> bool {
        sent.fate == Fate::Queued || self.managed && sent.fate == Fate::Written
    }

    /// Tokens whose end is not known.
    pub fn open_tokens(&self) -> Vec<Token> {
        let is_open = |at: usize| self.is_open(&self.sent[at]);
        self.by_token.iter().filter(|(_, at)| is_open(**at)).map(|(token, _)| *token).collect()
    }

    /// Takes an event down.
    pub fn event(&mut self, event: &Event) {
        assert!(!self.closed, "an event behind Closed");
        match event {
            Event::Online { .. } => {
                assert!(!self.online, "Online twice");
                assert!(!self.doubtful, "Unsure without a loss");
                self.online = true;
            }
            Event::Offline { reason, retry_at } => {
                assert!(retry_at.is_some(), "nobody would dial again: {reason}");
                self.lost(reason);
            }
            Event::Closed { reason } => {
                // A connection that was given up can be served late, and take the resource. The
                // engine cannot tell that from another client, and must not fight it.
                let robbed = self.losses > 0
                    && matches!(reason, Reason::StreamError { error }
                    if error.condition == StreamCondition::Conflict);
                assert!(self.closing || robbed, "closed by itself: {reason}");
                self.lost(reason);
                self.closed = true;
                let open = (self.open_tokens().len(), &self.requests, &self.commands);
                assert!(open.0 + open.1.len() + open.2.len() == 0, "open behind the end: {open:?}");
            }
            Event::Written { token } => self.written(*token),
            Event::Acked { token } => {
                assert!(self.managed, "acked without stream management");
                self.ends(*token, &[Fate::Written], Fate::Acked);
            }
            Event::Unsure { token } => {
                assert!(self.online || self.closing, "{token} was not in flight");
                let dropped = self.policy == UnackedPolicy::Drop;
                assert!(dropped || self.closing, "{token} is to be sent again");
                self.ends(*token, &[Fate::Queued, Fate::Written], Fate::Unsure);
                self.doubtful = true;
            }
            Event::Failed { token, failure } => self.failed(*token, *failure),
            Event::Answer { request, result } => {
                assert!(self.requests.remove(request), "{request} ended twice: {result:?}");
                assert_ne!(*result, AnswerResult::Cancelled, "nobody has cancelled {request}");
            }
            Event::Writable => {
                assert!(self.refusals > 0, "Writable, and nothing was refused");
                self.refusals -= 1;
                self.refused = false;
            }
            Event::Dropped { name, what, .. } => panic!("<{name}/> was dropped: {what}"),
            other => self.command_event(other),
        }
    }

    fn command_event(&mut self, event: &Event) {
        let command = match event {
            Event::Ping { event: PingEvent::Pong { command, .. } }
            | Event::Ping { event: PingEvent::Lost { command, .. } }
            | Event::Roster { event: RosterEvent::Done { command } } => Some(*command),
            Event::Roster { event: RosterEvent::Received { command, .. } }
            | Event::Roster { event: RosterEvent::Failed { command, .. } } => *command,
            Event::Disco { event: DiscoEvent::Info { command, .. } }
            | Event::Disco { event: DiscoEvent::Items { command, .. } }
            | Event::Disco { event: DiscoEvent::Failed { command, .. } } => Some(*command),
            _ => None,
        };
        if let Some(command) = command {
            assert!(self.commands.remove(&command), "{command} ended twice");
        }
    }

    fn lost(&mut self, reason: &Reason) {
        let fault = matches!(reason, Reason::PeerFault { .. });
        assert!(!fault, "neither the server nor the network makes such faults: {reason}");
        self.online = false;
        self.doubtful = false;
        self.losses += 1;
        let by_error = matches!(reason, Reason::StreamError { .. });
        self.stream_errors += u32::from(by_error);
    }

    fn written(&mut self, token: Token) {
        let again = self.managed && self.policy == UnackedPolicy::Resend && self.losses > 0;
        let fate = self.fate(token);
        let first = *fate == Fate::Queued;
        assert!(first || again && *fate == Fate::Written, "{token}: Written behind {fate:?}");
        *fate = Fate::Written;
    }

    fn failed(&mut self, token: Token, failure: SendFailure) {
        match failure {
            SendFailure::Closed => assert!(self.closing, "{token} failed: nobody has closed"),
            SendFailure::Poison => assert!(self.stream_errors > 0, "{token}: no stream error"),
            other => panic!("{token} failed: {other:?}"),
        }
        self.ends(token, &[Fate::Queued, Fate::Written], Fate::Failed);
    }

    fn ends(&mut self, token: Token, behind: &[Fate], end: Fate) {
        let final_word = !self.managed;
        let fate = self.fate(token);
        assert!(behind.contains(fate), "{token}: {end:?} behind {fate:?}");
        assert!(!final_word || *fate != Fate::Written, "{token}: {end:?} behind the last word");
        *fate = end;
    }

    /// The message's id.
    pub fn id(&self, token: Token) -> &str {
        &self.sent[self.by_token[&token]].id
    }

    fn fate(&mut self, token: Token) -> &mut Fate {
        let at = self.by_token.get(&token).unwrap_or_else(|| panic!("{token} was never given out"));
        &mut self.sent[*at].fate
    }
}
