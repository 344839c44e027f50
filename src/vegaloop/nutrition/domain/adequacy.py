"""How well what somebody eats meets what is advised to people of their age and sex (N7, N11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Derived, NoNumber
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate
from vegaloop.nutrition.domain.circumstances import Why, missing_of
from vegaloop.nutrition.domain.formulas.adequacy import COVERAGE_LEAST, mean_adequacy_ratio
from vegaloop.nutrition.domain.formulas.food_energy import ATWATER_GENERAL
from vegaloop.nutrition.domain.formulas.macros import AMDR_PERCENT, EnergyPart, energy_share_percent
from vegaloop.nutrition.domain.formulas.reference import IntakeTable, Whom, group_of
from vegaloop.nutrition.domain.formulas.span import Span
from vegaloop.nutrition.domain.intake import (
    DayIntake,
    NutrientIntake,
    eaten_of,
    figure,
    intake_of,
    nutrient_of,
    uncovered,
)
from vegaloop.nutrition.domain.nutrients import Nutrient

__all__ = ("Adequacy", "EnergyShare", "adequacy_of", "whom_of")

PARTS: Final[Mapping[EnergyPart, Nutrient]] = {
    EnergyPart.CARBOHYDRATE: Nutrient.CARBOHYDRATE,
    EnergyPart.PROTEIN: Nutrient.PROTEIN,
    EnergyPart.FAT: Nutrient.FAT,
    EnergyPart.LINOLEIC_ACID_N6: Nutrient.LINOLEIC_ACID_N6,
    EnergyPart.ALPHA_LINOLENIC_ACID_N3: Nutrient.ALPHA_LINOLENIC_ACID_N3,
    EnergyPart.SATURATES: Nutrient.SATURATES,
}

KCAL_PER_G: Final[Mapping[Nutrient, float]] = {
    Nutrient.CARBOHYDRATE: ATWATER_GENERAL.carbohydrate,
    Nutrient.PROTEIN: ATWATER_GENERAL.protein,
    Nutrient.FAT: ATWATER_GENERAL.fat,
}
SHARE_METHOD: Final = "amdr"


@final
class EnergyShare(Struct, frozen=True):
    """What share of the energy a part was, in percent, and the range that is advised to adults."""

    part: EnergyPart
    advised: Span
    percent: Result[Derived, NoNumber]


@final
class Adequacy(Struct, frozen=True):
    """What was eaten of every nutrient with a reference, of the days that were logged in full.

    `whom` is the group the references are of; without it no nutrient can be judged. `mean_of` are
    the nutrients in the mean ratio, `mean_without` those with a target that are not known. The
    shares of carbohydrate, protein and fat and of `alcohol` make up 100 % (NUT-106).
    """

    day: LocalDate
    days: tuple[LocalDate, ...]
    whom: Result[Whom, Why]
    nutrients: tuple[NutrientIntake, ...]
    mean_ratio: Result[Derived, NoNumber]
    mean_of: tuple[Nutrient, ...]
    mean_without: tuple[Nutrient, ...]
    shares: tuple[EnergyShare, ...]
    alcohol: Result[Derived, NoNumber]


def whom_of(profile: Profile, day: LocalDate) -> Result[Whom, Why]:
    """Find somebody's group; pregnant or nursing is nobody who has not said so."""
    age_years = profile.age_years(day)
    if age_years is None or profile.sex is None:
        return Failure(missing_of(birth_date=age_years, sex=profile.sex))
    match group_of(Whom(float(age_years), profile.sex)):
        case Failure(reason):
            return Failure((reason,))
        case Success(whom):
            return Success(whom)


def adequacy_of(
    day: LocalDate, profile: Profile, table: IntakeTable, days: tuple[DayIntake, ...]
) -> Adequacy:
    """Judge what was eaten on some days by what is advised (N7, N9, N11; NUT-91)."""
    whom = whom_of(profile, day)
    nutrients = _nutrients(whom, table, days)
    aimed = tuple(one for one in nutrients if one.advised.target is not None)
    mean_of = tuple(one.nutrient for one in aimed if _is_known(one.ratio))
    by_factors = _by_factors(days)
    return Adequacy(
        day=day,
        days=tuple(one.day for one in days),
        whom=whom,
        nutrients=nutrients,
        mean_ratio=_mean_ratio(aimed, len(days)),
        mean_of=mean_of,
        mean_without=tuple(one.nutrient for one in aimed if one.nutrient not in mean_of),
        shares=tuple(
            EnergyShare(part, AMDR_PERCENT[part], _percent(part, nutrient, days, by_factors))
            for part, nutrient in PARTS.items()
        ),
        alcohol=_alcohol_percent(days, by_factors),
    )


def _nutrients(
    whom: Result[Whom, Why], table: IntakeTable, days: tuple[DayIntake, ...]
) -> tuple[NutrientIntake, ...]:
    match whom:
        case Failure():
            return ()
        case Success(found):
            rows = ((nutrient_of(row), row) for row in table.of(found))
            return tuple(intake_of(n, row, found, days) for n, row in rows if n is not None)


def _mean_ratio(aimed: tuple[NutrientIntake, ...], n_days: int) -> Result[Derived, NoNumber]:
    """Average the ratios that are known; it is as sure as they are many of those aimed at."""
    ratios = [_value(one.ratio) for one in aimed]
    match mean_adequacy_ratio(ratios):
        case Failure(reason):
            return Failure(reason)
        case Success(mean):
            known = sum(map(_is_known, ratios))
            notes = () if known == len(ratios) else (f"of-{known}-of-{len(ratios)}-nutrients",)
            share = known / len(ratios)
            return Success(figure(mean, "mar", n_days, share, n_valid=known, notes=notes))


def _value(ratio: Result[Derived, NoNumber]) -> Result[float, NoNumber]:
    match ratio:
        case Success(found):
            return Success(found.value)
        case Failure(reason):
            return Failure(reason)


def _is_known(ratio: Result[float, NoNumber] | Result[Derived, NoNumber]) -> bool:
    match ratio:
        case Success():
            return True
        case Failure():
            return False


def _by_factors(days: tuple[DayIntake, ...]) -> float | None:
    """The energy of the macronutrients by their factors, over the energy that was stated.

    Each counts over the energy of the food it is known of; None where one is known too little.
    """
    shares = tuple(_of_stated(nutrient, days) for nutrient in KCAL_PER_G)
    known = tuple(share for share in shares if share is not None)
    found = sum(known) + _alcohol_of_stated(days)
    return found if len(known) == len(shares) and found > 0 else None


def _of_stated(nutrient: Nutrient, days: tuple[DayIntake, ...]) -> float | None:
    match eaten_of(nutrient, days):
        case Failure():
            return None
        case Success(eaten):
            covered = eaten.coverage >= COVERAGE_LEAST
            return KCAL_PER_G[nutrient] * sum(eaten.grams) / eaten.known_kcal if covered else None


def _alcohol_of_stated(days: tuple[DayIntake, ...]) -> float:
    """Alcohol over all the energy that was stated: food without a word of it has none."""
    match eaten_of(Nutrient.ALCOHOL, days):
        case Failure():
            return 0.0
        case Success(eaten):
            share = eaten.coverage / eaten.known_kcal if eaten.known_kcal else 0.0
            return ATWATER_GENERAL.alcohol * sum(eaten.grams) * share


def _alcohol_percent(
    days: tuple[DayIntake, ...], by_factors: float | None
) -> Result[Derived, NoNumber]:
    match eaten_of(Nutrient.ALCOHOL, days):
        case Failure(reason):
            return Failure(reason)
        case Success():
            percent = 100 * _alcohol_of_stated(days) / (by_factors or 1.0)
            return Success(figure(percent, SHARE_METHOD, len(days), 1.0, notes=("at-least",)))


def _percent(
    part: EnergyPart, nutrient: Nutrient, days: tuple[DayIntake, ...], by_factors: float | None
) -> Result[Derived, NoNumber]:
    match eaten_of(nutrient, days):
        case Failure(reason):
            return Failure(reason)
        case Success(eaten):
            if eaten.coverage < COVERAGE_LEAST:
                return Failure(uncovered(nutrient, eaten.coverage))
            energy_kcal = eaten.known_kcal * (by_factors or 1.0)
            match energy_share_percent(part, sum(eaten.grams), energy_kcal):
                case Failure(undefined):
                    return Failure(undefined)
                case Success(percent):
                    notes = ("of-the-stated-energy",) if by_factors is None else ()
                    told = figure(percent, SHARE_METHOD, len(days), eaten.coverage, notes=notes)
                    return Success(told)
