"""What an app can ask of extensions, by the name of each.

Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Optional, TypeVar

from . import engine

Ask = Callable[["engine.Command"], int]
Item = TypeVar("Item")


def _listed(items: Sequence[Item]) -> list[Item]:
    """A text alone would be a list of its letters."""
    if isinstance(items, str):
        raise TypeError("a list of texts expected, not a text")
    return list(items)


class Disco:
    """What an app can ask of XEP-0030."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def info(self, to: Optional[str] = None, node: Optional[str] = None) -> int:
        """Asks what an entity is and can do."""
        return self._ask(engine.Command.Disco(engine.DiscoCommand.Info(to, node)))

    def items(self, to: Optional[str] = None, node: Optional[str] = None) -> int:
        """Asks what belongs to an entity."""
        return self._ask(engine.Command.Disco(engine.DiscoCommand.Items(to, node)))


class Ping:
    """What an app can ask of XEP-0199."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def send(self, to: Optional[str] = None) -> int:
        """Pings somebody; the answer is a `PingEvent`."""
        return self._ask(engine.Command.Ping(engine.PingCommand.Send(to)))


class Roster:
    """What an app can ask about its contacts."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def fetch(self) -> int:
        """Fetches the whole list."""
        return self._ask(engine.Command.Roster(engine.RosterCommand.Fetch()))

    def set(self, jid: str, name: Optional[str] = None, groups: Sequence[str] = ()) -> int:
        """Adds a contact, or changes its name and groups."""
        return self._ask(engine.Command.Roster(engine.RosterCommand.Set(jid, name, _listed(groups))))

    def remove(self, jid: str) -> int:
        """Removes a contact, and both subscriptions with it."""
        return self._ask(engine.Command.Roster(engine.RosterCommand.Remove(jid)))

    def subscribe(self, jid: str) -> int:
        """Asks to see a contact's presence."""
        return self._ask(engine.Command.Roster(engine.RosterCommand.Subscribe(jid)))

    def approve(self, jid: str) -> int:
        """Lets a contact see our presence."""
        return self._ask(engine.Command.Roster(engine.RosterCommand.Approve(jid)))

    def deny(self, jid: str) -> int:
        """Refuses a contact, or stops letting it see our presence."""
        return self._ask(engine.Command.Roster(engine.RosterCommand.Deny(jid)))

    def unsubscribe(self, jid: str) -> int:
        """Stops seeing a contact's presence."""
        return self._ask(engine.Command.Roster(engine.RosterCommand.Unsubscribe(jid)))


class Commands:
    """What an app can ask of extensions; the id that comes back stands in the events about it."""

    def command(self, asked: engine.Command) -> int:
        raise NotImplementedError

    @property
    def disco(self) -> Disco:
        return Disco(self.command)

    @property
    def ping(self) -> Ping:
        return Ping(self.command)

    @property
    def roster(self) -> Roster:
        return Roster(self.command)
