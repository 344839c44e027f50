"""Exercises as diaries tell them: in words, with minutes and energy, and mostly without a time.

Rule 1: one of which only the day is known began at noon at home, and says so (IMP-58).
Rule 2: two of the same at the same moment are two, and the same two next time.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Final, final

from msgspec import Struct

from vegaloop.imports.adapters.readers.common.making import number_in
from vegaloop.imports.adapters.readers.common.sport_words import sport_in
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.workouts import Told, Workout, recordings_of
from vegaloop.imports.adapters.readers.diaries.clocks import clock_in
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place, Unsupported
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.person import Profile

__all__ = ("Exercise", "Exercises")

_WHAT: Final = "activity"
_NOON: Final = dt.time(12)
_DAY_MINUTES: Final = 24 * 60
_SHOWN: Final = 60


@final
class Exercise(Struct, frozen=True, kw_only=True):
    """An exercise as it is written, but for its energy."""

    day: str
    name: str
    minutes: str
    energy_kcal: float | None = None
    time: str = ""
    notes: str = ""


@final
class Exercises:
    """Makes the activities of one diary in one file."""

    def __init__(self, source: SourceId, unplaced: Unplaced) -> None:
        self._source = source
        self._unplaced = unplaced
        self._keys: Counter[str] = Counter()

    def found(self, place: Place, one: Exercise, profile: Profile) -> Iterator[Found]:
        """Make an activity; what took no time, or all of a day, is none and is counted."""
        minutes = number_in(one.minutes)
        if one.minutes and minutes is None:
            reason = Misshapen("minutes", one.minutes[:_SHOWN], "a number")
            yield NotTaken(place, _WHAT, reason)
            return
        if minutes is not None and minutes >= _DAY_MINUTES:
            self._unplaced.add("activity of a whole day", place)
            return
        energy = one.energy_kcal
        key = f"{one.day}|{one.time}|{one.name}"
        self._keys[key] += 1
        start, assumed = clock_in(one.day, one.time, _NOON, profile)
        workout = Workout(
            sport=sport_in(one.name),
            start=start,
            told=Told(
                elapsed_s=None if minutes is None else minutes * 60,
                energy_kcal=None if energy is None else abs(energy),
            ),
            source=self._source,
            external_id=f"{key}|{self._keys[key]}",
            name=one.name,
            notes=one.notes,
            time_assumed=assumed,
        )
        for found in recordings_of(place, workout):
            if isinstance(found, NotTaken) and isinstance(found.reason, Unsupported):
                self._unplaced.take(found)
            else:
                yield found
