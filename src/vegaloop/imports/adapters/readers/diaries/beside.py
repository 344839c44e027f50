"""What the tables beside one of a diary tell of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TypeVar

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.infrastructure.formats.csv import Line, lines_of
from vegaloop.infrastructure.formats.fault import ReadFault

__all__ = ("told_beside",)

A = TypeVar("A")


def told_beside(arrival: Arrival, look: Callable[[Iterator[Line]], Iterable[A]]) -> set[A]:
    """Look into every table that came together with one; what breaks off told what it told."""
    found: set[A] = set()
    for name in arrival.bundle.names(_is_csv):
        if name == arrival.name or arrival.bundle.is_taken(name):
            continue
        member = arrival.bundle.take(name)
        arrival.bundle.leave(name)
        if member is not None:
            with suppress(ReadFault), member.open() as stream:
                found.update(look(lines_of(stream)))
    return found


def _is_csv(path: str) -> bool:
    return path.casefold().removesuffix(".gz").endswith(".csv")
