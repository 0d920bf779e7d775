"""A server that does what a test wants, without TLS and without a password."""

import asyncio
import contextlib
import re

import libxmpp

HEADER = (
    b"<?xml version='1.0'?><stream:stream id='1' from='localhost' version='1.0'"
    b" xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
)
MECHANISMS = (
    b"<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
    b"<mechanism>ANONYMOUS</mechanism></mechanisms></stream:features>"
)
BIND = b"<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>"
BOUND = b"<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>a@localhost/r</jid></bind>"
MESSAGE = b"<message from='b@localhost/c' type='chat'><body>%s</body></message>"
IQ = rb"<iq[^>]*? id=['\"]([^'\"]*)['\"].*?</iq>"


class Peer:
    def __init__(self, reader, writer):
        self._reader, self._writer, self._heard = reader, writer, b""

    async def hear(self, pattern):
        while (found := re.search(pattern, self._heard, re.DOTALL)) is None:
            octets = await self._reader.read(65536)
            if not octets:
                raise ConnectionError("the client is gone")
            self._heard += octets
        self._heard = self._heard[found.end() :]
        return found

    async def say(self, octets):
        self._writer.write(octets)
        await self._writer.drain()

    async def answer(self, request, payload=b""):
        await self.say(b"<iq type='result' id='%s'>%s</iq>" % (request[1], payload))

    async def log_in(self):
        await self.hear(rb"<stream:stream[^>]*>")
        await self.say(HEADER + MECHANISMS)
        await self.hear(rb"<auth[^>]*(/>|>.*?</auth>)")
        await self.say(b"<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
        await self.hear(rb"<stream:stream[^>]*>")
        await self.say(HEADER + BIND)
        await self.answer(await self.hear(IQ), BOUND)

    async def end(self):
        """In good order."""
        await self.hear(rb"</stream:stream>")
        await self.say(b"</stream:stream>")


@contextlib.asynccontextmanager
async def peer(plays):
    """The port of a server that plays so with each connection."""

    async def play(reader, writer):
        with contextlib.suppress(ConnectionError):
            await plays(Peer(reader, writer))
        writer.transport.abort()

    async with await asyncio.start_server(play, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


def client(port, change=None):
    def plain(config):
        config.credentials = libxmpp.Secret.Anonymous()
        config.tls = libxmpp.TlsMode.PLAIN
        config.allow_alias, config.announce = True, False
        config.reconnect = libxmpp.Reconnect.NEVER
        if change is not None:
            change(config)

    return libxmpp.Client("localhost", host="127.0.0.1", port=port, config=plain)
