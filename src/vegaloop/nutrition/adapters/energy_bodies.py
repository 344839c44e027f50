"""The bodies of energy over HTTP: what days cost, what training leaves, where a weight goes."""

from __future__ import annotations

import datetime as dt
from typing import final

from msgspec import Struct

from vegaloop.infrastructure.figures import FigureBody
from vegaloop.kernel.evidence import NoNumber
from vegaloop.nutrition.domain.formulas.availability import Orientation
from vegaloop.nutrition.domain.formulas.expenditure import PalBand


@final
class FuelDayBody(Struct, frozen=True):
    """A day of the week; `counts` says whether it is in the mean.

    `energy_methods` are those the energy of its training was found by; `met` is the coarsest.
    """

    date: dt.date
    eaten_kcal: float | None
    completeness: float | None
    net_exercise_kcal: float | None
    energy_methods: tuple[str, ...]
    counts: bool


@final
class EnergyAvailabilityBody(Struct, frozen=True):
    """What training left of a week's food: an orientation, no diagnosis.

    Each figure is as logged; `high` is what it would be had a fifth of the food gone unlogged.
    `orientation` places it among values of studies; for men there is no agreed threshold.
    """

    date: dt.date
    kcal_per_kg: FigureBody
    if_tenth_unlogged_kcal_per_kg: float | None
    if_fifth_unlogged_kcal_per_kg: float | None
    week_before_kcal_per_kg: FigureBody
    orientation: Orientation | None
    orientation_missing: NoNumber | None
    suggest_professional: bool
    days: tuple[FuelDayBody, ...]


@final
class BalanceBody(Struct, frozen=True):
    """What days cost between two weigh-ins, by what was eaten and what the weight did."""

    from_date: dt.date
    to_date: dt.date
    days: int
    days_logged: int
    mean_intake_kcal: float
    weight_change_kg: float
    tdee_kcal: float
    error_kcal: float


@final
class ExpenditureBody(Struct, frozen=True):
    """What a day costs.

    `tdee_kcal` is rest times `non_exercise_factor` and the day's training once: the energy target
    of the day. `adaptive_tdee_kcal` is what the person's own intake and weight tell, with its
    interval. `activity_level` is the latter, else the former, over rest.
    """

    date: dt.date
    resting_energy_kcal: FigureBody
    resting_energy_by_method_kcal: dict[str, FigureBody]
    non_exercise_factor: float
    net_exercise_kcal: float | None
    net_exercise_missing: NoNumber | None
    energy_methods: tuple[str, ...]
    tdee_kcal: FigureBody
    thermic_effect_kcal: FigureBody
    adaptive_tdee_kcal: FigureBody
    energy_density_kcal_per_kg: float
    energy_density_method: str
    balances: tuple[BalanceBody, ...]
    activity_level: FigureBody
    activity_band: PalBand | None
    activity_band_missing: NoNumber | None


@final
class ForecastDayBody(Struct, frozen=True):
    """A body on a day to come; low and high are what not knowing the expenditure makes of it.

    `lean_tissue_kg` is without glycogen, its water and the water outside the cells: with the fat
    it is less than the weight, and it is not the fat-free mass.
    """

    date: dt.date
    weight_kg: float
    low_kg: float | None
    high_kg: float | None
    fat_kg: float
    lean_tissue_kg: float


@final
class WeightForecastBody(Struct, frozen=True):
    """Where a weight goes by a model fitted to groups; one body may differ from it.

    `delta_kcal` is what is eaten more a day than `expenditure_kcal`, the cost of the first day.
    `days` end before the body mass index would fall below 18.5, and `weight_kg` is null then;
    `quality` falls where so great a change or so long a time was not tried with the model.
    `activity_level` is over the resting energy its `method` names, as the model wants it: that of
    `/nutrition/expenditure` may be over another one.
    """

    date: dt.date
    delta_kcal: float
    weight_kg: FigureBody
    weight_change_kg: FigureBody
    expenditure_kcal: FigureBody
    activity_level: FigureBody
    suggest_professional: bool
    days: tuple[ForecastDayBody, ...]
