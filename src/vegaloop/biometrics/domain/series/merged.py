"""Several devices at once: one source counts for each moment, by the person's priority.

Rule 1: a source counts for the time no source before it speaks for.
Rule 2: which source comes first is what the person said, else the one with more samples that day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import reduce
from typing import TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.domain.series.batch import numbers_in, values_in
from vegaloop.biometrics.domain.series.blocks import (
    Amount,
    Brief,
    Packed,
    day_number,
    day_numbered,
    opened,
    split_ms_of,
)
from vegaloop.biometrics.domain.series.metrics import Metric, Telling
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.samples import (
    DAY_MS,
    DaySum,
    Parts,
    SampleColumns,
    counted,
    day_sums,
    parts_of,
    ranked,
)
from vegaloop.kernel.time import Instant, LocalDate, Moment, days_after, from_epoch_us


class OrderedBy(StrEnum):
    """Why one source comes before another on a day."""

    ONLY_SOURCE = "only_source"
    PERSON = "person"
    MOST_SAMPLES = "most_samples"


@final
class SourcePriority(Struct, frozen=True):
    """The sources a person trusts, the most trusted first; of every metric where none is named."""

    metric: Metric | None
    sources: tuple[SourceId, ...]
    set_at: Instant


@final
class SourceShare(Struct, frozen=True):
    """What one source says of a day alone, and what of it counts; None where nothing does."""

    source: SourceId
    alone: Amount
    counts: Amount | None


@final
class SeriesDay(Struct, frozen=True):
    """What all sources together say of a metric on a day; the first of `shares` comes first."""

    metric: Metric
    day: LocalDate
    amount: Amount
    shares: tuple[SourceShare, ...]
    ordered_by: OrderedBy


# The days of one metric: what each source says alone, in the order in which they count.
Alone: TypeAlias = Mapping[LocalDate, tuple[tuple[SourceId, Amount], ...]]


def priority_of(metric: Metric, said: Sequence[SourcePriority]) -> tuple[SourceId, ...]:
    """Find what a person said of a metric, else what they said of all."""
    of_metric = {one.metric: one.sources for one in said}
    return of_metric.get(metric) or of_metric.get(None) or ()


def alone_of(briefs: Sequence[Brief], said: Sequence[SourceId]) -> Alone:
    """Tell what each source says alone of each day, first those a person named, in their order.

    The others follow by how many samples they have that day, and by name.
    """
    amounts: dict[tuple[LocalDate, SourceId], Amount] = {}
    for brief in briefs:
        key = brief.day, brief.source
        spilled = amounts[key].total if key in amounts else 0
        amounts[key] = _with_total(brief.amount, brief.amount.total - brief.spilled + spilled)
        if brief.spilled:
            after = days_after(brief.day, 1), brief.source
            amounts[after] = _spilled_onto(amounts.get(after), brief.spilled)
    days: dict[LocalDate, list[tuple[SourceId, Amount]]] = {}
    for (day, source), amount in amounts.items():
        days.setdefault(day, []).append((source, amount))
    place = {source: at for at, source in enumerate(said)}

    def comes(one: tuple[SourceId, Amount]) -> tuple[int, int, SourceId]:
        source, amount = one
        return place.get(source, len(said)), -amount.n, source

    return {day: tuple(sorted(found, key=comes)) for day, found in days.items()}


def crowded(alone: Alone) -> tuple[LocalDate, ...]:
    """Find the days more than one source says something of, oldest first."""
    return tuple(sorted(day for day, found in alone.items() if len(found) > 1))


def told_days(
    metric: Metric, alone: Alone, blocks: Sequence[Packed], said: Sequence[SourceId]
) -> tuple[SeriesDay, ...]:
    """Tell each day, oldest first; `blocks` are those of the crowded days and the days before."""
    shared = _shared(metric, alone, blocks)
    return tuple(_told(metric, day, alone[day], shared.get(day, {}), said) for day in sorted(alone))


@final
class ToldSample(Struct, frozen=True):
    """A sample, or the part of it that lies on a day: its value, and what of it counts, if any.

    Both are in whole numbers of the metric; `length_s` is for how long it speaks, in seconds.
    """

    source: SourceId
    moment: Moment
    length_s: float
    value: int
    counts: int | None


def told_samples(
    metric: Metric, day: LocalDate, alone: Alone, blocks: Sequence[Packed]
) -> tuple[ToldSample, ...]:
    """Tell every sample of a day by when it begins, and whether it counts."""
    number = day_number(day)
    found: list[ToldSample] = []
    for of in _weighed(metric, {day: alone.get(day, ())}, blocks):
        days, starts, ends, own, places = (numbers_in(column) for column in of.parts)
        shares, offsets = numbers_in(of.values), values_in(of.samples[3])
        for at, on in enumerate(days):
            if on == number:
                offset_s = offsets[max(places[at], -1 - places[at])]
                start_ms = on * DAY_MS + starts[at] - offset_s * 1_000
                moment = Moment(from_epoch_us(start_ms * 1_000), offset_s)
                length_s = (ends[at] - starts[at]) / 1_000
                counts = shares[at] if of.counts[at] else None
                found.append(ToldSample(of.source, moment, length_s, own[at], counts))
    return tuple(sorted(found, key=_begins))


def _begins(one: ToldSample) -> tuple[Instant, float, SourceId]:
    return one.moment.at, one.length_s, one.source


def _with_total(amount: Amount, total: int) -> Amount:
    return Amount(amount.n, total, amount.least, amount.most, amount.last, amount.last_ms)


def _spilled_onto(amount: Amount | None, spilled: int) -> Amount:
    if amount is None:
        return Amount(0, spilled, 0, 0, 0, 0)
    return _with_total(amount, amount.total + spilled)


def _told(
    metric: Metric,
    day: LocalDate,
    found: Sequence[tuple[SourceId, Amount]],
    shared: Mapping[SourceId, Amount],
    said: Sequence[SourceId],
) -> SeriesDay:
    if len(found) == 1:
        ((source, amount),) = found
        share = SourceShare(source, amount, amount)
        return SeriesDay(metric, day, amount, (share,), OrderedBy.ONLY_SOURCE)
    shares = tuple(SourceShare(source, alone, shared.get(source)) for source, alone in found)
    counting = [shared[source] for source, _ in found if source in shared]
    by_person = found[0][0] in said
    ordered_by = OrderedBy.PERSON if by_person else OrderedBy.MOST_SAMPLES
    return SeriesDay(metric, day, reduce(_together, counting), shares, ordered_by)


def _together(one: Amount, other: Amount) -> Amount:
    last = one if one.last_ms >= other.last_ms else other
    return Amount(
        n=one.n + other.n,
        total=one.total + other.total,
        least=min(one.least, other.least),
        most=max(one.most, other.most),
        last=last.last,
        last_ms=last.last_ms,
    )


def _shared(
    metric: Metric, alone: Alone, blocks: Sequence[Packed]
) -> dict[LocalDate, dict[SourceId, Amount]]:
    days: dict[LocalDate, dict[SourceId, Amount]] = {}
    several = {day: alone[day] for day in crowded(alone)}
    for of in _weighed(metric, several, blocks):
        for one in day_sums(of.parts, of.values, of.counts):
            days.setdefault(day_numbered(one.day), {})[of.source] = _amount(one)
    return days


@final
class _Weighed(Struct, frozen=True):
    """The samples of a source and their parts, the value of each that counts, and whether."""

    source: SourceId
    samples: SampleColumns
    parts: Parts
    values: bytes
    counts: bytes


def _weighed(metric: Metric, alone: Alone, blocks: Sequence[Packed]) -> list[_Weighed]:
    ranks: dict[SourceId, dict[int, int]] = {}
    for day, found in alone.items():
        for rank, (source, _) in enumerate(found):
            ranks.setdefault(source, {})[day_number(day)] = rank
    by_source: dict[SourceId, list[Packed]] = {}
    for block in blocks:
        if block.source in ranks:
            by_source.setdefault(block.source, []).append(block)
    each = {source: opened(own) for source, own in by_source.items()}
    cut = [parts_of(one, metric.holds_ms, split_ms_of(metric)) for one in each.values()]
    rank_of = b"".join(
        ranked(parts[0], ranks[source]) for source, parts in zip(each, cut, strict=True)
    )
    days, starts, ends, own_values, places = (
        b"".join(parts[column] for parts in cut) for column in range(5)
    )
    whole: Parts = (days, starts, ends, own_values, places)
    values, counts = counted(whole, rank_of, by_share=metric.told is Telling.SUM)
    weighed: list[_Weighed] = []
    first = 0
    for (source, samples), parts in zip(each.items(), cut, strict=True):
        last = first + len(parts[0]) // 8
        own_share = values[8 * first : 8 * last]
        weighed.append(_Weighed(source, samples, parts, own_share, counts[first:last]))
        first = last
    return weighed


def _amount(of: DaySum) -> Amount:
    return Amount(of.n, of.total, of.least, of.most, of.last, of.last_ms)
