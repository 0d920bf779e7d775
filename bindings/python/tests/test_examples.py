"""The examples that no bot of ours talks to."""

import subprocess
import sys
from pathlib import Path

import pytest

from world import ROMEO, online, played

EXAMPLES = Path(__file__).parents[1] / "examples"

if sys.version_info < (3, 10):
    pytest.skip("the examples use `match`", allow_module_level=True)


def test_the_watcher_shows_who_comes_and_goes(server, monkeypatch):
    monkeypatch.setenv("XMPP_PASSWORD", "secret")
    monkeypatch.setenv("SSL_CERT_FILE", server.ca_file)
    command = [sys.executable, str(EXAMPLES / "watcher.py"), ROMEO, "127.0.0.1", str(server.port)]

    async def comes_and_goes():
        async with online(server, f"{ROMEO}/balcony"):
            pass

    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout.readline() == "0 contacts\n"
        played(comes_and_goes)
        assert child.stdout.readline() == f"{ROMEO}/balcony is online \n"
        assert child.stdout.readline() == f"{ROMEO}/balcony is offline \n"
        child.terminate()


def test_the_watcher_says_why_it_cannot(server, monkeypatch):
    monkeypatch.setenv("XMPP_PASSWORD", "wrong")
    monkeypatch.setenv("SSL_CERT_FILE", server.ca_file)
    command = [sys.executable, str(EXAMPLES / "watcher.py"), ROMEO, "127.0.0.1", str(server.port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr == "the server refuses the login: not-authorized\n"
