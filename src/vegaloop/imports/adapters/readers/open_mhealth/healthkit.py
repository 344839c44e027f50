"""Samples of HealthKit in the style of Open mHealth: quantities and categories.

Rule 1: types and units are those of Apple's export, and mean the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.apple_health.names import SERIES, STAGES, short
from vegaloop.imports.adapters.readers.apple_health.nights import Nights, Segment
from vegaloop.imports.adapters.readers.apple_health.readings import PRESSURES, READINGS, value_of
from vegaloop.imports.adapters.readers.apple_health.times import Times
from vegaloop.imports.adapters.readers.apple_health.units import amount_of
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.measures import Amount, Span
from vegaloop.imports.adapters.readers.common.persons import height_measured
from vegaloop.imports.adapters.readers.common.pressures import Pressures
from vegaloop.imports.adapters.readers.common.units import Dimension
from vegaloop.imports.adapters.readers.open_mhealth.points import Point
from vegaloop.imports.domain.found import Found, FoundReading, NotTaken, Place
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import epoch_us

__all__ = ("HealthKit",)

_SLEEP: Final = "SleepAnalysis"
_HEIGHT: Final = "Height"
_ALONE: Final = frozenset((_SLEEP, _HEIGHT))
_STAGE: Final = "HKCategoryValueSleepAnalysis"
_READ: Final = frozenset((*READINGS, "BloodGlucose"))
_SEGMENT_MOST_S: Final = 48 * 3_600.0


@final
class HealthKit:
    """Takes samples; stages of sleep and pressures wait until the end for what they belong to."""

    def __init__(self, arrival: Arrival) -> None:
        self._arrival = arrival
        self._nights = Nights(Times(arrival.profile))
        self._pressures = Pressures()
        # By the number a night is told with: Apple's segments know lines only.
        self._places: list[Place] = []

    def read(self, point: Point) -> Iterator[Found]:
        """Read one."""
        kind = short(point.body.text("quantity_type", "category_type"))
        taken = kind in SERIES or kind in _READ or kind in PRESSURES or kind in _ALONE
        if not taken:
            yield point.maker.unsupported(point.place, kind)
            return
        match point.span(self._arrival.profile):
            case Failure(bad_time):
                yield point.not_taken(bad_time)
            case Success(span):
                if span.rough:
                    yield point.no_room("of a part of a day")
                elif kind == _SLEEP:
                    yield from self._stage(point, span)
                else:
                    yield from self._quantity(point, span, kind)

    def ended(self) -> Iterator[Found]:
        """Put together what stood apart."""
        yield from self._pressures.found()
        for night in self._nights.found(self._arrival.name):
            place = self._places[(night.place.line or 1) - 1]
            if isinstance(night, FoundReading):
                yield FoundReading(place, night.reading, night.zone_assumed)
            else:
                yield NotTaken(place, night.what, night.reason, night.count)

    def _quantity(self, point: Point, span: Span, kind: str) -> Iterator[Found]:
        inner = point.body.within("unit_value")
        value, unit = inner.number("value"), inner.text("unit")
        if "count" in point.body:
            value, unit = point.body.number("count"), ""
        maker, place = point.maker, point.place
        if value is None:
            yield maker.misshapen(place, kind, "value", "", "a number")
        elif kind in PRESSURES:
            mmhg = amount_of(value, Dimension.PRESSURE, unit)
            if mmhg is None:
                yield maker.misshapen(place, kind, "unit_value.unit", unit, "a unit of a pressure")
            else:
                self._pressures.add(maker, PRESSURES[kind], place, span.at, mmhg)
        elif kind == _HEIGHT:
            amount = Amount(value, unit, "unit_value")
            yield from height_measured(maker, place, amount, Success(span.at))
        elif kind in _READ:
            yield maker.reading(place, kind, Success(span.at), value_of(kind, value, unit))
        else:
            yield _sample(point, span, kind, value, unit)

    def _stage(self, point: Point, span: Span) -> Iterator[Found]:
        said = point.body.text("category_value").removeprefix(_STAGE)
        if said not in STAGES:
            wanted = "a stage of sleep"
            yield point.maker.misshapen(point.place, _SLEEP, "category_value", said, wanted)
            return
        if not 0 < span.length_s <= _SEGMENT_MOST_S:
            wanted = "an interval within two days"
            yield point.maker.misshapen(point.place, _SLEEP, "effective_time_frame", "", wanted)
            return
        self._places.append(point.place)
        segment = Segment(
            epoch_us(span.start.at) // 1_000,
            epoch_us(span.at.at) // 1_000,
            STAGES[said],
            span.start.moment.utc_offset_s,
            len(self._places),
            span.start.moment.zone,
        )
        if not self._nights.add(point.maker.source, segment):
            yield point.maker.unsupported(point.place, "sleep longer than any")


def _sample(point: Point, span: Span, kind: str, value: float, unit: str) -> Found:
    series = SERIES[kind]
    metric: Metric | None = series.metric
    if metric is None:
        return point.maker.unsupported(point.place, kind)
    amount = amount_of(value, series.dimension, unit or series.unsaid)
    if amount is None:
        wanted = f"a unit of {series.dimension.value}"
        return point.maker.misshapen(point.place, kind, "unit_value.unit", unit, wanted)
    start, scaled = Success(span.start), amount * series.times
    return point.maker.sample(point.place, metric, start, scaled, span.length_s)
