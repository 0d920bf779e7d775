"""Requests, and calls that are refused."""

import asyncio

import pytest

import libxmpp
from libxmpp import CallError, Event, Iq, IqKind
from libxmpp.commands import Roster
from world import JULIET, PING, ROMEO, Server, body, online, played, until

DISCO = "<query xmlns='http://jabber.org/protocol/disco#info'/>"


def test_the_payload_of_an_answer_comes_back(server):
    async def play():
        async with online(server) as client:
            told = await client.ask(Iq(kind=IqKind.GET, recipient="localhost", payload=DISCO))
            assert libxmpp.ElementView(told).child(
                "identity", "http://jabber.org/protocol/disco#info"
            )
            assert await client.ask(PING) is None
            assert (
                await client.ask("<iq type='get' id='a1'><ping xmlns='urn:xmpp:ping'/></iq>")
                is None
            )

    played(play)


def test_a_refusal_is_an_exception_with_its_condition(server):
    async def play():
        async with online(server) as client:
            with pytest.raises(libxmpp.AskFailed) as failed:
                await client.ask(
                    Iq(kind=IqKind.GET, recipient="localhost", payload="<a xmlns='urn:a'/>")
                )
            assert failed.value.error.condition == libxmpp.StanzaCondition.ServiceUnavailable()
            assert str(failed.value) == "service-unavailable"

    played(play)


def test_requests_of_others_are_answered_by_the_program(server):
    def claims(config):
        config.claims = ["urn:example:thermostat"]

    async def play():
        garden = f"{ROMEO}/garden"
        ask = Iq(
            kind=IqKind.GET, recipient=garden, payload="<heat xmlns='urn:example:thermostat'/>"
        )
        async with online(server, garden, config=claims) as romeo, online(server, JULIET) as juliet:
            asked = asyncio.create_task(juliet.ask(ask))
            request = await until(romeo, Event.Request)
            romeo.answer(request.id, "<heat xmlns='urn:example:thermostat'>21</heat>")
            assert libxmpp.ElementView(await asked).text() == "21"
            asked = asyncio.create_task(juliet.ask(ask))
            request = await until(romeo, Event.Request)
            error = libxmpp.stanza_error(libxmpp.StanzaCondition.Forbidden())
            romeo.answer_error(request.id, error)
            with pytest.raises(libxmpp.AskFailed, match="forbidden"):
                await asked

    played(play)


def test_an_answer_that_never_comes_ends_with_the_stream():
    async def play():
        with Server("--cut-after", "8") as server:
            async with online(server) as client:
                with pytest.raises(libxmpp.AskFailed, match="the stream ended"):
                    while True:
                        await client.ask(PING)

    played(play)


def test_asking_can_be_given_up(server):
    async def play():
        async with online(server) as client:
            with pytest.raises(asyncio.TimeoutError):
                silent = Iq(kind=IqKind.GET, recipient=f"{ROMEO}/nobody", payload=DISCO)
                await asyncio.wait_for(client.ask(silent), 0)
            await client.ask(PING)
            assert client._driver.asked == {}

    played(play)


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_client_that_ends_fails_what_it_was_asked_and_swallows_no_cancellation(server, cancelled):
    async def play():
        client = server.client()

        async def holds():
            async with client:
                await until(client, Event.Online)
                there.set()
                await until(client, Event.Closed)

        there = asyncio.Event()
        holder = asyncio.create_task(holds())
        await there.wait()
        itself = Iq(kind=IqKind.GET, recipient=ROMEO, payload="<a xmlns='urn:a'/>")
        asker = asyncio.create_task(client.ask(itself))
        await asyncio.sleep(0)
        holder.cancel()
        if cancelled:
            asker.cancel()
        await asyncio.wait([holder, asker])
        assert holder.cancelled() and asker.cancelled() == cancelled
        if not cancelled:
            with pytest.raises(libxmpp.AskFailed, match="the stream ended"):
                await asker

    played(play)


def few(config):
    config.limits.held_events = config.limits.queued_stanzas = 10
    config.timeouts.request_ms = 1000


def test_answers_are_no_events_that_wait(server):
    async def play():
        async with online(server, config=few) as client:
            for _ in range(100):
                await client.ask(PING)

    played(play)


def test_an_answer_behind_events_that_nobody_takes_fails_in_time(server):
    count = 200

    async def play():
        async with online(server, config=few) as romeo, online(server, JULIET) as juliet:
            for number in range(count):
                juliet.say(ROMEO, str(number))
            await juliet.ask(PING)
            with pytest.raises(libxmpp.AskFailed, match="no answer came in time"):
                while True:
                    await romeo.ask(PING)
            for number in range(count):
                assert await body(romeo) == str(number)
            await romeo.ask(PING)
            assert romeo._driver.asked == {}

    played(play)


def engine_for_calls():
    config = libxmpp.client_config(ROMEO)
    return libxmpp.Engine(config, bytes(32))


def said(body="x", to=JULIET):
    kind = libxmpp.MessageKind.CHAT
    return libxmpp.Stanza.Message(libxmpp.Message(recipient=to, kind=kind, body=body))


REFUSED = [
    (lambda: libxmpp.Client("@"), CallError.Address, "the local part of the address is empty"),
    (lambda: libxmpp.jid("a@b@c"), CallError.Address, None),
    (lambda: libxmpp.roots_from_pem(b""), CallError.Pem, "there is no certificate in it"),
    (
        lambda: libxmpp.Engine(libxmpp.client_config(ROMEO), b"short"),
        CallError.BadSeed,
        "a seed has 32 octets",
    ),
    (lambda: engine_for_calls().send(said(to="@")), CallError.Address, None),
    (lambda: engine_for_calls().send(said(body="\0")), CallError.Text, None),
    (lambda: engine_for_calls().send(libxmpp.Stanza.Xml("<a></b>")), CallError.Xml, None),
    (
        lambda: engine_for_calls().send(libxmpp.Stanza.Xml("")),
        CallError.NoElement,
        "the text is not one element of XML",
    ),
    (lambda: engine_for_calls().send(libxmpp.Stanza.Xml("<a xmlns='b'/>")), CallError.Stanza, None),
    (
        lambda: engine_for_calls().send(said(to=None)),
        CallError.NoRecipient,
        "there is no recipient",
    ),
    (
        lambda: engine_for_calls().handled(1),
        CallError.Input,
        "an event is said to be handled that was never given out",
    ),
    (lambda: engine_for_calls().answer(1, None), CallError.Answer, None),
]


@pytest.mark.parametrize("call, kind, text", REFUSED)
def test_a_refusal_is_typed_and_says_why(call, kind, text):
    with pytest.raises(kind) as refused:
        call()
    assert isinstance(refused.value, CallError)
    assert str(refused.value) == (text or refused.value.text())
    assert str(refused.value)


WRONG = [
    lambda: libxmpp.jid(None),
    lambda: libxmpp.roots_from_pem("text"),
    lambda: engine_for_calls().send(said(body=7)),
    lambda: engine_for_calls().send("<message/>"),
    lambda: engine_for_calls().send(
        libxmpp.Stanza.Message(libxmpp.Message(recipient=JULIET, kind="chat"))
    ),
    lambda: engine_for_calls().eof("1"),
    lambda: Roster(engine_for_calls().command).set(JULIET, groups="Friends"),
    lambda: engine_for_calls().command(libxmpp.Command.Roster(libxmpp.PingCommand.Send(None))),
    lambda: libxmpp.Engine.with_shared(libxmpp.client_config(ROMEO), bytes(32), None),
]


@pytest.mark.parametrize("call", WRONG)
def test_a_value_of_another_type_is_a_type_error(call):
    with pytest.raises(TypeError, match="expected"):
        call()


def test_a_number_that_is_too_large_is_not_cut():
    for number in (-1, 2**64):
        with pytest.raises(OverflowError):
            engine_for_calls().eof(number)


def test_a_number_in_a_field_is_named():
    dial = libxmpp.client_config(ROMEO)
    dial.dial = libxmpp.Dial.Host("localhost", "5222", False)
    with pytest.raises(TypeError, match="port: number expected, not str"):
        libxmpp.Engine(dial, bytes(32))
    dial.dial = libxmpp.Dial.Host("localhost", 70000, False)
    with pytest.raises(OverflowError, match="port: 70000 is too large"):
        libxmpp.Engine(dial, bytes(32))


def test_a_refused_call_changes_nothing(server):
    async def play():
        async with online(server) as client:
            for bad in ("@", "a@b@c"):
                with pytest.raises(CallError.Address):
                    client.say(bad, "x")
            client.say(ROMEO, "good")
            assert (await until(client, Event.Message)).stanza.body == "good"

    played(play)
