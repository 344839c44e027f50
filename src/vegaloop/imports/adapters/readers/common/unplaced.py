"""What there is no room for.

Rule 1: it is told once a file and kind, with its first place and how often it stands there.
Rule 2: beyond as many kinds as any vendor has, those left are told as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, final

from msgspec import Struct

from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.domain.found import Found, NotTaken, Place, Unsupported
from vegaloop.infrastructure.formats.fault import ReadFault

__all__ = ("Unplaced", "left_out", "spoken", "table_named", "tallied")

_KINDS_MOST: Final = 500
_REST: Final = "other kinds"
_PARTS: Final = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+")
_NAME_MOST: Final = 60
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_WORDS: Final = {
    "hr": "heart rate",
    "rr": "breath",
    "mvt": "movement",
    "met": "metabolic equivalent",
}


@final
class Unplaced:
    """Counts by kind what there is no room for."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, Struct], NotTaken] = {}

    def add(self, what: str, place: Place, count: int = 1) -> None:
        """Count one more."""
        self.take(NotTaken(place, what, Unsupported(what), count))

    def add_all(self, record: Fields, names: Iterable[str], place: Place) -> None:
        """Count those of these fields that hold anything."""
        for one in left_out(record, names, place):
            self.take(one)

    def add_named(self, record: Fields, names: Mapping[str, str], place: Place) -> None:
        """Count what those of these fields that hold anything are called, each once."""
        held = (what for name, what in names.items() if record.get(name) is not None)
        for what in dict.fromkeys(held):
            self.add(what, place)

    def take(self, one: NotTaken) -> None:
        """Count what a reader has told; of a file and kind the first place is told."""
        kind: tuple[str, str, Struct] = one.place.file, one.what, one.reason
        if kind not in self._found and len(self._found) >= _KINDS_MOST:
            one = NotTaken(one.place, _REST, Unsupported(_REST), one.count)
            kind = one.place.file, one.what, one.reason
        first = self._found.get(kind, one)
        count = one.count if first is one else first.count + one.count
        self._found[kind] = NotTaken(first.place, first.what, first.reason, count)

    def told(self) -> Iterator[NotTaken]:
        """Tell each kind."""
        yield from self._found.values()


def left_out(record: Fields, names: Iterable[str], place: Place) -> Iterator[NotTaken]:
    """Name those of these fields that hold anything."""
    for name in names:
        if record.get(name) is not None:
            what = spoken(name)
            yield NotTaken(place, what, Unsupported(what))


def spoken(name: str) -> str:
    """Say the name of a field in words: `sleepScore`, `sleep_score` and `Sleep Score` are one."""
    parts = (part.casefold() for part in _PARTS.findall(name))
    return " ".join(_WORDS.get(part, part) for part in parts) or name


def table_named(path: str) -> str:
    """Say which table nobody reads, by the words in its name: `table weight` of `weight-1.csv`."""
    stem = path.replace("\\", "/").rpartition("/")[2].partition(".")[0]
    return f"table {' '.join(_LETTERS.findall(stem))[:_NAME_MOST].casefold()}".rstrip()


def tallied(found: Iterable[Found]) -> Iterator[Found]:
    """Tell what there is no room for at the end, once each."""
    unplaced = Unplaced()
    try:
        for one in found:
            if isinstance(one, NotTaken) and isinstance(one.reason, Unsupported):
                unplaced.take(one)
            else:
                yield one
    except ReadFault:
        yield from unplaced.told()
        raise
    yield from unplaced.told()
