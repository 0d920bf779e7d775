"""A complete XMPP client: for asyncio `Client`, for scripts `send_message`. Types, events and their
manual are those of the engine, `libxmpp.engine`; all of them stand here, too."""

from . import engine
from .client import AskFailed, Client, Closed
from .engine import *
from .script import NotSent, send_message
from .trust import NoCertificates, roots_from_file, system_roots

__all__ = [
    "AskFailed",
    "Client",
    "Closed",
    "NoCertificates",
    "NotSent",
    "roots_from_file",
    "send_message",
    "system_roots",
]
__all__ += engine.__all__
