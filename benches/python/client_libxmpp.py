"""Ours as a client of the canned server: client_libxmpp.py [--at-once N] WAY PORT COUNT. At most N
messages are read at once."""

import asyncio
import sys

import libxmpp
from libxmpp import Event

BODY = "x" * 310


def plain(config):
    config.credentials = libxmpp.Secret.Anonymous()
    config.tls = libxmpp.TlsMode.PLAIN
    config.reconnect = libxmpp.Reconnect.NEVER
    config.allow_alias = True
    if sys.argv[1] == "--at-once":  # a read is at most half of what may wait
        config.limits.received_bytes = 834 * int(sys.argv[2])


async def main(way, port, count):
    heard = octets = sent = 0
    client = libxmpp.Client("localhost", host="127.0.0.1", port=port, config=plain)
    async with client:
        try:
            async for event in client:
                if isinstance(event, Event.Message):
                    octets += len(event.stanza.body)
                    heard += 1
                elif way == "send" and isinstance(event, (Event.Online, Event.Writable)):
                    sent = send(client, sent, count)
        except libxmpp.Closed:
            pass  # the server has closed the stream
    assert (sent if way == "send" else heard) == count and (octets > 0 or heard == 0), (sent, heard)


def send(client, sent, count):
    while sent < count:
        try:
            client.say("juliet@capulet.example/balcony", BODY)
        except libxmpp.CallError.Send:
            break  # the queue is full: `Writable` comes
        sent += 1
    return sent


way, port, count = sys.argv[-3:]
asyncio.run(main(way, int(port), int(count)))
