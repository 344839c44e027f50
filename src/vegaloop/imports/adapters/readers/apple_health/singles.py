"""Records that are read one by one, when their element has ended.

Rule 1: each ends as something found, or with the reason why not.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics import RrIntervals
from vegaloop.imports.adapters.readers.apple_health.beats import intervals_ms
from vegaloop.imports.adapters.readers.apple_health.broken import Broken
from vegaloop.imports.adapters.readers.apple_health.meals import Meals, dietary
from vegaloop.imports.adapters.readers.apple_health.names import DIETARY, STAGES
from vegaloop.imports.adapters.readers.apple_health.nights import Nights, Segment
from vegaloop.imports.adapters.readers.apple_health.readings import (
    PRESSURES,
    READINGS,
    value_of,
)
from vegaloop.imports.adapters.readers.apple_health.series import ROW, Packed
from vegaloop.imports.adapters.readers.apple_health.times import Times
from vegaloop.imports.adapters.readers.apple_health.units import amount_of
from vegaloop.imports.adapters.readers.common.making import Maker, number_in
from vegaloop.imports.adapters.readers.common.persons import height_told
from vegaloop.imports.adapters.readers.common.pressures import Pressures
from vegaloop.imports.adapters.readers.common.units import Dimension
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place, Unsupported
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import epoch_us

__all__ = ("TAKEN", "ZONE", "Open", "Singles")

ZONE: Final = "HKTimeZone"
_HEIGHT: Final = "Height"
TAKEN: Final = frozenset(
    (*READINGS, "BloodGlucose", *PRESSURES, "SleepAnalysis", *DIETARY, _HEIGHT)
)
_SAID_AGAIN: Final = frozenset((*PRESSURES, *DIETARY))
_STAGE: Final = "HKCategoryValueSleepAnalysis"
_SHOWN: Final = 60
_SIDES_MOST: Final = 1_000_000
_SEGMENT_MOST_MS: Final = 48 * 3_600_000


@final
class Open(Struct):
    """A record, or a correlation, whose element has not ended; one `inside` is in a correlation."""

    name: str
    said: dict[str, str]
    source: SourceId
    place: Place
    inside: bool = False
    metadata: dict[str, str] = {}
    beats: list[tuple[str, str]] = []
    figures: list[tuple[str, float]] = []


@final
class Singles:
    """Takes records one by one."""

    def __init__(self, times: Times) -> None:
        self.found: list[Found] = []
        self._times = times
        self._nights = Nights(times)
        self._pressures = Pressures()
        self._sides = 0
        self._meals = Meals(times)
        self._broken = Broken()

    def take(self, one: Open) -> None:
        """Take a record that is no part of a series."""
        if one.name == "SleepAnalysis":
            self._sleep(one)
        elif one.name in DIETARY:
            self._eaten(one)
        elif one.name in PRESSURES:
            self.pressure(one)
        elif one.name == _HEIGHT:
            self._height(one)
        else:
            self._reading(one)

    def food(self, one: Open) -> None:
        """Take a food, with what it holds."""
        start, figures = one.said.get("startDate", ""), tuple(one.figures)
        self.found += self._meals.food(one.source, start, figures, one.metadata, one.place)

    def ended(self, file: str) -> Iterator[Found]:
        """Put together what stood apart."""
        yield from self._nights.found(file)
        yield from self._pressures.found()
        yield from self._meals.found(file)
        yield from self._broken.rest()

    def packed(self, packed: Packed, one: Open) -> None:
        """Take a record of a series that is not as all the others."""
        series, said = packed.series, one.said
        number = number_in(said.get("value", ""))
        amount = (
            None
            if number is None
            else amount_of(number, series.dimension, said.get("unit") or series.unsaid)
        )
        if number is None or amount is None:
            self._misshapen(one, "value", "a number")
            return
        span = self._span(one)
        if span is None:
            return
        start, end = span
        self._of_beats(one)
        at_ms, line = _ms(start), one.place.line or 0
        length_ms = _ms(end) - at_ms
        if start.zone_assumed and series.metric is not None:
            maker, metric = Maker(one.source), series.metric
            known, value = Success(start), amount * series.times
            self.found.append(maker.sample(one.place, metric, known, value, length_ms / 1_000))
            return
        try:
            given = amount if series.dimension is Dimension.SHARE else number
            steps, offset_s = round(given * packed.scale), start.moment.utc_offset_s
            packed.append(ROW.pack(at_ms, length_ms, steps, offset_s, line))
        except (ValueError, OverflowError, struct.error):
            self._misshapen(one, "value", "a number and a time there can be")

    def _span(self, one: Open) -> tuple[When, When] | None:
        """Read when it began and ended; tell the first of both that is no time."""
        start = self._at(one, "startDate")
        end = None if start is None else self._at(one, "endDate")
        return None if start is None or end is None else (start, end)

    def _at(self, one: Open, field: str) -> When | None:
        """Read a time; tell where it is none."""
        text = one.said.get(field) or one.said.get("startDate", "")
        match self._times.when(text, field, one.metadata.get(ZONE)):
            case Success(when):
                return when
            case Failure(bad_time):
                self._refuse(one, bad_time)
                return None

    def _of_beats(self, one: Open) -> None:
        """Make a reading of the beats under a variability, where they can be told."""
        intervals = intervals_ms(one.beats)
        if intervals:
            when = self._when(one, "startDate")
            rr = RrIntervals.of_ms(intervals)
            self.found.append(Maker(one.source).reading(one.place, "hrv", when, rr))

    def _reading(self, one: Open) -> None:
        value = number_in(one.said.get("value", ""))
        if value is None:
            self._misshapen(one, "value", "a number")
            return
        kind = READINGS.get(one.name)
        when = self._when(one, "endDate" if kind is not None and kind.at_end else "startDate")
        read = value_of(one.name, value, one.said.get("unit"))
        self.found.append(Maker(one.source).reading(one.place, one.name, when, read))

    def _height(self, one: Open) -> None:
        value = number_in(one.said.get("value", ""))
        if value is None:
            self._misshapen(one, "value", "a number")
            return
        height_m = amount_of(value, Dimension.LENGTH, one.said.get("unit"))
        if height_m is None:
            self._misshapen(one, "unit", "a unit of length")
            return
        when = self._when(one, "startDate")
        self.found += height_told(Maker(one.source), one.place, height_m, when)

    def _sleep(self, one: Open) -> None:
        stage = one.said.get("value", "").removeprefix(_STAGE)
        if stage not in STAGES:
            self._misshapen(one, "value", "a stage of sleep")
            return
        span = self._span(one)
        if span is None:
            return
        start, end = span
        start_ms, end_ms = _ms(start), _ms(end)
        if not 0 < end_ms - start_ms <= _SEGMENT_MOST_MS:
            self._misshapen(one, "endDate", "a time after the start, within two days")
            return
        zone = one.metadata.get(ZONE)
        offset_s = start.moment.utc_offset_s
        segment = Segment(start_ms, end_ms, STAGES[stage], offset_s, one.place.line or 0, zone)
        if not self._nights.add(one.source, segment):
            self._too_many(one, "sleep beyond what anybody sleeps")

    def _eaten(self, one: Open) -> None:
        figure = self.figure(one)
        start = one.said.get("startDate", "")
        if figure is None:
            return
        if not self._meals.add(one.source, start, figure, one.metadata, one.place):
            self._too_many(one, "nutrients beyond what anybody eats")

    def figure(self, one: Open) -> tuple[str, float] | None:
        """State the amount of a nutrient."""
        value = number_in(one.said.get("value", ""))
        if value is None:
            self._misshapen(one, "value", "a number")
            return None
        figure = dietary(one.name, value, one.said.get("unit"))
        if figure is None:
            self._misshapen(one, "unit", "a unit of a nutrient")
        return figure

    def pressure(self, one: Open) -> None:
        """Take one of a pair of pressures."""
        value = number_in(one.said.get("value", ""))
        mmhg = None if value is None else amount_of(value, Dimension.PRESSURE, one.said.get("unit"))
        if mmhg is None:
            self._misshapen(one, "value", "a pressure")
            return
        when = self._at(one, "startDate")
        self._sides += 1
        if self._sides > _SIDES_MOST:
            self._too_many(one, "more blood pressures than anybody takes")
        elif when is not None:
            maker, side = Maker(one.source), PRESSURES[one.name]
            self._pressures.add(maker, side, one.place, when, mmhg)

    def _when(self, one: Open, field: str) -> Result[When, BadTime]:
        return self._times.when(one.said.get(field, ""), field, one.metadata.get(ZONE))

    def _misshapen(self, one: Open, field: str, wanted: str) -> None:
        given = one.said.get(field, "")[:_SHOWN]
        self._refuse(one, Misshapen(field, given, wanted))

    def _too_many(self, one: Open, what: str) -> None:
        self._refuse(one, Unsupported(what))

    def _refuse(self, one: Open, reason: Struct) -> None:
        told = NotTaken(one.place, one.name, reason)
        if one.name not in _SAID_AGAIN or self._broken.is_told(told, one.said, inside=one.inside):
            self.found.append(told)


def _ms(when: When) -> int:
    return epoch_us(when.at) // 1_000
