"""What somebody ate of each nutrient, beside what is advised (formula book N7, N9, N11).

Rule 1: only days logged in full count, and of those the last seven.
Rule 2: a nutrient whose amount is known for less than 80 % of the energy is not judged.
Rule 3: an upper level that counts supplements alone is never exceeded by what was eaten in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean, stdev
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Derived, Missing, NoNumber, TooFew, Undefined
from vegaloop.kernel.quantity import Energy
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate
from vegaloop.nutrition.domain.day import DayLog, completeness, nutrients_of
from vegaloop.nutrition.domain.diet import WHOLE, Diet
from vegaloop.nutrition.domain.energy import FORMULA_VERSION
from vegaloop.nutrition.domain.formulas.adequacy import (
    COVERAGE_LEAST,
    exceeds,
    inadequacy_probability,
    is_normal_requirement,
    nutrient_adequacy_ratio,
    requirement_cv,
)
from vegaloop.nutrition.domain.formulas.reference import Intake, Whom
from vegaloop.nutrition.domain.meal import Meal
from vegaloop.nutrition.domain.nutrients import Nutrient
from vegaloop.nutrition.domain.totals import Totals

__all__ = (
    "DAYS",
    "LOOK_BACK_DAYS",
    "DayIntake",
    "Eaten",
    "NutrientIntake",
    "day_intakes",
    "eaten_of",
    "full_days",
    "intake_of",
    "nutrient_of",
)

DAYS: Final = 7
LOOK_BACK_DAYS: Final = 28
DAYS_NEEDED: Final = 3
NANOGRAMS: Final[Mapping[str, float]] = {"g": 1e9, "mg": 1e6, "ug": 1e3}
# Their upper level is set for supplements, fortified food or one form alone (IOM 1997 to 2001).
UPPER_LEVEL_IN_PART: Final = frozenset(
    {
        Nutrient.MAGNESIUM,
        Nutrient.NIACIN_NE,
        Nutrient.FOLATE_DFE,
        Nutrient.VITAMIN_A_RAE,
        Nutrient.VITAMIN_E_ALPHA_TOCOPHEROL,
    }
)
# Water has an answer of its own: drinks have no energy its coverage could be told by.
_NAMES: Final = {
    "fibre_total" if nutrient is Nutrient.FIBRE else nutrient.value: nutrient
    for nutrient in Nutrient
    if nutrient is not Nutrient.WATER
}


@final
class DayIntake(Struct, frozen=True):
    """All that is known of what was eaten on a day that was logged in full."""

    day: LocalDate
    totals: Totals


@final
class Eaten(Struct, frozen=True):
    """What is known of one nutrient: grams a day, the energy of what it is known of, its share."""

    grams: tuple[float, ...]
    known_kcal: float
    coverage: float


@final
class NutrientIntake(Struct, frozen=True):
    """One nutrient: eaten a day, advised, and how they compare; amounts in `advised.unit`."""

    nutrient: Nutrient
    advised: Intake
    coverage: Result[float, NoNumber]
    eaten: Result[Derived, NoNumber]
    ratio: Result[Derived, NoNumber]
    inadequacy: Result[Derived, NoNumber]
    above_ul: Result[bool, NoNumber]
    above_cdrr: Result[bool, NoNumber]


def nutrient_of(advised: Intake) -> Nutrient | None:
    """Find the nutrient of a row; None where a food is not asked for it."""
    return _NAMES.get(advised.nutrient)


def day_intakes(days: tuple[LocalDate, ...], meals: Iterable[Meal]) -> tuple[DayIntake, ...]:
    """Add up every nutrient of the meals of some days; a day without meals held nothing."""
    eaten = tuple(meals)
    return tuple(
        DayIntake(day, nutrients_of(one for one in eaten if one.local_date == day)) for day in days
    )


def full_days(diet: Diet) -> tuple[LocalDate, ...]:
    """Find the last seven days that were logged in full, oldest first (NUT-91)."""
    return tuple(log.day for log in diet.logs if _is_full(log, diet))[-DAYS:]


def eaten_of(nutrient: Nutrient, days: tuple[DayIntake, ...]) -> Result[Eaten, NoNumber]:
    """Gather what is known of a nutrient over some days (NUT-91)."""
    if len(days) < DAYS_NEEDED:
        return Failure(TooFew("days logged in full", len(days), DAYS_NEEDED))
    held = [dict(one.totals.sums).get(nutrient) for one in days]
    energy = sum((one.totals.energy for one in days), Energy(0))
    if not energy.amount:
        return Failure(Undefined(f"coverage of {nutrient}", "no energy was logged"))
    known = sum((one.energy for one in held if one is not None), Energy(0))
    grams = tuple(0.0 if one is None else one.amount.grams for one in held)
    return Success(Eaten(grams, known.kcal, known.amount / energy.amount))


def intake_of(
    nutrient: Nutrient, advised: Intake, whom: Whom, days: tuple[DayIntake, ...]
) -> NutrientIntake:
    """Compare what was eaten of a nutrient with what is advised (N11, NUT-91)."""
    found = eaten_of(nutrient, days)
    match found:
        case Failure(reason):
            return _unknown(nutrient, advised, reason, Failure(reason))
        case Success(eaten):
            coverage = Success(eaten.coverage)
            if eaten.coverage < COVERAGE_LEAST:
                return _unknown(nutrient, advised, uncovered(nutrient, eaten.coverage), coverage)
            amounts = tuple(one * 1e9 / NANOGRAMS[advised.unit] for one in eaten.grams)
            return _judged(nutrient, advised, whom, amounts, eaten.coverage)


def uncovered(nutrient: str, coverage: float) -> TooFew:
    """Say that a nutrient is known for too little of the energy."""
    what = f"percent of the energy whose {nutrient} is known"
    return TooFew(what, int(100 * coverage), round(100 * COVERAGE_LEAST))


def figure(
    value: float,
    method: str,
    n_days: int,
    coverage: float,
    *,
    n_valid: int | None = None,
    notes: tuple[str, ...] = (),
) -> Derived:
    """Tell a number over the days that were logged in full; it rests on those days, or as told."""
    return Derived(
        value=value,
        method=method,
        formula_version=FORMULA_VERSION,
        window_days=LOOK_BACK_DAYS,
        n_valid=n_days if n_valid is None else n_valid,
        quality=coverage * n_days / DAYS,
        notes=notes,
    )


def _is_full(log: DayLog, diet: Diet) -> bool:
    if log.macros.without_energy:
        return False
    match completeness(log, diet.settled, diet.known):
        case Success(share):
            return share >= WHOLE
        case Failure():
            return False


def _unknown(
    nutrient: Nutrient, advised: Intake, reason: NoNumber, coverage: Result[float, NoNumber]
) -> NutrientIntake:
    return NutrientIntake(
        nutrient=nutrient,
        advised=advised,
        coverage=coverage,
        eaten=Failure(reason),
        ratio=Failure(reason),
        inadequacy=Failure(reason),
        above_ul=Failure(reason),
        above_cdrr=Failure(reason),
    )


def _judged(
    nutrient: Nutrient, advised: Intake, whom: Whom, amounts: tuple[float, ...], coverage: float
) -> NutrientIntake:
    mean, n_days = fmean(amounts), len(amounts)
    return NutrientIntake(
        nutrient=nutrient,
        advised=advised,
        coverage=Success(coverage),
        eaten=Success(figure(mean, "mean_of_full_days", n_days, coverage)),
        ratio=_ratio(advised, mean, n_days, coverage),
        inadequacy=_inadequacy(nutrient, advised, whom, amounts, coverage),
        above_ul=_above_ul(nutrient, advised, mean, n_days),
        above_cdrr=_above("cdrr", advised, advised.cdrr, mean, n_days),
    )


def _ratio(advised: Intake, mean: float, n_days: int, coverage: float) -> Result[Derived, NoNumber]:
    if advised.target is None:
        return Failure(Missing(f"rda or ai of {advised.nutrient}"))
    match nutrient_adequacy_ratio(mean, advised.target):
        case Failure(reason):
            return Failure(reason)
        case Success(ratio):
            method = "nar_ai" if advised.rda is None else "nar_rda"
            return Success(figure(ratio, method, n_days, coverage))


def _inadequacy(
    nutrient: Nutrient, advised: Intake, whom: Whom, amounts: tuple[float, ...], coverage: float
) -> Result[Derived, NoNumber]:
    what = f"probability of inadequacy of {advised.nutrient}"
    if advised.ear is None:
        return Failure(Missing(f"ear of {advised.nutrient}"))
    if whom.sex is None or not is_normal_requirement(nutrient, whom.sex, whom.age_years):
        return Failure(Undefined(what, "what people of this group need is not distributed evenly"))
    cv, within_sd = requirement_cv(nutrient), stdev(amounts)
    match inadequacy_probability(fmean(amounts), advised.ear, cv, within_sd, len(amounts)):
        case Failure(reason):
            return Failure(reason)
        case Success(probability):
            return Success(figure(probability, "iom_2000", len(amounts), coverage))


def _above_ul(
    nutrient: Nutrient, advised: Intake, mean: float, n_days: int
) -> Result[bool, NoNumber]:
    match _above("ul", advised, advised.ul, mean, n_days):
        case Success(above) if above and nutrient in UPPER_LEVEL_IN_PART:
            return Failure(Undefined(f"ul of {advised.nutrient}", advised.note))
        case Success(above):
            return Success(above)
        case Failure(reason):
            return Failure(reason)


def _above(
    kind: str, advised: Intake, limit: float | None, mean: float, n_days: int
) -> Result[bool, NoNumber]:
    if limit is None:
        return Failure(Missing(f"{kind} of {advised.nutrient}"))
    if n_days < DAYS:
        return Failure(TooFew("days logged in full", n_days, DAYS))
    return exceeds(mean, limit)
