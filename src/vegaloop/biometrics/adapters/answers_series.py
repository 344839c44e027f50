"""What series tell, as it is answered."""

from __future__ import annotations

import datetime as dt
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.application.series import SeriesSamples, SourcesShown
from vegaloop.biometrics.domain.series.merged import OrderedBy, SeriesDay
from vegaloop.biometrics.domain.series.metrics import Metric, Telling
from vegaloop.kernel.time import LocalDate

_METHODS: Final = {
    Telling.SUM: "sum-of-one-source-at-a-time",
    Telling.MEAN: "mean-of-the-samples-of-one-source-at-a-time",
    Telling.LAST: "last-sample",
}


@final
class SourceShareBody(Struct, frozen=True):
    """What a source says of the day alone, and what of it counts; null where none of it does.

    `counts` is a part of the day's sum, and where the day is a mean or a last one, the number its
    samples that count make.
    """

    source: str
    value: float | None
    n: int
    counts: float | None
    n_counting: int


@final
class SeriesDayBody(Struct, frozen=True):
    """A day of a metric: one source counts for each moment, the first of `sources` first.

    `value` is in `unit`; `least`, `most` and `mean` of single samples are null where the day is a
    sum. `ordered_by` says why a source comes first: your word, or more samples that day.
    """

    date: dt.date
    metric: Metric
    unit: str
    value: float | None
    least: float | None
    most: float | None
    mean: float | None
    n: int
    method: str
    ordered_by: OrderedBy
    sources: tuple[SourceShareBody, ...]


@final
class SeriesOnDayBody(Struct, frozen=True):
    """Every metric there are samples of on a day."""

    date: dt.date
    data: tuple[SeriesDayBody, ...]


@final
class SeriesOnDaysBody(Struct, frozen=True):
    """The days of a metric, oldest first; a day without samples is left out, never zero."""

    metric: Metric
    unit: str
    data: tuple[SeriesDayBody, ...]


@final
class ToldSampleBody(Struct, frozen=True):
    """A sample, or the part of one that lies on the day; `counting` is what of it counts.

    `length_s` is for how long it speaks.
    """

    source: str
    start: dt.datetime
    length_s: float
    value: float
    counting: float | None


@final
class SeriesSamplesBody(Struct, frozen=True):
    """The samples of a metric on a day, the earliest first; `told` is what they come to."""

    date: dt.date
    metric: Metric
    unit: str
    told: SeriesDayBody | None
    data: tuple[ToldSampleBody, ...]


@final
class SourceSeenBody(Struct, frozen=True):
    """A source there are samples of a metric from."""

    metric: Metric
    source: str
    days: int
    n: int
    first: dt.date
    last: dt.date


@final
class SourcePriorityBody(Struct, frozen=True):
    """What you said of the order of sources, of a metric or of all.

    `unseen` are those of them nothing came from yet: they count from their first sample on.
    """

    metric: Metric | None
    sources: tuple[str, ...]
    unseen: tuple[str, ...]
    set_at: dt.datetime


@final
class SourcesBody(Struct, frozen=True):
    """The sources there are samples from, and the order you gave them."""

    seen: tuple[SourceSeenBody, ...]
    priorities: tuple[SourcePriorityBody, ...]


def from_series_day(told: SeriesDay) -> SeriesDayBody:
    """Tell a day of a metric."""
    metric, amount = told.metric, told.amount
    of_samples = bool(amount.n) and metric.told is not Telling.SUM
    return SeriesDayBody(
        date=told.day,
        metric=metric,
        unit=metric.unit,
        value=amount.told(metric),
        least=amount.least / metric.per_unit if of_samples else None,
        most=amount.most / metric.per_unit if of_samples else None,
        mean=amount.total / amount.n / metric.per_unit if of_samples else None,
        n=amount.n,
        method=_METHODS[metric.told],
        ordered_by=told.ordered_by,
        sources=tuple(
            SourceShareBody(
                one.source,
                one.alone.told(metric),
                one.alone.n,
                None if one.counts is None else one.counts.told(metric),
                0 if one.counts is None else one.counts.n,
            )
            for one in told.shares
        ),
    )


def from_series_on_day(day: LocalDate, told: tuple[SeriesDay, ...]) -> SeriesOnDayBody:
    """Tell every metric of a day."""
    return SeriesOnDayBody(day, tuple(map(from_series_day, told)))


def from_series_days(metric: Metric, told: tuple[SeriesDay, ...]) -> SeriesOnDaysBody:
    """Tell the days of a metric."""
    return SeriesOnDaysBody(metric, metric.unit, tuple(map(from_series_day, told)))


def from_series_samples(found: SeriesSamples) -> SeriesSamplesBody:
    """Tell the samples of a day."""
    per_unit = found.metric.per_unit
    return SeriesSamplesBody(
        found.day,
        found.metric,
        found.metric.unit,
        None if found.told is None else from_series_day(found.told),
        tuple(
            ToldSampleBody(
                one.source,
                one.moment.local,
                one.length_s,
                one.value / per_unit,
                None if one.counts is None else one.counts / per_unit,
            )
            for one in found.samples
        ),
    )


def from_sources(shown: SourcesShown) -> SourcesBody:
    """Tell the sources of series and their order."""
    return SourcesBody(
        tuple(
            SourceSeenBody(one.metric, one.source, one.days, one.n, one.first, one.last)
            for one in shown.seen
        ),
        tuple(
            SourcePriorityBody(one.metric, one.sources, shown.unseen(one), one.set_at)
            for one in shown.priorities
        ),
    )
