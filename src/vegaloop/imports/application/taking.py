"""Taking a batch of what was found into the contexts that keep it, and telling what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.accounts import AccountService
from vegaloop.activity import (
    Activity,
    ImportFile,
    ItemKept,
    ItemOutcome,
    ItemRefused,
    KeepRecording,
    RemovedBefore,
)
from vegaloop.activity import Fate as ActivityFate
from vegaloop.biometrics import Biometrics
from vegaloop.imports.application.taking_body import settle_nights, taken_readings, taken_samples
from vegaloop.imports.application.taking_foods import taken_foods
from vegaloop.imports.application.taking_person import taken_person
from vegaloop.imports.application.told import LOCKED, ZONE_ASSUMED, assumed, refused
from vegaloop.imports.domain.found import (
    Found,
    FoundFile,
    FoundFoods,
    FoundMeal,
    FoundRecording,
    NotTaken,
    Place,
)
from vegaloop.imports.domain.receipt import Fate, Item, Spot
from vegaloop.kernel.formats import Note, Remark
from vegaloop.kernel.identity import PersonId
from vegaloop.nutrition import (
    FoodShelf,
    ImportedItem,
    ImportedMeal,
    Landed,
    MealLanded,
    MealRefused,
    Nutrition,
)

__all__ = ("Contexts", "Taken", "take")

REMOVED: Final = "left-removed"
MERGED: Final = "told-by-another-source"
_FILE_NAME_CHARACTERS: Final = 200
_OF_ACTIVITY: Final = {
    ActivityFate.KEPT: Fate.KEPT,
    ActivityFate.KNOWN: Fate.KNOWN,
    ActivityFate.LINKED: Fate.MERGED,
    ActivityFate.REPLACED: Fate.REPLACED,
    ActivityFate.REWORDED: Fate.MERGED,
}
_OF_MEAL: Final = {
    Landed.KEPT: Fate.KEPT,
    Landed.AMENDED: Fate.REPLACED,
    Landed.KNOWN: Fate.KNOWN,
    Landed.LOCKED: Fate.KNOWN,
    Landed.MERGED: Fate.MERGED,
}


@final
class Contexts(Struct, frozen=True):
    """Those who keep what is brought; the owner of the system alone fills the shelf of foods."""

    accounts: AccountService
    activity: Activity
    biometrics: Biometrics
    nutrition: Nutrition
    foods: FoodShelf


@final
class Taken(Struct, frozen=True):
    """What became of a batch, and how many of its times were read on an assumed zone."""

    items: tuple[Item, ...]
    zones_assumed: int


def take(contexts: Contexts, person: PersonId, batch: Sequence[Found]) -> Taken:
    """Hand each context its part of a batch, in one call each, and tell of everything in it."""
    told: dict[int, tuple[Item, ...]] = {
        at: (refused(one.what, one.place, one.reason, count=one.count),)
        for at, one in enumerate(batch)
        if isinstance(one, NotTaken)
    }
    told |= _taken_activities(contexts.activity, person, batch)
    told |= taken_readings(contexts.biometrics, person, batch)
    told |= taken_samples(contexts.biometrics, person, batch)
    told |= _taken_meals(contexts.nutrition, person, batch)
    told |= taken_person(contexts.accounts, person, batch)
    if any(isinstance(one, FoundFoods) for one in batch):
        may_fill = contexts.accounts.owner() == person
        told |= taken_foods(contexts.foods, batch, may_fill=may_fill)
    items = tuple(item for at in sorted(told) for item in told[at])
    settle_nights(contexts.biometrics, person, items)
    return Taken(items, sum(item.count for item in items if ZONE_ASSUMED in item.remarks))


def _taken_activities(
    activity: Activity, person: PersonId, batch: Sequence[Found]
) -> dict[int, tuple[Item, ...]]:
    found = [(n, one) for n, one in enumerate(batch) if isinstance(one, FoundFile | FoundRecording)]
    if not found:
        return {}
    outcomes = activity.import_batch(person, [_to_activity(one) for _, one in found])
    return {
        n: (_activity(one, outcome),) for (n, one), outcome in zip(found, outcomes, strict=True)
    }


def _to_activity(found: FoundFile | FoundRecording) -> ImportFile | KeepRecording:
    match found:
        case FoundFile(command=command):
            return command
        case FoundRecording():
            return KeepRecording(
                recording=found.recording,
                source=found.source,
                external_id=found.external_id,
                device=found.device,
                file_name=found.place.file[-_FILE_NAME_CHARACTERS:],
                notes=found.notes,
                rpe=found.rpe,
                remarks=(Note(Remark.CORRECTED),) if found.corrected else (),
                modified_at=found.modified_at,
            )


def _activity(found: FoundFile | FoundRecording, outcome: ItemOutcome) -> Item:
    source = found.command.source if isinstance(found, FoundFile) else found.source
    match outcome:
        case ItemRefused(reason) if isinstance(reason, RemovedBefore):
            return Item(
                fate=Fate.KNOWN,
                what="activity",
                place=found.place,
                source=source,
                remarks=(REMOVED,),
            )
        case ItemRefused(reason):
            return refused("activity", found.place, reason, source)
        case ItemKept():
            return Item(
                fate=_OF_ACTIVITY[outcome.fate],
                what="activity",
                place=found.place,
                count=max(1, len(outcome.sessions)),
                source=source,
                ids=tuple(map(str, outcome.sessions)),
                merged_with=tuple(map(str, outcome.linked)),
                remarks=(*_words(outcome.remarks), *_assumed(found)),
                spots=tuple(_spots(found.place.file, outcome.remarks)),
            )


def _assumed(found: FoundFile | FoundRecording) -> tuple[str, ...]:
    match found:
        case FoundRecording():
            return assumed(zone=found.zone_assumed, time=found.time_assumed)
        case FoundFile():
            return ()  # What a file does not say of its time, its notes do.


def _words(remarks: Sequence[Note]) -> tuple[str, ...]:
    words = [str(note.what) for note in remarks]
    return tuple(sorted(set(words)))


def _spots(file: str, remarks: Sequence[Note]) -> Iterator[Spot]:
    for note in remarks:
        if note.at_byte is not None or note.at_line is not None:
            yield Spot(note.what.value, Place(file, note.at_line, byte=note.at_byte))


def _taken_meals(
    nutrition: Nutrition, person: PersonId, batch: Sequence[Found]
) -> dict[int, tuple[Item, ...]]:
    found = [(n, one) for n, one in enumerate(batch) if isinstance(one, FoundMeal)]
    if not found:
        return {}
    meals = [ImportedMeal(one.key, one.entry, one.sums_day) for _, one in found]
    receipt = nutrition.import_meals(person, meals)
    return {n: _meal(one, landed) for (n, one), landed in zip(found, receipt.items, strict=True)}


def _meal(found: FoundMeal, landed: ImportedItem) -> tuple[Item, ...]:
    source = found.entry.source
    match landed:
        case MealRefused(reasons=reasons):
            return tuple(refused("meal", found.place, reason, source) for reason in reasons[:1])
        case MealLanded():
            locked = (LOCKED,) if landed.landed is Landed.LOCKED else ()
            merged = (MERGED,) if landed.landed is Landed.MERGED else ()
            item = Item(
                fate=_OF_MEAL[landed.landed],
                what="meal",
                place=found.place,
                source=source,
                ids=(str(landed.id),),
                merged_with=() if landed.shown is None else (str(landed.shown),),
                remarks=(
                    *locked,
                    *merged,
                    *assumed(zone=found.zone_assumed, time=found.time_assumed),
                ),
            )
            return (item,)
