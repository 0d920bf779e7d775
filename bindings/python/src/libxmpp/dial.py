"""Finds a server's addresses and connects to one of them."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import functools
import socket
import threading
from collections.abc import Coroutine
from typing import Any, Callable, Union

from .engine import ConnectFailure, Target

# How long an address may be silent before the next one is tried beside it (RFC 8305 section 8).
HEAD_START = 0.25


async def dial(loop: asyncio.AbstractEventLoop, target: Target) -> socket.socket:
    """Resolves and connects; a dead address does not use up the time for all."""
    addresses = await resolve(loop, target.host, target.port)
    opened: list[socket.socket] = []
    won = None
    try:
        won = await first([functools.partial(knock, loop, opened, *each) for each in addresses])
        return won
    finally:
        for late in opened:  # second in the race, or nobody waits for it any more
            if late is not won:
                late.close()


async def resolve(loop: asyncio.AbstractEventLoop, host: str, port: int) -> list[Any]:
    """The addresses of a host, asked for in a thread that nobody waits for: those of the loop are
    joined at the end of the program, and a dead resolver takes half a minute."""
    found: asyncio.Future[Union[list[Any], Exception]] = loop.create_future()

    def look() -> None:
        told: Union[list[Any], Exception]
        try:
            told = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except Exception as error:
            told = error
        with contextlib.suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(tell, told)

    def tell(told: Union[list[Any], Exception]) -> None:
        if not found.done():
            found.set_result(told)

    threading.Thread(target=look, name="xmpp-resolve", daemon=True).start()
    addresses = await found
    if isinstance(addresses, Exception):
        raise addresses
    return addresses


Knock = Callable[[], Coroutine[Any, Any, Union[socket.socket, Exception]]]


async def first(tries: list[Knock]) -> socket.socket:
    """The first connection. The next try begins when one has failed, or was silent for a while."""
    running: set[asyncio.Task[Union[socket.socket, Exception]]] = set()
    failure: Exception = socket.gaierror("no address")
    try:
        while tries or running:
            if tries:
                running.add(asyncio.ensure_future(tries.pop(0)()))
            pause = HEAD_START if tries else None
            done, running = await asyncio.wait(
                running, timeout=pause, return_when=asyncio.FIRST_COMPLETED
            )
            for outcome in [task.result() for task in done]:
                if not isinstance(outcome, Exception):
                    return outcome
                failure = outcome
        raise failure
    finally:
        for late in running:
            late.cancel()


async def knock(
    loop: asyncio.AbstractEventLoop,
    opened: list[socket.socket],
    family: int,
    kind: int,
    protocol: int,
    _: str,
    address: Any,
) -> Union[socket.socket, Exception]:
    """A connection, or why there is none."""
    try:
        tried = socket.socket(family, kind, protocol)
    except OSError as error:
        return error
    try:
        tried.setblocking(False)
        await loop.sock_connect(tried, address)
        # Stanzas are small and people wait for them.
        tried.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        opened.append(tried)
        return tried
    except BaseException as error:
        tried.close()
        if isinstance(error, Exception):
            return error
        raise


def describe(error: Exception) -> ConnectFailure:
    """A failure as the engine knows it."""
    if isinstance(error, (socket.gaierror, UnicodeError)):
        return ConnectFailure.NoAddress()
    if isinstance(error, ConnectionRefusedError):
        return ConnectFailure.Refused()
    if isinstance(error, ConnectionError):
        return ConnectFailure.Reset()
    if isinstance(error, TimeoutError):
        return ConnectFailure.TimedOut()
    if isinstance(error, OSError) and error.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH):
        return ConnectFailure.Unreachable()
    return ConnectFailure.Other(str(error) or type(error).__name__)
