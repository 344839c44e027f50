"""What a value of a document must be, as the schemas of Open mHealth ask it.

Rule 1: a check tells every field that is not as it should be, by its path.
Rule 2: numbers are numbers: a text that looks like one is none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from vegaloop.imports.domain.found import Misshapen

__all__ = (
    "Check",
    "Wrong",
    "any_object",
    "any_of",
    "flag",
    "instant",
    "interval",
    "is_instant",
    "listed",
    "measure_in",
    "number",
    "one_of",
    "record",
    "text",
    "time_frame",
    "whole",
)

Wrong: TypeAlias = Iterator[Misshapen]
Check: TypeAlias = Callable[[object, str], Wrong]

_SHOWN: Final = 60
_INSTANT: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s*([Zz]|[+-]\d{2}:?\d{2})?$", re.ASCII
)
_TIME_UNITS: Final = ("ps", "ns", "us", "ms", "sec", "min", "h", "d", "wk", "Mo", "yr")
_PARTS: Final = ("morning", "afternoon", "evening", "night")


def number(value: object, path: str) -> Wrong:
    """Ask for a number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield _wrong(path, value, "a number")


def whole(value: object, path: str) -> Wrong:
    """Ask for a number without a fraction."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or (isinstance(value, float) and not value.is_integer()):
        yield _wrong(path, value, "a whole number")


def text(value: object, path: str) -> Wrong:
    """Ask for words."""
    if not isinstance(value, str):
        yield _wrong(path, value, "a text")


def flag(value: object, path: str) -> Wrong:
    """Ask for yes or no."""
    if not isinstance(value, bool):
        yield _wrong(path, value, "true or false")


def any_object(value: object, path: str) -> Wrong:
    """Ask for an object, whatever is in it."""
    if not isinstance(value, dict):
        yield _wrong(path, value, "an object")


def is_instant(value: object) -> bool:
    """Tell whether a value is a date and time there can be."""
    if not isinstance(value, str) or not _INSTANT.match(value.strip()):
        return False
    try:
        dt.datetime.fromisoformat(value.strip()[:10])
    except ValueError:
        return False
    return True


def instant(value: object, path: str) -> Wrong:
    """Ask for a date and time."""
    if not is_instant(value):
        yield _wrong(path, value, "a date and time")


def one_of(*words: str) -> Check:
    """Ask for one of a few words."""

    def check(value: object, path: str) -> Wrong:
        if not isinstance(value, str) or value not in words:
            yield _wrong(path, value, "one of " + ", ".join(words))

    return check


def measure_in(*units: str) -> Check:
    """Ask for a number in one of a few units."""
    return record({"value": number, "unit": one_of(*units)})


def any_of(*checks: Check) -> Check:
    """Ask for what any of a few checks asks for; the last one tells what is wrong."""

    def check(value: object, path: str) -> Wrong:
        wrong: list[Misshapen] = []
        for one in checks:
            wrong = list(one(value, path))
            if not wrong:
                return
        yield from wrong

    return check


def listed(each: Check) -> Check:
    """Ask for a list of what another check asks for."""

    def check(value: object, path: str) -> Wrong:
        if not isinstance(value, list):
            yield _wrong(path, value, "a list")
            return
        for number_of, one in enumerate(value):
            yield from each(one, f"{path}[{number_of}]")

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """Ask for an object with these fields; others may be there, and hold anything."""

    def check(value: object, path: str) -> Wrong:
        if not isinstance(value, dict):
            yield _wrong(path, value, "an object")
            return
        held: dict[str, object] = {str(name): one for name, one in value.items()}
        for name, each in required.items():
            if name not in held:
                yield Misshapen(_joined(path, name), "", "to be there")
            else:
                yield from each(held[name], _joined(path, name))
        for name, each in (optional or {}).items():
            if name in held:
                yield from each(held[name], _joined(path, name))

    return check


def interval(*, parts: bool) -> Check:
    """Ask for two of a start, an end and a length; or a date and a part of it, where that may be."""
    length = measure_in(*_TIME_UNITS)
    fields: dict[str, Check] = {"start_date_time": instant, "end_date_time": instant}
    ways = [("start_date_time", "end_date_time")]
    ways += [("start_date_time", "duration"), ("end_date_time", "duration")]
    fields["duration"] = length
    if parts:
        fields |= {"date": _date, "part_of_day": one_of(*_PARTS)}
        ways.append(("date", "part_of_day"))
    each = record({}, fields)

    def check(value: object, path: str) -> Wrong:
        yield from each(value, path)
        there = [way for way in ways if isinstance(value, dict) and set(way) <= set(value)]
        if isinstance(value, dict) and len(there) != 1:
            given = ", ".join(map(str, value))[:_SHOWN]
            yield Misshapen(path, given, "two of a start, an end and a duration")

    return check


def time_frame(*, parts: bool, spans_only: bool) -> Check:
    """Ask for a moment or an interval, never both; for an interval where a moment says nothing."""
    inner = record({}, {"date_time": instant, "time_interval": interval(parts=parts)})

    def check(value: object, path: str) -> Wrong:
        yield from inner(value, path)
        if not isinstance(value, dict):
            return
        ways = [name for name in ("date_time", "time_interval") if name in value]
        if spans_only and ways != ["time_interval"]:
            yield Misshapen(_joined(path, "time_interval"), ", ".join(ways), "an interval alone")
        elif len(ways) != 1:
            yield Misshapen(path, ", ".join(ways), "a date_time or a time_interval")

    return check


def _date(value: object, path: str) -> Wrong:
    try:
        dt.date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        yield _wrong(path, value, "a date")


def _wrong(path: str, value: object, wanted: str) -> Misshapen:
    given = type(value).__name__ if isinstance(value, dict | list) else str(value)[:_SHOWN]
    return Misshapen(path[:_SHOWN], given, wanted)


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
