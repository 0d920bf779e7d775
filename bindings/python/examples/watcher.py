# Shows the contact list at each login and then who comes and goes.
# watcher.py ACCOUNT [HOST PORT]; the password is in XMPP_PASSWORD.
import asyncio
import os
import sys

from libxmpp import Client, Closed, Event, Presence, PresenceKind, RosterEvent, reason_text


async def watch(account: str, host: str | None = None, port: str = "5222") -> None:
    async with Client(account, os.environ["XMPP_PASSWORD"], host=host, port=int(port)) as client:
        async for event in client:
            match event:
                case Event.Offline(reason=reason):
                    print(f"{reason_text(reason)}; trying again", flush=True)
                case Event.Roster(RosterEvent.Received(items=items)):
                    print(f"{len(items)} contacts", flush=True)
                    for item in items:
                        print(item.jid, item.name or "", flush=True)
                case Event.Presence(presence):
                    show(presence)


def show(presence: Presence) -> None:
    if presence.kind is PresenceKind.AVAILABLE:
        state = presence.show.name.lower() if presence.show else "online"
    elif presence.kind is PresenceKind.UNAVAILABLE:
        state = "offline"
    else:
        return
    print(f"{presence.sender} is {state} {presence.status or ''}", flush=True)


if __name__ == "__main__":
    try:
        asyncio.run(watch(*sys.argv[1:]))
    except Closed as closed:
        sys.exit(str(closed))
