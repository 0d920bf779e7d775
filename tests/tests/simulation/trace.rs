//! What happens in a run: its hash, by which two runs are compared, and its text if wanted.

/// The trace of one run.
pub struct Trace {
    hash: u64,
    printed: bool,
}

impl Trace {
    pub fn new(printed: bool) -> Trace {
        Trace { hash: 0xCBF2_9CE4_8422_2325, printed }
    }

    /// FNV-1a over everything noted so far.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    pub fn note(&mut self, mono_ms: u64, who: &str, what: &str) {
        self.mix(&mono_ms.to_le_bytes());
        self.mix(who.as_bytes());
        self.mix(what.as_bytes());
        if self.printed {
            println!("{:>9.3} {who:<8} {what}", mono_ms as f64 / 1000.0);
        }
    }

    /// Octets, which are text in these runs.
    pub fn octets(&mut self, mono_ms: u64, who: &str, what: &str, octets: &[u8]) {
        self.mix(octets);
        let text = if self.printed { String::from_utf8_lossy(octets) } else { "".into() };
        self.note(mono_ms, who, &format!("{what} {text}"));
    }

    fn mix(&mut self, octets: &[u8]) {
        for octet in octets {
            self.hash = (self.hash ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01B3);
        }
    }
}
