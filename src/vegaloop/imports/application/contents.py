"""Naming what was brought by what is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from vegaloop.imports.application.ports import Piece

__all__ = ("content_of",)

_READ_BYTES: Final = 2**20


def content_of(pieces: Sequence[Piece]) -> str:
    """Name what was brought by what is in it: a file by its bytes, several by each and its name."""
    hashes: list[str] = []
    for piece in pieces:
        if piece.fault is not None:
            hashes.append(repr(piece.fault))
            continue
        whole = hashlib.sha256()
        with piece.open() as stream:
            while read := stream.read(_READ_BYTES):
                whole.update(read)
        hashes.append(whole.hexdigest())
    if len(hashes) == 1 and pieces[0].fault is None:
        return hashes[0]
    named = sorted(zip((piece.name for piece in pieces), hashes, strict=True))
    return hashlib.sha256(repr(named).encode()).hexdigest()
