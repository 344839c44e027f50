"""Taking readings and samples of a body, and telling what became of each."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Final, final

from msgspec import Struct, structs

from vegaloop.biometrics import (
    NIGHT_METRICS,
    Biometrics,
    CannotRecord,
    Kind,
    NewReading,
    Outcome,
    RrIntervals,
    SampleBatch,
    WallPass,
)
from vegaloop.imports.application.told import assumed, refused
from vegaloop.imports.domain.found import Found, FoundReading, FoundSample, FoundSamples, Place
from vegaloop.imports.domain.receipt import Fate, Item
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import LocalDate, Moment, days_after, from_epoch_us

__all__ = ("QUARANTINED", "settle_nights", "taken_readings", "taken_samples")

QUARANTINED: Final = "quarantined"
_OF_READING: Final = {
    Outcome.KEPT: Fate.KEPT,
    Outcome.QUARANTINED: Fate.KEPT,
    Outcome.AMENDED: Fate.REPLACED,
    Outcome.SEEN: Fate.KNOWN,
}
_SECONDS_MOST: Final = 6_000_000_000  # The year 2160.
_NEW: Final = frozenset({Fate.KEPT, Fate.REPLACED})
_OF_NIGHTS: Final = frozenset({Kind.SLEEP.value, *(metric.value for metric in NIGHT_METRICS)})
_NIGHTS_AT_ONCE: Final = 365
_OF_SAMPLES: Final = (Fate.KEPT, Fate.KNOWN, Fate.REPLACED)


def taken_readings(
    biometrics: Biometrics, person: PersonId, batch: Sequence[Found]
) -> dict[int, tuple[Item, ...]]:
    """Record the readings of a batch; tell of each by its place in the batch."""
    found = [(n, one) for n, one in enumerate(batch) if isinstance(one, FoundReading)]
    if not found:
        return {}
    match biometrics.record_all(person, [_new(one) for _, one in found]):
        case Failure(error):
            return {n: (refused("reading", one.place, error),) for n, one in found}
        case Success(receipt):
            fates = receipt.fates
            return {n: (_reading(one, fate),) for (n, one), fate in zip(found, fates, strict=True)}


def settle_nights(biometrics: Biometrics, person: PersonId, items: Sequence[Item]) -> None:
    """Let the nights be told anew that sleeps or nightly samples came in for."""
    new = [item for item in items if item.what in _OF_NIGHTS and item.fate in _NEW]
    days = [day for item in new for day in (item.first_day, item.last_day) if day is not None]
    if not days:
        return
    # A night ends on the day after its first samples.
    start, end = min(days), days_after(max(days), 2)
    while start < end:
        until = min(end, days_after(start, _NIGHTS_AT_ONCE))
        match biometrics.settle_nights(person, start, until):
            case (
                Success() | Failure()
            ):  # What was told of a night stays where it cannot be made anew.
                start = until


def _reading(found: FoundReading, fate: Outcome | CannotRecord) -> Item:
    new = found.reading
    what, day = _kind_of(new), new.moment.local_date
    if not isinstance(fate, Outcome):
        return refused(what, found.place, fate, new.source)
    quarantined = (QUARANTINED,) if fate is Outcome.QUARANTINED else ()
    return Item(
        fate=_OF_READING[fate],
        what=what,
        place=found.place,
        source=new.source,
        first_day=day,
        last_day=day,
        remarks=(*quarantined, *assumed(zone=found.zone_assumed)),
    )


def _new(found: FoundReading) -> NewReading:
    new = found.reading
    if not found.zone_assumed:
        return new
    return structs.replace(new, on_wall=True)


def _kind_of(new: NewReading) -> str:
    return "hrv" if isinstance(new.value, RrIntervals) else new.value.kind.value


@final
class _Series(Struct, frozen=True):
    """Samples as one batch, the place of the first of them among the finds, and where each stands."""

    at: int
    batch: SampleBatch
    place: Callable[[int], Place]
    zone_assumed: bool
    in_pass: WallPass | None = None


def taken_samples(
    biometrics: Biometrics, person: PersonId, batch: Sequence[Found]
) -> dict[int, tuple[Item, ...]]:
    """Record the samples of a batch of finds; tell of them where the first of each series stood."""
    series = [*_packed(batch), *_loose(batch)]
    if not series:
        return {}
    told: dict[int, tuple[Item, ...]] = {}
    match biometrics.record_samples(person, [_on_wall(one) for one in series]):
        case Failure(error):
            for one in series:
                item = refused(one.batch.metric, one.place(0), error, one.batch.source)
                told[one.at] = (*told.get(one.at, ()), item)
        case Success(receipt):
            for one, counts in zip(series, receipt.by_batch, strict=True):
                told[one.at] = (*told.get(one.at, ()), *_counted(one, counts))
            for fault in receipt.refused:
                one = series[fault.batch]
                place = one.place(fault.index)
                item = refused(one.batch.metric, place, fault.why, one.batch.source)
                told[one.at] = (*told[one.at], item)
    return told


def _on_wall(series: _Series) -> SampleBatch:
    batch = series.batch
    if not series.zone_assumed:
        return batch
    return SampleBatch(batch.metric, batch.source, *batch.columns, True, series.in_pass)


def _counted(series: _Series, counts: tuple[int, int, int]) -> Iterator[Item]:
    batch, last = series.batch, len(series.batch) - 1
    starts, offsets = array("q", batch.starts_ms), array("i", batch.offsets_s)
    days = [_day(starts[n], offsets[n]) for n in (_least(starts), _most(starts))]
    for fate, count in zip(_OF_SAMPLES, counts, strict=True):
        if count:
            yield Item(
                fate=fate,
                what=batch.metric.value,
                place=series.place(0),
                last=series.place(last) if last else None,
                count=count,
                source=batch.source,
                first_day=days[0],
                last_day=days[1],
                remarks=assumed(zone=series.zone_assumed),
            )


def _least(starts: array[int]) -> int:
    return starts.index(min(starts))


def _most(starts: array[int]) -> int:
    return starts.index(max(starts))


def _day(start_ms: int, offset_s: int) -> LocalDate | None:
    local_s = start_ms // 1_000 + offset_s
    if abs(local_s) > _SECONDS_MOST:  # It was refused for that.
        return None
    return Moment(from_epoch_us(local_s * 1_000_000), 0).local_date


def _packed(batch: Sequence[Found]) -> Iterator[_Series]:
    for n, one in enumerate(batch):
        if isinstance(one, FoundSamples) and len(one.batch):
            yield _Series(n, one.batch, _place_in(one), one.zone_assumed)


def _place_in(found: FoundSamples) -> Callable[[int], Place]:
    lines, first = array("i", found.lines), found.place
    if first.item is not None:
        return lambda n: Place(first.file, first.line, lines[n]) if lines else first
    return lambda n: Place(first.file, lines[n]) if lines else first


def _loose(batch: Sequence[Found]) -> Iterator[_Series]:
    groups: dict[tuple[object, ...], list[tuple[int, FoundSample]]] = {}
    for n, one in enumerate(batch):
        if isinstance(one, FoundSample):
            key = (one.metric, one.source, one.place.file, one.zone_assumed, one.in_pass)
            groups.setdefault(key, []).append((n, one))
    for found in groups.values():
        at, first = found[0]
        packed = SampleBatch.of_samples(
            first.metric, first.source, [one.sample for _, one in found]
        )
        places = [one.place for _, one in found]
        yield _Series(at, packed, places.__getitem__, first.zone_assumed, first.in_pass)
