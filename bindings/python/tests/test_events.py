"""One consumer, a bounded buffer, and what counts as handled."""

import asyncio

import pytest

import libxmpp
from libxmpp import Event
from world import JULIET, PING, ROMEO, body, online, played, program, until


def test_a_second_consumer_is_an_error(server):
    async def play():
        async with online(server) as client:
            waits = asyncio.create_task(body(client))
            while client._driver._waiter is None:
                await asyncio.sleep(0)
            with pytest.raises(RuntimeError, match="consumer"):
                await asyncio.create_task(body(client))
            client.say(ROMEO, "for the first")
            assert await waits == "for the first"
            client.say(ROMEO, "for the next")
            assert await asyncio.create_task(body(client)) == "for the next"

    played(play)


def test_a_slow_program_has_few_events_waiting_and_loses_none(server):
    count = 200

    async def play():
        async with online(server) as romeo, online(server, JULIET) as juliet:
            for number in range(count):
                juliet.say(ROMEO, str(number))
            await juliet.ask(PING)
            most = 0
            for number in range(count):
                assert await body(romeo) == str(number)
                most = max(most, len(romeo._driver.events))
            assert 1 < most <= 16

    played(play)


def test_a_small_limit_for_what_is_received_is_obeyed(server):
    count = 200

    def small(config):
        config.limits.received_bytes = 1000

    async def play():
        async with online(server, config=small) as romeo, online(server, JULIET) as juliet:
            for number in range(count):
                juliet.say(ROMEO, str(number))
            for number in range(count):
                assert await body(romeo) == str(number)

    played(play)


def test_held_events_come_later(server):
    async def play():
        async with online(server) as romeo, online(server, JULIET) as juliet:
            romeo.hold_events(True)
            juliet.say(ROMEO, "wait")
            for _ in range(10):
                await juliet.ask(PING)
            assert not any(isinstance(event, Event.Message) for *_, event in romeo._driver.events)
            romeo.hold_events(False)
            assert await body(romeo) == "wait"

    played(play)


def test_a_client_that_holds_its_events_can_be_left(server):
    async def play():
        async with online(server) as romeo:
            romeo.hold_events(True)

    played(play)


@pytest.mark.parametrize("size, most", [(1, 50 + 2 * 20 + 16), (4096, 64)])
def test_there_is_a_bound_while_an_answer_is_waited_for(server, size, most):
    count = 200

    def bounded(config):
        config.limits.held_bytes = 128 << 10
        config.limits.held_events, config.limits.queued_stanzas = 50, 20

    def silent(config):
        config.claims = ["urn:example:silence"]

    async def play():
        async with (
            online(server, config=bounded) as romeo,
            online(server, f"{JULIET}/a", config=silent) as juliet,
        ):
            silence = "<a xmlns='urn:example:silence'/>"
            question = libxmpp.Iq(kind=libxmpp.IqKind.GET, recipient=f"{JULIET}/a", payload=silence)
            asks = asyncio.create_task(romeo.ask(question))
            await until(juliet, Event.Request)
            for _ in range(count):
                juliet.say(ROMEO, "x" * size)
            for _ in range(100):
                await juliet.ask(PING)
            assert 16 < len(romeo._driver.events) <= most
            for _ in range(count):
                assert len(romeo._driver.events) <= most
                assert await body(romeo) == "x" * size
            asks.cancel()

    played(play)


def test_asking_behind_many_messages_does_not_block(server):
    async def play():
        async with online(server) as romeo:
            for _ in range(2000):
                romeo.say(JULIET, "x")
            await romeo.ask(PING)

    played(play)


def test_asking_in_the_midst_of_many_events_does_not_block(server):
    async def play():
        async with online(server) as romeo, online(server, JULIET) as juliet:
            for number in range(100):
                juliet.say(ROMEO, str(number))
            for number in range(100):
                assert await body(romeo) == str(number)
                await romeo.ask(PING)

    played(play)


HANGS = """
import asyncio, sys, libxmpp
from libxmpp import Event
port, ca_file, account = sys.argv[1:]
ping = libxmpp.Iq(kind=libxmpp.IqKind.GET, payload="<ping xmlns='urn:xmpp:ping'/>")
async def main():
    async with libxmpp.Client(account, "secret", host="127.0.0.1", port=int(port), trust=ca_file) as client:
        async for event in client:
            if isinstance(event, Event.Message):
                await client.ask(ping) # what the server had to say behind it has arrived, too
                print(event.stanza.body, flush=True)
                await asyncio.get_running_loop().create_future()
asyncio.run(main())
"""


@pytest.mark.parametrize("said", [["in its hands"], ["in its hands", "arrived, not taken"]])
def test_what_a_killed_program_had_not_finished_is_delivered_again(server, said):
    async def write():
        async with online(server, JULIET) as juliet:
            for text in said:
                juliet.say(ROMEO, text)
            await juliet.ask(PING)

    async def read():
        async with online(server) as romeo:
            heard = [await body(romeo) for _ in said]
            romeo.say(ROMEO, "the last")
            return [*heard, await body(romeo)]

    async def nothing_more():
        async with online(server) as romeo:
            romeo.say(ROMEO, "the very last")
            return [await body(romeo)]

    played(write)
    with program(HANGS, server.port, server.ca_file, ROMEO) as killed:
        assert killed.stdout.readline() == "in its hands\n"
        killed.kill()
    assert played(read) == [*said, "the last"]
    # The last was in its hands when it closed: it had not asked for the next.
    assert played(nothing_more) == ["the last"]


def test_the_end_that_was_asked_for_ends_the_loop_and_another_raises(server):
    async def asked():
        async with online(server) as client:
            client.close()
            return [event async for event in client if isinstance(event, Event.Closed)]

    async def aborted():
        async with online(server) as client:
            client.abort()
            return [event async for event in client if isinstance(event, Event.Closed)]

    async def replaced():
        async with online(server, f"{ROMEO}/a") as first, online(server, f"{ROMEO}/a"):
            with pytest.raises(libxmpp.Closed, match="conflict"):
                async for _ in first:
                    pass
            assert [event async for event in first] == []

    assert played(asked) == []
    assert played(aborted) == []
    played(replaced)


def test_a_client_is_for_one_use_and_says_when_it_is_not_running(server):
    async def play():
        client = server.client()
        with pytest.raises(RuntimeError, match="not running"):
            client.say(ROMEO, "too early")
        async with client:
            await until(client, Event.Online)
        with pytest.raises(libxmpp.CallError.Send) as refused:
            client.say(ROMEO, "too late")
        assert str(refused.value) == "the session is closing"
        with pytest.raises(RuntimeError, match="one use"):
            await client.__aenter__()

    played(play)


def test_a_reply_goes_to_the_sender_and_never_in_a_circle(server):
    async def play():
        async with online(server) as romeo, online(server, JULIET) as juliet:
            juliet.say(ROMEO, "hark")
            heard = (await until(romeo, Event.Message)).stanza
            assert romeo.reply(heard, "who is there?") is not None
            answer = (await until(juliet, Event.Message)).stanza
            assert (answer.body, answer.recipient) == ("who is there?", heard.sender)
            own = libxmpp.Message(
                sender=heard.recipient, recipient=ROMEO, kind=heard.kind, body="I"
            )
            own.kind = libxmpp.MessageKind.ERROR
            assert romeo.reply(own, "no") is None

    played(play)
