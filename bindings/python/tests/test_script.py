"""`send_message`: its good end and its bad ones."""

import socket
import threading

import pytest

import libxmpp
from world import JULIET, ROMEO, Server, body, online, played


@pytest.mark.parametrize("options", [(), ("--no-sm",)])
def test_it_returns_when_the_server_has_the_message(options):
    async def heard(server):
        async with online(server, JULIET) as juliet:
            return await body(juliet)

    with Server(*options) as server:
        libxmpp.send_message(ROMEO, "secret", JULIET, "wherefore", **server.place)
        assert played(heard, server) == "wherefore"


def test_a_refused_login_is_told_in_words(server):
    with pytest.raises(libxmpp.Closed, match="not-authorized"):
        libxmpp.send_message(ROMEO, "wrong", JULIET, "x", **server.place)


def test_what_cannot_be_sent_is_refused(server):
    with pytest.raises(libxmpp.CallError.Address):
        libxmpp.send_message(ROMEO, "secret", "@", "x", **server.place)
    with pytest.raises(libxmpp.CallError.Address):
        libxmpp.send_message("@", "secret", JULIET, "x", **server.place)


@pytest.mark.parametrize("options", [(), ("--no-sm",)])
def test_a_recipient_that_is_not_there_is_told(options):
    with Server(*options) as server:
        with pytest.raises(libxmpp.NotSent, match="it was refused: service-unavailable"):
            libxmpp.send_message(ROMEO, "secret", "nobody@localhost", "x", **server.place)


def test_nobody_there_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(libxmpp.Closed, match="refused"):
        libxmpp.send_message(ROMEO, "secret", JULIET, "x", host="127.0.0.1", port=port)


def test_a_server_that_never_answers_is_given_up():
    with Server("--mute") as server, pytest.raises(libxmpp.NotSent, match="within 0.2 s"):
        libxmpp.send_message(ROMEO, "secret", JULIET, "x", **server.place, deadline=0.2)


def test_a_resolver_that_hangs_holds_nobody_up(monkeypatch):
    released, over = threading.Event(), threading.Event()

    def hangs(*_, **__):
        released.wait(30)
        over.set()
        raise socket.gaierror

    monkeypatch.setattr("socket.getaddrinfo", hangs)
    with pytest.raises(libxmpp.NotSent, match="within 0.2 s"):
        libxmpp.send_message(ROMEO, "secret", JULIET, "x", host="slow.example", deadline=0.2)
    assert not over.is_set()
    released.set()
    assert over.wait(30)


@pytest.mark.parametrize("options", [(), ("--no-sm",)])
def test_a_connection_that_is_lost_first_is_never_a_success_and_not_dialled_again(options):
    outcomes = set()
    for cut in range(1, 8):
        with Server("--cut-after", str(cut), *options) as server:
            try:
                libxmpp.send_message(ROMEO, "secret", JULIET, "x", **server.place)
            except (libxmpp.NotSent, libxmpp.Closed) as told:
                outcomes.add(type(told))
                assert "lost" in str(told) or "not sent" in str(told), told
    assert outcomes


def test_below_a_running_loop_it_is_refused(server):
    async def play():
        with pytest.raises(RuntimeError, match="running event loop"):
            libxmpp.send_message(ROMEO, "secret", JULIET, "x", **server.place)

    played(play)
