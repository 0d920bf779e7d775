import gc

import pytest

from world import Server


@pytest.fixture
def server():
    with Server() as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_is_left():
    """What a test forgot to close warns here, and a warning is an error."""
    yield
    gc.collect()
