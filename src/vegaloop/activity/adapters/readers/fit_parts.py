"""The laps, lengths, sets and pauses of a FIT file, each with its FIT time."""

from __future__ import annotations

from typing import Final

from vegaloop.activity.adapters.readers import fit_names
from vegaloop.activity.adapters.readers.fit_values import instant, seconds, started, totals, whole
from vegaloop.activity.domain.recording import Lap, Length, StrengthSet
from vegaloop.infrastructure.formats.fit_profile import Event
from vegaloop.infrastructure.formats.fit_profile import Lap as LapField
from vegaloop.infrastructure.formats.fit_profile import Length as LengthField
from vegaloop.infrastructure.formats.fit_profile import Set as SetField
from vegaloop.infrastructure.formats.fit_table import Row
from vegaloop.kernel.quantity import Duration, Mass
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import Interval

__all__ = ("lap_of", "length_of", "pauses_of", "set_of")

_TIMER: Final = 0
_STARTS: Final = 0
_STOPS: Final = {1, 4, 8, 9}


def lap_of(row: Row) -> tuple[float | None, Lap]:
    """A lap, and when it began."""
    at = started(row, LapField)
    trigger, intensity = whole(row, LapField.TRIGGER), whole(row, LapField.INTENSITY)
    return at, Lap(
        start=instant(at),
        totals=totals(row, LapField, 0),
        trigger=None if trigger is None else fit_names.lap_trigger(trigger),
        intensity=None if intensity is None else fit_names.intensity(intensity),
    )


def length_of(row: Row) -> tuple[float | None, Length]:
    """A length of a pool, and when it began."""
    at = seconds(row, LengthField.START)
    stroke = whole(row, LengthField.STROKE)
    return at, Length(
        start=instant(at),
        elapsed=_lasting(row.numbers.get(LengthField.ELAPSED)),
        active=row.numbers.get(LengthField.TYPE, 1) == 1,
        strokes=whole(row, LengthField.STROKES),
        stroke=None if stroke is None else fit_names.stroke(stroke),
    )


def set_of(row: Row) -> tuple[float | None, StrengthSet]:
    """A set of repetitions, and when it began."""
    at = seconds(row, SetField.START)
    weight = row.numbers.get(SetField.WEIGHT)
    category = whole(row, SetField.CATEGORY)
    return at, StrengthSet(
        start=instant(at),
        duration=_lasting(row.numbers.get(SetField.DURATION)),
        active=row.numbers.get(SetField.TYPE, 1) == 1,
        repetitions=whole(row, SetField.REPETITIONS),
        weight=None if weight is None else value_in(Mass.of_kg(weight / 16)),
        exercise=None if category is None else fit_names.exercise(category),
    )


def _lasting(milliseconds: float | None) -> Duration:
    return value_in(Duration.of_seconds((milliseconds or 0) / 1_000)) or Duration(0)


def pauses_of(events: list[Row]) -> list[tuple[float | None, Interval]]:
    """From each stop of the timer to its next start, and when it stopped."""
    timer = [
        (at, row.numbers.get(Event.TYPE))
        for row in events
        if row.numbers.get(Event.EVENT) == _TIMER
        and (at := seconds(row, Event.TIMESTAMP)) is not None
    ]
    found: list[tuple[float | None, Interval]] = []
    stopped: float | None = None
    for at, kind in sorted(timer, key=lambda event: event[0]):
        if kind == _STARTS and stopped is not None:
            start, end = instant(stopped), instant(at)
            if start and end and start < end:
                found.append((stopped, Interval(start, end)))
            stopped = None
        elif kind in _STOPS and stopped is None:
            stopped = at
    return found
