"""The canonical lines of transcripts (`core/src/declare.rs` tells their form), made from what has
crossed the border.

Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations."""

from libxmpp import engine


class Glue:
    """Hands every field on; damages the one that is chosen, and notes which were there to damage,
    and while what was played."""

    def __init__(self):
        self.reached = {}
        self.chosen = self.playing = None

    def hand_on(self, path, value):
        if value is None or (not isinstance(value, bool) and is_absent(value)):
            return value
        self.reached.setdefault(path, self.playing)
        return damaged(value) if path == self.chosen else value


glue = Glue()


def damaged(value):
    """Another value of the type; absent where there is none to be made up."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value + "x"
    return value[:-1] if isinstance(value, bytes) else None


def is_absent(value):
    return value is False or value in ([], b"")


def braces(name, *fields):
    return name + "{" + " ".join(filter(None, fields)) + "}"


def option(path, value, write):
    value = glue.hand_on(path, value)
    return None if value is None else f"{path.rpartition('.')[2]}={write(value)}"


def field(path, value, write):
    value = glue.hand_on(path, value)
    return (
        None if value is None or is_absent(value) else f"{path.rpartition('.')[2]}={write(value)}"
    )


def many(write):
    return lambda values: "[" + " ".join(map(write, values)) + "]"


def flag(value):
    return "true" if value else "false"


number = str


def octets(value):
    return f'x"{value.hex()}"'


def secret(value):
    return '"***"'


ESCAPES = {code: f"\\u{code:04x}" for code in range(32)}
ESCAPES.update({9: "\\t", 10: "\\n", 13: "\\r", 34: '\\"', 92: "\\\\"})


def text(value):
    return f'"{value.translate(ESCAPES)}"'
