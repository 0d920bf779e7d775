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
