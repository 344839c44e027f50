"""Vectors of food: formula book C1, N1, N8–N12."""

from __future__ import annotations

from typing import Final

from tests.vectors.asked import word
from tests.vectors.book import Formula, Given, plain
from vegaloop.kernel.evidence import Missing
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure
from vegaloop.kernel.units import kj_from_kcal
from vegaloop.nutrition.adapters.reference.table import read_intakes
from vegaloop.nutrition.formulas import (
    AtwaterFactors,
    CarbohydrateBasis,
    Composition,
    LifeStage,
    NutriScoreCategory,
    NutriScoreFacts,
    ReferenceKind,
    Whom,
    dri_lookup,
    energy_atwater_general_kcal,
    energy_atwater_specific_kcal,
    glycaemic_load,
    mean_adequacy_ratio,
    net_carbs_g,
    nutri_score_2023,
    nutrient_adequacy_ratio,
    sweat_rate_l_per_h,
)

_RENAMED: Final = {"carb_available_g": "carbohydrate_g", "carb_basis": "basis"}
_FVL: Final = {"fvl_pct": "fvl_percent"}


def _atwater(x: Given) -> object:
    named = {_RENAMED.get(name, name): value for name, value in x.items()}
    if "basis" in named:
        named["basis"] = word(CarbohydrateBasis, named["basis"])
    return energy_atwater_general_kcal(Composition(**named))


def _specific(x: Given) -> object:
    factors = AtwaterFactors(*x["factors_kcal_g"])
    return energy_atwater_specific_kcal(
        x["protein_g"], x["fat_g"], x["carb_by_difference_g"], factors
    )


def _net_carbs(x: Given) -> object:
    basis = word(CarbohydrateBasis, x.get("carb_basis", CarbohydrateBasis.BY_DIFFERENCE))
    polyols = tuple((one["name"], one["g"]) for one in x.get("polyols") or ())
    return net_carbs_g(x["total_carb_g"], x["fibre_g"], polyols, basis)


def _nar_mar(x: Given) -> object:
    intake, target = x["intake"], x["target"]
    ratios = {name: _ratio(intake.get(name), target.get(name)) for name in intake | target}
    return {"nar": plain(ratios), "mar": plain(mean_adequacy_ratio(ratios.values()))}


def _ratio(intake: float | None, target: float | None) -> object:
    if intake is None or target is None:
        return Failure(Missing("intake" if intake is None else "target"))
    return nutrient_adequacy_ratio(intake, target)


def _nutri_score(x: Given) -> object:
    facts = {_FVL.get(name, name): value for name, value in x.items() if name != "category"}
    match nutri_score_2023(word(NutriScoreCategory, x["category"]), NutriScoreFacts(**facts)):
        case Failure():
            return None
        case found:
            score = found.unwrap()
            return {"score": score.score, "grade": score.grade.value}


def _dri(x: Given) -> object:
    sex = None if x.get("sex", "both") == "both" else word(Sex, x["sex"])
    whom = Whom(x["age_y"], sex, word(LifeStage, x.get("life_stage", LifeStage.NONE)))
    return dri_lookup(read_intakes(), x["nutrient"], word(ReferenceKind, x["reference"]), whom)


FORMULAS: Final[dict[str, Formula]] = {
    "energy_atwater_general": _atwater,
    "energy_atwater_specific": _specific,
    "kj_from_kcal": lambda x: kj_from_kcal(x["kcal"]),
    "sweat_rate_l_h": lambda x: sweat_rate_l_per_h(
        x["pre_kg"], x["post_kg"], x["fluid_l"], x["urine_l"], x["duration_h"]
    ),
    "glycaemic_load": lambda x: glycaemic_load(x["gi"], x["available_carb_g"]),
    "net_carbs": _net_carbs,
    "nar_mar": _nar_mar,
    "nutriscore_2023": _nutri_score,
    "dri_lookup": _dri,
}
