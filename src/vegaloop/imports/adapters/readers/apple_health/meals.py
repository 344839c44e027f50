"""What was eaten and drunk: foods, and nutrients that belong to none.

Rule 1: an export has each nutrient of a food twice, in the food and by itself: it counts once
(IMP-24).
Rule 2: nutrients of one source and instant that belong to no food are one meal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, final

from vegaloop.imports.adapters.readers.apple_health.names import DIETARY, ENERGY
from vegaloop.imports.adapters.readers.apple_health.times import Times
from vegaloop.imports.adapters.readers.apple_health.units import Dimension, amount_of
from vegaloop.imports.domain.found import FoundMeal, Misshapen, NotTaken, Place
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import Moment
from vegaloop.nutrition import MealEntry, MealKind, Nutrient, StatedEntry

__all__ = ("Meals", "dietary")

_MOMENTS_MOST: Final = 500_000
_NAME_MOST: Final = 120
_GRAMS: Final = {"g": 1.0, "mg": 1_000.0, "ug": 1_000_000.0}
_KINDS: Final = {
    "breakfast": MealKind.BREAKFAST,
    "lunch": MealKind.LUNCH,
    "dinner": MealKind.DINNER,
    "supper": MealKind.DINNER,
    "snack": MealKind.SNACK,
    "snacks": MealKind.SNACK,
}
_HOURS: Final = (
    (range(4, 10), MealKind.BREAKFAST),
    (range(11, 15), MealKind.LUNCH),
    (range(17, 22), MealKind.DINNER),
)


def dietary(name: str, value: float, unit: str | None) -> tuple[str, float] | None:
    """State an amount of a nutrient as labels here do; None where nobody knows its unit."""
    nutrient = DIETARY[name]
    if nutrient is None:
        energy_kcal = amount_of(value, Dimension.ENERGY, unit)
        return None if energy_kcal is None else (ENERGY, energy_kcal)
    mass_g = amount_of(value, Dimension.MASS, unit)
    if mass_g is None and nutrient is Nutrient.WATER:
        mass_g = amount_of(value, Dimension.VOLUME, unit)  # A millilitre of it has a gram.
    return None if mass_g is None else (nutrient.field, mass_g * _GRAMS[nutrient.unit])


@final
class Meals:
    """Nutrients and foods, as they come."""

    def __init__(self, times: Times) -> None:
        self._times = times
        # How often each figure was given by itself at an instant, less how often in a food.
        self._alone: dict[tuple[SourceId, str], Counter[tuple[str, float]]] = {}
        self._lines: dict[tuple[SourceId, str], int | None] = {}
        self._zones: dict[tuple[SourceId, str], str] = {}
        self._keys: Counter[tuple[SourceId, str]] = Counter()

    def add(
        self, source: SourceId, start: str, figure: tuple[str, float], place: Place, times: int
    ) -> bool:
        """Count a figure so many times; False where there are more than anybody eats."""
        at = source, start
        if at not in self._alone:
            if len(self._alone) >= _MOMENTS_MOST:
                return False
            self._alone[at] = Counter()
        self._lines.setdefault(at, place.line)
        self._alone[at][figure] += times
        return True

    def put_in(self, source: SourceId, start: str, zone: str) -> None:
        """Say which zone nutrients were taken in."""
        self._zones[source, start] = zone

    def food(
        self,
        source: SourceId,
        start: str,
        figures: tuple[tuple[str, float], ...],
        said: Mapping[str, str],
        place: Place,
    ) -> FoundMeal | NotTaken:
        """Make a meal of a food; what it says of itself names it."""
        for figure in figures:
            self.add(source, start, figure, place, -1)
        name = said.get("HKFoodType", "").strip()[:_NAME_MOST]
        own = said.get("HKExternalUUID") or said.get("HKMetadataKeySyncIdentifier")
        meal = said.get("HKFoodMeal") or said.get("meal") or said.get("Meal") or ""
        return self._meal(source, start, figures, name, meal, own, said.get("HKTimeZone"), place)

    def found(self, file: str) -> Iterator[FoundMeal | NotTaken]:
        """Make meals of the nutrients that belong to no food."""
        for (source, start), counted in self._alone.items():
            totals: dict[str, float] = {}
            for (field, amount), times in counted.items():
                if times > 0:
                    totals[field] = totals.get(field, 0.0) + amount * times
            if totals:
                place = Place(file, self._lines[source, start])
                zone = self._zones.get((source, start))
                figures = tuple(sorted(totals.items()))
                yield self._meal(source, start, figures, "", "", None, zone, place)
        self._alone.clear()

    def _meal(  # All of it makes one meal.
        self,
        source: SourceId,
        start: str,
        figures: tuple[tuple[str, float], ...],
        name: str,
        meal: str,
        own: str | None,
        zone: str | None,
        place: Place,
    ) -> FoundMeal | NotTaken:
        if not figures:
            reason = Misshapen("nutrients", "", "at least one that is known")
            return NotTaken(place, "food", reason)
        match self._times.when(start, "startDate", zone):
            case Failure(bad_time):
                return NotTaken(place, "food", bad_time)
            case Success(when):
                spoken = name or source.rpartition("/")[2] or "food"
                kind = _KINDS.get(meal.strip().lower()) or _kind_at(when.moment)
                portion = StatedEntry(spoken, tuple(dict(figures).items()))
                entry = MealEntry(
                    kind,
                    when.moment.local,
                    (portion,),
                    when.moment.zone,
                    None,
                    source,
                )
                key = own or f"{when.at.isoformat()}/{name}"
                return FoundMeal(place, self._key(source, key), entry, when.zone_assumed)

    def _key(self, source: SourceId, key: str) -> str:
        """Number those that are the same: two coffees at eight are two."""
        self._keys[source, key] += 1
        n = self._keys[source, key]
        return key if n == 1 else f"{key}/{n}"


def _kind_at(moment: Moment) -> MealKind:
    hour = moment.local.hour
    return next((kind for hours, kind in _HOURS if hour in hours), MealKind.SNACK)
