"""Cancelling, Ctrl-C and loops that close: no warning, no half-open socket."""

import asyncio
import os
import signal
import socket

import pytest

import libxmpp
from libxmpp.wire import Wire
from world import ROMEO, body, online, played, program


def open_files():
    return len(os.listdir("/proc/self/fd"))


def test_a_cancelled_task_leaves_nothing_open(server):
    async def play():
        before, tasks = open_files(), len(asyncio.all_tasks())
        there = asyncio.Event()

        async def reads():
            async with online(server) as client:
                there.set()
                await body(client)

        for moment in ("dialling", "online"):
            task = asyncio.create_task(reads())
            if moment == "online":
                await there.wait()
            else:
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            for _ in range(5):  # what was dialling ends in its own tasks
                await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) == tasks
        return open_files() - before

    assert played(play) == 0


CANCELS = """
import asyncio, gc, socket, libxmpp
silent = socket.create_server(("127.0.0.1", 0), backlog=100)
async def reads():
    place = {"host": "127.0.0.1", "port": silent.getsockname()[1]}
    async with libxmpp.Client("romeo@localhost", "secret", **place) as client:
        async for event in client:
            pass
async def main():
    for turns in range(60):
        task = asyncio.create_task(reads())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    gc.collect()
with silent:
    asyncio.run(main())
"""


def test_cancelling_at_any_turn_leaves_no_warning():
    with program(CANCELS) as cancelling:
        assert cancelling.communicate(timeout=60) == ("", "")
        assert cancelling.returncode == 0


ENDS = """
import asyncio, sys, libxmpp
port, ca_file, account, end = sys.argv[1:]
async def main():
    client = libxmpp.Client(account, "secret", host="127.0.0.1", port=int(port), trust=ca_file)
    if end == "forgets":
        await client.__aenter__()
        async for event in client:
            if isinstance(event, libxmpp.Event.Online):
                return client
    async with client:
        async for event in client:
            if isinstance(event, libxmpp.Event.Online):
                print("there", flush=True)
if end == "forgets":
    loop = asyncio.new_event_loop()
    client = loop.run_until_complete(main())
    loop.close()
    print("there", flush=True)
else:
    asyncio.run(main())
"""


def test_ctrl_c_is_an_interrupt_and_nothing_else(server):
    with program(ENDS, server.port, server.ca_file, ROMEO, "waits") as child:
        assert child.stdout.readline() == "there\n"
        child.send_signal(signal.SIGINT)
        _, told = child.communicate(timeout=30)
    assert told.rstrip().endswith("KeyboardInterrupt")
    assert not any(word in told for word in ("Warning", "destroyed", "ignored", "retrieved")), told


def test_a_loop_that_is_closed_below_a_client_says_nothing(server):
    with program(ENDS, server.port, server.ca_file, ROMEO, "forgets") as child:
        out, told = child.communicate(timeout=30)
    assert (child.returncode, out, told) == (0, "there\n", "")


def test_the_other_side_sees_the_end_of_a_cancelled_client():
    async def play():
        with socket.create_server(("127.0.0.1", 0)) as listening:
            listening.setblocking(False)
            place = {"host": "127.0.0.1", "port": listening.getsockname()[1]}

            async def dials():
                async with libxmpp.Client(ROMEO, "secret", **place) as client:
                    await body(client)

            task = asyncio.create_task(dials())
            loop = asyncio.get_running_loop()
            peer, _ = await loop.sock_accept(listening)
            with peer:
                assert (await loop.sock_recv(peer, 4096)).startswith(b"<?xml")
                task.cancel()
                while await loop.sock_recv(peer, 4096):
                    pass

    played(play)


def test_an_end_that_nobody_has_heard_is_raised_behind_the_client(server):
    async def leaves(password):
        async with server.client(password=password) as client:
            client.say(ROMEO, "x")
            await client._driver._ended

    with pytest.raises(libxmpp.Closed, match="not-authorized"):
        played(leaves, "wrong")

    async def raises():
        async with server.client(password="wrong") as client:
            await client._driver._ended
            raise KeyError("the program's own")

    with pytest.raises(KeyError):
        played(raises)


def wired(peer_does):
    """Plays with a wire whose other end a test holds."""

    async def play():
        ours, peer = socket.socketpair()
        ours.setblocking(False)
        moved = asyncio.Event()
        ready = asyncio.Event()
        wire = Wire(asyncio.get_running_loop(), 1, ours, 65536, ready.set, moved.set)
        with peer:
            await peer_does(wire, peer, ready, moved)
        wire.close()

    played(play)


def test_last_words_are_heard_before_a_failed_write_is_told():
    async def peer_does(wire, peer, ready, _):
        peer.sendall(b"why")
        peer.close()
        wire.listen(True)
        wire.write(b"too late")
        await ready.wait()
        assert wire.read() == b"why"
        assert wire.read() is None
        assert wire.end() == libxmpp.ConnectFailure.Reset()

    wired(peer_does)


def test_what_does_not_fit_is_written_later_even_if_the_connection_is_given_up():
    async def peer_does(wire, peer, _, moved):
        wire.write(b"x" * 1_000_000)
        assert 0 < wire.written < 1_000_000
        wire.finish()
        peer.setblocking(False)
        loop, heard = asyncio.get_running_loop(), 0
        while octets := await loop.sock_recv(peer, 65536):
            heard += len(octets)
        assert heard == wire.written == 1_000_000

    wired(peer_does)
