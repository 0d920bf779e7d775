"""The client for asyncio."""

from __future__ import annotations

import asyncio
import os
from types import TracebackType
from typing import Callable, Optional, Union

from . import engine
from .commands import Commands
from .driver import Driver
from .engine import AnswerResult, Event, Reason
from .trust import roots_from_file, shared_system_roots

Trust = Union[engine.Trust, engine.Shared, str, "os.PathLike[str]"]


class Closed(Exception):
    """The client has come to an end that the program did not ask for: `reason` is why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return engine.reason_text(self.reason)


class AskFailed(Exception):
    """A request was not granted: `result` is what came of it, and `error` why it was refused, if
    that is what came."""

    def __init__(self, result: AnswerResult) -> None:
        super().__init__(result)
        self.result = result
        self.error = result.error if isinstance(result, AnswerResult.Error) else None

    def __str__(self) -> str:
        if self.error is not None:
            return engine.stanza_error_text(self.error)
        return {
            AnswerResult.Timeout: "no answer came in time",
            AnswerResult.Offline: "the stream ended before an answer came",
        }.get(type(self.result), "the request was given up")


def _was_asked_for(end: Event.Closed) -> bool:
    return isinstance(end.reason, (Reason.Requested, Reason.Aborted))


class Client(Commands):
    """A client: `async with Client(jid, password) as client: async for event in client: ..`

    What is wrong before the first session ends it, with `Closed`; from then on it comes back by
    itself. `async for` goes on over `Offline` and `Online`, ends at the end that the program asked
    for, and raises `Closed` at any other; one that nobody took is raised behind `async with`. An
    event counts as handled when the next one is taken: what a program that is killed had not
    finished, the server delivers again.

    Without `host` the account's domain is dialled, at port 5222. `trust` is a `Trust`, a `Shared`, or a
    PEM file; without it the system is trusted. `config` may change whatever else there is to change.
    """

    def __init__(
        self,
        account: str,
        password: Optional[str] = None,
        *,
        host: Optional[str] = None,
        port: int = 5222,
        direct_tls: bool = False,
        trust: Optional[Trust] = None,
        config: Optional[Callable[[engine.Config], None]] = None,
    ) -> None:
        settings = engine.client_config(account)
        if password is not None:
            settings.credentials = engine.Secret.Password(engine.SecretText(text=password))
        if host is not None:
            settings.dial = engine.Dial.Host(host, port, direct_tls)
        elif port != 5222 or direct_tls:
            raise ValueError("`port` and `direct_tls` say something of a `host` only")
        settings.reconnect = engine.Reconnect.ONCE_ONLINE
        self._shared: Optional[engine.Shared] = None
        by_default = settings.trust
        if isinstance(trust, (str, os.PathLike)):
            settings.trust = roots_from_file(trust)
        elif isinstance(trust, engine.Shared):
            self._shared = trust
        elif trust is not None:
            settings.trust = trust
        if config is not None:
            config(settings)
        if self._shared is None and settings.trust is by_default:
            self._shared = shared_system_roots()
        settings.handled = engine.HandledMode.EXPLICIT
        self._settings = settings
        # The engine's own word on an answer that is late comes first, unless it is held.
        self._patience = settings.timeouts.request_ms / 1000 + 1
        self._driver: Optional[Driver] = None

    def _make(self, seed: bytes) -> engine.Engine:
        if self._shared is None:
            return engine.Engine(self._settings, seed)
        return engine.Engine.with_shared(self._settings, seed, self._shared)

    async def __aenter__(self) -> Client:
        if self._driver is not None:
            raise RuntimeError("a client is for one use")
        self._driver = Driver(self._make, self._settings.limits)
        self._driver.wake()
        return self

    async def __aexit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        driver = self._running()
        last = driver.abandon()
        if kind is not None and not issubclass(kind, Exception):
            return driver.kill()  # cancelled, or Ctrl-C: nothing is waited for
        self.close()
        await driver.stop()
        if kind is None and driver.failure is not None:
            raise driver.failure
        if kind is None and isinstance(last, Event.Closed) and not _was_asked_for(last):
            raise Closed(last.reason)  # nobody has heard it

    def _running(self) -> Driver:
        if self._driver is None:
            raise RuntimeError("the client is not running: use `async with`")
        return self._driver

    def _calling(self) -> engine.Engine:
        """The engine for one call, after which it has to run."""
        driver = self._running()
        driver.wake()
        return driver.engine

    def __aiter__(self) -> Client:
        return self

    async def __anext__(self) -> Event:
        driver = self._running()
        events = driver.events
        while True:
            driver.done = driver.taken  # who asks for the next is done with the last
            if not events:
                if driver.over:
                    raise driver.failure or StopAsyncIteration
                await driver.wait()
                continue
            driver.taken, driver.heard, event = events.popleft()
            if event is None:
                continue
            if isinstance(event, Event.Closed):
                if _was_asked_for(event):
                    raise StopAsyncIteration
                raise Closed(event.reason)
            return event

    def send(self, stanza: Union[engine.Message, engine.Presence, engine.Element]) -> engine.Token:
        """Sends a message, a presence, or any stanza as XML. `Written`, `Acked`, `Unsure` and
        `Failed` name the token."""
        if isinstance(stanza, engine.Message):
            return self._calling().send(engine.Stanza.Message(stanza))
        if isinstance(stanza, engine.Presence):
            return self._calling().send(engine.Stanza.Presence(stanza))
        return self._calling().send(engine.Stanza.Xml(stanza))

    def say(self, recipient: str, body: str) -> engine.Token:
        """Sends a chat message."""
        kind = engine.MessageKind.CHAT
        return self.send(engine.Message(recipient=recipient, kind=kind, body=body))

    def reply(self, message: engine.Message, body: str) -> Optional[engine.Token]:
        """Answers a message; absent, and nothing is sent, where an answer would do harm: to errors,
        to what was delayed, and to what the own account has sent."""
        answer = engine.reply(message, body)
        return None if answer is None else self.send(answer)

    async def ask(self, request: Union[engine.Iq, engine.Element]) -> Optional[engine.Element]:
        """Sends a request, a whole one in XML with its `id` if it is a text, and waits for the
        payload of the answer. Raises `AskFailed`."""
        driver, asking = self._running(), self._calling()
        if isinstance(request, engine.Iq):
            number = asking.ask(request)
        else:
            number = asking.ask_element(request)
        loop = asyncio.get_running_loop()
        answer = driver.asked[number] = loop.create_future()
        expiry = loop.call_later(self._patience, driver.expire, number)
        try:
            result = await answer
        except asyncio.CancelledError:
            self._calling().cancel_request(number)
            raise
        finally:
            expiry.cancel()
        if isinstance(result, AnswerResult.Result):
            return result.payload
        raise AskFailed(result)

    def answer(self, request: engine.IncomingId, payload: Optional[engine.Element] = None) -> None:
        """Answers an `Event.Request` with a result."""
        self._calling().answer(request, payload)

    def answer_error(self, request: engine.IncomingId, error: engine.StanzaError) -> None:
        """Answers an `Event.Request` with an error; `stanza_error` makes one."""
        self._calling().answer_error(request, error)

    def command(self, asked: engine.Command) -> engine.CommandId:
        """Asks something of an extension; `roster`, `disco` and so on are the pleasant way."""
        return self._calling().command(asked)

    def element(self) -> Optional[engine.ElementView]:
        """The stanza of the event that was taken last, whole, until the next one is taken."""
        return self._running().engine.element(self._running().taken)

    def cancel(self, token: engine.Token) -> bool:
        """Takes back a stanza that is not written yet; `False` if it is too late."""
        return self._calling().cancel(token)

    def trust(self, conn: engine.ConnId, verdict: engine.Verdict) -> None:
        """Answers an `Event.VerifyCertificate`."""
        self._calling().trust(conn, verdict)

    def provide(self, password: str) -> None:
        """Answers an `Event.NeedCredentials`, or replaces the password for the next login."""
        secret = engine.SecretText(text=password)
        self._calling().provide(engine.Secret.Password(secret))

    def hold_events(self, hold: bool) -> None:
        """Keeps events back, or lets them come again. The client does it by itself for a program
        that is slow."""
        driver = self._running()
        driver.paused = hold
        driver.wake()

    def close(self) -> None:
        """Ends everything in good order; the events end behind it."""
        self._calling().close_stream()

    def abort(self) -> None:
        """Ends everything at once."""
        self._calling().abort()
