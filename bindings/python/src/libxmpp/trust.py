"""Whom to trust: the system."""

from __future__ import annotations

import os
import ssl
from typing import Union

from . import engine

# Read once for all clients of the process, by the place that they are read from.
_shared: dict[str, engine.Shared] = {}


def roots_from_file(path: Union[str, os.PathLike[str]]) -> engine.Trust:
    """The certificates of a PEM file alone, for a server with an authority of its own."""
    return engine.Trust.Roots(engine.roots_from_pem(_pem([os.fspath(path)])))


def system_roots() -> engine.Trust:
    """The certificates that the system trusts, or those of `SSL_CERT_FILE`; where there are none,
    those of the package certifi."""
    return engine.Trust.Roots(engine.roots_from_pem(_pem(_places())))


def shared_system_roots() -> engine.Shared:
    """The same, for many clients."""
    places = _places()
    known = _shared.get(key := repr(places))
    if known is None:
        roots = engine.Trust.Roots(engine.roots_from_pem(_pem(places)))
        known = _shared[key] = engine.Shared(roots)
    return known


def _places() -> list[str]:
    """The files to read. One that was named has to be there, or others than it would be trusted."""
    if named := os.environ.get("SSL_CERT_FILE"):
        return [named]
    paths = ssl.get_default_verify_paths()
    if paths.cafile:
        return [paths.cafile]
    if paths.capath and (files := sorted(_files(paths.capath))):
        return files
    try:
        import certifi
    except ImportError:
        return []
    return [certifi.where()]


def _files(folder: str) -> list[str]:
    return [entry.path for entry in os.scandir(folder) if entry.is_file()]


def _pem(places: list[str]) -> bytes:
    texts = []
    for place in places:
        with open(place, "rb") as file:
            texts.append(file.read())
    return b"\n".join(texts)
