//! Plays a transcript to an engine and compares what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::calls;
use super::script::{Line, Placed, escaped, read};
use super::settings::Settings;
use xmpp_engine::declare::rendered;
use xmpp_engine::transport::ConnId;
use xmpp_engine::{Engine, Now, Output};

/// How reads are cut.
#[derive(Clone, Copy, Debug)]
pub enum Cuts {
    /// Not at all: lines that follow one another are one read.
    Whole,
    /// Each octet is a read.
    Octets,
    /// At random places, from this seed.
    Random(u64),
}

/// Plays the transcript at `path`. With `update`, what the engine says is written into the file
/// instead of being compared.
pub fn play(path: &Path, cuts: Cuts, update: bool) -> Result<(), String> {
    let script = read(path)?;
    let mut settings = Settings::default();
    for placed in &script {
        if let Line::Setting { key, value } = &placed.line {
            settings.set(key, value).map_err(|what| at(placed, &what))?;
        }
    }
    let cuts = if settings.whole { Cuts::Whole } else { cuts };
    let mut stage = Stage::new(settings, cuts)?;
    let mut edits = Edits::new(path);
    let acts = script.chunk_by(|a, b| {
        // A read is all the lines that follow one another; what the engine says belongs to what
        // caused it.
        let is_setting = matches!(b.line, Line::Setting { .. });
        let is_one_read = is_received(&a.line) && is_received(&b.line) && a.file == b.file;
        is_setting || b.line.is_engines() || is_one_read
    });
    for act in acts {
        stage.act(act)?;
        let expected: Vec<&Placed> = act.iter().filter(|placed| placed.line.is_engines()).collect();
        match update {
            true => edits.note(act, stage.said()),
            false => stage.compare(act, &expected)?,
        }
    }
    if update { edits.write() } else { Ok(()) }
}

fn is_received(line: &Line) -> bool {
    matches!(line, Line::Received { .. })
}

fn at(placed: &Placed, what: &str) -> String {
    format!("{}:{}: {what}", placed.file.display(), placed.number)
}

/// What an engine has said since the last comparison.
#[derive(Default)]
struct Said {
    octets: BTreeMap<u64, Vec<u8>>,
    events: Vec<String>,
    outputs: Vec<String>,
}

/// The engine and the world around it.
struct Stage {
    engine: Engine,
    now: Now,
    cuts: Cuts,
    chance: u64,
    manual: bool,
    newest: u64,
    totals: BTreeMap<u64, u64>,
    /// Connections that were given back: nothing may be written to them any more.
    gone: BTreeSet<u64>,
    /// The last `Wait`.
    wait: String,
    said: Said,
}

impl Stage {
    fn new(settings: Settings, cuts: Cuts) -> Result<Stage, String> {
        let engine = Engine::new(settings.config, settings.seed).map_err(|e| e.to_string())?;
        let chance = if let Cuts::Random(seed) = cuts { seed | 1 } else { 1 };
        let mut stage = Stage {
            engine,
            now: Now { mono_ms: 1_000, unix_ms: 1_790_000_000_000 },
            cuts,
            chance,
            manual: settings.manual,
            newest: 0,
            totals: BTreeMap::new(),
            gone: BTreeSet::new(),
            wait: String::new(),
            said: Said::default(),
        };
        stage.poll();
        Ok(stage)
    }

    /// One act: the causes at its beginning; the engine's lines behind them are not looked at.
    fn act(&mut self, act: &[Placed]) -> Result<(), String> {
        let mut octets: Vec<(Option<u64>, Vec<u8>)> = Vec::new();
        for placed in act {
            match &placed.line {
                Line::Received { conn, octets: more } => match octets.last_mut() {
                    Some((last, octets)) if last == conn => octets.extend_from_slice(more),
                    _ => octets.push((*conn, more.clone())),
                },
                Line::Time { ms } => {
                    self.now.mono_ms += ms;
                    self.now.unix_ms += ms;
                }
                Line::Call { verb, .. } if verb == "waits" => {
                    self.said.outputs.push(self.wait.clone());
                }
                Line::Call { verb, argument } => {
                    let refusal = calls::call(&mut self.engine, verb, argument)
                        .map_err(|what| at(placed, &what))?;
                    self.said.outputs.extend(refusal);
                }
                Line::Setting { .. } | Line::Sent { .. } | Line::Said(_) => {}
            }
        }
        for (conn, octets) in octets {
            let conn = ConnId::from_value(conn.unwrap_or(self.newest));
            self.receive(conn, &octets);
        }
        self.poll();
        Ok(())
    }

    fn receive(&mut self, conn: ConnId, octets: &[u8]) {
        let mut rest = octets;
        while !rest.is_empty() {
            let (read, later) = rest.split_at(self.cut(rest.len()));
            if let Err(error) = self.engine.receive(conn, read) {
                self.said.outputs.push(format!("* Err {}", rendered(&error)));
            }
            rest = later;
            if !rest.is_empty() {
                self.poll();
            }
        }
    }

    fn cut(&mut self, most: usize) -> usize {
        match self.cuts {
            Cuts::Whole => most,
            Cuts::Octets => 1,
            Cuts::Random(_) => {
                // xorshift64: enough to choose places, and the same on every machine.
                self.chance ^= self.chance << 13;
                self.chance ^= self.chance >> 7;
                self.chance ^= self.chance << 17;
                (self.chance % 40) as usize % most + 1
            }
        }
    }

    /// Polls until the engine waits for input or for a later time.
    fn poll(&mut self) {
        loop {
            match self.engine.poll(self.now) {
                Output::Transmit { conn, bytes } => {
                    let conn = conn.value();
                    if self.gone.contains(&conn) {
                        self.said.outputs.push(format!("* Transmit behind Disconnect, {conn}"));
                    }
                    self.said.octets.entry(conn).or_default().extend_from_slice(&bytes.0);
                    let total = self.totals.entry(conn).or_default();
                    *total += bytes.0.len() as u64;
                    if !self.manual {
                        let conn = ConnId::from_value(conn);
                        self.engine.transmitted(conn, *total).expect("no more than was given");
                    }
                }
                Output::Event { event, .. } => {
                    self.said.events.push(format!("! {}", rendered(&event)));
                }
                Output::Wait { until, .. } if until.is_some_and(|at| at <= self.now.mono_ms) => {}
                wait @ Output::Wait { .. } => {
                    self.wait = format!("* {}", rendered(&wait));
                    return;
                }
                output => {
                    match &output {
                        Output::Connect { conn, .. } => self.newest = conn.value(),
                        Output::Disconnect { conn } => drop(self.gone.insert(conn.value())),
                        _ => {}
                    }
                    self.said.outputs.push(format!("* {}", rendered(&output)));
                }
            }
        }
    }

    /// What was said, as lines, and forgets it.
    fn said(&mut self) -> Vec<String> {
        let said = std::mem::take(&mut self.said);
        let mut lines = said.outputs;
        for (conn, octets) in said.octets {
            let name = if conn == self.newest { String::new() } else { conn.to_string() };
            lines.extend(pieces(&octets).map(|piece| format!(">{name} {}", escaped(piece))));
        }
        lines.extend(said.events);
        lines
    }

    fn compare(&mut self, act: &[Placed], expected: &[&Placed]) -> Result<(), String> {
        let newest = self.newest;
        let actual = self.said();
        let written: Vec<String> = expected
            .iter()
            .map(|placed| match &placed.line {
                Line::Sent { conn, octets } => {
                    let name = conn.filter(|conn| *conn != newest);
                    let name = name.map(|conn| conn.to_string()).unwrap_or_default();
                    format!(">{name} {}", escaped(octets))
                }
                Line::Said(text) => text.clone(),
                _ => String::new(),
            })
            .collect();
        if sorted(&actual) == sorted(&written) {
            return Ok(());
        }
        let place = act.first().map(|placed| at(placed, "the engine said otherwise"));
        Err(format!(
            "{} ({:?})\n-- expected\n{}\n-- said\n{}",
            place.unwrap_or_default(),
            self.cuts,
            written.join("\n"),
            actual.join("\n")
        ))
    }
}

/// Octets cut behind each `>` that a `<` follows, so that a reader sees one element a line.
fn pieces(octets: &[u8]) -> impl Iterator<Item = &[u8]> {
    octets.chunk_by(|a, b| !(*a == b'>' && *b == b'<'))
}

/// Octets joined for each connection, events in order, outputs in order: what has to be equal.
fn sorted(lines: &[String]) -> (BTreeMap<String, String>, Vec<&String>, Vec<&String>) {
    let mut octets: BTreeMap<String, String> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.starts_with('>')) {
        let (name, text) = line.split_once(' ').unwrap_or((line, ""));
        octets.entry(name.to_owned()).or_default().push_str(text);
    }
    let of = |sign| lines.iter().filter(move |line| line.starts_with(sign)).collect();
    (octets, of('!'), of('*'))
}

/// The new text of a file whose engine's lines are replaced by what was said.
struct Edits {
    path: PathBuf,
    /// For each line number: the lines that follow it.
    behind: BTreeMap<usize, Vec<String>>,
}

impl Edits {
    fn new(path: &Path) -> Edits {
        Edits { path: path.to_owned(), behind: BTreeMap::new() }
    }

    fn note(&mut self, act: &[Placed], said: Vec<String>) {
        // What follows a line of an included file stands in that file, which is played by itself.
        let cause = act.iter().rfind(|placed| !placed.line.is_engines());
        if let Some(last) = cause.filter(|placed| placed.file == self.path) {
            self.behind.insert(last.number, said);
        }
    }

    fn write(&self) -> Result<(), String> {
        let text = std::fs::read_to_string(&self.path).map_err(|error| error.to_string())?;
        let mut lines = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let engines = line.starts_with(['>', '!', '*']);
            if !engines {
                lines.push(line.to_owned());
            }
            lines.extend(self.behind.get(&(index + 1)).cloned().unwrap_or_default());
        }
        let text = lines.join("\n") + "\n";
        std::fs::write(&self.path, text).map_err(|error| error.to_string())
    }
}
