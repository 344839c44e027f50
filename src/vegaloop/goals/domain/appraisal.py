"""The figures of one goal: its pace, its chance, its arrival and how reliably it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.goals.domain.footing import share_of_days
from vegaloop.goals.domain.formulas.adherence import FEW, Adherence
from vegaloop.goals.domain.goal import Goal
from vegaloop.goals.domain.outlook import (
    FORMULA_VERSION,
    WINDOW_DAYS,
    Arrived,
    Expected,
    Forecast,
    Unreachable,
)
from vegaloop.goals.domain.pace import Pace, no_pace, pace_on
from vegaloop.goals.domain.progress import Progress, ReachProgress, last_day, looks_back_to
from vegaloop.goals.domain.restraint import Body
from vegaloop.kernel.evidence import Derived, NoNumber, Undefined
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import DayValue, Measure
from vegaloop.kernel.time import LocalDate

UNDERSTATED: Final = "slightly-understates-first-passage"
NOT_BEFORE: Final = "not-before"
ARRIVED: Final = "arrived"
WITH_PLAN: Final = "weighed-with-the-plan"


@final
class Appraisal(Struct, frozen=True, kw_only=True):
    """What is computed of one goal, each number with where it came from, or why there is none."""

    pace: Pace
    chance: Result[Derived, NoNumber]
    days_to_target: Result[Derived, NoNumber]
    adherence: Result[Derived, NoNumber]
    recent_adherence: Result[Derived, NoNumber]


def no_appraisal(reason: NoNumber) -> Appraisal:
    """The figures of a goal that has none."""
    none = Failure(reason)
    return Appraisal(
        pace=no_pace(reason),
        chance=none,
        days_to_target=none,
        adherence=none,
        recent_adherence=none,
    )


def appraise(
    goal: Goal,
    measure: Measure,
    values: Sequence[DayValue],
    progress: Result[Progress, NoNumber],
    forecast: Result[Forecast, NoNumber],
    body: Body,
    day: LocalDate,
) -> Appraisal:
    """Compute the figures of a goal on a day from what its standing there was made of."""
    until = last_day(goal, day)
    judged_days = (until - looks_back_to(goal, measure.summing, until)).days
    return Appraisal(
        pace=pace_on(goal, measure, values, forecast, body, day),
        chance=_chance(forecast),
        days_to_target=_days_to_target(forecast, until),
        adherence=_adherence(progress, judged_days),
        recent_adherence=_recent(progress, judged_days),
    )


def _chance(forecast: Result[Forecast, NoNumber]) -> Result[Derived, NoNumber]:
    if isinstance(forecast, Failure):
        return forecast
    one = forecast.unwrap()
    match one.probability:
        case Failure(reason):
            return Failure(reason)
        case Success(likely):
            return Success(_forecast_figure(one, likely, "normal-end-value", (UNDERSTATED,)))


def _days_to_target(
    forecast: Result[Forecast, NoNumber], day: LocalDate
) -> Result[Derived, NoNumber]:
    if isinstance(forecast, Failure):
        return forecast
    one = forecast.unwrap()
    match one.arrival:
        case Arrived():
            return Success(_forecast_figure(one, 0.0, one.method, (ARRIVED,)))
        case Unreachable(why):
            return Failure(Undefined("days to target", why.value))
        case Expected(on, not_before, latest):
            low = float((not_before - day).days)
            high = None if latest is None else float((latest - day).days)
            notes = (NOT_BEFORE,) if high is None else ()
            if isinstance(one.probability, Success):
                notes = (*notes, WITH_PLAN)
            days = float((on - day).days)
            return Success(_forecast_figure(one, days, f"{one.method}/normal", notes, low, high))


def _forecast_figure(
    forecast: Forecast,
    value: float,
    method: str,
    notes: tuple[str, ...],
    low: float | None = None,
    high: float | None = None,
) -> Derived:
    return Derived(
        value=value,
        method=method,
        formula_version=FORMULA_VERSION,
        window_days=WINDOW_DAYS,
        n_valid=forecast.n_valid,
        quality=share_of_days(forecast.n_valid),
        low=low,
        high=high,
        notes=notes,
    )


def _adherence(progress: Result[Progress, NoNumber], judged_days: int) -> Result[Derived, NoNumber]:
    match _kept(progress):
        case Failure(reason):
            return Failure(reason)
        case Success((known, _)):
            few = known.due < FEW
            return Success(
                Derived(
                    value=known.rate,
                    method="wilson-1927",
                    formula_version=FORMULA_VERSION,
                    window_days=judged_days,
                    n_valid=known.due,
                    quality=min(1.0, known.due / FEW),
                    low=known.lower if few else None,
                    high=known.upper if few else None,
                )
            )


def _recent(progress: Result[Progress, NoNumber], judged_days: int) -> Result[Derived, NoNumber]:
    match _kept(progress):
        case Failure(reason):
            return Failure(reason)
        case Success((known, recent)):
            return Success(
                Derived(
                    value=recent,
                    method="ewma-half-life-14",
                    formula_version=FORMULA_VERSION,
                    window_days=judged_days,
                    n_valid=known.due,
                    quality=min(1.0, known.due / FEW),
                )
            )


def _kept(progress: Result[Progress, NoNumber]) -> Result[tuple[Adherence, float], NoNumber]:
    match progress:
        case Failure(reason):
            return Failure(reason)
        case Success(found):
            if isinstance(found, ReachProgress):
                return Failure(Undefined("adherence", "a goal to reach a value has no periods"))
            if found.adherence is None or found.recent is None:
                return Failure(Undefined("adherence", "no period was due"))
            return Success((found.adherence, found.recent))
