"""Settling readings that come in beside those that are there, and the nights made of samples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from vegaloop.biometrics.application.ports import Chart
from vegaloop.biometrics.application.queries import ReadingQuery
from vegaloop.biometrics.application.reckoning import WINDOWS, reckon
from vegaloop.biometrics.domain.editions import Recorded
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.night import Sleep
from vegaloop.biometrics.domain.plausible import WEIGHT_LOOK_BACK_DAYS
from vegaloop.biometrics.domain.reading import Entry, NewReading, Observed, Reading
from vegaloop.biometrics.domain.record import decide_readings, standing_now
from vegaloop.biometrics.domain.series.batch import SampleBatch
from vegaloop.biometrics.domain.series.blocks import Brief, opened
from vegaloop.biometrics.domain.series.nights import NIGHT_METRICS, Night, night_readings
from vegaloop.biometrics.domain.walls import on_known_walls, spans_to_know
from vegaloop.biometrics.domain.weighing import place_of, reweighed
from vegaloop.kernel.time import Instant, LocalDate, days_after

__all__ = ("NIGHTS_MOST", "nightly", "reweigh", "settle")

NIGHTS_MOST: Final = 800  # Two years, and naps.
# A day on the wall begins up to a day before or after the same day elsewhere.
_REACH_DAYS: Final = WEIGHT_LOOK_BACK_DAYS + 2


def settle(chart: Chart, entries: Sequence[Entry], now: Instant) -> tuple[Recorded, ...]:
    """Write what is decided of entries, and reckon baselines where a vital is among them."""
    told = [one for of, days in spans_to_know(entries) for one in chart.told_on(of, days)]
    if told:
        entries = on_known_walls(entries, told)
    known = chart.known([entry.reading.identity for entry in entries])
    names = [name for entry in entries if (name := entry.reading.name) is not None]
    known = (*known, *(chart.named(names) if names else ()))
    decided = decide_readings(entries, known, _weights_around(chart, entries), chart.intervals)
    chart.drop({one.id for one in decided.dropped})
    chart.add(decided.added)
    chart.replace(decided.replaced)
    chart.put_intervals(decided.intervals)
    touched = (*decided.dropped, *decided.added, *decided.replaced)
    stands = {one.id: one for one in reweigh(chart, touched)}
    told_of = (*(entry.reading for entry in entries), *decided.dropped)
    vitals = [one.local_date for one in told_of if one.kind in WINDOWS]
    if vitals:
        reckon(chart, max(vitals), now)
    if not stands:
        return decided.recorded
    new = {one.id for one in decided.added if not one.left}
    return tuple(
        standing_now(one, entry.reading, stands[one.reading.id], is_new=one.reading.id in new)
        if one.reading.id in stands
        else one
        for one, entry in zip(decided.recorded, entries, strict=True)
    )


def reweigh(chart: Chart, touched: Iterable[Reading]) -> tuple[Reading, ...]:
    """Judge the weights anew that come after some which came, went or changed. Rule BIO-160."""
    weights = [one for one in touched if one.kind is Kind.WEIGHT]
    if not weights:
        return ()
    days = [one.local_date for one in weights]
    start, ahead = days_after(min(days), -_REACH_DAYS), _REACH_DAYS
    while True:
        end = days_after(max(days), ahead)
        found = chart.of_kind(Kind.WEIGHT, (start, end))
        done = reweighed(found, [place_of(one) for one in weights])
        last = max(one.local_date for one in found) if found else start
        # A weight further behind is compared with none of these.
        if not done.is_open or days_after(last, _REACH_DAYS) <= end:
            chart.replace(done.changed)
            return done.changed
        ahead *= 4


def _weights_around(chart: Chart, entries: Sequence[Entry]) -> tuple[Observed, ...]:
    days = [e.reading.local_date for e in entries if e.reading.kind is Kind.WEIGHT]
    if not days:
        return ()
    start = days_after(min(days), -_REACH_DAYS)
    return chart.counting({Kind.WEIGHT: start}, days_after(max(days), 1))


def nightly(chart: Chart, start: LocalDate, end: LocalDate) -> tuple[NewReading, ...]:
    """Make readings of the samples of the nights that end on the days of [start, end).

    Of several sleeps of a day the longest is the night.
    """
    query = ReadingQuery(kind=Kind.SLEEP, start=start, end=end, limit=NIGHTS_MOST)
    nights: dict[LocalDate, Night] = {}
    for reading in chart.page(query):
        if isinstance(reading.value, Sleep) and reading.counts:
            night = Night(reading.value.start, reading.moment)
            longest = max(nights.get(reading.local_date, night), night, key=_length)
            nights[reading.local_date] = longest
    if not nights:
        return ()
    days = days_after(start, -1), end
    seen = {(one.metric, one.source) for one in _briefs(chart, days)}
    batches = [
        SampleBatch(metric, source, *opened(chart.blocks((metric, source), days)))
        for metric, source in sorted(seen)
    ]
    return night_readings(batches, tuple(nights.values()))


def _length(night: Night) -> dt.timedelta:
    return night.waking.at - night.start


def _briefs(chart: Chart, days: tuple[LocalDate, LocalDate]) -> tuple[Brief, ...]:
    return tuple(one for metric in NIGHT_METRICS for one in chart.briefs(metric, *days))
