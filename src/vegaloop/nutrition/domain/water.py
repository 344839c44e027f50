"""How much water a day asks for and holds, and what a session sweats (formula book N8).

Rule 1: water nobody stated is what a weighed portion leaves beside its macronutrients: estimated.
"""

from __future__ import annotations

from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Derived, Missing, NoNumber, Outside
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate
from vegaloop.nutrition.domain.energy import FORMULA_VERSION
from vegaloop.nutrition.domain.formulas.hydration import (
    DRINKING_MOST_L_PER_H,
    DRINKS_SHARE,
    LOSS_MOST_PERCENT,
    WaterMethod,
    adequate_water_l,
    drinking_l_per_h,
    fluid_before_l,
    mass_loss_percent,
    replacement_l,
    sweat_rate_l_per_h,
)
from vegaloop.nutrition.domain.formulas.limits import AGE_YEARS
from vegaloop.nutrition.domain.formulas.span import Span
from vegaloop.nutrition.domain.meal import Meal
from vegaloop.nutrition.domain.nutrients import Nutrient
from vegaloop.nutrition.domain.portion import Portion

__all__ = ("AdequateWater", "Hydration", "Sweat", "Weighings", "hydration_of", "sweat_of")

ADULT_FROM_YEARS: Final = 19
SWEAT_METHOD: Final = "acsm_2007"
# What beside water makes up the mass of a portion; the ash is too little to count.
_DRY: Final = (Nutrient.PROTEIN, Nutrient.FAT, Nutrient.CARBOHYDRATE)


@final
class Weighings(Struct, frozen=True):
    """What somebody weighed before and after a session, and drank and passed in it."""

    before_kg: float
    after_kg: float
    fluid_l: float
    urine_l: float
    hours: float


@final
class AdequateWater(Struct, frozen=True):
    """What one body calls adequate for a day, of food and drinks, and of drinks alone."""

    method: WaterMethod
    total: Result[Derived, NoNumber]
    drinks: Result[Derived, NoNumber]


@final
class Sweat(Struct, frozen=True):
    """What a session sweated, and what to drink before, during and after another one like it."""

    rate: Result[Derived, NoNumber]
    loss_percent: Result[Derived, NoNumber]
    before_l: Result[Span, NoNumber]
    during_l_per_h: Result[Span, NoNumber]
    during_is_capped: bool
    after_l: Result[Span, NoNumber]


@final
class Hydration(Struct, frozen=True):
    """The water of a day: advised, logged, and what a session made of it."""

    day: LocalDate
    adequate: tuple[AdequateWater, ...]
    logged: Result[Derived, NoNumber]
    portions: int
    sweat: Result[Sweat, NoNumber]


@final
class _Water(Struct, frozen=True):
    litres: float
    estimated: bool


def hydration_of(
    day: LocalDate,
    profile: Profile,
    meals: tuple[Meal, ...],
    session: Result[Weighings, NoNumber],
) -> Hydration:
    """Put the water that was logged on a day beside what is advised (N8, NUT-83, NUT-93)."""
    portions = tuple(portion for meal in meals for portion in meal.portions)
    advised = _advised_to(day, profile)
    adequate = tuple(_adequate(method, advised) for method in WaterMethod)
    return Hydration(day, adequate, _logged(portions), len(portions), _sweat(session))


def sweat_of(session: Weighings) -> Result[Sweat, NoNumber]:
    """Compute what a session sweated and what to drink around one (N8, NUT-82, NUT-84).

    Where one of the figures cannot be there is no advice at all (NUT-101).
    """
    before_kg, after_kg, hours = session.before_kg, session.after_kg, session.hours
    rate = sweat_rate_l_per_h(before_kg, after_kg, session.fluid_l, session.urine_l, hours)
    match rate:
        case Failure(reason):
            return Failure(reason)
        case Success(l_per_h):
            loss = mass_loss_percent(before_kg, after_kg)
            return Success(
                Sweat(
                    rate=_told(rate, ()),
                    loss_percent=_told(loss, _loss_notes(before_kg, after_kg)),
                    before_l=fluid_before_l(before_kg),
                    during_l_per_h=drinking_l_per_h(l_per_h, before_kg, hours),
                    during_is_capped=l_per_h > DRINKING_MOST_L_PER_H,
                    after_l=replacement_l(before_kg, after_kg),
                )
            )


def _sweat(session: Result[Weighings, NoNumber]) -> Result[Sweat, NoNumber]:
    match session:
        case Failure(reason):
            return Failure(reason)
        case Success(weighed):
            return sweat_of(weighed)


def _advised_to(day: LocalDate, profile: Profile) -> Result[Sex, NoNumber]:
    age_years = profile.age_years(day)
    if age_years is None:
        return Failure(Missing("birth_date"))
    if profile.sex is None:
        return Failure(Missing("sex"))
    if age_years < ADULT_FROM_YEARS:
        return Failure(Outside("age_years", age_years, ADULT_FROM_YEARS, AGE_YEARS[1]))
    return Success(profile.sex)


def _adequate(method: WaterMethod, advised: Result[Sex, NoNumber]) -> AdequateWater:
    match advised:
        case Failure(reason):
            return AdequateWater(method, Failure(reason), Failure(reason))
        case Success(sex):
            litres = adequate_water_l(method, sex)
            return AdequateWater(
                method,
                Success(_figure(litres, method, 1, 1.0, ())),
                Success(_figure(litres * DRINKS_SHARE, method, 1, 1.0, ())),
            )


def _logged(portions: tuple[Portion, ...]) -> Result[Derived, NoNumber]:
    known = tuple(water for portion in portions for water in _water_of(portion))
    if not known:
        return Failure(Missing("portions whose water is known"))
    litres, share = sum(one.litres for one in known), len(known) / len(portions)
    notes = (("estimated",) if any(one.estimated for one in known) else ()) + (
        ("at-least",) if share < 1 else ()
    )
    return Success(_figure(litres, "logged", len(known), share, notes))


def _water_of(portion: Portion) -> tuple[_Water, ...]:
    stated = portion.nutrients.of(Nutrient.WATER)
    if stated is not None:
        return (_Water(stated.kg, estimated=False),)
    dry = [portion.nutrients.of(one) for one in _DRY]
    alcohol = portion.nutrients.of(Nutrient.ALCOHOL)
    if portion.mass is None or any(one is None for one in dry):
        return ()
    solids_kg = sum(one.kg for one in (*dry, alcohol) if one is not None)
    return (_Water(max(0.0, portion.mass.kg - solids_kg), estimated=True),)


def _loss_notes(before_kg: float, after_kg: float) -> tuple[str, ...]:
    if after_kg > before_kg:
        return ("drank-more-than-was-lost",)
    too_much = after_kg < before_kg * (1 - LOSS_MOST_PERCENT / 100)
    return ("more-than-2-percent",) if too_much else ()


def _told(found: Result[float, NoNumber], notes: tuple[str, ...]) -> Result[Derived, NoNumber]:
    match found:
        case Failure(reason):
            return Failure(reason)
        case Success(value):
            return Success(_figure(value, SWEAT_METHOD, 1, 1.0, notes))


def _figure(
    value: float, method: str, n_valid: int, quality: float, notes: tuple[str, ...]
) -> Derived:
    return Derived(
        value=value,
        method=method,
        formula_version=FORMULA_VERSION,
        window_days=1,
        n_valid=n_valid,
        quality=quality,
        notes=notes,
    )
