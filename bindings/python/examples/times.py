# What people work at, and the file that remembers it. Neither network nor clock is here;
# tests/chats/README.md says what holds for the tracker of every language.
import bisect
import io
import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

HELP = """\
start NAME - I count the time for NAME from now on
stop - I stop counting
today - the times since 00:00 UTC
week - the times since Monday 00:00 UTC
help - this text"""

DAY = 86_400
LONGEST_NAME = 100
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)


class Damaged(Exception):
    """A line of the file is none of ours."""


class Note(NamedTuple):
    """What a person told: a start with a name, or a stop. It lasts until the person's next one."""

    at: int
    person: str
    name: str | None

    def line(self) -> str:
        told = "stop" if self.name is None else f"start {self.name}"
        stamp = (EPOCH + timedelta(seconds=self.at)).isoformat()[:19]
        return f"{stamp}Z {self.person} {told}\n"


class Tracker:
    """The notes of all people, sorted by time, as they stand in the file."""

    def __init__(self, file: str | os.PathLike[str]) -> None:
        """Reads the file, if there is one; raises `Damaged` or an `OSError`."""
        self.file = os.fspath(file)
        self.notes: list[Note] = []
        try:
            with open(self.file, "rb") as opened:
                octets = opened.read()
        except FileNotFoundError:
            return
        for number, line in enumerate(io.BytesIO(octets), 1):
            note = read(line)
            if note is None:
                raise Damaged(f"line {number} is damaged")
            insert(self.notes, note)

    def answer(self, person: str, text: str, at: int) -> str:
        """The reply to what `person`, a bare address, said at `at`, in seconds since 1970. If the
        file cannot be written that is an `OSError`, and nothing was noted."""
        today = at - at % DAY
        match parse(text):
            case "start", "":
                return "What shall I start? Say: start NAME"
            case "start", name:
                return self.start(person, name, at)
            case "stop", "":
                return self.stop(person, at)
            case "today", "":
                return self.times("Today", person, today, at)
            case "week", "":  # 1970 began with a Thursday
                return self.times("This week", person, today - (today // DAY + 3) % 7 * DAY, at)
        return HELP

    def start(self, person: str, name: str, at: int) -> str:
        if len(name.encode()) > LONGEST_NAME:
            return "That name is too long."
        running, since = self.running(person, at)
        if running == name:
            return f"{name} is running already."
        self.note(Note(at, person, name))
        stopped = "" if running is None else f"Stopped {running} after {duration(at - since)}. "
        return f"{stopped}Started {name}."

    def stop(self, person: str, at: int) -> str:
        running, since = self.running(person, at)
        if running is None:
            return "Nothing is running."
        self.note(Note(at, person, None))
        return f"Stopped {running} after {duration(at - since)}."

    def times(self, title: str, person: str, start: int, at: int) -> str:
        """How long each name ran between `start` and `at`."""
        seconds: dict[str, int] = {}
        seen = list(self.seen(person, at))
        ends = [note.at for note in seen[1:]] + [at]
        for note, end in zip(seen, ends):
            if note.name is not None:
                ran = max(end - max(note.at, start), 0)
                seconds[note.name] = seconds.get(note.name, 0) + ran
        running, _ = self.running(person, at)
        lines = [
            f"\n{name} {duration(ran)}{', running' * (name == running)}"
            for name, ran in sorted(seconds.items())
            if ran > 0 or name == running
        ]
        return f"{title}:{''.join(lines) or ' nothing.'}"

    def running(self, person: str, at: int) -> tuple[str | None, int]:
        """What ran at that time, and since when."""
        last = None
        for last in self.seen(person, at):
            pass
        return (last.name, last.at) if last else (None, at)

    def seen(self, person: str, at: int) -> Iterator[Note]:
        """The person's notes up to that time."""
        return (note for note in self.notes if note.person == person and note.at <= at)

    def note(self, note: Note) -> None:
        """Writes the file anew and puts it in the old one's place, so that a crash loses neither."""
        notes = self.notes.copy()
        insert(notes, note)
        with open(f"{self.file}.new", "wb") as new:
            new.write("".join(note.line() for note in notes).encode())
            new.flush()
            os.fsync(new.fileno())
        os.replace(f"{self.file}.new", self.file)
        self.notes = notes


def read(line: bytes) -> Note | None:
    """The note that would be written as that very line."""
    try:
        time, person, told = line.decode().split(" ", 2)
        at = datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc) - EPOCH
    except ValueError:  # that is also what a text is that is not UTF-8
        return None
    command, name = parse(told)
    if command not in ("start", "stop") or (command == "start") != bool(name):
        return None
    note = Note(at // timedelta(seconds=1), person, name or None)
    return note if person and note.line().encode() == line else None


def insert(notes: list[Note], note: Note) -> None:
    """Puts a note behind those of its time and of earlier ones."""
    bisect.insort_right(notes, note, key=lambda other: other.at)


def parse(text: str) -> tuple[str, str]:
    """The first word in small letters, and the others."""
    command, *name = [word for word in re.split("[ \t\r\n]", text) if word] or [""]
    return command.translate(SMALL), " ".join(name)


def duration(seconds: int) -> str:
    return f"{seconds // 3600} h {seconds // 60 % 60:02} min"
