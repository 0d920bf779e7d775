"""One TCP connection: read, write, close."""

from __future__ import annotations

import asyncio
import socket
from typing import Callable, Optional

from .dial import describe
from .engine import ConnectFailure

# How long what is still to be written may take once a connection is given up, in seconds.
LINGER = 5.0


class Wire:
    """An established connection, of which at most so many octets are read at once. `ready` is called
    when something can be read, `moved` when something was written that had to wait."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        conn: int,
        connected: socket.socket,
        most: int,
        ready: Callable[[], None],
        moved: Callable[[], None],
    ) -> None:
        self.conn = conn
        self.written = 0
        self._loop = loop
        self._socket = connected
        self._most = most
        self._ready, self._moved = ready, moved
        self._pending = bytearray()
        self._reads = self._writes = False
        # Why a write failed. What the peer said before it hung up may be why it did, so it is read
        # before that is told.
        self._broken: Optional[ConnectFailure] = None
        self._over = False

    def read(self) -> Optional[bytes]:
        """What has come; nothing if nothing has, absent if nothing will."""
        try:
            return self._socket.recv(self._most) or None
        except (BlockingIOError, InterruptedError):
            return b""
        except OSError as error:
            self._broken = self._broken or describe(error)
            return None

    def end(self) -> Optional[ConnectFailure]:
        """Nothing is read or written any more; why, if it was no orderly end."""
        self._over = True
        self.listen(False)
        self._forget_writes()
        return self._broken

    def listen(self, wanted: bool) -> None:
        """Whether to be told of what comes."""
        wanted = wanted and not self._over
        if wanted and not self._reads:
            self._loop.add_reader(self._socket, self._ready)
        elif self._reads and not wanted:
            self._loop.remove_reader(self._socket)
        self._reads = wanted

    def write(self, octets: bytes) -> None:
        self._pending += octets
        if not self._writes:
            self._write()

    def _write(self) -> None:
        try:
            while self._pending and self._broken is None:
                count = self._socket.send(self._pending)
                del self._pending[:count]
                self.written += count
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            self._broken = describe(error)
        if not self._pending or self._broken is not None:
            self._forget_writes()
        elif not self._writes:
            self._loop.add_writer(self._socket, self._writable)
            self._writes = True

    def _writable(self) -> None:
        self._write()
        self._moved()

    def is_deaf(self) -> bool:
        """A write has failed, and nobody waits for last words."""
        return self._broken is not None and not self._reads and not self._over

    def _forget_writes(self) -> None:
        if self._writes:
            self._loop.remove_writer(self._socket)
        self._writes = False
        if self._broken is not None or self._over:
            self._pending.clear()

    def finish(self) -> None:
        """Writes what is left, within a bounded time, and closes."""
        self.listen(False)
        if not self._pending:
            return self.close()
        self._moved = self._finished
        self._deadline = self._loop.call_later(LINGER, self.close)

    def _finished(self) -> None:
        if not self._writes:
            self._deadline.cancel()
            self.close()

    def close(self) -> None:
        """At once."""
        self._over = True
        if not self._loop.is_closed():
            self.listen(False)
            self._forget_writes()
        try:
            self._socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it was gone
        self._socket.close()

    def __del__(self) -> None:
        self.close()
