//! A hostile server, a careless driver and a hasty app: any calls in any order, at any time. What
//! must hold stands in `world.rs`.
//!
//! The input decides the config, whether a login goes well first, and then each call.

mod calls;
mod settings;
mod words;

use xmpp_engine::Now;

use crate::input::Input;
use crate::world::{HEADER, World};

/// Calls of one play.
const CALLS: u32 = 150;

/// Panics if the engine does, or if it breaks a promise.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let config = settings::config(&mut input);
    let now = Now { mono_ms: input.number() >> 1, unix_ms: input.number() };
    let mut world = World::new(config, now);
    world.settle();
    if input.once_in(2) {
        log_in(&mut world);
    }
    for _ in 0..CALLS {
        if input.is_over() {
            break;
        }
        calls::call(&mut world, &mut input);
        // Inputs may come many at a time.
        if !input.once_in(4) {
            world.settle();
        }
    }
    world.close();
}

/// A login as it should be, as far as the config lets it.
fn log_in(world: &mut World) {
    let sasl = "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>\
        <mechanism>PLAIN</mechanism><mechanism>ANONYMOUS</mechanism></mechanisms></stream:features>";
    let bind = "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>\
        <sm xmlns='urn:xmpp:sm:3'/></stream:features>";
    let success = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";
    world.connected();
    for piece in
        [HEADER, sasl, success, HEADER, bind, words::BOUND, "<enabled xmlns='urn:xmpp:sm:3'/>"]
    {
        world.settle();
        calls::say(world, piece);
    }
    world.settle();
}
