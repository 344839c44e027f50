"""Series: what devices write every few minutes, kept as they wrote it and told as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.application.ports import Chart, Charts
from vegaloop.biometrics.domain.series.batch import SAMPLES_MOST, SampleBatch
from vegaloop.biometrics.domain.series.blocks import Brief, Packed, SourceSeen
from vegaloop.biometrics.domain.series.merged import (
    SeriesDay,
    ToldSample,
    told_days,
    told_samples,
)
from vegaloop.biometrics.domain.series.metrics import Metric
from vegaloop.biometrics.domain.series.voices import (
    SourcePriority,
    alone_of,
    crowded,
    priority_of,
)
from vegaloop.biometrics.domain.series.written import (
    CannotRecordSamples,
    SamplesReceipt,
    TooManySamples,
    receipt_of,
    settle,
    sorted_out,
)
from vegaloop.kernel.errors import TooLong
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import DayValue, Measure, Summing
from vegaloop.kernel.time import Clock, LocalDate, days_after

PRIORITY_SOURCES_MOST: Final = 100
CannotSetPriority: TypeAlias = TooLong

_TITLES: Final = {
    Metric.STEPS: "Steps",
    Metric.DISTANCE: "Distance on foot and wheels",
    Metric.FLOORS: "Floors climbed",
    Metric.ACTIVE_ENERGY: "Active energy",
    Metric.EXERCISE_TIME: "Exercise",
    Metric.INTENSITY_TIME: "Intensity",
    Metric.STANDING_TIME: "Standing",
}
SERIES_MEASURES: Final = {
    f"biometrics.{metric.measure}": (
        metric,
        Measure(f"biometrics.{metric.measure}", title, metric.unit, Summing.SUM),
    )
    for metric, title in _TITLES.items()
}


@final
class SeriesSamples(Struct, frozen=True):
    """The samples of a metric on a day, and the day they make; None where there is nothing."""

    metric: Metric
    day: LocalDate
    told: SeriesDay | None
    samples: tuple[ToldSample, ...]


@final
class SourcesShown(Struct, frozen=True):
    """The sources there are samples from, and what the person said of their order."""

    seen: tuple[SourceSeen, ...]
    priorities: tuple[SourcePriority, ...]

    def unseen(self, said: SourcePriority) -> tuple[SourceId, ...]:
        """The sources of an order nothing of its metric ever came from."""
        known = {one.source for one in self.seen if said.metric in {None, one.metric}}
        return tuple(one for one in said.sources if one not in known)


@final
class Series:
    """Keeps samples, and tells of each day what all sources together say."""

    __slots__ = ("_charts", "_clock")

    def __init__(self, charts: Charts, clock: Clock) -> None:
        self._charts = charts
        self._clock = clock

    def record(
        self, person: PersonId, batches: Sequence[SampleBatch]
    ) -> Result[SamplesReceipt, CannotRecordSamples]:
        """Keep samples; the same again change nothing, and what cannot be taken is told."""
        given = sum(map(len, batches))
        if given > SAMPLES_MOST:
            return Failure(TooManySamples(given, SAMPLES_MOST))
        taken, refused = sorted_out(batches, self._clock.now())

        def record(chart: Chart) -> SamplesReceipt:
            done = []
            for series, incoming in taken.items():
                known = [one for span in incoming.days() for one in chart.blocks(series, span)]
                settled = settle(series, known, incoming)
                chart.put_blocks(settled.blocks)
                done.append(settled.fates)
            return receipt_of(len(batches), done, refused)

        return Success(self._charts.write(person, record))

    def days(
        self, person: PersonId, metric: Metric, start: LocalDate, end: LocalDate
    ) -> tuple[SeriesDay, ...]:
        """Tell the days of [start, end) that have samples of a metric, oldest first."""
        return self._charts.read(person, lambda chart: _days(chart, metric, start, end))

    def day(self, person: PersonId, day: LocalDate) -> tuple[SeriesDay, ...]:
        """Tell every metric that has samples on a day."""
        return self._charts.read(person, lambda chart: _days(chart, None, day, days_after(day, 1)))

    def samples(self, person: PersonId, metric: Metric, day: LocalDate) -> SeriesSamples:
        """Tell the samples of a metric on a day, and which of them count."""

        def samples(chart: Chart) -> SeriesSamples:
            before, end = days_after(day, -1), days_after(day, 1)
            said = priority_of(metric, chart.priorities())
            alone = alone_of(chart.briefs(metric, before, end), said)
            blocks = chart.blocks((metric, None), (before, end))
            own = {one: found for one, found in alone.items() if one == day}
            told = told_days(metric, own, blocks, said)
            found = told_samples(metric, day, own, blocks)
            return SeriesSamples(metric, day, told[0] if told else None, found)

        return self._charts.read(person, samples)

    def sources(self, person: PersonId) -> SourcesShown:
        """Tell the sources there are samples from, and what the person said of their order."""
        return self._charts.read(
            person, lambda chart: SourcesShown(chart.sources(), chart.priorities())
        )

    def prefer(
        self, person: PersonId, metric: Metric | None, sources: Sequence[SourceId]
    ) -> Result[SourcesShown, CannotSetPriority]:
        """Say which sources come first, of one metric or of all; none takes it back."""
        if len(sources) > PRIORITY_SOURCES_MOST:
            return Failure(TooLong("sources", len(sources), PRIORITY_SOURCES_MOST))
        said = SourcePriority(metric, _once(sources), self._clock.now())

        def prefer(chart: Chart) -> SourcesShown:
            chart.put_priority(said)
            return SourcesShown(chart.sources(), chart.priorities())

        return Success(self._charts.write(person, prefer))

    def measured(
        self, person: PersonId, name: str, start: LocalDate, end: LocalDate
    ) -> tuple[DayValue, ...] | None:
        """Give the days of a measure made of samples, oldest first; None where it is none."""
        if name not in SERIES_MEASURES:
            return None
        metric, _ = SERIES_MEASURES[name]
        return tuple(
            DayValue(one.day, one.amount.total / metric.per_unit)
            for one in self.days(person, metric, start, end)
        )


def _once(sources: Sequence[SourceId]) -> tuple[SourceId, ...]:
    return tuple(one for at, one in enumerate(sources) if one not in sources[:at])


def _days(
    chart: Chart, metric: Metric | None, start: LocalDate, end: LocalDate
) -> tuple[SeriesDay, ...]:
    said = chart.priorities()
    by_metric: dict[Metric, list[Brief]] = {}
    for brief in chart.briefs(metric, days_after(start, -1), end):
        by_metric.setdefault(brief.metric, []).append(brief)
    return tuple(
        told
        for one in Metric
        if one in by_metric
        for told in _told(chart, by_metric[one], priority_of(one, said), (start, end))
    )


def _told(
    chart: Chart,
    briefs: Sequence[Brief],
    said: Sequence[SourceId],
    days: tuple[LocalDate, LocalDate],
) -> tuple[SeriesDay, ...]:
    metric, (start, end) = briefs[0].metric, days
    alone = {day: one for day, one in alone_of(briefs, said).items() if start <= day < end}
    several = crowded(alone)
    blocks: tuple[Packed, ...] = ()
    if several:  # What spills over comes from the day before.
        span = days_after(several[0], -1), days_after(several[-1], 1)
        blocks = chart.blocks((metric, None), span)
    return told_days(metric, alone, blocks, said)
