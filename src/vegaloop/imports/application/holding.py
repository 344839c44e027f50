"""What is held because of a record, and what it says once more where another record let go of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from vegaloop.biometrics import Metric, Sample, SampleBatch, TheseSamples
from vegaloop.imports.domain.found import (
    Found,
    FoundFile,
    FoundFoods,
    FoundMeal,
    FoundPerson,
    FoundReading,
    FoundRecording,
    FoundSample,
    FoundSamples,
    NotTaken,
    Place,
)
from vegaloop.imports.domain.held import (
    Held,
    HeldActivity,
    HeldMeal,
    HeldName,
    HeldReading,
    HeldSamples,
)
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.samples import SampleColumns, joined, packed, unpacked
from vegaloop.kernel.time import Instant, from_epoch_us, instant_of

__all__ = ("held_of", "is_all_said", "said_again")

_RETOLD: Final = Place("retold")


def held_of(found: Iterable[Found]) -> tuple[Held, ...]:
    """Say what is held because of what was found in a record, each thing once."""
    return tuple({one.name: one for one in _held(found)}.values())


def said_again(held: Sequence[Held], of: Sequence[Held]) -> list[Found]:
    """Find again what samples and readings said, as far as it is the same as something of some."""
    names, series = {one.name for one in of}, _series(of)
    return [found for one in held if one.name in names for found in _said_again(one, series)]


def is_all_said(held: Sequence[Held], by: Sequence[Held]) -> bool:
    """Tell whether others say something of each sample and reading that is held, and there are any."""
    names = {one.name for one in by}
    series = _series(by)
    return bool(held) and all(
        one.name in names
        and isinstance(one, HeldReading | HeldSamples)
        and not (isinstance(one, HeldSamples) and series[one.name].out_of(unpacked(one.packed))[0])
        for one in held
    )


def _series(held: Iterable[Held]) -> dict[HeldName, TheseSamples]:
    parts: dict[HeldName, list[SampleColumns]] = {}
    for one in held:
        if isinstance(one, HeldSamples):
            parts.setdefault(one.name, []).append(unpacked(one.packed))
    return {name: TheseSamples(joined(some)) for name, some in parts.items()}


def _held(found: Iterable[Found]) -> Iterator[Held]:
    series: dict[tuple[Metric, SourceId], list[SampleBatch]] = {}
    loose: dict[tuple[Metric, SourceId], list[Sample]] = {}
    for one in found:
        match one:
            case FoundReading(reading=new):
                yield HeldReading(new)
            case FoundRecording(source=source, external_id=name, recording=recording):
                yield HeldActivity(source, name, recording.start)
            case FoundFile(command=command):
                yield HeldActivity(command.source, command.external_id or "")
            case FoundSamples(batch=batch):
                series.setdefault((batch.metric, batch.source), []).append(batch)
            case FoundSample(metric=metric, source=source, sample=sample):
                loose.setdefault((metric, source), []).append(sample)
            case FoundMeal(key=key, entry=entry):
                yield HeldMeal(entry.source, key, _instant(entry.eaten_at))
            case FoundFoods() | FoundPerson() | NotTaken():
                continue
    for (metric, source), samples in loose.items():
        batch = SampleBatch.of_samples(metric, source, samples)
        series.setdefault((metric, source), []).append(batch)
    for (metric, source), batches in series.items():
        columns = joined([one.columns for one in batches])
        starts = [start for start, _ in TheseSamples(columns).names]
        if starts:
            first, last = (from_epoch_us(ms * 1_000) for ms in (min(starts), max(starts)))
            yield HeldSamples(metric, source, first, last, packed(columns))


def _instant(at: dt.datetime) -> Instant | None:
    match instant_of(at):
        case Success(instant):
            return instant
        case Failure():
            return None


def _said_again(held: Held, series: Mapping[HeldName, TheseSamples]) -> Iterator[Found]:
    match held:
        case HeldReading(said=said):
            yield FoundReading(_RETOLD, said)
        case HeldSamples(metric=metric, source=source, packed=data):
            own = series[held.name].of(unpacked(data))
            if own[0]:
                yield FoundSamples(_RETOLD, SampleBatch(metric, source, *own))
        case HeldActivity() | HeldMeal():
            return
