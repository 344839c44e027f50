"""What was eaten and drunk, the same in the account export and in the answers of the web API.

Rule 1: only the day is told: a food was eaten at the usual time of its meal (IMP-56), and water is
of its midnight.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.clocks import at_clock
from vegaloop.imports.adapters.readers.common.days import date_in, day_in, midnight_of
from vegaloop.imports.adapters.readers.common.eating import Plates, drink, portion_of, usual_time
from vegaloop.imports.adapters.readers.common.itemwise import Items
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.adapters.readers.fitbit.clock import FITBIT, MAKER
from vegaloop.imports.adapters.readers.fitbit.named import day_named
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.units import ML_PER_US_FLUID_OUNCE
from vegaloop.nutrition import MealKind, Nutrient

__all__ = ("EATEN",)

# The energy is in kilocalories, sodium in milligrams, and all else in grams.
_FIGURES: Final = {
    "calories": "energy_kcal",
    "carbs": Nutrient.CARBOHYDRATE.field,
    "fat": Nutrient.FAT.field,
    "fiber": Nutrient.FIBRE.field,
    "protein": Nutrient.PROTEIN.field,
    "sodium": Nutrient.SODIUM.field,
}
_KINDS: Final = {"1": MealKind.BREAKFAST, "3": MealKind.LUNCH, "5": MealKind.DINNER}
_GRAMS: Final = ("g", "gram", "grams")
_ML: Final = {
    "": 1.0,
    "ml": 1.0,
    "fl oz": ML_PER_US_FLUID_OUNCE,
    "cup": 8 * ML_PER_US_FLUID_OUNCE,
}


def _is_food(log: Fields) -> bool:
    return log.has("loggedFood", "logDate")


def _is_water(log: Fields) -> bool:
    return log.has("waterAmount", "date")


def _is_glass(log: Fields) -> bool:
    return log.has("amount", "logId")


def _read_food(log: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    food, stated = log.within("loggedFood"), log.within("nutritionalValues")
    figures = [
        (field, number)
        for name, field in _FIGURES.items()
        if (number := stated.number(name)) is not None
    ]
    if not stated and (kcal := food.number("calories")) is not None:
        figures = [("energy_kcal", kcal)]
    wrong = [field for field, number in figures if number < 0]
    if wrong or not figures:
        yield MAKER.misshapen(place, "meal", "nutritionalValues", wrong, "figures from 0 up")
        return
    kind = _KINDS.get(food.text("mealTypeId"), MealKind.SNACK)
    is_weighed = food.within("unit").text("name").casefold() in _GRAMS
    mass_g = food.number("amount") if is_weighed else None
    name = ", ".join(part for part in (food.text("name"), food.text("brand")) if part)
    when = _eaten(log.get("logDate"), kind, arrival.profile)
    yield from Plates(FITBIT).meals(
        place,
        when,
        [portion_of(name, figures, mass_g)],
        key=f"food/{log.text('logId')}",
        kind=kind,
        time_assumed=True,
    )
    yield from log.told(place, "meal")


def _eaten(day: object, kind: MealKind, profile: Profile) -> Result[When, BadTime]:
    match date_in(day_in(day), "logDate"):
        case Success(date):
            usual = usual_time(kind)
            return at_clock(date, usual.hour * 3_600 + usual.minute * 60, profile)
        case Failure(error):
            return Failure(error)


def _read_water(log: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    unit, amount = log.text("measurementUnit").casefold(), log.number("waterAmount")
    if unit not in _ML:
        yield MAKER.misshapen(place, "meal", "measurementUnit", unit, "ml, fl oz or cup")
        return
    when = midnight_of(log.get("date"), arrival.profile)
    amount_ml = None if amount is None else amount * _ML[unit]
    yield drink(place, FITBIT, when, amount_ml, key=log.text("logId"))
    yield from log.told(place, "meal")


def _read_glass(log: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    """Read a glass of the web API, in millilitres; the day stands in the name alone (IMP-30)."""
    when = midnight_of(day_named(arrival), arrival.profile)
    yield drink(place, FITBIT, when, log.number("amount"), key=log.text("logId"))
    yield from log.told(place, "meal")


EATEN: Final = (
    Items("fitbit", _is_food, _read_food),
    Items(
        "fitbit",
        _is_food,
        _read_food,
        under="foods",
        beside=frozenset(("summary", "goals")),
    ),
    Items("fitbit", _is_water, _read_water),
    Items("fitbit", _is_glass, _read_glass, under="water", beside=frozenset(("summary",))),
)
