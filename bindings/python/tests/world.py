"""The test server as a child, and clients of it."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys

import libxmpp
from libxmpp import Event

ROMEO, JULIET = "romeo@localhost", "juliet@localhost"
PING = libxmpp.Iq(kind=libxmpp.IqKind.GET, payload="<ping xmlns='urn:xmpp:ping'/>")


class Server:
    """Ends with the test, or before."""

    def __init__(self, *options, password="secret"):
        accounts = ["--account", f"romeo:{password}", "--account", f"juliet:{password}"]
        command = [os.environ["XMPP_TEST_SERVER"], *accounts, "--until-stdin-closes", *options]
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        told = json.loads(self.child.stdout.readline())
        self.port, self.ca_file = told["port"], told["ca_file"]

    def stop(self):
        self.child.stdin.close()
        self.child.stdout.close()
        self.child.wait(10)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.child.poll() is None:
            self.stop()

    @property
    def place(self):
        """Where a client finds it, and whom it trusts."""
        return {"host": "127.0.0.1", "port": self.port, "trust": self.ca_file}

    def client(self, account=ROMEO, password="secret", **more):
        return libxmpp.Client(account, password, **{**self.place, **more})


def played(play, *arguments):
    """Runs a play to its end, within a minute."""
    return asyncio.run(asyncio.wait_for(play(*arguments), 60))


async def until(client, kind):
    """The next event of a kind; those before it are passed over."""
    async for event in client:
        if isinstance(event, kind):
            return event
    raise AssertionError(f"no {kind.__qualname__} before the end")


@contextlib.asynccontextmanager
async def online(server, account=ROMEO, **more):
    async with server.client(account, **more) as client:
        await until(client, Event.Online)
        yield client


async def body(client):
    return (await until(client, Event.Message)).stanza.body


def program(text, *arguments, **more):
    """A program of its own, in which every warning is an error and told."""
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", text, *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more
    )
