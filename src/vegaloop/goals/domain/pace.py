"""Whether a body can bear what a goal asks of it each week (formula book G4).

Nothing is refused for being too fast: a goal is a person's own. It is said, with the earliest day
by which the same way is within what is advised (GOAL-43).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.goals.domain.aim import Avoid, Maintain, Reach, Sense, Streak
from vegaloop.goals.domain.footing import Footing, footing_of
from vegaloop.goals.domain.formulas.limits import (
    LONGEST_DAYS,
    LOSS_SHARE_ATHLETE,
    WEEK_DAYS,
    Verdict,
    is_long_run,
    required_rate,
    safe_days,
    verdict_on,
)
from vegaloop.goals.domain.goal import Goal
from vegaloop.goals.domain.names import BODY_FAT, BODY_MASSES, DISTANCE
from vegaloop.goals.domain.outlook import Forecast
from vegaloop.goals.domain.period import Period
from vegaloop.goals.domain.progress import NOT_BEGUN, last_day
from vegaloop.goals.domain.restraint import (
    Body,
    Restrained,
    Restraint,
    floor_of,
    restraint_on,
    volume_restraint,
)
from vegaloop.kernel.evidence import Derived, Missing, NoNumber, Undefined
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import DayValue, Measure
from vegaloop.kernel.time import LocalDate, days_after

LOOK_BACK_DAYS: Final = LONGEST_DAYS
SEE_A_PROFESSIONAL: Final = "under-what-is-healthy-see-a-professional"
FOR_ATHLETES: Final = "athletes-at-most-0.7-percent"
LONG_RUN: Final = "longer-than-the-longest-in-30-days-by-10-percent"


@final
class Pace(Struct, frozen=True, kw_only=True):
    """What a goal asks for each week, the limits of it, and how they compare.

    Rates are in the unit of the measure a week. `safe_on` is the earliest due day within what is
    advised; `floor` the least value a body can be asked for.
    """

    required: Result[Derived, NoNumber]
    advised: Result[Derived, NoNumber]
    hard: Result[Derived, NoNumber]
    floor: Result[Derived, NoNumber]
    verdict: Result[Verdict, NoNumber]
    safe_on: Result[LocalDate, NoNumber]


def no_pace(reason: NoNumber) -> Pace:
    """The pace of what has none."""
    none = Failure(reason)
    return Pace(required=none, advised=none, hard=none, floor=none, verdict=none, safe_on=none)


def pace_on(
    goal: Goal,
    measure: Measure,
    values: Sequence[DayValue],
    forecast: Result[Forecast, NoNumber],
    body: Body,
    day: LocalDate,
) -> Pace:
    """Tell what a goal asks for each week on a day, and whether that is within the limits."""
    day = last_day(goal, day)
    match goal.terms_on(day).aim:
        case Reach() as aim:
            footing = footing_of(goal, aim, measure.summing, values, forecast, day)
            if day < goal.start:
                return _to_come(goal.measure, aim, footing, body)
            restrained = (
                volume_restraint(values, day)
                if goal.measure == DISTANCE
                else restraint_on(goal.measure, aim, footing, forecast, body)
            )
            return _to_reach(goal.measure, aim, footing, restrained, body, day)
        case Streak(sense=Sense.AT_LEAST) if goal.measure == DISTANCE and day < goal.start:
            return no_pace(Undefined("pace", NOT_BEGUN))
        case Streak(sense=Sense.AT_LEAST) as aim if goal.measure == DISTANCE:
            return _to_keep_up(aim, values, day)
        case Maintain() | Avoid() | Streak():
            return no_pace(Undefined("pace", "only a goal to reach a value has one"))


def _to_reach(
    measure: str, aim: Reach, footing: Footing, restrained: Restrained, body: Body, day: LocalDate
) -> Pace:
    rate = _rate(aim, footing, day)
    floor = floor_of(measure, body)
    notes = _notes(measure, aim, footing, rate)
    return Pace(
        required=_figure(footing, rate, f"{footing.method}/remaining-over-weeks", notes),
        advised=_advised(restrained),
        hard=_hard(restrained),
        floor=_floor(measure, aim, footing, floor),
        verdict=_verdict(measure, aim, rate, restrained, floor),
        safe_on=_safe_on(measure, aim, footing, restrained, floor, day),
    )


def _to_come(measure: str, aim: Reach, footing: Footing, body: Body) -> Pace:
    # Too low a target is unsafe on any day; the rest is asked for from the first day on.
    floor, none = floor_of(measure, body), Failure(Undefined("pace", NOT_BEGUN))
    return Pace(
        required=none,
        advised=none,
        hard=none,
        floor=_floor(measure, aim, footing, floor),
        verdict=Success(Verdict.UNSAFE) if _too_low(measure, aim, floor) else none,
        safe_on=none,
    )


def _to_keep_up(aim: Streak, values: Sequence[DayValue], day: LocalDate) -> Pace:
    since = days_after(day, -LONGEST_DAYS)
    recent = [one.value for one in values if since < one.day <= day]
    long = aim.period is Period.DAY and is_long_run(aim.threshold, max(recent, default=0.0))
    footing = Footing(aim.threshold, "threshold", LONGEST_DAYS, len(recent), 1.0)
    restrained = volume_restraint(values, day)
    rate: Result[float, NoNumber] = Success(aim.threshold * WEEK_DAYS / aim.period.days)
    return Pace(
        required=_figure(footing, rate, footing.method, (LONG_RUN,) if long else ()),
        advised=_advised(restrained),
        hard=_hard(restrained),
        floor=Failure(Undefined("floor", "none is published for this measure")),
        verdict=_against(rate, restrained),
        safe_on=Failure(Undefined("safe day", "only a goal to reach a value has one")),
    )


def _rate(aim: Reach, footing: Footing, day: LocalDate) -> Result[float, NoNumber]:
    if aim.reached_by(footing.level):
        return Success(0.0)
    if aim.due is None:
        return Failure(Missing("due day"))
    return required_rate(footing.level, aim.target_value, (aim.due - day).days)


def _notes(
    measure: str, aim: Reach, footing: Footing, rate: Result[float, NoNumber]
) -> tuple[str, ...]:
    match rate:
        case Success(found) if measure in BODY_MASSES and not aim.rising:
            fast = -found > LOSS_SHARE_ATHLETE * footing.level
            return (FOR_ATHLETES,) if fast else ()
        case Success() | Failure():
            return ()


def _figure(
    footing: Footing, value: Result[float, NoNumber], method: str, notes: tuple[str, ...]
) -> Result[Derived, NoNumber]:
    match value:
        case Success(found):
            return Success(footing.figure(found, method, notes))
        case Failure(reason):
            return Failure(reason)


def _advised(restrained: Restrained) -> Result[Derived, NoNumber]:
    match restrained:
        case Success(Restraint(limit, footing, source, notes)):
            return Success(footing.figure(limit.advised, source, notes))
        case Failure(reason):
            return Failure(reason)


def _hard(restrained: Restrained) -> Result[Derived, NoNumber]:
    match restrained:
        case Success(Restraint(limit, footing, source, notes)):
            if limit.hard is None:
                return Failure(Undefined("hard limit", "none is published for this measure"))
            return Success(footing.figure(limit.hard, source, notes))
        case Failure(reason):
            return Failure(reason)


def _floor(
    measure: str, aim: Reach, footing: Footing, floor: Result[float, NoNumber]
) -> Result[Derived, NoNumber]:
    method = "bmi-18.5" if measure in BODY_MASSES else "body-fat-floor"
    notes = (SEE_A_PROFESSIONAL,) if _too_low(measure, aim, floor) else ()
    return _figure(footing, floor, method, notes)


def _too_low(measure: str, aim: Reach, floor: Result[float, NoNumber]) -> bool:
    # Who is under the floor and gains is on the way out of it.
    if measure in BODY_MASSES and aim.rising:
        return False
    match floor:
        case Success(least):
            return aim.target_value < least
        case Failure():
            return False


def _verdict(
    measure: str,
    aim: Reach,
    rate: Result[float, NoNumber],
    restrained: Restrained,
    floor: Result[float, NoNumber],
) -> Result[Verdict, NoNumber]:
    if _too_low(measure, aim, floor):
        return Success(Verdict.UNSAFE)
    if measure == BODY_FAT and isinstance(floor, Success):
        return Success(Verdict.WITHIN)
    return _against(rate, restrained)


def _against(rate: Result[float, NoNumber], restrained: Restrained) -> Result[Verdict, NoNumber]:
    if isinstance(restrained, Failure):
        return restrained
    if isinstance(rate, Failure):
        return rate
    return Success(verdict_on(rate.unwrap(), restrained.unwrap().limit))


def _safe_on(
    measure: str,
    aim: Reach,
    footing: Footing,
    restrained: Restrained,
    floor: Result[float, NoNumber],
    day: LocalDate,
) -> Result[LocalDate, NoNumber]:
    if _too_low(measure, aim, floor):
        return Failure(Undefined("safe day", "the target is under the least value"))
    if aim.reached_by(footing.level):
        return Failure(Undefined("safe day", "the target is reached"))
    if isinstance(restrained, Failure):
        return restrained
    match safe_days(footing.level, aim.target_value, restrained.unwrap().limit):
        case Failure(reason):
            return Failure(reason)
        case Success(needed):
            return Success(days_after(day, needed))
