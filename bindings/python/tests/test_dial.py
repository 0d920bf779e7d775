"""Finding a server and connecting to it."""

import asyncio
import socket

import pytest

import libxmpp
from libxmpp import ConnectFailure, Event
from libxmpp.dial import first
from world import ROMEO, online, played, until


def test_a_program_whose_tasks_begin_at_once_comes_in(server):
    factory = getattr(asyncio, "eager_task_factory", None)
    if factory is None:
        pytest.skip("this Python has no eager tasks")

    async def play():
        asyncio.get_running_loop().set_task_factory(factory)
        async with online(server):
            pass

    played(play)


def test_a_silent_address_is_overtaken_by_the_next():
    async def silent():
        await asyncio.get_running_loop().create_future()

    async def refuses():
        return ConnectionRefusedError()

    async def answers():
        return "won"

    async def play():
        before = asyncio.all_tasks()
        assert await first([silent, refuses, answers]) == "won"
        while asyncio.all_tasks() != before:
            await asyncio.sleep(0)
        with pytest.raises(ConnectionRefusedError):
            await first([refuses, refuses])

    played(play)


def test_the_second_address_is_tried(server, monkeypatch):
    real = socket.getaddrinfo
    with socket.create_server(("127.0.0.1", 0)) as taken:
        closed = taken.getsockname()[1]

    def both(host, port, **more):
        return real(host, closed, **more) + real(host, port, **more)

    monkeypatch.setattr("socket.getaddrinfo", both)

    async def play():
        async with online(server):
            pass

    played(play)


FAILURES = [
    (socket.gaierror("no such name"), ConnectFailure.NoAddress()),
    (ValueError("embedded null character"), ConnectFailure.Other("embedded null character")),
    (MemoryError(), ConnectFailure.Other("MemoryError")),
]


@pytest.mark.parametrize("error, failure", FAILURES)
def test_whatever_fails_is_told_at_once(error, failure, monkeypatch):
    def fails(*_, **__):
        raise error

    async def play():
        async with libxmpp.Client(ROMEO, "secret", trust=libxmpp.Trust.Ask()) as client:
            await until(client, Event.Online)

    monkeypatch.setattr("socket.getaddrinfo", fails)
    with pytest.raises(libxmpp.Closed) as closed:
        played(play)
    assert closed.value.reason == libxmpp.Reason.ConnectFailed(failure)
