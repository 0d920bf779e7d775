//! The border to C: any calls in any order, made in C (`fuzz/border/play`), give codes and absent
//! values. A panic that the border has caught counts as one that it has not.

use std::cell::Cell;
use std::sync::Once;

thread_local! {
    static PANICS: Cell<u32> = const { Cell::new(0) };
}

/// Panics if a call has panicked, or if something else does not hold.
pub fn check(data: &[u8]) {
    count_panics();
    let before = PANICS.get();
    let played = xmpp_fuzz_border::play(data);
    assert_eq!(PANICS.get(), before, "the border has caught a panic");
    played.unwrap_or_else(|what| panic!("{what}"));
}

/// Under the fuzzer the hook that was there before ends the process.
fn count_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            PANICS.set(PANICS.get() + 1);
            before(info);
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::check;
    use std::path::Path;

    /// Plays of random octets, from printed seeds.
    #[test]
    fn random_calls_hold() {
        for seed in 1..=6000_u64 {
            println!("seed {seed}"); // the last one names what failed
            let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let octets = (0..seed % 700).map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state >> 32) as u8
            });
            check(&octets.collect::<Vec<_>>());
        }
    }

    #[test]
    fn every_function_is_played_with() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let read = |name: &str| std::fs::read_to_string(root.join(name)).expect(name);
        let files = ["input.h", "lent.h", "values.h", "engine.h", "play.c"];
        let played: String =
            files.iter().map(|file| read(&format!("fuzz/border/play/{file}"))).collect();
        let played = played + &read("ffi/c/tests/c/canonical.h");
        let symbols = read("ffi/c/abi/symbols.txt");
        let names = symbols.lines().filter(|line| !line.starts_with('#'));
        let names = names.filter_map(|line| line.split(' ').next());
        let called =
            |name: &str| ["(", ",", ")"].iter().any(|end| played.contains(&format!("{name}{end}")));
        let missing: Vec<_> = names.filter(|name| !called(name)).collect();
        assert!(missing.is_empty(), "nobody calls {missing:?}");
    }
}
