"""The nutrition section."""

from __future__ import annotations

from typing import Final, final

from vegaloop.dashboard.adapters.lacks import lack_of
from vegaloop.dashboard.application.ports import Source
from vegaloop.dashboard.domain.section import Insufficient, Lack, Observed
from vegaloop.dashboard.domain.views import AmountsView, NutritionView
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.quantity import Mass
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import Instant, LocalDate, days_after
from vegaloop.nutrition import DayLog, DayReport, Left, Nutrition, Targets

LOOK_BACK_DAYS: Final = 60


@final
class FromNutrition(Source[NutritionView]):
    """Shows what was eaten today, what is aimed at and what is left."""

    def __init__(self, nutrition: Nutrition) -> None:
        self._nutrition = nutrition

    def on(self, person: PersonId, day: LocalDate) -> Result[Observed[NutritionView], Insufficient]:
        """What there is to show on a day, or what is lacking for it."""
        report = self._nutrition.report(person, day)
        as_of = report.log.observed_at or self._newest_before(person, day)
        if as_of is None:
            return Failure(Insufficient((Lack("meals", "missing"),)))
        return Success(Observed(_view(report), as_of))

    def _newest_before(self, person: PersonId, day: LocalDate) -> Instant | None:
        found = self._nutrition.meals(person, days_after(day, -LOOK_BACK_DAYS), day, None, 1)
        return found[0].eaten.at if found else None


def _view(report: DayReport) -> NutritionView:
    return NutritionView(
        meals=report.log.meals,
        closed=report.log.closed_at is not None,
        eaten=_eaten(report.log),
        target=_amounts(report.targets),
        left=_amounts(report.left),
        completeness=value_in(report.completeness),
        missing=tuple(map(lack_of, report.targets.missing)),
        formula_version=report.targets.formula_version,
    )


def _eaten(log: DayLog) -> AmountsView:
    def grams(mass: Mass | None) -> float | None:
        return None if mass is None else mass.grams

    eaten = log.eaten
    return AmountsView(
        energy_kcal=None if eaten.energy is None else eaten.energy.kcal,
        protein_g=grams(eaten.protein),
        carbohydrate_g=grams(eaten.carbohydrate),
        fat_g=grams(eaten.fat),
        fibre_g=grams(eaten.fibre),
    )


def _amounts(given: Targets | Left) -> AmountsView:
    return AmountsView(
        energy_kcal=given.energy_kcal,
        protein_g=given.protein_g,
        carbohydrate_g=given.carbohydrate_g,
        fat_g=given.fat_g,
        fibre_g=given.fibre_g,
    )
