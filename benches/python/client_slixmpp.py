"""slixmpp as a client of the canned server: client_slixmpp.py WAY PORT COUNT."""

import asyncio
import sys

import slixmpp


class Client(slixmpp.ClientXMPP):
    """Receives or sends so many messages."""

    def __init__(self, way, count):
        super().__init__("romeo@localhost", "secret")
        self.way, self.count = way, count
        self.heard = self.octets = 0
        self.enable_plaintext = True
        self.enable_starttls = self.enable_direct_tls = False
        self.add_event_handler("session_start", self.start)
        self.add_event_handler("message", self.message)
        self.plugin["feature_mechanisms"].unencrypted_plain = True

    def start(self, _):
        self.send_presence()
        if self.way == "send":
            for _ in range(self.count):
                self.send_message("juliet@capulet.example/balcony", "x" * 310, mtype="chat")

    def message(self, stanza):
        self.octets += len(stanza["body"])
        self.heard += 1


async def main(way, port, count):
    client = Client(way, count)
    ended = asyncio.Event()
    client.add_event_handler("disconnected", lambda _: ended.set())
    client.connect("127.0.0.1", port)
    await ended.wait()
    assert way == "send" or client.heard == count and (client.octets or not count), client.heard


asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
