"""What was eaten, as diaries and sensors tell it, made meals.

Rule 1: a meal that has no time of day is eaten at the usual time of its kind, and says so
(IMP-56).
Rule 2: two of the same at the same moment are two, and the same two next time.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Final, final

from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.domain.found import FoundMeal, Misshapen, NotTaken, Place, Unsupported
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import NANOGRAMS_PER_GRAM, Mass
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import Moment
from vegaloop.nutrition import MealEntry, MealKind, Nutrient, StatedEntry

__all__ = ("Plates", "drink", "kind_at", "kind_named", "portion_of", "usual_time")

_PORTIONS_MOST: Final = 50  # Of one meal.
_NAME_MOST: Final = 120
_MASS_LEAST_G: Final = 0.001
_MASS_MOST_G: Final = 5_000.0
_KCAL_MOST_PER_G: Final = 9.0
_CARBOHYDRATE_MOST_G: Final = 1_000.0
_DRINK_MOST_ML: Final = 20_000.0
_NO_DRINK: Final = "day without a drink"
_ENERGY: Final = "energy_kcal"
_NUTRIENTS: Final = {nutrient.field: nutrient for nutrient in Nutrient}
_WORDS: Final = {
    MealKind.BREAKFAST: (
        "breakfast", "frühstück", "petit-déjeuner", "petit déjeuner", "desayuno", "colazione",
        "ontbijt", "frukost", "pequeno-almoço", "café da manhã", "śniadanie", "morgenmad",
    ),
    MealKind.LUNCH: (
        "lunch", "mittagessen", "déjeuner", "almuerzo", "comida", "pranzo", "middageten",
        "almoço", "obiad", "frokost",
    ),
    MealKind.DINNER: (
        "dinner", "supper", "evening meal", "abendessen", "dîner", "diner", "cena", "avondeten",
        "middag", "jantar", "kolacja", "aftensmad",
    ),
    MealKind.SNACK: (
        "snack", "snacks", "snacking", "collation", "merienda", "tentempié", "spuntino", "spuntini",
        "tussendoortje", "tussendoortjes", "mellanmål", "lanche", "lanches", "przekąska",
        "zwischenmahlzeit",
    ),
}  # fmt: skip
_KINDS: Final = {word: kind for kind, words in _WORDS.items() for word in words}
_USUAL: Final = {
    MealKind.BREAKFAST: dt.time(8),
    MealKind.LUNCH: dt.time(12, 30),
    MealKind.DINNER: dt.time(19),
    MealKind.SNACK: dt.time(16),
}
_HOURS: Final = (
    (range(4, 11), MealKind.BREAKFAST),
    (range(11, 15), MealKind.LUNCH),
    (range(17, 22), MealKind.DINNER),
)


def kind_named(words: str) -> MealKind | None:
    """Read the name of a meal, in several languages: `Breakfast`, `snack 1`, `Abendessen`."""
    plain = words.strip().casefold().rstrip(" 0123456789")
    return _KINDS.get(plain)


def kind_at(moment: Moment) -> MealKind:
    """Guess the kind of a meal from when it was eaten."""
    hour = moment.local.hour
    return next((kind for hours, kind in _HOURS if hour in hours), MealKind.SNACK)


def usual_time(kind: MealKind | None) -> dt.time:
    """The time a meal of a kind is usually eaten at; that of a snack where it is not known."""
    return _USUAL.get(kind or MealKind.SNACK, _USUAL[MealKind.SNACK])


def portion_of(
    name: str, figures: Sequence[tuple[str, float]], mass_g: float | None = None
) -> StatedEntry:
    """Make a portion; a mass that cannot hold what is stated, as labels round it, is left out."""
    stated = dict(figures)
    mass = None if mass_g is None else value_in(Mass.of_grams(mass_g))
    held = mass_g if mass is not None and _holds(mass, stated) else None
    spoken = " ".join(name.split())[:_NAME_MOST] or "Food"
    return StatedEntry(spoken, tuple(sorted(stated.items())), held)


def drink(
    place: Place,
    source: SourceId,
    when: Result[When, BadTime],
    amount_ml: float | None,
    *,
    key: str = "",
    sums_day: bool = False,
) -> FoundMeal | NotTaken:
    """Make a meal of the water somebody drank; a millilitre weighs a gram."""
    match when:
        case Failure(bad_time):
            return NotTaken(place, "meal", bad_time)
        case Success(known):
            if not amount_ml:
                return NotTaken(place, _NO_DRINK, Unsupported(_NO_DRINK))
            if not 0 < amount_ml <= _DRINK_MOST_ML:
                wanted = f"above 0, to {_DRINK_MOST_ML:g} ml"
                return NotTaken(place, "meal", Misshapen("amount", f"{amount_ml:g}", wanted))
            water = StatedEntry("Water", ((Nutrient.WATER.field, amount_ml),), mass_g=amount_ml)
            moment = known.moment
            entry = MealEntry(
                kind=MealKind.SNACK,
                eaten_at=moment.local,
                portions=(water,),
                time_zone=moment.zone,
                source=source,
            )
            named = f"{source}/water/{key or moment.at.isoformat()}"
            return FoundMeal(place, named, entry, known.zone_assumed, sums_day=sums_day)


@final
class Plates:
    """Makes the meals of one source in one file."""

    def __init__(self, source: SourceId) -> None:
        self.source = source
        self._keys: Counter[str] = Counter()

    def meals(
        self,
        place: Place,
        when: Result[When, BadTime],
        portions: Sequence[StatedEntry],
        *,
        key: str = "",
        kind: MealKind | None = None,
        name: str = "",
        time_assumed: bool = False,
        sums_day: bool = False,
    ) -> list[FoundMeal | NotTaken]:
        """Make a meal; several where it has more portions than one may have."""
        match when:
            case Failure(error):
                return [NotTaken(place, "meal", error)]
            case Success(known):
                return [
                    FoundMeal(
                        place,
                        self._key(key or known.at.isoformat()),
                        MealEntry(
                            kind=kind or kind_at(known.moment),
                            eaten_at=known.moment.local,
                            portions=tuple(portions[n : n + _PORTIONS_MOST]),
                            time_zone=known.moment.zone,
                            name=name.strip()[:_NAME_MOST] or None,
                            source=self.source,
                        ),
                        known.zone_assumed,
                        time_assumed,
                        sums_day,
                    )
                    for n in range(0, len(portions), _PORTIONS_MOST)
                ]

    def carbohydrate(
        self,
        place: Place,
        when: Result[When, BadTime],
        grams: float | None,
        name: str = "",
        key: str = "",
    ) -> list[FoundMeal | NotTaken]:
        """Make a meal of which only the carbohydrate is known."""
        if grams is None or not 0 < grams <= _CARBOHYDRATE_MOST_G:
            given = "" if grams is None else f"{grams:g}"
            wanted = f"above 0, to {_CARBOHYDRATE_MOST_G:g} g"
            return [NotTaken(place, "meal", Misshapen("carbohydrate", given, wanted))]
        figures = [(Nutrient.CARBOHYDRATE.field, grams)]
        return self.meals(place, when, [portion_of(name or "Carbohydrate", figures)], key=key)

    def _key(self, key: str) -> str:
        self._keys[key] += 1
        return f"{key}|{self._keys[key]}"


def _holds(mass: Mass, stated: dict[str, float]) -> bool:
    """Whether so much can hold these figures."""
    if not _MASS_LEAST_G <= mass.amount / NANOGRAMS_PER_GRAM <= _MASS_MOST_G:
        return False
    for field, figure in stated.items():
        nutrient = _NUTRIENTS.get(field)
        if nutrient is None:
            if figure > mass.amount / NANOGRAMS_PER_GRAM * _KCAL_MOST_PER_G:
                return False
            continue
        match nutrient.mass(figure):
            case Success(held) if held <= mass:
                continue
            case Success() | Failure():
                return False
    return True
