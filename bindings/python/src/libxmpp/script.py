"""For scripts, without asyncio."""

from __future__ import annotations

import asyncio
import secrets
from typing import Optional

from . import engine
from .client import AskFailed, Client, Trust
from .engine import Event

PING = "<ping xmlns='urn:xmpp:ping'/>"


class NotSent(Exception):
    """The message was not sent, or nobody knows whether it was."""


def send_message(
    account: str,
    password: str,
    recipient: str,
    body: str,
    *,
    host: Optional[str] = None,
    port: int = 5222,
    direct_tls: bool = False,
    trust: Optional[Trust] = None,
    deadline: float = 30.0,
) -> None:
    """Logs in, sends a message, and returns when the server has acknowledged it: by stream
    management, or by the answer to a ping behind the message. Never tries twice.

    Raises `Closed` if there is no session, `NotSent` if the message failed, was refused at once, may
    not have arrived, or was not acknowledged in `deadline` seconds, and `CallError` for what cannot be
    sent.
    """

    def once(config: engine.Config) -> None:
        config.reconnect = engine.Reconnect.NEVER
        config.announce = False  # nobody shall write to somebody who is gone at once

    message = engine.Message(
        recipient=recipient, kind=engine.MessageKind.CHAT, id=secrets.token_hex(8), body=body
    )
    client = Client(
        account, password, host=host, port=port, direct_tls=direct_tls, trust=trust, config=once
    )
    delivered = _deliver(client, message, deadline)
    try:
        asyncio.run(delivered)
    except asyncio.TimeoutError:
        raise NotSent(f"the server did not acknowledge it within {deadline:g} s") from None
    finally:
        delivered.close()  # below a running loop it was never begun


async def _deliver(client: Client, message: engine.Message, deadline: float) -> None:
    await asyncio.wait_for(_acknowledged(client, message), deadline)


async def _acknowledged(client: Client, message: engine.Message) -> None:
    async with client:
        client.send(message)
        ping: Optional[asyncio.Task[None]] = None
        async for event in client:
            if isinstance(event, Event.Online):
                ping = asyncio.ensure_future(_ping(client))
            elif isinstance(event, Event.Acked):
                client.close()
            elif isinstance(event, Event.Failed) and event.failure != engine.SendFailure.CLOSED:
                raise NotSent(f"it was not sent: {event.failure.name.lower()}")
            elif isinstance(event, Event.Message) and _is_refused(message, event.stanza):
                raise NotSent(f"it was refused: {_why(event.stanza)}")
            elif isinstance(event, Event.Unsure):
                raise NotSent("the connection was lost before the server acknowledged it")
        if ping is not None:
            ping.cancel()


def _is_refused(sent: engine.Message, heard: engine.Message) -> bool:
    return heard.kind is engine.MessageKind.ERROR and heard.id == sent.id


def _why(refused: engine.Message) -> str:
    return engine.stanza_error_text(refused.error) if refused.error else "no reason is given"


async def _ping(client: Client) -> None:
    """Servers work in order: who answers this has seen what was before it."""
    try:
        await client.ask(engine.Iq(kind=engine.IqKind.GET, payload=PING))
    except AskFailed as failed:
        if failed.error is None:
            return  # told by other events
    client.close()
