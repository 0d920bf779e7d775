"""What an app can ask of extensions, by the name of each.

Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Optional

from . import engine

Ask = Callable[["engine.Command"], int]
