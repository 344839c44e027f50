"""What each source says of a day, and in which order they count.

Rule 1: which source comes first is what the person said, else the one with more samples that day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.domain.series.blocks import Amount, Brief
from vegaloop.biometrics.domain.series.metrics import Metric
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import Instant, LocalDate, days_after


@final
class SourcePriority(Struct, frozen=True):
    """The sources a person trusts, the most trusted first; of every metric where none is named."""

    metric: Metric | None
    sources: tuple[SourceId, ...]
    set_at: Instant


@final
class Voice(Struct, frozen=True):
    """What one source says of a day alone.

    `mixed` where it tells a total of the day beside finer samples: what these come to together
    only the samples tell.
    """

    source: SourceId
    amount: Amount
    mixed: bool


# The days of one metric: what each source says alone, in the order in which they count.
Alone: TypeAlias = Mapping[LocalDate, tuple[Voice, ...]]
_Key: TypeAlias = tuple[LocalDate, SourceId]


def priority_of(metric: Metric, said: Sequence[SourcePriority]) -> tuple[SourceId, ...]:
    """Find what a person said of a metric, else what they said of all."""
    of_metric = {one.metric: one.sources for one in said}
    return of_metric.get(metric) or of_metric.get(None) or ()


def alone_of(briefs: Sequence[Brief], said: Sequence[SourceId]) -> Alone:
    """Tell what each source says alone of each day, first those a person named, in their order.

    The others follow by how many samples they have that day, and by name.
    """
    amounts: dict[_Key, Amount] = {}
    wholes, finer = set[_Key](), set[_Key]()
    for brief in briefs:
        key = brief.day, brief.source
        spilled = amounts[key].total if key in amounts else 0
        amounts[key] = _with_total(brief.amount, brief.amount.total - brief.spilled + spilled)
        if brief.whole:
            wholes.add(key)
        if brief.amount.n > 1:
            finer.add(key)
        if brief.spilled:
            after = days_after(brief.day, 1), brief.source
            amounts[after] = _spilled_onto(amounts.get(after), brief.spilled)
            finer.add(after)
    mixed = wholes & finer
    days: dict[LocalDate, list[Voice]] = {}
    for (day, source), amount in amounts.items():
        days.setdefault(day, []).append(Voice(source, amount, (day, source) in mixed))
    place = {source: at for at, source in enumerate(said)}

    def comes(one: Voice) -> tuple[int, int, SourceId]:
        return place.get(one.source, len(said)), -one.amount.n, one.source

    return {day: tuple(sorted(found, key=comes)) for day, found in days.items()}


def crowded(alone: Alone) -> tuple[LocalDate, ...]:
    """Find the days of which the samples must be read: of several sources or mixed, oldest first."""
    return tuple(sorted(day for day, found in alone.items() if len(found) > 1 or found[0].mixed))


def _with_total(amount: Amount, total: int) -> Amount:
    return Amount(amount.n, total, amount.least, amount.most, amount.last, amount.last_ms)


def _spilled_onto(amount: Amount | None, spilled: int) -> Amount:
    if amount is None:
        return Amount(0, spilled, 0, 0, 0, 0)
    return _with_total(amount, amount.total + spilled)
