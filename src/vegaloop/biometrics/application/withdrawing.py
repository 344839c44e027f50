"""Taking out what a source deleted or tells anew, and telling the nights made of it anew.

Rule 1: what is taken out is gone as if it had never come; what the person touched stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.application.ports import Chart
from vegaloop.biometrics.application.settling import nightly, reweigh, settle
from vegaloop.biometrics.domain.editions import Recorded
from vegaloop.biometrics.domain.entry import entry_of
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.reading import Entry, Identity, Name, NewReading, Reading, ReadingId
from vegaloop.biometrics.domain.series.blocks import Block, blocks_of, opened
from vegaloop.biometrics.domain.series.metrics import Metric
from vegaloop.biometrics.domain.series.nights import NIGHT_METRICS
from vegaloop.biometrics.domain.series.spans import LocalDays, SampleSpan, days_in, left_of
from vegaloop.kernel.identity import Ids, SourceId
from vegaloop.kernel.result import Success
from vegaloop.kernel.time import Instant, LocalDate, days_after

__all__ = (
    "ReadingsWithdrawn",
    "SamplesWithdrawn",
    "entries_of",
    "said_before",
    "settled",
    "withdrawn",
    "withdrawn_samples",
)

_Days: TypeAlias = tuple[LocalDate, LocalDate]


@final
class ReadingsWithdrawn(Struct, frozen=True):
    """What became of readings a source takes back; what is in neither was never kept.

    `locked` are those the person released, removed, corrected or said: they stay as they are.
    """

    gone: tuple[Identity, ...] = ()
    locked: tuple[Identity, ...] = ()


@final
class SamplesWithdrawn(Struct, frozen=True):
    """How many samples were taken out."""

    gone: int


def withdrawn(
    chart: Chart, identities: Sequence[Identity], ids: Ids, now: Instant
) -> ReadingsWithdrawn:
    """Take out readings, and tell the nights anew whose sleep is among them. Rule BIO-153."""
    found = sorted(chart.known(identities), key=_name)
    gone = [one for one in found if not one.is_touched]
    days = {one.local_date for one in gone if one.kind is Kind.SLEEP and one.counts}
    spans = [(day, days_after(day, 1)) for day in sorted(days)]
    _between_nights(chart, spans, lambda: chart.drop({one.id for one in gone}), ids, now)
    reweigh(chart, gone)
    return ReadingsWithdrawn(
        tuple(one.identity for one in gone),
        tuple(one.identity for one in found if one.is_touched),
    )


def _name(one: Reading) -> tuple[Kind, SourceId, Instant]:
    return one.kind, one.source, one.identity.began_at


def withdrawn_samples(
    chart: Chart, series: tuple[Metric, SourceId], span: SampleSpan, ids: Ids, now: Instant
) -> SamplesWithdrawn:
    """Take out the samples of a series that lie in a span, and tell their nights anew."""
    cuts = [cut for days in days_in(span) if (cut := _cut_of(chart, series, span, days)).changed]

    def take_out() -> None:
        for cut in cuts:
            chart.put_blocks([cut.left[day] for day in cut.changed if day in cut.left])
            chart.drop_blocks(series, [day for day in cut.changed if day not in cut.left])

    # A night begins on the day before it ends.
    nights = [(cut.changed[0], days_after(cut.changed[-1], 2)) for cut in cuts]
    _between_nights(chart, nights if series[0] in NIGHT_METRICS else [], take_out, ids, now)
    return SamplesWithdrawn(sum(cut.gone for cut in cuts))


@final
class _Cut(Struct, frozen=True):
    """The days on which samples are taken out, how many, and the blocks that are left."""

    changed: tuple[LocalDate, ...]
    gone: int
    left: Mapping[LocalDate, Block]


def _cut_of(chart: Chart, series: tuple[Metric, SourceId], span: SampleSpan, days: _Days) -> _Cut:
    metric, source = series
    had = {one.day: one.amount.n for one in chart.briefs(metric, *days) if one.source == source}
    kept: tuple[Block, ...] = ()
    if had and not isinstance(span, LocalDays):
        kept = blocks_of(*series, left_of(opened(chart.blocks(series, days)), span))
    left = {block.brief.day: block for block in kept}
    n_left = {day: block.brief.amount.n for day, block in left.items()}
    changed = tuple(day for day in sorted(had) if had[day] != n_left.get(day))
    return _Cut(changed, sum(had.values()) - sum(n_left.values()), left)


def settled(chart: Chart, entries: Sequence[Entry], ids: Ids, now: Instant) -> tuple[Recorded, ...]:
    """Settle what comes in, and tell the nights anew that a sleep among it has left. Rule BIO-167."""
    sleeps = [entry.reading for entry in entries if entry.reading.kind is Kind.SLEEP]
    names = [one.name for one in sleeps if one.name is not None]
    places: dict[Name | None, set[Identity]] = {}
    for one in sleeps:
        places.setdefault(one.name, set()).add(one.identity)
    stood = chart.named(names) if names else ()
    days = {one.local_date for one in stood if one.counts and {one.identity} != places[one.name]}
    if not days:
        return settle(chart, entries, now)
    done: list[Recorded] = []
    spans = [(day, days_after(day, 1)) for day in sorted(days)]
    _between_nights(chart, spans, lambda: done.extend(settle(chart, entries, now)), ids, now)
    return tuple(done)


def entries_of(given: Iterable[NewReading], ids: Ids, now: Instant) -> tuple[Entry, ...]:
    """Make entries of readings that can be."""
    made = (entry_of(ReadingId(ids.fresh()), new, now) for new in given)
    return tuple(one.unwrap() for one in made if isinstance(one, Success))


def said_before(chart: Chart, made: Sequence[NewReading]) -> tuple[ReadingId, ...]:
    """Find readings of nights that are made again what they were once, and are not any more."""
    values = {new.identity: new.value for new in made}
    return tuple(
        one.id
        for one in chart.known(tuple(values))
        if not one.is_touched
        and one.value != values[one.identity]
        and one.has_said(values[one.identity])
    )


def _between_nights(
    chart: Chart, spans: Sequence[_Days], change: Callable[[], None], ids: Ids, now: Instant
) -> None:
    """Change what some nights are made of, and let the readings made of them follow."""
    before = _nights(chart, spans)
    change()
    after = _nights(chart, spans)
    was = {new.identity: new.value for new in before}
    same = {new.identity for new in after if was.get(new.identity) == new.value}
    gone = {
        one.id
        for one in chart.known(tuple(was.keys() - same))
        if one.value == was[one.identity] and not one.is_touched
    }
    chart.drop(gone)
    settle(chart, entries_of(after, ids, now), now)


def _nights(chart: Chart, spans: Sequence[_Days]) -> tuple[NewReading, ...]:
    return tuple(new for span in spans for new in nightly(chart, *span))
