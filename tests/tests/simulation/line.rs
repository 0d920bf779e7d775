//! One connection through the network: two directions, in each of which octets keep their order,
//! and the way in which it ends.

use std::collections::VecDeque;

use xmpp_engine::transport::ConnId;
use xmpp_test_server::ConnectionId;

use crate::chance::Chance;
use crate::plan::Weather;

/// Octets of a direction that may be cut finely; what comes behind travels in larger pieces, or a
/// run would take too long.
const FINE_OCTETS: u64 = 3_000;

/// A connection.
pub struct Line {
    /// Whose it is.
    pub owner: Owner,
    pub conn: ConnId,
    /// The server's name for it, once it is made.
    pub server: Option<ConnectionId>,
    /// What comes of the dial, and when.
    pub dial: Option<(u64, Dialled)>,
    /// To the server, and from it.
    pub up: Pipe,
    pub down: Pipe,
    /// Nothing arrives any more, and nobody is told.
    pub stalled: bool,
    pub doom: Option<Doom>,
    /// What the server has read behind the last whole message.
    pub unserved: String,
    /// Both sides have given it back.
    client_gone: bool,
    server_gone: bool,
    manner: Manner,
    chance: Chance,
}

/// A person and the number of the program that she or he has started.
#[derive(Clone, Copy, PartialEq)]
pub struct Owner {
    pub person: usize,
    pub program: u64,
}

/// The end of a dial.
#[derive(Clone, Copy, PartialEq)]
pub enum Dialled {
    Connected,
    Refused,
}

/// How a connection ends, and when.
#[derive(Clone, Copy)]
pub struct Doom {
    when: When,
    how: How,
}

#[derive(Clone, Copy)]
enum When {
    /// Behind so many octets to the server.
    Up(u64),
    /// Behind so many octets from it.
    Down(u64),
    At(u64),
}

#[derive(Clone, Copy)]
enum How {
    /// Both sides hear of it.
    Reset,
    /// One direction ends, and the side that writes knows nothing of it.
    Close,
    /// Nobody hears of it.
    Stall,
}

/// How octets travel.
#[derive(Clone, Copy)]
struct Manner {
    latency: u64,
    jitter: u64,
    /// How many pieces in a hundred are held up for long, and all behind them.
    hangs: u64,
    piece: u64,
    /// What is written is reported as transmitted at once, or when it arrives.
    eager: bool,
}

/// One direction.
#[derive(Default)]
pub struct Pipe {
    arrivals: VecDeque<(u64, Arrival)>,
    /// When the last one arrives.
    last: u64,
    written: u64,
    /// Octets that the writer may call transmitted.
    pub transmitted: u64,
    /// Nothing more goes in.
    shut: bool,
}

/// What arrives.
#[derive(Debug, PartialEq)]
pub enum Arrival {
    Octets(Vec<u8>),
    End,
    Reset,
}

impl Line {
    pub fn new(
        (owner, conn): (Owner, ConnId),
        now: u64,
        weather: &Weather,
        mut chance: Chance,
    ) -> Line {
        let manner = Manner {
            latency: chance.between(0, weather.latency),
            jitter: chance.between(0, weather.jitter),
            hangs: if chance.percent(weather.sluggish) { 3 } else { 0 },
            piece: chance.pick(&[1, 7, 60, 400, 1 << 20]),
            eager: chance.percent(50),
        };
        let stalled = chance.percent(weather.mute);
        let doom = chance.percent(weather.doomed).then(|| Doom::new(now, &mut chance));
        let at = now + manner.latency + chance.between(0, manner.jitter);
        let dial = match () {
            _ if chance.percent(weather.refused) => Some((at, Dialled::Refused)),
            _ if chance.percent(weather.swallowed) => None,
            _ => Some((at, Dialled::Connected)),
        };
        let (up, down) = (Pipe::default(), Pipe::default());
        Line {
            owner,
            conn,
            server: None,
            dial,
            up,
            down,
            stalled,
            doom,
            unserved: String::new(),
            client_gone: false,
            server_gone: false,
            manner,
            chance,
        }
    }

    /// The client writes.
    pub fn write_up(&mut self, now: u64, octets: &[u8]) {
        let cut = match self.doom {
            Some(Doom { when: When::Up(octets), .. }) => Some(octets),
            _ => None,
        };
        if !self.stalled && self.up.write(now, octets, cut, &self.manner, &mut self.chance) {
            self.strike(now);
        }
    }

    /// The server writes.
    pub fn write_down(&mut self, now: u64, octets: &[u8]) {
        let cut = match self.doom {
            Some(Doom { when: When::Down(octets), .. }) => Some(octets),
            _ => None,
        };
        if !self.stalled && self.down.write(now, octets, cut, &self.manner, &mut self.chance) {
            self.strike(now);
        }
    }

    /// The client closes: what it wrote still arrives, what comes for it does not.
    pub fn close_up(&mut self, now: u64) {
        self.client_gone = true;
        self.down.forget();
        if !self.stalled {
            self.up.end(now, Arrival::End, &self.manner);
        }
    }

    /// The client's program dies. Its system says so, or dies with it.
    pub fn die(&mut self, now: u64) {
        self.dial = None;
        if self.chance.percent(30) {
            self.stalled = true;
        }
        self.close_up(now);
    }

    /// The server closes.
    pub fn close_down(&mut self, now: u64) {
        self.server_gone = true;
        self.up.forget();
        if !self.stalled {
            self.down.end(now, Arrival::End, &self.manner);
        }
    }

    /// Whether the client has given it back.
    pub fn is_dead(&self) -> bool {
        self.client_gone
    }

    /// Whether nothing can happen to it any more.
    pub fn is_over(&self) -> bool {
        self.client_gone && self.dial.is_none() && (self.server_gone || self.server.is_none())
    }

    /// When the network acts by itself.
    pub fn doom_at(&self) -> Option<u64> {
        match self.doom {
            Some(Doom { when: When::At(at), .. }) if self.server.is_some() => Some(at),
            _ => None,
        }
    }

    /// The doom comes.
    pub fn strike(&mut self, now: u64) {
        let Some(doom) = self.doom.take() else { return };
        let (manner, chance) = (&self.manner, &mut self.chance);
        match doom.how {
            How::Reset => {
                for pipe in [&mut self.up, &mut self.down] {
                    pipe.lose_tail(chance);
                    pipe.end(now, Arrival::Reset, manner);
                }
            }
            How::Close => {
                let up = match doom.when {
                    When::Up(_) => true,
                    When::Down(_) => false,
                    When::At(at) => at % 2 == 0,
                };
                let pipe = if up { &mut self.up } else { &mut self.down };
                pipe.end(now, Arrival::End, manner);
            }
            How::Stall => {
                self.up.lose_tail(chance);
                self.down.lose_tail(chance);
                self.stalled = true;
            }
        }
    }

    /// From now on nothing goes wrong; what was stalled is found to be dead.
    pub fn heal(&mut self, now: u64) {
        self.doom = None;
        self.manner.hangs = 0;
        if std::mem::take(&mut self.stalled) {
            for pipe in [&mut self.up, &mut self.down] {
                pipe.shut = false;
                pipe.end(now, Arrival::Reset, &self.manner);
            }
        }
    }

    /// What arrives now at one side, as one read: several pieces at times, no more than `most`.
    pub fn arrive(&mut self, up: bool, now: u64, most: u64) -> Option<Arrival> {
        let pipe = if up { &mut self.up } else { &mut self.down };
        let mut read = Vec::new();
        while pipe.due(now) {
            match pipe.arrivals.front_mut()? {
                (_, Arrival::Octets(octets)) => {
                    let room = most as usize - read.len();
                    let rest = octets.split_off(room.min(octets.len()));
                    read.append(octets);
                    if rest.is_empty() {
                        pipe.arrivals.pop_front();
                    } else {
                        *octets = rest;
                    }
                    if read.len() as u64 == most || self.chance.percent(50) {
                        break;
                    }
                }
                _ if read.is_empty() => return pipe.arrivals.pop_front().map(|(_, end)| end),
                _ => break,
            }
        }
        if !self.manner.eager {
            pipe.transmitted += read.len() as u64;
        }
        (!read.is_empty()).then_some(Arrival::Octets(read))
    }
}

impl Doom {
    fn new(now: u64, chance: &mut Chance) -> Doom {
        let when = match chance.between(0, 5) {
            0 => When::At(now + chance.between(0, 100_000)),
            1 => When::Up(chance.between(0, 600)),
            2 => When::Down(chance.between(0, 1_500)),
            3 => When::Up(chance.between(500, 10_000)),
            _ => When::Down(chance.between(1_000, 10_000)),
        };
        let how = chance.pick(&[How::Reset, How::Reset, How::Close, How::Close, How::Stall]);
        Doom { when, how }
    }
}

impl Pipe {
    /// Whether something is there to be read.
    pub fn due(&self, now: u64) -> bool {
        self.next().is_some_and(|at| at <= now)
    }

    pub fn next(&self) -> Option<u64> {
        self.arrivals.front().map(|(at, _)| *at)
    }

    /// Takes octets in, up to the place of a cut; whether that was reached.
    fn write(
        &mut self,
        now: u64,
        octets: &[u8],
        cut: Option<u64>,
        manner: &Manner,
        chance: &mut Chance,
    ) -> bool {
        if self.shut {
            return false;
        }
        let room = cut.map_or(u64::MAX, |cut| cut.saturating_sub(self.written));
        let mut rest = &octets[..octets.len().min(usize::try_from(room).unwrap_or(usize::MAX))];
        self.written += rest.len() as u64;
        if manner.eager {
            self.transmitted += rest.len() as u64;
        }
        while !rest.is_empty() {
            let piece =
                if self.written < FINE_OCTETS { manner.piece } else { manner.piece.max(400) };
            let size = chance.between(1, piece).min(rest.len() as u64);
            let (piece, later) = rest.split_at(size as usize);
            let hang = if chance.percent(manner.hangs) { chance.between(1_000, 60_000) } else { 0 };
            let at = now + manner.latency + chance.between(0, manner.jitter) + hang;
            self.push(at, Arrival::Octets(piece.to_vec()));
            rest = later;
        }
        room < octets.len() as u64
    }

    fn end(&mut self, now: u64, end: Arrival, manner: &Manner) {
        if !self.shut {
            self.push(now + manner.latency, end);
            self.shut = true;
        }
    }

    fn push(&mut self, at: u64, arrival: Arrival) {
        self.last = self.last.max(at);
        self.arrivals.push_back((self.last, arrival));
    }

    /// The reader is gone.
    fn forget(&mut self) {
        self.arrivals.clear();
        self.shut = true;
    }

    /// Some of the octets on the way are lost, the last ones first.
    fn lose_tail(&mut self, chance: &mut Chance) {
        while chance.percent(60) {
            let Some((_, Arrival::Octets(octets))) = self.arrivals.back_mut() else { return };
            octets.truncate(chance.between(0, octets.len() as u64) as usize);
            if octets.is_empty() {
                self.arrivals.pop_back();
            }
        }
    }
}
