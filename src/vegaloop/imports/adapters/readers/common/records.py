"""A record of a document or a table, read field by field, whatever was put into it.

Rule 1: a name counts without its style: `start_time`, `start-time` and `startTime` are one.
Rule 2: a field that is not there is None; one that holds something else is None and is told.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final, final

import msgspec

from vegaloop.imports.adapters.readers.common.making import UNMEASURED, number_in
from vegaloop.imports.adapters.readers.common.plain_names import plain, plainly_named
from vegaloop.imports.domain.found import Misshapen, NotTaken, Place, Unsupported

__all__ = ("Fields", "json_in", "records_in", "shown", "span_s")

_SHOWN: Final = 60
_NUMBER_MOST: Final = 1e18  # Nothing that is counted or measured here comes near.
_SPAN: Final = re.compile(
    r"P(?:(\d{1,6})D)?T?(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12}(?:\.\d{1,9})?)S)?$"
)
_SPAN_S: Final = (86_400, 3_600, 60, 1)


@final
class Fields:
    """The fields of a record; without any where it is none."""

    def __init__(self, value: object, wrong: list[Misshapen] | None = None, path: str = "") -> None:
        self._held = plainly_named(value) if isinstance(value, dict) else {}
        self._wrong = [] if wrong is None else wrong
        self._path = path

    def __contains__(self, name: str) -> bool:
        return plain(name) in self._held

    def __bool__(self) -> bool:
        return bool(self._held)

    def has(self, *names: str) -> bool:
        """Tell whether it has fields of all these names."""
        return all(name in self for name in names)

    def has_plain(self, names: frozenset[str]) -> bool:
        """Tell whether it has fields of all these names, which are plain already."""
        return self._held.keys() >= names

    def get(self, *names: str) -> object:
        """What the first of these fields holds that holds anything."""
        for name in names:
            held = self._held.get(plain(name))
            if held is not None and held != "":
                return held
        return None

    def as_sent(self, name: str) -> object:
        """What a field holds, an empty text too."""
        return self._held.get(plain(name))

    def number(self, *names: str) -> float | None:
        """The number in the first of these fields that holds anything."""
        held = self.get(*names)
        number = _number(held)
        if number is None and held is not None:
            self._tell(names[0], held, "a number")
        return number

    def whole(self, *names: str) -> int | None:
        """The number without what stands behind its point."""
        number = self.number(*names)
        return None if number is None else int(number)

    def text(self, *names: str) -> str:
        """The words in the first of these fields that holds anything; a number as it is written."""
        held = self.get(*names)
        if isinstance(held, str):
            return held.strip()
        if isinstance(held, int | float) and not isinstance(held, bool):
            return str(held)[:_SHOWN]
        if held is not None:
            self._tell(names[0], held, "a text")
        return ""

    def flag(self, *names: str) -> bool:
        """Whether the first of these fields says yes."""
        return self.get(*names) in (True, 1, "1", "true", "True", "TRUE")

    def many(self, *names: str) -> list[object]:
        """The items in the first of these fields that holds anything."""
        held = self.get(*names)
        if isinstance(held, list):
            return held
        if held is not None:
            self._tell(names[0], held, "a list")
        return []

    def numbers(self, *names: str) -> list[float | None]:
        """The items in the first of these fields as numbers, None for what is none."""
        return [_number(one) for one in self.many(*names)]

    def values(self) -> list[object]:
        """What all fields hold."""
        return list(self._held.values())

    def pairs(self, *names: str) -> list[tuple[str, float | None]]:
        """The names and numbers in a field that holds them under names of their own."""
        held = self.get(*names)
        if isinstance(held, dict):
            return [(str(name), _number(one)) for name, one in held.items()]
        if held is not None and held != []:  # PHP writes no pairs at all as an empty list.
            self._tell(names[0], held, "an object")
        return []

    def within(self, *names: str) -> Fields:
        """The record in the first of these fields that holds anything."""
        held = self.get(*names)
        if held is not None and not isinstance(held, dict):
            self._tell(names[0], held, "an object")
        return Fields(held, self._wrong, f"{self._path}{names[0]}.")

    def told(self, place: Place, what: str) -> Iterator[NotTaken]:
        """Tell the fields that held something else than was asked of them, each once."""
        for wrong in dict.fromkeys(self._wrong):
            yield NotTaken(place, what, wrong)

    def unread(self, place: Place, what: str, field: str, wanted: str) -> NotTaken:
        """Say why a field told nothing: it is blank, as where nothing was measured, or is wrong."""
        given = self.get(field)
        if given is None and field in self:
            return NotTaken(place, UNMEASURED, Unsupported(UNMEASURED))
        shown = "" if given is None else str(given)[:_SHOWN]
        return NotTaken(place, what, Misshapen(field, shown, wanted))

    def _tell(self, field: str, held: object, wanted: str) -> None:
        given = held[:_SHOWN] if isinstance(held, str) else shown(held)
        self._wrong.append(Misshapen(self._path + field, given, wanted))


def records_in(value: object, *keys: str) -> list[object]:
    """The records of a document: a list, what is under one of these keys, or the document."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for key in keys:
            held = value.get(key)
            if isinstance(held, list):
                return held
            if isinstance(held, dict):
                return [held]
    return [value]


def shown(held: object) -> str:
    """Show what stands in a field as JSON, as far as it is short; what is not there as null."""
    try:
        text = msgspec.json.encode(held).decode()
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError):
        text = str(held) if isinstance(held, int) else "[" if isinstance(held, list) else "{"
        return f"{text[: _SHOWN - 1]}…"
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def json_in(text: str) -> object:
    """Read a cell of JSON; None where it is none."""
    try:
        value: object = msgspec.json.decode(text.encode())
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return value


def span_s(text: str) -> float | None:
    """Read a span such as `PT2H44M45.5S`, in seconds; None where it is none."""
    found = _SPAN.match(text.strip())
    if not found or not any(found.groups()):
        return None
    return sum(
        float(part) * each for part, each in zip(found.groups(), _SPAN_S, strict=True) if part
    )


def _number(held: object) -> float | None:
    number: float | None = None
    if isinstance(held, str):
        number = number_in(held)
    elif isinstance(held, int | float) and not isinstance(held, bool):
        # An integer of a thousand digits is compared before it would not fit a float.
        number = float(held) if abs(held) <= _NUMBER_MOST else None
    if number is None or not math.isfinite(number) or abs(number) > _NUMBER_MOST:
        return None
    return number
