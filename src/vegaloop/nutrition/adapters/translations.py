"""The translations between the bodies of nutrition and its values."""

from __future__ import annotations

from typing import Final

from vegaloop.infrastructure.figures import figure_of
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.quantity import Mass
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.adapters.bodies import (
    CopiedDayBody,
    DayBody,
    DayDetailBody,
    DayTallyBody,
    FoodBody,
    MacrosBody,
    MealBody,
    MealEntryBody,
    MealLineBody,
    MealOnDayBody,
    MealVersionBody,
    NutrientBody,
    PortionBody,
    PortionLineBody,
    ServedBody,
    ServingBody,
    StatedBody,
    TargetBody,
    WeighedBody,
)
from vegaloop.nutrition.application.answers import CopiedDay, MealOnDay
from vegaloop.nutrition.domain.day import DayReport, DayTally, nutrients_of
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.meal import Meal, MealEntry, MealLine, MealVersion
from vegaloop.nutrition.domain.nutrients import Macros, Nutrient, Nutrients
from vegaloop.nutrition.domain.portion import (
    Portion,
    PortionEntry,
    PortionLine,
    ServedEntry,
    StatedEntry,
    WeighedEntry,
)
from vegaloop.nutrition.domain.targets import (
    Targets,
)
from vegaloop.nutrition.domain.totals import Totals

_FIELDS: Final = {nutrient: nutrient.field for nutrient in Nutrient}


def to_entry(body: MealEntryBody) -> MealEntry:
    """Read what somebody says they ate."""
    portions = tuple(_to_portion(portion) for portion in body.portions)
    return MealEntry(body.kind, body.eaten_at, portions, body.time_zone, body.name)


def _to_portion(body: WeighedBody | ServedBody | StatedBody) -> PortionEntry:
    match body:
        case WeighedBody():
            return WeighedEntry(FoodId(body.food_id), body.mass_g)
        case ServedBody():
            return ServedEntry(FoodId(body.food_id), body.serving, body.servings)
        case StatedBody():
            return StatedEntry(body.name, tuple(body.nutrients.items()), body.mass_g)


def from_meal(meal: Meal) -> MealBody:
    """Write a meal."""
    return MealBody(
        id=meal.id,
        kind=meal.kind,
        name=meal.name,
        eaten_at=meal.eaten.local,
        time_zone=meal.eaten.zone,
        local_date=meal.local_date,
        portions=tuple(map(_from_portion, meal.portions)),
        macros=_from_macros(meal.macros.macros),
        source=meal.source,
        version=meal.version,
        logged_at=meal.logged_at,
    )


def from_meal_line(meal: MealLine) -> MealLineBody:
    """Write a meal for a list."""
    return MealLineBody(
        id=meal.id,
        kind=meal.kind,
        name=meal.name,
        eaten_at=meal.eaten.local,
        time_zone=meal.eaten.zone,
        local_date=meal.local_date,
        portions=tuple(map(_from_portion_line, meal.portions)),
        macros=_from_macros(meal.macros.macros),
        source=meal.source,
        version=meal.version,
        logged_at=meal.logged_at,
    )


def _from_portion(portion: Portion) -> PortionBody:
    line = _from_portion_line(portion.line)
    return PortionBody(
        name=line.name,
        food_id=line.food_id,
        mass_g=line.mass_g,
        serving=line.serving,
        servings=line.servings,
        source=line.source,
        macros=line.macros,
        nutrients=_from_nutrients(portion.nutrients),
    )


def _from_portion_line(portion: PortionLine) -> PortionLineBody:
    served = portion.served
    return PortionLineBody(
        name=portion.name,
        food_id=portion.food,
        mass_g=_grams(portion.mass),
        serving=None if served is None else served.serving,
        servings=None if served is None else served.count,
        source=portion.source,
        macros=_from_macros(portion.macros),
    )


def _from_nutrients(nutrients: Nutrients) -> dict[str, float]:
    energy = {} if nutrients.energy is None else {"energy_kcal": nutrients.energy.kcal}
    return energy | {_FIELDS[n]: n.stated(mass) for n, mass in nutrients.amounts}


def _from_macros(macros: Macros) -> MacrosBody:
    return MacrosBody(
        energy_kcal=None if macros.energy is None else macros.energy.kcal,
        protein_g=_grams(macros.protein),
        carbohydrate_g=_grams(macros.carbohydrate),
        fat_g=_grams(macros.fat),
        fibre_g=_grams(macros.fibre),
    )


def _grams(mass: Mass | None) -> float | None:
    return None if mass is None else mass.grams


def from_report(report: DayReport) -> DayBody:
    """Write a day."""
    log, left = report.log, report.left
    judged, why = _from_completeness(report.completeness)
    missing = (*report.targets.missing, *why)
    return DayBody(
        date=log.day,
        closed_at=log.closed_at,
        meals=log.meals,
        completeness=judged,
        eaten=_from_macros(log.eaten),
        target=_from_targets(report.targets),
        left=MacrosBody(
            left.energy_kcal, left.protein_g, left.carbohydrate_g, left.fat_g, left.fibre_g
        ),
        missing=tuple(one for n, one in enumerate(missing) if one not in missing[:n]),
    )


def from_tally(tally: DayTally) -> DayTallyBody:
    """Write a day among others."""
    log, (judged, _) = tally.log, _from_completeness(tally.completeness)
    return DayTallyBody(log.day, log.closed_at, log.meals, judged, _from_macros(log.eaten))


def _from_targets(targets: Targets) -> TargetBody | None:
    if targets.is_empty:
        return None
    return TargetBody(
        targets.energy_kcal,
        targets.protein_g,
        targets.carbohydrate_g,
        targets.fat_g,
        targets.fibre_g,
        targets.resting_energy_method,
        targets.protein_method,
        targets.formula_version,
    )


def _from_completeness(
    judged: Result[float, tuple[NoNumber, ...]],
) -> tuple[float | None, tuple[NoNumber, ...]]:
    match judged:
        case Success(share):
            return share, ()
        case Failure(why):
            return None, why


def from_meal_on_day(done: MealOnDay) -> MealOnDayBody:
    """Write a meal and its day."""
    share = figure_of(done.completeness)
    return MealOnDayBody(from_meal(done.meal), from_report(done.day), share)


def from_detail(report: DayReport, meals: tuple[Meal, ...]) -> DayDetailBody:
    """Write all about a day."""
    nutrients = _from_totals(nutrients_of(meals))
    return DayDetailBody(from_report(report), nutrients, tuple(map(from_meal, meals)))


def _from_totals(totals: Totals) -> tuple[NutrientBody, ...]:
    def coverage(nutrient: Nutrient) -> float | None:
        match totals.coverage(nutrient):
            case Success(share):
                return share
            case Failure():
                return None

    return tuple(
        NutrientBody(nutrient, nutrient.stated(known.amount), nutrient.unit, coverage(nutrient))
        for nutrient, known in totals.sums
    )


def from_copied_day(done: CopiedDay) -> CopiedDayBody:
    """Write what was copied."""
    copied = tuple(map(from_meal, done.copied))
    return CopiedDayBody(copied, done.refused, from_report(done.day))


def from_version(version: MealVersion) -> MealVersionBody:
    """Write what a meal was."""
    return MealVersionBody(from_meal(version.meal), version.ended_at, version.ended_by)


def from_food(food: Food) -> FoodBody:
    """Write a food."""
    servings = tuple(ServingBody(one.name, one.mass.grams) for one in food.servings)
    held = _from_nutrients(food.per_100_g)
    return FoodBody(
        id=food.id,
        name=food.name,
        category=food.category,
        source=food.source,
        servings=servings,
        per_100_g=held,
        brand=food.brand,
        barcode=food.barcode,
        flags=food.flags,
    )
