"""From what is known of food quality to the bodies it is answered with."""

from __future__ import annotations

from typing import Final

from vegaloop.infrastructure.figures import figure_of
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.adapters.quality_bodies import (
    AdequacyBody,
    AdequateWaterBody,
    DayGlycaemicBody,
    EnergyShareBody,
    FlagBody,
    FoodDetailBody,
    FuelGuideBody,
    GroupBody,
    HydrationBody,
    MealGlycaemicBody,
    NutrientIntakeBody,
    NutriScoreBody,
    PreferenceBody,
    PreferencesBody,
    RangeBody,
    ServingLoadBody,
    SweatBody,
)
from vegaloop.nutrition.adapters.translations import from_food
from vegaloop.nutrition.domain.adequacy import Adequacy, EnergyShare
from vegaloop.nutrition.domain.circumstances import Why
from vegaloop.nutrition.domain.energy import FORMULA_VERSION
from vegaloop.nutrition.domain.food import Food
from vegaloop.nutrition.domain.food_quality import FoodQuality
from vegaloop.nutrition.domain.formulas.carbohydrate_quality import GlycaemicBand
from vegaloop.nutrition.domain.formulas.hydration import LOSS_MOST_PERCENT, SODIUM_MG_PER_H
from vegaloop.nutrition.domain.formulas.nutri_score import NutriScore
from vegaloop.nutrition.domain.formulas.reference import Whom
from vegaloop.nutrition.domain.formulas.span import Span
from vegaloop.nutrition.domain.glycaemia import DayGlycaemia, MealGlycaemia
from vegaloop.nutrition.domain.guide import FuelGuide
from vegaloop.nutrition.domain.intake import NutrientIntake
from vegaloop.nutrition.domain.preferences import USUAL_PROTEIN_METHOD, Preference
from vegaloop.nutrition.domain.water import Hydration, Sweat, Weighings

NUTRI_SCORE_METHOD: Final = "nutri_score_2023"
GUIDE_METHOD: Final = "acsm_2016"
ABOVE_METHOD: Final = "mean-of-7-days-against-the-level"
AGREES_METHOD: Final = "within-20-percent-of-the-macronutrients"
CAPPED: Final = ("capped-below-the-sweat-rate",)


def from_adequacy(found: Adequacy) -> AdequacyBody:
    """Write how well days met what is advised."""
    group, missing = _from_whom(found.whom)
    return AdequacyBody(
        date=found.day,
        days=found.days,
        group=group,
        missing=missing,
        mean_adequacy_ratio=figure_of(found.mean_ratio),
        mean_of=found.mean_of,
        mean_without=found.mean_without,
        nutrients=tuple(map(_from_intake, found.nutrients)),
        energy_shares=tuple(map(_from_share, found.shares)),
        alcohol_percent=figure_of(found.alcohol),
    )


def _from_whom(whom: Result[Whom, Why]) -> tuple[GroupBody | None, Why]:
    match whom:
        case Failure(why):
            return None, why
        case Success(one):
            return GroupBody(one.age_years, one.sex, one.life_stage, life_stage_assumed=True), ()


def _from_intake(one: NutrientIntake) -> NutrientIntakeBody:
    advised = one.advised
    return NutrientIntakeBody(
        nutrient=one.nutrient,
        unit=advised.unit,
        intake=figure_of(one.eaten),
        coverage=_from_coverage(one.coverage),
        ear=advised.ear,
        rda=advised.rda,
        ai=advised.ai,
        ul=advised.ul,
        cdrr=advised.cdrr,
        adequacy_ratio=figure_of(one.ratio),
        inadequacy_probability=figure_of(one.inadequacy),
        above_ul=_from_flag(one.above_ul, ABOVE_METHOD),
        above_cdrr=_from_flag(one.above_cdrr, ABOVE_METHOD),
        note=advised.note,
        source=advised.source,
    )


def _from_coverage(coverage: Result[float, NoNumber]) -> float | None:
    match coverage:
        case Success(share):
            return share
        case Failure():
            return None


def _from_flag(flag: Result[bool, NoNumber], method: str) -> FlagBody:
    match flag:
        case Success(value):
            return FlagBody(value, method)
        case Failure(reason):
            return FlagBody(None, reason=reason)


def _from_share(share: EnergyShare) -> EnergyShareBody:
    advised = share.advised
    return EnergyShareBody(share.part, figure_of(share.percent), advised.least, advised.most)


def from_hydration(found: Hydration) -> HydrationBody:
    """Write the water of a day."""
    sweat, missing = _from_sweat(found.sweat)
    return HydrationBody(
        date=found.day,
        adequate=tuple(
            AdequateWaterBody(one.method, figure_of(one.total), figure_of(one.drinks))
            for one in found.adequate
        ),
        logged_l=figure_of(found.logged),
        portions=found.portions,
        sweat=sweat,
        sweat_missing=missing,
    )


def _from_sweat(
    sweat: Result[Sweat, NoNumber],
) -> tuple[SweatBody | None, NoNumber | None]:
    match sweat:
        case Failure(reason):
            return None, reason
        case Success(found):
            return SweatBody(
                rate_l_per_h=figure_of(found.rate),
                loss_percent=figure_of(found.loss_percent),
                loss_most_percent=LOSS_MOST_PERCENT,
                drink_before_l=_from_range(found.before_l),
                drink_during_l_per_h=_from_range(
                    found.during_l_per_h, CAPPED if found.during_is_capped else ()
                ),
                drink_after_l=_from_range(found.after_l),
                sodium_mg_per_h_in_long_heat=_from_range(Success(SODIUM_MG_PER_H)),
            ), None


def _from_range(found: Result[Span, NoNumber], notes: tuple[str, ...] = ()) -> RangeBody:
    match found:
        case Success(span):
            return RangeBody(span.least, span.most, notes=notes)
        case Failure(reason):
            return RangeBody(None, None, reason)


def to_weighings(
    before_kg: float | None,
    after_kg: float | None,
    fluid_l: float | None,
    urine_l: float | None,
    hours: float | None,
) -> Result[Weighings, NoNumber]:
    """Read what somebody weighed, drank and passed in a session; all five are needed."""
    if before_kg is None:
        return Failure(Missing("before_kg"))
    if after_kg is None:
        return Failure(Missing("after_kg"))
    if fluid_l is None:
        return Failure(Missing("fluid_l"))
    if urine_l is None:
        return Failure(Missing("urine_l"))
    if hours is None:
        return Failure(Missing("hours"))
    return Success(Weighings(before_kg, after_kg, fluid_l, urine_l, hours))


def from_glycaemia(found: DayGlycaemia) -> DayGlycaemicBody:
    """Write the glycaemic load of a day."""
    band, missing = _from_band(found.band)
    return DayGlycaemicBody(
        date=found.day,
        glycaemic_load=figure_of(found.found.load),
        glycaemic_index=figure_of(found.found.index),
        coverage=found.found.coverage,
        band=band,
        band_missing=missing,
        meals=tuple(map(_from_meal, found.meals)),
    )


def _from_meal(one: MealGlycaemia) -> MealGlycaemicBody:
    found = one.found
    load, index = figure_of(found.load), figure_of(found.index)
    return MealGlycaemicBody(one.meal, load, index, found.coverage)


def from_guide(found: FuelGuide) -> FuelGuideBody:
    """Write what to eat around training."""
    return FuelGuideBody(
        date=found.day,
        session_hours=found.hours,
        carbohydrate_before_g=_from_range(found.carbohydrate_before_g),
        carbohydrate_during_g_per_h=_from_range(found.carbohydrate_during_g_per_h),
        carbohydrate_after_g_per_h=_from_range(found.carbohydrate_after_g_per_h),
        protein_per_meal_g=_from_range(found.protein_per_meal_g),
        method=GUIDE_METHOD,
        formula_version=FORMULA_VERSION,
    )


def _from_band(
    band: Result[GlycaemicBand, NoNumber],
) -> tuple[GlycaemicBand | None, NoNumber | None]:
    match band:
        case Success(word):
            return word, None
        case Failure(reason):
            return None, reason


def from_food_quality(found: FoodQuality) -> FoodDetailBody:
    """Write a food and how it is judged."""
    food, judged = from_food(found.food), found.food.quality
    return FoodDetailBody(
        id=food.id,
        name=food.name,
        category=food.category,
        source=food.source,
        servings=food.servings,
        per_100_g=food.per_100_g,
        brand=food.brand,
        barcode=food.barcode,
        flags=food.flags,
        nutri_score=_from_nutri_score(found.food, found.nutri_score),
        fvl_percent=judged.fvl_percent,
        glycaemic_index=judged.glycaemic_index,
        glycaemic_loads=tuple(
            ServingLoadBody(one.serving, one.mass.grams, figure_of(one.load)) for one in found.loads
        ),
        energy_agrees=_from_flag(found.energy_agrees, AGREES_METHOD),
    )


def _from_nutri_score(food: Food, found: Result[NutriScore, NoNumber]) -> NutriScoreBody:
    table = food.quality.nutri_score
    told = NUTRI_SCORE_METHOD, FORMULA_VERSION
    match found:
        case Failure(reason):
            return NutriScoreBody(None, None, table, None, None, *told, reason)
        case Success(one):
            return NutriScoreBody(
                one.score, one.grade, table, one.negative, one.positive, *told, None
            )


def from_preferences(chosen: tuple[Preference, ...]) -> PreferencesBody:
    """Write what somebody chose."""
    data = tuple(PreferenceBody(one.effective_from, one.protein_method) for one in chosen)
    return PreferencesBody(data, USUAL_PROTEIN_METHOD)
