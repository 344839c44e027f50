"""Records a vendor tells one by one: taken at once, and taken out again when they are untold.

Rule 1: whoever calls says which edition of a record counts; here the last one given does.
Rule 2: nothing is begun or ended here: the caller's unit of work has all of it, or nothing.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial
from itertools import chain
from typing import Final, final

from msgspec import Struct

from vegaloop.activity import ImportFile
from vegaloop.biometrics import Identity, Metric, NewReading, TheseSamples
from vegaloop.imports.application.holding import held_of, said_again
from vegaloop.imports.application.ports import ArchiveReader, Piece
from vegaloop.imports.application.taking import Contexts, take
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
)
from vegaloop.imports.domain.held import (
    Held,
    HeldActivity,
    HeldMeal,
    HeldReading,
    HeldSamples,
)
from vegaloop.imports.domain.receipt import Fate, Item
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.samples import SampleColumns, joined, unpacked
from vegaloop.kernel.time import Instant

__all__ = ("Taken", "Telling", "Told")

_OUT: Final = frozenset({Fate.REFUSED, Fate.UNSUPPORTED})


@final
class Told(Struct, frozen=True):
    """A record, in a shape some reader of ours knows: who tells it, what they call it, since when."""

    source: SourceId
    external_id: str
    modified_at: Instant
    data: bytes


@final
class Taken(Struct, frozen=True):
    """What became of everything in a record, and what is held because of it."""

    items: tuple[Item, ...]
    held: tuple[Held, ...]


@final
class Telling:
    """Takes what vendors tell record by record."""

    __slots__ = ("_contexts", "_profiles", "_reader")

    def __init__(self, reader: ArchiveReader, contexts: Contexts, profiles: Profiles) -> None:
        self._reader = reader
        self._contexts = contexts
        self._profiles = profiles

    def take(self, person: PersonId, told: Sequence[Told]) -> tuple[Taken, ...]:
        """Take records, and tell what became of each, in their order."""
        profile = self._profiles.profile(person)
        # Each is read by itself, as a file whose name is its number.
        found = [
            [_of_record(one, record) for one in self._reader.read([_piece(n, record)], profile)]
            for n, record in enumerate(told)
        ]
        items = take(self._contexts, person, [*chain.from_iterable(found)]).items
        by_record: list[list[Item]] = [[] for _ in told]
        for item in items:
            by_record[_number_of(item)].append(item)
        return tuple(
            Taken(tuple(taken), held_of(held) if _is_any_in(taken) else ())
            for taken, held in zip(by_record, found, strict=True)
        )

    def withdraw(self, person: PersonId, held: Sequence[Held]) -> None:
        """Take out what is held of records that were deleted, or that say otherwise now.

        What the person changed by hand stays.
        """
        readings: list[Identity] = []
        meals: dict[SourceId, list[str]] = {}
        samples: dict[tuple[SourceId, Metric], list[SampleColumns]] = {}
        for one in held:
            match one:
                case HeldActivity(source=source, external_id=name):
                    self._contexts.activity.withdraw(person, source, name)
                case HeldReading(said=said):
                    readings.append(said.identity)
                case HeldSamples(metric=metric, source=source, packed=data):
                    samples.setdefault((source, metric), []).append(unpacked(data))
                case HeldMeal(source=source, key=key):
                    meals.setdefault(source, []).append(key)
        if readings:
            self._contexts.biometrics.withdraw(person, readings)
        for (source, metric), parts in samples.items():
            gone = TheseSamples(joined(parts))
            self._contexts.biometrics.withdraw_samples(person, source, metric, gone)
        for source, keys in meals.items():
            self._contexts.nutrition.withdraw_meals(person, source, keys)

    def retell(self, person: PersonId, held: Sequence[Held], of: Sequence[Held]) -> None:
        """Let samples and readings say again what they said, the last of several last.

        Of all that is held only what is the same as something of some is said again.
        """
        take(self._contexts, person, said_again(held, of))


def _piece(number: int, told: Told) -> Piece:
    return Piece(str(number), len(told.data), partial(io.BytesIO, told.data))


def _is_any_in(items: Sequence[Item]) -> bool:
    """Tell whether anything of a record is here, now or already."""
    return any(item.fate not in _OUT for item in items)


def _number_of(item: Item) -> int:
    """Find the record an item is of: what is packed in one has its number before a slash."""
    return int(item.place.file.partition("/")[0])


def _of_record(found: Found, told: Told) -> Found:
    """Say of what was found who told it, and when they last changed it."""
    match found:
        case FoundReading(reading=new):
            # Without its name: whoever calls takes out what a record said before.
            edited = NewReading(
                new.moment,
                new.value,
                new.source,
                new.device,
                on_wall=new.on_wall,
                modified_at=told.modified_at,
            )
            return FoundReading(found.place, edited, found.zone_assumed)
        case FoundRecording():
            return FoundRecording(
                place=found.place,
                recording=found.recording,
                source=found.source,
                external_id=found.external_id,
                device=found.device,
                notes=found.notes,
                rpe=found.rpe,
                modified_at=told.modified_at,
                time_assumed=found.time_assumed,
                corrected=found.corrected,
            )
        case FoundFile(command=command):
            named = ImportFile(
                data=command.data,
                source=told.source,
                file_name=command.file_name,
                start=command.start,
                sport=command.sport,
                name=command.name,
                notes=command.notes,
                rpe=command.rpe,
                totals=command.totals,
                external_id=told.external_id,
                modified_at=told.modified_at,
            )
            return FoundFile(found.place, named)
        case (
            FoundSample() | FoundSamples() | FoundMeal() | FoundFoods() | FoundPerson() | NotTaken()
        ):
            return found
