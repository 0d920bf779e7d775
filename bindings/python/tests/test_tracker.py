"""The time tracker gives the replies and writes the file of the chat that all languages play."""

import re
import sys
from datetime import datetime
from pathlib import Path

import pytest

if sys.version_info < (3, 10):
    pytest.skip("the examples use `match`", allow_module_level=True)

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "examples"))
from times import Damaged, Tracker  # noqa: E402

CHAT = HERE.parents[2] / "tests/chats/tracker.txt"
ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))", re.IGNORECASE)
PLAIN = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def unescaped(text):
    return ESCAPE.sub(lambda it: chr(int(it[1], 16)) if it[1] else PLAIN[it[2]], text)


def steps():
    """The script as steps: a mark and what follows it; replies, files and texts are joined."""
    joints = {">": "\n", "|": "\n", "+": ""}
    before = None
    for line in CHAT.read_bytes().decode().split("\n"):
        mark, rest = line[:1], unescaped(line[2:])
        if not line or mark == "#":
            continue
        if before and before[0] == mark and mark in joints:
            before = mark, before[1] + joints[mark] + rest
            continue
        if before:
            yield before
        before = mark, rest
    yield before


class Play:
    """One play of the script, with one file."""

    def __init__(self, file):
        self.file, self.at, self.tracker = file, 0, Tracker(file)
        self.reply = self.error = None

    def step(self, mark, rest):
        if mark not in ">!":
            assert self.reply is None, f"no line for the reply {self.reply!r}"
            assert self.error is None, self.error
        getattr(self, self.STEPS[mark])(rest)

    def clock(self, time):
        self.at = int(datetime.fromisoformat(time.replace("Z", "+00:00")).timestamp())

    def says(self, rest):
        person, _, text = rest.partition(" ")
        self.reply = self.tracker.answer(person, text, self.at)

    def replies(self, expected):
        assert self.reply == expected
        self.reply = None

    def keeps(self, lines):
        assert self.file.read_bytes().decode() == lines + "\n"

    def overwritten(self, text):
        self.file.write_bytes(text.encode())

    def restarted(self, _):
        try:
            self.tracker = Tracker(self.file)
        except Damaged as damaged:
            self.error = str(damaged)

    def fails(self, expected):
        assert self.error == expected
        self.error = None

    STEPS = {
        "@": "clock",
        "<": "says",
        ">": "replies",
        "|": "keeps",
        "+": "overwritten",
        "*": "restarted",
        "!": "fails",
    }


def test_the_chat_of_all_languages(tmp_path):
    play, played = Play(tmp_path / "times"), 0
    for mark, rest in steps():
        play.step(mark, rest)
        played += 1
    assert played > 100 and play.reply is None and play.error is None


def test_a_line_that_is_not_utf_8_is_damaged(tmp_path):
    file = tmp_path / "times"
    file.write_bytes(b"2026-03-02T09:00:00Z a@b start x\n2026-03-02T09:00:00Z a@b start \xff\n")
    with pytest.raises(Damaged, match="line 2 is damaged"):
        Tracker(file)


def test_a_file_that_cannot_be_written_is_an_error_and_nothing_is_noted(tmp_path):
    tracker = Tracker(tmp_path / "times")
    (tmp_path / "times.new").mkdir()
    with pytest.raises(OSError):
        tracker.answer("a@b", "start x", 0)
    assert tracker.answer("a@b", "stop", 1) == "Nothing is running."
