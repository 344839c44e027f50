"""The translations between the bodies of nutrition and its values."""

from __future__ import annotations

from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.adapters.bodies import (
    CopiedDayBody,
    DayBody,
    DayDetailBody,
    DayTallyBody,
    EnergyAvailabilityBody,
    FoodBody,
    MacrosBody,
    MealBody,
    MealEntryBody,
    MealOnDayBody,
    MealVersionBody,
    NutrientBody,
    PortionBody,
    ServedBody,
    ServingBody,
    StatedBody,
    TargetBody,
    WeighedBody,
)
from vegaloop.nutrition.application.service import CopiedDay, MealOnDay
from vegaloop.nutrition.domain.day import DayLog, DayReport, DayTally
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.fuelling import EnergyAvailability
from vegaloop.nutrition.domain.meal import Meal, MealEntry, MealVersion
from vegaloop.nutrition.domain.nutrients import Nutrient, Nutrients, Totals
from vegaloop.nutrition.domain.portion import (
    Portion,
    PortionEntry,
    ServedEntry,
    StatedEntry,
    WeighedEntry,
)
from vegaloop.nutrition.domain.targets import Targets


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
        portions=tuple(_from_portion(portion) for portion in meal.portions),
        source=meal.source,
        version=meal.version,
        logged_at=meal.logged_at,
    )


def _from_portion(portion: Portion) -> PortionBody:
    served = portion.served
    return PortionBody(
        name=portion.name,
        food_id=portion.food,
        mass_g=None if portion.mass is None else portion.mass.grams,
        serving=None if served is None else served.serving,
        servings=None if served is None else served.count,
        source=portion.source,
        nutrients=_from_nutrients(portion.nutrients),
    )


def _from_nutrients(nutrients: Nutrients) -> dict[str, float]:
    energy = {} if nutrients.energy is None else {"energy_kcal": nutrients.energy.kcal}
    return energy | {n.field: n.stated(mass) for n, mass in nutrients.amounts}


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
        eaten=_eaten(log),
        target=_from_targets(report.targets),
        left=MacrosBody(
            left.energy_kcal, left.protein_g, left.carbohydrate_g, left.fat_g, left.fibre_g
        ),
        missing=tuple(one for n, one in enumerate(missing) if one not in missing[:n]),
    )


def from_tally(tally: DayTally) -> DayTallyBody:
    """Write a day among others."""
    log, (judged, _) = tally.log, _from_completeness(tally.completeness)
    return DayTallyBody(log.day, log.closed_at, log.meals, judged, _eaten(log))


def _eaten(log: DayLog) -> MacrosBody:
    def grams(nutrient: Nutrient) -> float | None:
        mass = log.of(nutrient)
        return None if mass is None else mass.grams

    energy = log.energy
    return MacrosBody(
        energy_kcal=None if energy is None else energy.kcal,
        protein_g=grams(Nutrient.PROTEIN),
        carbohydrate_g=grams(Nutrient.CARBOHYDRATE),
        fat_g=grams(Nutrient.FAT),
        fibre_g=grams(Nutrient.FIBRE),
    )


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
    return MealOnDayBody(from_meal(done.meal), from_report(done.day))


def from_detail(report: DayReport, meals: tuple[Meal, ...]) -> DayDetailBody:
    """Write all about a day."""
    nutrients = _from_totals(report.log.totals)
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
    return CopiedDayBody(copied, len(done.refused), from_report(done.day))


def from_version(version: MealVersion) -> MealVersionBody:
    """Write what a meal was."""
    return MealVersionBody(from_meal(version.meal), version.ended_at, version.ended_by)


def from_food(food: Food) -> FoodBody:
    """Write a food."""
    servings = tuple(ServingBody(one.name, one.mass.grams) for one in food.servings)
    held = _from_nutrients(food.per_100_g)
    return FoodBody(food.id, food.name, food.category, food.source, servings, held)


def from_energy_availability(
    found: Result[EnergyAvailability, NoNumber],
) -> EnergyAvailabilityBody:
    """Write the energy availability of a week, or why there is none."""
    match found:
        case Failure(reason):
            return EnergyAvailabilityBody(None, None, None, None, None, None, None, reason)
        case Success(known):
            return EnergyAvailabilityBody(
                known.kcal_per_kg,
                known.if_tenth_unlogged_kcal_per_kg,
                known.if_fifth_unlogged_kcal_per_kg,
                known.quality,
                known.n_valid,
                known.window_days,
                known.formula_version,
                None,
            )
