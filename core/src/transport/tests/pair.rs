//! Two transports back to back, a client and a server, with a wire between that cuts what passes
//! into pieces.

use super::authority::NOW_MS;
use crate::chance::Chance;
use crate::limits::Limits;
use crate::outbox::Outbox;
use crate::time::Now;
use crate::transport::{
    Security, Shared, TlsMode, TlsStart, Transport, TransportEffect, TransportFault,
};
use std::sync::Arc;

/// How the wire cuts what passes.
pub(super) enum Cuts {
    Whole,
    Octets,
    Random(Box<Chance>),
}

impl Cuts {
    pub(super) fn random(seed: u8) -> Cuts {
        Cuts::Random(Box::new(Chance::new([seed; 32])))
    }

    fn next(&mut self) -> usize {
        match self {
            Cuts::Whole => usize::MAX,
            Cuts::Octets => 1,
            Cuts::Random(chance) => 1 + chance.below(900) as usize,
        }
    }
}

/// One end, what it asked of its driver, and what it sent.
pub(super) struct Side {
    pub(super) transport: Transport,
    pub(super) now: Now,
    pub(super) effects: Vec<TransportEffect>,
    pub(super) fault: Option<TransportFault>,
    /// Octets on their way to the other side.
    pub(super) wire: Vec<u8>,
    pub(super) sent: Vec<u8>,
    pub(super) read: Vec<u8>,
}

impl Side {
    pub(super) fn new(security: Security) -> Side {
        Side {
            transport: Transport::new(security, &Limits::default()),
            now: Now { mono_ms: 0, unix_ms: NOW_MS },
            effects: Vec::new(),
            fault: None,
            wire: Vec::new(),
            sent: Vec::new(),
            read: Vec::new(),
        }
    }

    /// Does one thing to the transport and carries out what it asks for.
    pub(super) fn act<T>(
        &mut self,
        action: impl FnOnce(&mut Transport, &mut Outbox<TransportEffect>) -> T,
    ) -> T {
        let mut out = Outbox::default();
        let result = action(&mut self.transport, &mut out);
        while let Some(effect) = out.pop() {
            match effect {
                TransportEffect::Transmit(octets) => {
                    self.wire.extend_from_slice(&octets);
                    self.sent.extend_from_slice(&octets);
                }
                other => self.effects.push(other),
            }
        }
        let total = self.sent.len() as u64;
        self.transport.transmitted(total).expect("the total is what was sent");
        result
    }

    pub(super) fn advance(&mut self) {
        let now = self.now;
        if let Err(fault) = self.act(|transport, out| transport.advance(now, out)) {
            self.fault = Some(fault);
        }
        self.act(|transport, out| transport.flush(out));
        let plaintext = self.transport.plaintext().to_vec();
        self.transport.consume(plaintext.len());
        self.read.extend(plaintext);
    }

    pub(super) fn write(&mut self, octets: &[u8]) {
        self.act(|transport, out| {
            transport.write(octets);
            transport.flush(out);
        });
    }

    pub(super) fn start_tls(&mut self) -> Result<(), TransportFault> {
        let now = self.now;
        self.act(|transport, out| transport.start_tls(now, out))
    }
}

pub(super) struct Pair {
    pub(super) client: Side,
    pub(super) server: Side,
}

impl Pair {
    /// Both connected, in the clear unless `start` is direct.
    pub(super) fn new(start: TlsStart, client: Arc<Shared>, server: Arc<Shared>) -> Pair {
        let client = Security::client(TlsMode::Engine, start, "example.org", client);
        let server = Security::server(TlsMode::Engine, start, server);
        let mut pair = Pair { client: Side::new(client), server: Side::new(server) };
        pair.client.transport.connected(None);
        pair.server.transport.connected(None);
        pair
    }

    /// Carries everything over until nothing moves.
    pub(super) fn run(&mut self, cuts: &mut Cuts) {
        loop {
            self.client.advance();
            self.server.advance();
            let moved = carry(&mut self.client, &mut self.server, cuts)
                | carry(&mut self.server, &mut self.client, cuts);
            if !moved {
                return;
            }
        }
    }
}

/// Moves one piece.
fn carry(sender: &mut Side, receiver: &mut Side, cuts: &mut Cuts) -> bool {
    let count = cuts.next().min(sender.wire.len()).min(64 * 1024);
    let piece: Vec<u8> = sender.wire.drain(..count).collect();
    receiver.transport.receive(&piece).expect("there is room");
    receiver.advance();
    count > 0
}
