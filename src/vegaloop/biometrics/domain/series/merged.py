"""Several devices at once: one source counts for each moment, by the person's priority.

Rule 1: a source counts for the time no source before it speaks for.
Rule 2: of a sum a sample counts for no more than what counts before it in its time leaves of it.
Rule 3: of one source it counts for what those that lie in its time leave of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import reduce
from typing import final

from msgspec import Struct

from vegaloop.biometrics.domain.series.batch import numbers_in, values_in
from vegaloop.biometrics.domain.series.blocks import (
    Amount,
    Packed,
    day_number,
    day_numbered,
    opened,
    split_ms_of,
)
from vegaloop.biometrics.domain.series.metrics import Metric
from vegaloop.biometrics.domain.series.voices import Alone, Voice
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.sample_parts import Parts, parts_of, together
from vegaloop.kernel.samples import DAY_MS, SampleColumns
from vegaloop.kernel.sharing import DaySum, counted, day_sums, ranked
from vegaloop.kernel.time import Instant, LocalDate, Moment, from_epoch_us


class OrderedBy(StrEnum):
    """Why one source comes before another on a day."""

    ONLY_SOURCE = "only_source"
    PERSON = "person"
    MOST_SAMPLES = "most_samples"


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


def told_days(
    metric: Metric, alone: Alone, blocks: Sequence[Packed], said: Sequence[SourceId]
) -> tuple[SeriesDay, ...]:
    """Tell each day, oldest first; `blocks` are those of the crowded days and the days before."""
    shared = _shared(metric, {day: of for day, of in alone.items() if len(of) > 1}, blocks)
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
        parts = of.parts
        columns = parts.days, parts.starts, parts.ends, parts.values, parts.places
        days, starts, ends, own, places = map(numbers_in, columns)
        shares, offsets = numbers_in(of.values), values_in(of.samples[3])
        for at, on in enumerate(days):
            if on == number:
                offset_s = offsets[max(places[at], -1 - places[at])]
                start_ms = on * DAY_MS + starts[at]
                moment = Moment(from_epoch_us(start_ms * 1_000), offset_s)
                length_s = (ends[at] - starts[at]) / 1_000
                counts = shares[at] if of.counts[at] else None
                found.append(ToldSample(of.source, moment, length_s, own[at], counts))
    return tuple(sorted(found, key=_begins))


def _begins(one: ToldSample) -> tuple[Instant, float, SourceId]:
    return one.moment.at, one.length_s, one.source


def _told(
    metric: Metric,
    day: LocalDate,
    found: Sequence[Voice],
    shared: Mapping[SourceId, Amount],
    said: Sequence[SourceId],
) -> SeriesDay:
    if len(found) == 1:
        (only,) = found
        share = SourceShare(only.source, only.amount, only.amount)
        return SeriesDay(metric, day, only.amount, (share,), OrderedBy.ONLY_SOURCE)
    shares = tuple(SourceShare(one.source, one.amount, shared.get(one.source)) for one in found)
    counting = [share.counts for share in shares if share.counts is not None]
    by_person = found[0].source in said
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
    for of in _weighed(metric, alone, blocks):
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
        for rank, one in enumerate(found):
            ranks.setdefault(one.source, {})[day_number(day)] = rank
    by_source: dict[SourceId, list[Packed]] = {}
    for block in blocks:
        if block.source in ranks:
            by_source.setdefault(block.source, []).append(block)
    each = {source: opened(own) for source, own in by_source.items()}
    split_ms = split_ms_of(metric)
    cut = [parts_of(one, metric.holds_ms, split_ms) for one in each.values()]
    rank_of = b"".join(
        ranked(parts[0], ranks[source]) for source, parts in zip(each, cut, strict=True)
    )
    values, counts = counted(together(cut), rank_of, split_ms)
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
