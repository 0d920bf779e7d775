"""Logs in to the test server over a blocking socket, by STARTTLS in the engine, sends itself a
message and reads it back: smoke.py XMPP-TEST-SERVER. tests/run.d/python.sh makes the module."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time

import engine as xmpp

ROMEO = "romeo@localhost/garden"


@contextlib.contextmanager
def test_server(program):
    """The server's port and the file of its authority."""
    arguments = [program, "--account", "romeo:secret", "--until-stdin-closes"]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        told = json.loads(server.stdout.readline())
        try:
            yield told["port"], told["ca_file"]
        finally:
            server.stdin.close()


class Driver:
    """One engine and its one socket."""

    def __init__(self, config):
        self.engine = xmpp.Engine(config, os.urandom(32))
        self.conn = self.socket = None
        self.written = 0
        self.held = b""

    def events(self):
        """Runs the engine for ever, and gives each event with its number."""
        while True:
            octets, self.held = self.held, b""
            conn = self.conn if octets else None
            mono_ms, unix_ms = time.monotonic_ns() // 10**6, time.time_ns() // 10**6
            step = self.engine.step(mono_ms, unix_ms, conn, octets, 16)
            for output in step.outputs:
                if isinstance(output, xmpp.Output.Event):
                    yield output.seq, output.event
                    self.engine.handled(output.seq)
                else:
                    self.carry_out(output)
            if not step.more and step.read:
                self.wait(step.wait_until, mono_ms)

    def carry_out(self, output):
        if isinstance(output, xmpp.Output.Connect):
            self.conn, self.written = output.conn, 0
            self.socket = socket.create_connection((output.target.host, output.target.port))
            self.engine.connected(self.conn, None)
        elif isinstance(output, xmpp.Output.Transmit):
            self.socket.sendall(output.bytes)
            self.written += len(output.bytes)
            self.engine.transmitted(output.conn, self.written)
        elif isinstance(output, xmpp.Output.Disconnect):
            self.socket.close()
            self.conn = self.socket = None
        else:
            raise AssertionError(output)

    def wait(self, until, mono_ms):
        """For octets, or for the time."""
        if self.socket is None:
            return
        self.socket.settimeout(None if until is None else max(until - mono_ms, 1) / 1000)
        with contextlib.suppress(TimeoutError):
            self.held = self.socket.recv(65536)
            if not self.held:
                self.engine.eof(self.conn)


def password(text):
    return xmpp.Secret.Password(xmpp.SecretText(text=text))


def config_for(port, ca_file):
    config = xmpp.client_config(ROMEO)
    config.credentials = password("secret")
    config.dial = xmpp.Dial.Host("127.0.0.1", port, False)
    with open(ca_file, "rb") as pem:
        config.trust = xmpp.Trust.Roots(xmpp.roots_from_pem(pem.read()))
    config.reconnect = xmpp.Reconnect.NEVER
    config.handled = xmpp.HandledMode.EXPLICIT
    return config


def logs_in_and_reads_its_message_back(config):
    driver = Driver(config)
    note = xmpp.Message(recipient=ROMEO, kind=xmpp.MessageKind.CHAT, body="but soft <&>", wants_receipt=True)
    token = heard = None
    for seq, event in driver.events():
        if isinstance(event, xmpp.Event.Online):
            assert event.jid == ROMEO, event
            token = driver.engine.send(xmpp.Stanza.Message(note))
        elif isinstance(event, xmpp.Event.Message):
            heard, whole = event.stanza, driver.engine.element(seq)
            assert "<body>but soft &lt;&amp;&gt;</body>" in whole.xml(), whole.xml()
            assert whole.child("body", "jabber:client").text() == heard.body, whole.xml()
            driver.engine.close_stream()
        elif isinstance(event, xmpp.Event.Closed):
            assert isinstance(event.reason, xmpp.Reason.Requested), event
            assert xmpp.reason_text(event.reason) == "closed as asked", event.reason
            break
    assert token is not None
    assert (heard.sender, heard.recipient, heard.body) == (ROMEO, ROMEO, "but soft <&>"), heard
    assert heard.kind == xmpp.MessageKind.CHAT and heard.wants_receipt and heard.id, heard


def says_why_it_cannot(config):
    config.credentials = password("wrong")
    closed = (event for _, event in Driver(config).events() if isinstance(event, xmpp.Event.Closed))
    reason = next(closed).reason
    assert isinstance(reason, xmpp.Reason.LoginFailed), reason
    assert xmpp.reason_text(reason) == "the server refuses the login: not-authorized", reason


def refuses_by_exceptions_of_their_own(config):
    engine = xmpp.Engine(config, os.urandom(32))
    refuses(xmpp.CallError.BadSeed, lambda: xmpp.Engine(config, b"short"))
    refused = refuses(xmpp.CallError.Address, lambda: xmpp.jid("@"))
    assert isinstance(refused.error, xmpp.JidError), refused
    refused = refuses(xmpp.CallError.Pem, lambda: xmpp.roots_from_pem(b""))
    assert refused.text() == "there is no certificate in it", refused.text()
    refused = refuses(xmpp.CallError.Input, lambda: engine.handled(1))
    assert isinstance(refused.error, xmpp.InputError.NeverHappened), refused
    bad = xmpp.Message(recipient="@", kind=xmpp.MessageKind.CHAT, body="x")
    refused = refuses(xmpp.CallError.Address, lambda: engine.send(xmpp.Stanza.Message(bad)))
    assert isinstance(refused.error, xmpp.JidError), refused
    refuses(xmpp.CallError.Stanza, lambda: engine.send(xmpp.Stanza.Xml("<no xmlns='stanza'/>")))
    refuses(xmpp.CallError.Xml, lambda: engine.send(xmpp.Stanza.Xml("<a></b>")))
    ping = xmpp.Iq(kind=xmpp.IqKind.RESULT, payload="<ping xmlns='urn:xmpp:ping'/>")
    refused = refuses(xmpp.CallError.Stanza, lambda: engine.ask(ping))
    assert refused.text() == "unknown type", refused.text()
    engine.close_stream()
    note = xmpp.Message(recipient=ROMEO, kind=xmpp.MessageKind.CHAT, body="x")
    refused = refuses(xmpp.CallError.Send, lambda: engine.send(xmpp.Stanza.Message(note)))
    assert isinstance(refused.error, xmpp.SendError.Closing), refused


def answers_and_builds():
    """A reply goes to who has sent the message; an element is built step by step."""
    came = xmpp.Message(sender="juliet@localhost/balcony", recipient=ROMEO, kind=xmpp.MessageKind.CHAT, body="?")
    answer = xmpp.reply(came, "but soft")
    assert (answer.recipient, answer.body) == (came.sender, "but soft"), answer
    came.kind = xmpp.MessageKind.ERROR
    assert xmpp.reply(came, "but soft") is None
    builder = xmpp.ElementBuilder("a", "urn:a").attribute("b", "'").begin("c", "urn:a").text("<").end()
    assert builder.build() == "<a xmlns='urn:a' b='&apos;'><c>&lt;</c></a>", builder.build()


def shows_no_secret(config):
    assert config.credentials.password.text == "secret"
    for shown in (str(config), repr(config), f"{config.credentials.password!r}"):
        assert "secret" not in shown, shown
    assert "***" in str(config)


def refuses(kind, call):
    """The exception of this kind that the call raises."""
    try:
        call()
    except kind as refused:
        return refused
    raise AssertionError(f"{kind} was not raised")


def main():
    with test_server(sys.argv[1]) as (port, ca_file):
        logs_in_and_reads_its_message_back(config_for(port, ca_file))
        says_why_it_cannot(config_for(port, ca_file))
        refuses_by_exceptions_of_their_own(config_for(port, ca_file))
        shows_no_secret(config_for(port, ca_file))
        answers_and_builds()
    print("smoke.py: logged in, said something, heard it; refusals are exceptions of their own")


main()
