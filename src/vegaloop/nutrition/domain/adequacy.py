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


@final
class EnergyShare(Struct, frozen=True):
    """What share of the energy a part was, in percent, and the range that is advised to adults."""

    part: EnergyPart
    advised: Span
    percent: Result[Derived, NoNumber]


@final
class Adequacy(Struct, frozen=True):
    """What was eaten of every nutrient with a reference, of the days that were logged in full.

    `whom` is the group the references are of; without it no nutrient can be judged.
    """

    day: LocalDate
    days: tuple[LocalDate, ...]
    whom: Result[Whom, Why]
    nutrients: tuple[NutrientIntake, ...]
    mean_ratio: Result[Derived, NoNumber]
    shares: tuple[EnergyShare, ...]


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
    return Adequacy(
        day=day,
        days=tuple(one.day for one in days),
        whom=whom,
        nutrients=nutrients,
        mean_ratio=_mean_ratio(nutrients, len(days)),
        shares=tuple(_share(part, nutrient, days) for part, nutrient in PARTS.items()),
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


def _mean_ratio(nutrients: tuple[NutrientIntake, ...], n_days: int) -> Result[Derived, NoNumber]:
    ratios = [_value(one.ratio) for one in nutrients if one.advised.target is not None]
    match mean_adequacy_ratio(ratios):
        case Failure(reason):
            return Failure(reason)
        case Success(mean):
            known = sum(map(_is_known, ratios)) / len(ratios)
            return Success(figure(mean, "mar", n_days, known))


def _value(ratio: Result[Derived, NoNumber]) -> Result[float, NoNumber]:
    match ratio:
        case Success(found):
            return Success(found.value)
        case Failure(reason):
            return Failure(reason)


def _is_known(ratio: Result[float, NoNumber]) -> bool:
    match ratio:
        case Success():
            return True
        case Failure():
            return False


def _share(part: EnergyPart, nutrient: Nutrient, days: tuple[DayIntake, ...]) -> EnergyShare:
    return EnergyShare(part, AMDR_PERCENT[part], _percent(part, nutrient, days))


def _percent(
    part: EnergyPart, nutrient: Nutrient, days: tuple[DayIntake, ...]
) -> Result[Derived, NoNumber]:
    match eaten_of(nutrient, days):
        case Failure(reason):
            return Failure(reason)
        case Success(eaten):
            if eaten.coverage < COVERAGE_LEAST:
                return Failure(uncovered(nutrient, eaten.coverage))
            match energy_share_percent(part, sum(eaten.grams), eaten.known_kcal):
                case Failure(undefined):
                    return Failure(undefined)
                case Success(percent):
                    return Success(figure(percent, "amdr", len(days), eaten.coverage))
