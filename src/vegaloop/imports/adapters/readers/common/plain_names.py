"""The names of fields without their style: `start_time`, `start-time` and `startTime` are one.

Rule 1: while every reader is asked about one document, its names are made plain once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Final, TypeAlias

__all__ = ("asked_together", "plain", "plainly_named")

_STYLE: Final = str.maketrans("", "", "_- ")
_BETWEEN: Final = "\0"  # Which no name of a document has.
_WIDE: Final = 100  # Fields: no record of a vendor has more, but a document may.
_REMEMBERED_MOST: Final = 64

# What was asked about, held so that nothing else gets its id, and the same by its plain names.
_Remembered: TypeAlias = dict[int, tuple[Mapping[object, object], dict[str, object]]]
_REMEMBERED: Final[ContextVar[_Remembered | None]] = ContextVar("plain_names", default=None)


@contextmanager
def asked_together() -> Iterator[None]:
    """Remember plain names until the last of those who are asked about them has answered."""
    before = _REMEMBERED.set({})
    try:
        yield
    finally:
        _REMEMBERED.reset(before)


def plainly_named(held: Mapping[object, object]) -> dict[str, object]:
    """Give fields by their plain names, of several of one name the last; nobody may change them."""
    if len(held) < _WIDE:
        return {plain(str(name)): one for name, one in held.items()}
    remembered = _REMEMBERED.get()
    if remembered is None:
        return _all_at_once(held)
    if id(held) not in remembered:
        if len(remembered) >= _REMEMBERED_MOST:
            remembered.clear()
        remembered[id(held)] = held, _all_at_once(held)
    return remembered[id(held)][1]


@lru_cache(4_096)
def plain(name: str) -> str:
    """Make a name plain."""
    return name.translate(_STYLE).casefold()


def _all_at_once(held: Mapping[object, object]) -> dict[str, object]:
    """Make all names plain as one text: one by one takes many times as long."""
    together = _BETWEEN.join(map(str, held))
    names = together.translate(_STYLE).casefold().split(_BETWEEN)
    if len(names) != len(held):
        names = [plain(str(name)) for name in held]
    return dict(zip(names, held.values(), strict=True))
