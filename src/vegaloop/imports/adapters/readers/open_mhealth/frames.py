"""When something was, as a time frame says it: a moment, an interval, or a part of a day.

Rule 1: a time without a zone is in UTC, as the schema of a date and time says.
Rule 2: a part of a day is a quarter of it at home, and a reading of it stands in the middle.
"""

from __future__ import annotations

from typing import Final

from vegaloop.imports.adapters.readers.common.clocks import at_clock
from vegaloop.imports.adapters.readers.common.days import date_in
from vegaloop.imports.adapters.readers.common.measures import Span
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.units import Dimension, amount_in
from vegaloop.imports.adapters.readers.common.walls import stepped
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.domain.found import Misshapen
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success, both, mapped

__all__ = ("duration_s", "span_of")

_PATH: Final = "effective_time_frame.time_interval"
_QUARTER_S: Final = 21_600.0
_PARTS: Final = ("night", "morning", "afternoon", "evening")
_SHOWN: Final = 60
_DATE_CHARACTERS: Final = len("2024-01-05")


def span_of(frame: Fields, profile: Profile) -> Result[Span, BadTime]:
    """Read a frame that is as its schema asks."""
    inner = frame.within("time_interval")
    if not inner:
        when = _instant(frame.text("date_time"), profile, "effective_time_frame.date_time")
        return mapped(when, lambda at: Span(at, 0.0, at))
    if "part_of_day" in inner:
        return _part(inner.text("date"), inner.text("part_of_day"), profile)
    start, end = inner.text("start_date_time"), inner.text("end_date_time")
    if start and end:
        return _between(start, end, profile)
    length_s = duration_s(inner.within("duration"))
    if length_s is None or not length_s >= 0:
        given = str(inner.get("duration"))[:_SHOWN]
        return Failure(Misshapen(f"{_PATH}.duration", given, "how long it was"))
    if start:
        found = _instant(start, profile, f"{_PATH}.start_date_time")
        return mapped(found, lambda at: Span(at, length_s, stepped(at, length_s)))
    found = _instant(end, profile, f"{_PATH}.end_date_time")
    return mapped(found, lambda at: Span(stepped(at, -length_s), length_s, at))


def duration_s(duration: Fields) -> float | None:
    """Read a duration with its unit, in seconds; None where it is none."""
    value = duration.number("value")
    return None if value is None else amount_in(Dimension.TIME, value, duration.text("unit"))


def _between(start: str, end: str, profile: Profile) -> Result[Span, BadTime]:
    first = _instant(start, profile, f"{_PATH}.start_date_time")
    match both(first, _instant(end, profile, f"{_PATH}.end_date_time")):
        case Failure(errors):
            return Failure(errors[0])
        case Success((began, ended)):
            length_s = (ended.at - began.at).total_seconds()
            if length_s < 0:
                wanted = "a time not before the start"
                return Failure(Misshapen(f"{_PATH}.end_date_time", end[:_SHOWN], wanted))
            return Success(Span(began, length_s, ended))


def _part(date: str, part: str, profile: Profile) -> Result[Span, BadTime]:
    if part not in _PARTS:
        return Failure(Misshapen(f"{_PATH}.part_of_day", part[:_SHOWN], "a part of a day"))
    match date_in(date, f"{_PATH}.date"):
        case Failure(error):
            return Failure(error)
        case Success(day):
            begins_s = _PARTS.index(part) * _QUARTER_S
            middle = at_clock(day, begins_s + _QUARTER_S / 2, profile)
            match both(at_clock(day, begins_s, profile), middle):
                case Failure(errors):
                    return Failure(errors[0])
                case Success((start, at)):
                    return Success(Span(start, _QUARTER_S, at, rough=True))


def _instant(text: str, profile: Profile, field: str) -> Result[When, BadTime]:
    clock = text.strip()[_DATE_CHARACTERS:].upper()
    has_zone = clock.endswith("Z") or "+" in clock or "-" in clock
    return of_iso(text if has_zone else f"{text.strip()}Z", profile, field)
