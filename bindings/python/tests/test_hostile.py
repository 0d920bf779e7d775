"""Servers that mean no good."""

import asyncio

from libxmpp import Event
from peer import IQ, MESSAGE, client, peer
from world import PING, played, until


def small(config):
    config.limits.held_events, config.limits.queued_stanzas = 50, 20
    config.limits.held_bytes = 64 << 10


def test_who_is_never_done_with_all_events_can_ask():
    count = 200  # octets of many times the limit, of which few wait at any time

    async def keeps_busy(it):
        await it.log_in()
        await it.say(MESSAGE % (b"x" * 1024) * 20)
        for _ in range(count):
            asked = await it.hear(IQ)
            await it.say(MESSAGE % (b"x" * 1024))
            await it.answer(asked)
        await it.end()

    async def play():
        async with peer(keeps_busy) as port, client(port, small) as asking:
            for _ in range(count):
                await until(asking, Event.Message)
                assert await asking.ask(PING) is None

    played(play)


def test_another_task_takes_events_while_one_asks():
    count = 500

    async def floods(it):
        await it.log_in()
        asked = await it.hear(IQ)
        await it.say(MESSAGE % b"x" * count)
        await it.answer(asked)
        await it.end()

    async def play():
        async with peer(floods) as port, client(port, small) as asking:
            await until(asking, Event.Online)
            asked = asyncio.create_task(asking.ask(PING))
            for _ in range(count):
                await until(asking, Event.Message)
            assert await asked is None

    played(play)
