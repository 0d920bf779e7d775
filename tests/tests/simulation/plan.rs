//! What a seed decides before a run begins: what people are like, and how bad the weather is.

use xmpp_engine::session::UnackedPolicy;
use xmpp_engine::{HandledMode, Limits};

use crate::chance::Chance;

/// One run.
pub struct Plan {
    pub characters: [Character; 2],
    pub weather: Weather,
    /// From then on nothing goes wrong any more, in milliseconds from the beginning.
    pub heals_at: u64,
    /// When the server ends all streams with `system-shutdown`.
    pub shutdowns: Vec<u64>,
    /// Whether the server has stream management.
    pub managed: bool,
}

/// One person and her or his program.
pub struct Character {
    pub policy: UnackedPolicy,
    pub handled: HandledMode,
    pub managed: bool,
    pub limits: Limits,
    pub messages: u64,
    pub asks: u64,
    /// How often events are held back.
    pub holds: u64,
    /// Milliseconds until an event is handled, at most.
    pub handles_within: u64,
    /// Octets of a body, at most.
    pub body: u64,
    /// How often the program dies, and what it had not handled with it.
    pub crashes: u64,
    /// How often it closes in good order, and begins anew.
    pub restarts: u64,
}

/// What may happen to connections, in percent of them, and how octets travel.
pub struct Weather {
    pub refused: u64,
    /// The dial is never answered.
    pub swallowed: u64,
    /// Accepted, and nothing arrives ever after.
    pub mute: u64,
    /// Ends badly some time.
    pub doomed: u64,
    /// Milliseconds on the way, and more at times.
    pub latency: u64,
    pub jitter: u64,
    /// Hangs for up to a minute at a time, in which everything else goes on.
    pub sluggish: u64,
}

impl Plan {
    pub fn new(chance: &mut Chance) -> Plan {
        let heals_at = chance.pick(&[20_000, 60_000, 300_000, 1_200_000]);
        let calm = chance.percent(20);
        let managed = chance.percent(92);
        let characters = [Character::new(chance, calm), Character::new(chance, calm)];
        let weather = Weather::new(chance, calm);
        let shutdowns = match !calm && chance.percent(15) {
            true => (0..chance.between(1, 4)).map(|_| chance.between(0, heals_at)).collect(),
            false => Vec::new(),
        };
        Plan { characters, weather, heals_at, shutdowns, managed }
    }

    /// Whether nothing goes wrong at all.
    pub fn is_calm(&self) -> bool {
        let steady = |person: &Character| person.crashes + person.restarts == 0;
        self.weather.is_calm() && self.shutdowns.is_empty() && self.characters.iter().all(steady)
    }
}

impl Character {
    fn new(chance: &mut Chance, calm: bool) -> Character {
        let crashes = !calm && chance.percent(30);
        let restarts = !calm && chance.percent(30);
        let slow = chance.percent(40);
        Character {
            policy: chance.pick(&[UnackedPolicy::Drop, UnackedPolicy::Resend]),
            handled: chance.pick(&[HandledMode::Implicit, HandledMode::Explicit]),
            managed: chance.percent(85),
            limits: if chance.percent(40) { narrow() } else { Limits::default() },
            messages: chance.pick(&[3, 10, 40]),
            asks: chance.pick(&[0, 2, 10]),
            holds: if slow { chance.between(1, 5) } else { 0 },
            handles_within: if slow { chance.pick(&[10, 1_000, 90_000]) } else { 0 },
            body: chance.pick(&[10, 10, 200, 3_000]),
            crashes: if crashes { chance.between(1, 3) } else { 0 },
            restarts: if restarts { chance.between(1, 3) } else { 0 },
        }
    }
}

/// Limits that even a quiet life meets.
fn narrow() -> Limits {
    Limits {
        received_bytes: 2_048,
        in_flight_bytes: 500,
        queued_stanzas: 6,
        queued_bytes: 10_000,
        unacked_stanzas: 3,
        pending_iqs: 3,
        pending_requests: 2,
        held_events: 4,
        ..Limits::default()
    }
}

impl Weather {
    fn new(chance: &mut Chance, calm: bool) -> Weather {
        let mut weather = Weather {
            refused: 0,
            swallowed: 0,
            mute: 0,
            doomed: 0,
            latency: chance.pick(&[0, 20, 300]),
            jitter: chance.pick(&[0, 10, 1_000]),
            sluggish: 0,
        };
        if !calm {
            weather.refused = chance.pick(&[0, 10, 40]);
            weather.swallowed = chance.pick(&[0, 0, 10]);
            weather.mute = chance.pick(&[0, 0, 10]);
            weather.doomed = chance.pick(&[0, 20, 60, 100]);
            weather.sluggish = chance.pick(&[0, 0, 0, 20]);
        }
        weather
    }

    fn is_calm(&self) -> bool {
        self.refused + self.swallowed + self.mute + self.doomed + self.sluggish == 0
    }
}
