"""The translations of the answers about energy into their bodies."""

from __future__ import annotations

from typing import TypeVar

from vegaloop.infrastructure.figures import figure_of
from vegaloop.kernel.evidence import Derived, NoNumber
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate
from vegaloop.nutrition.adapters.energy_bodies import (
    BalanceBody,
    EnergyAvailabilityBody,
    ExpenditureBody,
    ForecastDayBody,
    FuelDayBody,
    WeightForecastBody,
)
from vegaloop.nutrition.domain.availability import (
    AvailabilityReport,
    EnergyAvailability,
    FuelDay,
)
from vegaloop.nutrition.domain.balance import Balance
from vegaloop.nutrition.domain.circumstances import Why
from vegaloop.nutrition.domain.forecast import ForecastDay, NoForecast, WeightForecast
from vegaloop.nutrition.domain.formulas.expenditure import NON_EXERCISE_FACTOR
from vegaloop.nutrition.domain.spending import Spending

A = TypeVar("A")


def from_availability(report: AvailabilityReport, day: LocalDate) -> EnergyAvailabilityBody:
    """Write the energy availability of the week before a morning."""
    week = _there(report.week)
    orientation, missing = _value_or_reason(report.orientation)
    return EnergyAvailabilityBody(
        date=day,
        kcal_per_kg=figure_of(_derived(report.week)),
        if_tenth_unlogged_kcal_per_kg=None if week is None else week.if_tenth_unlogged_kcal_per_kg,
        if_fifth_unlogged_kcal_per_kg=None if week is None else week.if_fifth_unlogged_kcal_per_kg,
        week_before_kcal_per_kg=figure_of(_derived(report.week_before)),
        orientation=orientation,
        orientation_missing=missing,
        suggest_professional=report.suggest_professional,
        days=tuple(map(_from_fuel_day, report.days)),
    )


def from_spending(spending: Spending) -> ExpenditureBody:
    """Write what a day costs."""
    exercise_kcal, missing = _value_or_reason(spending.net_exercise_kcal)
    band, no_band = _value_or_reason(spending.band)
    density = spending.adaptive.density
    return ExpenditureBody(
        date=spending.day,
        resting_energy_kcal=figure_of(spending.rest),
        resting_energy_by_method_kcal={
            method.value: figure_of(rest) for method, rest in spending.rest_by_each
        },
        non_exercise_factor=NON_EXERCISE_FACTOR,
        net_exercise_kcal=exercise_kcal,
        net_exercise_missing=missing,
        energy_methods=spending.energy_methods,
        tdee_kcal=figure_of(spending.tdee),
        thermic_effect_kcal=figure_of(spending.thermic_effect),
        adaptive_tdee_kcal=figure_of(spending.adaptive.tdee),
        energy_density_kcal_per_kg=density.kcal_per_kg,
        energy_density_method=density.method,
        balances=tuple(map(_from_balance, spending.adaptive.balances)),
        activity_level=figure_of(spending.level),
        activity_band=band,
        activity_band_missing=no_band,
    )


def from_forecast(
    found: Result[WeightForecast, NoForecast], day: LocalDate, delta_kcal: float
) -> WeightForecastBody:
    """Write where a weight goes, or why that cannot be told."""
    match found:
        case Failure(refusal):
            nothing = figure_of(Failure(refusal.reason))
            return WeightForecastBody(
                date=day,
                delta_kcal=delta_kcal,
                weight_kg=nothing,
                weight_change_kg=nothing,
                expenditure_kcal=nothing,
                activity_level=nothing,
                suggest_professional=refusal.suggest_professional,
                days=(),
            )
        case Success(told):
            return WeightForecastBody(
                date=day,
                delta_kcal=told.delta_kcal,
                weight_kg=figure_of(told.weight),
                weight_change_kg=figure_of(told.weight_change),
                expenditure_kcal=figure_of(Success(told.expenditure)),
                activity_level=figure_of(Success(told.level)),
                suggest_professional=told.suggest_professional,
                days=tuple(map(_from_forecast_day, told.days)),
            )


def _from_fuel_day(one: FuelDay) -> FuelDayBody:
    return FuelDayBody(
        date=one.day,
        eaten_kcal=one.eaten_kcal,
        completeness=_share(one.completeness),
        net_exercise_kcal=one.net_exercise_kcal,
        energy_methods=one.energy_methods,
        counts=one.counts,
    )


def _from_balance(one: Balance) -> BalanceBody:
    return BalanceBody(
        from_date=one.first,
        to_date=one.last,
        days=one.days,
        days_logged=one.days_logged,
        mean_intake_kcal=one.mean_intake_kcal,
        weight_change_kg=one.weight_change_kg,
        tdee_kcal=one.tdee_kcal,
        error_kcal=one.error_kcal,
    )


def _from_forecast_day(one: ForecastDay) -> ForecastDayBody:
    return ForecastDayBody(one.day, one.weight_kg, one.low_kg, one.high_kg, one.fat_kg, one.lean_kg)


def _derived(found: Result[EnergyAvailability, NoNumber]) -> Result[Derived, NoNumber]:
    match found:
        case Success(known):
            return Success(known.derived)
        case Failure(reason):
            return Failure(reason)


def _there(found: Result[EnergyAvailability, NoNumber]) -> EnergyAvailability | None:
    match found:
        case Success(known):
            return known
        case Failure():
            return None


def _share(judged: Result[float, Why]) -> float | None:
    match judged:
        case Success(share):
            return share
        case Failure():
            return None


def _value_or_reason(found: Result[A, NoNumber]) -> tuple[A | None, NoNumber | None]:
    match found:
        case Success(value):
            return value, None
        case Failure(reason):
            return None, reason
