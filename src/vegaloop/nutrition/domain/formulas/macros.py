"""How much protein and fat a body is advised to eat (formula book N5, N7)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from vegaloop.kernel.evidence import NoNumber, Undefined, outside
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.domain.formulas.food_energy import ATWATER_GENERAL
from vegaloop.nutrition.domain.formulas.limits import AGE_YEARS, DAY_KCAL, GRAMS, HEIGHT_M, MASS_KG
from vegaloop.nutrition.domain.formulas.span import Span

__all__ = (
    "AMDR_PERCENT",
    "PROTEIN_G_PER_KG",
    "EnergyPart",
    "ProteinMethod",
    "energy_share_percent",
    "fat_target_g",
    "protein_basis_kg",
    "protein_floor_g_per_kg",
    "protein_in_deficit_g",
    "protein_per_meal_g",
    "protein_target_g",
)

PROTEIN_BASIS_BMI_MOST: Final = 27.5
PROTEIN_GENERAL_G_PER_KG: Final = 0.83  # EFSA 2012: enough for nearly every adult.
PROTEIN_OLDER_G_PER_KG: Final = 1.0
OLDER_FROM_YEARS: Final = 65
PROTEIN_PER_MEAL_G_PER_KG: Final = Span(0.25, 0.40)
PROTEIN_IN_DEFICIT_G_PER_KG_LEAN: Final = Span(2.3, 3.1)
FAT_SHARE_LEAST: Final = 0.20
FAT_SHARE_MOST: Final = 0.35
FAT_G_PER_KG_LEAST: Final = 0.8
# Beyond its upper end hardly any energy was stated of so much food.
SHARE_PERCENT: Final = (0.0, 1e6)


class ProteinMethod(StrEnum):
    """What the protein of a day is chosen for, with its g/kg."""

    ENDURANCE = "endurance_1.4"
    MIXED = "mixed_1.6"
    DEFICIT = "deficit_1.8"


PROTEIN_G_PER_KG: Final[Mapping[ProteinMethod, float]] = {
    ProteinMethod.ENDURANCE: 1.4,
    ProteinMethod.MIXED: 1.6,
    ProteinMethod.DEFICIT: 1.8,
}


class EnergyPart(StrEnum):
    """A part of food whose share of the energy of a day has an advised range."""

    CARBOHYDRATE = "carbohydrate"
    PROTEIN = "protein"
    FAT = "fat"
    LINOLEIC_ACID_N6 = "linoleic_acid_n6"
    ALPHA_LINOLENIC_ACID_N3 = "alpha_linolenic_acid_n3"
    ADDED_SUGARS = "added_sugars"
    SATURATES = "saturates"


# IOM 2005 for adults; WHO 2015 and 2023 for the last two.
AMDR_PERCENT: Final[Mapping[EnergyPart, Span]] = {
    EnergyPart.CARBOHYDRATE: Span(45, 65),
    EnergyPart.PROTEIN: Span(10, 35),
    EnergyPart.FAT: Span(20, 35),
    EnergyPart.LINOLEIC_ACID_N6: Span(5, 10),
    EnergyPart.ALPHA_LINOLENIC_ACID_N3: Span(0.6, 1.2),
    EnergyPart.ADDED_SUGARS: Span(0, 10),
    EnergyPart.SATURATES: Span(0, 10),
}

_KCAL_PER_G: Final[Mapping[EnergyPart, float]] = {
    EnergyPart.CARBOHYDRATE: ATWATER_GENERAL.carbohydrate,
    EnergyPart.PROTEIN: ATWATER_GENERAL.protein,
    EnergyPart.FAT: ATWATER_GENERAL.fat,
    EnergyPart.LINOLEIC_ACID_N6: ATWATER_GENERAL.fat,
    EnergyPart.ALPHA_LINOLENIC_ACID_N3: ATWATER_GENERAL.fat,
    EnergyPart.ADDED_SUGARS: ATWATER_GENERAL.carbohydrate,
    EnergyPart.SATURATES: ATWATER_GENERAL.fat,
}


def protein_basis_kg(weight_kg: float, height_m: float) -> Result[float, NoNumber]:
    """Take the weight in kg protein is counted by: the actual, up to that of BMI 27.5 (N5, NUT-4).

    Domain: 1 to 650 kg, 0.3 to 2.8 m. Source: VegaLoop's own, as N5 names nobody.
    """
    wrong = outside(("weight_kg", weight_kg, *MASS_KG), ("height_m", height_m, *HEIGHT_M))
    if wrong is not None:
        return Failure(wrong)
    return Success(min(weight_kg, PROTEIN_BASIS_BMI_MOST * height_m**2))


def protein_floor_g_per_kg(age_years: float | None) -> Result[float, NoNumber]:
    """Give the least protein a day, g/kg: 0.83 (EFSA 2012), from 65 years 1.0 (N5, NUT-75).

    Domain: 0 to 130 years; somebody of unknown age has the floor of every adult.
    """
    if age_years is None:
        return Success(PROTEIN_GENERAL_G_PER_KG)
    wrong = outside(("age_years", age_years, *AGE_YEARS))
    if wrong is not None:
        return Failure(wrong)
    older = age_years >= OLDER_FROM_YEARS
    return Success(PROTEIN_OLDER_G_PER_KG if older else PROTEIN_GENERAL_G_PER_KG)


def protein_target_g(
    basis_kg: float, g_per_kg: float, age_years: float | None
) -> Result[float, NoNumber]:
    """Compute the protein of a day in grams: so much a kg, and never below the floor of the age.

    Domain: 1 to 650 kg, 0 to 5 g/kg, 0 to 130 years. Source: Thomas, Erdman & Burke 2016; Jäger
    2017; Morton 2018 (N5, NUT-4, NUT-75).
    """
    wrong = outside(("basis_kg", basis_kg, *MASS_KG), ("g_per_kg", g_per_kg, 0, 5))
    if wrong is not None:
        return Failure(wrong)
    match protein_floor_g_per_kg(age_years):
        case Failure(reason):
            return Failure(reason)
        case Success(floor):
            return Success(basis_kg * max(g_per_kg, floor))


def protein_per_meal_g(basis_kg: float) -> Result[Span, NoNumber]:
    """Give the protein of one of four meals in grams: 0.25 to 0.40 g/kg (Jäger 2017; N5, NUT-75).

    Domain: 1 to 650 kg.
    """
    wrong = outside(("basis_kg", basis_kg, *MASS_KG))
    return Success(PROTEIN_PER_MEAL_G_PER_KG.times(basis_kg)) if wrong is None else Failure(wrong)


def protein_in_deficit_g(fat_free_mass_kg: float) -> Result[Span, NoNumber]:
    """Give the protein of a day of the lean in an energy deficit: 2.3 to 3.1 g/kg of lean mass.

    In grams. Domain: 1 to 650 kg of fat-free mass, and trained people. Source: Helms 2014, Jäger
    2017 (N5, NUT-75).
    """
    wrong = outside(("fat_free_mass_kg", fat_free_mass_kg, *MASS_KG))
    if wrong is not None:
        return Failure(wrong)
    return Success(PROTEIN_IN_DEFICIT_G_PER_KG_LEAN.times(fat_free_mass_kg))


def fat_target_g(
    energy_kcal: float, protein_g: float, carbohydrate_g: float, weight_kg: float
) -> Result[float, NoNumber]:
    """Give fat the rest of the energy, within 20 to 35 % of it and from 0.8 g/kg (N7, NUT-6).

    In grams. Where 0.8 g/kg is more than 35 % of the energy, the 35 % hold. Domain: 0 to 100,000
    kcal, from 0 g, 1 to 650 kg. Source: IOM 2005.
    """
    wrong = outside(
        ("energy_kcal", energy_kcal, *DAY_KCAL),
        ("protein_g", protein_g, *GRAMS),
        ("carbohydrate_g", carbohydrate_g, *GRAMS),
        ("weight_kg", weight_kg, *MASS_KG),
    )
    if wrong is not None:
        return Failure(wrong)
    kcal_per_g = ATWATER_GENERAL
    others_kcal = kcal_per_g.protein * protein_g + kcal_per_g.carbohydrate * carbohydrate_g
    rest_g = (energy_kcal - others_kcal) / kcal_per_g.fat
    most_g = FAT_SHARE_MOST * energy_kcal / kcal_per_g.fat
    least_g = max(FAT_SHARE_LEAST * energy_kcal / kcal_per_g.fat, FAT_G_PER_KG_LEAST * weight_kg)
    return Success(min(max(rest_g, least_g), most_g))


def energy_share_percent(
    part: EnergyPart, eaten_g: float, energy_kcal: float
) -> Result[float, NoNumber]:
    """Compute what share of the energy a part of the food is, in percent (IOM 2005; N7, NUT-78).

    Domain: from 0 g and 0 kcal; undefined where no energy was eaten.
    """
    wrong = outside(("eaten_g", eaten_g, *GRAMS), ("energy_kcal", energy_kcal, 0, 1e6))
    if wrong is not None:
        return Failure(wrong)
    if not energy_kcal:
        return Failure(Undefined(f"share of {part} in the energy", "no energy was eaten"))
    percent = 100 * _KCAL_PER_G[part] * eaten_g / energy_kcal
    odd = outside(("energy_share_percent", percent, *SHARE_PERCENT))
    return Success(percent) if odd is None else Failure(odd)
