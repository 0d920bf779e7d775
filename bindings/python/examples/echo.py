# Answers each message with its own text, and lets everybody see that it is there.
# echo.py ACCOUNT [HOST PORT]; the password is in XMPP_PASSWORD.
import asyncio
import os
import sys

from libxmpp import Client, Closed, Event, Message, Presence, PresenceKind


async def echo(account: str, host: str | None = None, port: str = "5222") -> None:
    async with Client(account, os.environ["XMPP_PASSWORD"], host=host, port=int(port)) as client:
        async for event in client:
            match event:
                case Event.Message(stanza=Message(body=str(body)) as message):
                    client.reply(message, body)
                case Event.Presence(Presence(kind=PresenceKind.SUBSCRIBE, sender=str(sender))):
                    client.roster.approve(sender)


try:
    asyncio.run(echo(*sys.argv[1:]))
except Closed as closed:
    sys.exit(str(closed))
