"""Coming in, and why one does not."""

import socket
import sys
import types

import pytest

import libxmpp
from libxmpp import Event, Reason
from world import JULIET, ROMEO, Server, body, online, played, until


def test_logs_in_and_hears_itself(server):
    async def play():
        async with server.client(f"{ROMEO}/garden") as client:
            event = await until(client, Event.Online)
            assert event.jid == f"{ROMEO}/garden"
            client.say(event.jid, "but soft <&>")
            heard = (await until(client, Event.Message)).stanza
            assert (heard.sender, heard.body) == (f"{ROMEO}/garden", "but soft <&>")
            whole = client.element()
            assert whole.child("body", "jabber:client").text() == "but soft <&>"
            client.close()
            assert [event async for event in client if isinstance(event, Event.Message)] == []

    played(play)


def ends(client):
    """How a client ends that never comes in."""

    async def play():
        async with client:
            async for event in client:
                assert not isinstance(event, (Event.Online, Event.Offline)), event

    with pytest.raises(libxmpp.Closed) as closed:
        played(play)
    return closed.value


def test_a_wrong_password_is_told(server):
    closed = ends(server.client(password="wrong"))
    assert isinstance(closed.reason, Reason.LoginFailed)
    assert str(closed) == "the server refuses the login: not-authorized"


def test_a_certificate_for_another_name_is_refused():
    with Server("--certificate-name", "elsewhere.example") as server:
        closed = ends(server.client())
    assert isinstance(closed.reason, Reason.TlsFailed)
    assert "not valid for" in str(closed)


def test_an_unknown_authority_is_refused(server):
    with Server() as other:
        closed = ends(server.client(trust=other.ca_file))
    assert isinstance(closed.reason, Reason.TlsFailed)
    assert str(closed).startswith("the server's certificate")


def test_the_system_is_trusted_without_a_word(server, monkeypatch):
    async def play(client):
        async with client:
            await until(client, Event.Online)

    monkeypatch.setenv("SSL_CERT_FILE", server.ca_file)
    place = {"host": "127.0.0.1", "port": server.port}
    played(play, libxmpp.Client(ROMEO, "secret", **place))
    with Server() as other:
        monkeypatch.setenv("SSL_CERT_FILE", other.ca_file)
        closed = ends(libxmpp.Client(ROMEO, "secret", **place))
    assert isinstance(closed.reason, Reason.TlsFailed)


def test_a_named_file_that_is_not_there_is_an_error_and_not_the_system(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "no/such/file")
    with pytest.raises(FileNotFoundError, match="no/such/file"):
        libxmpp.Client(ROMEO, "secret")


def test_without_a_store_of_the_system_certifi_is_asked(server, monkeypatch):
    async def play():
        async with libxmpp.Client(ROMEO, "secret", host="127.0.0.1", port=server.port) as client:
            await until(client, Event.Online)

    nowhere = types.SimpleNamespace(cafile=None, capath=None)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setattr("ssl.get_default_verify_paths", lambda: nowhere)
    monkeypatch.setitem(sys.modules, "certifi", None)
    with pytest.raises(libxmpp.NoCertificates, match="no certificates in the system's store"):
        libxmpp.system_roots()
    certifi = types.SimpleNamespace(where=lambda: server.ca_file)
    monkeypatch.setitem(sys.modules, "certifi", certifi)
    played(play)


def test_a_file_without_certificates_is_named():
    with pytest.raises(libxmpp.NoCertificates) as told:
        libxmpp.Client(ROMEO, "secret", trust=__file__)
    assert str(told.value) == f"no certificates in {__file__!r}: there is no certificate in it"


def test_a_port_without_a_host_is_refused():
    for more in ({"port": 5223}, {"direct_tls": True}):
        with pytest.raises(ValueError, match="`host`"):
            libxmpp.Client(ROMEO, "secret", **more)


def test_many_clients_may_share_their_trust(server):
    async def play():
        shared = libxmpp.Shared(libxmpp.roots_from_file(server.ca_file))
        async with online(server, trust=shared), online(server, JULIET, trust=shared):
            pass

    played(play)


def test_nobody_there_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    closed = ends(libxmpp.Client(ROMEO, "secret", host="127.0.0.1", port=port))
    assert closed.reason == Reason.ConnectFailed(libxmpp.ConnectFailure.Refused())
    assert "refused" in str(closed)


def test_tls_of_the_drivers_own_is_refused(server):
    def settings(config):
        config.tls = libxmpp.TlsMode.HOST

    closed = ends(server.client(config=settings))
    assert "this driver has none of its own" in str(closed)


def test_the_program_may_judge_certificates_and_give_the_password_later(server):
    async def play():
        async with server.client(password=None, trust=libxmpp.Trust.Ask()) as client:
            event = await until(client, Event.VerifyCertificate)
            assert event.name_matches
            client.trust(event.conn, libxmpp.Verdict.ACCEPT)
            await until(client, Event.NeedCredentials)
            client.provide("secret")
            await until(client, Event.Online)

    played(play)


def test_everything_of_the_config_can_be_changed(server):
    def change(config):
        config.announce = False
        config.trust = libxmpp.roots_from_file(server.ca_file)

    async def play():
        async with online(server, trust=None, config=change) as romeo:
            # Without `announce` nobody has asked for the roster before.
            asked = romeo.roster.fetch()
            roster = await until(romeo, Event.Roster)
            assert roster.event.command == asked

    played(play)


def test_a_cut_and_the_way_back():
    async def play():
        with Server("--cut-after", "12") as server:
            async with server.client() as client:
                names = []
                async for event in client:
                    names.append(type(event).__name__)
                    if isinstance(event, Event.Online):
                        if "Offline" in names:
                            break
                        for number in range(12):
                            client.say(ROMEO, str(number))
                    if isinstance(event, Event.Offline):
                        assert libxmpp.reason_text(event.reason) == "the connection was lost"
        assert names.count("Online") == 2

    played(play)


def test_a_restart_and_the_way_back():
    async def play():
        first = Server()
        async with first.client(trust=libxmpp.Trust.Ask()) as client:
            judged = trusting(client)
            await until(judged, Event.Online)
            first.stop()
            await until(judged, Event.Offline)
            with Server("--port", str(first.port)):
                await until(judged, Event.Online)
                client.say(ROMEO, "again")
                assert await body(judged) == "again"

    played(play)


async def trusting(client):
    """The events of a client that trusts each server: each run of ours has its own authority."""
    async for event in client:
        if isinstance(event, Event.VerifyCertificate):
            client.trust(event.conn, libxmpp.Verdict.ACCEPT)
        yield event
