"""Energy availability of a week, where it lies, and the training it was found with (N4).

Rule 1: an orientation, never a diagnosis; it is told with what an incomplete log would make of it.
"""

from __future__ import annotations

from statistics import fmean
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Derived, Missing, NoNumber, TooFew
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, days_after, days_from
from vegaloop.nutrition.domain.circumstances import Why
from vegaloop.nutrition.domain.day import completeness
from vegaloop.nutrition.domain.diet import (
    WHOLE,
    Diet,
    Used,
    fuel_of,
    known_or_none,
    newest_of,
    quality_of,
    usable,
)
from vegaloop.nutrition.domain.energy import FORMULA_VERSION
from vegaloop.nutrition.domain.expenditure import net_exercise_kcal
from vegaloop.nutrition.domain.formulas.availability import (
    WOMEN_LOW_BELOW_KCAL_PER_KG,
    Orientation,
    energy_availability_kcal_per_kg,
    orientation_of,
)

__all__ = (
    "LOOK_BACK_DAYS",
    "WINDOW_DAYS",
    "AvailabilityReport",
    "EnergyAvailability",
    "FuelDay",
    "availability_report",
    "energy_availability",
)

WINDOW_DAYS: Final = 7
LOOK_BACK_DAYS: Final = 2 * WINDOW_DAYS
DAYS_NEEDED: Final = 5
METHOD: Final = "loucks_2004/mean-of-7-days"
# People log between 10 and 20 % less than they eat (N4).
UNLOGGED_LEAST: Final = 0.1
UNLOGGED_MOST: Final = 0.2


@final
class EnergyAvailability(Struct, frozen=True):
    """The mean of a week as logged, and had 10 or 20 % of the food gone unlogged, kcal/kg."""

    kcal_per_kg: float
    if_tenth_unlogged_kcal_per_kg: float
    if_fifth_unlogged_kcal_per_kg: float
    quality: float
    n_valid: int
    observed_at: Instant
    notes: tuple[str, ...] = ()

    @property
    def derived(self) -> Derived:
        """The figure, from what was logged to what it would be with a fifth more."""
        return Derived(
            value=self.kcal_per_kg,
            low=self.kcal_per_kg,
            high=self.if_fifth_unlogged_kcal_per_kg,
            method=METHOD,
            formula_version=FORMULA_VERSION,
            window_days=WINDOW_DAYS,
            n_valid=self.n_valid,
            quality=self.quality,
            notes=self.notes,
        )


@final
class FuelDay(Struct, frozen=True):
    """A day of the week: what was eaten, how complete that is, and what its training cost.

    `counts` says whether it is in the mean; `energy_methods` how the training's energy was found.
    """

    day: LocalDate
    eaten_kcal: float | None
    completeness: Result[float, Why]
    net_exercise_kcal: float | None
    energy_methods: tuple[str, ...]
    counts: bool


@final
class AvailabilityReport(Struct, frozen=True):
    """The energy availability of the week before a morning and of the one before that."""

    week: Result[EnergyAvailability, NoNumber]
    week_before: Result[EnergyAvailability, NoNumber]
    orientation: Result[Orientation, NoNumber]
    suggest_professional: bool
    days: tuple[FuelDay, ...]


def energy_availability(diet: Diet, weeks_ago: int = 0) -> Result[EnergyAvailability, NoNumber]:
    """Average what training left of the food of the seven days before a morning (N4, NUT-12).

    At least five of them must be logged to 80 %, with the energy of every portion and session.
    """
    lean_kg = diet.known.body.fat_free_mass_kg
    if lean_kg is None:
        return Failure(Missing("fat_free_mass_kg"))
    used = usable(diet, *_week(diet, weeks_ago), fuel_of, WHOLE)
    if len(used) < DAYS_NEEDED:
        return Failure(TooFew("days logged in full", len(used), DAYS_NEEDED))
    return _over(used, lean_kg, ("estimated-fat-free-mass",) * diet.known.body.lean_is_estimated)


def availability_report(diet: Diet) -> AvailabilityReport:
    """Tell the energy availability of a week with where it lies and what it rests on (N4, NUT-43).

    Talking to a professional is suggested to a woman whose last two weeks both lie below 30.
    """
    week, before = energy_availability(diet), energy_availability(diet, weeks_ago=1)
    sex, value, earlier = diet.known.profile.sex, _value(week), _value(before)
    both_low = (
        value is not None
        and earlier is not None
        and max(value, earlier) < WOMEN_LOW_BELOW_KCAL_PER_KG
    )
    return AvailabilityReport(
        week=week,
        week_before=before,
        orientation=_orientation(week, sex),
        suggest_professional=both_low and sex is Sex.FEMALE,
        days=tuple(_fuel_day(diet, day) for day in days_from(*_week(diet, 0))),
    )


def _week(diet: Diet, weeks_ago: int) -> tuple[LocalDate, LocalDate]:
    end = diet.day_before(weeks_ago * WINDOW_DAYS)
    return days_after(end, -WINDOW_DAYS), end


def _over(
    used: tuple[Used, ...], lean_kg: float, notes: tuple[str, ...]
) -> Result[EnergyAvailability, NoNumber]:
    eaten, spent = fmean(one.eaten for one in used), fmean(one.against for one in used)
    values: list[float] = []
    for unlogged in (0.0, UNLOGGED_LEAST, UNLOGGED_MOST):
        match energy_availability_kcal_per_kg(eaten / (1 - unlogged), spent, lean_kg):
            case Failure(reason):
                return Failure(reason)
            case Success(value):
                values.append(value)
    plain, tenth, fifth = values
    quality, newest = quality_of(used), newest_of(used)
    return Success(EnergyAvailability(plain, tenth, fifth, quality, len(used), newest, notes))


def _fuel_day(diet: Diet, day: LocalDate) -> FuelDay:
    log, exertion = diet.log(day), diet.known.exertion(day)
    eaten = log.eaten.energy
    return FuelDay(
        day=day,
        eaten_kcal=None if eaten is None else eaten.kcal,
        completeness=completeness(log, diet.settled, diet.known),
        net_exercise_kcal=known_or_none(net_exercise_kcal(day, diet.known)),
        energy_methods=exertion.energy_methods,
        counts=bool(usable(diet, day, days_after(day, 1), fuel_of, WHOLE)),
    )


def _orientation(
    week: Result[EnergyAvailability, NoNumber], sex: Sex | None
) -> Result[Orientation, NoNumber]:
    match week:
        case Failure(reason):
            return Failure(reason)
        case Success(found):
            if sex is None:
                return Failure(Missing("sex"))
            return orientation_of(found.kcal_per_kg, sex)


def _value(found: Result[EnergyAvailability, NoNumber]) -> float | None:
    match found:
        case Success(known):
            return known.kcal_per_kg
        case Failure():
            return None
