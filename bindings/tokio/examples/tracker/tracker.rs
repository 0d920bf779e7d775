//! What people work at, and the file that remembers it. Neither network nor clock is here;
//! `tests/chats/README.md` says what holds for the tracker of every language.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use xmpp_tokio::engine::payload::DateTime;

const HELP: &str = "\
start NAME - I count the time for NAME from now on
stop - I stop counting
today - the times since 00:00 UTC
week - the times since Monday 00:00 UTC
help - this text";

const DAY: i64 = 86_400;
const LONGEST_NAME: usize = 100;
const WHITE_SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// What a person told: a start with a name, or a stop. It lasts until the person's next note.
#[derive(Clone)]
struct Note {
    at: i64,
    person: String,
    name: Option<String>,
}

/// The notes of all people, sorted by time, as they stand in the file.
pub struct Tracker {
    file: PathBuf,
    notes: Vec<Note>,
}

impl Tracker {
    /// Reads the file, if there is one.
    ///
    /// # Errors
    /// It cannot be read, or a line of it is damaged.
    pub fn open(file: impl AsRef<Path>) -> io::Result<Tracker> {
        let octets = match fs::read(&file) {
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            read => read?,
        };
        let mut notes = Vec::new();
        for (index, line) in octets.split_inclusive(|octet| *octet == b'\n').enumerate() {
            let note = Note::read(line).ok_or_else(|| {
                io::Error::new(ErrorKind::InvalidData, format!("line {} is damaged", index + 1))
            })?;
            insert(&mut notes, note);
        }
        Ok(Tracker { file: file.as_ref().to_owned(), notes })
    }

    /// The reply to what `person`, a bare address, said at `at`, in seconds since 1970.
    ///
    /// # Errors
    /// The file cannot be written; then nothing was noted.
    pub fn answer(&mut self, person: &str, text: &str, at: i64) -> io::Result<String> {
        let (command, name) = parse(text);
        let today = at - at.rem_euclid(DAY);
        let monday = today - (today / DAY + 3) % 7 * DAY; // 1970 began with a Thursday
        Ok(match (command.as_str(), name.as_str()) {
            ("start", "") => "What shall I start? Say: start NAME".to_owned(),
            ("start", name) if name.len() > LONGEST_NAME => "That name is too long.".to_owned(),
            ("start", name) => self.start(person, name, at)?,
            ("stop", "") => self.stop(person, at)?,
            ("today", "") => self.times("Today", person, today, at),
            ("week", "") => self.times("This week", person, monday, at),
            _ => HELP.to_owned(),
        })
    }

    fn start(&mut self, person: &str, name: &str, at: i64) -> io::Result<String> {
        let mut reply = format!("Started {name}.");
        if let Some((running, since)) = self.running(person, at) {
            if running == name {
                return Ok(format!("{name} is running already."));
            }
            reply = format!("Stopped {running} after {}. {reply}", duration(at - since));
        }
        self.note(Note { at, person: person.to_owned(), name: Some(name.to_owned()) })?;
        Ok(reply)
    }

    fn stop(&mut self, person: &str, at: i64) -> io::Result<String> {
        let Some((running, since)) = self.running(person, at) else {
            return Ok("Nothing is running.".to_owned());
        };
        let reply = format!("Stopped {running} after {}.", duration(at - since));
        self.note(Note { at, person: person.to_owned(), name: None })?;
        Ok(reply)
    }

    /// How long each name ran between `from` and `at`.
    fn times(&self, title: &str, person: &str, from: i64, at: i64) -> String {
        let seen: Vec<&Note> = self.seen(person, at).collect();
        let mut seconds = BTreeMap::<&str, i64>::new();
        for (index, note) in seen.iter().enumerate() {
            let end = seen.get(index + 1).map_or(at, |next| next.at);
            if let Some(name) = &note.name {
                *seconds.entry(name).or_default() += (end - note.at.max(from)).max(0);
            }
        }
        let running = self.running(person, at).map(|(name, _)| name);
        let lines = seconds.iter().filter_map(|(name, seconds)| match running == Some(*name) {
            true => Some(format!("\n{name} {}, running", duration(*seconds))),
            false => (*seconds > 0).then(|| format!("\n{name} {}", duration(*seconds))),
        });
        let lines: String = lines.collect();
        format!("{title}:{}", if lines.is_empty() { " nothing." } else { &lines })
    }

    /// What ran at that time, and since when.
    fn running<'a>(&'a self, person: &'a str, at: i64) -> Option<(&'a str, i64)> {
        let last = self.seen(person, at).next_back()?;
        Some((last.name.as_deref()?, last.at))
    }

    /// The person's notes up to that time.
    fn seen<'a>(&'a self, person: &'a str, at: i64) -> impl DoubleEndedIterator<Item = &'a Note> {
        self.notes.iter().filter(move |note| note.person == person && note.at <= at)
    }

    /// Writes the file anew and puts it in the old one's place, so that a crash loses neither.
    fn note(&mut self, note: Note) -> io::Result<()> {
        let mut notes = self.notes.clone();
        insert(&mut notes, note);
        let mut new = self.file.clone().into_os_string();
        new.push(".new");
        let mut file = File::create(&new)?;
        file.write_all(notes.iter().map(Note::to_string).collect::<String>().as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, &self.file)?;
        self.notes = notes;
        Ok(())
    }
}

impl Note {
    /// The note that would be written as that very line.
    fn read(line: &[u8]) -> Option<Note> {
        let line = str::from_utf8(line).ok()?;
        let [time, person, told] = line.splitn(3, ' ').collect::<Vec<_>>().try_into().ok()?;
        let at = DateTime::parse(time)?.unix_ms.div_euclid(1000);
        let name = match parse(told) {
            (command, name) if command == "start" && !name.is_empty() => Some(name),
            (command, _) if command == "stop" => None,
            _ => return None,
        };
        let note = Note { at, person: person.to_owned(), name };
        (!person.is_empty() && note.to_string() == line).then_some(note)
    }
}

impl Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", DateTime { unix_ms: self.at * 1000 }, self.person)?;
        match &self.name {
            Some(name) => writeln!(f, "start {name}"),
            None => writeln!(f, "stop"),
        }
    }
}

/// Puts a note behind those of its time and of earlier ones.
fn insert(notes: &mut Vec<Note>, note: Note) {
    notes.insert(notes.partition_point(|other| other.at <= note.at), note);
}

/// The first word in small letters, and the others.
fn parse(text: &str) -> (String, String) {
    let mut words = text.split(WHITE_SPACE).filter(|word| !word.is_empty());
    let command = words.next().unwrap_or_default().to_ascii_lowercase();
    (command, words.collect::<Vec<_>>().join(" "))
}

fn duration(seconds: i64) -> String {
    format!("{} h {:02} min", seconds / 3600, seconds / 60 % 60)
}
