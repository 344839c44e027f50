"""Where a weight goes if somebody eats so much more or less from now on (formula book N15).

Rule 1: a forecast starts from the person's own body and their own expenditure; nobody else's.
Rule 2: it is told with what not knowing the expenditure exactly makes of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Derived, NoNumber
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate, days_after
from vegaloop.nutrition.domain.circumstances import Circumstances, missing_of
from vegaloop.nutrition.domain.energy import FORMULA_VERSION
from vegaloop.nutrition.domain.formulas.hall import BodyThen, Person, hall_dynamic_weight
from vegaloop.nutrition.domain.formulas.resting import bmr_mifflin_kcal

__all__ = ("ForecastDay", "WeightForecast", "weight_forecast")

METHOD: Final = "hall_2011/rk4-of-a-day"
EVERY_DAYS: Final = 7
# WHO 2000: the lower end of the usual range of an adult.
BMI_LEAST_KG_M2: Final = 18.5
BELOW_REST: Final = "intake-below-resting-energy"
BELOW_USUAL_BMI: Final = "bmi-below-18.5"
_WORRYING: Final = frozenset({BELOW_REST, BELOW_USUAL_BMI})


@final
class ForecastDay(Struct, frozen=True):
    """A body on a day to come; `low_kg` and `high_kg` bound its weight where they can be told."""

    day: LocalDate
    weight_kg: float
    fat_kg: float
    lean_kg: float
    low_kg: float | None
    high_kg: float | None


@final
class WeightForecast(Struct, frozen=True):
    """A forecast by weeks and of its last day, and the figures it stands on."""

    delta_kcal: float
    weight: Derived
    weight_change_kg: float
    expenditure: Derived
    level: float
    days: tuple[ForecastDay, ...]
    suggest_professional: bool


def weight_forecast(
    day: LocalDate, known: Circumstances, expenditure: Derived, delta_kcal: float, days: int
) -> Result[WeightForecast, NoNumber]:
    """Forecast the weight of somebody who eats so much more a day than they spend (N15, NUT-51)."""
    match _person(day, known, expenditure.value):
        case Failure(reason):
            return Failure(reason)
        case Success((person, rest_kcal)):
            at_days: tuple[float, ...] = (*range(0, days, EVERY_DAYS), days)
            match hall_dynamic_weight(person, delta_kcal, at_days):
                case Failure(reason):
                    return Failure(reason)
                case Success(bodies):
                    notes = _notes(person, expenditure, delta_kcal, rest_kcal, bodies[-1])
                    return Success(_told(day, person, expenditure, delta_kcal, bodies, notes))


def _told(
    day: LocalDate,
    person: Person,
    expenditure: Derived,
    delta_kcal: float,
    bodies: tuple[BodyThen, ...],
    notes: tuple[str, ...],
) -> WeightForecast:
    slack_kcal, at_days = _slack_kcal(expenditure), tuple(body.day for body in bodies)
    low = _weights(person, delta_kcal - slack_kcal, at_days)
    high = _weights(person, delta_kcal + slack_kcal, at_days)
    return WeightForecast(
        delta_kcal=delta_kcal,
        weight=_figure(bodies[-1], low[-1], high[-1], expenditure, notes),
        weight_change_kg=bodies[-1].weight_kg - bodies[0].weight_kg,
        expenditure=expenditure,
        level=person.level,
        days=tuple(
            _forecast_day(day, body, least_kg, most_kg)
            for body, least_kg, most_kg in zip(bodies, low, high, strict=True)
        ),
        suggest_professional=bool(_WORRYING.intersection(notes)),
    )


def _person(
    day: LocalDate, known: Circumstances, expenditure_kcal: float
) -> Result[tuple[Person, float], NoNumber]:
    body, profile = known.body, known.profile
    weight_kg, height, sex, age_years = (
        body.weight_kg,
        profile.height,
        profile.sex,
        profile.age_years(day),
    )
    if weight_kg is None or height is None or sex is None or age_years is None:
        lacking = missing_of(weight_kg=weight_kg, height_m=height, birth_date=age_years, sex=sex)
        return Failure(lacking[0])
    match bmr_mifflin_kcal(weight_kg, height.meters * 100, age_years, sex):
        case Failure(reason):
            return Failure(reason)
        case Success(rest_kcal):
            level, fat_kg = expenditure_kcal / rest_kcal, body.measured_fat_kg
            person = Person(sex, weight_kg, height.meters, age_years, level, fat_kg)
            return Success((person, rest_kcal))


def _slack_kcal(expenditure: Derived) -> float:
    low, high = expenditure.low, expenditure.high
    return 0.0 if low is None or high is None else (high - low) / 2


def _weights(
    person: Person, delta_kcal: float, at_days: Sequence[float]
) -> tuple[float | None, ...]:
    match hall_dynamic_weight(person, delta_kcal, at_days):
        case Success(bodies):
            return tuple(body.weight_kg for body in bodies)
        case Failure():
            return (None,) * len(at_days)


def _notes(
    person: Person, expenditure: Derived, delta_kcal: float, rest_kcal: float, last: BodyThen
) -> tuple[str, ...]:
    said = {
        "fat-estimated": person.fat_kg is None,
        BELOW_REST: expenditure.value + delta_kcal < rest_kcal,
        BELOW_USUAL_BMI: last.weight_kg / person.height_m**2 < BMI_LEAST_KG_M2,
    }
    return ("model-of-groups", *(note for note, holds in said.items() if holds))


def _figure(
    last: BodyThen,
    low_kg: float | None,
    high_kg: float | None,
    expenditure: Derived,
    notes: tuple[str, ...],
) -> Derived:
    return Derived(
        value=last.weight_kg,
        low=low_kg,
        high=high_kg,
        method=METHOD,
        formula_version=FORMULA_VERSION,
        window_days=expenditure.window_days,
        n_valid=expenditure.n_valid,
        quality=expenditure.quality,
        notes=notes,
    )


def _forecast_day(
    start: LocalDate, body: BodyThen, low_kg: float | None, high_kg: float | None
) -> ForecastDay:
    return ForecastDay(
        day=days_after(start, round(body.day)),
        weight_kg=body.weight_kg,
        fat_kg=body.fat_kg,
        lean_kg=body.lean_kg,
        low_kg=low_kg,
        high_kg=high_kg,
    )
