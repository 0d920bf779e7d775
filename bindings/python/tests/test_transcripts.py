"""All transcripts through the border, and that the replayer sees what is damaged there."""

import pytest

from canonical import glue
from replay import TRANSCRIPTS, play

FILES = sorted(TRANSCRIPTS.rglob("*.txt"))

# How many fields transcripts reach: more with each one for a new event, never fewer.
REACHED = 100


@pytest.mark.parametrize("most", [None, 1], ids=["whole", "octets"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TRANSCRIPTS)))
def test_a_transcript_is_played_as_written(path, most):
    play(path, most)


def test_every_damaged_field_is_seen():
    glue.reached.clear()
    for path in FILES:
        play(path)
    reached = dict(glue.reached)
    assert len(reached) >= REACHED
    unseen = []
    for field, path in reached.items():
        glue.chosen = field
        try:
            play(path)
            unseen.append((field, path))
        except Exception:  # noqa: BLE001 - whatever it is, it was seen
            pass
        finally:
            glue.chosen = None
    assert unseen == []
