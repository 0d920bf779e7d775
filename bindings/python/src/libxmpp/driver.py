"""Runs an engine on a loop of asyncio: executes what it puts out, feeds it what happens, and keeps
a few events for the one consumer."""

from __future__ import annotations

import asyncio
import os
import time
from collections import deque
from typing import Callable, Optional

from .dial import describe, dial
from .engine import AnswerResult, ConnectFailure, Engine, Event, Limits, Output
from .wire import Wire

# How many events may wait for the program before the engine is told to hold the next ones. Small:
# what waits here is not handled, and memory is the engine's business.
BUFFER = 16

# Octets read at once, at most.
READ_BYTES = 64 * 1024

# How soon the engine hears, in seconds, that the program is done with an event, if nothing happens.
SOON = 0.1

# Why a config fails that leaves TLS to this driver.
NO_TLS = ConnectFailure.Tls("this driver has none of its own")

_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # counts the sleep of the machine


def _mono_ms() -> int:
    return time.clock_gettime_ns(_CLOCK) // 1_000_000


class Driver:
    """Everything runs in the loop's thread. What the program calls only stores; the engine runs
    soon after."""

    def __init__(self, make: Callable[[bytes], Engine], limits: Limits) -> None:
        self.engine = make(os.urandom(32))
        # While the engine wants to be read for it has room for half of its limit.
        self._most = max(1, min(READ_BYTES, limits.received_bytes // 2))
        # While the program waits for an answer, which may stand behind events that it does not take
        # meanwhile: what the engine would hold, and the news of all that may be sent. Fewer if they
        # are large.
        self._while_asking = limits.held_events + 2 * limits.queued_stanzas
        self._most_octets = limits.held_bytes
        # With the number of each, and how many octets had been received when it came.
        self.events: deque[tuple[int, int, Optional[Event]]] = deque()
        # Octets received in all, and when the event came that the program has taken last.
        self._received = self.heard = 0
        self.asked: dict[int, asyncio.Future[AnswerResult]] = {}
        # The last event that the program has taken, and the last that it is done with.
        self.taken = self.done = 0
        # The program wants no events for now.
        self.paused = False
        self.over = False
        self.failure: Optional[BaseException] = None
        self._loop = asyncio.get_running_loop()
        self._told = 0
        self._held = self._abandoned = False
        self._wire: Optional[Wire] = None
        self._dial: Optional[asyncio.Task[None]] = None
        self._timer: Optional[asyncio.TimerHandle] = None
        self._soon: Optional[asyncio.Handle] = None
        self._waiter: Optional[asyncio.Future[None]] = None
        self._ended: asyncio.Future[None] = self._loop.create_future()

    # What the program does.

    def wake(self) -> None:
        """Something was stored: the engine has to run."""
        if self._soon is None and not self.over:
            self._soon = self._loop.call_soon(self._run)

    async def wait(self) -> None:
        """Until there is an event, or the end. The program is done with what it has taken."""
        if self._waiter is not None:
            raise RuntimeError("the events have a consumer already")
        if self._held:
            self._run()  # there is more at once
        elif self.done != self._told:
            self._alarm_by(self._loop.time() + SOON)
        if self.events or self.over:
            return
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def expire(self, number: int) -> None:
        """Nobody takes the events that the answer stands behind, or the news that it is late."""
        self.engine.cancel_request(number)
        if number in self.asked:
            self._answered(number, AnswerResult.Timeout())
        self.wake()

    def abandon(self) -> Optional[Event]:
        """Nobody takes events any more: none that comes is acknowledged. The last that waited."""
        last = self.events[-1][-1] if self.events else None
        self._abandoned, self.paused = True, False
        self.events.clear()
        self.wake()
        return last

    async def stop(self) -> None:
        """Until the engine has come to its end, or at once if this is cancelled."""
        try:
            await self._ended
        finally:
            self.kill()

    def kill(self) -> None:
        """Ends everything without a wait."""
        if not self.over:
            self.engine.abort()
            self._run()
        self._end(None)

    # What the loop does.

    def _readable(self) -> None:
        wire = self._wire
        if wire is None:
            return
        octets = wire.read()
        if octets is None:
            self._lost(wire)
        self._run(wire.conn if octets else None, octets or b"")

    def _lost(self, wire: Wire) -> None:
        failure = wire.end()
        if failure is None:
            self.engine.eof(wire.conn)
        else:
            self.engine.failed(wire.conn, failure)

    def _alarm(self) -> None:
        self._timer = None
        self._run()

    def _run(self, conn: Optional[int] = None, octets: bytes = b"") -> None:
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None
        if self.over:
            return
        try:
            self._step(conn, octets)
        except Exception as bug:  # the engine is not to be trusted any more
            self._end(bug)
        if self.over:
            _settle(self._ended)
        if self._waiter is not None and (self.events or self.over):
            _settle(self._waiter)

    def _step(self, conn: Optional[int], octets: bytes) -> None:
        engine = self.engine
        if not self.events:
            self.heard = self._received
        self._received += len(octets)
        if self.done != self._told:
            self._told = self.done
            engine.handled(self.done)
        more = True
        while more and not self.over:
            most = self._room(engine)
            now = _mono_ms()
            step = engine.step(now, time.time_ns() // 1_000_000, conn, octets, most)
            conn, octets, more = None, b"", step.more
            for output in step.outputs:
                if isinstance(output, Output.Event):
                    self._event(output.seq, output.event)
                else:
                    more |= self._carry_out(output)
        if not self.over:
            self._rest(step.read, step.wait_until, now)

    def _room(self, engine: Engine) -> int:
        """For how many outputs there is room. Events are held if there is none for them."""
        waiting = len(self.events)
        if self.asked and self._received - self.heard <= self._most_octets:
            held = waiting >= self._while_asking
        else:
            held = self.paused or waiting >= BUFFER
        if held != self._held:
            self._held = held
            engine.hold_events(held)
        return BUFFER if held or self.asked else BUFFER - waiting

    def _event(self, seq: int, event: Event) -> None:
        if isinstance(event, Event.Closed):
            self.over = True
        if isinstance(event, Event.Answer) and event.request in self.asked:
            self._answered(event.request, event.result)
            del self.asked[event.request]
            self._passed(seq)
        elif not self._abandoned:
            self.events.append((seq, self._received, event))

    def _answered(self, number: int, result: AnswerResult) -> None:
        """Nobody waits for it any more if that was cancelled, or had its end before."""
        waiting = self.asked[number]
        if not waiting.done():
            waiting.set_result(result)

    def _passed(self, seq: int) -> None:
        """What came with this number is not for who takes events: it counts as handled in its turn."""
        if not self.events and self._waiter is not None:
            self.taken = self.done = seq
        elif self.events and self.events[-1][-1] is None:
            # Any number of answers in a row needs one place.
            self.events[-1] = (seq, self._received, None)
        else:
            self.events.append((seq, self._received, None))

    def _carry_out(self, output: Output) -> bool:
        """Whether the engine was told something."""
        if isinstance(output, Output.Transmit):
            wire = self._wire
            if wire is not None and wire.conn == output.conn:
                return self._transmit(wire, output.bytes)
        elif isinstance(output, Output.Connect):
            self._dial = self._loop.create_task(self._connect(output))
        elif isinstance(output, Output.Disconnect):
            self._disconnect(output.conn)
        elif isinstance(output, Output.StartTls):
            self.engine.failed(output.conn, NO_TLS)
            return True
        return False

    def _transmit(self, wire: Wire, octets: bytes) -> bool:
        before = wire.written
        wire.write(octets)
        if wire.written != before:
            self.engine.transmitted(wire.conn, wire.written)
        return wire.written != before

    def _moved(self) -> None:
        """Something was written that had to wait."""
        if self._wire is not None:
            self.engine.transmitted(self._wire.conn, self._wire.written)
            self._run()

    async def _connect(self, output: Output.Connect) -> None:
        conn = output.conn
        try:
            connected = await dial(self._loop, output.target)
        except Exception as error:
            self.engine.failed(conn, describe(error))
        else:
            self._wire = Wire(self._loop, conn, connected, self._most, self._readable, self._moved)
            self.engine.connected(conn, None)
        self._dial = None
        self._run()

    def _disconnect(self, conn: int) -> None:
        if self._dial is not None:
            self._dial.cancel()
            self._dial = None
        if self._wire is not None and self._wire.conn == conn:
            self._wire.finish()
            self._wire = None

    def _rest(self, read: bool, until: Optional[int], now: int) -> None:
        if self._wire is not None:
            self._wire.listen(read)
            if self._wire.is_deaf():
                self._lost(self._wire)
                self.wake()
        if until is not None:
            self._alarm_by(self._loop.time() + max(until - now, 0) / 1000)

    def _alarm_by(self, at: float) -> None:
        """A timer that is early does no harm, and setting one anew costs more than it."""
        if self._timer is None or self._timer.when() > at:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = self._loop.call_at(at, self._alarm)

    def _end(self, failure: Optional[BaseException]) -> None:
        self.over = True
        self.failure = self.failure or failure
        for handle in (self._timer, self._soon, self._dial):
            if handle is not None:
                handle.cancel()
        if self._wire is not None:
            self._wire.close()
            self._wire = None
        for number in self.asked:
            self._answered(number, AnswerResult.Cancelled())
        self.asked.clear()
        _settle(self._ended)


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
