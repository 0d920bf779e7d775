# A time tracker: people tell it over chat what they work at.
# tracker.py ACCOUNT FILE [HOST PORT]; the password is in XMPP_PASSWORD.
import asyncio
import os
import sys
import time

from libxmpp import Client, Closed, Event, Message, MessageKind, Presence, PresenceKind, reason_text
from times import Damaged, Tracker


async def track(account: str, file: str, host: str | None = None, port: str = "5222") -> None:
    tracker = Tracker(file)
    async with Client(account, os.environ["XMPP_PASSWORD"], host=host, port=int(port)) as client:
        async for event in client:
            match event:
                case Event.Offline(reason=reason):
                    print(f"{reason_text(reason)}; trying again", file=sys.stderr)
                case Event.Message(stanza=message):
                    answer(client, tracker, message)
                case Event.Presence(Presence(kind=PresenceKind.SUBSCRIBE, sender=str(sender))):
                    client.roster.approve(sender)


def answer(client: Client, tracker: Tracker, said: Message) -> None:
    """Answers what a person says; a message that comes late counts from when it was sent."""
    if said.kind not in (MessageKind.CHAT, MessageKind.NORMAL) or not said.sender:
        return
    person = said.sender.partition("/")[0]
    if said.body is None or person == (said.recipient or "").partition("/")[0]:
        return
    at = int(time.time())
    if said.delay is not None:
        at = max(0, min(at, said.delay.stamp.unix_ms // 1000))
    client.say(said.sender, tracker.answer(person, said.body, at))


if __name__ == "__main__":
    try:
        asyncio.run(track(*sys.argv[1:]))
    except (Closed, Damaged, OSError) as why:
        sys.exit(f"{sys.argv[2]}: {why}" if isinstance(why, Damaged) else str(why))
