"""Nights of samples as readings: oxygen, breath and skin temperature between falling asleep and waking.

Rule 1: a night has one reading a metric and source, read at the midnight its day of waking begins:
samples that come later amend it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.kinds import Scale, Temperature
from vegaloop.biometrics.domain.plausible import Value
from vegaloop.biometrics.domain.reading import NewReading
from vegaloop.biometrics.domain.series.batch import SampleBatch, numbers_in, values_in
from vegaloop.biometrics.domain.series.metrics import Metric
from vegaloop.biometrics.domain.vitals import (
    SPO2_INTERVAL_S_MOST,
    SPO2_SAMPLES_MOST,
    Respiration,
    SpO2,
    SpO2Night,
)
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import Instant, Moment, day_span, epoch_us, later, moment_in

NIGHT_METRICS: Final = (Metric.OXYGEN, Metric.RESPIRATION, Metric.SKIN_TEMPERATURE)
_MILLI: Final = 1_000

# When a sample began, in ms, and its value in the whole numbers of its metric.
_Point = tuple[int, int]


@final
class Night(Struct, frozen=True):
    """A night from falling asleep up to, not including, waking, with the wall clock of waking."""

    start: Instant
    waking: Moment

    def __post_init__(self) -> None:
        if self.waking.at < self.start:
            raise ValueError("nobody wakes before the night begins")


def night_readings(
    batches: Sequence[SampleBatch], nights: Sequence[Night]
) -> tuple[NewReading, ...]:
    """Make one reading of the samples of each night, metric and source that has any.

    The oxygen of a night is its samples at their usual interval; breath and skin temperature are
    the means of theirs.
    """
    found: list[NewReading] = []
    for (metric, source), points in _points(batches).items():
        starts = [start for start, _ in points]
        for night in nights:
            first = bisect_left(starts, epoch_us(night.start) // 1_000)
            end = bisect_left(starts, epoch_us(night.waking.at) // 1_000)
            if first < end:
                value = _value(metric, points[first:end])
                found.append(NewReading(_midnight(night.waking), value, source))
    return tuple(found)


def _points(batches: Sequence[SampleBatch]) -> dict[tuple[Metric, SourceId], list[_Point]]:
    found: dict[tuple[Metric, SourceId], dict[int, int]] = {}
    for batch in batches:
        if batch.metric in NIGHT_METRICS:
            least, most = batch.metric.limits
            columns = zip(numbers_in(batch.starts_ms), values_in(batch.values), strict=True)
            of_series = found.setdefault((batch.metric, batch.source), {})
            of_series.update((start, one) for start, one in columns if least <= one <= most)
    return {series: sorted(points.items()) for series, points in found.items()}


def _value(metric: Metric, points: Sequence[_Point]) -> Value:
    if metric is Metric.OXYGEN:
        return _oxygen([(start, one * _MILLI // metric.per_unit) for start, one in points])
    total, steps = sum(one for _, one in points), len(points) * metric.per_unit
    milli = (2 * total * _MILLI + steps) // (2 * steps)
    return Respiration(milli) if metric is Metric.RESPIRATION else Temperature(Scale.SKIN, milli)


def _oxygen(points: Sequence[_Point]) -> SpO2 | SpO2Night:
    """Put saturations on a grid of their median distance; alone, one is a reading of its own."""
    begin, end = points[0][0], points[-1][0]
    gaps = sorted(after[0] - before[0] for before, after in pairwise(points))
    if not gaps:
        return SpO2(points[0][1])
    least_s = -(-(end - begin) // (_MILLI * (SPO2_SAMPLES_MOST - 1)))
    usual_s = round(gaps[len(gaps) // 2] / _MILLI)
    interval_s = min(max(1, usual_s, least_s), SPO2_INTERVAL_S_MOST)
    grid: list[int | None] = [None] * (round((end - begin) / (interval_s * _MILLI)) + 1)
    for start, milli_percent in reversed(points):  # The first of two at one place stays.
        grid[round((start - begin) / (interval_s * _MILLI))] = milli_percent
    return SpO2Night(interval_s, tuple(grid))


def _midnight(waking: Moment) -> Moment:
    """Give the moment the day of waking began on that wall."""
    day = waking.local_date
    if waking.zone is not None:
        return moment_in(day_span(day, waking.zone).start, waking.zone)
    local = waking.local
    clock = dt.timedelta(
        hours=local.hour,
        minutes=local.minute,
        seconds=local.second,
        microseconds=local.microsecond,
    )
    return Moment(later(waking.at, -clock), waking.utc_offset_s)
