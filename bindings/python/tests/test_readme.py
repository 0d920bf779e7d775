"""The pieces of code of the README run as they stand, with the test server as example.org."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from world import Server

README = Path(__file__).parents[1] / "README.md"
TEXT = README.read_text()
PIECES = re.findall(r"^```python\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)

# Names do not lead to the server, and the system does not trust it.
HERE = """
import functools
import libxmpp
place = {place!r}
libxmpp.Client = functools.partial(libxmpp.Client, **place)
libxmpp.send_message = functools.partial(libxmpp.send_message, **place)
"""


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_runs(piece):
    with Server("--domain", "example.org", password="the password") as server:
        command = [sys.executable, "-W", "error", "-c", HERE.format(place=server.place) + piece]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    if "print" in piece:
        assert "online as romeo@example.org/" in done.stdout
        assert "refused: the local part of the address is empty" in done.stdout
        assert "no answer: service-unavailable" in done.stdout


def test_the_echo_bot_is_the_example():
    bot = re.search(r"^```text\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)[1]
    example = (README.parent / "examples/echo.py").read_text()
    assert example.endswith(bot)
    lines = [line for line in bot.splitlines() if line]
    assert len(lines) <= 12 and max(map(len, lines)) <= 100
