"""Where a weight goes if somebody eats so much more or less from now on (formula book N15).

Rule 1: a forecast starts from the person's own body and their own expenditure; nobody else's.
Rule 2: it is told with what not knowing the expenditure exactly makes of it.
Rule 3: it ends where the body would leave what the model was made of, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Derived, NoNumber, Undefined
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate, days_after
from vegaloop.nutrition.domain.circumstances import Circumstances, missing_of
from vegaloop.nutrition.domain.energy import FORMULA_VERSION
from vegaloop.nutrition.domain.formulas.hall import BodyThen, Person, hall_dynamic_weight
from vegaloop.nutrition.domain.formulas.hall_body import baseline_of
from vegaloop.nutrition.domain.formulas.resting import RestingMethod, bmr_mifflin_kcal

__all__ = ("ForecastDay", "NoForecast", "WeightForecast", "weight_forecast")

METHOD: Final = "hall_2011/rk4-of-a-day"
EVERY_DAYS: Final = 7
# WHO 2000: the lower end of the usual range of an adult.
BMI_LEAST_KG_M2: Final = 18.5
BELOW_REST: Final = "intake-below-resting-energy"
BELOW_USUAL_BMI: Final = "bmi-below-18.5"
FAST_LOSS: Final = "loses-more-than-1.5-percent-a-week"
BEYOND_CHANGE: Final = "beyond-the-changes-the-model-was-tried-on"
BEYOND_DAYS: Final = "beyond-the-days-the-model-was-tried-on"
_WORRYING: Final = frozenset({BELOW_REST, BELOW_USUAL_BMI, FAST_LOSS})
# The mean of four weeks: in the first one water and glycogen leave, which is no tissue.
PACE_DAYS: Final = 28
LOSS_MOST_PERCENT_A_WEEK: Final = 1.5
# Of the experiments the model was compared with, roundly (Hall 2010): the change of intake, and
# the 24 weeks of Minnesota.
TRIED_KCAL: Final = 1_000.0
TRIED_SHARE: Final = 0.25
TRIED_DAYS: Final = 180


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
    """A forecast by weeks and of its last day, and the figures it stands on.

    Where the body would fall below a usual one, the days end before that and there is no weight.
    """

    delta_kcal: float
    weight: Result[Derived, NoNumber]
    weight_change: Result[Derived, NoNumber]
    expenditure: Derived
    level: Derived
    days: tuple[ForecastDay, ...]
    suggest_professional: bool


@final
class NoForecast(Struct, frozen=True, tag="nutrition/no-forecast"):
    """Why there is no forecast; a professional is suggested where no body would bear the plan."""

    reason: NoNumber
    suggest_professional: bool = False


def weight_forecast(
    day: LocalDate, known: Circumstances, expenditure: Derived, delta_kcal: float, days: int
) -> Result[WeightForecast, NoForecast]:
    """Forecast the weight of somebody who eats so much more a day than they spend (N15, NUT-51).

    It is surer the nearer the plan is to those the model was tried on (NUT-100).
    """
    match _person(day, known, expenditure.value):
        case Failure(reason):
            return Failure(NoForecast(reason))
        case Success((person, rest_kcal)):
            at_days: tuple[float, ...] = (*range(0, days, EVERY_DAYS), days)
            match hall_dynamic_weight(person, delta_kcal, at_days):
                case Failure(reason):
                    return Failure(NoForecast(reason, _starves(person, delta_kcal)))
                case Success(bodies):
                    notes = _notes(person, expenditure, delta_kcal, rest_kcal, bodies)
                    return Success(_told(day, person, expenditure, delta_kcal, bodies, notes))


def _starves(person: Person, delta_kcal: float) -> bool:
    """Whether a refusal is for what is eaten, not for a body the model has no parts of."""
    match baseline_of(person):
        case Success():
            return delta_kcal < 0
        case Failure():
            return False


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
    told = tuple(
        _forecast_day(day, body, least_kg, most_kg)
        for body, least_kg, most_kg in zip(bodies, low, high, strict=True)
    )
    quality = expenditure.quality * _trust(expenditure.value, delta_kcal, at_days[-1])
    kept = _kept(person, bodies)
    return WeightForecast(
        delta_kcal=delta_kcal,
        weight=_last(day, told, kept, _weight(told[-1], expenditure, quality, notes)),
        weight_change=_last(
            day, told, kept, _change(told[0], told[-1], expenditure, quality, notes)
        ),
        expenditure=expenditure,
        level=_level(person, expenditure),
        days=told[:kept],
        suggest_professional=bool(_WORRYING.intersection(notes)),
    )


def _trust(expenditure_kcal: float, delta_kcal: float, days: float) -> float:
    """How near a plan is to those the model was tried on, from 0 to 1."""
    tried_kcal = min(TRIED_KCAL, TRIED_SHARE * expenditure_kcal)
    return tried_kcal / max(tried_kcal, abs(delta_kcal)) * TRIED_DAYS / max(TRIED_DAYS, days)


def _floor_kg(person: Person) -> float:
    return BMI_LEAST_KG_M2 * person.height_m**2


def _kept(person: Person, bodies: tuple[BodyThen, ...]) -> int:
    """How many bodies come before the first that falls below a usual one."""
    least_kg = min(_floor_kg(person), bodies[0].weight_kg)
    below = (place for place, body in enumerate(bodies) if body.weight_kg < least_kg)
    return next(below, len(bodies))


def _last(
    day: LocalDate, told: tuple[ForecastDay, ...], kept: int, figure: Derived
) -> Result[Derived, NoNumber]:
    if kept == len(told):
        return Success(figure)
    why = f"the body mass index would fall below {BMI_LEAST_KG_M2:g} by {told[kept].day}"
    return Failure(Undefined(f"weight {(told[-1].day - day).days} days on", why))


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
    person: Person,
    expenditure: Derived,
    delta_kcal: float,
    rest_kcal: float,
    bodies: tuple[BodyThen, ...],
) -> tuple[str, ...]:
    days, kcal = bodies[-1].day, expenditure.value
    said = {
        "fat-estimated": person.fat_kg is None,
        BELOW_REST: kcal + delta_kcal < rest_kcal,
        BELOW_USUAL_BMI: min(body.weight_kg for body in bodies) < _floor_kg(person),
        FAST_LOSS: _is_fast(person, delta_kcal),
        BEYOND_CHANGE: _trust(kcal, delta_kcal, 0) < 1,
        BEYOND_DAYS: _trust(kcal, 0, days) < 1,
    }
    return ("model-of-groups", *(note for note, holds in said.items() if holds))


def _is_fast(person: Person, delta_kcal: float) -> bool:
    """Whether the first four weeks take more than 1.5 % of the body a week, as far as told."""
    least_kg = person.weight_kg * (1 - LOSS_MOST_PERCENT_A_WEEK / 100 * PACE_DAYS / EVERY_DAYS)
    (then_kg,) = _weights(person, delta_kcal, (PACE_DAYS,))
    return then_kg is None or then_kg < least_kg


def _weight(
    last: ForecastDay, expenditure: Derived, quality: float, notes: tuple[str, ...]
) -> Derived:
    return _figure(last.weight_kg, (last.low_kg, last.high_kg), expenditure, quality, notes)


def _change(
    first: ForecastDay,
    last: ForecastDay,
    expenditure: Derived,
    quality: float,
    notes: tuple[str, ...],
) -> Derived:
    low, high = (
        None if end_kg is None else end_kg - first.weight_kg
        for end_kg in (last.low_kg, last.high_kg)
    )
    value = last.weight_kg - first.weight_kg
    return _figure(value, (low, high), expenditure, quality, notes)


def _figure(
    value: float,
    bounds: tuple[float | None, float | None],
    expenditure: Derived,
    quality: float,
    notes: tuple[str, ...],
) -> Derived:
    low, high = bounds
    return Derived(
        value=value,
        low=low,
        high=high,
        method=METHOD,
        formula_version=FORMULA_VERSION,
        window_days=expenditure.window_days,
        n_valid=expenditure.n_valid,
        quality=quality,
        notes=notes,
    )


def _level(person: Person, expenditure: Derived) -> Derived:
    """The activity level the model runs with; its resting energy is Mifflin's, always."""
    return Derived(
        value=person.level,
        method=f"{expenditure.method}/over-{RestingMethod.MIFFLIN}",
        formula_version=FORMULA_VERSION,
        window_days=expenditure.window_days,
        n_valid=expenditure.n_valid,
        quality=expenditure.quality,
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
