"""What was eaten and drunk: foods, and nutrients that belong to none.

Rule 1: an export has each nutrient of a food twice, in the food and by itself: it counts once
(IMP-24).
Rule 2: nutrients of one source and instant that belong to no food are one meal, or one each where
they say what they are of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.imports.adapters.readers.apple_health.names import DIETARY, ENERGY
from vegaloop.imports.adapters.readers.apple_health.times import Times
from vegaloop.imports.adapters.readers.apple_health.units import amount_of
from vegaloop.imports.adapters.readers.common.eating import Plates, kind_named, portion_of
from vegaloop.imports.adapters.readers.common.units import Dimension
from vegaloop.imports.domain.found import FoundMeal, Misshapen, NotTaken, Place
from vegaloop.kernel.identity import SourceId
from vegaloop.nutrition import Nutrient

__all__ = ("Meals", "dietary")

_MOMENTS_MOST: Final = 500_000
_PER_KG: Final = {"g": 1e3, "mg": 1e6, "ug": 1e9}
_DECIMALS: Final = 9  # Units are exact to more than anybody weighs.
_NO_FOOD: Final = ("", "")

Figure: TypeAlias = tuple[str, float]
Food: TypeAlias = tuple[str, str]  # What it is called, and at which meal it was eaten.


def dietary(name: str, value: float, unit: str | None) -> Figure | None:
    """State an amount of a nutrient as labels here do; None where nobody knows its unit."""
    nutrient = DIETARY[name]
    if nutrient is None:
        energy_kcal = amount_of(value, Dimension.ENERGY, unit)
        return None if energy_kcal is None else (ENERGY, energy_kcal)
    mass_kg = amount_of(value, Dimension.MASS, unit)
    if mass_kg is None and nutrient is Nutrient.WATER:
        volume_ml = amount_of(value, Dimension.VOLUME, unit)
        mass_kg = None if volume_ml is None else volume_ml / 1_000  # A litre of it is a kilogram.
    if mass_kg is None:
        return None
    return nutrient.field, round(mass_kg * _PER_KG[nutrient.unit], _DECIMALS)


def _food_of(said: Mapping[str, str]) -> Food:
    """Tell what a record or a correlation says it is of, and at which meal that was eaten."""
    meal = said.get("HKFoodMeal") or said.get("meal") or said.get("Meal") or ""
    return said.get("HKFoodType", "").strip(), meal.strip()


@final
class _Moment(Struct):
    """What a source says was eaten at an instant: so often by itself, and in foods."""

    line: int | None
    zone: str | None = None
    alone: dict[tuple[Food, Figure], int] = {}
    in_foods: tuple[tuple[Food, Figure], ...] = ()

    def left(self) -> Iterator[tuple[Food, dict[str, float]]]:
        """What is in no food, for each thing it says to be of."""
        for food, figure in self.in_foods:
            # The same that stands by itself says what it is of, or nothing.
            same = [one for one in self.alone if one[1] == figure and self.alone[one]]
            same.sort(key=lambda one: (one[0] != food, one[0] != _NO_FOOD))
            if same:
                self.alone[same[0]] -= 1
        totals: dict[Food, dict[str, float]] = {}
        for (food, (field, amount)), times in self.alone.items():
            if times:
                sums = totals.setdefault(food, {})
                sums[field] = sums.get(field, 0.0) + amount * times
        yield from totals.items()


@final
class Meals:
    """Nutrients and foods, as they come."""

    def __init__(self, times: Times) -> None:
        self._times = times
        self._moments: dict[tuple[SourceId, str], _Moment] = {}
        self._plates: dict[SourceId, Plates] = {}

    def add(
        self, source: SourceId, start: str, figure: Figure, said: Mapping[str, str], place: Place
    ) -> bool:
        """Count a figure that stands by itself; False where there are more than anybody eats."""
        moment = self._moment(source, start, place)
        if moment is None:
            return False
        key = _food_of(said), figure
        moment.alone[key] = moment.alone.get(key, 0) + 1
        moment.zone = said.get("HKTimeZone", moment.zone)
        return True

    def food(
        self,
        source: SourceId,
        start: str,
        figures: tuple[Figure, ...],
        said: Mapping[str, str],
        place: Place,
    ) -> list[FoundMeal | NotTaken]:
        """Make a meal of a food; what it says of itself names it."""
        food, moment = _food_of(said), self._moment(source, start, place)
        if moment is not None:
            moment.in_foods += tuple((food, figure) for figure in figures)
        own = said.get("HKExternalUUID") or said.get("HKMetadataKeySyncIdentifier") or ""
        time = start, said.get("HKTimeZone")
        return self._meal(source, time, dict(figures), food, own, place)

    def found(self, file: str) -> Iterator[FoundMeal | NotTaken]:
        """Make meals of the nutrients that belong to no food."""
        for (source, start), moment in self._moments.items():
            place = Place(file, moment.line)
            for food, stated in moment.left():
                yield from self._meal(source, (start, moment.zone), stated, food, "", place)
        self._moments.clear()

    def _moment(self, source: SourceId, start: str, place: Place) -> _Moment | None:
        if (source, start) not in self._moments and len(self._moments) >= _MOMENTS_MOST:
            return None
        return self._moments.setdefault((source, start), _Moment(place.line))

    def _meal(  # All of it makes one meal.
        self,
        source: SourceId,
        time: tuple[str, str | None],
        stated: Mapping[str, float],
        food: Food,
        own: str,
        place: Place,
    ) -> list[FoundMeal | NotTaken]:
        if not stated:
            reason = Misshapen("nutrients", "", "at least one that is known")
            return [NotTaken(place, "food", reason)]
        start, zone = time
        name, meal = food
        when = self._times.when(start, "startDate", zone)
        portion = portion_of(name or source.rpartition("/")[2], tuple(stated.items()))
        plates = self._plates.setdefault(source, Plates(source))
        key = own or f"{start}/{name}"
        return plates.meals(place, when, [portion], key=key, kind=kind_named(meal))
