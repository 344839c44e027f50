"""What each source says of a day, and in which order they count.

Rule 1: which source comes first is what the person said, else the one with more samples that day.
Rule 2: a total of a day counts for what the finer samples of its source leave of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias, final

from msgspec import Struct, structs

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
    """What one source says of a day alone."""

    source: SourceId
    amount: Amount


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
    spilled: dict[_Key, int] = {
        (days_after(brief.day, 1), brief.source): brief.spilled for brief in briefs if brief.spilled
    }
    days: dict[LocalDate, list[Voice]] = {}
    for brief in briefs:
        amount = brief.amount
        finer = amount.total - brief.spilled + spilled.pop((brief.day, brief.source), 0)
        voice = Voice(brief.source, structs.replace(amount, total=max(finer, brief.day_total)))
        days.setdefault(brief.day, []).append(voice)
    for (day, source), total in spilled.items():  # Nothing begins there.
        days.setdefault(day, []).append(Voice(source, Amount(0, total, 0, 0, 0, 0)))
    place = {source: at for at, source in enumerate(said)}

    def comes(one: Voice) -> tuple[int, int, SourceId]:
        return place.get(one.source, len(said)), -one.amount.n, one.source

    return {day: tuple(sorted(found, key=comes)) for day, found in days.items()}


def crowded(alone: Alone) -> tuple[LocalDate, ...]:
    """Find the days of several sources, of which the samples must be read, oldest first."""
    return tuple(sorted(day for day, found in alone.items() if len(found) > 1))
